"""The Trail: every call as a row, a filter, and the detail of the one under the cursor."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widgets import Input, Static

from cogtui.cloud.trail import Record
from cogtui.tui.actions import bindings
from cogtui.tui.content import content, raw
from cogtui.tui.host import host
from cogtui.tui.messages import CopyRequested
from cogtui.tui.panes.pane import Pane
from cogtui.tui.widgets.record_detail import RecordDetail
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink
from cogtui.views.trail import TrailRow, draw_trail, trail_header, trail_rows


class TrailRows(RowList):
    """The rows of the trail."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_trail(row, width)

    def selectable(self, row: Any) -> bool:
        return row.record is not None

    def copied(self) -> tuple[str, str] | None:
        """Copy the call as an AWS CLI line."""
        row: TrailRow | None = self.chosen
        if row is None or row.record is None:
            return None
        from cogtui.console.code import code_of

        return f"call {row.record.no} as an AWS CLI line", code_of(row.record, "cli")


class Trail(Pane):
    """Every call, newest below."""

    pane_id = "trail"
    first_focus = "TrailRows"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("trail")]
    DEFAULT_CSS = """
    Trail {
        & .head { height: 1; text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted; }
        & > #filter { height: 1; border: none; padding: 0 1; display: none; &.-shown { display: block; } }
        & .list { height: 1fr; min-height: 4; }
        & TrailRows { height: 1fr; }
        & #trail-empty { height: auto; padding: 1 2; display: none; }
        & RecordDetail { height: 1fr; min-height: 5; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Input(
            id="filter", placeholder="filter: an operation, a party, an error code, failed, an account", compact=True
        )
        with Container(classes="halves"):
            with Vertical(classes="list"):
                yield Static(classes="head")
                yield TrailRows(id="rows")
                yield Static(
                    raw("Nothing has happened yet. Sign in on pane 1, or type a call in the Console (:)."),
                    id="trail-empty",
                )
            yield RecordDetail(id="detail")

    def show_world(self) -> None:
        history = self.world.history
        listed = self.query_one(TrailRows)
        rows = trail_rows(history.records, history.position, self.query_one("#filter", Input).value)
        listed.show(rows, cursor=self._place_in(rows))
        self.query_one("#trail-empty").display = not rows
        self._show_chosen()

    def _place_in(self, rows: list[TrailRow]) -> int | None:
        """Return where the cursor goes: with the newest row when it was on the last one, else where the reader left it."""
        listed = self.query_one(TrailRows)
        served = self.world.host is not None
        reads = served and self.query_one(RecordDetail).has_focus_within
        if not reads and listed.cursor >= len(listed.rows) - 1:
            return len(rows) - 1
        read: TrailRow | None = listed.chosen
        if read is None or read.record is None:
            return None
        if listed.cursor < len(rows) and rows[listed.cursor].record is read.record:
            return listed.cursor
        no = read.record.no
        return next((index for index, row in enumerate(rows) if row.record is not None and row.record.no == no), None)

    def on_resize(self) -> None:
        self.query_one(".head", Static).update(content(trail_header(max(self.query_one(".list").size.width - 1, 20))))

    @on(RowList.Highlighted, "TrailRows")
    def row_highlighted(self, event: RowList.Highlighted) -> None:
        """Show the detail of the row under the cursor."""
        event.stop()
        self._show_chosen()

    @on(RowList.Opened, "TrailRows")
    def row_opened(self, event: RowList.Opened) -> None:
        """Go into the detail."""
        event.stop()
        self.query_one(RecordDetail).focus_view()

    @on(Input.Changed, "#filter")
    def filter_changed(self) -> None:
        """List what fits."""
        self.show_world()

    @on(Input.Submitted, "#filter")
    def filter_done(self) -> None:
        """Go back to the rows; the filter stays."""
        self.query_one(TrailRows).focus()

    def choose(self, no: str) -> None:
        """Put the cursor on a record and go into its detail; a filter that hides it is taken away."""
        field = self.query_one("#filter", Input)
        if field.value:
            field.value = ""
            field.remove_class("-shown")
            self.show_world()
        listed = self.query_one(TrailRows)
        rows: list[TrailRow] = list(listed.rows)
        listed.cursor = next((at for at, row in enumerate(rows) if row.record and row.record.no == no), listed.cursor)
        self._show_chosen()
        self.query_one(RecordDetail).focus_view()

    def action_filter(self) -> None:
        """Filter the rows."""
        field = self.query_one("#filter", Input)
        field.add_class("-shown")
        field.focus()

    def action_leave_field(self) -> None:
        """Clear the filter and go back to the rows."""
        field = self.query_one("#filter", Input)
        field.value = ""
        field.remove_class("-shown")
        self.query_one(TrailRows).focus()

    def action_go_here(self) -> None:
        """Go to the moment just after the call under the cursor."""
        record = self._chosen
        if record is not None:
            self._go_to(self._index(record) + 1, f"Now is after call {record.no}")

    def action_undo_here(self) -> None:
        """Take back the call under the cursor and all after it."""
        record = self._chosen
        if record is not None:
            self._go_to(self._index(record), f"Undone: {record.no} and all after it")

    def action_copy_message(self) -> None:
        """Copy what STS decodes into why the call under the cursor was denied."""
        from cogtui.cloud.door.authorization_messages import message_of

        record = self._chosen
        message = message_of(self.world, record) if record is not None else None
        if message is None:
            host(self).tell("No policy denied this call, so there is no authorization message")
        else:
            self.post_message(CopyRequested("the authorization message", message))

    def _go_to(self, position: int, told: str) -> None:
        from cogtui.tui.time_travel import go_to

        go_to(host(self), self.session, position, told)

    def _index(self, record: Record) -> int:
        return int(record.no.split(".", 1)[0]) - 1

    @property
    def _chosen(self) -> Record | None:
        row: TrailRow | None = self.query_one(TrailRows).chosen
        return row.record if row is not None else None

    def _show_chosen(self) -> None:
        self.query_one(RecordDetail).show(self._chosen)
