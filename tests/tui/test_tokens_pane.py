"""The Tokens pane: two tokens beside each other, where claims come from, every attack, and what is broken, by keys alone."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Static

from cogtui.cloud.holdings import ACCESS_TOKEN, ID_TOKEN, OPENID_TOKEN, REFRESH_TOKEN
from cogtui.cloud.tokens import decode
from cogtui.cloud.tokens.attacks import TAMPERS
from cogtui.cloud.tokens.segments import text_of
from cogtui.device.settings import settings_of
from cogtui.tui import opening
from cogtui.tui.panes.tokens import Tokens
from cogtui.tui.screens.ask import Ask
from cogtui.tui.screens.tampers import TamperRows, Tampers
from cogtui.tui.screens.viewer import Lines, Viewer
from cogtui.tui.session import Session
from cogtui.tui.widgets.token_view import About, Checklist, TokenView
from cogtui.views.tokens import TokenRow
from cogtui.views.verifier import CheckRow
from tests.tui.driving import LARGE, MIDDLE, SIZES, SMALL, Driver, lines_of, opened
from tests.tui.laws import faults


def signed_in() -> Session:
    """A lab in which ana has signed in to the user pool and gone on to the OpenID token."""
    session = opening.lab()
    world, settings = session.world, settings_of(session.world)
    given = {"USERNAME": "ana", "PASSWORD": "Pool-ana-1"}
    asked = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": settings.user_pool_client_id, "AuthParameters": given}
    tokens = world.call("cognito-idp", "InitiateAuth", asked).output["AuthenticationResult"]
    login = {str(decode(tokens["IdToken"]).claims["iss"]).removeprefix("https://"): tokens["IdToken"]}
    found = world.call("cognito-identity", "GetId", {"IdentityPoolId": settings.identity_pool_id, "Logins": login})
    asked = {"IdentityId": found.output["IdentityId"], "Logins": login}
    openid = world.call("cognito-identity", "GetOpenIdToken", asked).output["Token"]
    kept = {ID_TOKEN: tokens["IdToken"], ACCESS_TOKEN: tokens["AccessToken"], OPENID_TOKEN: openid}
    kept[REFRESH_TOKEN] = tokens["RefreshToken"]
    assert world.act("device.keep", device="app", values=kept, title="Keep the tokens").ok
    return session


def view(app: Driver) -> TokenView:
    """The rows of the token."""
    return app.pane.query_one(TokenView)


def chosen(app: Driver) -> str:
    """The name of the row under the cursor."""
    row: TokenRow | None = view(app).chosen
    return row.name if row is not None else ""


def said(app: Driver, selector: str) -> str:
    """What a line of the pane says."""
    return str(app.pane.query_one(selector, Static).render())


async def on_id_token(app: Driver, claim: str = "") -> None:
    """Look at the ID token, with the cursor on a claim."""
    await app.pane_shown("2", "tokens")
    await app.press("t")
    assert "[ID token]" in said(app, "#which")
    if claim:
        view(app).go_to(claim)
        await app.settle()


# --- side by side -----------------------------------------------------------------------------------------------------


async def test_with_room_the_two_tokens_stand_beside_each_other_claim_by_claim() -> None:
    async with opened(session=signed_in(), size=MIDDLE) as app:
        await on_id_token(app)
        lines = lines_of(view(app), 118)
        claims = {token: decode(app.world.held("app")[token]).claims for token in (ID_TOKEN, ACCESS_TOKEN)}
        assert next(line for line in lines if line.startswith("  sub ")).count(claims[ID_TOKEN]["sub"]) == 2
        assert any(line.startswith("~ token_use") and " id " in line and " access" in line for line in lines)
        assert any(line.startswith("◄ email ") and "ana@example.com" in line and "·" in line for line in lines)
        assert any(line.startswith("► scope") and "aws.cognito.signin.user.admin" in line for line in lines)
        assert any(line.startswith("  aud/client_id") for line in lines)
        named = [row.name for row in view(app).rows if row.kind == "member" and row.section == "payload"]
        assert len(named) == len({*claims[ID_TOKEN], *claims[ACCESS_TOKEN]} - {"client_id", "username"})


async def test_the_switch_shows_one_alone_and_the_cursor_stays_on_its_claim() -> None:
    async with opened(session=signed_in(), size=MIDDLE) as app:
        await on_id_token(app, "auth_time")
        await app.press("i")
        assert all(row.cells is None for row in view(app).rows)
        assert chosen(app) == "auth_time"
        assert "beside the other" in said(app, "#kind")
        await app.press("i")
        assert any(row.cells for row in view(app).rows)
        assert chosen(app) == "auth_time"


async def test_without_room_the_switch_goes_to_the_other_token_and_to_what_it_calls_the_claim() -> None:
    async with opened(session=signed_in(), size=SMALL) as app:
        await on_id_token(app, "aud")
        assert any(line.startswith("◄ email ") for line in lines_of(view(app), 80))
        await app.press("i")
        assert "[access token]" in said(app, "#which")
        assert chosen(app) == "client_id"
        await app.press("i")
        assert chosen(app) == "aud"


async def test_there_is_no_switch_where_there_is_no_pair() -> None:
    async with opened(session=signed_in(), size=MIDDLE) as app:
        await app.pane_shown("2", "tokens")
        await app.press("i")
        assert "beside each other" in app.toasts[-1]


async def test_a_forged_token_stands_beside_the_sound_one() -> None:
    async with opened(session=signed_in(), size=MIDDLE) as app:
        await on_id_token(app, "sub")
        await app.press("e", "ctrl+u", "m", "enter")
        row = next(row for row in view(app).rows if row.name == "sub")
        assert [cell.value for cell in row.cells or ()] == [
            "m",
            decode(app.world.held("app")[ACCESS_TOKEN]).claims["sub"],
        ]
        assert (row.mark, row.origin.kind if row.origin else "") == ("differs", "attacker")


# --- where claims come from -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_claim_under_the_cursor_is_explained_and_its_origin_can_be_gone_to(size: tuple[int, int]) -> None:
    async with opened(session=signed_in(), size=size) as app:
        await on_id_token(app, "email")
        about = str(app.pane.query_one(About).render())
        assert "e-mail address" in about
        assert "from attribute: email of user ana" in about
        await app.press("f")
        assert "ana@example.com" in "\n".join(app.screen(Viewer).query_one(Lines).rows)


async def test_enter_tells_value_meaning_origin_and_source() -> None:
    async with opened(session=signed_in()) as app:
        await on_id_token(app, "iss")
        await app.press("enter")
        told = "\n".join(app.screen(Viewer).query_one(Lines).rows)
        assert "from pool: user pool people" in told
        assert "source: Developer Guide" in told


async def test_a_row_without_an_origin_says_what_to_do() -> None:
    async with opened(session=signed_in()) as app:
        await on_id_token(app)
        await app.press("home", "f")
        assert app.toasts[-1].startswith("Put the cursor on a claim")


async def test_a_step_of_the_verifier_is_explained_below_while_the_checklist_has_the_focus() -> None:
    async with opened(session=signed_in(), size=MIDDLE) as app:
        await on_id_token(app)
        await app.press("tab", "down", "down", "down")
        assert "it comes from the issuer that is asked for" in str(app.pane.query_one(About).render())
        assert "RFC 7519, section 4.1.1" in str(app.pane.query_one(About).render())


async def test_a_refresh_token_is_told_by_the_pool_that_keeps_it() -> None:
    async with opened(session=signed_in()) as app:
        await app.pane_shown("2", "tokens")
        await app.press("t", "t", "t")
        lines = "\n".join(lines_of(view(app), 200))
        assert "What the pool keeps about it" in lines
        assert "generation" in lines
        assert not app.pane.query_one("#checks").display


# --- the tamper lab ---------------------------------------------------------------------------------------------------


async def test_every_attack_of_the_list_is_refused_and_one_key_on_the_refusing_step_lets_it_pass() -> None:
    async with opened(session=signed_in()) as app:
        await on_id_token(app, "email")
        for number, attack in enumerate(TAMPERS.values()):
            await app.press("x")
            app.screen(Tampers).query_one(TamperRows).cursor = number
            await app.press("enter")
            if isinstance(app.app.screen, Ask):
                await app.press("ctrl+u", "m", "enter")
            step = attack.refused_by.removeprefix("jwt.")
            assert f"refused by the step {step}" in said(app, "#verdict"), attack.id
            row: CheckRow | None = app.pane.query_one(Checklist).chosen
            assert row is not None
            assert row.check.rule == attack.refused_by
            await app.press("tab", "space")
            assert ("accepted by a verifier with 1 check off" in said(app, "#verdict")) is bool(attack.means), attack.id
            assert said(app, "#means") == attack.means
            await app.press("shift+tab", "o")
            assert "every check passed" in said(app, "#verdict")


async def test_what_the_attacker_wrote_into_the_header_is_marked_as_the_attackers() -> None:
    async with opened(session=signed_in(), size=MIDDLE) as app:
        await on_id_token(app)
        for room in ("beside", "alone"):
            await app.press("x")
            app.screen(Tampers).query_one(TamperRows).cursor = list(TAMPERS).index("embedded-key")
            await app.press("enter")
            found = {row.name: row.origin.kind for row in view(app).rows if row.section == "header" and row.origin}
            assert found == {"jwk": "attacker"}, room
            await app.press("o", "i")


# --- broken tokens ----------------------------------------------------------------------------------------------------

PAYLOAD = text_of(b'{"sub":"ana","email":"ana@exam')
HEADER = text_of(b'{"alg":"RS256","kid":"k"}')
TWICE = text_of(b'{"a":"[/]","a":"[b]"}')
BROKEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "cut off in the payload": (f"{HEADER}.{PAYLOAD[:-1]}", ("2 parts where a signed token has three", "RS256", "ana")),
    "the JSON ends too early": (
        f"{HEADER}.{PAYLOAD}.c2ln",
        ("payload, at character", "ends too early", "sub", "email"),
    ),
    "a strange character": (f"{HEADER}.{PAYLOAD[:20]}+{PAYLOAD[20:]}.c2ln", ("payload, at character 56: `+`", "ana")),
    "four parts": (f"{HEADER}.{PAYLOAD}.c2ln.x", ("4 parts where a signed token has three", "RS256")),
    "the header alone": (HEADER, ("1 part where a signed token has three", "RS256")),
    "a list for a payload": (f"{HEADER}.{text_of(b'[1]')}.c2ln", ("a list where a JSON object is wanted", "[1]")),
    "a claim twice": (
        f"{HEADER}.{TWICE}.c2ln",
        ("`a` stands here twice: [/], then [b]", "the last counts"),
    ),
    "control characters": (f"{HEADER}.{text_of(bytes((123, 27, 7, 0)))}.c2ln", ("payload", "␛")),
    "brackets": ("[/]a[b].[bold].[/bold]", ("[/]a[b]",)),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_of_a_broken_token_as_much_is_shown_as_can_be_read_and_where_it_breaks(name: str) -> None:
    text, words = BROKEN[name]
    async with opened() as app:
        await app.pane_shown("2", "tokens")
        await app.press("v")
        app.screen(Ask).query_one(Input).value = text
        await app.press("enter")
        lines = "\n".join(lines_of(view(app), 300))
        assert [word for word in words if word not in lines] == []
        assert "refused by the step format" in said(app, "#verdict") or name in ("a claim twice", "brackets")
        assert faults(app.app) == []
        await app.press("end", "enter")
        assert isinstance(app.app.screen, Viewer)


# --- how it looks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_all_can_be_reached_and_nothing_is_cut_off(size: tuple[int, int]) -> None:
    states = {
        "OpenID token": ("2",),
        "ID token": ("t",),
        "the other": ("i",),
        "access token": ("t",),
        "refresh token": ("t",),
        "the list of attacks": ("t", "t", "x"),
        "its end": ("end",),
        "tampered": ("enter",),
        "the steps": ("tab", "end"),
        "switched off": ("home", "down", "down", "space"),
        "the claims": ("shift+tab", "end"),
    }
    broken: dict[str, list[str]] = {}
    async with opened(session=signed_in(), size=size) as app:
        for state, keys in states.items():
            await app.press(*keys)
            if found := faults(app.app):
                broken[state] = found
        assert isinstance(app.pane, Tokens)
    assert broken == {}
