"""The app's half of an SRP sign-in: it proves that it knows the password without ever sending it.

Source: Developer Guide, "User pool authentication flow", USER_SRP_AUTH; the formulas are those of RFC 5054 with Cognito's
padding and hash.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import msgspec

from cogtui.cloud.ids import derived
from cogtui.cloud.services.cognito_idp.signing_in import srp

_SECRET_SIZE = 32
"""Bytes of a: RFC 5054 (section 2.5.4) wants 256 bits at least."""


class SrpExchange(msgspec.Struct, frozen=True):
    """One exchange: the secret number and what follows from it."""

    a: int
    """The client's secret number."""

    @property
    def public(self) -> str:
        """SRP_A: the public value in hexadecimal digits."""
        return f"{pow(srp.G, self.a, srp.N):x}"

    def proof(self, pool_id: str, password: str, asked: dict[str, str], now: float) -> dict[str, str]:
        """Return the answer to PASSWORD_VERIFIER, given its ChallengeParameters and the time of day."""
        return self.claim(pool_id.partition("_")[2], asked["USER_ID_FOR_SRP"], password, asked, now)

    def claim(self, pool_name: str, user_id: str, password: str, asked: dict[str, str], now: float) -> dict[str, str]:
        """Return the proof that one knows a password, or a device's secret by the names that stand in for pool and user."""
        salt = int(asked["SALT"], 16)
        theirs = int(asked["SRP_B"], 16)
        x = int.from_bytes(srp.hash_password(pool_name, user_id, password, salt.to_bytes(salt.bit_length() // 8 + 1)))
        u = srp.scramble(pow(srp.G, self.a, srp.N), theirs)
        secret = pow(theirs - srp.K * pow(srp.G, x, srp.N), self.a + u * x, srp.N)
        stamp = timestamp(now)
        block = base64.b64decode(asked["SECRET_BLOCK"])
        return {
            "PASSWORD_CLAIM_SECRET_BLOCK": asked["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": srp.signature(srp.derived_key(secret, u), pool_name, user_id, block, stamp),
            "TIMESTAMP": stamp,
        }


def exchange_of(state: str) -> SrpExchange:
    """Return the exchange of a sign-in.

    DIFFERS: a real app draws its secret number at random and remembers it; this one derives it, so that it needn't.
    """
    return SrpExchange(srp.secret_number(derived(state.encode(), 0, "srp", _SECRET_SIZE)))


def timestamp(now: float) -> str:
    """Return a time as TIMESTAMP wants it: "Mon Jan 5 09:00:00 UTC 2026"."""
    moment = datetime.fromtimestamp(now, UTC)
    return f"{moment:%a %b} {moment.day} {moment:%H:%M:%S} UTC {moment.year}"
