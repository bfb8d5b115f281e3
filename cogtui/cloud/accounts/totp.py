"""One-time passwords of authenticator apps: SHA-1, six digits, a new one every 30 seconds (RFC 6238, over RFC 4226)."""

from __future__ import annotations

import base64
import hashlib
import hmac

STEP = 30
"""Seconds that a code is shown for."""
DRIFT = 1
"""Steps that the clock of the app may be before or behind (RFC 6238, section 5.2)."""

_DIGITS = 6


def step_at(now: float) -> int:
    """Return the number of the step that a time is in; negative before 1970."""
    return int(now // STEP)


def code_at(secret: bytes, step: int, digits: int = _DIGITS) -> str:
    """Return the code of a step (RFC 4226, section 5.3)."""
    mac = hmac.digest(secret, (step & (2**64 - 1)).to_bytes(8), hashlib.sha1)
    offset = mac[-1] & 0xF
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}d}"


def matching_step(secret: bytes, code: str, now: float) -> int | None:
    """Return the step around now whose code this is, the present one first; None for another code."""
    present = step_at(now)
    near = sorted(range(present - DRIFT, present + DRIFT + 1), key=lambda step: abs(step - present))
    given = code.encode(errors="surrogatepass")
    return next((step for step in near if hmac.compare_digest(code_at(secret, step).encode(), given)), None)


def written(secret: bytes) -> str:
    """Return a secret as people type it into their app: base32 without padding."""
    return base64.b32encode(secret).decode("ascii").rstrip("=")


def read(text: str) -> bytes:
    """Return the secret that is written so."""
    return base64.b32decode(text + "=" * (-len(text) % 8))
