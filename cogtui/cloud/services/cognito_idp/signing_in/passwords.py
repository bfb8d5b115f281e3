"""Passwords: the pool's policy, what is kept of one, and whether a typed one is right.

A pool keeps a salt and x, the number that SRP begins with; hashing a typed password again and comparing x checks it.
Source: Developer Guide, "Adding user pool password requirements"; `srp` for the arithmetic.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.ids import ALNUM, Ids
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.pools.settings import PasswordPolicy
from cogtui.cloud.services.cognito_idp.records import Password, User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import srp

SYMBOLS = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"
"""What counts as a symbol; a space inside a password does too."""

SALT_SIZE = 16

DAY = 86400


class Demand(msgspec.Struct, frozen=True):
    """One thing that a policy may ask of a new password."""

    rule: str
    setting: str
    """AWS's name of the policy's member."""
    refused: str
    """AWS's reason."""
    holds: Callable[[PasswordPolicy, str], bool]


DEMANDS = (
    Demand(
        "idp.password.length",
        "MinimumLength",
        "Password not long enough",
        lambda p, text: len(text) >= p.minimum_length,
    ),
    Demand(
        "idp.password.uppercase",
        "RequireUppercase",
        "Password must have uppercase characters",
        lambda p, text: not p.require_uppercase or re.search("[A-Z]", text) is not None,
    ),
    Demand(
        "idp.password.lowercase",
        "RequireLowercase",
        "Password must have lowercase characters",
        lambda p, text: not p.require_lowercase or re.search("[a-z]", text) is not None,
    ),
    Demand(
        "idp.password.numbers",
        "RequireNumbers",
        "Password must have numeric characters",
        lambda p, text: not p.require_numbers or re.search("[0-9]", text) is not None,
    ),
    Demand(
        "idp.password.symbols",
        "RequireSymbols",
        "Password must have symbol characters",
        lambda p, text: not p.require_symbols or any(char in SYMBOLS for char in text) or " " in text.strip(" "),
    ),
)
"""In the order in which the first missing one is named."""


def check_policy(call: Call, pool: UserPool, password: str) -> None:
    """Refuse a new password that breaks the pool's policy. The password itself is no evidence."""
    wanted = msgspec.to_builtins(pool.password_policy)
    for demand in DEMANDS:
        call.require(
            demand.rule,
            demand.holds(pool.password_policy, password),
            errors.password_refused(demand.refused),
            place=pool.place(f"password policy, {demand.setting}", "password_policy"),
            wants=wanted[demand.setting],
        )


def kept(call: Call, pool: UserPool, username: str, password: str) -> Password:
    """Return what the pool keeps of a password that its user chose."""
    salt = call.ids.octets(SALT_SIZE)
    return Password(salt, srp.hash_password(pool.srp_name, username, password, salt))


def kept_for_a_while(call: Call, pool: UserPool, username: str, password: str) -> Password:
    """Return what the pool keeps of a temporary password (TemporaryPasswordValidityDays)."""
    days = pool.password_policy.temporary_password_validity_days
    return msgspec.structs.replace(kept(call, pool, username, password), expires=call.now + days * DAY)


def is_correct(call: Call, pool: UserPool, user: User, typed: str) -> bool:
    """Tell whether the typed password is the user's, and note it: x is compared, shown only as a digest."""
    password = user.password
    if password is None:
        call.note("idp.password.correct", False, place=user.place, note="this user has no password")
        return False
    x = srp.hash_password(pool.srp_name, user.username, typed, password.salt)
    same = hmac.compare_digest(x, password.x)
    call.note(
        "idp.password.correct",
        same,
        place=user.place,
        hashed=f"{pool.srp_name}{user.username}:(password)",
        wants=Fact("wants", _digest(password.x), user.place),
        has=_digest(x),
    )
    return same


def _digest(x: bytes) -> str:
    return f"SHA-256(x) {hashlib.sha256(x).hexdigest()[:12]}…"


def require_in_time(call: Call, user: User) -> None:
    """Refuse a temporary password that was not used in time."""
    expires = user.password.expires if user.password else None
    if expires is not None:
        text = "Temporary password has expired and must be reset by an administrator."
        now = Fact("now", call.now, Place("clock", "the world's clock"))
        call.require(
            "idp.password.temporary", call.now < expires, errors.not_authorized(text), now=now, expires=expires
        )


def generated(ids: Ids, policy: PasswordPolicy) -> str:
    """Return a temporary password that keeps to any policy: one of each class, then letters and digits."""
    classes = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!@#%&*+-=")
    return "".join(ids.text(1, one) for one in classes) + ids.text(max(policy.minimum_length, 8) - len(classes), ALNUM)
