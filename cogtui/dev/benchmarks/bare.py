"""A bare Textual app with header and footer: what the start of Home is measured against. Run as a module."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header


class Bare(App[None]):
    """Header and footer, nothing else."""

    TITLE = "Bare"

    def compose(self) -> ComposeResult:
        """Show both."""
        yield Header()
        yield Footer()


if __name__ == "__main__":
    Bare().run()
