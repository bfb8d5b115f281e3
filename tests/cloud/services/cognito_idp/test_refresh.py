"""REFRESH_TOKEN_AUTH (Developer Guide, "Refresh tokens")."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash
from tests.builders import a_client, a_user_pool, done, state
from tests.cloud.services.cognito_idp.people import ANA, people, refusal

INVALID = ("NotAuthorizedException", "Invalid Refresh Token.")


def claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"])
def test_refreshing_gives_new_tokens_of_the_same_session(flow: str) -> None:
    here = people()
    here.user()
    first = here.tokens()
    here.wait(hours=1)
    reply = here.call("InitiateAuth", AuthFlow=flow, AuthParameters={"REFRESH_TOKEN": first["RefreshToken"]})
    second = reply.output["AuthenticationResult"]
    assert reply.output["ChallengeParameters"] == {}
    assert set(second) == {"AccessToken", "ExpiresIn", "TokenType", "IdToken"}
    for kind in ("IdToken", "AccessToken"):
        old, new = claims(first[kind]), claims(second[kind])
        same = {name for name in old if new[name] == old[name]}
        assert old.keys() - same == {"jti", "iat", "exp"}
        assert new["exp"] - old["exp"] == 3600


def test_a_new_sign_in_is_another_session() -> None:
    here = people()
    here.user()
    first, second = (claims(here.tokens()["IdToken"]) for _ in range(2))
    assert first["origin_jti"] != second["origin_jti"]
    assert first["event_id"] != second["event_id"]


def test_refreshed_tokens_show_the_profile_of_now() -> None:
    here = people()
    here.sign_up(email=ANA)
    here.administered("AdminConfirmSignUp", Username="ana")
    tokens = here.tokens()
    assert claims(tokens["IdToken"])["email_verified"] is False
    assert claims(here.refresh(tokens["RefreshToken"]).output["AuthenticationResult"]["IdToken"])["email"] == ANA


def test_a_refresh_token_dies_at_the_second_of_its_end() -> None:
    here = people({"RefreshTokenValidity": 2, "TokenValidityUnits": {"RefreshToken": "hours"}})
    here.user()
    token = here.tokens()["RefreshToken"]
    here.wait(hours=2, seconds=-1)
    assert here.refresh(token).ok
    here.wait(seconds=1)
    reply = here.refresh(token)
    assert refusal(reply) == ("NotAuthorizedException", "Refresh Token has expired")
    assert reply.record.refused_by == ("idp.refresh.expired",)


def test_by_default_a_refresh_token_lives_for_30_days() -> None:
    here = people()
    here.user()
    token = here.tokens()["RefreshToken"]
    here.wait(days=30, seconds=-1)
    assert here.refresh(token).ok
    here.wait(seconds=1)
    assert here.refresh(token).record.refused_by == ("idp.refresh.expired",)


def test_a_refresh_token_belongs_to_one_client() -> None:
    here = people()
    here.user()
    token = here.tokens()["RefreshToken"]
    other = a_client(here.world, here.pool)
    reply = here.refresh(token, client=other)
    assert refusal(reply) == INVALID
    assert reply.record.refused_by == ("idp.refresh.client",)


def test_a_refresh_token_of_another_pool_is_unknown() -> None:
    here = people()
    here.user()
    token = here.tokens()["RefreshToken"]
    elsewhere = a_client(here.world, a_user_pool(here.world))
    reply = here.refresh(token, client=elsewhere)
    assert refusal(reply) == INVALID
    assert reply.record.refused_by == ("idp.refresh.known",)


@pytest.mark.parametrize("spoiled", ["", "x", "eyJ.a.b.c.d", "ü", "\ud800"])
def test_what_the_pool_never_issued_is_invalid(spoiled: str) -> None:
    here = people()
    here.user()
    token = here.tokens()["RefreshToken"]
    before = state(here.world)
    assert refusal(here.refresh(token + spoiled if spoiled else token[:-1])) == INVALID
    assert state(here.world) == before


def test_a_disabled_user_cannot_refresh() -> None:
    here = people()
    here.user()
    token = here.tokens()["RefreshToken"]
    here.administered("AdminDisableUser", Username="ana")
    assert refusal(here.refresh(token)) == ("NotAuthorizedException", "Refresh Token has been revoked")
    here.administered("AdminEnableUser", Username="ana")
    assert here.refresh(token).record.refused_by == ("idp.session.revoked",)


def test_the_hash_of_a_refresh_is_over_the_real_user_name() -> None:
    here = people({"GenerateSecret": True}, UsernameAttributes=["email"])
    sub = here.user(ANA)
    describe = {"UserPoolId": here.pool, "ClientId": here.client}
    secret = done(here.world, "cognito-idp", "DescribeUserPoolClient", **describe)["UserPoolClient"]["ClientSecret"]

    def hashed(name: str) -> str:
        return secret_hash(here.client, secret, name)

    token = here.sign_in(ANA, SECRET_HASH=hashed(ANA)).output["AuthenticationResult"]["RefreshToken"]
    assert here.refresh(token).record.refused_by == ("idp.secret_hash.present",)
    assert here.refresh(token, SECRET_HASH=hashed(ANA)).record.refused_by == ("idp.secret_hash.correct",)
    assert here.refresh(token, SECRET_HASH=hashed(sub)).ok


def test_a_client_may_allow_no_refresh() -> None:
    here = people({"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]})
    here.user()
    reply = here.refresh(here.tokens()["RefreshToken"])
    assert refusal(reply) == ("InvalidParameterException", "Auth flow not enabled for this client")
    assert reply.record.refused_by == ("idp.flow.enabled",)


# ------------------------------------------------------------------------------------------- GetTokensFromRefreshToken


def test_the_refresh_operation_gives_new_tokens_of_the_same_session() -> None:
    here = people({"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]})
    here.user()
    first = here.tokens()
    reply = here.call("GetTokensFromRefreshToken", RefreshToken=first["RefreshToken"], DeviceKey="us-east-1_1")
    assert set(reply.output) == {"AuthenticationResult"}
    second = reply.output["AuthenticationResult"]
    assert "RefreshToken" not in second
    assert claims(second["IdToken"])["origin_jti"] == claims(first["IdToken"])["origin_jti"]
    assert here.call("GetUser", AccessToken=second["AccessToken"]).ok


def test_the_refresh_operation_takes_the_plain_secret() -> None:
    here = people({"GenerateSecret": True})
    here.user()
    secret = here.secret()
    token = here.sign_in(SECRET_HASH=secret_hash(here.client, secret, "ana")).output["AuthenticationResult"]
    refresh = {"RefreshToken": token["RefreshToken"]}
    for wrong in ({}, {"ClientSecret": "a" * 24}):
        reply = here.call("GetTokensFromRefreshToken", **refresh, **wrong)
        assert refusal(reply)[0] == "NotAuthorizedException"
        assert reply.record.refused_by == ("idp.client.secret",)
    assert here.call("GetTokensFromRefreshToken", **refresh, ClientSecret=secret).ok


@pytest.mark.parametrize(
    ("spoil", "error", "rule"),
    [
        ("garbage", "Invalid Refresh Token.", "idp.refresh.known"),
        ("sign out", "Refresh Token has been revoked", "idp.session.revoked"),
        ("wait", "Refresh Token has expired", "idp.refresh.expired"),
        ("delete", "Invalid Refresh Token.", "idp.refresh.known"),
    ],
)
def test_the_refresh_operation_refuses_what_the_flow_refuses(spoil: str, error: str, rule: str) -> None:
    here = people()
    here.user()
    tokens = here.tokens()
    token = "garbage" if spoil == "garbage" else tokens["RefreshToken"]
    match spoil:
        case "sign out":
            assert here.call("GlobalSignOut", AccessToken=tokens["AccessToken"]).ok
        case "wait":
            here.wait(days=30)
        case "delete":
            here.administered("AdminDeleteUser", Username="ana")
        case _:
            pass
    for reply in (here.call("GetTokensFromRefreshToken", RefreshToken=token), here.refresh(token)):
        assert refusal(reply) == ("NotAuthorizedException", error)
        assert reply.record.refused_by == (rule,)
