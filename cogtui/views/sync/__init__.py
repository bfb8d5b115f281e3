"""What the Sync pane shows: devices around a dataset in the cloud."""
