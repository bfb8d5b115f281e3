"""The list of ways from one account to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cogtui.tui.screens.pick import Pick
from cogtui.tui.widgets.rows import RowList
from cogtui.views.cross_account.steps import KMS, WAYS, Variant
from cogtui.views.ink import Ink, ink


class AcrossRows(RowList):
    """The ways by title."""

    def draw(self, row: Any, width: int) -> Ink:
        return ink(f" {row.title}", (f"   {len(row.steps)} steps", "dim"))


class WaysAcross(Pick[Variant]):
    """Choose one."""

    list_class = AcrossRows
    title_text = "from account A to account B"
    keys_text = "enter go this way   esc stay"

    def __init__(self, chosen: Variant) -> None:
        super().__init__()
        self._chosen = chosen

    def listed(self) -> Sequence[Any]:
        return tuple(WAYS.values())

    def first(self) -> int:
        return tuple(WAYS).index(self._chosen)

    def about(self, row: Any) -> str:
        return f"{row.text}\n\n{KMS}" if row.id in ("role", "bucket-policy") else str(row.text)

    def meant(self, row: Any) -> Variant:
        return row.id
