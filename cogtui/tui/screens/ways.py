"""The list of ways to sign in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cogtui.device.ways import WAYS, WHERE, Way
from cogtui.tui.screens.pick import Pick
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink
from cogtui.views.sign_in import way_row


class WayRows(RowList):
    """The ways by title."""

    def draw(self, row: Any, width: int) -> Ink:
        return way_row(row.title, row.flow, WHERE[row.kind])


class Ways(Pick[Way]):
    """Choose one."""

    list_class = WayRows
    title_text = "how do you want to sign in?"
    keys_text = "enter sign in this way   esc stay"

    def __init__(self, chosen: Way) -> None:
        super().__init__()
        self._chosen = chosen

    def listed(self) -> Sequence[Any]:
        return tuple(WAYS.values())

    def first(self) -> int:
        return list(WAYS).index(self._chosen)

    def about(self, row: Any) -> str:
        return row.text

    def meant(self, row: Any) -> Way:
        return row.id
