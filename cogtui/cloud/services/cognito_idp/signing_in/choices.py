"""USER_AUTH: a user signs in by one of several first factors, which are told and chosen from.

Source: API InitiateAuth, USER_AUTH; API RespondToAuthChallenge, SELECT_CHALLENGE; Developer Guide, "Manage authentication
methods in AWS SDKs" and "Passwordless sign-in with one-time passwords".
"""

from __future__ import annotations

from collections.abc import Callable

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import (
    challenge_sessions,
    choice_errors,
    first_factors,
    second_factors,
)
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.traces import PENDING
from cogtui.cloud.services.cognito_idp.triggers import migration
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS

SELECT = "SELECT_CHALLENGE"
PASSWORD = "PASSWORD"
SRP = "PASSWORD_SRP"
EMAIL = "EMAIL_OTP"
SMS = "SMS_OTP"
"""The challenges that a user may choose."""

ADDRESSES = {EMAIL: "email", SMS: "phone_number"}
"""Where the code goes, of the factors that need no password."""

_OPEN = frozenset({"CONFIRMED", "UNCONFIRMED", "RESET_REQUIRED"})
"""The states in which a code alone signs in: it confirms the address along the way, and asks for no password."""

_STEP_UP = ("TARGET_ACR_VALUES", "ACCESS_TOKEN", "MAX_AGE")


def available(pool: UserPool, user: User | None) -> tuple[str, ...]:
    """Return the challenges that the user can choose from; for somebody who is not there, all that the pool has.

    Whoever has a second factor is offered no code as the first one. Which order AWS has is captured for passwords alone.
    """
    codes = [name for name in ADDRESSES if name in pool.first_factors]
    by_password = PASSWORD in pool.first_factors
    if user is not None:
        codes = [name for name in codes if _receives(pool, user, name)]
        by_password = by_password and user.password is not None
    return (*codes, *((SRP, PASSWORD) if by_password else ()))


def _receives(pool: UserPool, user: User, challenge: str) -> bool:
    able = user.enabled and user.status in _OPEN and not second_factors.is_asked(pool, user)
    return able and bool(user.attributes.get(ADDRESSES[challenge]))


def signs_in_by_code(pool: UserPool, attributes: dict[str, str]) -> bool:
    """Tell whether a new user of this profile needs no password: a proven address takes the codes that sign in."""
    able = [ADDRESSES[name] for name in pool.first_factors if name in ADDRESSES]
    return any(attributes.get(name) and attributes.get(VERIFIED_FLAGS[name]) == "true" for name in able)


def has_chosen(challenge: str) -> Callable[[Attempt], bool]:
    """Return the test whether this challenge is asked for and can be had."""
    return lambda attempt: attempt.choice == challenge and challenge in available(attempt.app.pool, attempt.user)


def judge_name(call: Call, attempt: Attempt) -> Attempt:
    """Judge USERNAME, and take PREFERRED_CHALLENGE for the choice: one that cannot be had is no error."""
    given = attempt.given
    unbuilt = next((name for name in _STEP_UP if name in given), "")
    if unbuilt:
        call.refuse("door.simulated", NotSimulated(f"{unbuilt} of {call.operation}"), asked=unbuilt)
    choice = given.get("PREFERRED_CHALLENGE", "")
    if choice == PASSWORD and given.get(PASSWORD) and first_factors.named(call, attempt) is None:
        migration.at_sign_in(call, attempt.app, given["USERNAME"], given[PASSWORD])
    user = first_factors.named_or_nobody(call, attempt)
    choices = available(attempt.app.pool, user)
    place = attempt.app.pool.place("SignInPolicy", "first_factors")
    call.require("idp.choice.some", choices, choice_errors.no_factor, place=place, wants=attempt.app.pool.first_factors)
    return going_on(attempt, user=user, choice=choice)


def ask(challenge: str) -> Callable[[Call, Attempt], Output]:
    """Return what waits for the answer of a challenge that tells nothing but its name."""
    return lambda call, attempt: {
        "Session": challenge_sessions.open_session(call, attempt, challenge),
        "ChallengeParameters": {},
    }


def judge_choice(call: Call, attempt: Attempt) -> Attempt:
    """Judge ANSWER: the name of a challenge that the user can choose."""
    attempt = going_on(attempt, user=first_factors.named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, SELECT, attempt.given["Session"])
    choices, answer = available(attempt.app.pool, attempt.user), attempt.given["ANSWER"]
    call.require("idp.choice.available", answer in choices, choice_errors.not_available, wants=choices, has=answer)
    return going_on(attempt, pending=pending, choice=answer)


def judge_password(call: Call, attempt: Attempt) -> Attempt:
    """Judge PASSWORD, which comes along with its choice or answers on its own."""
    return first_factors.by_password(call, _resumed(call, attempt, PASSWORD))


def judge_public_value(call: Call, attempt: Attempt) -> Attempt:
    """Judge SRP_A, which comes along with its choice or answers on its own."""
    return first_factors.by_public_value(call, _resumed(call, attempt, SRP))


def _resumed(call: Call, attempt: Attempt, challenge: str) -> Attempt:
    """Return the sign-in that waits for this challenge, or for any: choosing is answering (API RespondToAuthChallenge)."""
    if attempt.choice == challenge:
        return attempt
    session = attempt.given.get("Session", "")
    held = call.tx.get(PENDING, (attempt.app.pool.id, challenge_sessions.digest(session)))
    waits_for = SELECT if held is not None and held.challenge == SELECT else challenge
    attempt = going_on(attempt, user=first_factors.named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, waits_for, session)
    choices = available(attempt.app.pool, attempt.user)
    call.require(
        "idp.choice.available", challenge in choices, choice_errors.not_available, wants=choices, has=challenge
    )
    return going_on(attempt, pending=pending)
