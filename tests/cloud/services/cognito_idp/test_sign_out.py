"""Signing out and revoking (Developer Guide, "Token revocation")."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_client, done, state
from tests.cloud.services.cognito_idp.people import People, people, refusal
from tests.cloud.services.cognito_idp.test_user_tokens import verified

ACCESS_REVOKED = ("NotAuthorizedException", "Access Token has been revoked")
REFRESH_REVOKED = ("NotAuthorizedException", "Refresh Token has been revoked")


def signed_in(client: dict[str, Any] | None = None) -> tuple[People, dict[str, Any]]:
    here = people(client)
    here.user()
    return here, here.tokens()


def sign_out(here: People, how: str, tokens: dict[str, Any]) -> None:
    """Sign out by one of the ways there are."""
    match how:
        case "GlobalSignOut":
            assert here.done(how, AccessToken=tokens["AccessToken"]) == {}
        case "AdminUserGlobalSignOut":
            assert here.administered(how, Username="ana") == {}
        case _:
            assert here.done(how, Token=tokens["RefreshToken"]) == {}


@pytest.mark.parametrize("how", ["GlobalSignOut", "AdminUserGlobalSignOut", "RevokeToken"])
def test_signing_out_ends_refresh_and_access_at_the_pool_but_not_offline(how: str) -> None:
    here, tokens = signed_in()
    sign_out(here, how, tokens)
    refresh, access = here.refresh(tokens["RefreshToken"]), here.call("GetUser", AccessToken=tokens["AccessToken"])
    assert (refusal(refresh), refusal(access)) == (REFRESH_REVOKED, ACCESS_REVOKED)
    assert refresh.record.refused_by == access.record.refused_by == ("idp.session.revoked",)
    assert verified(here, tokens["IdToken"], here.client)["cognito:username"] == "ana"


def test_signing_out_everywhere_ends_every_session_and_a_new_one_lives() -> None:
    here, phone = signed_in()
    laptop = here.tokens()
    sign_out(here, "GlobalSignOut", phone)
    assert refusal(here.refresh(laptop["RefreshToken"])) == REFRESH_REVOKED
    assert refusal(here.call("GlobalSignOut", AccessToken=phone["AccessToken"])) == ACCESS_REVOKED
    again = here.tokens()
    assert here.refresh(again["RefreshToken"]).ok, "also within the same second"
    assert here.call("GetUser", AccessToken=again["AccessToken"]).ok


def test_revoking_ends_one_session_alone() -> None:
    here, phone = signed_in()
    laptop = here.tokens()
    sign_out(here, "RevokeToken", phone)
    assert here.refresh(laptop["RefreshToken"]).ok
    assert here.call("GetUser", AccessToken=laptop["AccessToken"]).ok


def test_revoking_reaches_the_access_tokens_of_every_refresh() -> None:
    here, tokens = signed_in()
    later = here.refresh(tokens["RefreshToken"]).output["AuthenticationResult"]["AccessToken"]
    sign_out(here, "RevokeToken", tokens)
    assert refusal(here.call("GetUser", AccessToken=later)) == ACCESS_REVOKED


def test_revoking_twice_and_revoking_the_unknown_are_successes() -> None:
    here, tokens = signed_in()
    sign_out(here, "RevokeToken", tokens)
    sign_out(here, "RevokeToken", tokens)
    unknown = tokens["RefreshToken"][:-4] + "AAAA"
    before = state(here.world)
    assert here.done("RevokeToken", Token=unknown) == {}
    assert state(here.world) == before


@pytest.mark.parametrize(
    ("client", "changes", "code", "rule"),
    [
        ({}, {"Token": "AccessToken"}, "UnsupportedTokenTypeException", "idp.refresh.form"),
        ({}, {"ClientId": "other"}, "UnauthorizedException", "idp.refresh.client"),
        ({}, {"ClientId": "nobody"}, "UnauthorizedException", "idp.client.exists"),
        ({}, {"ClientSecret": "x" * 51}, "UnauthorizedException", "idp.client.secret"),
        ({"EnableTokenRevocation": False}, {}, "UnsupportedOperationException", "idp.client.revocation"),
    ],
)
def test_what_cannot_be_revoked(client: dict[str, Any], changes: dict[str, str], code: str, rule: str) -> None:
    here, tokens = signed_in(client)
    other = a_client(here.world, here.pool)
    given = {"Token": tokens[changes.get("Token", "RefreshToken")]}
    if "ClientId" in changes:
        given["ClientId"] = {"other": other}.get(changes["ClientId"], changes["ClientId"])
    if "ClientSecret" in changes:
        given["ClientSecret"] = changes["ClientSecret"]
    before = state(here.world)
    reply = here.call("RevokeToken", **given)
    assert refusal(reply)[0] == code
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before
    assert here.refresh(tokens["RefreshToken"]).ok


def test_a_client_with_a_secret_revokes_with_it() -> None:
    from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash

    here = people({"GenerateSecret": True})
    here.user()
    describe = {"UserPoolId": here.pool, "ClientId": here.client}
    secret = done(here.world, "cognito-idp", "DescribeUserPoolClient", **describe)["UserPoolClient"]["ClientSecret"]
    signed = here.sign_in(SECRET_HASH=secret_hash(here.client, secret, "ana"))
    token = signed.output["AuthenticationResult"]["RefreshToken"]
    assert here.call("RevokeToken", Token=token).record.refused_by == ("idp.client.secret",)
    assert here.call("RevokeToken", Token=token, ClientSecret=secret).ok


def test_signing_out_works_for_clients_whose_tokens_cannot_be_revoked_one_by_one() -> None:
    here, tokens = signed_in({"EnableTokenRevocation": False})
    sign_out(here, "GlobalSignOut", tokens)
    assert refusal(here.call("GetUser", AccessToken=tokens["AccessToken"])) == ACCESS_REVOKED
