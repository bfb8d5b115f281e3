"""GetUser, and what an access token must be for it (Developer Guide, "Understanding the access token")."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from cogtui.cloud.callers import Operator
from cogtui.cloud.issuers import keys_of
from cogtui.cloud.services.cognito_idp.tokens.token_scopes import SELF_SERVICE
from cogtui.cloud.tokens import mint
from cogtui.cloud.tokens.keys import SigningKey
from tests.builders import a_token, a_world, state
from tests.cloud.services.cognito_idp.people import ANA, People, as_attributes, people, refusal

INVALID = ("NotAuthorizedException", "Invalid Access Token")


def signed_in() -> tuple[People, str]:
    here = people()
    here.confirmed()
    return here, here.tokens()["AccessToken"]


def forged(here: People, token: str, key: SigningKey | None = None, **changes: Any) -> str:
    """Return the token with claims changed (None leaves one out), signed with the pool's own key or another."""
    claims = jwt.decode(token, options={"verify_signature": False}) | changes
    header = jwt.get_unverified_header(token)
    own = next(key for key in keys_of(here.world.store, claims["iss"]) if key.kid == header["kid"])
    return mint({name: value for name, value in claims.items() if value is not None}, key or own, header)


def test_the_profile_is_the_user_s_own() -> None:
    here, token = signed_in()
    reply = here.call("GetUser", AccessToken=token)
    sub = here.profile()["sub"]
    assert reply.output == {
        "Username": "ana",
        "UserAttributes": as_attributes(sub=sub, email_verified="true", email=ANA),
    }
    assert {rule for rule, _ in reply.record.rules()} >= {
        "idp.access_token.valid",
        "jwt.signature",
        "jwt.expiry",
        "idp.access_token.scope",
        "idp.access_token.session",
        "idp.user.exists",
        "idp.user.enabled",
        "idp.session.revoked",
    }


def test_an_access_token_dies_at_the_second_of_its_end() -> None:
    here, token = signed_in()
    here.wait(hours=1, seconds=-1)
    assert here.call("GetUser", AccessToken=token).ok
    here.wait(seconds=1)
    reply = here.call("GetUser", AccessToken=token)
    assert refusal(reply) == ("NotAuthorizedException", "Access Token has expired")
    assert reply.record.refused_by == ("idp.access_token.valid", "jwt.expiry")


def test_an_id_token_is_no_access_token() -> None:
    here, _ = signed_in()
    reply = here.call("GetUser", AccessToken=here.tokens()["IdToken"])
    assert refusal(reply) == INVALID
    assert "jwt.token_use" in reply.record.refused_by


def test_a_changed_claim_breaks_the_signature() -> None:
    here, token = signed_in()
    head, payload, signature = token.split(".")
    longer = forged(here, token, username="ben").split(".")[1]
    reply = here.call("GetUser", AccessToken=f"{head}.{longer}.{signature}")
    assert refusal(reply) == INVALID
    assert "jwt.signature" in reply.record.refused_by
    assert longer != payload


def test_a_token_of_another_pool_with_this_pool_s_name_is_refused() -> None:
    here, token = signed_in()
    stranger = SigningKey("elsewhere", "any", "RS256", ring=63)
    reply = here.call("GetUser", AccessToken=forged(here, token, stranger))
    assert refusal(reply) == INVALID
    assert reply.record.refused_by == ("idp.access_token.valid", "jwt.signature")


def test_an_expired_forgery_is_not_told_that_it_has_expired() -> None:
    here, token = signed_in()
    stranger = SigningKey("elsewhere", "any", "RS256", ring=63)
    assert refusal(here.call("GetUser", AccessToken=forged(here, token, stranger, exp=1))) == INVALID


@pytest.mark.parametrize("garbage", ["x", "a.b.c", "...", "eyJ.eyJ.eyJ", "a" * 5000])
def test_what_cannot_be_read_is_invalid(garbage: str) -> None:
    here, _ = signed_in()
    before = state(here.world)
    assert refusal(here.call("GetUser", AccessToken=garbage)) == INVALID
    assert state(here.world) == before


