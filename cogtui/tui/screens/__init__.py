"""Home, the workspace, and the modals."""
