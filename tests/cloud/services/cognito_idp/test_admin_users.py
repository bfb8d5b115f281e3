"""What administrators do with users."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.people import ANA, as_attributes, people, refusal

ATTRIBUTES = as_attributes(email=ANA, email_verified="true")


def test_a_created_user_must_choose_a_password_first() -> None:
    here = people()
    user = here.administered("AdminCreateUser", Username="ana", UserAttributes=ATTRIBUTES)["User"]
    sub = user["Attributes"][0]["Value"]
    began = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert user == {
        "Username": "ana",
        "Attributes": as_attributes(sub=sub, email=ANA, email_verified="true"),
        "UserCreateDate": began,
        "UserLastModifiedDate": began,
        "Enabled": True,
        "UserStatus": "FORCE_CHANGE_PASSWORD",
    }
    shown = here.administered("AdminGetUser", Username="ana")
    assert shown == {
        "Username": "ana",
        "UserAttributes": user["Attributes"],
        **{name: user[name] for name in user if name not in ("Username", "Attributes")},
    }


@pytest.mark.parametrize(
    ("params", "sent"),
    [
        ({"DesiredDeliveryMediums": ["EMAIL"]}, ["EMAIL"]),
        ({"DesiredDeliveryMediums": ["EMAIL", "SMS"]}, ["SMS", "EMAIL"]),
        ({}, ["SMS"]),
        ({"MessageAction": "SUPPRESS", "DesiredDeliveryMediums": ["EMAIL"]}, []),
    ],
)
def test_the_invitation_goes_where_it_is_wanted(params: dict[str, Any], sent: list[str]) -> None:
    here = people()
    attributes = as_attributes(email=ANA, phone_number="+15550001234")
    here.administered("AdminCreateUser", Username="ana", UserAttributes=attributes, **params)
    assert [message.medium for message in here.mail] == sent


def test_the_invitation_carries_name_and_temporary_password() -> None:
    here = people()
    here.administered("AdminCreateUser", Username="ana", UserAttributes=ATTRIBUTES, DesiredDeliveryMediums=["EMAIL"])
    (message,) = here.mail
    assert message.subject == "Your temporary password"
    assert message.body == f"Your username is ana and temporary password is {message.code}."
    reply = here.sign_in(password=message.code)
    assert reply.output["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_an_invitation_is_sent_again_with_a_password_that_works() -> None:
    here = people()
    invite = {"Username": "ana", "UserAttributes": ATTRIBUTES, "DesiredDeliveryMediums": ["EMAIL"]}
    here.administered("AdminCreateUser", **invite)
    here.wait(days=8)
    here.administered("AdminCreateUser", Username="ana", MessageAction="RESEND", DesiredDeliveryMediums=["EMAIL"])
    old, new = (message.code for message in here.mail)
    assert refusal(here.sign_in(password=old))[1] == "Incorrect username or password."
    assert here.sign_in(password=new).output["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_nobody_who_chose_a_password_is_invited_again() -> None:
    here = people()
    here.user()
    reply = here.asked("AdminCreateUser", Username="ana", MessageAction="RESEND")
    assert refusal(reply)[0] == "UnsupportedUserStateException"
    assert reply.record.refused_by == ("idp.user.invited",)


@pytest.mark.parametrize(
    ("pool", "params", "error", "rule"),
    [
        ({}, {"Username": "ben"}, ("UsernameExistsException", "User account already exists"), "idp.username.free"),
        (
            {"AliasAttributes": ["email"]},
            {"UserAttributes": as_attributes(email="ben@example.com", email_verified="true")},
            ("UsernameExistsException", "An account with the given email already exists."),
            "idp.alias.free",
        ),
        (
            {},
            {"UserAttributes": as_attributes(sub="mine")},
            ("InvalidParameterException", "Cannot modify the non-mutable attribute sub"),
            "idp.attribute.mutable",
        ),
        (
            {},
            {"UserAttributes": as_attributes(custom__team="blue")},
            (
                "InvalidParameterException",
                "Attributes did not conform to the schema: Type for attribute {custom:team} could not be determined\n",
            ),
            "idp.attribute.known",
        ),
        (
            {"Schema": [{"Name": "email", "Required": True}]},
            {"UserAttributes": as_attributes(email="")},
            (
                "InvalidParameterException",
                "Attributes did not conform to the schema: email: The attribute is required\n",
            ),
            "idp.attribute.required",
        ),
    ],
)
def test_a_user_who_cannot_be_created(
    pool: dict[str, Any], params: dict[str, Any], error: tuple[str, str], rule: str
) -> None:
    here = people(**pool)
    here.user("ben", email="ben@example.com", email_verified="true")
    before = state(here.world)
    reply = here.asked("AdminCreateUser", **({"Username": "ana"} | params))
    assert refusal(reply) == error
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before


def test_a_forced_alias_moves_to_the_created_user() -> None:
    here = people(AliasAttributes=["email"])
    here.user("ben", email=ANA, email_verified="true")
    created = {"Username": "ana", "UserAttributes": ATTRIBUTES, "ForceAliasCreation": True}
    here.administered("AdminCreateUser", **created)
    assert here.administered("AdminGetUser", Username=ANA)["Username"] == "ana"
    assert here.profile("ben")["email_verified"] == "false"


@pytest.mark.parametrize(
    ("permanent", "status"), [(True, "CONFIRMED"), (False, "FORCE_CHANGE_PASSWORD"), (None, "FORCE_CHANGE_PASSWORD")]
)
def test_a_set_password_is_for_good_or_to_be_changed(permanent: bool | None, status: str) -> None:
    here = people()
    here.sign_up(email=ANA)
    chosen = {} if permanent is None else {"Permanent": permanent}
    assert here.administered("AdminSetUserPassword", Username="ana", Password="Another-Horse-9", **chosen) == {}
    assert here.status() == status
    assert refusal(here.sign_in(password=PASSWORD))[1] == "Incorrect username or password."


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("AdminGetUser", {}),
        ("AdminSetUserPassword", {"Password": PASSWORD}),
        ("AdminConfirmSignUp", {}),
        ("AdminDisableUser", {}),
        ("AdminEnableUser", {}),
        ("AdminUserGlobalSignOut", {}),
        ("AdminCreateUser", {"MessageAction": "RESEND"}),
    ],
)
def test_administrators_are_told_who_does_not_exist(operation: str, params: dict[str, Any]) -> None:
    here = people({"PreventUserExistenceErrors": "ENABLED"})
    before = state(here.world)
    reply = here.asked(operation, Username="nobody", **params)
    assert refusal(reply) == ("UserNotFoundException", "User does not exist.")
    assert reply.record.refused_by == ("idp.user.exists",)
    assert state(here.world) == before


def test_a_client_is_no_administrator() -> None:
    here = people()
    here.user()
    reply = here.world.call("cognito-idp", "AdminGetUser", {"UserPoolId": here.pool, "Username": "ana"})
    assert refusal(reply)[0] == "MissingAuthenticationTokenException"
