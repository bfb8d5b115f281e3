"""Getting an identity: whose a login is, guests, and every login that is not believed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cogtui.cloud.issuers import COGNITO_IDENTITY
from cogtui.cloud.providers import facebook
from cogtui.cloud.trail import Record
from cogtui.cloud.web import WebRefusal, WebResponse
from tests.builders import a_token, app_at, asked, done, facebook_login, last, state
from tests.cloud.services.federation import CLIENT, FACEBOOK, GOOGLE, PEOPLE, Federation, federation


@pytest.fixture
def fed() -> Federation:
    return federation()


def test_the_same_login_always_gets_the_same_identity_and_another_login_another(fed: Federation) -> None:
    ana = fed.get_id(people=fed.people())
    assert fed.get_id(people=fed.people(exp=int(fed.world.now) + 60)) == ana
    assert fed.get_id(people=fed.people(sub="bo-sub")) != ana
    assert fed.get_id(google=fed.google(sub="ana-sub")) != ana


def test_two_apps_of_one_user_pool_share_the_user_s_identity(fed: Federation) -> None:
    clients = [{"ProviderName": PEOPLE, "ClientId": client} for client in (CLIENT, "second")]
    pool: dict[str, Any] = {
        "IdentityPoolId": fed.pool,
        "IdentityPoolName": "reports",
        "AllowUnauthenticatedIdentities": True,
        "CognitoIdentityProviders": clients,
    }
    done(fed.world, "cognito-identity", "UpdateIdentityPool", **pool)
    assert fed.get_id(people=fed.people()) == fed.get_id(people=fed.people(aud="second"))


def test_every_guest_is_a_new_identity(fed: Federation) -> None:
    assert fed.get_id() != fed.get_id()


def test_several_logins_at_once_belong_to_one_identity_from_then_on(fed: Federation) -> None:
    both = fed.get_id(people=fed.people(), google=fed.google())
    assert fed.get_id(people=fed.people()) == both
    assert fed.get_id(google=fed.google()) == both
    described = done(fed.world, "cognito-identity", "DescribeIdentity", IdentityId=both)
    assert described["Logins"] == [PEOPLE, GOOGLE]


def test_a_pool_s_account_id_is_taken_and_ignored(fed: Federation) -> None:
    assert fed.identity("GetId", IdentityPoolId=fed.pool, AccountId="999999999999").ok


def test_a_description_names_providers_and_times_but_no_subjects(fed: Federation) -> None:
    identity = fed.get_id(people=fed.people())
    described = done(fed.world, "cognito-identity", "DescribeIdentity", IdentityId=identity)
    assert described.keys() == {"IdentityId", "Logins", "CreationDate", "LastModifiedDate"}
    assert described["CreationDate"].timestamp() == fed.world.now
    guest = done(fed.world, "cognito-identity", "DescribeIdentity", IdentityId=fed.get_id())
    assert "Logins" not in guest


# ---------------------------------------------------------------------------------------------- logins that are no good


def cause(record: Record) -> str:
    """Return the rule that names the cause: the first step of a token that failed, unless a check of the pool says more."""
    rules = record.refused_by
    is_step = rules[0] == "identity.login.token" and rules[-1].startswith("jwt.")
    return rules[1] if is_step else rules[-1]


def refused(fed: Federation, message: str, rule: str, logins: dict[str, str]) -> None:
    """Hold that GetId refuses the logins with AWS's text, names the cause, and changes nothing."""
    before = state(fed.world)
    reply = fed.identity("GetId", IdentityPoolId=fed.pool, **({"Logins": logins} if logins else {}))
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == ("NotAuthorizedException", message)
    assert cause(reply.record) == rule
    assert state(fed.world) == before


NOT_OPENID = "Invalid login token. Not a valid OpenId Connect identity token."
UNVERIFIED = "Invalid login token. Couldn't verify signed token."
UNSUPPORTED = "Token is not from a supported provider of this identity pool."
OTHER_ISSUER = "Invalid login token. Issuer doesn't match providerName"
NO_LOGIN = "Logins don't match. Please include at least one valid login for this identity or identity pool."

