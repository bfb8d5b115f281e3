"""The walk by keys: every way in and both flows up to the object in S3; back in time; broken in three ways, with the why."""

from __future__ import annotations

import json

import pytest
from textual.widgets import Input, Static, TextArea

from cogtui.dev.scenes import to_way
from cogtui.device.flows import EXCHANGES, Exchange, steps
from cogtui.device.ways import WAYS, Way
from cogtui.tui.panes import exchange
from cogtui.tui.panes.exchange import PolicyText
from cogtui.tui.panes.tokens import Checklist, Tokens, TokenView
from cogtui.tui.screens.ask import Ask
from cogtui.tui.screens.login import Login
from cogtui.tui.screens.viewer import Lines, Viewer
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.widgets.flow_diagram import FlowRows
from cogtui.tui.widgets.policy_editor import PolicyEditor
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.ink import OK
from tests.tui.driving import TYPED, Driver, drawn, lines_of, opened, why_text

LOGIN = ("enter",) * 3
"""Opens Facebook's page, sends it, agrees."""

TO_OPENID_TOKEN = (*LOGIN, "enter", "enter")


def flow(app: Driver) -> FlowRows:
    """Return the rows of the diagram."""
    return app.workspace.query_one(FlowRows)


def operations(app: Driver) -> list[str]:
    """Return what was called since the world was made."""
    return [record.operation for record in app.world.trail[1 : app.world.history.position] if record.kind == "call"]


async def open_why(app: Driver, words: str) -> None:
    """Put the cursor of the why on the line that contains `words`, and press enter."""
    tree = app.pane.query_one(WhyTree)
    tree.focus()
    tree.cursor = next(index for index, line in enumerate(lines_of(tree)) if words in line)
    await app.press("enter")
    await app.settle()


# --- ways and flows ---------------------------------------------------------------------------------------------------


ENHANCED_ONLY = ("saml",)


@pytest.mark.parametrize(
    ("way", "chosen"),
    [
        (way, chosen)
        for way in WAYS
        for chosen in EXCHANGES
        if way != "custom" and (way not in ENHANCED_ONLY or chosen == "enhanced")
    ],
)
async def test_every_way_in_leads_to_the_object(way: Way, chosen: Exchange) -> None:
    async with opened() as app:
        await app.press(*to_way(way), *["x"] * list(EXCHANGES).index(chosen))
        for _ in range(10):
            if app.world.history.position > 1 and app.last.operation == "GetObject":
                break
            await app.press("enter")
        wanted = [step.name for step in steps(way, chosen) if step.id not in ("login", "redeem")]
        made = operations(app)
        assert made[-len(wanted) :] == wanted
        assert [record.no for record in app.world.trail if not record.ok] == []
        assert all(row.planned is None for row in flow(app).rows)
        assert f"{OK} GetObject" in [line for line in drawn(flow(app)) if line][-1]
        assert "GetObject: allowed and done" in why_text(app.pane)


async def test_an_assertion_is_no_login_for_the_classic_flow_and_the_why_says_so() -> None:
    async with opened() as app:
        await app.press(*to_way("saml"), *("enter",) * 5)
        assert app.last.operation == "GetOpenIdToken"
        assert app.last.refused_by == ("identity.login.enhanced",)
        assert "InvalidParameterException" in why_text(app.pane).splitlines()[0]
        await app.press("x", "down", "enter", "enter")
        assert app.last.operation == "GetObject"
        assert app.last.ok


async def test_a_wrong_password_is_said_on_the_page_which_stays() -> None:
    async with opened() as app:
        await app.press(*to_way("user_pool"), "enter", "shift+tab")
        page = app.screen(Login)
        assert isinstance(app.focused, Input)
        assert app.focused.password
        await app.press("end", "x", "enter")
        assert app.app.screen is page
        assert "Incorrect username or password." in str(page.query_one("#error", Static).render())
        assert app.last.operation == "InitiateAuth"
        assert app.last.error is not None
        await app.press("backspace", "enter")
        assert app.last.ok
        assert isinstance(app.app.screen, Workspace)


async def test_esc_gives_up_a_login_and_steps_come_in_order() -> None:
    async with opened() as app:
        await app.press("enter", "escape")
        assert isinstance(app.app.screen, Workspace)
        assert app.world.held("app").get("facebook_token") is None
        await app.press("end", "enter")
        assert app.toasts == ["The steps before this one come first"]
        assert operations(app) == []


# --- back and forth in time -------------------------------------------------------------------------------------------


