"""The arithmetic of Cognito's SRP: how a user pool knows a password without keeping it.

Secure Remote Password with the 3072-bit group of RFC 5054 (appendix A) and SHA-256; Cognito's own parts are the padding,
the user part of the hash (pool name, user id) and the derived key. All numbers are public but `x`, `b` and the key.

A stored password is (salt, x). Hashing a password again and comparing x checks it. The verifier v = g^x is never kept: from
x itself every power of g that the server needs comes out of one table (`power_of_g`) in a fraction of the time of a plain
3072-bit power, and v^u is such a power too: g^(x·u).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
"""The prime of RFC 3526, group 15."""

G = 2
"""The generator of the group."""

INFO = b"Caldera Derived Key"
"""The label under which the session key is derived."""

KEY_SIZE = 16
"""Bytes of the session key."""

SECRET_SIZE = 32
"""Bytes of b: RFC 5054 (section 2.5.4) wants 256 bits at least, and each further bit costs another squaring."""

_WINDOW = 4
"""Bits of an exponent that one row of the table of powers stands for."""

_LONGEST = 512
"""Bits of the longest exponent that the table serves: x·u."""


def pad(number: int) -> bytes:
    """Return a number's bytes, with a zero byte in front where the first bit is set; not filled up to N's length."""
    return number.to_bytes(number.bit_length() // 8 + 1)


def _number(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest())


K = _number(pad(N), pad(G))
"""The multiplier (RFC 5054, section 2.5.3), over Cognito's padding."""


def hash_password(pool_name: str, user_id: str, password: str, salt: bytes) -> bytes:
    """Return x, 32 bytes: what a pool keeps of a password beside the salt.

    `pool_name` is the pool's id after the underscore; `user_id` what the challenge gives as USER_ID_FOR_SRP. The salt
    counts as a number (clients get it as hexadecimal digits), so zero bytes in front don't matter.
    """
    # Any text can be typed as a password, half a surrogate pair too: it must be wrong, not a crash.
    inner = hashlib.sha256(f"{pool_name}{user_id}:{password}".encode(errors="surrogatepass")).digest()
    return hashlib.sha256(pad(int.from_bytes(salt)) + inner).digest()


def is_password(x: bytes, pool_name: str, user_id: str, password: str, salt: bytes) -> bool:
    """Tell whether the password is the one that x was made of."""
    return hmac.compare_digest(x, hash_password(pool_name, user_id, password, salt))


@cache
def _powers() -> tuple[tuple[int, ...], ...]:
    """Return the table of powers: row i holds g^(d·16^i) for each digit d. Made at the first use, in some 30 ms."""
    rows: list[tuple[int, ...]] = []
    base = G
    for _ in range(_LONGEST // _WINDOW):
        row = [1]
        for _ in range((1 << _WINDOW) - 1):
            row.append(row[-1] * base % N)
        rows.append(tuple(row))
        base = row[-1] * base % N
    return tuple(rows)


def power_of_g(exponent: int) -> int:
    """Return g^exponent mod N: one multiplication per digit of the exponent, without any squaring."""
    if exponent.bit_length() > _LONGEST:
        return pow(G, exponent, N)
    found, digits = 1, exponent
    for row in _powers():
        if not digits:
            break
        found = found * row[digits & ((1 << _WINDOW) - 1)] % N
        digits >>= _WINDOW
    return found


def verifier(x: bytes) -> int:
    """Return v, all that SRP needs to know of a password."""
    return power_of_g(int.from_bytes(x))


def secret_number(octets: bytes) -> int:
    """Return b, made of random octets, with its first bit set: it is as long as it looks."""
    return int.from_bytes(octets) | 1 << (8 * len(octets) - 1)


def server_public(v: int, b: int) -> int:
    """Return B, the server's public value for its secret number b."""
    return (K * v + power_of_g(b)) % N


def is_public_value(number: int) -> bool:
    """Tell whether A may be used: a multiple of N would let anybody in (RFC 5054, section 2.5.4)."""
    return number % N != 0


def scramble(client_public: int, server_public: int) -> int:
    """Return u, which ties the key to both public values."""
    return _number(pad(client_public), pad(server_public))


def server_secret(client_public: int, x: bytes, u: int, b: int) -> int:
    """Return S as the server computes it: (A·v^u)^b, with v^u as the power of g that it is."""
    return pow(client_public * power_of_g(int.from_bytes(x) * u), b, N)


def derived_key(secret: int, u: int) -> bytes:
    """Return the session key: HKDF (RFC 5869) of S with u as its salt, one block cut to 16 bytes."""
    extracted = hmac.digest(pad(u), pad(secret), "sha256")
    return hmac.digest(extracted, INFO + b"\x01", "sha256")[:KEY_SIZE]


def server_key(client_public: int, server_public: int, x: bytes, b: int) -> bytes:
    """Return the session key as the server computes it from A, B, x and b; ValueError for an A or u of zero."""
    u = _scrambled(client_public, server_public)
    return derived_key(server_secret(client_public, x, u, b), u)


def key_by_verifier(client_public: int, server_public: int, v: int, b: int) -> bytes:
    """Return the session key as a server computes it that was told v alone; ValueError as in `server_key`."""
    u = _scrambled(client_public, server_public)
    return derived_key(pow(client_public * pow(v, u, N), b, N), u)


def _scrambled(client_public: int, server_public: int) -> int:
    u = scramble(client_public, server_public)
    if not is_public_value(client_public) or u == 0:
        raise ValueError("a public value of zero would give a key that anybody knows")
    return u


def signature(key: bytes, pool_name: str, user_id: str, secret_block: bytes, timestamp: str) -> str:
    """Return PASSWORD_CLAIM_SIGNATURE for this key: who knows it knows the password."""
    message = f"{pool_name}{user_id}".encode() + secret_block + timestamp.encode()
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode("ascii")
