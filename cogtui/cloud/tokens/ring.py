"""The fixed ring of public simulation keys: the same tokens on every machine. The keys protect nothing.

They stand in `data/keyring.txt` as one line each; the file is read at the first need, and each key is loaded when it
first signs.
"""

from __future__ import annotations

import binascii
from functools import cache
from pathlib import Path

RING_SIZE = 64
"""Worlds take their keys from 0 to 63; beyond, an issuer brings a key of its own."""

ATTACKER = 64
"""The key after the ring: the tamper lab's attacker signs with it, and no issuer ever publishes it."""

RING_FILE = Path(__file__).parent / "data" / "keyring.txt"


@cache
def _lines() -> tuple[str, ...]:
    lines = RING_FILE.read_text(encoding="ascii").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def ring_der(index: int) -> bytes:
    """Return the PKCS#1 DER form of the ring's key; IndexError outside 0 to `ATTACKER`."""
    if not 0 <= index <= ATTACKER:
        raise IndexError(f"the ring has keys 0 to {ATTACKER}, not {index}")
    return binascii.a2b_base64(_lines()[index])
