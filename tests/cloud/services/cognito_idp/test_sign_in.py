"""InitiateAuth with USER_PASSWORD_AUTH: who gets in, who doesn't, and which reason comes first."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from typing import Any

import pytest

from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash
from cogtui.cloud.services.cognito_idp.traces import FAILURES
from cogtui.cloud.store import Store, Table
from tests.builders import PASSWORD, a_client, done, password_sign_in, state
from tests.cloud.services.cognito_idp.people import ANA, People, people, refusal

INCORRECT = ("NotAuthorizedException", "Incorrect username or password.")
UNKNOWN = ("UserNotFoundException", "User does not exist.")


def with_secret(**client: Any) -> tuple[People, str]:
    """Return a pool whose client has a secret, and the secret."""
    here = people({"GenerateSecret": True} | client)
    described = done(here.world, "cognito-idp", "DescribeUserPoolClient", UserPoolId=here.pool, ClientId=here.client)
    return here, described["UserPoolClient"]["ClientSecret"]


def test_a_right_password_gives_three_tokens() -> None:
    here = people()
    here.confirmed()
    output = here.sign_in().output
    result = output["AuthenticationResult"]
    assert output == {"ChallengeParameters": {}, "AuthenticationResult": result}
    assert set(result) == {"AccessToken", "ExpiresIn", "TokenType", "RefreshToken", "IdToken"}
    assert (result["ExpiresIn"], result["TokenType"]) == (3600, "Bearer")


def test_the_why_of_a_sign_in_names_every_decision_in_its_order() -> None:
    here = people()
    here.confirmed()
    assert [check.rule for check in here.sign_in().record.why()] == [
        "idp.client.exists",
        "idp.flow.supported",
        "idp.flow.enabled",
        "idp.parameter.present",
        "idp.secret_hash.expected",
        "idp.user.exists",
        "idp.password.lock",
        "idp.password.correct",
        "idp.user.enabled",
        "idp.user.confirmed",
    ]


@pytest.mark.parametrize(("mode", "error"), [("LEGACY", UNKNOWN), ("ENABLED", INCORRECT)])
def test_an_unknown_user_is_told_only_where_the_client_tells(mode: str, error: tuple[str, str]) -> None:
    here = people({"PreventUserExistenceErrors": mode})
    before = state(here.world)
    reply = here.sign_in("nobody")
    assert refusal(reply) == error
    assert reply.record.refused_by == ("idp.user.exists",)
    assert next(c for c in reply.record.why() if c.passed is False).fact("PreventUserExistenceErrors") == mode
    assert state(here.world) == before


def test_a_wrong_password_is_refused_and_counted() -> None:
    here = people()
    here.confirmed()
    before = state(here.world)
    reply = here.sign_in(password="Wrong-Horse-9")
    assert refusal(reply) == INCORRECT
    assert reply.record.refused_by == ("idp.password.correct",)
    changed = [row for row in state(here.world) if row not in before]
    assert {table for table, _, _ in changed} == {"idp.failures"}
    assert [(failure.count, failure.failed_at) for failure in here.world.store.scan(FAILURES, here.pool)] == [
        (1, here.world.now)
    ]


def test_the_state_of_a_user_is_told_to_who_knows_the_password() -> None:
    here = people()
    here.sign_up(email=ANA)
    assert refusal(here.sign_in(password="Wrong-Horse-9")) == INCORRECT
    reply = here.sign_in()
    assert refusal(reply) == ("UserNotConfirmedException", "User is not confirmed.")
    assert reply.record.refused_by == ("idp.user.confirmed",)


def test_a_disabled_user_cannot_sign_in_before_being_enabled() -> None:
    here = people()
    here.user()
    here.administered("AdminDisableUser", Username="ana")
    assert refusal(here.sign_in(password="Wrong-Horse-9")) == INCORRECT
    reply = here.sign_in()
    assert refusal(reply) == ("NotAuthorizedException", "User is disabled.")
    assert reply.record.refused_by == ("idp.user.enabled",)
    here.administered("AdminEnableUser", Username="ana")
    assert here.sign_in().ok


@pytest.mark.parametrize(
    ("params", "error", "rule"),
    [
        (
            {"ClientId": "nobody"},
            ("ResourceNotFoundException", "User pool client nobody does not exist."),
            "idp.client.exists",
        ),
        (
            {"AuthFlow": "USER_SRP_AUTH"},
            ("InvalidParameterException", "USER_SRP_AUTH flow not enabled for this client"),
            "idp.flow.enabled",
        ),
        (
            {"AuthFlow": "CUSTOM_AUTH"},
            ("InvalidParameterException", "CUSTOM_AUTH flow not enabled for this client"),
            "idp.flow.enabled",
        ),
        (
            {"AuthFlow": "ADMIN_USER_PASSWORD_AUTH"},
            ("InvalidParameterException", "Initiate Auth method not supported."),
            "idp.flow.supported",
        ),
        (
            {"AuthParameters": {"PASSWORD": PASSWORD}},
            ("InvalidParameterException", "Missing required parameter USERNAME"),
            "idp.parameter.present",
        ),
        (
            {"AuthParameters": {"USERNAME": "ana"}},
            ("InvalidParameterException", "Missing required parameter PASSWORD"),
            "idp.parameter.present",
        ),
        (
            {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {}},
            ("InvalidParameterException", "Missing required parameter REFRESH_TOKEN"),
            "idp.parameter.present",
        ),
        (
            {"AuthParameters": {"USERNAME": "ana", "PASSWORD": PASSWORD, "SECRET_HASH": "abc="}},
            (
                "NotAuthorizedException",
                "Client {client} is not configured with secret but secret was received",
            ),
            "idp.secret_hash.expected",
        ),
    ],
)
def test_a_request_that_cannot_work_is_refused_in_aws_s_words(
    params: dict[str, Any], error: tuple[str, str], rule: str
) -> None:
    here = people()
    here.user()
    before = state(here.world)
    usual = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "ana", "PASSWORD": PASSWORD}}
    reply = here.call("InitiateAuth", **(usual | params))
    assert refusal(reply) == (error[0], error[1].format(client=here.client))
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before


def test_a_client_without_the_password_flow_says_so() -> None:
    here = people({"ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"]})
    assert refusal(here.sign_in()) == (
        "InvalidParameterException",
        "USER_PASSWORD_AUTH flow not enabled for this client",
    )


@pytest.mark.parametrize(
    ("flows", "allowed"),
    [
        (None, {"USER_SRP_AUTH", "CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"}),
        (["USER_PASSWORD_AUTH"], {"USER_PASSWORD_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"}),
        (["ADMIN_NO_SRP_AUTH"], {"USER_SRP_AUTH", "CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"}),
        (["CUSTOM_AUTH_FLOW_ONLY"], {"CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"}),
        (["ALLOW_USER_PASSWORD_AUTH"], {"USER_PASSWORD_AUTH"}),
        (["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"], {"USER_AUTH", "REFRESH_TOKEN_AUTH"}),
    ],
)
def test_which_flows_a_client_allows(flows: list[str] | None, allowed: set[str]) -> None:
    here = people()
    settings = {"UserPoolId": here.pool, "ClientName": "other", "ExplicitAuthFlows": flows}
    client = done(here.world, "cognito-idp", "CreateUserPoolClient", **settings)["UserPoolClient"]["ClientId"]
    every = ("USER_PASSWORD_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH", "USER_AUTH", "REFRESH_TOKEN_AUTH")
    found = {
        flow
        for flow in every
        if "idp.flow.enabled" not in here.call("InitiateAuth", ClientId=client, AuthFlow=flow).record.refused_by
    }
    assert found == allowed


# ------------------------------------------------------------------------------------------------------- client secrets


def test_the_published_vector_of_the_secret_hash() -> None:
    secret = "1abcdefghijklmnopqrstuvwxyz23456789abcdefghijklmnop"
    expected = "sJEsw35oVW+n5YU2ZVDj9Xghl1i6x0RhdUP4JD6s7TA="
    assert secret_hash("6h89qn2bfglbmvfebq9aaknqk0", secret, "alice") == expected


def test_a_client_with_a_secret_wants_the_hash_and_the_right_one() -> None:
    here, secret = with_secret()
    here.user()
    message = f"ana{here.client}".encode()
    right = base64.b64encode(hmac.digest(secret.encode(), message, "sha256")).decode()
    missing, wrong = here.sign_in(), here.sign_in(SECRET_HASH=secret_hash(here.client, secret, "ben"))
    assert refusal(missing) == (
        "NotAuthorizedException",
        f"Client {here.client} is configured with secret but SECRET_HASH was not received",
    )
    assert missing.record.refused_by == ("idp.secret_hash.present",)
    assert refusal(wrong) == ("NotAuthorizedException", f"Unable to verify secret hash for client {here.client}")
    assert wrong.record.refused_by == ("idp.secret_hash.correct",)
    assert here.sign_in(SECRET_HASH=right).ok


def test_the_hash_may_be_over_the_address_or_over_the_user_name_behind_it() -> None:
    here = people({"GenerateSecret": True}, UsernameAttributes=["email"])
    sub = here.user(ANA)
    describe = {"UserPoolId": here.pool, "ClientId": here.client}
    secret = done(here.world, "cognito-idp", "DescribeUserPoolClient", **describe)["UserPoolClient"]["ClientSecret"]
    for name in (ANA, sub):
        assert here.sign_in(ANA, SECRET_HASH=secret_hash(here.client, secret, name)).ok


@pytest.mark.parametrize("operation", ["SignUp", "ConfirmSignUp", "ResendConfirmationCode"])
def test_every_call_of_an_app_with_a_secret_needs_the_hash(operation: str) -> None:
    here, secret = with_secret()
    params: dict[str, Any] = {
        "SignUp": {"Password": PASSWORD},
        "ConfirmSignUp": {"ConfirmationCode": "123456"},
        "ResendConfirmationCode": {},
    }[operation]
    assert here.call(operation, Username="ana", **params).record.refused_by == ("idp.secret_hash.present",)
    right = secret_hash(here.client, secret, "ana")
    assert (
        "idp.secret_hash.correct"
        not in here.call(operation, Username="ana", SecretHash=right, **params).record.refused_by
    )


# ----------------------------------------------------------------------------------------------- which reason comes first


def test_the_first_of_several_reasons_is_the_one_that_is_told() -> None:
    """Each step mends one of eight faults; the refusals come in AWS's order."""
    here, secret = with_secret(ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"])
    other = a_client(here.world, here.pool, GenerateSecret=True)
    describe = {"UserPoolId": here.pool, "ClientId": other}
    secret = done(here.world, "cognito-idp", "DescribeUserPoolClient", **describe)["UserPoolClient"]["ClientSecret"]
    here.call("SignUp", ClientId=other, Username="ana", Password=PASSWORD, SecretHash=secret_hash(other, secret, "ana"))
    here.administered("AdminDisableUser", Username="ana")

    def attempt(client: str, **parameters: str) -> tuple[str, ...]:
        reply = here.call("InitiateAuth", ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
        return reply.record.refused_by

    hashed = {name: secret_hash(other, secret, name) for name in ("ana", "nobody")}
    assert attempt("nobody") == ("idp.client.exists",)
    assert attempt(here.client) == ("idp.flow.enabled",)
    assert attempt(other, USERNAME="nobody") == ("idp.parameter.present",)
    assert attempt(other, USERNAME="nobody", PASSWORD="wrong") == ("idp.secret_hash.present",)
    assert attempt(other, USERNAME="nobody", PASSWORD="w", SECRET_HASH=hashed["nobody"]) == ("idp.user.exists",)
    for _ in range(5):
        assert attempt(other, USERNAME="ana", PASSWORD="w", SECRET_HASH=hashed["ana"]) == ("idp.password.correct",)
    assert attempt(other, USERNAME="ana", PASSWORD="w", SECRET_HASH=hashed["ana"]) == ("idp.password.lock",)
    here.wait(seconds=1)
    assert attempt(other, USERNAME="ana", PASSWORD=PASSWORD, SECRET_HASH=hashed["ana"]) == ("idp.user.enabled",)
    here.administered("AdminEnableUser", Username="ana")
    assert attempt(other, USERNAME="ana", PASSWORD=PASSWORD, SECRET_HASH=hashed["ana"]) == ("idp.user.confirmed",)
    here.administered("AdminConfirmSignUp", Username="ana")
    assert attempt(other, USERNAME="ana", PASSWORD=PASSWORD, SECRET_HASH=hashed["ana"]) == ()


@pytest.mark.parametrize("odd", ["\ud800", "a\u0000b", "ü" * 128, "[bold]", "🐟"])
def test_any_text_may_be_typed_as_name_or_password(odd: str) -> None:
    here = people()
    here.user()
    assert not here.sign_in(password=odd).ok
    assert not here.sign_in(odd).ok


def test_a_sign_in_costs_the_same_number_of_writes_however_many_users_there_are() -> None:
    here = people()
    here.user()
    alone = len(here.sign_in().record.changes)
    for number in range(20):
        here.user(f"user{number}")
    assert len(here.sign_in().record.changes) == alone == 3, "the session, its refresh token, the counter of ids"


def test_nobody_looks_through_all_users(monkeypatch: pytest.MonkeyPatch) -> None:
    here = people(AliasAttributes=["email"])
    here.user("ana", email=ANA, email_verified="true")
    scanned: list[str] = []

    def scan(store: Store, table: Table[Any], scope: str) -> Iterator[Any]:
        scanned.append(table.name)
        return iter(
            [store.get(table, key) for name, key, _ in list(store.every()) if (name, key[0]) == (table.name, scope)]
        )

    monkeypatch.setattr(Store, "scan", scan)
    tokens = here.tokens(ANA)
    assert here.refresh(tokens["RefreshToken"]).ok
    assert here.call("GetUser", AccessToken=tokens["AccessToken"]).ok
    assert here.sign_up("ben", email="ben@example.com").ok
    assert here.call("ConfirmSignUp", Username="ben", ConfirmationCode="000000").error is not None
    assert set(scanned) == {"world.signing_keys"}


def test_undo_of_a_sign_in_ends_its_session_and_redo_brings_it_back() -> None:
    here = people()
    here.user()
    tokens = here.tokens()
    here.world.undo()
    with here.world.what_if():
        assert refusal(here.call("GetUser", AccessToken=tokens["AccessToken"]))[1] == "Invalid Access Token"
        assert refusal(here.refresh(tokens["RefreshToken"]))[1] == "Invalid Refresh Token."
    here.world.redo()
    assert here.call("GetUser", AccessToken=tokens["AccessToken"]).ok
    assert here.refresh(tokens["RefreshToken"]).ok


def test_the_same_seed_gives_the_same_tokens() -> None:
    def tokens() -> dict[str, Any]:
        here = people()
        here.user()
        return password_sign_in(here.world, here.client).output["AuthenticationResult"]

    assert tokens() == tokens()
