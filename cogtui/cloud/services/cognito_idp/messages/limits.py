"""How often in an hour one user may ask for codes or get them wrong.

Source: Developer Guide, "Quotas in Amazon Cognito", limits on codes.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.traces import ATTEMPTS, HOUR, Attempts

PER_HOUR = {
    "ResendConfirmationCode": 5,
    "ConfirmSignUp": 15,
    "ForgotPassword": 5,
    "ChangePassword": 5,
    "GetUserAttributeVerificationCode": 5,
    "VerifyUserAttribute": 15,
}
"""Codes sent, wrong codes, and wrong passwords of ChangePassword, per user. Where a range is documented, its lower end."""

_SHARED = {"ConfirmForgotPassword": "ForgotPassword"}
"""Operations that use up another one's quota."""

_SETTLED = {
    "ConfirmSignUp": ("ConfirmSignUp", "ResendConfirmationCode"),
    "ConfirmForgotPassword": ("ForgotPassword",),
    "ChangePassword": ("ChangePassword",),
    "VerifyUserAttribute": ("VerifyUserAttribute", "GetUserAttributeVerificationCode"),
}
"""Which quotas are whole again once an operation has succeeded."""


def require_within(call: Call, user: User) -> None:
    """Refuse the operation once the user's quota of this hour is used up."""
    used, most = _this_hour(call, user), PER_HOUR[_quota(call)]
    count = used.count if used else 0
    call.require(
        "idp.code.limit", count < most, errors.limit_exceeded(), operation=_quota(call), used=count, per_hour=most
    )


def take(call: Call, user: User) -> None:
    """Use the operation once more; refuse it where the user's quota of this hour is used up."""
    require_within(call, user)
    call.tx.put(ATTEMPTS, one_more(call, user))


def one_more(call: Call, user: User) -> Attempts:
    """Return the record of one more use: to put, or to declare for a failure."""
    used = _this_hour(call, user)
    count, since = (used.count + 1, used.since) if used else (1, call.now)
    return Attempts(user.pool_id, user.key, _quota(call), count, since)


def forget(call: Call, user: User) -> None:
    """Give the user the whole quota of what just succeeded again."""
    for operation in _SETTLED[call.operation]:
        call.tx.delete(ATTEMPTS, (user.pool_id, user.key, operation))


def _quota(call: Call) -> str:
    return _SHARED.get(call.operation, call.operation)


def _this_hour(call: Call, user: User) -> Attempts | None:
    used = call.tx.get(ATTEMPTS, (user.pool_id, user.key, _quota(call)))
    return used if used and call.now - used.since < HOUR else None
