"""SyncColumns: the devices around the service, each with its records; where there is no room for all, one device beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from cogtui.cloud.device_sync.records import MOST_DEVICES, LocalRecord
from cogtui.cloud.services.cognito_sync.records import SyncRecord
from cogtui.tui.content import content
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import NO, Ink, fit, ink, width
from cogtui.views.sync.board import Board, CloudView, DeviceView
from cogtui.views.sync.drawing import cloud_head, cloud_row, columns_fit, device_head, device_row, device_tabs
from cogtui.views.sync.typed import record_of

CLOUD = "cloud"
"""Stands for the service among the columns."""

_SIDE = MOST_DEVICES // 2
"""Devices at the left of the service, and at its right."""


@dataclass(frozen=True)
class NewRecord:
    """The row below the records, on which one more is written."""


class Records(RowList):
    """The records of one column."""

    def draw(self, row: Any, width: int) -> Ink:
        if isinstance(row, LocalRecord):
            return device_row(row, width)
        if isinstance(row, SyncRecord):
            return cloud_row(row, width)
        return fit(ink(("  + key = value", "dim")), width)

    def copied(self) -> tuple[str, str] | None:
        """Copy the record's value."""
        row = self.chosen
        if not isinstance(row, LocalRecord | SyncRecord):
            return None
        return f"value of {row.key}", row.value or ""