BAD: dict[str, tuple[str, str, Callable[[Federation], dict[str, str]]]] = {
    "no JWT": (NOT_OPENID, "jwt.format", lambda fed: {PEOPLE: "rubbish"}),
    "an opaque token of Google": (NOT_OPENID, "jwt.format", lambda fed: {GOOGLE: "ya29.a0AfH6SMBx"}),
    "a misspelt key": (NO_LOGIN, "identity.login.key", lambda fed: {"graph.facebok.com": "EAAB"}),
    "a key with https://": (OTHER_ISSUER, "jwt.issuer", lambda fed: {"https://" + PEOPLE: fed.people()}),
    "the key of another region": (
        OTHER_ISSUER,
        "jwt.issuer",
        lambda fed: {"cognito-idp.eu-west-1.amazonaws.com/us-east-1_People001": fed.people()},
    ),
    "an access token": (
        "Invalid login token. Missing a required claim: aud",
        "jwt.claims",
        lambda fed: {PEOPLE: fed.people(aud=None, client_id=CLIENT, token_use="access")},
    ),
    "another app of the user pool": (
        UNSUPPORTED,
        "identity.login.client",
        lambda fed: {PEOPLE: fed.people(aud="app-that-nobody-registered")},
    ),
    "azp counts where there is one": (
        UNSUPPORTED,
        "identity.login.client",
        lambda fed: {GOOGLE: fed.google(azp="android.apps.googleusercontent.com")},
    ),
    "a user pool that the pool does not list": (
        UNSUPPORTED,
        "identity.login.provider",
        lambda fed: {
            "cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0001": a_token(
                fed.world, "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0001"
            )
        },
    ),
    "a provider that is not configured": (
        UNSUPPORTED,
        "identity.login.provider",
        lambda fed: {"www.amazon.com": "Atza|x"},
    ),
    "a changed claim": (
        UNVERIFIED,
        "jwt.signature",
        lambda fed: {PEOPLE: ".".join((*fed.people(sub="bo").split(".")[:2], fed.people().split(".")[2]))},
    ),
    "expired": (
        "Invalid login token. Token expired: 1767603600 >= 1767603600",
        "jwt.expiry",
        lambda fed: {PEOPLE: fed.people(exp=1767603600)},
    ),
    "from the future": (UNVERIFIED, "jwt.issued_at", lambda fed: {PEOPLE: fed.people(iat=1767603600 + 301)}),
    "a token of Cognito itself": (
        "Invalid login token. Can't pass in a Cognito token.",
        "identity.login.foreign",
        lambda fed: {PEOPLE: a_token(fed.world, COGNITO_IDENTITY)},
    ),
    "a token of Cognito itself under its own key": (
        "Invalid login token. Can't pass in a Cognito token.",
        "identity.login.foreign",
        lambda fed: {"cognito-identity.amazonaws.com": a_token(fed.world, COGNITO_IDENTITY)},
    ),
    "a foreign token under Cognito's key": (
        "Invalid login token. Not a Cognito token.",
        "identity.login.own",
        lambda fed: {"cognito-identity.amazonaws.com": fed.people()},
    ),
    "rubbish under Cognito's key": (
        NOT_OPENID,
        "identity.login.jwt",
        lambda fed: {"cognito-identity.amazonaws.com": "rubbish"},
    ),
    "one bad login among good ones": (NOT_OPENID, "jwt.format", lambda fed: {PEOPLE: fed.people(), GOOGLE: "rubbish"}),
}


@pytest.mark.parametrize("case", BAD)
def test_a_login_that_does_not_hold_gets_nobody_an_identity(fed: Federation, case: str) -> None:
    message, rule, logins = BAD[case]
    refused(fed, message, rule, logins(fed))


def test_a_token_from_a_clock_slightly_ahead_is_taken(fed: Federation) -> None:
    assert fed.get_id(people=fed.people(iat=int(fed.world.now) + 300))


def test_a_pool_without_guests_says_so_when_logins_are_missing() -> None:
    fed = federation(AllowUnauthenticatedIdentities=False)
    refused(fed, "Unauthenticated access is not supported for this identity pool.", "identity.pool.guests", {})


def test_updating_only_the_name_takes_the_providers_away(fed: Federation) -> None:
    name = {"IdentityPoolName": "renamed", "AllowUnauthenticatedIdentities": True}
    done(fed.world, "cognito-identity", "UpdateIdentityPool", IdentityPoolId=fed.pool, **name)
    message = f"Identity pool - {fed.pool} does not have identity providers configured."
    refused(fed, message, "identity.pool.providers", {PEOPLE: fed.people()})


