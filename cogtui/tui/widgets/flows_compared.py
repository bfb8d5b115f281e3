"""Both flows beside each other: a row per call, fact and request; below it the record of the one under the cursor."""

from __future__ import annotations

from typing import Any, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from cogtui.cloud.services.cognito_identity.records import POOLS
from cogtui.cloud.world import World
from cogtui.device.comparison import Question, Tried, compare, question_of, questions_of
from cogtui.device.settings import settings_of
from cogtui.tui.content import content
from cogtui.tui.widgets.field_line import FieldLine
from cogtui.tui.widgets.record_detail import RecordDetail
from cogtui.tui.widgets.rows import RowList
from cogtui.views.comparison import CompareRow, Side, draw_compare, rows_of, told
from cogtui.views.ink import Ink, fit

TALL = 24
"""Rows from which the record's detail has half of them."""
HUGE = 150
"""Cells from which it stands beside."""

HOW = "as in sqs:SendMessage arn:aws:sqs:us-east-1:111122223333:jobs"
WRONG = "A whole action is wanted, and an ARN or nothing: sqs:SendMessage arn:aws:..."


class Compared(RowList):
    """The comparison's rows."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_compare(row, width)

    def selectable(self, row: Any) -> bool:
        return not row.kind.startswith("title")


class FlowsCompared(Vertical):
    """Runs both flows aside, and asks the same requests with what each brings."""

    DEFAULT_CSS = """
    FlowsCompared {
        & > #flow-rows { height: 1fr; }
        & > #flow-rows Compared { height: 1fr; }
        & #told { height: 1; text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted; }
        & RecordDetail { height: 7; }
        &.-tall RecordDetail { height: 1fr; }
        &.-huge { layout: horizontal; }
        &.-huge > * { width: 1fr; }
        &.-huge RecordDetail { height: 1fr; margin-left: 2; }
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._side: Literal[0, 1] = 1
        self._world: World | None = None
        self._asked: tuple[Question, ...] = ()
        """Questions of the user's own."""

    def compose(self) -> ComposeResult:
        with Vertical(id="flow-rows"):
            yield Compared(id="compared")
            yield Static(id="told")
            yield FieldLine(id="ask")
        yield RecordDetail(id="flow-detail")

    def show(self, world: World) -> None:
        """Run both flows anew and show what came of them."""
        self._world = world
        questions = (*questions_of(world), *self._asked)
        classic, enhanced = (_side(tried) for tried in compare(world, questions))
        pool = world.store.get(POOLS, (settings_of(world).identity_pool_id,))
        asked = [(question.action, question.resource) for question in questions]
        self.query_one(Compared).show(rows_of((classic, enhanced), asked, pool))
        self._explain()

    def other_flow(self) -> None:
        """Tell of the other flow's side of the row."""
        self._side = 0 if self._side else 1
        self._explain()

    def ask(self) -> None:
        """Ask which action to try on which resource."""
        self.query_one(FieldLine).ask("try", "", HOW, lambda text: "" if question_of(text) else WRONG)

    @on(FieldLine.Answered)
    def asked(self, event: FieldLine.Answered) -> None:
        """Put one more question, and go to its answer."""
        event.stop()
        question = question_of(event.text)
        if question is not None and self._world is not None:
            self._asked = (*(one for one in self._asked if one != question), question)
            self.show(self._world)
            self.query_one(Compared).action_to_end(1)
        self._close()

    @on(FieldLine.Left)
    def left(self, event: FieldLine.Left) -> None:
        """Ask nothing after all."""
        event.stop()
        self._close()

    def _close(self) -> None:
        self.query_one(FieldLine).close()
        self.query_one(Compared).focus()

    def on_resize(self) -> None:
        self.set_class(self.size.height >= TALL, "-tall")
        self.set_class(self.size.width >= HUGE, "-huge")
        self._explain()

    def _explain(self) -> None:
        rows = self.query_one(Compared)
        row: CompareRow | None = rows.chosen
        line = fit(told(rows.rows, rows.cursor, self._side), max(rows.size.width, 40))
        self.query_one("#told", Static).update(content(line))
        self.query_one(RecordDetail).show(row.records[self._side] if row is not None else None)

    @on(RowList.Highlighted, "#compared")
    def row_highlighted(self, event: RowList.Highlighted) -> None:
        """Tell of the row under the cursor."""
        event.stop()
        self._explain()

    @on(RowList.Opened, "#compared")
    def row_opened(self, event: RowList.Opened) -> None:
        """Go into the record."""
        event.stop()
        self.query_one(RecordDetail).focus_view()


def _side(tried: Tried) -> Side:
    calls = tuple((link.name, link.record) for link in tried.links)
    return Side(calls, tried.key, tuple(answer.record if answer is not None else None for answer in tried.answers))
