"""Pure functions from state and records to what any front end can draw: rows, trees, diagrams, as ink (see `ink`)."""
