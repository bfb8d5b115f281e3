"""The words of the help: what each kind of widget is for, and the keys from the registry."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from cogtui.tui.action import GROUPS, PLACES, Action, Scope
from cogtui.tui.actions import ACTIONS, actions, shown_key
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
    "TextLines": "Code to copy: y copies all of it, enter shows a long line whole. [ and ] change the view.",
    "TrailRows": (
        "Every call since the world began, newest below. Enter goes into the detail, / filters, t goes to the moment "
        "just after a call, z takes it back with all that followed. With the cursor on the last row it goes along with new calls."
    ),
    "CommandField": (
        "A line to type. aws SERVICE OPERATION makes a call; tab completes, up and down bring lines back, $name is a variable. "
        "help lists all that can be typed, esc leaves the line."
    ),
    "ConsoleOutput": (
        "What was typed and what came of it. Enter on a command brings it back, on an error or on who called opens the call "
        "in the Trail, on a value shows it whole; y copies it."
    ),
    "TokenView": (
        "The token: its three segments, then what they say, and below what the claim under the cursor means and where it came "
        "from; f goes there. i puts ID and access token beside each other. Enter opens a value whole, y copies it, e gives a "
        "claim another value as an attacker would, x tampers in other ways, s sends the token where the app would use it."
    ),
    "Checklist": (
        "What a verifier asks of this token, step by step, and what it found. Enter says where a step comes from; space "
        "switches it off, so that you see what it was good for."
    ),
    "PolicyText": (
        "The policy, and below each condition what the last request had there. Enter or e edits it at the line; ctrl+s in "
        "the editor asks IAM to take it."
    ),
    "TextArea": (
        "The policy as a text. The first error stands below with its line; ctrl+s saves it if AWS takes it, ctrl+r goes back to "
        "what is saved, esc leaves the draft as it is."
    ),
    "Links": (
        "The chain from the login to the object: calls that were made, and those that were only tried and taken back. The "
        "why of the one under the cursor stands below; enter goes into it."
    ),
    "Compared": (
        "Both flows, run aside and taken back: their calls, the session, and what its credentials may do. The line below "
        "tells which statement decided, x that of the other flow; a asks for any action, enter goes into the record."
    ),
    "RoleRows": (
        "What decides which role a login gets. e or enter changes a claim, a group or a rule, space switches, and the first "
        "line tells what comes of it. Nothing is made until A makes it with real calls; o forgets it."
    ),
    "SubjectRows": (
        "What can be changed on trial. Enter edits the policy, the tags or the condition key; every change is tried at once with "
        "the real call and taken back. A makes it for good, o forgets it."
    ),
    "VerdictRows": (
        "The verdicts that would turn, as they are and as they would be. Enter opens both whys; a shows every verdict."
    ),
    "MatrixGrid": (
        "Who can do what: a row per principal, a column per bucket, object or role, each cell answered by the policies as they "
        "are now. ► marks a request from one account into another. Arrows move over cells, [ and ] by a screenful of columns, "
        "enter opens the why, a asks for another action, / keeps only what fits."
    ),
    "Steps": (
        "The steps of one account: ✓ done, ✗ missing, · not to be judged yet. Enter does the step under the cursor by a form, "
        "e writes its policy as JSON, left and right go between the accounts. The line below tells whether the user gets in; "
        "t makes the real calls."
    ),
    "Chain": (
        "The calls from A to B, and below each what every kind of policy said: A or B says in which account it stands. Calls "
        "that are tried aside are taken back; t makes them for real. Enter goes into the why, esc comes back."
    ),
    "Facts": "Enter opens a value whole. [ and ] change the view.",
    "Menu": "Choose with up and down, open with enter.",
}
"""By class name."""


def widget_help(widget: Widget | None, cells: int) -> list[Ink]:
    """Return what the widget is for."""
    known = [kind.__name__ for kind in type(widget).__mro__ if kind.__name__ in WIDGETS] if widget is not None else []
    if not known:
        return []
    return [*(ink(line) for line in wrapped(WIDGETS[known[0]], cells)), ()]


def key_lines(cells: int, here: str = "") -> list[Ink]:
    """Return every key: those of the pane `here` first, then what applies everywhere by group, then the other panes'."""
    everywhere = [action for action in ACTIONS if action.scope in ("app", "workspace")]
    parts = [(group, [action for action in everywhere if action.group == group]) for group in GROUPS]
    panes: list[Scope] = [scope for scope in PLACES if scope not in ("app", "workspace")]
    panes.sort(key=lambda scope: scope != here)
    listed = [(PLACES[scope], actions(scope)) for scope in panes]
    parts = [*listed[:1], *parts, *listed[1:]] if here else [*parts, *listed]
    return [line for title, found in parts if found for line in _part(title, found, cells)]


def _part(title: str, found: Sequence[Action], cells: int) -> list[Ink]:
    return [
        ink((title[:1].upper() + title[1:], "title")),
        *(line for action in found for line in _key(action, cells)),
        (),
    ]


def _key(action: Action, cells: int) -> list[Ink]:
    first, *more = wrapped(action.help, max(cells - 24, 16))
    return [
        ink((f"  {shown_key(action):<6}", "mark"), (f"{action.title:<15} ", "strong"), first),
        *(ink(" " * 24, line) for line in more),
    ]
