"""Self-signed certificates for signing keys: the same octets for the same key, name and day.

Providers publish one in their metadata; nobody checks who vouches for it, only that it is the published one.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from cogtui.cloud.tokens.keys import SigningKey, private_key

YEARS = 10


@lru_cache(maxsize=64)
def certificate(key: SigningKey, name: str, since: float) -> str:
    """Return the certificate as base64 DER; it holds from the day before `since`, for ten years."""
    begin = datetime.fromtimestamp(since // 86400 * 86400, UTC) - timedelta(days=1)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    serial = int.from_bytes(hashlib.sha256(f"{key.kid}|{name}".encode()).digest()[:15])
    private = private_key(key)
    built = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(private.public_key())
        .serial_number(serial | 1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=365 * YEARS))
        .sign(private, hashes.SHA256())
    )
    return base64.b64encode(built.public_bytes(Encoding.DER)).decode("ascii")


@lru_cache(maxsize=256)
def loaded(text: str) -> x509.Certificate:
    """Return the certificate that base64 DER is; ValueError where it is none."""
    return x509.load_der_x509_certificate(base64.b64decode("".join(text.split()), validate=True))


def expires(text: str) -> float:
    """Return until when a certificate holds, epoch seconds."""
    return loaded(text).not_valid_after_utc.timestamp()
