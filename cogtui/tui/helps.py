"""The words of the help: what each kind of widget is for, and the keys from the registry."""

from __future__ import annotations

from textual.widget import Widget

from cogtui.tui.action import GROUPS, Action
from cogtui.tui.actions import ACTIONS, shown_key
from cogtui.tui.pane_actions import PANE_ACTIONS
from cogtui.views.ink import Ink, ink
from cogtui.views.text import wrapped

WIDGETS: dict[str, str] = {
    "FlowRows": (
        "The flow as a ladder: one row per call, one lane per party. ✓ was allowed, ✗ was refused, · is still to come. "
        "Enter on a planned row sends it; enter on a call goes into its detail. r shows replies as rows."
    ),
    "WhyTree": (
        "Why the call was allowed or refused. Failed checks stand first, passed ones are folded into one line (+). Enter "
        "unfolds a line, or opens the statement, claim or setting that it speaks of. [ and ] change the view."
    ),
    "JsonView": "JSON, one member a line. Enter opens a long value whole; y copies the value under the cursor.",
    "TextLines": "Code to copy: y copies all of it. [ and ] change the view.",
    "TrailRows": (
        "Every call since the world began, newest below. Enter goes into the detail, / filters, t goes to the moment "
        "just after a call, z takes it back with all that followed."
    ),
    "CommandField": (
        "A line to type. aws SERVICE OPERATION makes a call; tab completes, up and down bring lines back, $name is a variable. "
        "help lists all that can be typed, esc leaves the line."
    ),
    "ConsoleOutput": (
        "What was typed and what came of it. Enter on a command brings it back, on an error or on who called opens the call "
        "in the Trail, on a value shows it whole; y copies it."
    ),
    "Menu": "Choose with up and down, open with enter.",
}
"""By class name."""


def widget_help(widget: Widget | None, cells: int) -> list[Ink]:
    """Return what the widget is for."""
    known = [kind.__name__ for kind in type(widget).__mro__ if kind.__name__ in WIDGETS] if widget is not None else []
    if not known:
        return []
    return [*(ink(line) for line in wrapped(WIDGETS[known[0]], cells)), ()]


def key_lines(cells: int) -> list[Ink]:
    """Return every key, by group."""
    lines: list[Ink] = []
    for group in GROUPS:
        found = [action for action in (*ACTIONS, *PANE_ACTIONS) if action.group == group]
        if found:
            lines.extend((ink((group, "title")), *(line for action in found for line in _key(action, cells)), ()))
    return lines


def _key(action: Action, cells: int) -> list[Ink]:
    first, *more = wrapped(action.help, max(cells - 23, 16))
    return [
        ink((f"  {shown_key(action):<5}", "mark"), (f"{action.title:<15} ", "strong"), first),
        *(ink(" " * 23, line) for line in more),
    ]
