"""The rows of a token, or of two beside each other; the verifier's checklist; and the lines about the row under the cursor."""

from __future__ import annotations

from typing import Any

from textual.widgets import Static

from cogtui.tui.content import paragraph
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink
from cogtui.views.token_drawing import about_check, about_row, draw_token
from cogtui.views.tokens import TokenRow
from cogtui.views.verifier import CheckRow, draw_check


class TokenView(RowList):
    """The segments and claims of a token, or of two."""

    now = 0.0

    def draw(self, row: Any, width: int) -> Ink:
        return draw_token(row, width, self.now)

    def selectable(self, row: Any) -> bool:
        return row.kind not in ("title", "note", "where")

    def copied(self) -> tuple[str, str] | None:
        """Copy the claim or segment under the cursor."""
        row: TokenRow | None = self.chosen
        return (row.name, row.value) if row is not None else None

    def go_to(self, *names: str) -> None:
        """Put the cursor on the claim that has one of these names, where it is there."""
        rows: list[TokenRow] = list(self.rows)
        found = (index for index, row in enumerate(rows) if row.name in names and row.kind == "member")
        self.cursor = next(found, self.cursor)


class Checklist(RowList):
    """The verifier's steps."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_check(row, width)


class About(Static):
    """What there is to say about a row of either."""

    DEFAULT_CSS = """
    About { height: 2; text-wrap: nowrap; text-overflow: ellipsis; border: none; }
    """

    def tell(self, row: TokenRow | CheckRow | None) -> None:
        """Say it, on as many lines as there are."""
        cells, lines = max(self.size.width, 40), max(self.size.height, 2)
        told = about_check(row, cells, lines) if isinstance(row, CheckRow) else about_row(row, cells, lines)
        self.update(paragraph(told))
