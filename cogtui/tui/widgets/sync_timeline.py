"""SyncTimeline: the history of everything that concerns synchronising, as a ladder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.message import Message
from textual.widgets import Static

from cogtui.cloud.line import Line
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.tui.content import raw
from cogtui.tui.widgets.flow_diagram import FlowDiagram, FlowRows
from cogtui.tui.widgets.rows import RowList
from cogtui.views.sync.timeline import EMPTY, Teller, numbered

if TYPE_CHECKING:
    from cogtui.tui.session import Session

ROOMY = 100
"""Cells from which every party gets a lane."""


class SyncTimeline(Vertical):
    """Devices and services as lanes, newest records last."""

    DEFAULT_CSS = """
    SyncTimeline {
        & FlowDiagram { height: 1fr; }
        & .empty { height: auto; padding: 1 2; color: $text-muted; }
    }
    """

    @dataclass
    class About(Message):
        """What all messages of the timeline are: something about a record."""

        timeline: SyncTimeline
        record: Record

        @property
        def control(self) -> SyncTimeline:
            return self.timeline

    class Chosen(About):
        """The cursor came to a record."""

    class Opened(About):
        """Enter or a double click on a record."""

    class Replayed(About):
        """A record happened again, in a replay."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._mark = 0
        self._world: World | None = None
        self._device = ""
        self._newest = ""
        """Number of the newest record in force when it was drawn last: a cursor that stood there follows."""
        self._teller = Teller()
        self._line: Line | None = None
        self._drawn: tuple[object, ...] = ()
        """What was drawn last: the same is not drawn again. A line that lost its end raises the epoch."""

    def compose(self) -> ComposeResult:
        yield FlowDiagram()
        yield Static(raw(EMPTY), classes="empty")

    def on_mount(self) -> None:
        self._empty(yes=True)

    @property
    def diagram(self) -> FlowDiagram:
        """The ladder."""
        return self.query_one(FlowDiagram)

    @property
    def list(self) -> FlowRows:
        """Its rows."""
        return self.diagram.list

    def show(self, world: World, device: str = "") -> None:
        """Show a world's history, or the part of one device."""
        self._world, self._device = world, device
        line, sparse = world.trail, self._sparse
        drawn = (line.first, len(line), world.history.epoch, world.history.position, device, sparse)
        if line is self._line and drawn == self._drawn:
            return
        self._line, self._drawn, follows = line, drawn, self._follows
        told = self._teller.tell(line, world.history.position, world.history.epoch, device, sparse=sparse)
        self._empty(yes=not told.records)
        self.diagram.show(told)
        self._newest = told.records[told.position - 1].no if told.position else ""
        if follows and self._newest:
            self.diagram.choose(self._newest)

    def on_resize(self, event: Resize) -> None:
        """Draw what there is room for now."""
        if self._world is not None:
            self.show(self._world, self._device)

    @property
    def _sparse(self) -> bool:
        return self.size.width < ROOMY

    @property
    def _follows(self) -> bool:
        """Whether the cursor stands where the history ended when it was drawn last."""
        row = self.list.chosen
        return row is None or not self._newest or row.id.partition(".")[0] == self._newest

    def _empty(self, *, yes: bool) -> None:
        self.diagram.display = not yes
        self.query_one(".empty").display = yes

    def take_focus(self) -> None:
        """Focus the rows."""
        self.list.focus()

    @property
    def chosen(self) -> Record | None:
        """The record under the cursor."""
        row = self.list.chosen
        if row is None or row.record is None or self._world is None:
            return None
        return numbered(self._world.trail, row.record.no)

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Tell which record is looked at."""
        event.stop()
        record = self.chosen
        if record is not None:
            self.post_message(self.Chosen(self, record))

    @on(RowList.Opened)
    def row_opened(self, event: RowList.Opened) -> None:
        """Tell which record is to be opened."""
        event.stop()
        record = self.chosen
        if record is not None:
            self.post_message(self.Opened(self, record))

    # --- watching it again -------------------------------------------------------------------------------------------

    def mark(self, position: int) -> None:
        """Let replays begin at a position of the trail: where a script or a lesson's step began; 0 is the beginning."""
        self._mark = position

    def replay(self, session: Session) -> None:
        """Watch the history again, slowly, from its beginning or the mark."""
        from cogtui.tui.screens.replaying import begin

        position = session.world.history.position
        begin(self, session, self._replayed, self._mark if self._mark < position else 0)

    def _replayed(self, record: Record) -> None:
        self.post_message(self.Replayed(self, record))
