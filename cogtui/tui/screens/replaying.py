"""Replaying: the story of the devices once more, slowly; the pane below shows it, one line tells the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Click, Key
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from cogtui.cloud.trail import Record
from cogtui.tui.content import content
from cogtui.tui.host import host
from cogtui.tui.session import Session
from cogtui.tui.sync.replay import Replay
from cogtui.views.ink import Ink, fit, ink, pad, size, squeezed
from cogtui.views.sync.messages import words_of
from cogtui.views.sync.timeline import story_start

if TYPE_CHECKING:
    from cogtui.cloud.world import World

PACES = (4.0, 2.0, 1.0, 0.5)
"""Seconds from record to record."""

ROOMY = 100
"""Cells from which every key has its word."""


class Replaying(ModalScreen[None]):
    """Over the workspace: while it is there no key reaches what could call something."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "Next"),
        Binding("left", "step(-1)", "Back"),
        Binding("space", "hold", "Hold"),
        Binding("plus,equals_sign", "pace(1)", "Faster"),
        Binding("minus", "pace(-1)", "Slower"),
    ]
    DEFAULT_CSS = """
    Replaying {
        background: transparent;
        align: center bottom;
        & > Static { height: 1; width: 1fr; background: $panel; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    pace: ClassVar[int] = 1
    """Index of the pace; the next replay begins with the last one's."""

    def __init__(self, world: World, start: int, told: Callable[[Record], None]) -> None:
        super().__init__()
        self.replay = Replay(world, start, self._moved)
        self._seen = told
        self._timer: Timer | None = None
        self._held = self._covered = self._left = False
        self._steps = self.replay.steps

    def compose(self) -> ComposeResult:
        yield Static(id="bar")

    def on_mount(self) -> None:
        self._held = host(self).animation_level == "none"
        self.replay.begin()
        self._run()

    def on_unmount(self) -> None:
        self._halt()
        self.replay.end()

    def on_screen_suspend(self) -> None:
        """Another screen comes over this one, from which anything may be called: the present must be there by then."""
        self._covered = True
        self._halt()
        self.replay.end()

    def on_screen_resume(self) -> None:
        if self._covered:
            self._covered = False
            self._leave()

    def on_resize(self) -> None:
        self._draw()

    # --- going on ----------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        """Go on at the pace, from now on."""
        self._halt()
        if not self._held:
            self._timer = self.set_interval(PACES[self.pace], self.replay.step, name="replay")
        self._draw()

    def _halt(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _moved(self, record: Record | None) -> None:
        """Follow the replay; the screen goes when it is over."""
        if not self.replay.running:
            self._halt()
            self._leave()
            return
        self._draw()
        if record is not None:
            self._seen(record)

    def _leave(self) -> None:
        """Go, once; while another screen is over this one, as soon as that has gone."""
        if not self._left and not self._covered and self.is_current:
            self._left = True
            self.dismiss()

    def _draw(self) -> None:
        if self.is_mounted and self.replay.running:
            bar = self.query_one("#bar", Static)
            bar.update(content(self._bar(max(self.size.width, 40))))

    def _bar(self, cells: int) -> Ink:
        hold = "go on" if self._held else "hold"
        step, end = (" step  ", " end") if cells >= ROOMY else ("  ", "")
        going = ink(("► ◄", "mark"), step, ("+ -", "mark"), f" {PACES[self.pace]:g} s  ")
        keys = (*going, *ink(("space", "mark"), f" {hold}  ", ("esc", "mark"), end))
        record = self.replay.record
        words = words_of(record) if record is not None else "how it was before"
        head = f" replay {self.replay.done} of {self._steps}  "
        told = ink((head, "strong"), squeezed(words, max(cells - len(head) - size(keys) - 2, 0)))
        return fit((*pad(told, max(cells - size(keys) - 1, 0)), *keys), cells)

    # --- keys --------------------------------------------------------------------------------------------------------

    def action_step(self, step: int) -> None:
        """Go a record forward or back by hand, and hold."""
        self._held = True
        self._halt()
        if step > 0:
            self.replay.step()
        else:
            self.replay.back()
        self._draw()

    def action_hold(self) -> None:
        """Hold, or go on."""
        self._held = not self._held
        self._run()

    def action_pace(self, step: int) -> None:
        """Go faster or slower."""
        Replaying.pace = max(0, min(self.pace + step, len(PACES) - 1))
        self._held = False
        self._run()

    def on_key(self, event: Key) -> None:
        """Any other key ends it, and does nothing else."""
        if event.key not in _KEYS:
            event.stop()
            event.prevent_default()
            self.replay.end()

    def on_click(self, event: Click) -> None:
        """So does a click."""
        event.stop()
        self.replay.end()


_KEYS = frozenset({"right", "left", "space", "plus", "equals_sign", "minus"})


def begin(widget: Widget, session: Session, told: Callable[[Record], None], since: int = 0) -> None:
    """Watch the devices' story again from its beginning, or from the position `since`; `told` is told of each record."""
    app = host(widget)
    world = session.world
    if app.serving is not None:
        app.tell("Real clients may call at any moment: stop the endpoint first (S)")
        return
    start = story_start(world.trail, since)
    if start >= world.history.position:
        app.tell("There is nothing to watch again yet")
        return
    app.push_screen(Replaying(world, start, told))
