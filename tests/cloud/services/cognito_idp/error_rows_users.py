"""The errors of users: names and addresses, attributes, codes, passwords, what functions say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD
from tests.cloud.services.cognito_idp.error_rows import (
    INVALID,
    NOBODY,
    NOT_AUTHORIZED,
    Ask,
    after,
    asked,
    called,
    creating,
    in_pool,
    row,
    signing_up,
    times,
    updating,
    with_ana,
)
from tests.cloud.services.cognito_idp.people import ANA, People, as_attributes, people
from tests.cloud.services.cognito_idp.triggers.lambdas import running
from tests.cloud.services.error_table import Row

TAKEN = "UsernameExistsException"
EXPIRED = "Invalid code provided, please request a code again."
MISMATCH = "Invalid verification code provided, please try again."
LIMIT = "Attempt limit exceeded, please try after some time."
POLICY = "Password did not conform with policy: "
SCHEMA = "Attributes did not conform to the schema: "
STRICT: dict[str, Any] = {"Schema": [{"Name": "email", "Required": True}]}
BADGE: dict[str, Any] = {
    "Schema": [{"Name": "badge", "AttributeDataType": "String", "Mutable": False}],
}
ALIASES: dict[str, Any] = {"AliasAttributes": ["email", "phone_number"]}
WRITER = {"WriteAttributes": ["email", "custom:badge"]}


def confirming(code: str, username: str = "ana") -> Ask:
    """Confirm a sign-up with a code."""
    return called("ConfirmSignUp", Username=username, ConfirmationCode=code)


def wrong_code(here: People) -> Reply:
    assert here.sign_up("ana", email=ANA).ok
    return here.call("ConfirmSignUp", Username="ana", ConfirmationCode=not_the(here))


def not_the(here: People) -> str:
    """Return a code that wasn't sent."""
    return "000000" if here.mail[-1].code != "000000" else "000001"


