"""The condition keys of S3 that tell how a request was signed and sent.

Amazon S3 API Reference, "Amazon S3 Signature Version 4 authentication specific policy keys"; S3 User Guide, "Bucket policy
examples using condition keys".
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.callers import Anonymous, Signed
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.signing.old_urls import is_old_url
from cogtui.cloud.signing.signed_requests import Unreadable, header, is_presigned, read
from cogtui.cloud.signing.sigv4 import ALGORITHM

TLS = "1.3"
"""DIFFERS: what counts as secure here (loopback does) counts as the newest TLS."""


def signature_keys(call: Call) -> dict[str, ContextValue]:
    """Return the keys; a request that nobody signed has those of its way only.

    DIFFERS: in process nothing is signed; such calls count as signed in their header a moment ago, their body's hash unsaid.
    """
    keys: dict[str, ContextValue] = {"s3:TlsVersion": TLS} if call.origin.secure else {}
    if call.origin.referer:
        keys["aws:Referer"] = call.origin.referer
    if isinstance(call.caller, Anonymous):
        return keys
    keys |= {"s3:authType": "REST-HEADER", "s3:signatureversion": ALGORITHM, "s3:signatureAge": "0"}
    if not isinstance(call.caller, Signed):
        return keys
    if is_old_url(call.caller):  # the age of such a signature is not known
        del keys["s3:signatureAge"]
    return keys | _of_request(call.caller)


def _of_request(signed: Signed) -> dict[str, ContextValue]:
    """Return the keys of a request from the wire, the age of its signature in milliseconds."""
    if is_old_url(signed):
        return {"s3:authType": "REST-QUERY-STRING", "s3:signatureversion": "AWS"}
    in_url = is_presigned(signed.query)
    keys: dict[str, ContextValue] = {"s3:authType": "REST-QUERY-STRING" if in_url else "REST-HEADER"}
    if hashed := header(signed, "x-amz-content-sha256"):
        keys["s3:x-amz-content-sha256"] = hashed
    elif in_url:
        keys["s3:x-amz-content-sha256"] = "UNSIGNED-PAYLOAD"
    try:
        age = signed.received - read(signed).signed_at
    except Unreadable:  # an endpoint that accepts any signature takes such a request
        return keys
    return keys | {"s3:signatureAge": str(max(0, int(age * 1000)))}
