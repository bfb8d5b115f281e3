"""Sign in: pick a way in and a way to exchange, and walk the flow step by step on the diagram."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from cogtui.cloud.devices import APP
from cogtui.cloud.holdings import CHALLENGE
from cogtui.cloud.trail import Record
from cogtui.cloud.web import Link, Page
from cogtui.device import flows
from cogtui.device.flows import EXCHANGES, Exchange
from cogtui.device.sign_in import SignInClient
from cogtui.device.ways import WAYS, Way, under_way
from cogtui.tui.actions import bindings
from cogtui.tui.content import content
from cogtui.tui.host import host
from cogtui.tui.panes.pane import Pane
from cogtui.tui.session import Session
from cogtui.tui.widgets.flow_diagram import FlowDiagram, FlowRows
from cogtui.tui.widgets.record_detail import RecordDetail
from cogtui.tui.widgets.rows import RowList
from cogtui.tui.widgets.state_diagram import StateDiagram
from cogtui.views.flow import FlowRow, Planned
from cogtui.views.sign_in import choice_line, story


class SignIn(Pane):
    """The flow of one login, from the provider to the S3 object."""

    pane_id = "sign-in"
    first_focus = "FlowRows"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sign-in")]
    DEFAULT_CSS = """
    SignIn {
        & > #choice { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & FlowDiagram { height: 1fr; min-height: 5; }
        & .lower { height: 1fr; min-height: 4; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.way: Way = "facebook"
        self.exchange: Exchange = "classic"
        self._placed = -1
        """Where the cursor was put last by the pane itself; it stands elsewhere when the reader moved it."""
        self._walking = False
        """The reader goes through the messages one at a time."""

    def compose(self) -> ComposeResult:
        yield Static(id="choice")
        with Container(classes="halves"):
            yield FlowDiagram(id="flow")
            with ContentSwitcher(initial="detail", classes="lower"):
                yield RecordDetail(id="detail")
                yield StateDiagram(id="states")

    @property
    def rows(self) -> FlowRows:
        """The rows of the diagram."""
        return self.query_one(FlowRows)

    def show_world(self) -> None:
        held = self.world.held(APP)
        if WAYS[self.way].kind != "api" or not held.get(CHALLENGE):
            self.way = under_way(held) or self.way
        told = story(self.world.history.records, self.world.history.position)
        left = flows.remaining(self.world, self.way, self.exchange)
        planned = [Planned(step.id, step.name, "App", step.target, ready=index == 0) for index, step in enumerate(left)]
        self._show_choice()
        self.query_one(StateDiagram).show_sign_in(WAYS[self.way], told)
        read: FlowRow | None = self.rows.chosen if self._is_reading else None
        self.query_one(FlowDiagram).show(told, planned)
        if read is not None:
            self.query_one(FlowDiagram).choose(read.id)
            self._show_chosen()
        else:
            self._to_newest(len(planned))

    @property
    def _is_reading(self) -> bool:
        """Whether the cursor must stay: calls of real clients come by themselves, and the reader looks at something else."""
        served = self.world.host is not None
        return served and (self.rows.cursor != self._placed or self.query_one(RecordDetail).has_focus_within)

    def _to_newest(self, planned: int) -> None:
        """Put the cursor where it goes on: on a refusal, else on the step that can be sent now, else on the last call."""
        rows: list[FlowRow] = list(self.rows.rows)
        calls = [index for index, row in enumerate(rows) if row.record is not None and not row.depth and not row.undone]
        last = rows[calls[-1]].record if calls else None
        if last is not None and not last.ok:
            self.rows.cursor = calls[-1]
        elif planned:
            self.rows.cursor = len(rows) - planned
        elif calls:
            self.rows.cursor = calls[-1]
        self._placed = self.rows.cursor
        self._show_chosen()

    def on_resize(self) -> None:
        if self.is_mounted and self._shown_moment >= 0:
            self._show_choice()

    def _show_choice(self) -> None:
        way, cells = WAYS[self.way], max(self.size.width, 40)
        line = choice_line(way.title, way.text, EXCHANGES, self.exchange, cells)
        self.query_one("#choice", Static).update(content(line))

    @on(RowList.Highlighted, "FlowRows")
    def row_highlighted(self, event: RowList.Highlighted) -> None:
        """Show the detail of the row under the cursor."""
        event.stop()
        self._show_chosen()

    def _show_chosen(self) -> None:
        row: FlowRow | None = self.rows.chosen
        detail = self.query_one(RecordDetail)
        if self.query_one(FlowDiagram).messages and row is not None:
            detail.tab = "response" if row.kind == "reply" else "request"
        elif self._walking:
            detail.tab = "why"
        self._walking = bool(self.query_one(FlowDiagram).messages)
        detail.show(row.record if row is not None and row.record is not None else self._last())

    def _last(self) -> Record | None:
        """Return the newest call in force: what the detail shows beside a step that is still to come."""
        rows: list[FlowRow] = list(self.rows.rows)
        found = (row.record for row in reversed(rows) if row.record is not None and not row.undone and not row.depth)
        return next(found, None)

    @on(RowList.Opened, "FlowRows")
    def row_opened(self, event: RowList.Opened) -> None:
        """Send a planned step; go into the detail of a call."""
        event.stop()
        row: FlowRow = self.rows.rows[event.index]
        if row.planned is None:
            self.query_one(RecordDetail).focus_view()
        elif row.planned.ready:
            self.take(row.planned.step)
        else:
            host(self).tell("The steps before this one come first")

    def take(self, step: str) -> None:
        """Take a step of the flow; a login opens the provider's page."""
        outcome = flows.take(self.world, self.way, step)
        if isinstance(outcome, Page):
            from cogtui.tui.screens.login import Login

            host(self).push_screen(Login(outcome, self._answer, self._follow))

    def _answer(self, page: Page, values: dict[str, str]) -> Page | None:
        return flows.answer(self.world, page, values)

    def _follow(self, link: Link) -> Page | None:
        return flows.follow(self.world, link)

    def action_way(self) -> None:
        """Choose another way to sign in."""
        from cogtui.tui.screens.ways import Ways

        host(self).push_screen(Ways(self.way), self._go_this_way)

    def _go_this_way(self, way: Way | None) -> None:
        if way is not None:
            self.way = way
            self.show_world()

    def point_at(self, point: str) -> Widget | None:
        """Return the widget that a lesson points at; of detail and states the one that is meant is shown."""
        if point in ("detail", "states"):
            self.query_one(ContentSwitcher).current = point
        return super().point_at(point)

    def action_states(self) -> None:
        """Show the state diagram of the sign-in, or the detail of the call again."""
        switcher = self.query_one(ContentSwitcher)
        switcher.current = "detail" if switcher.current == "states" else "states"

    def action_walk(self, step: int) -> None:
        """Show one message more of the diagram, or one less."""
        self.query_one(FlowDiagram).walk(step)

    def action_exchange(self) -> None:
        """Choose the other way to exchange."""
        self.exchange = _after(EXCHANGES, self.exchange)
        self.show_world()

    def action_sign_out(self) -> None:
        """Let the app forget its tokens, identity and credentials."""
        SignInClient(self.world).sign_out()


def _after(choices: dict[Any, str], here: Any) -> Any:
    names = list(choices)
    return names[(names.index(here) + 1) % len(names)]
