"""Every action of the app, once: bindings, palette, help and the README's table of keys all come from here.

Scopes: `app` is everywhere; `workspace` only there; a pane's name only while that pane is shown; `field` inside text
fields. `run` is Textual's action string.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

Scope = Literal["app", "workspace", "sign-in", "tokens", "exchange", "trail", "console"]

GROUPS = ("Go", "Lesson", "Time", "Look", "Do")


@dataclass(frozen=True)
class Action:
    """One thing a user can do."""

    id: str
    title: str
    """Short: stands in the footer and the palette."""
    help: str
    """One sentence."""
    keys: tuple[str, ...]
    """Textual key names; the first is shown."""
    run: str
    scope: Scope = "app"
    group: str = "Do"
    footer: bool = False
    """Shown in the footer (at most seven at 80 columns)."""
    shown_key: str = ""
    """How the key is written, where Textual's name is not what people read."""
    priority: bool = False
    """Goes before what the focused widget does with the key, as long as the action applies at all."""


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
    Action("map", "Map", "Show the map of the pieces and where you are on it.", ("m",), "map", "workspace", "Look"),
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
"""Panes add theirs in `PANE_ACTIONS`."""

PANE_ACTIONS: tuple[Action, ...] = (
    Action(
        "other-token",
        "Token",
        "Look at the next token that the app holds.",
        ("t",),
        "other_token",
        "tokens",
        "Look",
    ),
    Action(
        "paste",
        "Paste",
        "Paste a token to look at; it stays in memory only.",
        ("v",),
        "paste",
        "tokens",
        "Do",
    ),
    Action(
        "edit-claim",
        "Edit claim",
        "Give the claim under the cursor another value, as an attacker would.",
        ("e",),
        "edit_claim",
        "tokens",
        "Do",
    ),
    Action("tamper", "Tamper", "Choose a way to tamper with the token.", ("x",), "tamper", "tokens", "Do", footer=True),
    Action(
        "restore",
        "Original",
        "Put the token back as it was and switch every check on.",
        ("o",),
        "restore",
        "tokens",
        "Do",
    ),
    Action(
        "switch",
        "Check off",
        "Switch the verifier's step under the cursor off, or on again.",
        ("space",),
        "switch",
        "tokens",
        "Do",
    ),
    Action(
        "send",
        "Send",
        "Send the token on the bench where the app would use it.",
        ("s",),
        "send",
        "tokens",
        "Do",
        footer=True,
    ),
    Action(
        "view-next",
        "View",
        "Go to the next view: trust policy, permissions, try a request, flows, credentials.",
        ("right_square_bracket",),
        "view(1)",
        "exchange",
        "Go",
        footer=True,
        shown_key="]",
    ),
    Action(
        "view-previous",
        "Previous view",
        "Go to the previous view.",
        ("left_square_bracket",),
        "view(-1)",
        "exchange",
        "Go",
        shown_key="[",
    ),
    Action("role", "Role", "Look at the next role.", ("r",), "role", "exchange", "Look"),
    Action("other-policy", "Policy", "Look at the role's next policy.", ("i",), "other_policy", "exchange", "Look"),
    Action(
        "edit-policy",
        "Edit",
        "Edit the policy at the line under the cursor.",
        ("e",),
        "edit",
        "exchange",
        "Do",
        footer=True,
    ),
    Action(
        "other-request",
        "Request",
        "Try another request at the end of the chain.",
        ("a",),
        "other_request",
        "exchange",
        "Do",
    ),
    Action("other-flow", "Flow", "Try the chain through the other flow.", ("x",), "other_flow", "exchange", "Do"),
    Action("send-request", "Send", "Make the request for real.", ("s",), "send", "exchange", "Do"),
    Action(
        "way",
        "Provider",
        "Sign in another way: Facebook, Google, the user pool, as a guest.",
        ("p",),
        "way",
        "sign-in",
        "Do",
        footer=True,
    ),
    Action(
        "exchange",
        "Exchange",
        "Change between the classic and the enhanced flow.",
        ("x",),
        "exchange",
        "sign-in",
        "Do",
        footer=True,
    ),
    Action(
        "sign-out",
        "Sign out",
        "Let the app forget its tokens, identity and credentials.",
        ("O",),
        "sign_out",
        "sign-in",
        "Do",
        shown_key="O",
    ),
    Action(
        "filter",
        "Filter",
        "List only the calls that fit some words.",
        ("slash",),
        "filter",
        "trail",
        "Look",
        footer=True,
        shown_key="/",
    ),
    Action(
        "go-here", "Go here", "Go to the moment just after this call.", ("t",), "go_here", "trail", "Time", footer=True
    ),
    Action("undo-here", "Undo to here", "Take back this call and all after it.", ("z",), "undo_here", "trail", "Time"),
    Action(
        "leave-filter",
        "Leave field",
        "Clear the filter and go back to the rows.",
        ("escape",),
        "leave_field",
        "trail",
        "Look",
        shown_key="esc",
    ),
)


def actions(scope: Scope) -> tuple[Action, ...]:
    """Return the actions of a scope."""
    return tuple(action for action in (*ACTIONS, *PANE_ACTIONS) if action.scope == scope)


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
    shown = (action for group in GROUPS for action in (*ACTIONS, *PANE_ACTIONS) if action.group == group)
    rows = (f"| `{shown_key(action)}` | {action.title} | {action.help} |" for action in shown)
    return "\n".join(("| key | action | what it does |", "|---|---|---|", *rows))
