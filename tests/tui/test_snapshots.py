"""What the screens look like in a small terminal, where room is scarce. `make tests ARGS="-k snapshots --snapshot-update"`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from cogtui.dev.scenes import LOGIN, NEXT_VIEW, TO_TOKEN, WALK, Scene, play, to_way, typed
from cogtui.tui.app import CogTUI

SMALL = (80, 24)

QUESTION = ("n", *LOGIN, "n", "n")
"""In the lesson, as far as the first question."""

WRONG = ("4", "home", *("down",) * 6, "enter")
"""In a trail to which a client came, into the why of a signature that was made with another secret."""

ROLES = (*(NEXT_VIEW,) * 4, "down", "down", "down", "enter", *typed("sub StartsWith 1 -> Readers"), "enter")
"""On the Exchange pane, to the role explorer and a rule for the login."""

BROKEN = ("2", "v", *typed("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEiLCJlb"), "enter")
"""To a token that was cut off."""

BENCH = ("W", *("down",) * 5, "enter", "f7", "delete")
"""To the policy bench, and all of a role's policy deleted on trial."""

VIEWS = (
    Scene("home", "Home, with the first entry in focus.", at="home", size=SMALL),
    Scene("task", "The guide as a strip below, with a goal that is not reached.", ("n",), "learn", SMALL),
    Scene("question", "The guide asks; the answers have the focus.", QUESTION, "learn", SMALL),
    Scene("guide-in-full", "The guide covers most of the pane.", (*QUESTION, "b", "g"), "learn", SMALL),
    Scene("signed-out", "Sign in: nothing was sent, the why says so.", size=SMALL),
    Scene("login", "A provider's page over the workspace.", ("enter",), size=SMALL),
    Scene(
        "wrong-password",
        "The page stays and says what was wrong.",
        (*to_way("user_pool"), "enter", "shift+tab", "x", "enter"),
        size=SMALL,
    ),
    Scene("refused", "A refused call: the check that refused, with its values.", (*TO_TOKEN, "E", "enter"), size=SMALL),
    Scene("undone", "Undone rows are dim and stand below the now line.", (*TO_TOKEN, "u", "u"), size=SMALL),
    Scene("cli", "A call as a line for the AWS CLI.", (*WALK, "enter", *(NEXT_VIEW,) * 4), size=SMALL),
    Scene("no-token", "Tokens: nothing to look at yet.", ("2",), size=SMALL),
    Scene("opaque", "Tokens: Facebook's token, and Facebook's word about it.", (*LOGIN, "2"), size=SMALL),
    Scene("token", "Tokens: the OpenID token above its verifier.", (*TO_TOKEN, "2"), size=SMALL),
    Scene("broken", "Tokens: a token that breaks off, and what can be read of it.", BROKEN, size=SMALL),
    Scene("tampers", "Tokens: the ways to tamper.", (*TO_TOKEN, "2", "x", "down"), size=SMALL),
    Scene("trust", "Exchange: conditions with what the token has.", (*TO_TOKEN, "3"), size=SMALL),
    Scene("editor", "Exchange: a broken draft, its first error below.", (*TO_TOKEN, "3", "e", "x"), size=SMALL),
    Scene("try", "Exchange: a request that S3 refuses.", (*WALK, "3", *(NEXT_VIEW,) * 2, "a", "a"), size=SMALL),
    Scene("flows", "Exchange: the two flows beside each other.", ("3", *(NEXT_VIEW,) * 3), size=SMALL),
    Scene("roles", "Exchange: the role choice of a login, with a rule on trial.", (*WALK, "3", *ROLES), size=SMALL),
    Scene("credentials", "Exchange: the credentials.", (*WALK, "3", *(NEXT_VIEW,) * 5), size=SMALL),
    Scene(
        "trail",
        "Trail: filtered to what went wrong.",
        (*TO_TOKEN, "E", "enter", "4", "slash", *typed("failed")),
        size=SMALL,
    ),
    Scene("completion", "Console: what could stand at the cursor.", ("5", *typed("aws cognito-"), "tab"), size=SMALL),
    Scene("bench", "The policy bench: what would turn if a policy were gone.", BENCH, size=SMALL),
    Scene("endpoint-stopped", "Endpoint: what it is, and what to decide before it starts.", ("S",), size=SMALL),
    Scene("endpoint", "Endpoint: it runs; where it answers and what to paste.", ("S",), size=SMALL, live=True),
    Scene("live", "Trail: the calls of a client; the why of one with a wrong signature.", WRONG, size=SMALL, live=True),
    Scene("signed", "The request of a client as it came.", (*WRONG, *(NEXT_VIEW,) * 6), size=SMALL, live=True),
    Scene("help", "Help: the widget in focus, then every key.", ("question_mark",), size=SMALL),
    Scene("viewer", "The viewer: a whole token, wrapped.", (*LOGIN, "2", "enter"), size=SMALL),
    Scene("palette", "The palette offers what applies.", ("ctrl+p",), size=SMALL),
    Scene("too-small", "A terminal that is too small.", size=(60, 20)),
    Scene("light", "The light theme.", (*TO_TOKEN, "E", "enter"), size=SMALL, theme="light"),
    Scene("contrast", "The theme of high contrast.", (*TO_TOKEN, "E", "enter"), size=SMALL, theme="contrast"),
    Scene("terminal", "The terminal's own colours.", (*TO_TOKEN, "E", "enter"), size=SMALL, theme="terminal"),
)


@pytest.mark.parametrize("scene", VIEWS, ids=lambda scene: scene.name)
def test_snapshots(scene: Scene, snap_compare: Callable[..., bool]) -> None:
    """The screen looks as it did when somebody last looked at it and found it good; see the scene's own words."""
    app = CogTUI(theme=scene.theme, at=scene.at)

    async def there(pilot: Pilot[None]) -> None:
        await play(app, pilot, scene)

    assert snap_compare(app, run_before=there, terminal_size=scene.size), scene.shows
