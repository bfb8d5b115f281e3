"""Outside identity providers of a pool."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import state
from tests.cloud.services.cognito_idp.people import people, refusal

KEYS = {"client_id": "id", "client_secret": "secret"}
GOOGLE = {**KEYS, "authorize_scopes": "email openid"}
OIDC = {
    **KEYS,
    "authorize_scopes": "openid",
    "oidc_issuer": "https://login.example.com",
    "attributes_request_method": "GET",
}
APPLE = {
    "client_id": "com.example",
    "team_id": "T",
    "key_id": "K",
    "private_key": "P",
    "authorize_scopes": "email name",
}
GIVEN: dict[str, dict[str, Any]] = {
    "Google": {"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": GOOGLE},
    "OIDC": {"ProviderName": "Okta", "ProviderType": "OIDC", "ProviderDetails": OIDC},
}


@pytest.mark.parametrize(
    ("kind", "details", "added", "username"),
    [
        (
            "Facebook",
            {**KEYS, "authorize_scopes": "public_profile,email", "api_version": "v19.0"},
            {
                "authorize_url": "https://www.facebook.com/v19.0/dialog/oauth",
                "token_url": "https://graph.facebook.com/v19.0/oauth/access_token",
                "token_request_method": "GET",
                "attributes_url": "https://graph.facebook.com/v19.0/me?fields=",
                "attributes_url_add_attributes": "true",
            },
            "id",
        ),
        (
            "Google",
            GOOGLE,
            {
                "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
                "token_url": "https://www.googleapis.com/oauth2/v4/token",
                "token_request_method": "POST",
                "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
                "attributes_url_add_attributes": "true",
                "oidc_issuer": "https://accounts.google.com",
            },
            "sub",
        ),
        (
            "LoginWithAmazon",
            {**KEYS, "authorize_scopes": "profile"},
            {
                "authorize_url": "https://www.amazon.com/ap/oa",
                "token_url": "https://api.amazon.com/auth/o2/token",
                "token_request_method": "POST",
                "attributes_url": "https://api.amazon.com/user/profile",
                "attributes_url_add_attributes": "false",
            },
            "user_id",
        ),
        ("OIDC", OIDC, {"attributes_url_add_attributes": "false"}, "sub"),
    ],
)
def test_a_provider_is_described_with_what_aws_knows_of_it(
    kind: str, details: dict[str, str], added: dict[str, str], username: str
) -> None:
    here = people()
    name = kind if kind != "OIDC" else "Okta"
    given = {"ProviderName": name, "ProviderType": kind, "ProviderDetails": details, "IdpIdentifiers": ["example.com"]}
    made = here.administered("CreateIdentityProvider", **given, AttributeMapping={"email": "email"})["IdentityProvider"]
    assert made["ProviderDetails"] == details | added
    assert made["AttributeMapping"] == {"email": "email", "username": username}
    assert here.administered("DescribeIdentityProvider", ProviderName=name)["IdentityProvider"] == made
    found = here.administered("GetIdentityProviderByIdentifier", IdpIdentifier="example.com")
    assert found["IdentityProvider"] == made


def test_a_private_key_is_kept_but_not_shown() -> None:
    here = people()
    asked = {"ProviderName": "SignInWithApple", "ProviderType": "SignInWithApple"}
    made = here.administered("CreateIdentityProvider", **asked, ProviderDetails=APPLE)["IdentityProvider"]
    assert "private_key" not in made["ProviderDetails"]
    shown = made["ProviderDetails"]
    name = {"ProviderName": "SignInWithApple"}
    assert here.asked("UpdateIdentityProvider", **name, ProviderDetails=shown).ok


def test_an_update_changes_what_is_given() -> None:
    here = people()
    made = here.administered("CreateIdentityProvider", **GIVEN["OIDC"], IdpIdentifiers=["a"])["IdentityProvider"]
    here.wait(hours=1)
    mapping = {"name": "name", "username": "oid"}
    changed = here.administered("UpdateIdentityProvider", ProviderName="Okta", AttributeMapping=mapping)
    found = changed["IdentityProvider"]
    assert found["AttributeMapping"] == mapping
    assert (found["ProviderDetails"], found["IdpIdentifiers"]) == (made["ProviderDetails"], ["a"])
    assert found["LastModifiedDate"] > found["CreationDate"]


def test_clients_may_list_a_provider_that_is_there() -> None:
    here = people()
    here.administered("CreateIdentityProvider", **GIVEN["Google"])
    listed = {"ClientName": "x", "SupportedIdentityProviders": ["Google", "COGNITO"]}
    assert here.asked("CreateUserPoolClient", **listed).ok
    here.administered("DeleteIdentityProvider", ProviderName="Google")
    reply = here.asked("CreateUserPoolClient", **listed)
    text = f"The provider Google does not exist for User Pool {here.pool}."
    assert refusal(reply) == ("InvalidParameterException", text)


@pytest.mark.parametrize(
    ("changed", "code", "text", "rule"),
    [
        (
            {"ProviderType": "Google"},
            "InvalidParameterException",
            "Provider Okta cannot be of type Google.",
            "name",
        ),
        (
            {"ProviderName": "Google"},
            "InvalidParameterException",
            "Provider Google cannot be of type OIDC.",
            "name",
        ),
        (GIVEN["Google"], "DuplicateProviderException", "Google already exists in user pool {pool}", "free"),
        (
            {"ProviderDetails": KEYS, "ProviderName": "Facebook", "ProviderType": "Facebook"},
            "InvalidParameterException",
            "client_id, client_secret and authorize_scopes are all required idp details",
            "details",
        ),
        (
            {"ProviderDetails": {}, "ProviderType": "SAML"},
            "InvalidParameterException",
            "MetadataURL or MetadataFile is required",
            "details",
        ),
        (
            {"ProviderDetails": OIDC | {"attributes_request_method": "PUT"}},
            "InvalidParameterException",
            "attributes_request_method must be GET or POST",
            "method",
        ),
        (
            {"ProviderDetails": OIDC | {"oidc_issuer": "http://login.example.com"}},
            "InvalidParameterException",
            "Invalid URL in ProviderDetails: oidc_issuer",
            "urls",
        ),
        (
            {"ProviderDetails": OIDC | {"authorize_scopes": "email"}},
            "InvalidParameterException",
            "The openid scope is required for an OIDC provider",
            "openid",
        ),
        (
            {"AttributeMapping": {"custom:team": "team", "email": "email"}},
            "InvalidParameterException",
            "AttributeMapping contains invalid mapping: [custom:team]",
            "mapping",
        ),
        (
            {"IdpIdentifiers": ["example.com"]},
            "InvalidParameterException",
            "IdpIdentifiers already in use: example.com",
            "identifiers",
        ),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, Any], code: str, text: str, rule: str) -> None:
    here = people()
    here.administered("CreateIdentityProvider", **GIVEN["Google"], IdpIdentifiers=["example.com"])
    before = state(here.world)
    reply = here.asked("CreateIdentityProvider", **(GIVEN["OIDC"] | changed))
    assert refusal(reply) == (code, text.format(pool=here.pool))
    assert reply.record.refused_by == (f"idp.provider.{rule}",)
    assert state(here.world) == before


@pytest.mark.parametrize(
    ("operation", "params", "rule"),
    [
        ("DescribeIdentityProvider", {"ProviderName": "None"}, "idp.provider.exists"),
        ("UpdateIdentityProvider", {"ProviderName": "None"}, "idp.provider.exists"),
        ("DeleteIdentityProvider", {"ProviderName": "None"}, "idp.provider.exists"),
        ("GetIdentityProviderByIdentifier", {"IdpIdentifier": "None"}, "idp.provider.identified"),
    ],
)
def test_a_provider_that_is_not_there_is_not_found(operation: str, params: dict[str, str], rule: str) -> None:
    reply = people().asked(operation, **params)
    assert refusal(reply) == ("ResourceNotFoundException", "Identity provider None does not exist.")
    assert reply.record.refused_by == (rule,)


def test_providers_are_listed_page_by_page() -> None:
    here = people()
    for name in ("Bob", "Ann", "Cat"):
        here.administered("CreateIdentityProvider", **(GIVEN["OIDC"] | {"ProviderName": name}))
    first = here.administered("ListIdentityProviders", MaxResults=2)
    second = here.administered("ListIdentityProviders", MaxResults=2, NextToken=first["NextToken"])
    assert [row["ProviderName"] for page in (first, second) for row in page["Providers"]] == ["Ann", "Bob", "Cat"]
    assert set(first["Providers"][0]) == {"ProviderName", "ProviderType", "CreationDate", "LastModifiedDate"}
