"""Every action of the app, once: bindings, palette, help and the README's table of keys all come from here.

Scopes: `app` is everywhere; `workspace` only there; a pane's name only while that pane is shown; `field` inside text
fields. `run` is Textual's action string.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding

from cogtui.tui.action import GROUPS, PLACES, Action, Scope
from cogtui.tui.bench_actions import BENCH_ACTIONS
from cogtui.tui.cross_account_actions import CROSS_ACCOUNT_ACTIONS
from cogtui.tui.matrix_actions import MATRIX_ACTIONS
from cogtui.tui.pane_actions import PANE_ACTIONS
from cogtui.tui.sync_actions import SYNC_ACTIONS

ACTIONS: tuple[Action, ...] = (
    Action(
        "next",
        "Next",
        "Take the lesson's next step, or go on to the next one.",
        ("n",),
        "next",
        "workspace",
        "Lesson",
        footer=True,
    ),
    Action(
        "back",
        "Back",
        "Go back to the lesson's previous step; the world goes back with it.",
        ("b",),
        "back",
        "workspace",
        "Lesson",
    ),
    *(
        Action(
            f"answer-{letter}",
            f"Answer {letter}",
            f"Choose answer {letter}, while the guide asks a question.",
            (letter,),
            f"answer('{letter}')",
            "workspace",
            "Lesson",
            priority=True,
        )
        for letter in "abcd"
    ),
    Action("hint", "Hint", "Show the next hint of a task.", ("h",), "hint", "workspace", "Lesson", footer=True),
    Action(
        "return",
        "Return",
        "Return to the pane that the lesson's step is about.",
        ("full_stop",),
        "return_to_step",
        "workspace",
        "Lesson",
        shown_key=".",
    ),
    Action(
        "guide",
        "Guide",
        "Show the guide as a strip, in full, or not at all.",
        ("g",),
        "cycle_guide",
        "workspace",
        "Look",
    ),
    Action(
        "pane-sign-in",
        "Sign in",
        "Go to Sign in: every provider, every step of the exchange.",
        ("1",),
        "pane('sign-in')",
        "workspace",
        "Go",
    ),
    Action(
        "pane-tokens", "Tokens", "Go to Tokens: read, verify and tamper.", ("2",), "pane('tokens')", "workspace", "Go"
    ),
    Action(
        "pane-exchange",
        "Exchange",
        "Go to Exchange: role, trust policy, credentials, try a request.",
        ("3",),
        "pane('exchange')",
        "workspace",
        "Go",
    ),
    Action(
        "pane-trail", "Trail", "Go to the Trail: every call with its why.", ("4",), "pane('trail')", "workspace", "Go"
    ),
    Action(
        "pane-console",
        "Console",
        "Go to the Console: type an aws command.",
        ("5", "colon"),
        "pane('console')",
        "workspace",
        "Go",
    ),
    Action(
        "pane-accounts",
        "Accounts",
        "Go to Accounts: from a user of one account to a bucket of another.",
        ("6",),
        "pane('accounts')",
        "workspace",
        "Go",
    ),
    Action(
        "pane-sync",
        "Sync",
        "Go to Sync: several devices around one dataset, offline, conflicts and push.",
        ("7",),
        "pane('sync')",
        "workspace",
        "Go",
    ),
    Action(
        "undo",
        "Undo",
        "Take back the last call that changed the world.",
        ("u", "ctrl+z"),
        "undo",
        "workspace",
        "Time",
        footer=True,
    ),
    Action(
        "redo",
        "Redo",
        "Make the undone call happen again.",
        ("U", "ctrl+y"),
        "redo",
        "workspace",
        "Time",
        shown_key="U",
    ),
    Action(
        "clock-hour",
        "+1 h",
        "Move the world's clock one hour on.",
        ("plus",),
        "advance(3600)",
        "workspace",
        "Time",
        shown_key="+",
    ),
    Action(
        "clock-minute",
        "+1 min",
        "Move the world's clock one minute on.",
        ("greater_than_sign",),
        "advance(60)",
        "workspace",
        "Time",
        shown_key=">",
    ),
    Action(
        "clock-expiry",
        "To expiry",
        "Move the clock to just past the next expiry of what the app holds.",
        ("E",),
        "to_expiry",
        "workspace",
        "Time",
        shown_key="E",
    ),
    Action(
        "copy",
        "Copy",
        "Copy what is in focus: a row, a value, a line of code.",
        ("y",),
        "copy",
        "workspace",
        "Look",
        footer=True,
    ),
    Action(
        "endpoint",
        "Endpoint",
        "Serve this world to real AWS clients: boto3, the AWS CLI, any SDK.",
        ("S",),
        "endpoint",
        "workspace",
        "Do",
        shown_key="S",
    ),
    Action(
        "outbox",
        "Outbox",
        "Read the simulated e-mails and SMS of user pools and SNS, copy their codes, and see what became of pushes.",
        ("M",),
        "outbox",
        "workspace",
        "Look",
        shown_key="M",
    ),
    Action("map", "Map", "Show the map of the pieces and where you are on it.", ("m",), "map", "workspace", "Look"),
    Action(
        "matrix",
        "Matrix",
        "Show who can do what: every principal by every bucket, object and role, in all accounts.",
        ("X",),
        "matrix",
        "workspace",
        "Look",
        shown_key="X",
    ),
    Action(
        "bench",
        "What if",
        "Change a policy, a tag or a condition key on trial, and see which verdicts of the world turn.",
        ("W",),
        "bench",
        "workspace",
        "Look",
        shown_key="W",
    ),
    Action("glossary", "Glossary", "Explain the words that people mix up.", ("w",), "glossary", "app", "Look"),
    Action(
        "help",
        "Help",
        "Explain the widget in focus and list every key.",
        ("question_mark", "f1"),
        "help",
        "app",
        "Look",
        footer=True,
        shown_key="?",
    ),
    Action(
        "theme",
        "Theme",
        "Change the colours: dark, light, high contrast, the terminal's own.",
        ("T",),
        "next_theme",
        "app",
        "Look",
        shown_key="T",
    ),
    Action(
        "home", "Home", "Go back to Home; the world stays as it is.", ("H",), "home", "workspace", "Go", shown_key="H"
    ),
    Action("quit", "Quit", "Leave CogTUI.", ("ctrl+q",), "quit", "app", "Go", priority=True),
)
"""The app's and the workspace's; those of panes and screens stand in modules of their own."""

EVERY_ACTION = (*ACTIONS, *PANE_ACTIONS, *CROSS_ACCOUNT_ACTIONS, *SYNC_ACTIONS, *MATRIX_ACTIONS, *BENCH_ACTIONS)


def actions(scope: Scope) -> tuple[Action, ...]:
    """Return the actions of a scope."""
    return tuple(action for action in EVERY_ACTION if action.scope == scope)


def bindings(scope: Scope) -> list[Binding]:
    """Return a scope's actions as Textual bindings; only the first key of one stands in the footer."""
    return [binding for action in actions(scope) for binding in _bindings(action)]


def _bindings(action: Action) -> Iterable[Binding]:
    for index, key in enumerate(action.keys):
        yield Binding(
            key,
            action.run,
            action.title,
            show=action.footer and index == 0,
            key_display=shown_key(action) if index == 0 else None,
            tooltip=action.help,
            priority=action.priority,
            id=action.id if index == 0 else f"{action.id}-{index}",
        )


def shown_key(action: Action) -> str:
    """Return the action's first key as people read it."""
    key = action.shown_key or action.keys[0]
    return key.replace("ctrl+", "^")


def key_table() -> str:
    """Return all actions as the README's Markdown table."""
    shown = (action for scope in PLACES for group in GROUPS for action in actions(scope) if action.group == group)
    rows = (f"| `{shown_key(action)}` | {PLACES[action.scope]} | {action.title} | {action.help} |" for action in shown)
    return "\n".join(("| key | where | action | what it does |", "|---|---|---|---|", *rows))
