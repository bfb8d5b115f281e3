"""The signature of a redirect: over the query as it is written (SAML Bindings, section 3.4.4.1)."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import quote

from cogtui.cloud.saml import certificates
from cogtui.cloud.tokens import signatures
from cogtui.cloud.tokens.keys import SigningKey, private_key

RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"

_SIGNED = ("SAMLRequest", "RelayState", "SigAlg")


def signed(query: dict[str, str], key: SigningKey) -> dict[str, str]:
    """Return a query with its signature."""
    whole = query | {"SigAlg": RSA_SHA256}
    signature = signatures.sign(private_key(key), "RS256", _octets(whole))
    return whole | {"Signature": base64.b64encode(signature).decode("ascii")}


def holds(query: dict[str, str], certificate: str) -> bool:
    """Tell whether a query is signed by a certificate's key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    public = certificates.loaded(certificate).public_key()
    if query.get("SigAlg") != RSA_SHA256 or not isinstance(public, RSAPublicKey):
        return False
    try:
        signature = base64.b64decode(query.get("Signature", ""), validate=True)
        public.verify(signature, _octets(query), PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _octets(query: dict[str, str]) -> bytes:
    return "&".join(f"{name}={quote(query[name], safe='')}" for name in _SIGNED if name in query).encode()
