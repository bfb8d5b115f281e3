"""The panes of the workspace: each a thin view of the world, mounted on first use."""
