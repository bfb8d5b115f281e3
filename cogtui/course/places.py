"""Where a step can point: the panes of the workspace, and in each the widgets that have a name for it."""

from __future__ import annotations

from typing import Literal

import msgspec

PaneId = Literal["sign-in", "tokens", "exchange", "trail", "console"]

POINTS: dict[PaneId, tuple[str, ...]] = {
    "sign-in": ("flow", "choice", "detail"),
    "tokens": (),
    "exchange": (),
    "trail": ("rows", "detail"),
    "console": (),
}
"""The ids of widgets in each pane. A test opens every pane and looks for them."""


class Show(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to look."""

    pane: PaneId
    point: str = ""
    """The widget to mark; empty: the pane as a whole."""
