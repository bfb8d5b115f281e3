"""Driving the app in tests: open it somewhere, press keys, wait for what was asked to be there, read what is drawn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal, TypeVar, cast

from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.tui.app import CogTUI
from cogtui.tui.panes.pane import Pane
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.session import Session
from cogtui.tui.widgets.rows import RowList
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.ink import plain

W = TypeVar("W", bound=Widget)
S = TypeVar("S", bound=Screen[Any])

SMALL = (80, 24)
MIDDLE = (120, 40)
LARGE = (200, 60)
SIZES = (SMALL, MIDDLE, LARGE)
"""The terminals for which the design promises that all is well."""

TYPED = "text:"
"""After each key that is pressed the app is drawn again, so texts are put in at once."""

PATIENCE = 60.0
"""Seconds until what is waited for must be there, for a machine that is busy with everything else."""


class Driver:
    """The running app, and what a test does with it."""

    def __init__(self, app: CogTUI, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    # --- what there is -----------------------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """The open session."""
        assert self.app.session is not None
        return self.app.session

    @property
    def world(self) -> World:
        """Its world."""
        return self.session.world

    @property
    def workspace(self) -> Workspace:
        """The workspace, which may be below a modal."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Workspace))

    @property
    def pane(self) -> Pane:
        """The pane that is shown."""
        assert self.workspace.pane is not None
        return self.workspace.pane

    @property
    def focused(self) -> Widget | None:
        """What has the focus."""
        return self.app.focused

    def one(self, kind: type[W], selector: str = "") -> W:
        """Return the widget of a kind on the screen in front."""
        found = self.app.screen.query(selector).results(kind) if selector else self.app.screen.query(kind)
        return next(iter(found))

    def screen(self, kind: type[S]) -> S:
        """Return the screen in front, which must be of this kind."""
        assert isinstance(self.app.screen, kind), self.app.screen
        return self.app.screen

    @property
    def last(self) -> Record:
        """The newest record of the trail."""
        return self.world.trail[self.world.history.position - 1]

    @property
    def toasts(self) -> list[str]:
        """What toasts say."""
        return [note.message for note in self.app._notifications]

    # --- doing -------------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other; one that begins with `TYPED` is a text that goes into the field in focus."""
        for key in keys:
            if key.startswith(TYPED):
                self.app.post_message(Paste(key.removeprefix(TYPED)))
                await self.pilot.pause()
            else:
                await self.pilot.press(key)
        await self.pilot.pause()

    async def settle(self) -> None:
        """Let everything that is under way happen."""
        await self.pilot.pause()
        await self.pilot.pause()

    async def waited(self, holds: Callable[[], bool]) -> bool:
        """Wait until something holds, but not for ever; return whether it does."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not (there := holds()) and loop.time() < end:
            await self.pilot.pause(0.005)
        return there

    async def caught_up(self) -> None:
        """Wait until the screens show what clients of the endpoint did."""
        await self.pilot.pause()
        await self.waited(lambda: not self.app.pulse.pending)
        await self.settle()

    async def begun(self) -> None:
        """Wait until the workspace shows its first pane."""

        def shown() -> bool:
            spaces = [screen for screen in self.app.screen_stack if isinstance(screen, Workspace)]
            return bool(spaces) and spaces[0].is_mounted and spaces[0].pane is not None

        assert await self.waited(shown), "the workspace never opened"

    async def until(self, kind: type[Screen[Any]]) -> None:
        """Wait until a screen of this kind is in front and drawn."""
        await self.waited(lambda: isinstance(self.app.screen, kind) and self.app.screen.is_mounted)
        self.screen(kind)
        await self.settle()

    async def pane_shown(self, number: str, pane_id: str) -> None:
        """Go to a pane by its digit."""
        await self.press(number)
        await self.waited(lambda: self.workspace.pane is not None and self.pane.pane_id == pane_id)
        assert self.pane.pane_id == pane_id
        await self.settle()


@asynccontextmanager
async def opened(
    at: Literal["home", "lab", "learn"] = "lab",
    *,
    size: tuple[int, int] = SMALL,
    session: Session | None = None,
    theme: str | None = None,
) -> AsyncGenerator[Driver]:
    """Run the app without a terminal; `session` opens that one instead of a fresh lab."""
    app = CogTUI(at="home" if session is not None else at, theme=theme)
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)
        if session is not None:
            app.enter(session)
        if session is not None or at != "home":
            await driver.begun()
        await driver.settle()
        yield driver


def lines_of(rows: RowList, cells: int = 400) -> list[str]:
    """Return what a list would draw where there is room for all of it."""
    return [plain(rows.draw(row, cells)).rstrip() for row in rows.rows]


def drawn(rows: RowList) -> list[str]:
    """Return the lines that a list has on the screen."""
    return [rows.render_line(y).text.rstrip() for y in range(rows.scrollable_content_region.height)]


def why_text(widget: Widget) -> str:
    """Return the whole why that a pane shows."""
    trees = [cast("WhyTree", tree) for tree in widget.query(WhyTree) if tree.display]
    return "\n".join(line for tree in trees for line in lines_of(tree))
