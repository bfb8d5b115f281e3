"""The workspace: status line, one pane at a time, the guide, the footer. It composes and routes, nothing else."""

from __future__ import annotations

import importlib
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input, TextArea

from cogtui.course.places import PaneId
from cogtui.tui import garbage, messages
from cogtui.tui.actions import bindings
from cogtui.tui.host import host
from cogtui.tui.messages import Copyable
from cogtui.tui.panes.pane import Pane
from cogtui.tui.session import Session
from cogtui.tui.widgets.guide import Guide
from cogtui.tui.widgets.key_line import KeyLine
from cogtui.tui.widgets.status import Status

PANES: dict[PaneId, str] = {
    "sign-in": "cogtui.tui.panes.sign_in:SignIn",
    "tokens": "cogtui.tui.panes.tokens:Tokens",
    "exchange": "cogtui.tui.panes.exchange:Exchange",
    "trail": "cogtui.tui.panes.trail:Trail",
    "console": "cogtui.tui.panes.console:Console",
    "accounts": "cogtui.tui.panes.accounts:Accounts",
    "sync": "cogtui.tui.panes.sync:Sync",
}
"""Where each pane's class is; imported when the pane is first shown."""


OF_LESSONS = frozenset({"next", "back", "hint", "return_to_step"})
"""Actions that mean something only while a lesson is played."""


