"""A script on the Sync pane: its steps one at a time, each with a caption that says what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogtui.tui.host import host
from cogtui.tui.widgets.sync_timeline import SyncTimeline
from cogtui.views.ink import Ink, ink
from cogtui.views.sync.board import Board
from cogtui.views.text import wrapped

if TYPE_CHECKING:
    from cogtui.device.sync.scripts import Script
    from cogtui.tui.panes.sync import Sync

NO_DEVICE = "Nobody is here yet. a adds a phone, a tablet or a browser; P plays a script that brings its own."
OTHERS = "For new apps AWS recommends AppSync instead: v compares the two."


class ScriptOnStage:
    """The script that is watched, if any."""

    def __init__(self, pane: Sync) -> None:
        self._pane = pane
        self._script: Script | None = None
        self._step = 0
        """How many steps were played."""

    def choose(self) -> None:
        """Let one be chosen, and begin it."""
        from cogtui.tui.screens.sync_scripts import SyncScripts

        host(self._pane).push_screen(SyncScripts(), self._begin)

    def _begin(self, script: Script | None) -> None:
        if script is not None:
            self._script, self._step = script, 0
            self._pane.query_one(SyncTimeline).mark(self._pane.stage.position)
            self._pane.open_dataset(script.dataset)
            self.next()

    def next(self) -> None:
        """Play the next step; after the last the script is over."""
        script, pane = self._script, self._pane
        if script is None:
            self.choose()
            return
        if self._step == len(script.steps):
            self.leave()
            pane.show_world()
            return
        step = script.steps[self._step]
        self._step += 1
        pane.show_world()
        pane.stage.player.play(step.take(pane.world), self._played)

    def _played(self, problem: str) -> None:
        """Show what came of the step; say so where it could not be taken to its end."""
        if problem:
            host(self._pane).tell(problem, error=True)
        self._pane.show_world()

    def leave(self) -> bool:
        """Watch no more; False when nothing was watched. What was played stays, and undo takes it back."""
        watched, self._script = self._script is not None, None
        return watched

    def caption(self, board: Board, cells: int) -> list[Ink]:
        """Return the pane's first lines: the step's words, or what there is to know without a script."""
        script = self._script
        if script is None:
            return [ink((f" {OTHERS if board.devices else NO_DEVICE}", "dim"))]
        head = f" {script.title} {self._step}/{len(script.steps)} "
        last = self._step == len(script.steps)
        keys = "  space ends it" if last else "  space goes on, esc leaves"
        words = wrapped(script.steps[self._step - 1].text, max(cells - 2, 20))
        return [ink((head, "title"), (keys, "dim")), *(ink(f" {line}") for line in words)]
