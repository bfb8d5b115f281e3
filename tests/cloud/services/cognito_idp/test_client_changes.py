"""Changing app clients, their OAuth settings, and their secrets."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash
from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.people import People, people, refusal

CALLBACK = "https://app.example.com/callback"
FULL: dict[str, Any] = {
    "RefreshTokenValidity": 5,
    "AccessTokenValidity": 10,
    "IdTokenValidity": 20,
    "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
    "ReadAttributes": ["email"],
    "WriteAttributes": ["email"],
    "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
    "SupportedIdentityProviders": ["COGNITO"],
    "CallbackURLs": [
        CALLBACK,
        "http://localhost:3000/x",
        "http://127.0.0.1/",
        "http://[::1]:8080/",
        "notes://signed-in",
    ],
    "LogoutURLs": ["https://app.example.com/"],
    "DefaultRedirectURI": CALLBACK,
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid", "notes/read"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "PreventUserExistenceErrors": "ENABLED",
    "EnableTokenRevocation": False,
    "AuthSessionValidity": 15,
    "RefreshTokenRotation": {"Feature": "DISABLED"},
}


def with_notes(**client: Any) -> People:
    """Return a pool that has the scope `notes/read`."""
    here = people(client)
    scopes = [{"ScopeName": "read", "ScopeDescription": "Read notes"}]
    here.administered("CreateResourceServer", Identifier="notes", Name="Notes", Scopes=scopes)
    return here


def described(here: People) -> dict[str, Any]:
    return here.administered("DescribeUserPoolClient", ClientId=here.client)["UserPoolClient"]


def test_an_update_gives_all_settings_anew_and_keeps_name_and_secret() -> None:
    here = with_notes(GenerateSecret=True)
    before = described(here)
    here.wait(minutes=1)
    changed = here.administered("UpdateUserPoolClient", ClientId=here.client, **FULL)["UserPoolClient"]
    assert changed == described(here)
    assert {name: changed[name] for name in FULL} == FULL
    kept = ("ClientId", "ClientName", "ClientSecret", "CreationDate")
    assert {name: changed[name] for name in kept} == {name: before[name] for name in kept}
    assert changed["LastModifiedDate"] > before["LastModifiedDate"]


def test_what_an_update_leaves_out_goes_back_to_the_default() -> None:
    here = with_notes(ExplicitAuthFlows=None)
    plain = described(here)
    here.administered("UpdateUserPoolClient", ClientId=here.client, **FULL)
    here.administered("UpdateUserPoolClient", ClientId=here.client)
    assert described(here) == plain


def test_what_describe_says_can_be_sent_back() -> None:
    here = with_notes()
    here.administered("UpdateUserPoolClient", ClientId=here.client, **FULL)
    found = described(here)
    read_only = ("UserPoolId", "ClientId", "ClientSecret", "CreationDate", "LastModifiedDate")
    settings = {name: value for name, value in found.items() if name not in read_only}
    here.administered("UpdateUserPoolClient", ClientId=here.client, **settings)
    assert described(here) == found


CODE = {"AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "CallbackURLs": [CALLBACK]}
MACHINE = {"AllowedOAuthFlows": ["client_credentials"]}


@pytest.mark.parametrize(
    ("settings", "code", "text", "rule"),
    [
        (
            CODE | {"CallbackURLs": []},
            "InvalidOAuthFlowException",
            "CallbackUrls can not be empty when code flow or implicit flow is selected",
            "oauth_callbacks",
        ),
        (
            {"AllowedOAuthFlowsUserPoolClient": True},
            "InvalidOAuthFlowException",
            "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
            "oauth_complete",
        ),
        (
            MACHINE | {"AllowedOAuthScopes": ["openid"]},
            "InvalidOAuthFlowException",
            "client_credentials flow can only be selected with custom scopes",
            "oauth_custom",
        ),
        (
            CODE | {"AllowedOAuthScopes": ["notes/write"]},
            "ScopeDoesNotExistException",
            "Invalid scope requested: notes/write",
            "oauth_scopes",
        ),
        (
            CODE | {"CallbackURLs": ["http://app.example.com/"]},
            "InvalidParameterException",
            "http://app.example.com/ cannot use the HTTP protocol.",
            "https",
        ),
        (
            {"LogoutURLs": ["http://localhost.example.com/"]},
            "InvalidParameterException",
            "http://localhost.example.com/ cannot use the HTTP protocol.",
            "https",
        ),
        (
            CODE | {"CallbackURLs": [f"{CALLBACK}#top"]},
            "InvalidParameterException",
            f"{CALLBACK}#top is not a valid redirect URL.",
            "absolute",
        ),
        (
            {"LogoutURLs": ["/bye"]},
            "InvalidParameterException",
            "/bye is not a valid redirect URL.",
            "absolute",
        ),
        (
            CODE | {"DefaultRedirectURI": "https://app.example.com/other"},
            "InvalidParameterException",
            "DefaultRedirectURI must be in the list of CallbackURLs.",
            "default_redirect",
        ),
        (
            {"SupportedIdentityProviders": ["COGNITO", "Google"]},
            "InvalidParameterException",
            "The provider Google does not exist for User Pool {pool}.",
            "providers",
        ),
        (
            {"WriteAttributes": ["sub"]},
            "InvalidParameterException",
            "Invalid write attributes specified while updating a client",
            "write_attributes",
        ),
        ({"AccessTokenValidity": 25}, "InvalidParameterException", "Invalid range for token validity.", "range"),
    ],
)
def test_settings_that_cannot_be_change_nothing(settings: dict[str, Any], code: str, text: str, rule: str) -> None:
    here = with_notes(GenerateSecret=True)
    before = state(here.world)
    reply = here.asked("UpdateUserPoolClient", ClientId=here.client, **settings)
    assert refusal(reply) == (code, text.format(pool=here.pool))
    assert reply.record.refused_by[-1].rpartition(".")[2] == rule
    assert state(here.world) == before


def test_a_machine_has_custom_scopes_alone() -> None:
    here = with_notes(GenerateSecret=True)
    settings = MACHINE | {"AllowedOAuthScopes": ["notes/read"], "AllowedOAuthFlowsUserPoolClient": True}
    assert here.asked("UpdateUserPoolClient", ClientId=here.client, **settings).ok


# --------------------------------------------------------------------------------------------------------------- secrets


def signs_in(here: People, secret: str) -> bool:
    return here.sign_in("ana", SECRET_HASH=secret_hash(here.client, secret, "ana")).ok


def secret_ids(here: People) -> list[str]:
    found = here.administered("ListUserPoolClientSecrets", ClientId=here.client)["ClientSecrets"]
    assert all("ClientSecretValue" not in secret for secret in found)
    return [secret["ClientSecretId"] for secret in found]


def test_both_secrets_of_a_client_are_honoured_until_one_is_deleted() -> None:
    here = people({"GenerateSecret": True})
    here.user("ana", PASSWORD)
    old = described(here)["ClientSecret"]
    added = here.administered("AddUserPoolClientSecret", ClientId=here.client)["ClientSecretDescriptor"]
    new = added["ClientSecretValue"]
    assert re.fullmatch(r"[0-9a-z]{51}", new)
    assert [signs_in(here, secret) for secret in (old, new, "x" * 51)] == [True, True, False]
    first, second = secret_ids(here)
    assert second == added["ClientSecretId"]
    assert re.fullmatch(rf"{here.client}--[0-9]+", first)
    here.administered("DeleteUserPoolClientSecret", ClientId=here.client, ClientSecretId=first)
    assert [signs_in(here, secret) for secret in (old, new)] == [False, True]
    assert described(here)["ClientSecret"] == new


def test_a_secret_of_one_s_own_is_not_shown_again() -> None:
    here = people({"ClientSecret": "a" * 24})
    here.user("ana", PASSWORD)
    shown = here.administered("AddUserPoolClientSecret", ClientId=here.client, ClientSecret="b" * 30)
    assert set(shown["ClientSecretDescriptor"]) == {"ClientSecretId", "ClientSecretCreateDate"}
    assert [signs_in(here, secret) for secret in ("a" * 24, "b" * 30)] == [True, True]


@pytest.mark.parametrize(
    ("client", "done_before", "operation", "params", "refused"),
    [
        ({}, 0, "AddUserPoolClientSecret", {}, ("InvalidParameterException", "idp.client.confidential")),
        ({"GenerateSecret": True}, 1, "AddUserPoolClientSecret", {}, ("LimitExceededException", "idp.client.secrets")),
        (
            {"ClientSecret": "a" * 24},
            0,
            "AddUserPoolClientSecret",
            {"ClientSecret": "a" * 24},
            ("InvalidParameterException", "idp.client.secret_fresh"),
        ),
        (
            {"GenerateSecret": True},
            0,
            "DeleteUserPoolClientSecret",
            {"ClientSecretId": "first"},
            ("InvalidParameterException", "idp.client.secret_left"),
        ),
        (
            {"GenerateSecret": True},
            1,
            "DeleteUserPoolClientSecret",
            {"ClientSecretId": "none"},
            ("ResourceNotFoundException", "idp.client.secret_exists"),
        ),
    ],
)
def test_a_client_keeps_one_or_two_secrets(
    client: dict[str, Any], done_before: int, operation: str, params: dict[str, Any], refused: tuple[str, str]
) -> None:
    here = people(client)
    for _ in range(done_before):
        here.administered("AddUserPoolClientSecret", ClientId=here.client)
    if params.get("ClientSecretId") == "first":
        params = {"ClientSecretId": secret_ids(here)[0]}
    before = state(here.world)
    reply = here.asked(operation, ClientId=here.client, **params)
    assert (refusal(reply)[0], *reply.record.refused_by) == refused
    assert state(here.world) == before


def test_a_new_client_s_secret_is_given_or_made() -> None:
    here = people()
    reply = here.asked("CreateUserPoolClient", ClientName="x", GenerateSecret=True, ClientSecret="a" * 24)
    assert reply.record.refused_by == ("idp.client.secret_source",)
