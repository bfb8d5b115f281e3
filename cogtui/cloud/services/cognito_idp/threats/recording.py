"""Sign-ins are put on record where the pool's threat protection is on (AdvancedSecurityMode AUDIT or ENFORCED).

Source: Developer Guide, "Advanced security with threat protection", "Viewing and exporting user event history".
DIFFERS: sign-ins alone are recorded, when they end; AWS records sign-ups and password changes too, and challenges that wait.
No risk is ever found, so neither mode stops anybody.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.threats import threat_errors
from cogtui.cloud.services.cognito_idp.threats.threat_records import AUTH_EVENTS, AuthEvent, Factor, Outcome
from cogtui.cloud.services.cognito_idp.users import directory
from cogtui.cloud.tokens.parts import read

Output = dict[str, Any]
Proofs = tuple[tuple[Factor, bool], ...]

_FAILURES = frozenset(
    {
        "NotAuthorizedException",
        "CodeMismatchException",
        "ExpiredCodeException",
        "UserNotConfirmedException",
        "PasswordResetRequiredException",
    }
)
"""Errors that say no to a person, not to how the app asks."""


class Step(msgspec.Struct, frozen=True):
    """One step of a sign-in."""

    pool: UserPool
    username: str
    """As it was typed; empty in a step that names nobody."""
    by_password: bool = True
    """A password is judged in this step, or was in an earlier one; a code alone may be a first factor too."""
    second: bool = False
    """This step judges a second factor."""


def is_on(pool: UserPool) -> bool:
    """Tell whether the pool keeps a record of sign-ins."""
    return pool.settings.get("UserPoolAddOns", {}).get("AdvancedSecurityMode", "OFF") != "OFF"


def require_on(call: Call, pool: UserPool) -> None:
    """Refuse a pool that keeps none."""
    place = pool.place("UserPoolAddOns, AdvancedSecurityMode", "settings")
    call.require("idp.threats.on", is_on(pool), threat_errors.not_enabled, place=place)


def require_tier(call: Call, mode: str, tier: str) -> None:
    """Refuse threat protection in a tier that lacks it."""
    has = mode == "OFF" or tier == "PLUS"
    call.require("idp.threats.tier", has, threat_errors.not_in_tier(tier), AdvancedSecurityMode=mode, tier=tier)


def watched(call: Call, step: Step, take: Callable[[], Output]) -> Output:
    """Take a step of a sign-in and put it on record if that was the end of it."""
    if not step.username or not is_on(step.pool):
        return take()
    try:
        output = take()
    except AwsError as refused:
        if is_failure(refused):
            failed(call, step)
        raise
    tokens = output.get("AuthenticationResult")
    if tokens:
        claims = read(tokens["AccessToken"]).claims or {}
        passed(call, step, str(claims.get("event_id", "")))
    return output


def is_failure(refused: AwsError) -> bool:
    """Tell whether an error is one to put on record: it says no to a person."""
    return refused.code in _FAILURES


def failed(call: Call, step: Step) -> None:
    """Put a sign-in on record that was refused; it stays there although the call fails."""
    user = directory.find(call.tx, step.pool, step.username)
    if user is None or not is_on(step.pool):
        return
    event = _event(call, user, _fresh_id(call), "Fail", _proven(step, well=False))
    call.tx.put(AUTH_EVENTS, event)
    call.keep_on_failure(AUTH_EVENTS, event)


def passed(call: Call, step: Step, event_id: str = "") -> None:
    """Put a sign-in on record that went well."""
    user = directory.find(call.tx, step.pool, step.username)
    if user is None or not is_on(step.pool):
        return
    call.tx.put(AUTH_EVENTS, _event(call, user, event_id or _fresh_id(call), "Pass", _proven(step, well=True)))


def _proven(step: Step, *, well: bool) -> Proofs:
    """Return what was proven once the step ended well or not. AWS has names for passwords and MFA alone."""
    password: Proofs = (("Password", well or step.second),) if step.by_password else ()
    return (*password, *((("Mfa", well),) if step.second else ()))


def _fresh_id(call: Call) -> str:
    """Return an id that does not move the world's counter: a call that fails takes that back."""
    return str(uuid.UUID(bytes=call.ids.steady(f"auth event {call.request_id}", 16), version=4))


def _event(call: Call, user: User, event_id: str, outcome: Outcome, factors: Proofs) -> AuthEvent:
    told: dict[str, Any] = call.params.get("ContextData") or call.params.get("UserContextData") or {}
    return AuthEvent(
        pool_id=user.pool_id,
        user_key=user.key,
        number=int(call.no.partition(".")[0]),
        event_id=event_id,
        at=call.now,
        outcome=outcome,
        factors=factors,
        address=told.get("IpAddress") or call.origin.address,
        agent=call.origin.agent,
    )
