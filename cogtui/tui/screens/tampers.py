"""The list of ways to tamper with a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cogtui.cloud.tokens.attacks import TAMPERS, Tamper
from cogtui.tui.screens.pick import Pick
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, beside, ink


class TamperRows(RowList):
    """The tamperings by title."""

    def draw(self, row: Any, width: int) -> Ink:
        refused = ink(("refused by ", "dim"), (row.refused_by.removeprefix("jwt.").replace("_", " "), ""))
        return beside(ink(f" {row.title}"), refused, width)


class Tampers(Pick[Tamper]):
    """Choose one."""

    DEFAULT_CSS = """
    Tampers {
        & #sheet { height: 30; }
        & TamperRows { height: 1fr; max-height: 21; }
        & #about { height: 3; }
    }
    """
    list_class = TamperRows
    title_text = "tamper with the token"
    keys_text = "enter tamper   esc leave the token alone"

    def listed(self) -> Sequence[Any]:
        return tuple(TAMPERS.values())

    def about(self, row: Any) -> str:
        return row.description

    def meant(self, row: Any) -> Tamper:
        return row
