"""The matrix over the workspace: who can do what, in all accounts; each cell opens its why.

The answers come in slices, so that keys are answered while it fills.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import Any, ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from cogtui.tui import messages
from cogtui.tui.actions import bindings
from cogtui.tui.content import content, paragraph, raw
from cogtui.tui.host import host
from cogtui.tui.session import Session
from cogtui.tui.widgets.key_line import KeyLine
from cogtui.tui.widgets.matrix_grid import MatrixGrid
from cogtui.tui.widgets.rows import RowList
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.ink import plain
from cogtui.views.matrix.answers import S3_ACTIONS, cells, documents, matrix_of, why
from cogtui.views.matrix.drawing import Row, head, nothing_fits, title
from cogtui.views.why import WhyRow

OF_THE_WORKSPACE = frozenset({"undo", "undo-1", "redo", "redo-1", "copy"})
"""What the workspace's keys do goes on here: the matrix follows."""


class CellWhy(WhyTree):
    """The why of a request that nobody sent: its first line is the answer."""

    answer = ""

    def show(self, rows: Sequence[Any], *, cursor: int | None = None) -> None:
        first: WhyRow | None = rows[0] if rows else None
        if first is not None and first.id == "verdict":
            rows = [msgspec.structs.replace(first, words=self.answer), *rows[1:]]
        super().show(rows, cursor=cursor)


