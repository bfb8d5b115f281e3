"""AnsweredWhy: the why of a request that nobody sent, whose first line is its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.why import WhyRow


class AnsweredWhy(WhyTree):
    """Nothing was done, so nothing succeeded: the answer stands in place of the outcome."""

    answer = ""
    """Empty where AWS's own message is to stay."""

    def show(self, rows: Sequence[Any], *, cursor: int | None = None, alike: bool = False) -> None:
        first: WhyRow | None = rows[0] if rows else None
        if self.answer and first is not None and first.id == "verdict":
            rows = [msgspec.structs.replace(first, words=self.answer), *rows[1:]]
        super().show(rows, cursor=cursor, alike=alike)
