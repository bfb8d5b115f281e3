"""Scenes: screens of the app reached by keys alone, always the same. Pictures are made of them, and snapshots."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from cogtui.tui.app import CogTUI

Size = tuple[int, int]

WIDE: Size = (120, 36)
USUAL: Size = (100, 30)

LOGIN = ("enter",) * 3
"""Opens Facebook's page, sends it, lets the app know name and address."""

TO_TOKEN = (*LOGIN, "enter", "enter")
"""As far as the OpenID token."""

WALK = (*TO_TOKEN, "enter", "enter")
"""As far as the object in S3."""

ASSUMED = ("n", *LOGIN, "n", "n", "b", "n", "n", "n", "n", "n", "a", "n", "n")
"""In the lesson, as far as the credentials."""

BY_FORM = ("enter", "enter")
"""Opens a step's form and sends it as it is."""

FOUR_STEPS = ("6", *BY_FORM, "right", *BY_FORM, "down", *BY_FORM, "down", *BY_FORM, "left", "down")
"""On Accounts: the group, the bucket, its policy and the role, the cursor on the step that is left."""

FIVE_STEPS = (*FOUR_STEPS, *BY_FORM)

TO_EXTERNAL_ID = ("v", "down", "down", "enter", "right", "end", *BY_FORM, "x")
"""Goes that way across, demands the id and sends it."""

BACK_AND_LATER = ("left", "home", "greater_than_sign")
"""On Sync: to the device before, a minute later."""

NEXT_VIEW = "right_square_bracket"

PATIENCE = 400
"""How many times the app may settle before its first pane must be there."""


@dataclass(frozen=True)
class Scene:
    """One screen, and the way to it."""

    name: str
    """Of the picture's file, without ".svg"."""
    shows: str
    """What there is to see, for people who can't see it."""
    keys: tuple[str, ...] = ()
    at: Literal["home", "lab", "learn"] = "lab"
    size: Size = USUAL
    theme: str = "dark"
    live: bool = False
    """An endpoint runs, and a client has come."""


def to_way(way: str, since: str = "facebook") -> tuple[str, ...]:
    """Return the keys that choose a way to sign in from the list, which opens at the one chosen before."""
    from cogtui.device.ways import WAYS

    names = list(WAYS)
    steps = names.index(way) - names.index(since)
    return ("p", *(("down" if steps > 0 else "up",) * abs(steps)), "enter")


def typed(text: str) -> tuple[str, ...]:
    """Return the keys that type a text."""
    names = {
        " ": "space",
        "=": "equals_sign",
        "-": "minus",
        "_": "underscore",
        ":": "colon",
        "/": "slash",
        ".": "full_stop",
    }
    return tuple(names.get(character, character) for character in text)


SYNCHRONISED = ("7", "e", *typed("theme = light"), "enter", "s", "right", "s", "p")
"""On Sync: a record from the phone to the tablet, and the tablet told of changes by pushes."""


