"""Ids and secrets in AWS's formats, drawn from the world's seed.

Everything derives from (seed, epoch, counter). The counter is part of the store, so undo rewinds it and redo gives the same
ids; the epoch is raised when a new call replaces undone ones and is never rewound, so an id that was undone never comes
back as somebody else's.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from functools import cache, lru_cache

import msgspec

from cogtui.cloud.store import Table, Transaction

LOWER_ALNUM = "abcdefghijklmnopqrstuvwxyz0123456789"
ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
BASE64 = ALNUM + "+/"
DIGITS = "0123456789"
UPPER_ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + DIGITS


FreshKeys = Callable[[], bytes]
"""Gives a new RSA-2048 private key (PKCS#1 DER) that nobody else has."""


class Counter(msgspec.Struct, frozen=True, gc=False):
    """How many ids have been drawn."""

    name: str
    drawn: int


COUNTERS = Table("world.counters", Counter, lambda row: (row.name,))


def spelled(octets: bytes, alphabet: str) -> str:
    """Return a text of as many characters of `alphabet`."""
    return octets.translate(_spelling(alphabet)).decode("ascii")


@cache
def _spelling(alphabet: str) -> bytes:
    """Return the character that each of the 256 octets stands for."""
    return bytes(ord(alphabet[octet % len(alphabet)]) for octet in range(256))


@lru_cache(maxsize=16)
def _key(seed: bytes) -> bytes:
    return hashlib.blake2b(seed, digest_size=32).digest()


def derived(seed: bytes, epoch: int, name: str, size: int) -> bytes:
    """Return `size` bytes that only (seed, epoch, name) determine."""
    return hashlib.shake_256(_key(seed) + f"{epoch}|{name}".encode()).digest(size)


def steady(seed: bytes, name: str, size: int) -> bytes:
    """Return bytes that follow from a world's seed and a name alone, whatever happens in it."""
    return derived(seed, 0, f"steady|{name}", size)


class Ids:
    """Draws ids for one call; each draw moves the world's counter."""

    def __init__(self, tx: Transaction, seed: bytes, epoch: int, fresh_keys: FreshKeys | None = None) -> None:
        self._tx = tx
        self._seed = seed
        self._epoch = epoch
        self.fresh_keys = fresh_keys
        """Where new signing keys come from; None: from the fixed ring."""

    def number(self) -> int:
        """Move the counter and return it."""
        counter = self._tx.get(COUNTERS, ("ids",))
        drawn = counter.drawn + 1 if counter else 1
        self._tx.put(COUNTERS, Counter("ids", drawn))
        return drawn

    @property
    def ring_offset(self) -> int:
        """Where in the ring of signing keys this world begins."""
        return derived(self._seed, 0, "ring", 1)[0]

    def octets(self, size: int) -> bytes:
        """Return fresh pseudo-random bytes."""
        return derived(self._seed, self._epoch, str(self.number()), size)

    def steady(self, name: str, size: int) -> bytes:
        """Return bytes that follow from the name alone: the same whenever they are asked for, in this world only."""
        return steady(self._seed, name, size)

    def text(self, length: int, alphabet: str) -> str:
        """Return `length` fresh characters of `alphabet`."""
        return spelled(self.octets(length), alphabet)

    def uuid(self) -> str:
        """Return a random (version 4) UUID."""
        return str(uuid.UUID(bytes=self.octets(16), version=4))

    def identity_id(self, region: str) -> str:
        """Return an identity (or identity pool) id: REGION:GUID."""
        return f"{region}:{self.uuid()}"

    def user_pool_id(self, region: str) -> str:
        """Return REGION_ and nine letters or digits."""
        return f"{region}_{self.text(9, ALNUM)}"

    def sub(self) -> str:
        """Return a user pool `sub` as newer pools give them: UUID-looking, third group beginning with 70."""
        digits = self.octets(16).hex()
        return f"{digits[:8]}-{digits[8:12]}-70{digits[12:14]}-{digits[14:18]}-{digits[18:30]}"

    def prefixed(self, prefix: str) -> str:
        """Return an IAM unique id: the prefix and 17 base32 characters."""
        return prefix + self.text(17, BASE32)

    def session_keys(self) -> tuple[str, str, str]:
        """Return what temporary credentials are made of: access key id, secret access key, session token."""
        octets = self.octets(16 + 40 + 340)
        key_id, secret, token = octets[:16], octets[16:56], octets[56:]
        return f"ASIA{spelled(key_id, BASE32)}", spelled(secret, BASE64), f"IQoJb3JpZ2luX2Vj{spelled(token, BASE64)}=="

    def code(self, digits: int = 6) -> str:
        """Return a confirmation code."""
        return self.text(digits, DIGITS)
