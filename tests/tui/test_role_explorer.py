"""The role-mapping explorer by keyboard alone: what is changed is tried at once, and made only when it is asked for."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from cogtui.cloud.templates.placed import Placed
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.settings import settings_of
from cogtui.device.sign_in import SignInClient
from cogtui.resources import lessons_dir
from cogtui.tui.opening import lab
from cogtui.tui.session import Session
from cogtui.tui.widgets.role_explorer import RoleRows
from tests.builders import state
from tests.tui.driving import SIZES, SMALL, TYPED, Driver, lines_of, opened
from tests.tui.laws import faults

TO_ROLES = ("3", *("right_square_bracket",) * 4)


def signed_in(*providers: str) -> Session:
    """Return a session in which ana is signed in: at the user pool, at Google."""
    session = lab((Placed(lessons_dir() / "worlds" / "sign-in-with-facebook.yaml"),))
    client = SignInClient(session.world)
    for provider in providers:
        if provider == "pool":
            assert client.password(client.settings.user_pool_client_id, "ana", "Pool-ana-1").ok
            continue
        page = client.open_login(provider)
        while page is not None:
            page = client.submit(page)
    return session


async def roles(app: Driver) -> RoleRows:
    """Go to the explorer and return its rows."""
    await app.press(*TO_ROLES)
    rows = app.pane.query_one(RoleRows)
    assert app.focused is rows
    return rows


def headline(app: Driver) -> str:
    """Return the line with the role that is chosen and the reason."""
    return str(app.pane.query_one("#headline", Static).render()).strip()


async def go_to(app: Driver, kind: str, name: str = "") -> None:
    """Put the cursor on a row."""
    rows = app.pane.query_one(RoleRows)
    rows.cursor = next(index for index, row in enumerate(rows.rows) if row.kind == kind and name in (row.name, ""))
    await app.settle()


async def write(app: Driver, kind: str, text: str) -> None:
    """Open a row and type a text in its field."""
    await go_to(app, kind)
    await app.press("enter", TYPED + text, "enter")


async def test_a_guest_gets_the_role_for_guests_and_nothing_is_to_be_mapped() -> None:
    async with opened(session=signed_in()) as app:
        await roles(app)
        assert headline(app) == "✓ Guests   the pool's role for guests; mappings don't count for guests"


async def test_a_rule_is_tried_while_it_is_typed_and_made_with_a_real_call() -> None:
    async with opened(session=signed_in("pool")) as app:
        rows = await roles(app)
        position = app.world.history.position
        await go_to(app, "new-rule")
        await app.press("enter", TYPED + "email Equals ana@example.com -> Readers")
        assert headline(app).endswith("rule 1 matches: email Equals ana@example.com")
        await app.press("enter")
        assert app.focused is rows
        assert app.world.history.position == position
        await app.press("A")
        assert [record.operation for record in app.world.trail[position:]] == ["SetIdentityPoolRoles"]
        assert headline(app).endswith("rule 1 matches: email Equals ana@example.com")
        await app.press("u")
        assert headline(app) == "✓ Readers   the pool's role for people who signed in"


async def test_a_changed_claim_changes_the_role_and_tells_what_it_was() -> None:
    async with opened(session=signed_in("pool")) as app:
        await roles(app)
        await write(app, "new-rule", "custom:team Equals red -> Readers")
        await go_to(app, "ambiguous")
        await app.press("space")
        assert headline(app).startswith("✗ NotAuthorizedException  was Readers")
        await go_to(app, "claim", "custom:team")
        await app.press("e", TYPED + "red")
        assert headline(app).startswith("✓ Readers")
        await app.press("enter", "A")
        made = [record.operation for record in app.world.trail[app.session.floor :]][-5:]
        assert made == [
            "AddCustomAttributes",
            "UpdateUserPoolClient",
            "AdminUpdateUserAttributes",
            "SetIdentityPoolRoles",
            "GetTokensFromRefreshToken",
        ]
        assert headline(app) == "✓ Readers   rule 1 matches: custom:team Equals red"


async def test_groups_give_the_preferred_role_and_leaving_one_gives_the_next() -> None:
    async with opened(session=signed_in("pool")) as app:
        await roles(app)
        await go_to(app, "mapping")
        await app.press("space")
        await write(app, "new-group", "Writers 5 -> Readers")
        assert headline(app) == "✓ Readers   the token's cognito:preferred_role"
        await write(app, "new-group", "Admins 1 -> Guests")
        assert headline(app).startswith("✗ Guests, but STS says no  was Readers")
        await go_to(app, "group", "Admins")
        await app.press("space")
        assert headline(app) == "✓ Readers   the token's cognito:preferred_role"


async def test_rules_go_up_and_down_and_away() -> None:
    async with opened(session=signed_in("pool")) as app:
        rows = await roles(app)
        await write(app, "new-rule", "email Contains ana -> Guests")
        await write(app, "new-rule", "email Contains a -> Readers")
        assert headline(app).startswith("✗ Guests, but STS says no")
        await go_to(app, "rule", "1")
        await app.press("K")
        assert headline(app).endswith("rule 1 matches: email Contains a")
        assert rows.chosen is not None
        assert (rows.chosen.kind, rows.chosen.name) == ("rule", "0")
        assert "not reached" in lines_of(rows)[rows.cursor + 1]
        await app.press("J")
        assert headline(app).startswith("✗ Guests, but STS says no")
        await go_to(app, "rule", "0")
        await app.press("D")
        assert headline(app).endswith("rule 1 matches: email Contains a")


async def test_a_role_can_be_asked_for_and_a_guest_has_no_choice() -> None:
    async with opened(session=signed_in()) as app:
        await roles(app)
        await go_to(app, "custom")
        await app.press("space")
        assert headline(app).startswith("✗ NotAuthorizedException  was Guests")
        await app.press("o")
        assert headline(app).startswith("✓ Guests")


async def test_bad_input_is_one_line_below_the_field_and_the_focus_stays() -> None:
    async with opened(session=signed_in("pool")) as app:
        rows = await roles(app)
        before = headline(app)
        await go_to(app, "new-rule")
        await app.press("enter", TYPED + "email Is ana -> Readers", "enter")
        says = app.pane.query_one("#role-field #field-says", Static)
        assert str(says.render()).strip() == "✗ `Is` is no match type: Equals, Contains, StartsWith, NotEqual"
        assert app.focused is not rows
        assert faults(app.app) == []
        await app.press("escape")
        assert app.focused is rows
        assert headline(app) == before


async def test_aws_s_own_refusal_of_a_change_stands_in_the_first_line() -> None:
    async with opened(session=signed_in("pool")) as app:
        await roles(app)
        await go_to(app, "mapping")
        await app.press("space", "space")
        assert headline(app).startswith("✗ SetIdentityPoolRoles: InvalidParameterException")
        before = state(app.world)
        await app.press("A")
        assert state(app.world) == before
        assert app.toasts == ["SetIdentityPoolRoles was refused: InvalidParameterException"]


async def test_what_only_google_can_say_is_tried_and_never_made() -> None:
    async with opened(session=signed_in("google")) as app:
        await roles(app)
        await write(app, "new-rule", "email Equals zoe@example.com -> Readers")
        await go_to(app, "ambiguous")
        await app.press("space")
        assert headline(app).startswith("✗ NotAuthorizedException")
        await go_to(app, "claim", "email")
        await app.press("e", "ctrl+u", TYPED + "zoe@example.com", "enter")
        assert headline(app) == "✓ Readers   rule 1 matches: email Equals zoe@example.com"
        await app.press("A")
        assert headline(app).startswith("✓ Readers")
        held = CredentialsProvider(app.world).logins()
        await app.press("o")
        assert headline(app).startswith("✗ NotAuthorizedException")
        assert CredentialsProvider(app.world).logins() == held


async def test_with_several_logins_each_has_its_mapping() -> None:
    async with opened(session=signed_in("google", "pool")) as app:
        rows = await roles(app)
        await go_to(app, "login")
        first = lines_of(rows)[0]
        await app.press("space")
        assert lines_of(rows)[0] != first
        await app.press("space")
        assert lines_of(rows)[0] == first


async def test_a_token_older_than_the_directory_is_told_and_refreshed() -> None:
    async with opened(session=signed_in("pool")) as app:
        pool = settings_of(app.world)
        user_pool = next(iter(CredentialsProvider(app.world).logins())).rpartition("/")[2]
        assert pool.identity_pool_id
        named = {"UserPoolId": user_pool, "GroupName": "Admins"}
        for operation, params in (("CreateGroup", named), ("AdminAddUserToGroup", named | {"Username": "ana"})):
            assert app.world.call("cognito-idp", operation, params, caller=app.world.operator).ok
        rows = await roles(app)
        assert any("f fetches a fresh one" in line for line in lines_of(rows))
        await app.press("f")
        assert not any("f fetches a fresh one" in line for line in lines_of(rows))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_nothing_is_cut_off_at_any_size(size: tuple[int, int]) -> None:
    async with opened(size=size, session=signed_in("pool")) as app:
        await roles(app)
        found = faults(app.app)
        await write(app, "new-rule", "email StartsWith zoe -> Guests")
        found += faults(app.app)
        await go_to(app, "claims")
        await app.press("enter")
        found += faults(app.app)
        await go_to(app, "new-group")
        await app.press("enter", TYPED + "Admins 1 -> Guests")
        assert found + faults(app.app) == []


async def test_what_an_opaque_token_says_is_its_provider_s_word() -> None:
    async with opened(size=SMALL, session=signed_in("facebook")) as app:
        rows = await roles(app)
        assert [row.name for row in rows.rows if row.kind == "claim"] == ["iss", "aud", "sub"]
        await go_to(app, "claim", "sub")
        await app.press("e")
        assert app.focused is rows
        assert app.toasts == ["Only the provider reads this token, and says what it says: change a rule instead"]
        await write(app, "new-rule", "iss Equals graph.facebook.com -> Readers")
        assert headline(app) == "✓ Readers   rule 1 matches: iss Equals graph.facebook.com"