SCENES = (
    Scene("home", "Home: the map of a federated login, and what to do first.", at="home", size=WIDE),
    Scene("sign-in", "Sign in: half of the walk is done, the next call is ready to be sent.", TO_TOKEN, size=WIDE),
    Scene("login", "Facebook's login page, simulated, and filled in for Ana.", ("enter",)),
    Scene(
        "states",
        "Sign in: an SRP sign-in under way, and the state diagram of what can come next, the present state lit.",
        (*to_way("srp"), "enter", "enter", "v"),
        size=WIDE,
    ),
    Scene("hosted", "The user pool's own sign-in page, as the app's browser shows it.", (*to_way("hosted"), "enter")),
    Scene("refused", "STS refused an expired token; the why names the claim.", (*TO_TOKEN, "E", "enter"), size=WIDE),
    Scene("tokens", "Tokens: the OpenID token, its claims and what a verifier asks.", (*TO_TOKEN, "2"), size=WIDE),
    Scene(
        "tampered",
        "Tokens: one claim was changed, and the signature no longer fits.",
        (*TO_TOKEN, "2", *("down",) * 3, "e", *("ctrl+u", *typed("us-east-1:mallory"), "enter")),
        size=WIDE,
    ),
    Scene(
        "pair",
        "Tokens: ID and access token of one sign-in side by side, the same claim on the same line.",
        (*to_way("user_pool"), "enter", "enter", "2"),
        size=WIDE,
    ),
    Scene("trust", "Exchange: the role's trust policy with what the token has.", (*TO_TOKEN, "3"), size=WIDE),
    Scene("try", "Exchange: a request tried along the chain.", (*WALK, "3", NEXT_VIEW, NEXT_VIEW), size=WIDE),
    Scene(
        "roles",
        "Exchange: which role the identity pool chooses, by what, and what would come of another group or rule.",
        (*to_way("user_pool"), "enter", "enter", "enter", "3", *(NEXT_VIEW,) * 4),
        size=WIDE,
    ),
    Scene("trail", "Trail: every call, with the why of the one under the cursor.", (*WALK, "4"), size=WIDE),
    Scene(
        "console",
        "Console: an aws command and its answer.",
        (*WALK, "5", *typed("aws sts get-caller-identity"), "enter"),
    ),
    Scene(
        "endpoint",
        "Endpoint: the world answers AWS clients; the lines to paste into a shell.",
        ("S",),
        size=WIDE,
        live=True,
    ),
    Scene(
        "live",
        "Trail: the requests of a program that uses boto3, as they come; the why of the refused one names the policy.",
        ("4",),
        size=WIDE,
        live=True,
    ),
    Scene("lesson", "A lesson beside the live screen: STS gave credentials, and says why.", ASSUMED, "learn", WIDE),
    Scene(
        "bench",
        "The policy bench: which verdicts would turn if a role's policy were gone.",
        ("W", *("down",) * 5, "enter", "f7", "delete", "escape", "tab"),
        size=WIDE,
    ),
    Scene(
        "accounts",
        "Accounts: four of the five steps into another account are done, and the chain says what A has not allowed yet.",
        (*FOUR_STEPS, "t"),
        size=WIDE,
    ),
    Scene(
        "accounts-json",
        "Accounts: the trust policy asks for an ExternalId, and the verdict follows while it is typed.",
        (*FIVE_STEPS, *TO_EXTERNAL_ID, "e"),
        size=WIDE,
    ),
    Scene(
        "sync",
        "Sync: the phone sent a record, the tablet followed a push by itself, and the timeline tells every message.",
        (*SYNCHRONISED, "left", "end", "e", *typed("font = large"), "enter", "s"),
        size=WIDE,
    ),
    Scene(
        "sync-conflict",
        "Sync: two devices changed one record, and the second is asked what shall become of it.",
        (*SYNCHRONISED, "home", "e", *typed("sepia"), "enter", "s", *BACK_AND_LATER, "e", *typed("dark"), "enter", "s"),
        size=WIDE,
    ),
    Scene(
        "matrix",
        "The matrix: who can read which object and assume which role, and why a guest may not read a diary.",
        ("X", "a", "down", "enter"),
        size=WIDE,
    ),
    Scene("map", "The map, with the hop of the last call lit.", (*TO_TOKEN, "m")),
    Scene("glossary", "The glossary: words that people mix up.", ("w", *("down",) * 10)),
)
"""In the order in which somebody meets them."""


@contextmanager
def a_place_of_its_own() -> Generator[None]:
    """Keep settings and saves of the app in a folder that goes away again, and let nothing outside change the picture."""
    kept = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"COGTUI_DATA_DIR": folder, "COGTUI_CONFIG_DIR": folder, "TEXTUAL_ANIMATIONS": "none"}
        for variable in ("NO_COLOR", "FORCE_COLOR"):
            os.environ.pop(variable, None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ |= kept


async def play(app: CogTUI, pilot: Pilot[None], scene: Scene) -> None:
    """Go to the scene, and stand still there."""
    app.animation_level = "none"  # the variable is read once in a process: textual may have been there before
    await begun(app, pilot, scene.at)
    if scene.live:
        from cogtui.dev.live import stage

        await stage(app)
        while app.pulse.pending:
            await pilot.pause()
    for key in scene.keys:
        await pilot.press(key)
        await pilot.pause()
    await still(app, pilot)


async def begun(app: CogTUI, pilot: Pilot[None], at: str) -> None:
    """Wait until the app shows what it opened at."""
    from cogtui.tui.screens.workspace import Workspace

    for _ in range(PATIENCE):
        await pilot.pause()
        if at == "home" or (isinstance(app.screen, Workspace) and app.screen.pane is not None):
            break
    await pilot.pause()


async def still(app: CogTUI, pilot: Pilot[None]) -> None:
    """Stop the blinking of cursors, with the one in focus shown, and take toasts away: they come and go with the clock."""
    from textual.widgets import Input, TextArea

    app.clear_notifications()
    for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
        field.cursor_blink = False
    if isinstance(app.focused, Input):
        await pilot.press("home", "end")
    await pilot.pause()
