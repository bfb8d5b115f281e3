"""The developers' own commands."""
