"""Linking outside identities to users of a pool: what AdminLinkProviderForUser takes, and whom sign-ins make afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.explain import Check
from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Record, Reply
from tests.builders import a_client, done, state
from tests.cloud.services.cognito_idp.domain.browser import Site, body, returned
from tests.cloud.services.cognito_idp.domain.test_federation import attributes, federated, round_trip, users

ANA = {"Name": "email", "Value": "ana@example.com"}
OIDC = {
    "client_id": "a",
    "client_secret": "b",
    "authorize_scopes": "openid",
    "oidc_issuer": "https://id.example.com",
    "attributes_request_method": "GET",
}


def site_with_ana(name: str = "Google", **pool: Any) -> Site:
    """Make a pool in which Ana has a password, and at whose provider she has an account."""
    site = federated(name, pool=pool)
    ana = {"Username": "ana", "UserAttributes": [ANA, {"Name": "email_verified", "Value": "true"}]}
    done(site.world, "cognito-idp", "AdminCreateUser", UserPoolId=site.pool, MessageAction="SUPPRESS", **ana)
    password = {"Username": "ana", "Password": "Pool-ana-1", "Permanent": True}
    done(site.world, "cognito-idp", "AdminSetUserPassword", UserPoolId=site.pool, **password)
    return site


def subject_of_ana(site: Site, name: str = "google") -> str:
    """Return what the provider calls Ana."""
    from cogtui.cloud.providers.records import USERS

    return next(user.id for user in site.world.store.scan(USERS, name))


def source(value: str, name: str = "Google", attribute: str = "Cognito_Subject") -> dict[str, str]:
    return {"ProviderName": name, "ProviderAttributeName": attribute, "ProviderAttributeValue": value}


def ana_of_the_pool(username: str = "ana") -> dict[str, str]:
    return {"ProviderName": "Cognito", "ProviderAttributeValue": username}


def link(site: Site, given: dict[str, str], to: dict[str, str] | None = None) -> Reply:
    params = {"UserPoolId": site.pool, "DestinationUser": to or ana_of_the_pool(), "SourceUser": given}
    return site.world.call("cognito-idp", "AdminLinkProviderForUser", params, caller=site.world.operator)


def unlink(site: Site, given: dict[str, str]) -> Reply:
    params = {"UserPoolId": site.pool, "User": given}
    return site.world.call("cognito-idp", "AdminDisableProviderForUser", params, caller=site.world.operator)


def claims_after(site: Site, name: str = "Google") -> dict[str, Any]:
    """Sign in at the provider and return the claims of the ID token."""
    tokens = body(site.redeem(returned(round_trip(site, name))["code"]))
    return read(tokens["id_token"]).claims or {}


def came_back(site: Site) -> Record:
    """Return the record of the newest return from a provider."""
    return next(record for record in reversed(site.world.trail) if record.name.startswith("Back from"))


def with_password(site: Site, username: str = "ana") -> Reply:
    """Sign in with the password, at an app of the same pool."""
    client = a_client(site.world, site.pool, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    asked = {"USERNAME": username, "PASSWORD": "Pool-ana-1"}
    params = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client, "AuthParameters": asked}
    return site.world.call("cognito-idp", "InitiateAuth", params)


def corporate(site: Site, **mapping: str) -> None:
    """Give the pool an OpenID Connect provider of the name `Corporate`."""
    settings = {"ProviderName": "Corporate", "ProviderType": "OIDC", "ProviderDetails": OIDC}
    done(
        site.world, "cognito-idp", "CreateIdentityProvider", UserPoolId=site.pool, AttributeMapping=mapping, **settings
    )


def refusal(reply: Reply) -> tuple[str, str]:
    assert reply.error is not None
    return reply.error.code, reply.error.message


# ------------------------------------------------------------------------------------------------------------ whom it gives


@pytest.mark.parametrize("name", ["Google", "Facebook"])
def test_a_linked_sign_in_gives_the_tokens_of_the_user_who_was_there_before(name: str) -> None:
    site = site_with_ana(name)
    (before,) = users(site)
    subject = subject_of_ana(site, name.lower())
    assert link(site, source(subject, name)).ok
    claims = claims_after(site, name)
    (after,) = users(site)
    assert (claims["sub"], claims["cognito:username"]) == (attributes(before)["sub"], "ana")
    assert after["UserStatus"] == "CONFIRMED"
    (identity,) = claims["identities"]
    assert identity == {
        "userId": subject,
        "providerName": name,
        "providerType": name,
        "issuer": None,
        "primary": "false",
        "dateCreated": str(int(site.world.now * 1000)),
    }
    assert ("oauth.federated.linked", True) in set(came_back(site).rules())


def test_without_a_link_one_human_becomes_two_users_and_the_why_names_the_cause() -> None:
    site = site_with_ana()
    claims = claims_after(site)
    assert {user["UserStatus"] for user in users(site)} == {"CONFIRMED", "EXTERNAL_PROVIDER"}
    assert claims["cognito:username"] == f"Google_{subject_of_ana(site)}"
    record = came_back(site)
    check = next(one for one in record.checks if one.rule == "oauth.federated.linked")
    assert isinstance(check, Check)
    assert check.passed is False
    assert check.fact("same_email") == ["ana"]
    assert "AdminLinkProviderForUser had to come first" in check.note


def test_the_link_shows_in_the_profile_before_anybody_signs_in_by_it() -> None:
    site = site_with_ana()
    link(site, source("1042"))
    (user,) = users(site)
    told: list[dict[str, str]] = json.loads(attributes(user)["identities"])
    assert [(one["userId"], one["primary"]) for one in told] == [("1042", "false")]


def test_the_password_goes_on_working_beside_the_link() -> None:
    site = site_with_ana()
    link(site, source(subject_of_ana(site)))
    claims_after(site)
    reply = with_password(site)
    assert reply.ok, reply.error


def test_a_linked_sign_in_rewrites_the_profile_and_an_address_that_nobody_vouches_for_is_unproven() -> None:
    site = site_with_ana("Facebook")
    link(site, source(subject_of_ana(site, "facebook"), "Facebook"))
    claims_after(site, "Facebook")
    (user,) = users(site)
    assert attributes(user)["name"] == "Ana Silva"
    assert attributes(user)["email_verified"] == "false"


def test_an_unproven_address_is_no_alias_any_more() -> None:
    site = site_with_ana("Facebook", AliasAttributes=["email"])
    link(site, source(subject_of_ana(site, "facebook"), "Facebook"))
    claims_after(site, "Facebook")
    named = {"UserPoolId": site.pool, "Username": "ana@example.com"}
    reply = site.world.call("cognito-idp", "AdminGetUser", named, caller=site.world.operator)
    assert refusal(reply)[0] == "UserNotFoundException"


def test_a_federated_user_can_be_the_destination() -> None:
    site = site_with_ana()
    round_trip(site, "Google")
    corporate(site)
    to = source(subject_of_ana(site))
    assert link(site, source("c-1", "Corporate"), to).ok
    federated_user = next(user for user in users(site) if user["UserStatus"] == "EXTERNAL_PROVIDER")
    told: list[dict[str, str]] = json.loads(attributes(federated_user)["identities"])
    assert [(one["providerName"], one["primary"]) for one in told] == [("Google", "true"), ("Corporate", "false")]


def test_a_link_goes_with_its_user() -> None:
    site = site_with_ana()
    link(site, source(subject_of_ana(site)))
    done(site.world, "cognito-idp", "AdminDeleteUser", UserPoolId=site.pool, Username="ana")
    assert claims_after(site)["cognito:username"].startswith("Google_")


# -------------------------------------------------------------------------------------------------------- what AWS refuses


def test_who_has_signed_in_before_cannot_be_linked_any_more() -> None:
    site = site_with_ana()
    round_trip(site, "Google")
    before = state(site.world)
    reply = link(site, source(subject_of_ana(site)))
    assert refusal(reply) == (
        "InvalidParameterException",
        "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
    )
    assert reply.record.refused_by == ("idp.link.unmerged",)
    assert state(site.world) == before


def test_a_user_has_five_links_at_most() -> None:
    site = site_with_ana()
    for number in range(5):
        assert link(site, source(f"104{number}")).ok
    reply = link(site, source("1049"))
    assert refusal(reply)[0] == "LimitExceededException"
    assert reply.record.refused_by == ("idp.link.quota",)


def test_an_identity_is_linked_to_one_user() -> None:
    site = site_with_ana()
    ben = {"Username": "ben", "MessageAction": "SUPPRESS"}
    done(site.world, "cognito-idp", "AdminCreateUser", UserPoolId=site.pool, **ben)
    assert link(site, source("1042")).ok
    assert refusal(link(site, source("1042")))[0] == "InvalidParameterException"
    reply = link(site, source("1042"), ana_of_the_pool("ben"))
    assert refusal(reply)[0] == "AliasExistsException"
    assert reply.record.refused_by == ("idp.link.free",)


REFUSED: dict[str, tuple[dict[str, str], dict[str, str], str, str]] = {
    "an unknown destination": (
        source("1"),
        ana_of_the_pool("nobody"),
        "UserNotFoundException",
        "idp.user.exists",
    ),
    "a source of the pool's own": (
        source("ben", "Cognito"),
        ana_of_the_pool(),
        "InvalidParameterException",
        "idp.link.source",
    ),
    "a provider that the pool lacks": (
        source("1", "Okta"),
        ana_of_the_pool(),
        "ResourceNotFoundException",
        "idp.provider.exists",
    ),
    "an attribute of a social provider": (
        source("a@example.com", attribute="email"),
        ana_of_the_pool(),
        "InvalidParameterException",
        "idp.link.attribute",
    ),
    "a source without a value": (
        {"ProviderName": "Google"},
        ana_of_the_pool(),
        "InvalidParameterException",
        "idp.link.named",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_linked_is_refused(case: str) -> None:
    given, to, code, rule = REFUSED[case]
    site = site_with_ana()
    before = state(site.world)
    reply = link(site, given, to)
    assert refusal(reply)[0] == code
    assert reply.record.refused_by == (rule,)
    assert state(site.world) == before


def test_a_profile_with_an_immutable_attribute_is_no_destination() -> None:
    schema = [{"Name": "team", "AttributeDataType": "String", "Mutable": False}]
    site = federated("Google", pool={"Schema": schema})
    team = {"Username": "ana", "UserAttributes": [{"Name": "custom:team", "Value": "red"}]}
    done(site.world, "cognito-idp", "AdminCreateUser", UserPoolId=site.pool, MessageAction="SUPPRESS", **team)
    assert link(site, source("1042")).record.refused_by == ("idp.link.mutable",)


def test_a_mapped_attribute_of_an_oidc_provider_names_the_source() -> None:
    site = site_with_ana()
    corporate(site, email="mail")
    assert link(site, source("ana@corporate.example", "Corporate", "email")).ok
    assert link(site, source("x", "Corporate", "nickname")).record.refused_by == ("idp.link.attribute",)


# -------------------------------------------------------------------------------------------------------------- unlinking


def test_after_unlinking_the_next_sign_in_makes_a_profile_of_its_own() -> None:
    site = site_with_ana()
    given = source(subject_of_ana(site))
    link(site, given)
    claims_after(site)
    assert unlink(site, given).ok
    assert "identities" not in attributes(users(site)[0])
    assert claims_after(site)["cognito:username"].startswith("Google_")


def test_disabling_the_provider_of_an_unlinked_profile_disables_the_profile() -> None:
    site = site_with_ana()
    round_trip(site, "Google")
    assert unlink(site, source(subject_of_ana(site))).ok
    told = returned(round_trip(site, "Google"))
    assert told["error_description"] == "User is disabled."


def test_disabling_cognito_takes_the_password_away() -> None:
    site = site_with_ana()
    assert unlink(site, source("ana", "Cognito")).ok
    reply = with_password(site)
    assert refusal(reply) == ("NotAuthorizedException", "Incorrect username or password.")


def test_nobody_to_unlink_is_refused() -> None:
    site = site_with_ana()
    reply = unlink(site, source("1042"))
    assert refusal(reply) == ("UserNotFoundException", "User does not exist.")
    assert reply.record.refused_by == ("idp.link.exists",)


# ------------------------------------------------------------------------------------------------- without a password


@pytest.mark.parametrize("operation", ["ForgotPassword", "AdminResetUserPassword"])
def test_a_profile_of_an_outside_provider_has_no_password_to_reset(operation: str) -> None:
    site = site_with_ana()
    round_trip(site, "Google")
    username = f"Google_{subject_of_ana(site)}"
    where = {"ClientId": site.client} if operation == "ForgotPassword" else {"UserPoolId": site.pool}
    caller = site.world.operator
    reply = site.world.call("cognito-idp", operation, {**where, "Username": username}, caller=caller)
    assert refusal(reply) == (
        "NotAuthorizedException",
        "User password cannot be reset in the current state.",
    )


def test_a_password_does_not_sign_in_a_profile_of_an_outside_provider() -> None:
    site = site_with_ana()
    round_trip(site, "Google")
    reply = with_password(site, f"Google_{subject_of_ana(site)}")
    assert refusal(reply) == ("NotAuthorizedException", "Incorrect username or password.")


def test_an_administrator_s_password_turns_it_into_a_user_who_has_both() -> None:
    site = site_with_ana()
    round_trip(site, "Google")
    named = {"UserPoolId": site.pool, "Username": f"Google_{subject_of_ana(site)}"}
    done(site.world, "cognito-idp", "AdminSetUserPassword", Password="Pool-ana-1", Permanent=True, **named)
    user = done(site.world, "cognito-idp", "AdminGetUser", **named)
    assert user["UserStatus"] == "CONFIRMED"
    assert claims_after(site)["cognito:username"] == named["Username"]