def late_code(here: People) -> Reply:
    assert here.sign_up("ana", email=ANA).ok
    here.wait(days=1)
    return here.call("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[-1].code)


def replaced_code(here: People) -> Reply:
    assert here.sign_up("ana", email=ANA).ok
    here.done("ResendConfirmationCode", Username="ana")
    return here.call("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[0].code)


def wrong_reset_code(here: People) -> Reply:
    here.done("ForgotPassword", Username="ana")
    return here.call("ConfirmForgotPassword", Username="ana", ConfirmationCode=not_the(here), Password="Other-Horse-9")


def wrong_attribute_code(here: People) -> Reply:
    token = here.tokens()["AccessToken"]
    here.done("GetUserAttributeVerificationCode", AccessToken=token, AttributeName="email")
    return here.call("VerifyUserAttribute", AccessToken=token, AttributeName="email", Code=not_the(here))


def with_two(attribute: str, value: str) -> Callable[[], People]:
    """Return the scene of an alias pool: Ana has the address, Ben has signed up with it too, or wants it."""

    def scene() -> People:
        here = people(**ALIASES, AutoVerifiedAttributes=[attribute])
        here.user("ben", PASSWORD)
        here.user("ana", PASSWORD, **{attribute: value, f"{attribute}_verified": "true"})
        return here

    return scene


def giving_ben(**attributes: str) -> Ask:
    return asked("AdminUpdateUserAttributes", Username="ben", UserAttributes=as_attributes(**attributes))


def taking_the_alias(here: People) -> Reply:
    assert here.sign_up("ana", email=ANA).ok
    code = here.mail[-1].code
    here.user("ben", PASSWORD, email=ANA, email_verified="true")
    return here.call("ConfirmSignUp", Username="ana", ConfirmationCode=code)


def badged() -> People:
    here = people(WRITER, **BADGE)
    here.user("ana", PASSWORD, email=ANA, custom__badge="1")
    return here


def used_before(here: People) -> Reply:
    token = here.tokens()["AccessToken"]
    given = {"PreviousPassword": PASSWORD, "ProposedPassword": PASSWORD}
    return here.call("ChangePassword", AccessToken=token, **given)


def without_a_password(here: People) -> Reply:
    return here.call("ForgotPassword", Username=here.invited())


HISTORY = {"Policies": {"PasswordPolicy": {"MinimumLength": 8, "PasswordHistorySize": 3}}}
ADMIN_ONLY = {"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}}
RESENT = "Resend not possible. <name> status is not FORCE_CHANGE_PASSWORD"

NAMES: list[Row[People]] = [
    row(
        INVALID,
        "Username should be either an email or a phone number.",
        signing_up(),
        in_pool(UsernameAttributes=["email", "phone_number"]),
    ),
    row(INVALID, "Username should be an email.", signing_up(), in_pool(UsernameAttributes=["email"])),
    row(INVALID, "Username should be a phone number.", signing_up(), in_pool(UsernameAttributes=["phone_number"])),
    row(
        INVALID,
        "Username cannot be of email format, since user pool is configured for email alias.",
        signing_up(ANA),
        in_pool(**ALIASES),
    ),
    row(TAKEN, "User already exists", signing_up(), with_ana()),
    row(TAKEN, "User already exists", signing_up(), with_ana({"PreventUserExistenceErrors": "ENABLED"})),
    row(TAKEN, "User account already exists", creating(), with_ana()),
    row(
        TAKEN,
        "An account with the given email already exists.",
        times(2, signing_up(ANA)),
        in_pool(UsernameAttributes=["email"]),
    ),
    row(
        TAKEN,
        "An account with the given email already exists.",
        creating("cleo", email=ANA, email_verified="true"),
        with_two("email", ANA),
    ),
    row(
        TAKEN,
        "An account with the given phone_number already exists.",
        times(2, signing_up("+15551234567")),
        in_pool(UsernameAttributes=["phone_number"]),
    ),
    row("AliasExistsException", "An account with the email already exists.", taking_the_alias, in_pool(**ALIASES)),
    row(
        "AliasExistsException",
        "An account with the email already exists.",
        giving_ben(email=ANA, email_verified="true"),
        with_two("email", ANA),
    ),
    row(
        NOT_AUTHORIZED,
        "SignUp is not permitted for this user pool",
        signing_up(),
        in_pool(AdminCreateUserConfig={"AllowAdminCreateUserOnly": True}),
    ),
    row(NOT_AUTHORIZED, "User cannot be confirmed. Current status is CONFIRMED", confirming("000000"), with_ana()),
    row(
        NOT_AUTHORIZED,
        "User cannot be confirmed. Current status is CONFIRMED",
        asked("AdminConfirmSignUp", Username="ana"),
        with_ana(),
    ),
    row(
        "UnsupportedUserStateException",
        RESENT,
        asked("AdminCreateUser", Username="ana", MessageAction="RESEND"),
        with_ana(),
        name="ana",
    ),
]

ATTRIBUTES: list[Row[People]] = [
    row(
        NOT_AUTHORIZED,
        "A client attempted to write unauthorized attribute",
        updating(nickname="Ann"),
        with_ana({"WriteAttributes": ["email"]}),
    ),
    row(INVALID, "Invalid email address format.", signing_up(email="ana")),
    row(INVALID, "Invalid email address format.", updating(email="ana"), with_ana()),
    row(INVALID, "Invalid phone number format.", signing_up(phone_number="555")),
    row(INVALID, SCHEMA + "<name>: The attribute is required\n", signing_up(), in_pool(**STRICT), name="email"),
    row(INVALID, SCHEMA + "<name>: The attribute is required\n", creating(email=""), in_pool(**STRICT), name="email"),
    row(
        INVALID,
        SCHEMA + "<name>: Attribute does not exist in the schema.\n",
        signing_up(custom__x="1"),
        name="custom:x",
    ),
    row(
        INVALID,
        SCHEMA + "Type for attribute {<name>} could not be determined\n",
        creating(custom__x="1"),
        name="custom:x",
    ),
    row(
        INVALID,
        "Invalid user attributes: user.<name>: Attribute does not exist in the schema.\n",
        asked("AdminDeleteUserAttributes", Username="ana", UserAttributeNames=["custom:x"]),
        with_ana(),
        name="custom:x",
    ),
    row(
        INVALID,
        "Invalid user attributes: user.<name>: Attribute does not exist in the schema.\n",
        asked("AdminUpdateUserAttributes", Username="ana", UserAttributes=as_attributes(custom__x="1")),
        with_ana(),
        name="custom:x",
    ),
    row(
        INVALID, "user.<name>: Attribute cannot be updated.\n", updating(custom__badge="2"), badged, name="custom:badge"
    ),
    row(
        INVALID,
        "user.<name>: Required attribute cannot be deleted.\n",
        updating(email=""),
        with_ana(**STRICT),
        name="email",
    ),
    row(
        INVALID,
        "Cannot modify the non-mutable attribute <name>",
        asked("AdminUpdateUserAttributes", Username="ana", UserAttributes=as_attributes(sub="1")),
        with_ana(),
        name="sub",
    ),
    row(INVALID, "Error while parsing filter", asked("ListUsers", Filter="name is Ana")),
    row(INVALID, "Invalid search attribute: <name>", asked("ListUsers", Filter='custom:x = "1"'), name="custom:x"),
]

CODES: list[Row[People]] = [
    row("CodeMismatchException", MISMATCH, wrong_code),
    row("CodeMismatchException", MISMATCH, wrong_reset_code, with_ana()),
    row("CodeMismatchException", MISMATCH, wrong_attribute_code, with_ana()),
    row(
        "CodeMismatchException",
        MISMATCH,
        confirming("000000", NOBODY),
        in_pool({"PreventUserExistenceErrors": "ENABLED"}),
    ),
    row("ExpiredCodeException", EXPIRED, late_code),
    row("ExpiredCodeException", EXPIRED, replaced_code),
    row("ExpiredCodeException", EXPIRED, after(signing_up(), confirming("000000"))),
    row("LimitExceededException", LIMIT, times(6, called("ForgotPassword", Username="ana")), with_ana()),
    row(
        "LimitExceededException",
        LIMIT,
        after(signing_up(email=ANA), times(6, called("ResendConfirmationCode", Username="ana"))),
    ),
    row(INVALID, "User is already confirmed.", called("ResendConfirmationCode", Username="ana"), with_ana()),
    *(
        row("UserNotFoundException", "Username/client id combination not found.", called(operation, Username=NOBODY))
        for operation in ("ForgotPassword", "ResendConfirmationCode")
    ),
    row(
        INVALID,
        "Cannot reset password for the user as there is no registered/verified email or phone_number",
        lambda here: here.call("ForgotPassword", Username=here.user()),
    ),
    row(NOT_AUTHORIZED, "User password cannot be reset in the current state.", without_a_password),
    row(
        NOT_AUTHORIZED,
        "Contact administrator to reset password.",
        called("ForgotPassword", Username="ana"),
        with_ana(**ADMIN_ONLY),
    ),
]

PASSWORDS: list[Row[People]] = [
    *(
        row("InvalidPasswordException", POLICY + f"Password {wrong}", signing_up(password=text))
        for wrong, text in {
            "not long enough": "Ab1-xyz",
            "must have uppercase characters": "correct-horse-9",
            "must have lowercase characters": "CORRECT-HORSE-9",
            "must have numeric characters": "Correct-Horse",
            "must have symbol characters": "CorrectHorse9",
        }.items()
    ),
    row(
        "InvalidPasswordException",
        POLICY + "Password not long enough",
        asked("AdminSetUserPassword", Username="ana", Password="Ab1-xyz", Permanent=True),
        with_ana(),
    ),
    row(
        "PasswordHistoryPolicyViolationException",
        "Password has previously been used.",
        used_before,
        with_ana(**HISTORY),
    ),
]

FUNCTIONS: list[Row[People]] = [
    row(
        "UserLambdaValidationException",
        "<trigger> failed with error <text>.",
        signing_up(),
        lambda: running(PreSignUp=[{"deny": "Studio is invite-only"}]),
        trigger="PreSignUp",
        text="Studio is invite-only",
    ),
    row(
        "InvalidLambdaResponseException",
        "Unrecognizable lambda output",
        signing_up(),
        lambda: running(PreSignUp=[{"set": {"response": "'nonsense'"}}]),
    ),
    row(
        "UnexpectedLambdaException",
        "<trigger> invocation failed due to error <text>.",
        signing_up(),
        lambda: running(PreSignUp=[{"takes": "6s"}]),
        trigger="PreSignUp",
        text="Socket timeout while invoking Lambda function",
    ),
]

ROWS = [*NAMES, *ATTRIBUTES, *CODES, *PASSWORDS, *FUNCTIONS]
