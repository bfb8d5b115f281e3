"""What the Sync pane is made of beside its widgets: the stage on which devices play, scripts, replays, forms, words of what came."""
