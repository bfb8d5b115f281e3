"""The errors of signing in and of tokens: passwords, secrets, sessions, second factors, refreshing."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD, a_client, a_token
from tests.cloud.services.cognito_idp.authenticator import Authenticator
from tests.cloud.services.cognito_idp.chooser import Chooser, choosing
from tests.cloud.services.cognito_idp.error_rows import (
    INVALID,
    NOT_AUTHORIZED,
    NOT_FOUND,
    SECRET,
    SRP_FLOWS,
    asked,
    beginning,
    hash_of,
    in_pool,
    row,
    with_ana,
)
from tests.cloud.services.cognito_idp.people import ANA, People
from tests.cloud.services.cognito_idp.phone import Phone, tracked
from tests.cloud.services.cognito_idp.srp_client import SrpClient
from tests.cloud.services.cognito_idp.triggers.test_custom_auth import custom
from tests.cloud.services.error_table import Row

MISMATCH = "CodeMismatchException"
TOO_LATE = {"minutes": 3, "seconds": 1}
"""Longer than a challenge waits (AuthSessionValidity)."""


def password(**given: str) -> Any:
    """Sign Ana in."""
    return lambda here: here.sign_in(**given)


def locked_out(here: People) -> Reply:
    """Type wrong passwords until the account is locked, then the right one."""
    for _ in range(5):
        here.sign_in(password="Wrong-Horse-9")
    return here.sign_in()


# ------------------------------------------------------------------------------------------------ users in other states


def disabled(here: People) -> Reply:
    here.administered("AdminDisableUser", Username="ana")
    return here.sign_in()


def unconfirmed(here: People) -> Reply:
    assert here.sign_up("ana", email=ANA).ok
    return here.sign_in()


def reset(here: People) -> Reply:
    here.administered("AdminResetUserPassword", Username="ana")
    return here.sign_in()


def guessed_after_a_reset(here: People) -> Reply:
    here.administered("AdminResetUserPassword", Username="ana")
    return here.sign_in(password="Wrong-Horse-9")


def guessed_three_codes(here: People) -> Reply:
    reply = here.call("InitiateAuth", AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": "ana"})
    for _ in range(3):
        answer = {"USERNAME": "ana", "ANSWER": "wrong"}
        reply = here.call(
            "RespondToAuthChallenge",
            ChallengeName="CUSTOM_CHALLENGE",
            Session=reply.output["Session"],
            ChallengeResponses=answer,
        )
    return reply


def invited_long_ago(here: People) -> Reply:
    here.invited()
    here.wait(days=7, seconds=1)
    return here.sign_in()


# ---------------------------------------------------------------------------------------------------- sessions and codes


def challenged(here: People) -> str:
    """Ask Ana for a new password and return the Session."""
    here.invited()
    return here.sign_in().output["Session"]


def chosen(here: People, session: str, username: str = "ana") -> Reply:
    """Answer with a new password."""
    answer = {"USERNAME": username, "NEW_PASSWORD": "Other-Horse-9"}
    return here.call(
        "RespondToAuthChallenge",
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=session,
        ChallengeResponses=answer,
    )


def session_too_late(here: People) -> Reply:
    session = challenged(here)
    here.wait(**TOO_LATE)
    return chosen(here, session)


def session_twice(here: People) -> Reply:
    session = challenged(here)
    assert chosen(here, session).ok
    return chosen(here, session)


def session_of_another(here: People) -> Reply:
    session = challenged(here)
    here.invited("ben")
    return chosen(here, session, "ben")


def mail_code(here: People) -> Reply:
    here.user("ana", PASSWORD, email=ANA, email_verified="true")
    session = Chooser(here).begin("EMAIL_OTP").output["Session"]
    return Chooser(here).answer("EMAIL_OTP", session, EMAIL_OTP_CODE="00000000")


def totp_wrong(here: People) -> Reply:
    app = with_app(here)
    return app.answer(app.asked(), app.wrong)


def totp_twice(here: People) -> Reply:
    app = with_app(here)
    shown = app.code
    assert app.answer(app.asked(), shown).ok
    return app.answer(app.asked(), shown)


def with_app(here: People) -> Authenticator:
    """Give Ana an authenticator app; the code that proved it is past."""
    app = Authenticator(here)
    app.switch_on()
    here.wait(minutes=2)
    return app


def verify_wrong(here: People) -> Reply:
    app, token = Authenticator(here), here.tokens()["AccessToken"]
    app.offer()
    assert app.associate(AccessToken=token).ok
    return app.verify(app.wrong, AccessToken=token)


def totp_off(here: People) -> Reply:
    return Authenticator(here).associate(AccessToken=here.tokens()["AccessToken"])


# -------------------------------------------------------------------------------------------------------------- tokens


def get_user(here: People, token: str) -> Reply:
    return here.call("GetUser", AccessToken=token)


def revoked_access(here: People) -> Reply:
    token = here.tokens()["AccessToken"]
    here.done("GlobalSignOut", AccessToken=token)
    return get_user(here, token)


def expired_access(here: People) -> Reply:
    token = here.tokens()["AccessToken"]
    here.wait(hours=1)
    return get_user(here, token)


def scopeless(here: People) -> Reply:
    issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{here.pool}"
    sub = here.administered("AdminGetUser", Username="ana")["UserAttributes"][0]["Value"]
    claims = {"token_use": "access", "client_id": here.client, "username": "ana", "event_id": "e", "scope": "openid"}
    return get_user(here, a_token(here.world, issuer, aud=None, sub=sub, **claims))


def deleted(here: People) -> Reply:
    token = here.tokens()["AccessToken"]
    here.administered("AdminDeleteUser", Username="ana")
    return get_user(here, token)


def revoked_refresh(here: People) -> Reply:
    tokens = here.tokens()
    here.done("GlobalSignOut", AccessToken=tokens["AccessToken"])
    return here.refresh(tokens["RefreshToken"])


def expired_refresh(here: People) -> Reply:
    token = here.tokens()["RefreshToken"]
    here.wait(days=30)
    return here.refresh(token)


def refresh_elsewhere(here: People) -> Reply:
    token = here.tokens()["RefreshToken"]
    return here.refresh(token, client=a_client(here.world, here.pool))


def refresh_without_device(here: People) -> Reply:
    return here.refresh(Phone(here).settle().refresh_token)


def refresh_by_another_name(here: People) -> Reply:
    reply = here.sign_in(SECRET_HASH=hash_of(here))
    return here.refresh(reply.output["AuthenticationResult"]["RefreshToken"], SECRET_HASH=hash_of(here, "ben"))


def forgotten_device(here: People) -> Reply:
    phone = Phone(here).settle()
    return here.call("GetDevice", AccessToken=phone.access_token, DeviceKey="us-east-1_0")


EVERY_FLOW = ("USER_PASSWORD_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH", "USER_AUTH")
NO_FLOWS = {"ExplicitAuthFlows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]}
PUBLIC = "Client <client> is not configured with secret but secret was received"
INCORRECT = "Incorrect username or password."
NO_FLOW = "Auth flow not enabled for this client"
NO_USER = "User does not exist."
NOT_REFRESHED = "Invalid Refresh Token."
WRONG_SECRET = "Unable to verify secret hash for client <client>"

PASSWORDS: list[Row[People]] = [
    row(NOT_AUTHORIZED, INCORRECT, password(password="Wrong-Horse-9"), with_ana()),
    row(NOT_AUTHORIZED, INCORRECT, password(username="nobody"), with_ana({"PreventUserExistenceErrors": "ENABLED"})),
    row(
        NOT_AUTHORIZED,
        INCORRECT,
        lambda here: SrpClient(here, password="Wrong-Horse-9").sign_in(),
        with_ana({"ExplicitAuthFlows": SRP_FLOWS}),
    ),
    row(NOT_AUTHORIZED, "Password attempts exceeded", locked_out, with_ana()),
    row(NOT_AUTHORIZED, "User is disabled.", disabled, with_ana()),
    row(NOT_AUTHORIZED, "Temporary password has expired and must be reset by an administrator.", invited_long_ago),
    row("UserNotFoundException", NO_USER, password(username="nobody")),
    row(
        "UserNotFoundException",
        NO_USER,
        beginning("USER_SRP_AUTH", USERNAME="nobody", SRP_A="a1b2"),
        in_pool({"ExplicitAuthFlows": SRP_FLOWS}),
    ),
    row("UserNotFoundException", NO_USER, asked("AdminDeleteUser", Username="nobody")),
    row("UserNotFoundException", NO_USER, deleted, with_ana()),
    row("UserNotConfirmedException", "User is not confirmed.", unconfirmed),
    row("PasswordResetRequiredException", "Password reset required for the user", reset, with_ana()),
    row("PasswordResetRequiredException", "Password reset required for the user", guessed_after_a_reset, with_ana()),
    row(
        NOT_AUTHORIZED,
        INCORRECT,
        guessed_after_a_reset,
        with_ana({"PreventUserExistenceErrors": "ENABLED"}),
    ),
    msgspec.structs.replace(
        row(NOT_AUTHORIZED, INCORRECT, guessed_three_codes, custom), uses_up=frozenset({"idp.pending"})
    ),
]

SECRETS: list[Row[People]] = [
    row(NOT_AUTHORIZED, WRONG_SECRET, password(SECRET_HASH="AAAA"), with_ana(SECRET)),
    row(
        NOT_AUTHORIZED,
        "Client <client> is configured with secret but SECRET_HASH was not received",
        password(),
        with_ana(SECRET),
    ),
    row(
        NOT_AUTHORIZED,
        "SecretHash does not match for the client: <client>",
        refresh_by_another_name,
        with_ana(SECRET),
    ),
    row(NOT_AUTHORIZED, PUBLIC, password(SECRET_HASH="AAAA"), with_ana()),
]

FLOWS: list[Row[People]] = [
    *(
        row(INVALID, f"{flow} flow not enabled for this client", beginning(flow, USERNAME="ana"), in_pool(NO_FLOWS))
        for flow in EVERY_FLOW
    ),
    row(INVALID, NO_FLOW, beginning("REFRESH_TOKEN_AUTH", REFRESH_TOKEN="x"), in_pool(NO_FLOWS)),
    row(
        INVALID,
        NO_FLOW,
        lambda here: here.asked("AdminInitiateAuth", ClientId=here.client, AuthFlow="ADMIN_USER_PASSWORD_AUTH"),
    ),
    row(INVALID, "Initiate Auth method not supported.", beginning("ADMIN_NO_SRP_AUTH", USERNAME="ana")),
    row(INVALID, "Missing required parameter USERNAME", beginning("USER_PASSWORD_AUTH", PASSWORD=PASSWORD)),
    row(INVALID, "Missing required parameter PASSWORD", beginning("USER_PASSWORD_AUTH", USERNAME="ana"), with_ana()),
    row(
        INVALID,
        "Missing required parameter SRP_A",
        beginning("USER_SRP_AUTH", USERNAME="ana"),
        with_ana({"ExplicitAuthFlows": SRP_FLOWS}),
    ),
    row(INVALID, "Missing required parameter REFRESH_TOKEN", beginning("REFRESH_TOKEN_AUTH")),
    row(
        INVALID,
        "Missing required parameter NEW_PASSWORD",
        lambda here: here.call(
            "RespondToAuthChallenge",
            ChallengeName="NEW_PASSWORD_REQUIRED",
            Session=challenged(here),
            ChallengeResponses={"USERNAME": "ana"},
        ),
    ),
    row(
        NOT_FOUND,
        "User pool client <other> does not exist.",
        lambda here: here.call("InitiateAuth", ClientId="nobody", AuthFlow="USER_PASSWORD_AUTH", AuthParameters={}),
        other="nobody",
    ),
    row(
        NOT_FOUND,
        "User pool <other> does not exist.",
        lambda here: here.world.call(
            "cognito-idp", "DescribeUserPool", {"UserPoolId": "us-east-1_Nobody001"}, caller=here.world.operator
        ),
        other="us-east-1_Nobody001",
    ),
]

SESSIONS: list[Row[People]] = [
    row(NOT_AUTHORIZED, "Invalid session for the user, session is expired.", session_too_late),
    row(NOT_AUTHORIZED, "Invalid session for the user, session can only be used once.", session_twice),
    row(NOT_AUTHORIZED, "Invalid session for the user.", session_of_another),
    row(NOT_AUTHORIZED, "Invalid session for the user.", lambda here: chosen(here, "A" * 30), with_ana()),
]

SECOND_FACTORS: list[Row[People]] = [
    row(MISMATCH, "Invalid code or auth state for the user.", mail_code, choosing),
    row(MISMATCH, "Invalid code received for user", totp_wrong, with_ana()),
    row("ExpiredCodeException", "Your software token has already been used once.", totp_twice, with_ana()),
    row("EnableSoftwareTokenMFAException", "Code mismatch", verify_wrong, with_ana()),
    row(
        "SoftwareTokenMFANotFoundException",
        "Software Token MFA has not been enabled by the userPool",
        totp_off,
        with_ana(),
    ),
]

TOKENS: list[Row[People]] = [
    row(NOT_AUTHORIZED, NOT_REFRESHED, lambda here: here.refresh("x"), with_ana()),
    row(NOT_AUTHORIZED, NOT_REFRESHED, refresh_elsewhere, with_ana()),
    row(NOT_AUTHORIZED, NOT_REFRESHED, refresh_without_device, tracked),
    row(NOT_AUTHORIZED, "Refresh Token has been revoked", revoked_refresh, with_ana()),
    row(NOT_AUTHORIZED, "Refresh Token has expired", expired_refresh, with_ana()),
    row(NOT_AUTHORIZED, "Access Token has been revoked", revoked_access, with_ana()),
    row(NOT_AUTHORIZED, "Access Token has expired", expired_access, with_ana()),
    row(NOT_AUTHORIZED, "Invalid Access Token", lambda here: get_user(here, "x"), with_ana()),
    row(NOT_AUTHORIZED, "Invalid Access Token", lambda here: get_user(here, here.tokens()["IdToken"]), with_ana()),
    row(NOT_AUTHORIZED, "Access Token does not have required scopes", scopeless, with_ana()),
    row(NOT_FOUND, "Device does not exist.", forgotten_device, tracked),
]

ROWS = [*PASSWORDS, *SECRETS, *FLOWS, *SESSIONS, *SECOND_FACTORS, *TOKENS]
