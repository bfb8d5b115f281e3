"""Refresh token rotation (Developer Guide, "Refresh tokens"): families of refresh tokens, and what ends them."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud import devices
from cogtui.cloud.explain import Check
from cogtui.cloud.holdings import REFRESH_TOKEN, kept
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import done, state
from tests.cloud.services.cognito_idp.people import People, people, refusal
from tests.cloud.services.cognito_idp.test_sign_out import ACCESS_REVOKED, REFRESH_REVOKED, sign_out
from tests.cloud.services.cognito_idp.test_user_tokens import verified

FLOWS = ["ALLOW_USER_PASSWORD_AUTH"]
OFF = {"ExplicitAuthFlows": [*FLOWS, "ALLOW_REFRESH_TOKEN_AUTH"], "RefreshTokenRotation": {"Feature": "DISABLED"}}
WAYS_OUT = ["GlobalSignOut", "AdminUserGlobalSignOut", "RevokeToken"]


def rotation(grace: int | None = None, **more: Any) -> dict[str, Any]:
    """Return the settings of a client that rotates."""
    setting = {"Feature": "ENABLED"} | ({} if grace is None else {"RetryGracePeriodSeconds": grace})
    return {"ExplicitAuthFlows": FLOWS, "RefreshTokenRotation": setting, **more}


def rotating(grace: int | None = None, **more: Any) -> People:
    """Return a pool with such a client, and Ana."""
    here = people(rotation(grace, **more))
    here.user()
    return here


def renewed(here: People, token: str) -> Reply:
    return here.call("GetTokensFromRefreshToken", RefreshToken=token)


def again(here: People, token: str) -> dict[str, Any]:
    """Refresh, which must succeed, and return AuthenticationResult."""
    reply = renewed(here, token)
    assert reply.ok, reply.error
    return reply.output["AuthenticationResult"]


def is_replay(reply: Reply) -> bool:
    code = reply.error.code if reply.error else ""
    return code == "RefreshTokenReuseException" and reply.record.refused_by == ("idp.refresh.current",)


def current(reply: Reply) -> Check:
    """Return the check that knows the family."""
    found = [check for check in reply.record.checks if check.rule == "idp.refresh.current"]
    assert isinstance(found[0], Check)
    return found[0]


def claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


# ------------------------------------------------------------------------------------------------------------ the setting


@pytest.mark.parametrize(
    "setting",
    [
        {"Feature": "ENABLED"},
        {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
        {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60},
        {"Feature": "DISABLED"},
        {"Feature": "DISABLED", "RetryGracePeriodSeconds": 10},
    ],
)
def test_the_setting_is_described_as_it_was_given_and_gone_when_an_update_leaves_it_out(
    setting: dict[str, Any],
) -> None:
    here = people({"ExplicitAuthFlows": FLOWS, "RefreshTokenRotation": setting})
    client = {"ClientId": here.client}
    assert here.administered("DescribeUserPoolClient", **client)["UserPoolClient"]["RefreshTokenRotation"] == setting
    assert "RefreshTokenRotation" not in here.administered("UpdateUserPoolClient", **client)["UserPoolClient"]
    updated = here.administered("UpdateUserPoolClient", **client, RefreshTokenRotation=setting)["UserPoolClient"]
    assert updated["RefreshTokenRotation"] == setting


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ({}, "refreshTokenRotation.feature"),
        ({"Feature": "ON"}, "[ENABLED, DISABLED]"),
        ({"Feature": "ENABLED", "RetryGracePeriodSeconds": -1}, "greater than or equal to 0"),
        ({"Feature": "ENABLED", "RetryGracePeriodSeconds": 61}, "less than or equal to 60"),
    ],
)
@pytest.mark.parametrize("operation", ["CreateUserPoolClient", "UpdateUserPoolClient"])
def test_a_setting_out_of_the_model_is_refused(operation: str, setting: dict[str, Any], text: str) -> None:
    here = people()
    name = {"ClientName": "web"} if operation.startswith("Create") else {"ClientId": here.client}
    before = state(here.world)
    reply = here.asked(operation, **name, RefreshTokenRotation=setting)
    assert refusal(reply)[0] == "InvalidParameterException"
    assert text in refusal(reply)[1]
    assert state(here.world) == before


@pytest.mark.parametrize("operation", ["CreateUserPoolClient", "UpdateUserPoolClient"])
def test_rotation_and_the_refresh_flow_exclude_one_another(operation: str) -> None:
    here = people()
    name = {"ClientName": "web"} if operation.startswith("Create") else {"ClientId": here.client}
    before = state(here.world)
    flows = [*FLOWS, "ALLOW_REFRESH_TOKEN_AUTH"]
    reply = here.asked(operation, **name, **(rotation() | {"ExplicitAuthFlows": flows}))
    assert refusal(reply)[0] == "InvalidParameterException"
    assert reply.record.refused_by == ("idp.rotation.flows",)
    assert state(here.world) == before


def test_the_lite_tier_has_no_rotation() -> None:
    here = people(UserPoolTier="LITE")
    reply = here.asked("UpdateUserPoolClient", ClientId=here.client, **rotation())
    assert refusal(reply)[0] == "FeatureUnavailableInTierException"
    assert reply.record.refused_by == ("idp.rotation.tier",)
    assert here.asked("UpdateUserPoolClient", ClientId=here.client, **OFF).ok


TEMPLATE = """
Resources:
  People:
    Type: AWS::Cognito::UserPool
    Properties: {UserPoolName: people}
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref People
      RefreshTokenRotation: {Feature: ENABLED, RetryGracePeriodSeconds: 10}
