"""Where a step can point: the panes of the workspace, and in each the widgets that have a name for it."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from cogtui.views.cross_account.steps import StepId

PaneId = Literal["sign-in", "tokens", "exchange", "trail", "console", "accounts", "sync"]

DEVICE_POINTS = ("phone", "tablet", "web")
"""Devices of the Sync pane that a lesson can bring into view: the first of each kind."""

POINTS: dict[PaneId, tuple[str, ...]] = {
    "sign-in": ("flow", "choice", "detail", "states"),
    "tokens": ("token", "checklist"),
    "exchange": ("trust-policy", "permissions", "try", "flows", "roles", "credentials"),
    "trail": ("rows", "detail"),
    "console": ("prompt", "output"),
    "accounts": ("columns", "chain", *get_args(StepId)),
    "sync": ("board", "cloud", "timeline", "story", *DEVICE_POINTS),
}
"""What each pane's `point_at` knows. A test opens every pane and points at all of them."""


class Show(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to look."""

    pane: PaneId
    point: str = ""
    """The widget to mark; empty: the pane as a whole."""
