"""ES256: the keys and JWTs with which apps prove themselves at Apple (RFC 7518, section 3.4; RFC 7523, section 2.2)."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, cast

from cogtui.cloud.tokens.segments import Unreadable, octets, segment_of, text_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (SEC 2, section 2.4.2)."""
_SIZE = 32
"""Octets of each half of a signature."""


def new_key(drawn: bytes) -> str:
    """Return a private key made of 32 drawn octets: the text of Apple's .p8 file without its first and last line."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ec.derive_private_key(int.from_bytes(drawn) % (_ORDER - 1) + 1, ec.SECP256R1())
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return base64.b64encode(der).decode("ascii")


def mint(claims: dict[str, Any], key_id: str, private_key: str) -> str:
    """Return a signed JWT, the same each time; ValueError for a text that is no such key."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    signed = f"{segment_of({'alg': 'ES256', 'kid': key_id})}.{segment_of(claims)}"
    algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    r, s = utils.decode_dss_signature(_loaded(private_key).sign(signed.encode("ascii"), algorithm))
    return f"{signed}.{text_of(r.to_bytes(_SIZE) + s.to_bytes(_SIZE))}"


def verified(token: str, key_id: str, private_key: str) -> dict[str, Any] | None:
    """Return the claims of a JWT that the key signed and names; None for every other text."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    signed, _, last = token.rpartition(".")
    try:
        header, claims = (json.loads(octets(part)) for part in signed.split("."))
        signature = octets(last)
        if header != {"alg": "ES256", "kid": key_id} or len(signature) != 2 * _SIZE or not isinstance(claims, dict):
            return None
        halves = int.from_bytes(signature[:_SIZE]), int.from_bytes(signature[_SIZE:])
        public = _loaded(private_key).public_key()
        public.verify(utils.encode_dss_signature(*halves), signed.encode("ascii"), ec.ECDSA(hashes.SHA256()))
    except (Unreadable, ValueError, RecursionError, InvalidSignature):
        return None
    return cast("dict[str, Any]", claims)


def _loaded(private_key: str) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    lines = [line for line in private_key.split() if "-" not in line and line not in ("PRIVATE", "KEY", "BEGIN", "END")]
    try:
        key = load_der_private_key(base64.b64decode("".join(lines), validate=True), None)
    except (binascii.Error, ValueError, TypeError) as problem:
        raise ValueError("this is no private key") from problem
    if not isinstance(key, EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise ValueError("this is no key of the curve P-256")
    return key
