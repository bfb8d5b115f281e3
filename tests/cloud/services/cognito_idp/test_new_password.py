"""NEW_PASSWORD_REQUIRED: choosing the first password (API RespondToAuthChallenge)."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash
from cogtui.cloud.services.cognito_idp.records import USERS
from cogtui.cloud.services.cognito_idp.traces import PENDING
from cogtui.cloud.store import Transaction
from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD, a_client, state
from tests.cloud.services.cognito_idp.people import ANA, People, people, refusal
from tests.cloud.services.cognito_idp.srp_client import SrpClient

NEW = "Another-Horse-9"
FLOWS: dict[str, Any] = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]}
INVALID = ("NotAuthorizedException", "Invalid session for the user.")


def invited(client: dict[str, Any] | None = None, *, pool: dict[str, Any] | None = None, **attributes: str) -> People:
    """Return a pool where Ana has a temporary password."""
    here = people(client or FLOWS, **(pool or {}))
    here.invited("ana", **attributes)
    return here


def asked(here: People, username: str = "ana") -> dict[str, Any]:
    """Sign in with the temporary password and return what comes of it."""
    output = here.sign_in(username).output
    assert output["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    return output


def choose(here: People, session: str, password: str = NEW, /, **more: str) -> Reply:
    """Answer the challenge; a member of "" is left out, `userAttributes__name=` gives an attribute."""
    members = {"USERNAME": "ana", "NEW_PASSWORD": password} | {
        name.replace("__", "."): value for name, value in more.items()
    }
    responses = {name: value for name, value in members.items() if value}
    return here.call(
        "RespondToAuthChallenge",
        ChallengeName="NEW_PASSWORD_REQUIRED",
        ChallengeResponses=responses,
        **({"Session": session} if session else {}),
    )


def test_the_challenge_tells_what_the_profile_holds_and_lacks() -> None:
    here = invited(email=ANA, nickname="ann", email_verified="true")
    output = asked(here)
    assert set(output) == {"ChallengeName", "Session", "ChallengeParameters"}
    assert 20 <= len(output["Session"]) <= 4096
    parameters = output["ChallengeParameters"]
    assert set(parameters) == {"USER_ID_FOR_SRP", "userAttributes", "requiredAttributes"}
    assert parameters["USER_ID_FOR_SRP"] == "ana"
    assert json.loads(parameters["userAttributes"]) == {"email": ANA, "nickname": "ann", "email_verified": "true"}
    assert json.loads(parameters["requiredAttributes"]) == []


@pytest.mark.parametrize("way", ["password", "srp"])
def test_a_new_password_confirms_the_user_and_gives_tokens(way: str) -> None:
    here = invited()
    output = asked(here) if way == "password" else SrpClient(here).sign_in().output
    reply = choose(here, output["Session"])
    assert set(reply.output["AuthenticationResult"]) >= {"AccessToken", "IdToken", "RefreshToken"}
    assert reply.output["ChallengeParameters"] == {}
    assert here.status() == "CONFIRMED"
    assert here.sign_in(password=NEW).output["AuthenticationResult"]
    assert here.sign_in(password=PASSWORD).error is not None


def test_the_new_password_keeps_to_the_policy_and_the_session_waits_on() -> None:
    here = invited()
    session = asked(here)["Session"]
    before = state(here.world)
    reply = choose(here, session, "short")
    assert refusal(reply) == (
        "InvalidPasswordException",
        "Password did not conform with policy: Password not long enough",
    )
    assert reply.record.refused_by == ("idp.password.length",)
    assert state(here.world) == before
    assert choose(here, session).ok


@pytest.mark.parametrize(
    ("members", "session", "missing"),
    [
        ({"USERNAME": ""}, "given", "USERNAME"),
        ({"NEW_PASSWORD": ""}, "given", "NEW_PASSWORD"),
        ({}, "", "Session"),
        ({"Session": "inside the answer"}, "", "Session"),
    ],
)
def test_an_answer_without_one_of_its_members_names_it(members: dict[str, str], session: str, missing: str) -> None:
    here = invited()
    given = asked(here)["Session"] if session else ""
    reply = choose(here, given, **members)
    assert refusal(reply) == ("InvalidParameterException", f"Missing required parameter {missing}")


def test_a_session_is_good_once() -> None:
    here = invited()
    session = asked(here)["Session"]
    assert choose(here, session).ok
    reply = choose(here, session)
    assert refusal(reply) == (
        "NotAuthorizedException",
        "Invalid session for the user, session can only be used once.",
    )
    assert reply.record.refused_by == ("idp.challenge.unused",)


def test_a_session_ends_after_the_minutes_that_the_client_says() -> None:
    here = invited(FLOWS | {"AuthSessionValidity": 5})
    session = asked(here)["Session"]
    here.wait(minutes=5, seconds=-1)
    with here.world.what_if():
        assert choose(here, session).ok
    here.wait(seconds=1)
    reply = choose(here, session)
    assert refusal(reply) == ("NotAuthorizedException", "Invalid session for the user, session is expired.")
    assert reply.record.refused_by == ("idp.challenge.expired",)


def test_a_session_belongs_to_its_user_its_client_and_its_pool() -> None:
    here = invited()
    session = asked(here)["Session"]
    here.invited("ben")
    other = People(here.world, here.pool, a_client(here.world, here.pool, **FLOWS))
    for who, reply, rule in (
        ("another user", choose(here, session, USERNAME="ben"), "idp.challenge.own"),
        ("nobody", choose(here, session, USERNAME="nobody"), "idp.challenge.own"),
        ("another app", choose(other, session), "idp.challenge.own"),
        ("no session at all", choose(here, "A" * 20), "idp.challenge.known"),
    ):
        assert refusal(reply) == INVALID, who
        assert reply.record.refused_by == (rule,), who
    assert choose(here, session).ok


def test_a_session_of_somebody_who_was_deleted_is_nobody_s() -> None:
    here = invited()
    session = asked(here)["Session"]
    here.administered("AdminDeleteUser", Username="ana")
    assert not [*here.world.store.scan(PENDING, here.pool)]
    here.invited("ana")
    assert refusal(choose(here, session)) == INVALID


def test_who_got_a_password_for_good_meanwhile_chooses_none() -> None:
    here = invited()
    session = asked(here)["Session"]
    here.administered("AdminSetUserPassword", Username="ana", Password=PASSWORD, Permanent=True)
    reply = choose(here, session)
    assert refusal(reply) == INVALID
    assert reply.record.refused_by == ("idp.challenge.current",)


def test_who_was_disabled_meanwhile_chooses_none() -> None:
    here = invited()
    session = asked(here)["Session"]
    here.administered("AdminDisableUser", Username="ana")
    assert refusal(choose(here, session)) == ("NotAuthorizedException", "User is disabled.")


def test_a_client_with_a_secret_wants_the_hash() -> None:
    here = invited(FLOWS | {"GenerateSecret": True})
    right = secret_hash(here.client, here.secret(), "ana")
    session = here.sign_in(SECRET_HASH=right).output["Session"]
    assert choose(here, session).record.refused_by == ("idp.secret_hash.present",)
    assert choose(here, session, SECRET_HASH="d3Jvbmc=").record.refused_by == ("idp.secret_hash.correct",)
    assert choose(here, session, SECRET_HASH=right).ok


# ----------------------------------------------------------------------------------------------------------- attributes

REQUIRED = {"Schema": [{"Name": "name", "Required": True}, {"Name": "email", "Required": True}]}
WITH_TEAM = {"Schema": [{"Name": "team", "AttributeDataType": "String"}]}


def lacking() -> People:
    """Return a pool that began to ask for a name after Ana was invited: imports and older users lack attributes."""
    here = invited(pool=REQUIRED, name="Ana", email=ANA)
    user = here.world.store.get(USERS, (here.pool, "ana"))
    assert user is not None
    Transaction(here.world.store).put(USERS, msgspec.structs.replace(user, attributes={"email": ANA}))
    return here


def test_what_the_pool_requires_and_the_profile_lacks_must_come_along() -> None:
    here = lacking()
    output = asked(here)
    assert json.loads(output["ChallengeParameters"]["requiredAttributes"]) == ["userAttributes.name"]
    reply = choose(here, output["Session"])
    assert refusal(reply) == ("InvalidParameterException", "Invalid attributes given, name is missing")
    assert reply.record.refused_by == ("idp.attribute.required",)
    assert choose(here, output["Session"], userAttributes__name="Ana").ok
    assert here.profile()["name"] == "Ana"


@pytest.mark.parametrize(
    ("attributes", "error", "rule"),
    [
        (
            {"userAttributes__email": ANA},
            ("NotAuthorizedException", "Cannot modify an already provided email"),
            "idp.attribute.provided",
        ),
        (
            {"userAttributes__email_verified": "true"},
            ("InvalidParameterException", "Cannot modify the non-mutable attribute email_verified"),
            "idp.attribute.mutable",
        ),
        (
            {"userAttributes__custom:team": "blue"},
            ("NotAuthorizedException", "A client attempted to write unauthorized attribute"),
            "idp.attribute.writable",
        ),
        (
            {"userAttributes__phone_number": "12"},
            ("InvalidParameterException", "Invalid phone number format."),
            "idp.attribute.format",
        ),
    ],
)
def test_attributes_that_cannot_come_along_are_refused(
    attributes: dict[str, str], error: tuple[str, str], rule: str
) -> None:
    here = lacking()
    session = asked(here)["Session"]
    before = state(here.world)
    reply = choose(here, session, userAttributes__name="Ana", **attributes)
    assert refusal(reply) == error
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before


def test_attributes_that_may_change_do_and_a_new_address_is_unproven() -> None:
    client = FLOWS | {"WriteAttributes": ["email", "custom:team"]}
    here = invited({name: value for name, value in client.items() if name != "WriteAttributes"}, pool=WITH_TEAM)
    app = People(here.world, here.pool, a_client(here.world, here.pool, **client))
    attributes = {"userAttributes__email": ANA, "userAttributes__custom:team": "blue"}
    assert choose(app, asked(app)["Session"], **attributes).ok
    profile = here.profile()
    assert (profile["email"], profile["email_verified"], profile["custom:team"]) == (ANA, "false", "blue")


def test_other_members_of_the_answer_are_left_alone() -> None:
    """Clients send what they have from before, and `userAttributes` as one text."""
    here = invited()
    left_over = {
        "PASSWORD_CLAIM_SIGNATURE": "x",
        "TIMESTAMP": "y",
        "userAttributes": '{"name": "Eve"}',
        "DEVICE_KEY": "z",
    }
    assert choose(here, asked(here)["Session"], **left_over).ok
    assert "name" not in here.profile()
