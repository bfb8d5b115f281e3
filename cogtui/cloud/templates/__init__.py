"""CloudFormation templates: read with positions, resolved, and made into resources of a world."""
