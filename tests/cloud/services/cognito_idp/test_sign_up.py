"""Signing up, confirming, and codes that come again (Developer Guide, "Signing up and confirming user accounts")."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.people import ANA, as_attributes, people, refusal

WRONG_CODE = ("CodeMismatchException", "Invalid verification code provided, please try again.")
OLD_CODE = ("ExpiredCodeException", "Invalid code provided, please request a code again.")
TOO_OFTEN = ("LimitExceededException", "Attempt limit exceeded, please try after some time.")
SCHEMA = "Attributes did not conform to the schema: "
NO_COMBINATION = ("UserNotFoundException", "Username/client id combination not found.")


def other_than(code: str) -> str:
    """Return six digits that are not the code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_sign_up_answers_as_aws_does_and_sends_the_code() -> None:
    here = people()
    reply = here.sign_up(email="first@example.com")
    sub = reply.output["UserSub"]
    assert reply.output == {
        "UserConfirmed": False,
        "CodeDeliveryDetails": {"Destination": "f***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"},
        "UserSub": sub,
    }
    assert (here.status(), here.profile()) == (
        "UNCONFIRMED",
        {"sub": sub, "email_verified": "false", "email": "first@example.com"},
    )
    (message,) = here.mail
    assert (message.to, message.medium, message.purpose) == ("first@example.com", "EMAIL", "sign_up")
    assert len(message.code) == 6
    assert message.body == f"Your verification code is {message.code}"