Outputs:
  Pool: {Value: !Ref People}
  Client: {Value: !Ref Web}
"""


def test_a_template_makes_a_client_that_rotates() -> None:
    world = World("template")
    made = apply(world, TEMPLATE, "people.yaml").outputs
    named = {"UserPoolId": made["Pool"], "ClientId": made["Client"]}
    setting = done(world, "cognito-idp", "DescribeUserPoolClient", **named)["UserPoolClient"]["RefreshTokenRotation"]
    assert setting == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10}


# -------------------------------------------------------------------------------------------------------------- refreshing


@pytest.mark.parametrize("operation", ["InitiateAuth", "AdminInitiateAuth"])
@pytest.mark.parametrize(
    ("flows", "rule"),
    [
        (["ALLOW_USER_PASSWORD_AUTH"], "idp.flow.enabled"),
        (["USER_PASSWORD_AUTH"], "idp.rotation.off"),
        (["ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"], "idp.rotation.off"),
    ],
)
def test_the_refresh_flow_is_refused_at_a_client_that_rotates(operation: str, flows: list[str], rule: str) -> None:
    here = rotating(ExplicitAuthFlows=flows)
    token = here.tokens()["RefreshToken"]
    before = state(here.world)
    asked: dict[str, Any] = {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": token}}
    signed = operation.startswith("Admin")
    reply = here.asked(operation, ClientId=here.client, **asked) if signed else here.call(operation, **asked)
    assert refusal(reply) == ("InvalidParameterException", "Auth flow not enabled for this client")
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before
    assert renewed(here, token).ok, "the token itself was not used up"


def test_each_refresh_brings_a_new_refresh_token_of_the_same_sign_in() -> None:
    here = rotating()
    results = [here.tokens()]
    for _ in range(3):
        here.wait(minutes=30)
        results.append(again(here, results[-1]["RefreshToken"]))
    assert all(set(result) == set(results[0]) for result in results)
    assert len({result["RefreshToken"] for result in results}) == 4
    for kind in ("IdToken", "AccessToken"):
        family = [claims(result[kind]) for result in results]
        for name in ("origin_jti", "event_id", "auth_time", "sub"):
            assert len({claim[name] for claim in family}) == 1
        assert len({claim["jti"] for claim in family}) == 4
    assert not is_replay(renewed(here, results[-1]["RefreshToken"]))
    assert all(is_replay(renewed(here, result["RefreshToken"])) for result in results)


def test_two_sign_ins_are_two_families() -> None:
    here = rotating()
    phone, laptop = here.tokens(), here.tokens()
    assert claims(phone["IdToken"])["origin_jti"] != claims(laptop["IdToken"])["origin_jti"]
    again(here, phone["RefreshToken"])
    assert renewed(here, laptop["RefreshToken"]).ok


def test_a_rotated_token_ends_when_the_first_would_have_ended() -> None:
    here = rotating(RefreshTokenValidity=2, TokenValidityUnits={"RefreshToken": "hours"})
    first = here.tokens()["RefreshToken"]
    here.wait(minutes=119)
    second = again(here, first)["RefreshToken"]
    here.wait(seconds=59)
    third = again(here, second)["RefreshToken"]
    here.wait(seconds=1)
    reply = renewed(here, third)
    assert refusal(reply) == ("NotAuthorizedException", "Refresh Token has expired")
    assert reply.record.refused_by == ("idp.refresh.expired",)


@pytest.mark.parametrize("grace", [None, 0, 1, 10, 60])
def test_the_old_token_is_good_until_the_last_second_of_the_grace_period(grace: int | None) -> None:
    here = rotating(grace)
    first = here.tokens()["RefreshToken"]
    here.wait(days=1)
    second = again(here, first)["RefreshToken"]
    if grace:
        here.wait(seconds=grace - 0.001)
        assert again(here, first)["RefreshToken"] not in {first, second}
        here.wait(seconds=0.001)
    before = state(here.world)
    assert is_replay(renewed(here, first))
    assert state(here.world) == before


@given(st.lists(st.floats(0, 25, allow_nan=False), min_size=1, max_size=6), st.integers(0, 60))
def test_retries_do_not_prolong_the_grace_period(waits: list[float], grace: int) -> None:
    here = rotating(grace)
    first = here.tokens()["RefreshToken"]
    used = here.world.now
    again(here, first)
    for wait in waits:
        here.wait(seconds=wait)
        reply = renewed(here, first)
        assert reply.ok == (here.world.now < used + grace)
        assert reply.ok or is_replay(reply)


def test_a_retry_s_token_and_the_first_answer_s_are_both_good() -> None:
    here = rotating(10)
    first = here.tokens()["RefreshToken"]
    twins = [again(here, first)["RefreshToken"] for _ in range(2)]
    assert all(renewed(here, token).ok for token in twins)


def test_a_refusal_uses_no_token_up() -> None:
    here = rotating()
    token = here.tokens()["RefreshToken"]
    here.administered("AdminDisableUser", Username="ana")
    before = state(here.world)
    assert refusal(renewed(here, token)) == REFRESH_REVOKED
    assert state(here.world) == before


def test_a_replay_is_refused_and_ends_nothing() -> None:
    """Not documented by AWS: who stole a token and used it first goes on, until somebody revokes the family."""
    here = rotating()
    stolen = here.tokens()["RefreshToken"]
    thief = again(here, stolen)
    assert is_replay(renewed(here, stolen))
    assert here.call("GetUser", AccessToken=thief["AccessToken"]).ok
    latest = again(here, thief["RefreshToken"])
    assert here.done("RevokeToken", Token=stolen) == {}
    assert refusal(renewed(here, latest["RefreshToken"])) == REFRESH_REVOKED
    assert refusal(here.call("GetUser", AccessToken=latest["AccessToken"])) == ACCESS_REVOKED


# ---------------------------------------------------------------------------------------------------- switching on and off


def test_switching_on_rotates_the_refresh_tokens_of_before() -> None:
    here = people(OFF)
    here.user()
    token = here.tokens()["RefreshToken"]
    assert "RefreshToken" not in again(here, token)
    here.administered("UpdateUserPoolClient", ClientId=here.client, **rotation())
    assert "RefreshToken" in again(here, token)
    assert is_replay(renewed(here, token))


def test_switching_off_keeps_the_newest_and_brings_no_old_one_back() -> None:
    here = rotating()
    old = here.tokens()["RefreshToken"]
    newest = again(here, old)["RefreshToken"]
    here.administered("UpdateUserPoolClient", ClientId=here.client, **OFF)
    for _ in range(2):
        assert "RefreshToken" not in again(here, newest)
    assert here.refresh(newest).ok
    assert is_replay(renewed(here, old))
    reply = here.refresh(old)
    assert refusal(reply) == ("NotAuthorizedException", "Invalid Refresh Token.")
    assert reply.record.refused_by == ("idp.refresh.current",)


# -------------------------------------------------------------------------------------------------------- ending the family


@pytest.mark.parametrize("how", WAYS_OUT)
@pytest.mark.parametrize("named", [0, 1, 2])
def test_signing_out_ends_the_whole_family_whichever_token_names_it(how: str, named: int) -> None:
    here = rotating(60)
    family = [here.tokens()]
    for _ in range(2):
        family.append(again(here, family[-1]["RefreshToken"]))
    sign_out(here, how, family[named])
    for tokens in family:
        assert refusal(renewed(here, tokens["RefreshToken"])) == REFRESH_REVOKED
        assert refusal(here.call("GetUser", AccessToken=tokens["AccessToken"])) == ACCESS_REVOKED


@pytest.mark.parametrize("how", WAYS_OUT)
def test_no_way_out_stops_tokens_that_an_api_verifies_offline(how: str) -> None:
    here = rotating()
    first = here.tokens()
    family = [first, again(here, first["RefreshToken"])]
    sign_out(here, how, family[-1])
    for tokens in family:
        assert verified(here, tokens["IdToken"], here.client)["cognito:username"] == "ana"
        assert verified(here, tokens["AccessToken"])["exp"] > here.world.now


def test_rotation_stops_no_access_token_of_before() -> None:
    here = rotating()
    first = here.tokens()
    again(here, first["RefreshToken"])
    assert is_replay(renewed(here, first["RefreshToken"]))
    assert here.call("GetUser", AccessToken=first["AccessToken"]).ok


# ------------------------------------------------------------------------------------------------------------- the why


def test_the_why_says_which_token_of_the_family_was_used() -> None:
    here = rotating(10)
    first = here.tokens()["RefreshToken"]
    used = here.world.now
    second = renewed(here, first)
    third = renewed(here, second.output["AuthenticationResult"]["RefreshToken"])
    here.wait(seconds=10)
    replay = renewed(here, first)
    found = [current(reply) for reply in (second, third, replay)]
    assert [check.note for check in found] == [
        "the refresh token that came with the sign-in, not used yet",
        "the refresh token that came with refresh no. 1, not used yet",
        "the refresh token that came with the sign-in, used before",
    ]
    facts = {fact.name: fact.value for fact in found[2].facts}
    assert (facts["generation"], facts["replaced"], facts["good_until"]) == (1, used, used + 10)


# ---------------------------------------------------------------------------------------------------------------- the app


def test_the_app_keeps_the_newest_refresh_token() -> None:
    for here, same in ((rotating(), False), (people(OFF), True)):
        if same:
            here.user()
        token = here.tokens()["RefreshToken"]
        asked = {"ClientId": here.client, "RefreshToken": token}
        keep = kept("cognito-idp", "GetTokensFromRefreshToken", asked)
        reply = here.world.call("cognito-idp", "GetTokensFromRefreshToken", asked, keep=keep)
        held = devices.held(here.world.store, devices.APP)[REFRESH_TOKEN]
        assert held == reply.output["AuthenticationResult"].get("RefreshToken", token)
        assert (held == token) == same
