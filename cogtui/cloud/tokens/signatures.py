"""RSA signatures and key objects. The one module that imports `cryptography`; the others reach it when they first sign."""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

from cogtui.cloud.tokens.ring import ring_der
from cogtui.cloud.tokens.segments import Unreadable, octets, text_of

_PADDING = PKCS1v15()
_HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}

MOST_DIGITS = 2800
"""Digits of the longest modulus that is looked at: RSA-16384, the longest that the library takes."""


@lru_cache(maxsize=256)
def loaded(der: bytes) -> RSAPrivateKey:
    """Load a PKCS#1 or PKCS#8 DER key. Its primes are not tested again: we made it, and testing costs 50 ms."""
    key = load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("only RSA keys sign here")
    return key


@lru_cache(maxsize=128)
def ring_key(index: int) -> RSAPrivateKey:
    """Return the ring's key; each is loaded once, when it is first needed."""
    return loaded(ring_der(index))


@lru_cache(maxsize=1024)
def public_key(n: str, e: str) -> RSAPublicKey:
    """Load the key of a JWK's members; ValueError when they make no RSA key."""
    if len(n) > MOST_DIGITS:
        raise ValueError("the modulus is too long")
    try:
        numbers = RSAPublicNumbers(int.from_bytes(octets(e)), int.from_bytes(octets(n)))
    except Unreadable as problem:
        raise ValueError(problem.why) from problem
    return numbers.public_key()


def public_members(key: RSAPrivateKey) -> tuple[str, str]:
    """Return the JWK members `n` and `e` of a key (RFC 7518, section 6.3.1)."""
    numbers = key.public_key().public_numbers()
    return _unsigned(numbers.n), _unsigned(numbers.e)


def _unsigned(number: int) -> str:
    return text_of(number.to_bytes((number.bit_length() + 7) // 8))


def pem(n: str, e: str) -> bytes:
    """Return the public key as PEM text: what a verifier that mixes up RS and HS takes for a shared secret.

    Empty when the members make no key.
    """
    try:
        return public_key(n, e).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    except ValueError:
        return b""


def sign(key: RSAPrivateKey, alg: str, data: bytes) -> bytes:
    """Sign with RSASSA-PKCS1-v1_5 (RFC 7518, section 3.3)."""
    return key.sign(data, _PADDING, _HASHES[alg])


def verifies(n: str, e: str, alg: str, data: bytes, signature: bytes) -> bool:
    """Tell whether the signature is the key's; False too for a key or an algorithm that cannot verify anything."""
    try:
        public_key(n, e).verify(signature, data, _PADDING, _HASHES[alg])
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True