def test_the_code_confirms_the_user_and_verifies_the_address() -> None:
    here = people()
    here.sign_up(email=ANA)
    reply = here.call("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[0].code)
    assert reply.output == {}
    assert (here.status(), here.profile()["email_verified"]) == ("CONFIRMED", "true")
    assert here.sign_in().ok


def test_a_used_code_and_its_failed_attempts_are_gone() -> None:
    here = people()
    here.sign_up(email=ANA)
    here.call("ConfirmSignUp", Username="ana", ConfirmationCode=other_than(here.mail[0].code))
    assert {table for table, _, _ in state(here.world)} >= {"idp.codes", "idp.attempts"}
    here.done("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[0].code)
    assert not {table for table, _, _ in state(here.world)} & {"idp.codes", "idp.attempts"}


def test_without_an_address_to_verify_nothing_is_sent_and_nothing_said_of_it() -> None:
    here = people(AutoVerifiedAttributes=["phone_number"])
    output = here.sign_up(email=ANA).output
    assert set(output) == {"UserConfirmed", "UserSub"}
    assert here.mail == []


def test_with_phone_and_email_to_verify_the_code_goes_to_the_phone_alone() -> None:
    here = people(AutoVerifiedAttributes=["email", "phone_number"])
    details = here.sign_up(email=ANA, phone_number="+15550001234").output["CodeDeliveryDetails"]
    assert details == {"Destination": "+*******1234", "DeliveryMedium": "SMS", "AttributeName": "phone_number"}
    assert [(message.medium, message.to, message.subject) for message in here.mail] == [("SMS", "+15550001234", "")]


@pytest.mark.parametrize("mode", ["LEGACY", "ENABLED"])
def test_a_taken_name_is_told_whatever_the_client_hides(mode: str) -> None:
    here = people({"PreventUserExistenceErrors": mode})
    here.sign_up(email=ANA)
    reply = here.sign_up(email="other@example.com")
    assert refusal(reply) == ("UsernameExistsException", "User already exists")
    assert reply.record.refused_by == ("idp.username.free",)


REFUSED_SIGN_UPS: list[tuple[dict[str, Any], dict[str, Any], tuple[str, str], str]] = [
    (
        {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}},
        {},
        ("NotAuthorizedException", "SignUp is not permitted for this user pool"),
        "idp.pool.self_sign_up",
    ),
    (
        {},
        {"UserAttributes": as_attributes(email="nonsense")},
        ("InvalidParameterException", "Invalid email address format."),
        "idp.attribute.format",
    ),
    (
        {},
        {"UserAttributes": as_attributes(phone_number="0170 1234")},
        ("InvalidParameterException", "Invalid phone number format."),
        "idp.attribute.format",
    ),
    (
        {},
        {"UserAttributes": as_attributes(email_verified="true")},
        ("NotAuthorizedException", "A client attempted to write unauthorized attribute"),
        "idp.attribute.writable",
    ),
    (
        {},
        {"UserAttributes": as_attributes(sub="mine")},
        ("NotAuthorizedException", "A client attempted to write unauthorized attribute"),
        "idp.attribute.writable",
    ),
    (
        {"Schema": [{"Name": "email", "Required": True}, {"Name": "given_name", "Required": True}]},
        {},
        (
            "InvalidParameterException",
            f"{SCHEMA}given_name: The attribute is required\n email: The attribute is required\n",
        ),
        "idp.attribute.required",
    ),
    (
        {"Schema": [{"Name": "email", "Required": True}]},
        {"UserAttributes": as_attributes(email="")},
        ("InvalidParameterException", f"{SCHEMA}email: The attribute is required\n"),
        "idp.attribute.required",
    ),
    (
        {},
        {"UserAttributes": as_attributes(birthdate="1990")},
        (
            "InvalidParameterException",
            f"{SCHEMA}birthdate: String must be at least 10 characters long\n",
        ),
        "idp.attribute.fits",
    ),
    (
        {},
        {"Password": None},
        (
            "InvalidParameterException",
            "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
        ),
        "idp.password.present",
    ),
    (
        {},
        {"ClientId": "nobody"},
        ("ResourceNotFoundException", "User pool client nobody does not exist."),
        "idp.client.exists",
    ),
]


@pytest.mark.parametrize(("pool", "params", "error", "rule"), REFUSED_SIGN_UPS)
def test_a_sign_up_is_refused_with_aws_s_words_and_leaves_nothing(
    pool: dict[str, Any], params: dict[str, Any], error: tuple[str, str], rule: str
) -> None:
    here = people(**pool)
    before = state(here.world)
    reply = here.call("SignUp", **({"Username": "ana", "Password": PASSWORD} | params))
    assert refusal(reply) == error
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before


def test_custom_attributes_must_exist_in_the_schema_and_be_writable() -> None:
    schema = [{"Name": "team", "AttributeDataType": "String"}]
    here = people({"WriteAttributes": ["email", "custom:team"]}, Schema=schema)
    assert here.sign_up(custom__team="blue").ok
    assert here.profile()["custom:team"] == "blue"
    reply = here.sign_up("ben", custom__squad="red")
    text = "Attributes did not conform to the schema: custom:squad: Attribute does not exist in the schema.\n"
    assert refusal(reply)[1] == text

    barred = people({"WriteAttributes": ["email"]}, Schema=schema).sign_up(custom__team="blue")
    assert refusal(barred)[1] == "A client attempted to write unauthorized attribute"
    assert barred.record.refused_by == ("idp.attribute.writable",)


def test_by_default_a_client_writes_the_standard_attributes_only() -> None:
    here = people(Schema=[{"Name": "team", "AttributeDataType": "String"}])
    assert here.sign_up(given_name="Ana", locale="de").ok
    assert here.sign_up("ben", custom__team="blue").record.refused_by == ("idp.attribute.writable",)


def test_a_wrong_code_counts_although_the_call_fails() -> None:
    here = people()
    here.sign_up(email=ANA)
    before = state(here.world)
    reply = here.call("ConfirmSignUp", Username="ana", ConfirmationCode=other_than(here.mail[0].code))
    assert refusal(reply) == WRONG_CODE
    assert reply.record.refused_by == ("idp.code.correct",)
    assert here.status() == "UNCONFIRMED"
    changed = [row for row in state(here.world) if row not in before]
    assert {table for table, _, _ in changed} == {"idp.attempts"}


def test_after_15_wrong_codes_in_an_hour_even_the_right_one_has_to_wait() -> None:
    here = people()
    here.sign_up(email=ANA)
    right = here.mail[0].code
    for _ in range(15):
        assert refusal(here.call("ConfirmSignUp", Username="ana", ConfirmationCode=other_than(right))) == WRONG_CODE
    reply = here.call("ConfirmSignUp", Username="ana", ConfirmationCode=right)
    assert refusal(reply) == TOO_OFTEN
    assert reply.record.refused_by == ("idp.code.limit",)
    here.wait(hours=1)
    assert here.call("ConfirmSignUp", Username="ana", ConfirmationCode=right).ok


def test_a_code_is_good_for_a_day() -> None:
    here = people()
    here.sign_up(email=ANA)
    here.wait(hours=24, seconds=-1)
    with here.world.what_if():
        assert here.call("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[0].code).ok
    here.wait(seconds=1)
    reply = here.call("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[0].code)
    assert refusal(reply) == OLD_CODE
    assert reply.record.refused_by == ("idp.code.expired",)


def test_a_newer_code_makes_the_older_one_useless() -> None:
    here = people()
    here.sign_up(email=ANA)
    details = here.done("ResendConfirmationCode", Username="ana")["CodeDeliveryDetails"]
    assert details["Destination"] == "a***@e***"
    old, new = (message.code for message in here.mail)
    assert old != new
    reply = here.call("ConfirmSignUp", Username="ana", ConfirmationCode=old)
    assert refusal(reply) == OLD_CODE
    assert reply.record.refused_by == ("idp.code.newest",)
    assert here.call("ConfirmSignUp", Username="ana", ConfirmationCode=new).ok


def test_codes_are_resent_five_times_an_hour() -> None:
    here = people()
    here.sign_up(email=ANA)
    for _ in range(5):
        assert here.call("ResendConfirmationCode", Username="ana").ok
    assert refusal(here.call("ResendConfirmationCode", Username="ana")) == TOO_OFTEN
    assert len(here.mail) == 6
    here.wait(hours=1)
    assert here.call("ResendConfirmationCode", Username="ana").ok


def test_nobody_is_confirmed_twice() -> None:
    here = people()
    here.confirmed()
    again = here.call("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[0].code)
    assert refusal(again) == ("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED")
    resent = here.call("ResendConfirmationCode", Username="ana")
    assert refusal(resent) == ("InvalidParameterException", "User is already confirmed.")
    by_hand = here.asked("AdminConfirmSignUp", Username="ana")
    assert refusal(by_hand) == ("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED")


def test_an_administrator_confirms_without_a_code_and_without_verifying() -> None:
    here = people()
    here.sign_up(email=ANA)
    assert here.administered("AdminConfirmSignUp", Username="ana") == {}
    assert (here.status(), here.profile()["email_verified"]) == ("CONFIRMED", "false")
    assert here.sign_in().ok


def test_without_a_code_outstanding_none_is_right() -> None:
    here = people(AutoVerifiedAttributes=[])
    here.sign_up(email=ANA)
    reply = here.call("ConfirmSignUp", Username="ana", ConfirmationCode="123456")
    assert refusal(reply) == OLD_CODE
    assert reply.record.refused_by == ("idp.code.outstanding",)
    assert here.call("ResendConfirmationCode", Username="ana").record.refused_by == ("idp.code.target",)


@pytest.mark.parametrize(
    ("mode", "operation", "params", "error"),
    [
        ("LEGACY", "ConfirmSignUp", {"ConfirmationCode": "123456"}, NO_COMBINATION),
        ("ENABLED", "ConfirmSignUp", {"ConfirmationCode": "123456"}, WRONG_CODE),
        ("LEGACY", "ResendConfirmationCode", {}, NO_COMBINATION),
    ],
)
def test_whether_an_unknown_user_is_told_depends_on_the_client(
    mode: str, operation: str, params: dict[str, str], error: tuple[str, str]
) -> None:
    here = people({"PreventUserExistenceErrors": mode})
    before = state(here.world)
    reply = here.call(operation, Username="nobody", **params)
    assert refusal(reply) == error
    assert reply.record.refused_by == ("idp.user.exists",)
    assert state(here.world) == before


def test_a_client_that_hides_users_pretends_to_send_a_code() -> None:
    here = people({"PreventUserExistenceErrors": "ENABLED"})
    before = state(here.world)
    reply = here.call("ResendConfirmationCode", Username="nobody")
    assert set(reply.output["CodeDeliveryDetails"]) == {"Destination", "DeliveryMedium", "AttributeName"}
    assert reply.output["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    assert ("idp.user.exists", False) in list(reply.record.rules())
    assert here.mail == []
    assert state(here.world) == before


def test_the_pool_s_own_words_stand_in_its_messages() -> None:
    template = {"EmailMessage": "Welcome! {####} lets you in.", "EmailSubject": "Hello"}
    here = people(VerificationMessageTemplate=template)
    here.sign_up(email=ANA)
    (message,) = here.mail
    assert (message.subject, message.body) == ("Hello", f"Welcome! {message.code} lets you in.")


def test_undo_takes_a_message_out_of_the_outbox_again() -> None:
    here = people()
    here.sign_up(email=ANA)
    code = here.mail[0].code
    here.world.undo()
    assert here.mail == []
    here.world.redo()
    assert here.mail[0].code == code
