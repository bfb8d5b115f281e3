"""The order in which claims stand in a user pool's tokens.

AWS documents none, but the sample tokens of the Developer Guide ("Understanding the identity token", "Understanding the
access token") and tokens published by users stand in the order of a Java `HashMap`: by the hash of the name, in a table
that doubles when three quarters are filled. So the same set of claims gives the same order as at AWS.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_FIRST_SIZE = 16


def in_order(claims: dict[str, Any]) -> dict[str, Any]:
    """Return the claims as a token carries them; names that share a slot keep the order in which they came."""
    return {name: claims[name] for name in _ordered(tuple(claims))}


@lru_cache(maxsize=512)
def _ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    size = _FIRST_SIZE
    while len(names) > size * 3 // 4:
        size *= 2
    return tuple(sorted(names, key=lambda name: _hash(name) & (size - 1)))


def _hash(name: str) -> int:
    """Return the spread hash of a text (Java SE, `String.hashCode` and `HashMap`): over its UTF-16 units, in 32 bits."""
    octets = name.encode("utf-16-be", "surrogatepass")
    found = 0
    for at in range(0, len(octets), 2):
        found = (31 * found + octets[at] * 256 + octets[at + 1]) & 0xFFFFFFFF
    return found ^ (found >> 16)
