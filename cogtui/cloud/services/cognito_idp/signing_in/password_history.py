"""Password history: users cannot set one of their last passwords again (PasswordHistorySize).

The pool keeps the last ones as it keeps the present one, and begins when the setting is switched on.
Source: API PasswordPolicyType; Developer Guide, "Adding user pool password requirements".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.rules import Rule
from cogtui.cloud.services.cognito_idp.records import Password, User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import srp

_GUIDE = "Amazon Cognito Developer Guide, Adding user pool password requirements"

RULES: dict[str, Rule] = {
    "idp.password.history": Rule("it is none of the last passwords", _GUIDE, "the user had this password before"),
    "idp.password.history_tier": Rule("the pool's tier has password history", _GUIDE, "the tier is LITE"),
}


def require_tier(call: Call, policy: dict[str, Any], tier: str) -> None:
    """Refuse a history in a pool of the Lite tier; the class is documented, AWS's text is not."""
    size = policy.get("PasswordHistorySize") or 0
    error = AwsError("FeatureUnavailableInTierException", "Password history is not available in the LITE tier.")
    call.require("idp.password.history_tier", tier != "LITE" or not size, error, PasswordHistorySize=size, tier=tier)


def check(call: Call, pool: UserPool, user: User, password: str) -> None:
    """Refuse a password that is among the last ones, the present one first.

    DIFFERS: whether AWS counts the present password among its n "previous" ones is not documented; here it does.
    """
    size = pool.password_policy.password_history_size
    if not size:
        return
    last = _last(user)[:size]
    again = any(srp.is_password(old.x, pool.srp_name, user.username, password, old.salt) for old in last)
    used = AwsError("PasswordHistoryPolicyViolationException", "Password has previously been used.")
    place = pool.place("password policy, PasswordHistorySize", "password_policy")
    call.require("idp.password.history", not again, used, place=place, wants=size, kept=len(last))


def following(pool: UserPool, user: User, password: Password) -> dict[str, Any]:
    """Return the fields of a user who gets a new password: as many old ones are kept as the pool's setting says."""
    size = pool.password_policy.password_history_size or 0
    return {"password": password, "past_passwords": _last(user)[: max(size - 1, 0)]}


def _last(user: User) -> tuple[Password, ...]:
    return ((user.password,) if user.password else ()) + user.past_passwords