def test_the_why_of_a_wrong_app_shows_both_values_and_where_they_stand(fed: Federation) -> None:
    fed.identity("GetId", IdentityPoolId=fed.pool, Logins={PEOPLE: fed.people(aud="another")})
    check = last(fed.world).why()[-1]
    wants, has = check.facts
    assert (wants.value, has.value) == ([CLIENT], "another")
    assert wants.place is not None
    assert has.place is not None
    assert (wants.place.table, wants.place.key, wants.place.field) == (
        "identity.pools",
        (fed.pool,),
        "user_pool_clients",
    )
    assert has.place.pointer == "/aud"


# ------------------------------------------------------------------------------------------------------------- Facebook


def test_facebook_is_asked_about_its_token_and_the_question_is_a_row_of_its_own(fed: Federation) -> None:
    token = fed.facebook()
    identity = fed.get_id(facebook=token)
    [child] = last(fed.world).children
    assert (child.source, child.target, child.ok) == ("IdPool", "FB", True)
    assert child.request["query"]["input_token"] == token
    assert fed.get_id(facebook=fed.facebook()) == identity


def test_a_facebook_token_made_for_another_app_is_not_supported(fed: Federation) -> None:
    other = app_at(fed.world, "facebook", name="Other", redirect_uris=["https://app.example.com/callback"])
    refused(fed, UNSUPPORTED, "identity.login.client", {FACEBOOK: facebook_login(fed.world, other)})


def test_a_token_that_facebook_does_not_know_is_no_login(fed: Federation) -> None:
    refused(fed, "Invalid login token.", "provider.token", {FACEBOOK: "EAAmadeup"})
    assert last(fed.world).refused_by[0] == "identity.login.accepted"


def test_an_expired_facebook_token_is_no_login_and_the_why_has_facebook_s_words(fed: Federation) -> None:
    token = fed.facebook()
    fed.world.act("clock.advance", seconds=7200)
    before = state(fed.world)
    reply = fed.identity("GetId", IdentityPoolId=fed.pool, Logins={FACEBOOK: token})
    assert reply.error is not None
    assert reply.error.message == "Invalid login token."
    assert "Session has expired" in reply.record.why()[-1].note
    assert state(fed.world) == before


def test_a_provider_that_does_not_answer_is_an_external_failure(
    fed: Federation, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = fed.facebook()

    def down(*_: Any) -> WebResponse:
        raise WebRefusal(WebResponse(503))

    monkeypatch.setitem(facebook.ROUTES, ("GET", "graph.facebook.com/debug_token"), down)
    reply = fed.identity("GetId", IdentityPoolId=fed.pool, Logins={FACEBOOK: token})
    assert reply.error is not None
    assert (reply.error.code, reply.record.refused_by) == ("ExternalServiceException", ("identity.login.answered",))


def test_a_provider_that_nobody_simulates_says_so(fed: Federation) -> None:
    twitter = {"api.twitter.com": "key;secret"}
    pool = {"IdentityPoolName": "reports", "AllowUnauthenticatedIdentities": True, "SupportedLoginProviders": twitter}
    done(fed.world, "cognito-identity", "UpdateIdentityPool", IdentityPoolId=fed.pool, **pool)
    reply = fed.identity("GetId", IdentityPoolId=fed.pool, Logins={"api.twitter.com": "token;secret"})
    assert reply.error is not None
    assert reply.error.message == "signing in with api.twitter.com is not simulated by CogTUI"


def test_unsigned_calls_act_where_the_pool_is() -> None:
    fed = federation()
    reply = fed.world.call(
        "cognito-identity", "GetId", {"IdentityPoolId": fed.pool}, account="444455556666", region="eu-west-1"
    )
    assert reply.ok
    assert (reply.record.account, reply.record.region) == ("111122223333", "us-east-1")


def test_identities_are_listed_in_pages(fed: Federation) -> None:
    made = {fed.get_id() for _ in range(4)}
    listing = {"IdentityPoolId": fed.pool, "MaxResults": 3}
    first = done(fed.world, "cognito-identity", "ListIdentities", **listing)
    second = done(fed.world, "cognito-identity", "ListIdentities", NextToken=first["NextToken"], **listing)
    assert {row["IdentityId"] for page in (first, second) for row in page["Identities"]} == made
    assert asked(fed.world, "cognito-identity", "ListIdentities", NextToken="strange", **listing).error is not None