class InPlace(Input):
    """Where a record is written: on its row."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", show=False)]

    @dataclass
    class Left(Message):
        """The user gave up."""

        field: InPlace

    def action_leave(self) -> None:
        """Give up."""
        self.post_message(self.Left(self))

    def on_blur(self) -> None:
        if self.display:
            self.post_message(self.Left(self))


class Column(Vertical):
    """One device, or the service: two lines of heading, and its records."""

    def __init__(self, of: str = "", *, id: str) -> None:
        super().__init__(id=id)
        self.of = of
        """Name of the device, or `CLOUD`; empty while it stands for nothing."""
        self._judge: Callable[[str], str] = lambda text: ""
        self._key = ""
        """Of the record that is written; empty for a new one."""
        self._view: DeviceView | CloudView | None = None
        self._dataset = ""
        self._written = ""
        """Key of the record that was written last: the cursor goes there."""

    def compose(self) -> ComposeResult:
        yield Static(classes="head")
        yield Static(classes="state")
        with Vertical(classes="rows"):
            yield Records()
            yield InPlace(compact=True)
        yield Static(classes="says")

    @property
    def records(self) -> Records:
        """The list of records."""
        return self.query_one(Records)

    def show(self, view: DeviceView | CloudView, name: str) -> None:
        """Show what the column stands for, and the dataset's name. The cursor follows its record."""
        if (view, name) == (self._view, self._dataset) and not self._written:
            return
        was = self._device
        self._view, self._dataset = view, name
        if was != self._device:
            self.leave_field()
        rows = (*view.records, NewRecord()) if isinstance(view, DeviceView) else view.records
        wanted, self._written = self._written or _key(self.records.chosen), ""
        keys = [record.key for record in view.records]
        self.records.show(rows, cursor=keys.index(wanted) if wanted in keys else self._place(rows), alike=True)
        self._draw_head()
        self._lay_out_field()

    def _place(self, rows: Sequence[Any]) -> int | None:
        """Return the row of one that has no key; None where the cursor stays as near as it can."""
        return len(rows) - 1 if self.query_one(InPlace).display and self._key == "" else None

    @property
    def _device(self) -> str:
        return self._view.device.name if isinstance(self._view, DeviceView) else ""

    def on_resize(self) -> None:
        self._draw_head()
        self.call_after_refresh(self._lay_out_field)

    def _draw_head(self) -> None:
        view, cells = self._view, self.size.width
        if view is None or not cells:
            return
        mine = isinstance(view, DeviceView)
        head, state = device_head(view, cells) if mine else cloud_head(view, self._dataset, cells)
        self.query_one(".head", Static).update(content(head), layout=False)
        self.query_one(".state", Static).update(content(state), layout=False)

    # --- writing -----------------------------------------------------------------------------------------------------

    def write(self, judge: Callable[[str], str]) -> None:
        """Let the record under the cursor be written, on its own row; `judge` says what is wrong with a text."""
        row, field = self.records.chosen, self.query_one(InPlace)
        self._judge, self._key = judge, _key(row)
        field.value = (row.value or "") if isinstance(row, LocalRecord) else ""
        field.placeholder = "" if self._key else "key = value"
        field.cursor_position = len(field.value)
        field.display = True
        self._lay_out_field()
        field.focus()

    def _lay_out_field(self) -> None:
        """Put the field on its row, behind the key; where the record is gone, so is the field."""
        field, cells = self.query_one(InPlace), self.size.width
        if not field.display or not cells:
            return
        if _key(self.records.chosen) != self._key:
            self.leave_field()
            return
        lead = min(width(self._key), cells // 2 - 3) + 3 if self._key else 0
        field.styles.offset = (lead, self.records.cursor - self.records.scroll_offset.y)
        field.styles.width = max(cells - lead, 4)

    def leave_field(self) -> None:
        """Stop writing."""
        field = self.query_one(InPlace)
        if field.display:
            field.display = False
            self.say("")
            self.records.focus()

    def say(self, problem: str) -> None:
        """Say what is wrong with what was written."""
        line = self.query_one(".says", Static)
        line.update(content(ink((f"{NO} {problem}", "no")) if problem else ()))
        line.display = bool(problem)
        self.call_after_refresh(self._lay_out_field)

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Forget what was wrong."""
        event.stop()
        self.say("")

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Hand the text on, or say what is wrong with it."""
        event.stop()
        problem = self._judge(event.value)
        if problem:
            self.say(problem)
            return
        self._written = self._key or record_of(event.value)[0]
        self.leave_field()
        self.post_message(SyncColumns.Written(self.of, self._key, event.value))

    @on(InPlace.Left)
    def left(self, event: InPlace.Left) -> None:
        """Go back to the records."""
        event.stop()
        self.leave_field()


def _key(row: Any) -> str:
    """Return a record's key; empty for the row on which a new one is written."""
    return row.key if isinstance(row, LocalRecord | SyncRecord) else ""


class SyncColumns(Horizontal):
    """The board."""

    DEFAULT_CSS = """
    SyncColumns {
        height: 1fr;
        & > Column {
            width: 1fr;
            height: 1fr;
            & > .head { height: 1; background: $panel; text-wrap: nowrap; text-overflow: ellipsis; }
            & > .state { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
            & > .says { height: auto; max-height: 3; display: none; }
            & > .rows { height: 1fr; layers: base over; }
            & Records { height: 1fr; }
            & InPlace { layer: over; display: none; height: 1; border: none; background: $panel; padding: 0 1; }
        }
        & > Column.-not-first { margin-left: 1; }
    }
    """

    @dataclass
    class Chosen(Message):
        """Another column has the focus."""

        columns: SyncColumns

    @dataclass
    class Opened(Message):
        """A record of a device is to be written."""

        device: str

    @dataclass
    class Written(Message):
        """A record was written on a device."""

        device: str
        key: str
        """Empty: the text says `key = value`."""
        text: str

    def __init__(self) -> None:
        super().__init__(id="board")
        self.at = ""
        """The device that is looked at."""

        left, right = (Column(id="device-0"), Column(id="device-1")), (Column(id="device-2"), Column(id="device-3"))
        self._all = (*left, Column(CLOUD, id="cloud"), *right)

    def compose(self) -> ComposeResult:
        yield from self._all

    @property
    def _columns(self) -> list[Column]:
        """All that stand for something, from left to right."""
        return [column for column in self._all if column.of]

    @property
    def names(self) -> list[str]:
        """The devices' names, from left to right."""
        return [column.of for column in self._columns if column.of != CLOUD]

    def column(self, name: str) -> Column:
        """Return the column of a device, or the service's."""
        return next(column for column in self._columns if column.of == name)

    def show(self, board: Board) -> None:
        """Show the devices and the dataset."""
        names = [view.device.name for view in board.devices]
        if self.at not in names:
            self.at = names[0] if names else ""
        half = (len(names) + 1) // 2
        for number, column in enumerate(column for column in self._all if column.id != CLOUD):
            side, place = names[:half] if number < _SIDE else names[half:], number % _SIDE
            column.of = side[place] if place < len(side) else ""
        self.show_those_that_fit()
        for view in board.devices:
            self.column(view.device.name).show(view, board.name)
        self.column(CLOUD).show(board.cloud, board.name)

    def show_those_that_fit(self) -> None:
        """Put all columns beside each other, or only the device that is looked at and the service.

        Where the column with the focus goes, as when its device does, the device that is looked at gets the focus.
        """
        focused = self.screen.focused
        within = focused is not None and self in focused.ancestors
        shown = [column for column in self._columns if self.all_fit or column.of in (self.at, CLOUD)]
        for column in self._all:
            column.display = column in shown
            column.set_class(bool(shown) and column is not shown[0], "-not-first")
        if within and focused is not None and not any(column in focused.ancestors for column in shown):
            self.take_focus()

    @property
    def all_fit(self) -> bool:
        """Whether every device is shown."""
        return columns_fit(self.size.width, len(self._columns) - 1)

    def tabs(self, board: Board, cells: int) -> Ink:
        """Return the devices as a line of tabs."""
        return device_tabs(board, self.at, cells)

    # --- moving ------------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> LocalRecord | None:
        """The record of a device under the cursor."""
        row = self.column(self.at).records.chosen if self.at else None
        return row if isinstance(row, LocalRecord) else None

    def go(self, step: int) -> None:
        """Go to the next column, or back."""
        order = [column.of for column in self._columns]
        here = CLOUD if self.column(CLOUD).records.has_focus or not self.at else self.at
        wanted = order[(order.index(here) + step) % len(order)]
        if wanted != CLOUD:
            self.at = wanted
            self.show_those_that_fit()
            self.post_message(self.Chosen(self))
        self.column(wanted).records.focus()

    def look_at(self, name: str) -> Column | None:
        """Bring a device into view; None where there is none of that name."""
        if name not in self.names:
            return None
        self.at = name
        self.show_those_that_fit()
        self.post_message(self.Chosen(self))
        return self.column(name)

    def take_focus(self) -> None:
        """Focus the device that is looked at."""
        self.column(self.at or CLOUD).records.focus()

    def on_descendant_focus(self) -> None:
        """Follow the focus, however it came."""
        for column in self._columns:
            if column.of not in (CLOUD, self.at) and column.records.has_focus:
                self.at = column.of
                self.post_message(self.Chosen(self))

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Nothing hangs on the cursor alone."""
        event.stop()

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Tell that a record is to be written."""
        event.stop()
        name = event.list.query_ancestor(Column).of
        if name != CLOUD:
            self.post_message(self.Opened(name))
