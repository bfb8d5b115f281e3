"""The matrix over the workspace: who can do what, in all accounts; each cell opens its why.

The answers come in slices, so that keys are answered while it fills.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from cogtui.tui import messages
from cogtui.tui.content import content, paragraph, raw
from cogtui.tui.host import host
from cogtui.tui.screens.over import OverWorkspace, bindings_over
from cogtui.tui.session import Session
from cogtui.tui.widgets.answered_why import AnsweredWhy
from cogtui.tui.widgets.key_line import KeyLine
from cogtui.tui.widgets.matrix_grid import MatrixGrid
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import plain
from cogtui.views.matrix.answers import S3_ACTIONS, cells, documents, matrix_of, why
from cogtui.views.matrix.drawing import Row, head, nothing_fits, title


class MatrixScreen(OverWorkspace):
    """The matrix, the cell under the cursor in words, and its why on demand."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_over("matrix")
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

    def __init__(self, session: Session) -> None:
        super().__init__(session)
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
            yield AnsweredWhy()
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
        found = cells(self.session.world.store, matrix, self._first_row())
        async for row, column, cell in self.in_slices(found, lambda _: self._show_progress()):
            grid.put(row, column, cell)

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
            self.query_one(AnsweredWhy).focus()

    def _explain(self) -> None:
        who, what = self.grid.at
        tree = self.query_one(AnsweredWhy)
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
        self.view(message.place.label, text)

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