class MatrixScreen(Screen[None]):
    """The matrix, the cell under the cursor in words, and its why on demand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("matrix"),
        *(binding for binding in bindings("workspace") if binding.id in OF_THE_WORKSPACE),
    ]
    DEFAULT_CSS = """
    MatrixScreen {
        & #title, & #head { text-wrap: nowrap; text-overflow: ellipsis; }
        & #title { height: 1; background: $surface; padding: 0 1; }
        & #head { height: 3; padding: 0 1; }
        & #filter { height: 1; border: none; display: none; padding: 0 1; &.-shown { display: block; } }
        & MatrixGrid { height: 1fr; margin: 0 1; }
        & #nothing { height: 1fr; padding: 1; display: none; }
        & #words { height: 2; padding: 0 1; background: $surface; }
        & #why { height: 2fr; display: none; padding: 0 1; border-top: solid $panel; }
        & #why WhyTree { height: 1fr; }
        &.-explained { & #why { display: block; } & #words { display: none; } }
        &.-empty { & #nothing { display: block; } & MatrixGrid, & #head { display: none; } }
    }
    """
    AUTO_FOCUS = "MatrixGrid"
    turn: ClassVar[float] = 0.002
    """Seconds of filling after which keys get their turn."""
    drawing: ClassVar[float] = 0.05
    """Seconds between two drawings of a matrix that fills."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._action = S3_ACTIONS[0]
        self._narrowed = ""
        self._operators = False

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Input(id="filter", placeholder="only what fits: a name, an account, user, role, bucket", compact=True)
        yield Static(id="head")
        yield MatrixGrid()
        yield Static(id="nothing")
        yield Static(id="words")
        with Vertical(id="why"):
            yield CellWhy()
        yield KeyLine()

    def on_mount(self) -> None:
        self.watch(host(self), "moment", self._ask, init=False)
        self.call_after_refresh(self._ask)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Scopes of actions that apply now."""
        return ("app", "matrix")

    @property
    def grid(self) -> MatrixGrid:
        """The cells."""
        return self.query_one(MatrixGrid)

    # --- filling -----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Lay the matrix out for the world as it is now, and begin to ask."""
        matrix = matrix_of(self.session.world.store, self._action, words=self._narrowed, operators=self._operators)
        empty = not (matrix.who and matrix.what)
        self.set_class(empty, "-empty")
        self.query_one("#nothing", Static).update(raw(nothing_fits(self._narrowed)) if empty else "")
        self.grid.lay_out(matrix)
        self.run_worker(self._fill, name="matrix", group="matrix", exclusive=True)

    async def _fill(self) -> None:
        """Ask for one cell after another, those in view first; the loop gets a turn after every slice."""
        grid, matrix = self.grid, self.grid.matrix
        began = drawn = monotonic()
        for row, column, cell in cells(self.session.world.store, matrix, self._first_row()):
            grid.put(row, column, cell)
            now = monotonic()
            if now - began >= self.turn:
                if now - drawn >= self.drawing:
                    self._show_progress()
                    drawn = monotonic()
                await asyncio.sleep(0)  # no pause: whatever else is to do gets its turn
                began = monotonic()
        self._show_progress()

    def _first_row(self) -> int:
        """Return the first principal in view."""
        below = self.grid.rows[self.grid.scroll_offset.y :]
        return next((line.number for line in below if isinstance(line, Row)), 0)

    def _show_progress(self) -> None:
        self.grid.redraw()
        self._tell()
        if self.has_class("-explained"):
            self._explain()

    def _tell(self) -> None:
        """Draw what stands around the grid."""
        grid = self.grid
        line = title(grid.matrix, len(grid.known), self._narrowed, self.size.width - 2)
        self.query_one("#title", Static).update(content(line), layout=False)
        self.query_one("#head", Static).update(paragraph(head(grid.matrix, grid.seen)), layout=False)
        self.query_one("#words", Static).update(content(grid.told(self._most)), layout=False)

    @property
    def _most(self) -> int:
        """Cells of a name in the sentence about a cell."""
        return 60 if self.size.width >= 110 else 20

    @on(MatrixGrid.Moved)
    def moved(self, event: MatrixGrid.Moved) -> None:
        """Tell the cell in words."""
        event.stop()
        self._tell()
        if self.has_class("-explained"):
            self._explain()

    # --- the why -----------------------------------------------------------------------------------------------------

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Open the why of the cell."""
        event.stop()
        if isinstance(event.list, MatrixGrid) and event.list.at[1] is not None:
            self.add_class("-explained")
            self._explain()
            self.query_one(CellWhy).focus()

    def _explain(self) -> None:
        who, what = self.grid.at
        tree = self.query_one(CellWhy)
        if who is not None and what is not None:
            tree.answer = plain(self.grid.told(self._most))
            tree.explain(why(self.session.world.store, who, what, self._action))
        else:
            tree.explain(None)

    @on(messages.PlaceOpened)
    def place_opened(self, message: messages.PlaceOpened) -> None:
        """Show the policy that a line of the why speaks of."""
        from cogtui.tui.places import text_of

        message.stop()
        who, what = self.grid.at
        texts: dict[str, str] = {}
        if who is not None and what is not None:
            texts = documents(self.session.world.store, who, what, self._action)
        text = texts.get(message.place.label) or text_of(self.session.world.store, message.place)
        self._view(message.place.label, text)

    @on(messages.ValueOpened)
    def value_opened(self, message: messages.ValueOpened) -> None:
        """Show a whole value."""
        message.stop()
        self._view(message.title, message.text)

    def _view(self, named: str, text: str) -> None:
        from cogtui.tui.screens.viewer import Viewer

        host(self).push_screen(Viewer(named, text))

    # --- actions -----------------------------------------------------------------------------------------------------

    def action_other_action(self) -> None:
        """Ask for the next action."""
        self._action = S3_ACTIONS[(S3_ACTIONS.index(self._action) + 1) % len(S3_ACTIONS)]
        self._ask()

    def action_operators(self) -> None:
        """Show the operators' roles, or leave them out."""
        self._operators = not self._operators
        self._ask()

    def action_filter(self) -> None:
        """Ask for words."""
        field = self.query_one("#filter", Input)
        field.add_class("-shown")
        field.focus()

    @on(Input.Changed, "#filter")
    def narrow(self, event: Input.Changed) -> None:
        """Keep what fits."""
        self._narrowed = event.value.strip()
        self._ask()

    @on(Input.Submitted, "#filter")
    def narrowed(self) -> None:
        """Go back to the cells, narrowed as they are."""
        self.query_one("#filter").remove_class("-shown")
        self.grid.focus()

    def action_close(self) -> None:
        """Leave one layer: the field, the why, the words that narrow, the matrix."""
        field = self.query_one("#filter", Input)
        if self.has_class("-explained"):
            self.remove_class("-explained")
            self.grid.focus()
        elif field.value:
            field.value = ""
            self.narrowed()
        elif field.has_class("-shown"):
            self.narrowed()
        else:
            self.dismiss(None)

    def action_undo(self) -> None:
        """Take back the last change; the matrix follows."""
        from cogtui.tui.time_travel import undo

        undo(host(self), self.session)

    def action_redo(self) -> None:
        """Bring back what was undone."""
        from cogtui.tui.time_travel import redo

        redo(host(self), self.session)

    def action_copy(self) -> None:
        """Copy the answer, or the why."""
        focused = self.focused
        found = focused.copied() if isinstance(focused, messages.Copyable) else None
        if found is not None:
            self.post_message(messages.CopyRequested(*found))
