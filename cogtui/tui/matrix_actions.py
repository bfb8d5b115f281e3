"""The actions of the matrix."""

from __future__ import annotations

from cogtui.tui.action import Action

MATRIX_ACTIONS: tuple[Action, ...] = (
    Action(
        "matrix-action",
        "Action",
        "Ask for the next action: list a bucket, read, write or delete an object.",
        ("a",),
        "other_action",
        "matrix",
        "Look",
        footer=True,
    ),
    Action(
        "matrix-filter",
        "Filter",
        "Keep only the principals and resources that fit some words.",
        ("slash",),
        "filter",
        "matrix",
        "Look",
        footer=True,
        shown_key="/",
    ),
    Action(
        "matrix-operators",
        "Operators",
        "Show the roles of the people at the consoles, or leave them out again.",
        ("o",),
        "operators",
        "matrix",
        "Look",
        footer=True,
    ),
    Action(
        "matrix-close",
        "Close",
        "Leave the why, then what narrows the matrix, then the matrix.",
        ("escape",),
        "close",
        "matrix",
        "Go",
        footer=True,
        shown_key="esc",
    ),
)
