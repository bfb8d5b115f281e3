"""The second factor of a sign-in: whom the pool asks for one, and the code of an authenticator app.

Source: Developer Guide, "Adding MFA to a user pool"; API RespondToAuthChallenge, SOFTWARE_TOKEN_MFA. A wrong code uses up
neither the Session nor anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.accounts import totp
from cogtui.cloud.call import AnyError, Call
from cogtui.cloud.services.cognito_idp.records import USERS, SoftwareToken, User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, mfa_errors
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.signing_in.first_factors import named
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_may_sign_in

SOFTWARE_TOKEN = "SOFTWARE_TOKEN_MFA"
SMS = "SMS_MFA"
EMAIL = "EMAIL_OTP"
"""The challenges, and the factors in UserMFASettingList."""

ADDRESSES = {SMS: "phone_number", EMAIL: "email"}
"""Where the codes of a factor go that are sent."""

SELECT = "SELECT_MFA_TYPE"
"""The challenge that asks which factor it shall be."""


def active(pool: UserPool, user: User) -> tuple[str, ...]:
    """Return the factors that the user can be asked for: those that are switched on.

    Where everybody needs a factor, one that is merely there does as well: a proven app, a phone number, an e-mail address.
    """
    if pool.mfa.mode == "OFF":
        return ()
    token = user.software_token
    there = {
        SMS: pool.mfa.sms and bool(user.attributes.get("phone_number")),
        SOFTWARE_TOKEN: pool.mfa.software_token and token is not None and token.verified,
        EMAIL: pool.mfa.email and bool(user.attributes.get("email")),
    }
    able = tuple(name for name, has in there.items() if has)
    on = tuple(name for name in able if name in user.factors)
    return on or (able if pool.mfa.mode == "ON" else ())


def is_asked(pool: UserPool, user: User) -> bool:
    """Tell whether a password alone signs this user in no more."""
    return pool.mfa.mode == "ON" or bool(active(pool, user))


def asks(challenge: str) -> Callable[[Attempt], bool]:
    """Return the test whether this is what the proven password leads to."""
    return lambda attempt: _asked(attempt.app.pool, attempt.known_user) == challenge


def _asked(pool: UserPool, user: User) -> str:
    found = active(pool, user)
    if len(found) > 1:
        return user.preferred_factor if user.preferred_factor in found else SELECT
    return found[0] if found else ""


def needs_setup(attempt: Attempt) -> bool:
    """Tell whether the pool wants a second factor and the user has none."""
    pool = attempt.app.pool
    return pool.mfa.mode == "ON" and not active(pool, attempt.known_user)


def with_factor(user: User, factor: str) -> tuple[str, ...]:
    """Return the factors that the user has switched on, with this one among them."""
    return (*(name for name in user.factors if name != factor), factor)


def without(user: User, factor: str) -> dict[str, Any]:
    """Return the fields of a user who has switched this factor off."""
    left = tuple(name for name in user.factors if name != factor)
    return {"factors": left, "preferred_factor": user.preferred_factor if user.preferred_factor in left else ""}


def ask(call: Call, attempt: Attempt) -> Output:
    """Ask for the code that the user's app shows."""
    user = attempt.known_user
    note_asked(call, attempt)
    token = user.software_token
    name = {"FRIENDLY_DEVICE_NAME": token.name} if token is not None and token.name else {}
    return {
        "Session": challenge_sessions.open_session(call, attempt, SOFTWARE_TOKEN),
        "ChallengeParameters": {**name, "USER_ID_FOR_SRP": user.username},
    }


def note_asked(call: Call, attempt: Attempt) -> None:
    """Note why a second factor is asked for."""
    pool, user = attempt.app.pool, attempt.known_user
    place = pool.place("MfaConfiguration", "mfa")
    call.note("idp.mfa.asked", True, place=place, MfaConfiguration=pool.mfa.mode, factors=list(user.factors))


def judge(call: Call, attempt: Attempt) -> Attempt:
    """Judge SOFTWARE_TOKEN_MFA_CODE."""
    attempt = going_on(attempt, user=named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, SOFTWARE_TOKEN, attempt.given["Session"])
    user = attempt.known_user
    require_may_sign_in(call, user)
    token = user.software_token
    # Setting up another app meanwhile takes the old one away at once (API AssociateSoftwareToken).
    still = token is not None and token.verified
    call.require("idp.mfa.token", still, mfa_errors.no_token, place=user.place)
    assert token is not None
    code = attempt.given["SOFTWARE_TOKEN_MFA_CODE"]
    spent = use_code(call, token, code, wrong=mfa_errors.code_mismatch, used=mfa_errors.code_used)
    changed = msgspec.structs.replace(user, software_token=spent)
    call.tx.put(USERS, changed)
    return going_on(attempt, user=changed, pending=pending)


def use_code(call: Call, token: SoftwareToken, code: str, *, wrong: AnyError, used: AnyError) -> SoftwareToken:
    """Return the token once the code is proven, and is never good again."""
    step = totp.matching_step(totp.read(token.secret), code, call.now)
    present = totp.step_at(call.now)
    call.require("idp.totp.correct", step is not None, wrong, has=code, step=present, drift=totp.DRIFT)
    assert step is not None
    call.require("idp.totp.fresh", step not in token.used, used, step=step)
    near = tuple(old for old in token.used if abs(old - present) <= 2 * totp.DRIFT)
    return msgspec.structs.replace(token, used=(*near, step))
