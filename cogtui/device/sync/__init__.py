"""The sync managers that run on devices: a local cache, and synchronising it with Cognito Sync."""
