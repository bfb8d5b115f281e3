"""AdminInitiateAuth and AdminRespondToAuthChallenge: signing users in from a server that has AWS keys."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash
from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD, a_client, a_user_pool, state
from tests.cloud.services.cognito_idp.people import People, people, refusal

ADMIN: dict[str, Any] = {"ExplicitAuthFlows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}
INCORRECT = ("NotAuthorizedException", "Incorrect username or password.")
NOT_ENABLED = ("InvalidParameterException", "Auth flow not enabled for this client")
NOT_SUPPORTED = ("InvalidParameterException", "Initiate Auth method not supported.")


def signs_in(here: People, flow: str = "ADMIN_USER_PASSWORD_AUTH", *, client: str = "", **parameters: str) -> Reply:
    given = {"USERNAME": "ana", "PASSWORD": PASSWORD} | parameters
    return here.asked("AdminInitiateAuth", ClientId=client or here.client, AuthFlow=flow, AuthParameters=given)


def staffed(client: dict[str, Any] | None = None) -> People:
    here = people(ADMIN | (client or {}))
    here.user()
    return here


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
def test_both_names_of_the_flow_give_tokens(flow: str) -> None:
    here = staffed()
    reply = signs_in(here, flow)
    assert set(reply.output["AuthenticationResult"]) >= {"AccessToken", "IdToken", "RefreshToken"}
    assert reply.output["ChallengeParameters"] == {}


def test_the_old_name_in_the_client_s_settings_allows_the_flow_too() -> None:
    here = people({"ExplicitAuthFlows": ["ADMIN_NO_SRP_AUTH"]})
    here.user()
    assert signs_in(here).ok


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"])
def test_a_server_refreshes_too(flow: str) -> None:
    here = staffed()
    token = signs_in(here).output["AuthenticationResult"]["RefreshToken"]
    result = signs_in(here, flow, REFRESH_TOKEN=token).output["AuthenticationResult"]
    assert "RefreshToken" not in result
    assert here.call("GetUser", AccessToken=result["AccessToken"]).ok


def test_the_first_password_is_chosen_through_the_server() -> None:
    here = people(ADMIN)
    here.invited()
    output = signs_in(here).output
    assert output["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    reply = here.asked(
        "AdminRespondToAuthChallenge",
        ClientId=here.client,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=output["Session"],
        ChallengeResponses={"USERNAME": "ana", "NEW_PASSWORD": "Another-Horse-9"},
        ContextData={"IpAddress": "192.0.2.1", "ServerName": "s", "ServerPath": "/", "HttpHeaders": []},
    )
    assert "AuthenticationResult" in reply.output
    assert here.status() == "CONFIRMED"


@pytest.mark.parametrize(
    ("flow", "parameters", "error", "rule"),
    [
        ("USER_PASSWORD_AUTH", {}, NOT_SUPPORTED, "idp.flow.supported"),
        ("USER_SRP_AUTH", {}, NOT_ENABLED, "idp.flow.enabled"),
        ("CUSTOM_AUTH", {}, NOT_ENABLED, "idp.flow.enabled"),
        (
            "ADMIN_USER_PASSWORD_AUTH",
            {"PASSWORD": ""},
            ("InvalidParameterException", "Missing required parameter PASSWORD"),
            "idp.parameter.present",
        ),
        (
            "ADMIN_USER_PASSWORD_AUTH",
            {"USERNAME": "nobody"},
            ("UserNotFoundException", "User does not exist."),
            "idp.user.exists",
        ),
        ("REFRESH_TOKEN_AUTH", {"REFRESH_TOKEN": "x"}, ("NotAuthorizedException", "Invalid Refresh Token."), None),
    ],
)
def test_what_cannot_work_is_refused(flow: str, parameters: dict[str, str], error: tuple[str, str], rule: str) -> None:
    here = staffed()
    before = state(here.world)
    reply = signs_in(here, flow, **parameters)
    assert refusal(reply) == error
    assert reply.record.refused_by == ((rule or "idp.refresh.known"),)
    assert state(here.world) == before


def test_unknown_users_are_hidden_from_servers_as_the_client_says() -> None:
    here = staffed({"PreventUserExistenceErrors": "ENABLED"})
    assert refusal(signs_in(here, USERNAME="nobody")) == INCORRECT


def test_wrong_passwords_count_whichever_way_they_come() -> None:
    here = staffed({"ExplicitAuthFlows": [*ADMIN["ExplicitAuthFlows"], "ALLOW_USER_PASSWORD_AUTH"]})
    for _ in range(4):
        assert refusal(signs_in(here, PASSWORD="Wrong-Horse-9")) == INCORRECT
    assert refusal(here.sign_in(password="Wrong-Horse-9")) == INCORRECT
    assert refusal(signs_in(here)) == ("NotAuthorizedException", "Password attempts exceeded")


def test_a_client_with_a_secret_wants_the_hash_from_servers_too() -> None:
    here = staffed({"GenerateSecret": True})
    assert signs_in(here).record.refused_by == ("idp.secret_hash.present",)
    assert signs_in(here, SECRET_HASH=secret_hash(here.client, here.secret(), "ana")).ok


@pytest.mark.parametrize("operation", ["AdminInitiateAuth", "AdminRespondToAuthChallenge"])
def test_the_client_must_be_the_pool_s(operation: str) -> None:
    here = staffed()
    other = a_client(here.world, a_user_pool(here.world), **ADMIN)
    more: dict[str, Any] = {
        "AdminInitiateAuth": {"AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "ana"}},
        "AdminRespondToAuthChallenge": {"ChallengeName": "NEW_PASSWORD_REQUIRED"},
    }[operation]
    reply = here.asked(operation, ClientId=other, **more)
    assert refusal(reply) == ("ResourceNotFoundException", f"User pool client {other} does not exist.")
    assert reply.record.refused_by == ("idp.client.exists",)


def test_a_server_without_keys_is_refused() -> None:
    here = staffed()
    params = {"UserPoolId": here.pool, "ClientId": here.client, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
    reply = here.world.call("cognito-idp", "AdminInitiateAuth", params, caller=ANONYMOUS)
    assert refusal(reply)[0] == "MissingAuthenticationTokenException"
