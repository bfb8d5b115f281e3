"""The list of scripts of the Sync pane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cogtui.device.sync.scripts import SCRIPTS, Script
from cogtui.tui.screens.pick import Pick
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, ink


class ScriptRows(RowList):
    """The scripts by title."""

    def draw(self, row: Any, width: int) -> Ink:
        return ink(f" {row.title}", (f"   {len(row.steps)} steps", "dim"))


class SyncScripts(Pick[Script]):
    """Choose one."""

    list_class = ScriptRows
    title_text = "watch a script"
    keys_text = "enter begin   esc stay"

    def listed(self) -> Sequence[Any]:
        return tuple(SCRIPTS.values())

    def about(self, row: Any) -> str:
        return str(row.about)

    def meant(self, row: Any) -> Script:
        return row
