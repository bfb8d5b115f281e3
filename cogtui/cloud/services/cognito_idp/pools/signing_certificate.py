"""The certificate of the key with which a pool signs what it sends to SAML providers: GetSigningCertificate.

Source: API GetSigningCertificate; Developer Guide, "Quotas in Amazon Cognito" (valid for 10 years).
"""

from __future__ import annotations

import base64
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.issuers import KEYS
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.tokens.keys import SigningKey, private_key

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

DAYS = 3650


def get_signing_certificate(call: Call, *, UserPoolId: str) -> dict[str, str]:
    """Return the certificate as base64 of its DER form.

    DIFFERS: it is of the key that signs the pool's ID tokens, and stays the same; AWS has another key, and a new one each year.
    """
    pool = pool_named(call, UserPoolId)
    key = call.tx.get(KEYS, (pool.issuer, pool.id_kid))
    assert key is not None
    # Nobody may guess a certificate's number (RFC 5280, section 4.1.2.2); 19 octets never look negative.
    number = int.from_bytes(call.ids.steady(f"certificate {pool.id}", 19))
    return {"Certificate": _encoded(key, pool.id, number, pool.created)}


@lru_cache(maxsize=64)
def _encoded(key: SigningKey, name: str, number: int, since: float) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return base64.b64encode(_certificate(key, name, number, since).public_bytes(Encoding.DER)).decode("ascii")


def _certificate(key: SigningKey, name: str, number: int, since: float) -> Certificate:
    """Return a certificate that the key signs for itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import NameOID

    private, begins = private_key(key), timestamp(int(since))
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(private.public_key())
        .serial_number(number or 1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=DAYS))
        .sign(private, SHA256())
    )
