"""Keys beyond the fixed ring."""

from __future__ import annotations


def fresh_der() -> bytes:
    """Return a new RSA-2048 private key (PKCS#1 DER).

    The one place where the cloud is not deterministic: a world that needs more than 64 keys gets real random ones, which
    its save then holds.
    """
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
