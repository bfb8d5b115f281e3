"""What covers everything while the terminal is too small: it says so, and leaves what is below as it is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from cogtui.tui.host import host
from cogtui.tui.room import LEAST, fits


class TooSmall(ModalScreen[None]):
    """Says what is needed and what there is; goes away by itself. No key reaches what is below."""

    DEFAULT_CSS = """
    TooSmall {
        align: center middle;
        background: $background;
        & > #words { width: auto; max-width: 100%; text-align: center; }
    }
    """

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        self._focused = below.focused
        """What has no room loses the focus: it gets it back."""

    def compose(self) -> ComposeResult:
        yield Static(id="words")

    def on_mount(self) -> None:
        self._say(host(self).size)

    def on_resize(self, event: Resize) -> None:
        self._say(event.size)

    def on_screen_resume(self) -> None:
        self._say(host(self).size)

    def _give_back(self) -> None:
        """Let what had the focus have it again, if nothing else has it."""
        widget = self._focused
        if self._below.focused is None and widget is not None and widget.is_attached:
            self._below.set_focus(widget)

    def _say(self, size: Size) -> None:
        if fits(size):
            if self.is_current:
                self.dismiss(None)
                self._below.call_after_refresh(self._give_back)
            return
        words = (
            f"CogTUI needs {LEAST.width}x{LEAST.height}; this terminal is {size.width}x{size.height}.",
            "Make it larger: nothing is lost.",
            "^q quits.",
        )
        self.query_one("#words", Static).update(Content("\n").join(Content(line) for line in words))
