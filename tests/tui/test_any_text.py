"""Names, keys, policies, tokens and messages full of brackets and control characters: every pane shows them as text."""

from __future__ import annotations

import json
import unicodedata
from urllib.parse import unquote

import pytest
from textual.widgets import Input

from cogtui.device.credentials import CredentialsProvider
from cogtui.device.sign_in import SignInClient
from cogtui.tui import opening
from cogtui.tui.screens.ask import Ask
from cogtui.tui.session import Session
from cogtui.views.ink import visible
from tests.tui.driving import MIDDLE, Driver, opened
from tests.tui.laws import faults
from tests.views.texts import NASTY

KEY = "reports/z[/b] $x \u202e[@click=app.quit]q[/]\x1b[31m.txt"
NAME = "Zo\u00eb [red]Ana[/] \x07\u200b"


def nasty_lab() -> Session:
    """Return a lab in which all that somebody can choose is nasty."""
    session = opening.lab()
    world = session.world
    for provider in ("facebook", "google"):
        world.act("provider.add_user", provider=provider, email="zoe@example.com", name=NAME, password=NASTY[0])
    put = world.call(
        "s3", "PutObject", {"Bucket": "anas-reports", "Key": KEY, "Body": b"\x1b[2J"}, caller=world.operator
    )
    assert put.ok, put.error
    got = world.call("iam", "GetRole", {"RoleName": "Readers"}, caller=world.operator)
    document = json.loads(unquote(got.output["Role"]["AssumeRolePolicyDocument"]))
    document["Statement"][0]["Condition"]["StringNotEquals"] = {"cognito-identity.amazonaws.com:sub": list(NASTY[:5])}
    asked = {"RoleName": "Readers", "PolicyDocument": json.dumps(document)}
    assert world.call("iam", "UpdateAssumeRolePolicy", asked, caller=world.operator).ok
    client = SignInClient(world)
    page = client.open_login("google")
    while page is not None:
        assert not page.error
        page = client.submit(page, {"email": "zoe@example.com", "password": NASTY[0]} if page.fields else {})
    provider = CredentialsProvider(world)
    for step in (provider.get_id, provider.get_open_id_token, provider.get_credentials):
        step()
    world.call("cognito-identity", "GetId", {"IdentityPoolId": NASTY[0]}, device="app")
    world.call("cognito-idp", "GetUser", {"AccessToken": "[/]"}, device="app")
    return session


def screen_text(app: Driver) -> str:
    """Return what the terminal would show."""
    return "\n".join(strip.text for strip in app.app.screen._compositor.render_strips())


def acting(shown: str) -> list[str]:
    """Return the characters on the screen that are more than text."""
    return sorted(
        {f"U+{ord(one):04X}" for one in shown if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs")}
    )


async def test_every_pane_shows_nasty_text_as_text() -> None:
    async with opened(size=MIDDLE, session=nasty_lab()) as app:
        seen = [screen_text(app)]
        for number, pane in ("1", "sign-in"), ("2", "tokens"), ("3", "exchange"), ("4", "trail"):
            await app.pane_shown(number, pane)
            for _ in range(7):
                seen.append(screen_text(app))
                assert faults(app.app) == []
                assert app.app.is_running
                await app.press("right_square_bracket" if pane != "tokens" else "t")
        await app.pane_shown("4", "trail")
        await app.press("home")
        for _ in range(len(app.world.trail)):
            seen.append(screen_text(app))
            await app.press("down")
        shown = "\n".join(seen)
        assert acting(shown) == []
        assert visible(KEY)[:30] in shown
        assert NASTY[0] in shown


@pytest.mark.parametrize("said", [text for text in NASTY if text.strip() and "\ud800" not in text])
async def test_any_pasted_text_is_shown_as_what_it_is(said: str) -> None:
    async with opened() as app:
        await app.pane_shown("2", "tokens")
        await app.press("v")
        app.screen(Ask).query_one(Input).value = said
        await app.press("enter", "enter")
        assert acting(screen_text(app)) == []
        assert app.app.is_running
