"""Presigned URLs: the address of one S3 request, signed by somebody with keys for whoever holds it, until it expires.

S3 API Reference, "Authenticating requests: using query parameters (AWS Signature Version 4)".
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from cogtui.cloud.callers import Keys
from cogtui.cloud.signing import sigv4
from cogtui.cloud.signing.signed_requests import stamp

LONGEST: Final = 604800
"""Seconds that a presigned URL can last: a week."""
USUAL: Final = 3600
"""Seconds for which the AWS CLI signs where nobody says otherwise."""

_KEPT: Final = "-_.~"


def presigned(keys: Keys, place: tuple[str, str], *, region: str, at: float, seconds: int, method: str = "GET") -> str:
    """Return the URL of `place`, its scheme and host, and its path as it stands on the wire.

    The signature covers the host, the method, the time and the session's token; the body goes unsigned.
    """
    base, path = place
    stamped, host = stamp(at), base.partition("://")[2]
    scope = f"{stamped[:8]}/{region}/s3/{sigv4.TERMINATOR}"
    said = {
        "X-Amz-Algorithm": sigv4.ALGORITHM,
        "X-Amz-Credential": f"{keys.access_key_id}/{scope}",
        "X-Amz-Date": stamped,
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": "host",
    }
    if keys.session_token:
        said["X-Amz-Security-Token"] = keys.session_token
    query = sigv4.canonical_query("&".join(f"{name}={quote(value, safe=_KEPT)}" for name, value in said.items()))
    target = sigv4.Target(method, sigv4.canonical_key_path(path), query)
    request = sigv4.canonical_request(target, [("host", host)], ["host"], sigv4.UNSIGNED_PAYLOAD)
    key = sigv4.signing_key(keys.secret_access_key, stamped[:8], region, "s3")
    signature = sigv4.signature(key, sigv4.string_to_sign(stamped, scope, request))
    return f"{base}{path}?{query}&X-Amz-Signature={signature}"


def key_path(key: str) -> str:
    """Return a key as a path holds it."""
    return quote(key, safe=f"/{_KEPT}")