class Workspace(Screen[None]):
    """Everything but Home."""

    CSS_PATH = "workspace.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("workspace")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (160, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]

    def __init__(self, session: Session) -> None:
        super().__init__(classes="" if session.play else "-lab")
        self.session = session
        self._panes = ContentSwitcher(id="panes")
        self._guide_sizes = ("-strip", "-full", "-hidden")

    def compose(self) -> ComposeResult:
        yield Status(self.session)
        with Container(id="body"):
            yield self._panes
            yield Guide(self.session)
        yield KeyLine()

    async def on_mount(self) -> None:
        self.watch(host(self), "moment", self._moved, init=False)
        self.watch(host(self), "second", self._tick, init=False)
        await self.show_pane("sign-in", take_focus=True)
        self.query_one(Guide).begin()

    # --- panes -------------------------------------------------------------------------------------------------------

    @property
    def scopes(self) -> tuple[str, ...]:
        """Scopes of actions that apply now."""
        return ("app", "workspace", self._panes.current or "")

    @property
    def pane(self) -> Pane | None:
        """The pane that is shown; None on the way to the first one."""
        current = self._panes.current
        return self._panes.query_one(f"#{current}", Pane) if current else None

    async def show_pane(self, pane_id: PaneId, *, point: str = "", take_focus: bool = False) -> None:
        """Show a pane, mounting it on first use; mark the widget `point` in it, and focus it where that is wanted."""
        switcher = self._panes
        if not switcher.query(f"#{pane_id}"):
            module, name = PANES[pane_id].split(":")
            kind: type[Pane] = getattr(importlib.import_module(module), name)
            await switcher.add_content(kind(self.session))
            self.call_after_refresh(garbage.settle)
        switcher.current = pane_id
        pane = switcher.query_one(f"#{pane_id}", Pane)
        pane.catch_up(self._moment)
        self.query_one(Status).show(pane_id)
        self.query_one(Guide).pane_shown(pane_id)
        target = pane.point_at(point) if point else None
        for marked in self.query(".-pointed"):
            marked.remove_class("-pointed")
        if target is not None:
            target.add_class("-pointed")
        if take_focus:
            wanted = target if target is not None and target.focusable else None
            self._focus(pane, wanted)

    def _focus(self, pane: Pane, wanted: Widget | None) -> None:
        if wanted is not None:
            wanted.focus()
        elif pane.first_focus:
            pane.query_one(pane.first_focus).focus()

    @property
    def _moment(self) -> int:
        return host(self).moment

    def _moved(self, moment: int) -> None:
        if self.pane is not None:
            self.pane.catch_up(moment)
        self.query_one(Status).catch_up()
        self.query_one(Guide).catch_up()

    def _tick(self) -> None:
        """A second went by while the world's clock runs."""
        if self.pane is not None:
            self.pane.tick()
        self.query_one(Status).catch_up()
        if self.session.play is not None:
            self.query_one(Guide).catch_up()

    @on(messages.PaneWanted)
    async def pane_wanted(self, message: messages.PaneWanted) -> None:
        """Go where a widget or the guide asks to go."""
        await self.show_pane(message.pane, point=message.point, take_focus=message.take_focus)

    async def action_pane(self, pane_id: PaneId) -> None:
        """Go to a pane."""
        await self.show_pane(pane_id, take_focus=True)

    # --- time --------------------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take back the last change; in a lesson not beyond the step's start."""
        from cogtui.tui.time_travel import undo

        undo(host(self), self.session)

    def action_redo(self) -> None:
        """Bring back what was undone."""
        from cogtui.tui.time_travel import redo

        redo(host(self), self.session)

    def action_advance(self, seconds: int) -> None:
        """Move the world's clock."""
        self.post_message(messages.ActRequested("clock.advance", {"seconds": seconds}))

    def action_to_expiry(self) -> None:
        """Move the clock to just past the next expiry."""
        from cogtui.tui.time_travel import to_expiry

        to_expiry(host(self), self.session)

    # --- the guide ---------------------------------------------------------------------------------------------------

    async def action_next(self) -> None:
        """Take the lesson's next step."""
        await self.query_one(Guide).next()

    async def action_back(self) -> None:
        """Go back a step of the lesson."""
        await self.query_one(Guide).back()

    @property
    def word(self) -> str:
        """The word at which the glossary opens: the first that the guide's text underlines."""
        return self.query_one(Guide).word

    def on_key(self, event: Key) -> None:
        """Any key skips what a lesson plays by itself, and does nothing else then."""
        if self.query_one(Guide).skip():
            event.stop()

    def action_answer(self, letter: str) -> None:
        """Answer the guide's question."""
        self.query_one(Guide).answer(letter)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a to d answer only while the guide asks, and never in a field; without a lesson there is no next."""
        if action in OF_LESSONS and self.session.play is None:
            return False
        if action == "answer":
            return self.query_one(Guide).asking and not isinstance(self.focused, Input | TextArea)
        return super().check_action(action, parameters)

    def action_hint(self) -> None:
        """Show a hint."""
        self.query_one(Guide).hint()

    @on(Guide.SolutionWanted)
    async def solution_wanted(self, message: Guide.SolutionWanted) -> None:
        """Type a solution into the Console, for the learner to run."""
        await self.show_pane("console", take_focus=True)
        if isinstance(self.pane, messages.Typable):
            self.pane.type_in(message.lines)

    async def action_return_to_step(self) -> None:
        """Go to where the lesson's step is."""
        await self.query_one(Guide).return_to_step()

    def action_cycle_guide(self) -> None:
        """Show the guide as a strip, in full, or not."""
        guide = self.query_one(Guide)
        sizes = self._guide_sizes
        here = next((index for index, size in enumerate(sizes) if guide.has_class(size)), 0)
        guide.remove_class(*sizes)
        guide.add_class(sizes[(here + 1) % len(sizes)])

    # --- looking -----------------------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy what is in focus, else what the pane offers."""
        found = self.focused.copied() if isinstance(self.focused, Copyable) else None
        if found is None and self.pane is not None:
            found = self.pane.copied()
        if found is not None:
            self.post_message(messages.CopyRequested(*found))

    def action_map(self) -> None:
        """Show the map."""
        from cogtui.tui.screens.map import MapScreen

        host(self).push_screen(MapScreen(self.session))

    def action_matrix(self) -> None:
        """Show who can do what."""
        from cogtui.tui.screens.matrix import MatrixScreen

        host(self).push_screen(MatrixScreen(self.session))

    def action_bench(self) -> None:
        """Try what would come of another policy, tag or condition key."""
        from cogtui.tui.screens.bench import BenchScreen

        host(self).push_screen(BenchScreen(self.session))

    def action_outbox(self) -> None:
        """Show what the user pools sent."""
        from cogtui.tui.screens.outbox import Outbox

        host(self).push_screen(Outbox(self.session.world))

    def action_endpoint(self) -> None:
        """Start the endpoint, see how to reach it, stop it."""
        from cogtui.tui.screens.endpoint import EndpointScreen

        host(self).push_screen(EndpointScreen())

    def action_home(self) -> None:
        """Go to Home."""
        self.dismiss()

    @on(messages.ValueOpened)
    def value_opened(self, message: messages.ValueOpened) -> None:
        """Show a whole value."""
        from cogtui.tui.screens.viewer import Viewer

        host(self).push_screen(Viewer(message.title, message.text))

    @on(messages.RecordChosen)
    async def record_chosen(self, message: messages.RecordChosen) -> None:
        """Show a record in the Trail."""
        await self.show_pane("trail", take_focus=True)
        if isinstance(self.pane, messages.Chooser):
            self.pane.choose(message.no)

    @on(messages.PlaceOpened)
    async def place_opened(self, message: messages.PlaceOpened) -> None:
        """Show where a value stands."""
        from cogtui.tui.places import open_place

        await open_place(self, message.place)
