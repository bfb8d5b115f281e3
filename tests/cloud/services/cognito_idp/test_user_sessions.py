"""Session tracking (API SetUserPoolSessionConfiguration): a user's sessions, how many there may be, and ending one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cogtui.cloud.trail import Reply
from tests.builders import a_client, done, state
from tests.cloud.services.cognito_idp.domain.browser import a_site, body, returned
from tests.cloud.services.cognito_idp.people import People, people, refusal

REVOKED = ("NotAuthorizedException", "Access Token has been revoked")


def tracked(most: int = 20) -> People:
    """Return a pool that tracks sessions, with Ana in it."""
    here = people()
    here.user("ana")
    setting = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": most}}
    assert here.administered("SetUserPoolSessionConfiguration", **setting)["UserSessionTracking"] == "ENABLED"
    return here


def listed(here: People, token: str = "") -> list[dict[str, Any]]:
    if token:
        return here.done("ListUserSessions", AccessToken=token)["Sessions"]
    return here.administered("AdminListUserSessions", Username="ana")["Sessions"]


def current(here: People, token: str) -> str:
    return next(found["SessionId"] for found in listed(here, token) if found["IsCurrentSession"])


def why(reply: Reply) -> tuple[str, ...]:
    return reply.record.refused_by


def is_alive(here: People, result: dict[str, Any]) -> bool:
    reply = here.call("GetUser", AccessToken=result["AccessToken"])
    assert reply.ok or refusal(reply) == REVOKED
    assert here.refresh(result["RefreshToken"]).ok is reply.ok
    return reply.ok


def test_nothing_is_tracked_before_somebody_switches_it_on() -> None:
    here = people()
    here.user("ana")
    configuration = here.administered("GetUserPoolSessionConfiguration")
    assert configuration == {
        "UserPoolId": here.pool,
        "UserSessionTracking": "DISABLED",
        "TokenSession": {"MaxPerUser": 20},
    }
    token = here.tokens()["AccessToken"]
    for reply in (
        here.call("ListUserSessions", AccessToken=token),
        here.asked("AdminListUserSessions", Username="ana"),
        here.call("RevokeUserSession", AccessToken=token, SessionId=f"tkn{'0' * 25}"),
    ):
        assert reply.error is not None
        assert (reply.error.code, why(reply)) == ("OperationNotEnabledException", ("idp.sessions.tracked",))


def test_the_lite_tier_tracks_no_sessions() -> None:
    here = people(UserPoolTier="LITE")
    setting = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 1}}
    reply = here.asked("SetUserPoolSessionConfiguration", **setting)
    assert reply.error is not None
    assert (reply.error.code, why(reply)) == ("FeatureUnavailableInTierException", ("idp.sessions.tier",))


def test_a_user_sees_the_own_sessions_and_which_one_asks() -> None:
    here = tracked()
    first = here.tokens()
    here.wait(minutes=5)
    second = here.tokens()
    found = listed(here, second["AccessToken"])
    assert sorted(entry["IsCurrentSession"] for entry in found) == [False, True]
    assert all(re.fullmatch("tkn[a-z0-9]{25}", entry["SessionId"]) for entry in found)
    assert {entry["ClientId"] for entry in found} == {here.client}
    assert not any(entry["IsCurrentSession"] for entry in listed(here))
    mine = next(entry for entry in found if not entry["IsCurrentSession"])
    assert mine["SessionId"] == current(here, first["AccessToken"])
    assert here.world.now - mine["LastActiveDate"].timestamp() == 300


def test_refreshing_is_activity() -> None:
    here = tracked()
    result = here.tokens()
    here.wait(minutes=5)
    assert here.refresh(result["RefreshToken"]).ok
    (found,) = listed(here)
    assert found["LastActiveDate"].timestamp() == here.world.now
    assert found["CreateDate"].timestamp() == here.world.now - 300


@pytest.mark.parametrize("end", ["GlobalSignOut", "RevokeToken", "expiry", "another user"])
def test_what_has_ended_is_not_listed(end: str) -> None:
    here = tracked()
    result = here.tokens()
    assert len(listed(here)) == 1
    match end:
        case "GlobalSignOut":
            here.done("GlobalSignOut", AccessToken=result["AccessToken"])
        case "RevokeToken":
            here.done("RevokeToken", Token=result["RefreshToken"])
        case "expiry":
            here.wait(days=30)
        case _:
            here.user("ben")
            assert here.administered("AdminListUserSessions", Username="ben")["Sessions"] == []
            return
    assert listed(here) == []


def test_the_least_recently_used_session_makes_room_for_a_new_one() -> None:
    here = tracked(most=2)
    first, second = here.tokens(), here.tokens()
    here.wait(seconds=1)
    assert here.refresh(first["RefreshToken"]).ok
    here.wait(seconds=1)
    third = here.tokens()
    assert [is_alive(here, result) for result in (first, second, third)] == [True, False, True]
    assert len(listed(here)) == 2


def test_a_lower_number_evicts_at_the_next_sign_in() -> None:
    here = tracked()
    old = [here.tokens() for _ in range(3)]
    here.administered("SetUserPoolSessionConfiguration", UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 1})
    assert all(is_alive(here, result) for result in old)
    here.wait(seconds=1)
    new = here.tokens()
    assert [is_alive(here, result) for result in (*old, new)] == [False, False, False, True]


@pytest.mark.parametrize("by", ["RevokeUserSession", "AdminRevokeUserSession"])
def test_one_session_ends_and_the_others_go_on(by: str) -> None:
    here = tracked()
    lost, kept = here.tokens(), here.tokens()
    session = current(here, lost["AccessToken"])
    if by == "RevokeUserSession":
        here.done(by, AccessToken=kept["AccessToken"], SessionId=session)
    else:
        here.administered(by, Username="ana", SessionId=session)
    assert (is_alive(here, lost), is_alive(here, kept)) == (False, True)
    again = here.asked("AdminRevokeUserSession", Username="ana", SessionId=session)
    assert again.error is not None
    assert (again.error.code, why(again)) == ("ResourceNotFoundException", ("idp.sessions.exists",))


def test_nobody_revokes_the_session_that_asks_or_somebody_else_s() -> None:
    here = tracked()
    here.user("ben")
    token, bens = here.tokens()["AccessToken"], here.tokens("ben")["AccessToken"]
    before = state(here.world)
    own = here.call("RevokeUserSession", AccessToken=token, SessionId=current(here, token))
    assert own.error is not None
    assert (own.error.code, why(own)) == ("InvalidParameterException", ("idp.sessions.another",))
    strange = here.call("RevokeUserSession", AccessToken=token, SessionId=current(here, bens))
    assert why(strange) == ("idp.sessions.exists",)
    assert state(here.world) == before


def test_sessions_of_every_app_are_listed() -> None:
    here = tracked()
    other = People(here.world, here.pool, a_client(here.world, here.pool))
    here.tokens()
    other.tokens()
    assert {entry["ClientId"] for entry in listed(here)} == {here.client, other.client}


@pytest.mark.parametrize("associated", ["NONE", "LINKED"])
@pytest.mark.parametrize("target", ["TOKEN", "SSO"])
def test_a_browser_s_session_and_the_tokens_that_came_from_it_end_together_if_wanted(
    associated: str, target: str
) -> None:
    site = a_site()
    here = People(site.world, site.pool, site.client)
    setting = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 9}}
    done(site.world, "cognito-idp", "SetUserPoolSessionConfiguration", UserPoolId=site.pool, **setting)
    for _ in range(2):
        code = returned(site.browser().log_in(site.client))["code"]
        assert "refresh_token" in body(site.redeem(code))
    tokens = [entry for entry in listed(here) if entry["SessionType"] == "TOKEN"]
    browsers = {entry["SessionId"] for entry in listed(here) if entry["SessionType"] == "SSO"}
    assert {entry["OriginSessionId"] for entry in tokens} == browsers
    assert len(browsers) == 2
    pair = {"TOKEN": tokens[0]["SessionId"], "SSO": tokens[0]["OriginSessionId"]}
    given = {"SessionId": pair[target], "RevokeAssociatedSessions": associated}
    here.administered("AdminRevokeUserSession", Username="ana", **given)
    left = {entry["SessionId"] for entry in listed(here)}
    assert set(pair.values()) - left == (set(pair.values()) if associated == "LINKED" else {pair[target]})
    assert len(left) == (2 if associated == "LINKED" else 3)