async def test_undone_rows_stay_dimmed_below_the_now_line_until_a_new_call_replaces_them() -> None:
    async with opened(size=(120, 40)) as app:
        await app.press(*TO_OPENID_TOKEN)
        token = app.world.held("app")["openid_token"]
        await app.press("u")
        rows = flow(app)
        kinds = [("undone" if row.undone else row.kind) for row in rows.rows]
        now = kinds.index("now")
        assert set(kinds[now + 1 :]) == {"undone", "planned"}
        assert "undone" not in kinds[:now]
        styles = {style for row in rows.rows if row.undone for _, style in rows.draw(row, 100)}
        assert styles == {"dim"}
        assert "GetOpenIdToken" in app.toasts[-1]
        await app.press("U")
        assert app.world.held("app")["openid_token"] == token
        assert not any(row.undone for row in rows.rows)
        await app.press("u", "enter")
        assert app.last.operation == "GetOpenIdToken"
        assert not any(row.undone or row.kind == "now" for row in rows.rows)


async def test_undo_stops_before_the_making_of_the_world() -> None:
    async with opened() as app:
        await app.press("enter", "escape", "u", "u", "u")
        assert app.toasts[-1] == "Nothing to undo"
        assert app.world.trail[0].service == "template"
        assert app.world.history.position >= 1


async def test_the_trail_goes_to_a_moment_and_takes_back_all_that_follows() -> None:
    async with opened() as app:
        await app.press(*TO_OPENID_TOKEN)
        await app.pane_shown("4", "trail")
        end = app.world.history.position
        await app.press("home", "down", "down", "t")
        assert app.world.history.position == 3
        assert "openid_token" not in app.world.held("app")
        await app.press("end", "t")
        assert app.world.history.position == end


# --- broken in three ways ---------------------------------------------------------------------------------------------


async def test_an_expired_token_is_refused_and_the_why_leads_to_its_claim() -> None:
    async with opened() as app:
        await app.press(*TO_OPENID_TOKEN, "E", "enter")
        assert app.last.operation == "AssumeRoleWithWebIdentity"
        assert app.last.error is not None
        assert app.last.error.code == "ExpiredTokenException"
        assert app.last.refused_by[-1] == "jwt.expiry"
        why = why_text(app.pane)
        assert "ExpiredTokenException" in why.splitlines()[0]
        assert "it has expired   it expired 1 second ago" in why
        assert "credentials" not in app.world.held("app")
        await open_why(app, "claim exp of the token")
        assert isinstance(app.pane, Tokens)
        view = app.pane.query_one(TokenView)
        assert app.focused is view
        assert view.chosen is not None
        assert view.chosen.name == "exp"


async def test_an_edited_claim_breaks_the_signature() -> None:
    async with opened() as app:
        await app.press(*TO_OPENID_TOKEN)
        await app.pane_shown("2", "tokens")
        view = app.pane.query_one(TokenView)
        view.cursor = next(index for index, row in enumerate(view.rows) if row.name == "sub")
        await app.press("e")
        assert app.screen(Ask).query_one(Input).value == app.world.held("app")["identity_id"]
        await app.press("ctrl+u", TYPED + "mallory", "enter")
        assert "mallory" in "\n".join(lines_of(view))
        assert "refused by the step signature" in str(app.pane.query_one("#verdict", Static).render())
        await app.press("s")
        assert app.last.error is not None
        assert app.last.error.code == "InvalidIdentityToken"
        assert app.last.refused_by[-1] == "jwt.signature"
        assert "AssumeRoleWithWebIdentity: InvalidIdentityToken" in str(app.pane.query_one("#kind", Static).render())
        assert "credentials" not in app.world.held("app")
        await app.press("o")
        assert "mallory" not in "\n".join(lines_of(view))
        await app.pane_shown("1", "sign-in")
        assert "signature does not fit" in why_text(app.pane)


async def test_a_check_that_is_switched_off_lets_the_edited_token_pass_here_but_not_at_aws() -> None:
    async with opened() as app:
        await app.press(*TO_OPENID_TOKEN)
        await app.pane_shown("2", "tokens")
        view = app.pane.query_one(TokenView)
        view.cursor = next(index for index, row in enumerate(view.rows) if row.name == "sub")
        await app.press("e", "end", "x", "enter")
        checks = app.pane.query_one(Checklist)
        checks.focus()
        checks.cursor = next(index for index, row in enumerate(checks.rows) if row.check.rule == "jwt.signature")
        await app.press("space")
        assert "accepted by a verifier with 1 check off" in str(app.pane.query_one("#verdict", Static).render())
        await app.press("s")
        assert not app.last.ok


async def edit_trust(app: Driver, old: str, new: str) -> TextArea:
    """Open the trust policy in the editor and change it there."""
    await app.pane_shown("3", "exchange")
    await app.press("e")
    area = app.one(TextArea)
    assert old in area.text
    area.load_text(area.text.replace(old, new))
    await app.settle()
    return area


