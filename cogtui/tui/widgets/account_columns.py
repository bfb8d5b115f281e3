"""Two accounts side by side: in each, its steps of the checklist. Up and down within an account, left and right between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from cogtui.tui.content import content
from cogtui.tui.host import host
from cogtui.tui.widgets.rows import RowList
from cogtui.views.cross_account.cast import Cast
from cogtui.views.cross_account.drawing import account_line, row_line, words_line
from cogtui.views.cross_account.steps import Row
from cogtui.views.ink import Ink

TALL = 34
"""Rows of the terminal from which each step has a second line."""

Column = Literal["near", "far"]
COLUMNS: tuple[Column, ...] = ("near", "far")


@dataclass(frozen=True)
class _Words:
    """The line below a step."""

    row: Row


class Steps(RowList):
    """The steps of one account."""

    roomy = False
    """Whether each step has a second line for what it looks like."""

    def draw(self, row: Any, width: int) -> Ink:
        return words_line(row.row, width) if isinstance(row, _Words) else row_line(row, width, words=not self.roomy)

    def selectable(self, row: Any) -> bool:
        return isinstance(row, Row)

    def show_steps(self, rows: Sequence[Row], *, roomy: bool) -> None:
        """Show the steps."""
        self.roomy = roomy
        self.show([line for row in rows for line in ((row, _Words(row)) if roomy else (row,))])

    def copied(self) -> tuple[str, str] | None:
        """Copy what the step looks like."""
        row: Row | None = self.chosen
        return (row.step.title, row.found.words) if row is not None else None


class AccountColumns(Horizontal):
    """The checklist."""

    DEFAULT_CSS = """
    AccountColumns {
        height: auto;
        & > Vertical { width: 1fr; height: auto; }
        & > #far-account { margin-left: 1; }
        & .account { height: 1; background: $panel; text-wrap: nowrap; text-overflow: ellipsis; }
        & Steps { height: auto; min-height: 3; max-height: 10; }
    }
    """

    @dataclass
    class Chosen(Message):
        """The cursor came to another step, or the focus to the other account."""

        columns: AccountColumns

    @dataclass
    class Opened(Message):
        """A step is to be done."""

        columns: AccountColumns

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._at: Column = "near"

    def compose(self) -> ComposeResult:
        for column in COLUMNS:
            with Vertical(id=f"{column}-account"):
                yield Static(id=f"{column}-head", classes="account")
                yield Steps(id=f"{column}-steps")

    def show(self, cast: Cast, rows: Sequence[Row]) -> None:
        """Show the steps; those of a third account stand below A's."""
        cells = max(self.size.width // 2 - 1, 20)
        self.query_one("#near-head", Static).update(content(account_line(cast, "near", cells)))
        self.query_one("#far-head", Static).update(content(account_line(cast, "far", cells)))
        roomy = host(self).size.height >= TALL
        self.query_one("#near-steps", Steps).show_steps([row for row in rows if row.step.side != "far"], roomy=roomy)
        self.query_one("#far-steps", Steps).show_steps([row for row in rows if row.step.side == "far"], roomy=roomy)

    @property
    def chosen(self) -> Row | None:
        """The step under the cursor."""
        return self.query_one(f"#{self._at}-steps", Steps).chosen

    def choose(self, number: int) -> RowList:
        """Put the cursor on a step, the focus left where it is; return the steps that it stands among."""
        for column in COLUMNS:
            steps = self.query_one(f"#{column}-steps", Steps)
            for index, row in enumerate(steps.rows):
                if isinstance(row, Row) and row.number == number:
                    self._at = column
                    steps.cursor = index
        self.post_message(self.Chosen(self))
        return self.query_one(f"#{self._at}-steps", Steps)

    def go(self, column: Column) -> None:
        """Take the focus to an account."""
        self._at = column
        self.query_one(f"#{column}-steps", Steps).focus()
        self.post_message(self.Chosen(self))

    def take_focus(self) -> None:
        """Focus the steps with the cursor."""
        self.query_one(f"#{self._at}-steps", Steps).focus()

    def on_descendant_focus(self) -> None:
        """Follow the focus, however it came."""
        for column in COLUMNS:
            if column != self._at and self.query_one(f"#{column}-steps").has_focus:
                self._at = column
                self.post_message(self.Chosen(self))

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Tell of the step under the cursor."""
        event.stop()
        self.post_message(self.Chosen(self))

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Tell that the step is to be done."""
        event.stop()
        self.post_message(self.Opened(self))