@pytest.mark.parametrize(
    "issuer", [None, 7, "https://accounts.google.com", "https://cognito-idp.eu-west-1.amazonaws.com/"]
)
def test_a_token_of_another_issuer_is_invalid(issuer: object) -> None:
    here, _ = signed_in()
    token = a_token(here.world, "https://accounts.google.com", token_use="access", iss=issuer)
    assert refusal(here.call("GetUser", AccessToken=token)) == INVALID


def test_self_service_needs_its_scope() -> None:
    here, token = signed_in()
    reply = here.call("GetUser", AccessToken=forged(here, token, scope="openid email"))
    assert refusal(reply) == ("NotAuthorizedException", "Access Token does not have required scopes")
    assert reply.record.refused_by == ("idp.access_token.scope",)
    assert here.call("GetUser", AccessToken=forged(here, token, scope=f"openid {SELF_SERVICE}")).ok


@pytest.mark.parametrize("changes", [{"event_id": "another"}, {"client_id": "another"}])
def test_a_token_must_belong_to_a_session_of_the_pool(changes: dict[str, Any]) -> None:
    here, token = signed_in()
    reply = here.call("GetUser", AccessToken=forged(here, token, **changes))
    assert refusal(reply) == INVALID
    assert reply.record.refused_by == ("idp.access_token.session",)


def test_a_disabled_user_s_token_is_refused() -> None:
    here, token = signed_in()
    here.administered("AdminDisableUser", Username="ana")
    assert refusal(here.call("GetUser", AccessToken=token)) == ("NotAuthorizedException", "User is disabled.")
    here.administered("AdminEnableUser", Username="ana")
    assert here.call("GetUser", AccessToken=token).record.refused_by == ("idp.session.revoked",)


@pytest.mark.parametrize("changes", [{"sub": "another"}, {"sub": "ana"}])
def test_a_token_of_nobody_says_so(changes: dict[str, Any]) -> None:
    here, token = signed_in()
    reply = here.call("GetUser", AccessToken=forged(here, token, **changes))
    assert refusal(reply) == ("UserNotFoundException", "User does not exist.")
    assert reply.record.refused_by == ("idp.user.exists",)


def test_the_token_of_a_user_who_was_deleted_says_so_even_when_the_name_is_taken_again() -> None:
    here, token = signed_in()
    here.administered("AdminDeleteUser", Username="ana")
    assert refusal(here.call("GetUser", AccessToken=token)) == ("UserNotFoundException", "User does not exist.")
    here.user()
    assert refusal(here.call("GetUser", AccessToken=token)) == ("UserNotFoundException", "User does not exist.")


def test_unsigned_calls_act_in_the_pool_s_account_and_region() -> None:
    world = a_world(accounts=("111122223333", "444455556666"))
    settings = {"PoolName": "people", "AutoVerifiedAttributes": ["email"]}
    caller = Operator("444455556666")
    pool = world.call("cognito-idp", "CreateUserPool", settings, caller=caller, region="eu-west-1").output["UserPool"]
    made = world.call(
        "cognito-idp",
        "CreateUserPoolClient",
        {"UserPoolId": pool["Id"], "ClientName": "web", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]},
        caller=caller,
        region="eu-west-1",
    )
    assert made.ok, made.error
    here = People(world, pool["Id"], made.output["UserPoolClient"]["ClientId"])
    reply = here.sign_up(email=ANA)
    assert (reply.record.account, reply.record.region) == ("444455556666", "eu-west-1")
    code = here.mail[0].code
    here.done("ConfirmSignUp", Username="ana", ConfirmationCode=code)
    token = here.tokens()["AccessToken"]
    assert here.call("GetUser", AccessToken=token).record.region == "eu-west-1"
    assert jwt.decode(token, options={"verify_signature": False})["iss"].startswith("https://cognito-idp.eu-west-1.")