async def test_a_changed_trust_policy_refuses_and_the_why_leads_to_the_line() -> None:
    async with opened() as app:
        await app.press(*TO_OPENID_TOKEN)
        pool = app.world.held("app")["identity_id"].split(":")[0]
        await app.pane_shown("3", "exchange")
        document = json.loads(_document(app).text)
        aud = document["Statement"][0]["Condition"]["StringEquals"]["cognito-identity.amazonaws.com:aud"]
        await edit_trust(app, aud, f"{pool}:00000000-0000-4000-8000-000000000000")
        await app.press("ctrl+s")
        assert app.last.operation == "UpdateAssumeRolePolicy"
        assert app.last.ok
        await app.pane_shown("1", "sign-in")
        await app.press("enter")
        assert app.last.error is not None
        assert app.last.error.code == "AccessDenied"
        assert "sts.trust.aud" in app.last.refused_by
        why = why_text(app.pane)
        assert "00000000-0000-4000-8000-000000000000" in why
        assert aud in why
        await open_why(app, "wants  ")
        assert app.pane.pane_id == "exchange"
        text = app.pane.query_one(PolicyText)
        assert app.focused is text
        assert text.chosen is not None
        assert "00000000-0000-4000-8000-000000000000" in text.chosen.text


def _document(app: Driver) -> exchange.Document:
    pane = app.pane
    assert isinstance(pane, exchange.Exchange)
    assert pane.document is not None
    return pane.document


# --- the editor -------------------------------------------------------------------------------------------------------


def diagnosis(app: Driver) -> str:
    """Return the line below the editor."""
    return str(app.one(PolicyEditor).query_one("#diagnosis", Static).render())


async def test_broken_json_shows_its_line_and_changes_nothing() -> None:
    async with opened() as app:
        await edit_trust(app, '"Effect": "Allow"', '"Effect" "Allow"')
        before = _document(app).text
        assert "✗ line 5, column" in diagnosis(app)
        position = app.world.history.position
        assert _document(app).text == before
        assert app.world.history.position == position


async def test_what_iam_refuses_is_said_in_its_words_and_the_draft_stays() -> None:
    async with opened() as app:
        area = await edit_trust(app, '"Effect": "Allow"', '"Effect": "Perhaps"')
        before = _document(app).text
        await app.press("ctrl+s")
        assert app.last.operation == "UpdateAssumeRolePolicy"
        assert app.last.error is not None
        assert app.last.error.code == "MalformedPolicyDocument"
        assert app.last.error.message in diagnosis(app)
        assert app.toasts == []
        assert app.focused is area
        assert _document(app).text == before
        await app.press("escape", "e")
        assert "Perhaps" in app.one(TextArea).text
        await app.press("ctrl+r")
        assert app.one(TextArea).text == before


async def test_a_draft_of_one_policy_stays_while_another_is_edited() -> None:
    async with opened() as app:
        await edit_trust(app, '"Effect": "Allow"', '"Effect": "Perhaps"')
        await app.press("escape", "r", "e")
        assert "Perhaps" not in app.one(TextArea).text
        await app.press("escape", "r", "r", "r", "e")
        assert "Perhaps" in app.one(TextArea).text


async def test_a_draft_shorter_than_the_line_that_is_opened_opens_at_its_end() -> None:
    async with opened() as app:
        area = await edit_trust(app, '"Effect": "Allow"', '"Effect": "Perhaps"')
        area.text = "{"
        await app.press("escape", "end", "enter")
        assert app.one(TextArea).text == "{"
        assert app.focused is area


async def test_cancel_on_the_apps_own_form_signs_nobody_in() -> None:
    async with opened() as app:
        await app.press(*to_way("user_pool"), "enter")
        position = app.world.history.position
        await app.press("tab", "enter")
        assert isinstance(app.app.screen, Workspace)
        assert app.world.history.position == position


async def test_a_long_value_opens_whole_is_searched_copied_and_written() -> None:
    async with opened() as app:
        await app.press(*TO_OPENID_TOKEN)
        await app.pane_shown("2", "tokens")
        await app.press("down", "enter")
        viewer = app.screen(Viewer)
        token = app.world.held("app")["openid_token"]
        payload = token.split(".")[1]
        await app.press("y")
        assert app.app.clipboard == payload
        await app.press("slash", TYPED + payload[200:206].lower())
        assert payload[200:206] in viewer.query_one(Lines).chosen
        await app.press("escape", "escape")
        assert isinstance(app.app.screen, Workspace)
