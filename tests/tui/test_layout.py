"""Every screen in its main states, in small, middle and large terminals: all can be reached, and nothing is cut off."""

from __future__ import annotations

import pytest

from cogtui.dev.scenes import to_way
from tests.tui.driving import SIZES, TYPED, opened
from tests.tui.laws import faults

SIGN_IN = ("enter",) * 3
WALK = (*SIGN_IN, *("enter",) * 4)
VIEWS = ("right_square_bracket",) * 6

Script = tuple[tuple[str, tuple[str, ...]], ...]
"""What is looked at, and the keys that lead there from what was looked at before."""

SCRIPTS: dict[str, Script] = {
    "sign in": (
        ("nothing yet", ()),
        ("Facebook's page", ("enter",)),
        ("Facebook asks whether the app may know", ("enter",)),
        ("signed in", ("enter",)),
        ("all the way", ("enter",) * 4),
        ("replies as rows", ("r",)),
        ("half undone", ("r", "u", "u")),
        ("another way", ("O", *to_way("google"), "x")),
        ("Google's page", ("enter",)),
        ("the app's own page", ("escape", *to_way("user_pool", "google"), "enter")),
        ("a wrong password", ("tab", "tab", "end", "x", "enter")),
        ("ways in", ("escape", "p")),
        ("a guest", ("escape", *to_way("guest", "user_pool"))),
        ("the pool's own pages", (*to_way("hosted", "guest"), "enter")),
        ("signed in there", ("enter", "enter")),
        ("one message at a time", ("right", "right", "right")),
        ("the states of SRP", ("escape", *to_way("srp", "hosted"), "v")),
        ("an empty outbox", ("M",)),
    ),
    "a refused call": (
        ("expired", (*SIGN_IN, "enter", "enter", "E", "enter")),
        ("its why", ("enter",)),
        *((f"view {number}", ("right_square_bracket",)) for number in range(1, 7)),
        ("its value", ("right_square_bracket", "enter")),
    ),
    "tokens": (
        ("none", ("2",)),
        ("a Facebook token", ("1", *SIGN_IN, "2")),
        ("an OpenID token", ("1", "enter", "enter", "2")),
        ("a check switched off", ("tab", "space")),
        ("ways to tamper", ("x",)),
        ("tampered", ("enter",)),
        ("paste", ("v",)),
        ("pasted rubbish", (TYPED + "a.b[/].c", "enter")),
        ("a whole value", ("enter",)),
        ("find in it", ("slash", "a")),
        ("write it to a file", ("escape", "w")),
    ),
    "exchange": (
        ("trust policy", ("3",)),
        ("its editor", ("e",)),
        ("a broken draft", ("x",)),
        ("permissions", ("ctrl+r", "escape", "right_square_bracket")),
        ("try a request, signed out", ("right_square_bracket",)),
        ("flows", ("right_square_bracket",)),
        ("what they may do", ("end",)),
        ("role choice of a guest", ("right_square_bracket",)),
        ("credentials, none", ("right_square_bracket",)),
        ("credentials", ("1", *WALK, "3")),
        ("role choice", ("left_square_bracket",)),
        ("a rule that is typed", ("end", "enter", TYPED + "iss Equals x -> Readers")),
        ("trust policy with values", ("escape", "right_square_bracket", "right_square_bracket")),
        ("another role", ("r",)),
        ("permissions of a request", ("r", "right_square_bracket")),
        ("try a request", ("right_square_bracket",)),
        ("another request", ("a", "x")),
        ("a request that is refused", ("a",)),
    ),
    "trail": (
        ("nothing yet", ("4",)),
        ("all the way", ("1", *WALK, "4")),
        ("filtered", ("slash", TYPED + "assume")),
        ("nothing fits", (TYPED + "xyz",)),
        ("back in time", ("escape", "home", "down", "t")),
        *((f"view {number}", ("right_square_bracket",)) for number in range(1, 7)),
    ),
    "console": (
        ("nothing yet", ("5",)),
        ("help", (TYPED + "help", "enter")),
        ("no such command", (TYPED + "aws xyz", "enter")),
        ("refused", ("end", "ctrl+u", TYPED + "aws sts get-caller-identity", "enter")),
        ("as the operator", (TYPED + "as operator", "enter")),
        ("a long answer", (TYPED + "aws iam get-role --role-name Readers", "enter")),
        ("completion", (TYPED + "aws cognito-i", "tab", "tab")),
        ("in the answers", ("escape", "escape")),
    ),
    "modals": (
        ("map", ("m",)),
        ("map of the last hop", ("escape", *SIGN_IN, "m")),
        ("glossary", ("escape", "w")),
        ("another word", ("end",)),
        ("help", ("escape", "question_mark")),
        ("the end of it", ("end",)),
    ),
    "help": (
        *((f"on {pane}", (pane, "f1")) if pane == "1" else (f"on {pane}", ("escape", pane, "f1")) for pane in "1234"),
        ("on the Console", ("escape", "5", "f1")),
    ),
    "guide": (("in full", ("g",)), ("hidden", ("g",)), ("a strip again", ("g",))),
}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_all_can_be_reached_and_nothing_is_cut_off(size: tuple[int, int], script: str) -> None:
    async with opened(size=size) as app:
        broken: dict[str, list[str]] = {}
        for state, keys in SCRIPTS[script]:
            await app.press(*keys)
            found = faults(app.app)
            if found:
                broken[state] = found
        assert broken == {}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_home_fits(size: tuple[int, int]) -> None:
    async with opened("home", size=size) as app:
        assert faults(app.app) == []
