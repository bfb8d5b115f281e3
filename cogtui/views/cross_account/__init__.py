"""The Cross-account pane's content: who takes part, what is still missing on which side, what to call, the chain of a try."""
