"""A pool's SignInPolicy: the first factors that choice-based sign-in may offer.

Source: API SignInPolicyType; Developer Guide, "Passwordless sign-in with one-time passwords".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.pools.settings import MfaSettings
from cogtui.cloud.services.cognito_idp.signing_in import choice_errors

CODES = frozenset({"EMAIL_OTP", "SMS_OTP"})
"""The factors that need no password."""


def asked(policies: dict[str, Any]) -> list[str]:
    """Return AllowedFirstAuthFactors, by default the password alone."""
    return policies.get("SignInPolicy", {}).get("AllowedFirstAuthFactors") or ["PASSWORD"]


def checked(call: Call, factors: list[str], mfa: MfaSettings, tier: str) -> tuple[str, ...]:
    """Return the factors, once they go together with the pool's other settings."""
    call.require("idp.choice.first", "SOFTWARE_TOKEN" not in factors, choice_errors.not_first, has=factors)
    passwordless = sorted(CODES & set(factors))
    call.require("idp.choice.tier", tier != "LITE" or not passwordless, choice_errors.not_in_tier, tier=tier)
    require_beside(call, factors, mfa)
    return tuple(dict.fromkeys(factors))


def require_beside(call: Call, factors: Iterable[str], mfa: MfaSettings) -> None:
    """Refuse codes as first factor where everybody needs a second one; where that is optional, they stand beside it."""
    passwordless = sorted(CODES & set(factors))
    fits = mfa.mode != "ON" or not passwordless
    call.require("idp.choice.mfa", fits, choice_errors.not_with_mfa, MfaConfiguration=mfa.mode, has=passwordless)
