"""Sign in: the list of ways, one message at a time, the state diagram, the pool's pages, the outbox."""

from __future__ import annotations

from textual.widgets import ContentSwitcher, Static

from cogtui.dev.scenes import to_way
from cogtui.tui.screens.login import Login
from cogtui.tui.screens.outbox import MessageRows, Outbox
from cogtui.tui.screens.ways import Ways
from cogtui.tui.widgets.flow_diagram import FlowDiagram, FlowRows
from cogtui.tui.widgets.record_detail import RecordDetail
from cogtui.tui.widgets.state_diagram import StateDiagram
from tests.builders import done
from tests.tui.driving import drawn, lines_of, opened


async def test_p_lists_every_way_with_what_is_special_about_it() -> None:
    async with opened() as app:
        *keys, choose = to_way("srp")
        await app.press(*keys)
        assert isinstance(app.app.screen, Ways)
        assert "never leaves the device" in str(app.app.screen.query_one("#about", Static).render())
        await app.press(choose)
        assert "[SRP]" in str(app.pane.query_one("#choice", Static).render())


async def test_messages_are_shown_one_at_a_time_and_all_again() -> None:
    async with opened() as app:
        await app.press(*to_way("srp"), "enter", "enter", "enter")
        rows = app.pane.query_one(FlowRows)
        every = len(rows.rows)
        await app.press("right")
        assert [row.kind for row in rows.rows] == ["record"]
        assert app.pane.query_one(RecordDetail).tab == "request"
        await app.press("right")
        assert [row.kind for row in rows.rows] == ["record", "reply"]
        assert app.pane.query_one(RecordDetail).tab == "response"
        await app.press("left")
        assert [row.kind for row in rows.rows] == ["record"]
        assert "message 1 of 4" in str(app.pane.query_one(".lanes", Static).render())
        await app.press("escape")
        assert len(rows.rows) == every
        assert app.pane.query_one(RecordDetail).tab == "why"


async def test_walking_with_nothing_sent_does_nothing() -> None:
    async with opened() as app:
        await app.press("right", "left")
        assert app.pane.query_one(FlowDiagram).messages == 0


async def test_v_shows_the_states_with_the_present_one_lit() -> None:
    async with opened() as app:
        await app.press(*to_way("srp"), "enter", "enter", "v")
        assert app.pane.query_one(ContentSwitcher).current == "states"
        lines = lines_of(app.pane.query_one(StateDiagram))
        assert any("[PASSWORD_VERIFIER] now" in line for line in lines)
        await app.press("enter")
        lines = lines_of(app.pane.query_one(StateDiagram))
        assert any("[TOKENS] now" in line for line in lines)
        await app.press("v")
        assert app.pane.query_one(ContentSwitcher).current == "detail"


async def test_a_link_of_the_pool_s_page_leads_to_facebook_and_back() -> None:
    async with opened() as app:
        await app.press(*to_way("hosted"), "enter", "tab", "enter")
        assert isinstance(app.app.screen, Login)
        assert "Facebook login" in str(app.app.screen.query_one("#sheet").border_title)
        await app.press("enter", "enter", "enter")
        assert app.world.held("app")["user_pool_id_token"]
        assert "Back from Facebook" in "\n".join(drawn(app.pane.query_one(FlowRows)))


async def test_the_outbox_shows_what_a_pool_sent_and_copies_the_code() -> None:
    async with opened() as app:
        await app.press("M")
        assert isinstance(app.app.screen, Outbox)
        assert "No message yet" in str(app.app.screen.query_one("#text", Static).render())
        await app.press("escape")
        pool = done(app.world, "cognito-idp", "ListUserPools", MaxResults=1)["UserPools"][0]["Id"]
        done(app.world, "cognito-idp", "AdminResetUserPassword", UserPoolId=pool, Username="ana")
        await app.press("M")
        [message] = app.app.screen.query_one(MessageRows).rows
        assert message.to == "ana@example.com"
        assert message.code in str(app.app.screen.query_one("#text", Static).render())
        await app.press("y", "escape")
        assert app.app.clipboard == message.code
