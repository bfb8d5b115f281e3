"""ForgotPassword, ConfirmForgotPassword and AdminResetUserPassword (Developer Guide, "Recovering user accounts")."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash
from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.people import ANA, People, people, refusal

NEW = "Another-Horse-9"
PHONE = "+15550001234"
EXPIRED = ("ExpiredCodeException", "Invalid code provided, please request a code again.")
MISMATCH = ("CodeMismatchException", "Invalid verification code provided, please try again.")
COMBINATION = ("UserNotFoundException", "Username/client id combination not found.")
LIMIT = ("LimitExceededException", "Attempt limit exceeded, please try after some time.")
NOWHERE = (
    "InvalidParameterException",
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
)
STATE = ("NotAuthorizedException", "User password cannot be reset in the current state.")
PROVEN = {"email": ANA, "email_verified": "true", "phone_number": PHONE, "phone_number_verified": "true"}


def home(client: dict[str, Any] | None = None, **pool: Any) -> People:
    """Return a pool where Ana has an account with a proven address."""
    here = people(client, **pool)
    here.user("ana", email=ANA, email_verified="true")
    return here


def recovery(*names: str) -> dict[str, Any]:
    mechanisms = [{"Priority": place, "Name": name} for place, name in enumerate(names, 1)]
    return {"AccountRecoverySetting": {"RecoveryMechanisms": mechanisms}}


def forgot(here: People, username: str = "ana", **more: str) -> Reply:
    return here.call("ForgotPassword", Username=username, **more)


def confirm(here: People, code: str, password: str = NEW, username: str = "ana", **more: str) -> Reply:
    return here.call("ConfirmForgotPassword", Username=username, ConfirmationCode=code, Password=password, **more)


def test_a_code_lets_a_new_password_be_set_and_the_old_one_works_until_then() -> None:
    here = home()
    reply = forgot(here)
    assert reply.output == {
        "CodeDeliveryDetails": {"Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}
    }
    (message,) = here.mail
    assert (message.to, message.purpose) == (ANA, "reset")
    assert message.code in message.body
    assert here.sign_in().ok
    assert confirm(here, message.code).output == {}
    assert here.sign_in(password=NEW).ok
    assert here.sign_in(password=PASSWORD).error is not None
    assert refusal(confirm(here, message.code)) == EXPIRED, "a code is good once"


@pytest.mark.parametrize(
    ("pool", "attributes", "used"),
    [
        ({}, PROVEN, "phone_number"),
        (recovery("verified_email", "verified_phone_number"), PROVEN, "email"),
        (recovery("verified_phone_number", "verified_email"), PROVEN, "phone_number"),
        (recovery("verified_phone_number", "verified_email"), PROVEN | {"phone_number_verified": "false"}, "email"),
        (recovery("verified_email"), PROVEN, "email"),
    ],
)
def test_the_code_goes_to_the_first_proven_address_of_the_pool_s_choice(
    pool: dict[str, Any], attributes: dict[str, str], used: str
) -> None:
    here = people(**pool)
    here.user("ana", **attributes)
    assert forgot(here).output["CodeDeliveryDetails"]["AttributeName"] == used
    assert here.mail[-1].to == PROVEN[used]


@pytest.mark.parametrize(
    ("pool", "attributes"),
    [
        ({}, {}),
        ({}, {"email": ANA}),
        (recovery("verified_phone_number"), {"email": ANA, "email_verified": "true"}),
    ],
)
def test_without_a_proven_address_nothing_can_be_reset(pool: dict[str, Any], attributes: dict[str, str]) -> None:
    here = people(**pool)
    here.user("ana", **attributes)
    before = state(here.world)
    for reply in (forgot(here), here.asked("AdminResetUserPassword", Username="ana")):
        assert refusal(reply) == NOWHERE
        assert reply.record.refused_by == ("idp.recovery.target",)
    assert state(here.world) == before


def test_where_only_administrators_reset_passwords_they_do() -> None:
    here = home(**recovery("admin_only"))
    reply = forgot(here)
    assert refusal(reply) == ("NotAuthorizedException", "Contact administrator to reset password.")
    assert reply.record.refused_by == ("idp.recovery.self_service",)
    here.administered("AdminResetUserPassword", Username="ana")
    assert confirm(here, here.mail[-1].code).ok


def test_a_temporary_password_is_not_reset() -> None:
    here = people()
    here.invited("ana", email=ANA, email_verified="true")
    for reply in (forgot(here), here.asked("AdminResetUserPassword", Username="ana")):
        assert refusal(reply) == STATE
        assert reply.record.refused_by == ("idp.recovery.state",)


def test_a_disabled_user_resets_nothing() -> None:
    here = home()
    assert forgot(here).ok
    here.administered("AdminDisableUser", Username="ana")
    for reply in (forgot(here), confirm(here, here.mail[-1].code)):
        assert refusal(reply) == ("NotAuthorizedException", "User is disabled.")


# ----------------------------------------------------------------------------------------------------------------- codes


def test_a_wrong_code_is_counted_and_the_right_one_still_works() -> None:
    here = home()
    forgot(here)
    code = here.mail[-1].code
    before = state(here.world)
    reply = confirm(here, "000000" if code != "000000" else "111111")
    assert refusal(reply) == MISMATCH
    assert reply.record.refused_by == ("idp.code.correct",)
    assert {row[0] for row in state(here.world) if row not in before} == {"idp.attempts"}
    assert confirm(here, code).ok


def test_a_password_that_breaks_the_policy_leaves_the_code_good() -> None:
    here = home()
    forgot(here)
    before = state(here.world)
    reply = confirm(here, here.mail[-1].code, "lower-case-9")
    assert refusal(reply)[0] == "InvalidPasswordException"
    assert state(here.world) == before
    assert confirm(here, here.mail[-1].code).ok


def test_a_code_is_good_for_an_hour() -> None:
    here = home()
    forgot(here)
    here.wait(hours=1, seconds=-1)
    with here.world.what_if():
        assert confirm(here, here.mail[-1].code).ok
    here.wait(seconds=1)
    reply = confirm(here, here.mail[-1].code)
    assert refusal(reply) == EXPIRED
    assert reply.record.refused_by == ("idp.code.expired",)


def test_a_newer_code_makes_the_older_useless() -> None:
    here = home()
    forgot(here)
    forgot(here)
    old, new = (message.code for message in here.mail)
    assert refusal(confirm(here, old)) == EXPIRED
    assert confirm(here, new).ok


def test_a_code_of_another_purpose_resets_nothing() -> None:
    here = people()
    here.sign_up(email=ANA)
    assert refusal(confirm(here, here.mail[-1].code)) == EXPIRED


def test_codes_and_wrong_codes_share_a_quota_of_five_an_hour() -> None:
    here = home()
    for _ in range(3):
        assert forgot(here).ok
    wrong = "000000" if here.mail[-1].code != "000000" else "111111"
    for _ in range(2):
        assert refusal(confirm(here, wrong)) == MISMATCH
    for reply in (forgot(here), confirm(here, here.mail[-1].code)):
        assert refusal(reply) == LIMIT
        assert reply.record.refused_by == ("idp.code.limit",)
    here.wait(hours=1)
    assert forgot(here).ok


def test_a_reset_password_ends_the_lock_and_the_quota() -> None:
    here = home()
    for _ in range(5):
        here.sign_in(password="Wrong-Horse-9")
    forgot(here)
    assert confirm(here, here.mail[-1].code).ok
    assert here.sign_in(password=NEW).ok
    for _ in range(5):
        assert forgot(here).ok


# --------------------------------------------------------------------------------------------------------- unknown users


def test_an_unknown_user_is_told_where_the_client_tells() -> None:
    here = home()
    for reply in (forgot(here, "nobody"), confirm(here, "123456", username="nobody")):
        assert refusal(reply) == COMBINATION
        assert reply.record.refused_by == ("idp.user.exists",)


def test_a_hidden_unknown_user_gets_a_made_up_answer_and_no_code_is_right() -> None:
    here = home({"PreventUserExistenceErrors": "ENABLED"})
    before = state(here.world)
    first, again = forgot(here, "nobody"), forgot(here, "nobody")
    details = first.output["CodeDeliveryDetails"]
    assert set(details) == {"Destination", "DeliveryMedium", "AttributeName"}
    assert again.output == first.output
    assert refusal(confirm(here, "123456", username="nobody")) == MISMATCH
    assert state(here.world) == before


@pytest.mark.parametrize("operation", ["ForgotPassword", "ConfirmForgotPassword"])
def test_a_client_with_a_secret_wants_the_hash(operation: str) -> None:
    here = home({"GenerateSecret": True})
    params = {"ConfirmationCode": "123456", "Password": NEW} if operation.startswith("Confirm") else {}
    right = secret_hash(here.client, here.secret(), "ana")
    assert here.call(operation, Username="ana", **params).record.refused_by == ("idp.secret_hash.present",)
    told = here.call(operation, Username="ana", SecretHash=right, **params).record.refused_by
    assert "idp.secret_hash.correct" not in told


# -------------------------------------------------------------------------------------------------- by an administrator


def test_an_administrator_makes_a_user_choose_a_new_password() -> None:
    here = home()
    assert here.administered("AdminResetUserPassword", Username="ana") == {}
    assert here.status() == "RESET_REQUIRED"
    assert refusal(here.sign_in()) == ("PasswordResetRequiredException", "Password reset required for the user")
    assert here.mail[-1].purpose == "reset"
    assert confirm(here, here.mail[-1].code).ok
    assert here.status() == "CONFIRMED"
    assert here.sign_in(password=NEW).ok


def test_a_user_whose_password_was_reset_can_ask_for_another_code() -> None:
    here = home()
    here.administered("AdminResetUserPassword", Username="ana")
    assert forgot(here).ok
    assert confirm(here, here.mail[-1].code).ok


def test_administrators_are_told_who_is_not_there() -> None:
    here = home()
    reply = here.asked("AdminResetUserPassword", Username="nobody")
    assert refusal(reply) == ("UserNotFoundException", "User does not exist.")
