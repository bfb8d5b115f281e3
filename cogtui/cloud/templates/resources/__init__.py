"""The resource types that templates may hold: one module per AWS service, one entry per type."""
