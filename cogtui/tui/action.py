"""What an action is: one thing that a user can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal[
    "app", "workspace", "sign-in", "tokens", "exchange", "trail", "console", "accounts", "sync", "matrix", "bench"
]

PLACES: dict[Scope, str] = {
    "app": "everywhere",
    "workspace": "on every pane",
    "sign-in": "on Sign in",
    "tokens": "on Tokens",
    "exchange": "on Exchange",
    "trail": "on Trail",
    "console": "on Console",
    "accounts": "on Accounts",
    "sync": "on Sync",
    "matrix": "in the matrix",
    "bench": "on the policy bench",
}
"""Where the actions of each scope apply, for people."""

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
