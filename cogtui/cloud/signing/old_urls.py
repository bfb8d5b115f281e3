"""Presigned URLs of Signature Version 2, which S3 takes in its older regions and boto3 makes unless it is told otherwise.

Source: S3 User Guide, "Signing and authenticating REST requests (AWS signature version 2)". What is refused, and in which
words, was recorded at AWS: localstack/localstack (Apache-2.0), tests/aws/services/s3/test_s3.snapshot.json, TestS3PresignedUrl.
AWS had announced that buckets made after June 2020 would take none of these; those recordings of 2026 are of fresh buckets.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final
from urllib.parse import unquote

import msgspec

from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.call import Call
from cogtui.cloud.callers import Signed
from cogtui.cloud.door.errors import door_error
from cogtui.cloud.errors import AwsError
from cogtui.cloud.signing.signed_requests import OTHER_SCHEME, header, is_signed_url_v2, iso, octets_shown, parameters

REGIONS: Final = frozenset(
    {
        "us-east-1",
        "us-west-1",
        "us-west-2",
        "eu-west-1",
        "ap-northeast-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "sa-east-1",
    }
)
"""Those from before 2014, where S3 takes the old signatures still."""

_SIGNED: Final = frozenset(
    {
        *("acl", "cors", "delete", "lifecycle", "location", "logging", "notification", "partNumber", "policy"),
        *(
            "requestPayment",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "website",
        ),
        *(f"response-{name}" for name in ("cache-control", "content-disposition", "content-encoding")),
        *(f"response-{name}" for name in ("content-language", "content-type", "expires")),
    }
)
"""Parameters of a URL that are part of the resource; any other one can be added to a URL that was signed."""

_MISSING: Final = "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"


class OldProof(msgspec.Struct, frozen=True):
    """What such a URL says of its signature."""

    signature: str
    expires: int
    """Epoch seconds until which it is good."""


def is_old_url(signed: Signed) -> bool:
    """Tell whether a request's only signature is an old one in its URL."""
    return is_signed_url_v2(signed.query) and not header(signed, "authorization")


def old_proof_of(call: Call, signed: Signed) -> OldProof:
    """Return what the URL says of its signature; raise S3's error where that is no good anywhere, or not in this region."""
    given = parameters(signed.query)
    expires = given.get("Expires", "")
    complete = all(given.get(name) for name in ("AWSAccessKeyId", "Signature", "Expires"))
    missing = AwsError("AccessDenied", _MISSING, status=403)
    call.require("door.signature.form", complete, missing, has=sorted(given))
    newer = AwsError("InvalidRequest", OTHER_SCHEME)
    call.require("door.signature.form", call.region in REGIONS, newer, region=call.region)
    # DIFFERS: S3's words for a time that is no number are not known.
    numeric = expires.isascii() and expires.isdigit() and len(expires) < 12
    call.require("door.signature.form", numeric, missing, has=expires)
    return OldProof(given["Signature"], int(expires))


def check_old_url(call: Call, signed: Signed, proof: OldProof, key: AccessKey) -> None:
    """Hold the request against the signature in its URL; raise S3's error."""
    if not signed.verified:
        call.note("door.signature", None, note="this endpoint accepts any signature")
        return
    now = signed.received
    late = AwsError("AccessDenied", "Request has expired", status=403, Expires=iso(proof.expires), ServerTime=iso(now))
    call.require("door.signature.time", now <= proof.expires, late, until=iso(proof.expires), now=iso(now))
    text = string_to_sign(signed, str(call.params.get("Bucket", "")), proof.expires)
    made = hmac.new(key.secret.encode(), text.encode("utf-8", "surrogateescape"), hashlib.sha1).digest()
    same = hmac.compare_digest(base64.b64encode(made), proof.signature.encode("utf-8", "surrogateescape"))
    error = door_error("rest-xml", "bad-secret")
    error.extra.update(
        AWSAccessKeyId=key.access_key_id,
        StringToSign=text,
        SignatureProvided=proof.signature,
        StringToSignBytes=octets_shown(text),
    )
    call.require("door.signature", same, error, provided=proof.signature, string_to_sign=text)


def string_to_sign(signed: Signed, bucket: str, expires: int) -> str:
    """Return what the signature should have been made over."""
    amazon = dict[str, list[str]]()
    in_url = ((name.lower(), value) for name, value in parameters(signed.query).items())
    for name, value in (*in_url, *signed.headers):
        if name.startswith("x-amz-") and value.strip() not in amazon.get(name, ()):
            amazon.setdefault(name, []).append(value.strip())
    lines = [signed.method, header(signed, "content-md5"), header(signed, "content-type"), str(expires)]
    lines += [f"{name}:{','.join(amazon[name])}" for name in sorted(amazon)]
    return "\n".join([*lines, _resource(signed, bucket)])


def _resource(signed: Signed, bucket: str) -> str:
    """Return the path with its bucket, which may stand in the host's name, and the parameters that are signed."""
    in_host = header(signed, "host").startswith(f"{bucket}.")
    path = f"/{bucket}{signed.path}" if in_host else signed.path
    parts = [part.partition("=") for part in signed.query.split("&")]
    kept = [f"{name}{cut}{unquote(value)}" for name, cut, value in sorted(parts) if name in _SIGNED]
    return f"{path}?{'&'.join(kept)}" if kept else path
