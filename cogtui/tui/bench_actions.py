"""The actions of the policy bench."""

from __future__ import annotations

from cogtui.tui.action import Action

BENCH_ACTIONS: tuple[Action, ...] = (
    Action(
        "bench-apply",
        "Apply",
        "Make what is tried with real calls of the account's operator, which can be undone.",
        ("A",),
        "apply",
        "bench",
        "Do",
        footer=True,
        shown_key="A",
    ),
    Action("bench-drop", "Original", "Forget what is tried.", ("o",), "drop", "bench", "Do", footer=True),
    Action(
        "bench-all",
        "All",
        "Show every verdict, or again only those that turn.",
        ("a",),
        "all",
        "bench",
        "Look",
        footer=True,
    ),
    Action(
        "bench-close",
        "Close",
        "Leave the whys, then the bench.",
        ("escape",),
        "close",
        "bench",
        "Go",
        footer=True,
        shown_key="esc",
    ),
)
