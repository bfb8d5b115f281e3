"""Is the signature good? The checks on a signed request, in AWS's order, each with its own words per protocol.

Sources: IAM User Guide, "Troubleshoot Signature Version 4"; S3 API Reference, "Error responses"; STS, "Common errors".
The clock here is the host's, because that is what clients sign by; sessions end by the world's.
"""

from __future__ import annotations

import hmac
import re
from typing import Any, Final

from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.call import Call
from cogtui.cloud.callers import Signed
from cogtui.cloud.catalog import reader
from cogtui.cloud.door.errors import Cause, door_error
from cogtui.cloud.errors import AwsError
from cogtui.cloud.signing import sigv4
from cogtui.cloud.signing.signed_requests import Proof, Unreadable, header, iso, octets_shown, read, stamp

SKEW: Final = 900
"""Seconds that a client's clock may be wrong either way."""

_REGION: Final = re.compile(r"[a-z]{2,3}(-[a-z]+)+-\d{1,2}")
_S3: Final = "rest-xml"


def proof_of(call: Call, signed: Signed, protocol: str) -> Proof:
    """Return what the request says of its signature."""
    try:
        return read(signed)
    except Unreadable as problem:
        error = _unreadable(problem, protocol)
        call.note("door.signature.form", False, problem=error.message)
        raise error from problem


def _unreadable(problem: Unreadable, protocol: str) -> AwsError:
    if protocol != _S3:
        return door_error(protocol, "incomplete", problem.others)
    return AwsError(problem.s3_code, problem.s3, status=403 if problem.s3_code == "AccessDenied" else 400)


def check_signature(call: Call, signed: Signed, proof: Proof, key: AccessKey, protocol: str) -> None:
    """Hold the request against its signature; raise the protocol's error."""
    if not signed.verified:
        call.note("door.signature", None, note="this endpoint accepts any signature")
        return
    if protocol == _S3:
        _check_payload(call, signed, proof)
    _check_time(call, signed, proof, protocol)
    _check_scope(call, proof, protocol)
    _check_headers(call, signed, proof, protocol)
    _check_value(call, signed, proof, key, protocol)


# ----------------------------------------------------------------------------------------------------------------- body


def _check_payload(call: Call, signed: Signed, proof: Proof) -> None:
    """S3 wants to be told the body's hash, and holds the body against it."""
    if proof.expires is not None:
        return
    claimed = header(signed, "x-amz-content-sha256")
    if not claimed:
        missing = AwsError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256")
        call.refuse("door.payload", missing, header="x-amz-content-sha256")
    if len(claimed) != 64:  # what stands for a hash: the body is not signed, or in chunks that are
        return
    mismatch = AwsError(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        ClientComputedContentSHA256=claimed,
        S3ComputedContentSHA256=signed.payload_hash,
    )
    call.require("door.payload", claimed == signed.payload_hash, mismatch, has=claimed, computed=signed.payload_hash)


# ----------------------------------------------------------------------------------------------------------------- time


def _check_time(call: Call, signed: Signed, proof: Proof, protocol: str) -> None:
    signed_at, now = proof.signed_at, signed.received
    if proof.expires is not None:
        end = signed_at + proof.expires
        in_time = now <= end and signed_at <= now + SKEW
        error = lambda: _url_expired(proof, end, now, protocol)  # noqa: E731 - made only when it is needed
        call.require("door.signature.time", in_time, error, signed=proof.timestamp, until=stamp(end), now=stamp(now))
        return
    in_time = abs(now - signed_at) <= SKEW
    call.require(
        "door.signature.time",
        in_time,
        lambda: _skewed(proof, now, protocol),
        signed=proof.timestamp,
        now=stamp(now),
        allowed_seconds=SKEW,
    )


def _url_expired(proof: Proof, end: float, now: float, protocol: str) -> AwsError:
    if protocol != _S3:
        return _skewed(proof, now, protocol)
    if now <= end:
        return AwsError("AccessDenied", "Request is not valid yet", status=403, ServerTime=iso(now))
    more = {"X-Amz-Expires": str(proof.expires), "Expires": iso(end), "ServerTime": iso(now)}
    return AwsError("AccessDenied", "Request has expired", status=403, **more)


def _skewed(proof: Proof, now: float, protocol: str) -> AwsError:
    if protocol == _S3:
        return AwsError(
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
            status=403,
            RequestTime=proof.timestamp,
            ServerTime=iso(now),
            MaxAllowedSkewMilliseconds=str(SKEW * 1000),
        )
    if proof.signed_at < now:
        edge = f"{stamp(now - SKEW)} ({stamp(now)} - 15 min.)"
        return door_error(protocol, "bad-secret", f"Signature expired: {proof.timestamp} is now earlier than {edge}")
    edge = f"{stamp(now + SKEW)} ({stamp(now)} + 15 min.)"
    return door_error(
        protocol, "bad-secret", f"Signature not yet current: {proof.timestamp} is still later than {edge}"
    )


# ---------------------------------------------------------------------------------------------------------------- scope


def _check_scope(call: Call, proof: Proof, protocol: str) -> None:
    service = reader.service(call.service).signing_name or call.service
    region = _expected_region(call, proof)
    problem = _scope_problem(proof, service, region)
    if not problem:
        call.note("door.signature.scope", True, scope=proof.scope)
        return
    error = _s3_scope_error(proof, service, region) if protocol == _S3 else door_error(protocol, "bad-secret", problem)
    call.refuse("door.signature.scope", error, has=proof.scope, wants_region=region, wants_service=service)


def _expected_region(call: Call, proof: Proof) -> str:
    """Return the region that the scope must name: the bucket's, else any that looks like one.

    DIFFERS: IAM at AWS wants us-east-1. SDKs know that from their tables of endpoints, and sign for the region they are
    set to where they are given an endpoint, so that elsewhere nobody could call IAM here.
    """
    if call.service == "s3" and call.params.get("Bucket") and call.operation != "CreateBucket":
        return call.region
    return proof.region


def _scope_problem(proof: Proof, service: str, region: str) -> str:
    if proof.terminator != sigv4.TERMINATOR:
        return f"Credential should be scoped with a valid terminator: 'aws4_request', not '{proof.terminator}'."
    if proof.service != service:
        return f"Credential should be scoped to correct service: '{service}'."
    if proof.region != region or not _REGION.fullmatch(proof.region):
        return f"Credential should be scoped to a valid Region, not '{proof.region}'."
    if proof.date != proof.timestamp[:8]:
        return (
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            f"'{proof.date}' != '{proof.timestamp[:8]}', from '{proof.timestamp}'."
        )
    return ""


def _s3_scope_error(proof: Proof, service: str, region: str) -> AwsError:
    extra: dict[str, Any] = {}
    if proof.terminator != sigv4.TERMINATOR:
        words = f'incorrect terminal "{proof.terminator}". This endpoint belongs to aws4_request.'
    elif proof.service != service:
        words = f"the service '{proof.service}' is wrong; expecting '{service}'"
    elif proof.region != region or not _REGION.fullmatch(proof.region):
        words, extra = f"the region '{proof.region}' is wrong; expecting '{region}'", {"Region": region}
    else:
        words = (
            f'Invalid credential date "{proof.date}". This date is not the same as X-Amz-Date: "{proof.timestamp[:8]}".'
        )
    if proof.expires is None:
        code, intro = "AuthorizationHeaderMalformed", "The authorization header is malformed"
    else:
        code, intro = "AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter"
    return AwsError(code, f"{intro}; {words}", **extra)


# -------------------------------------------------------------------------------------------------- headers and signature


_OPEN: Final = frozenset({"x-amz-content-sha256"})
"""S3's headers that may go unsigned: it stands in the canonical request by itself (recorded with presigned URLs:
localstack/localstack, test_put_object_with_md5_and_chunk_signature_bad_headers)."""


def _check_headers(call: Call, signed: Signed, proof: Proof, protocol: str) -> None:
    names = set(proof.signed_headers)
    if not names & {"host", ":authority"}:
        words = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        call.refuse("door.signature.headers", door_error(protocol, "bad-secret", words), signed=sorted(names))
    strict = protocol == _S3
    sent = {name for name, _ in signed.headers if name.startswith("x-amz-")}
    loose = sorted(sent - names - _OPEN) if strict else []
    error = AwsError(
        "AccessDenied",
        "There were headers present in the request which were not signed",
        status=403,
        HeadersNotSigned=", ".join(loose),
    )
    call.require("door.signature.headers", not loose, error, signed=sorted(names), not_signed=loose)


def canonical(signed: Signed, proof: Proof, *, s3: bool) -> str:
    """Return the canonical request that the signature should have been made over."""
    if s3:
        path = sigv4.canonical_key_path(signed.path)
        claimed = header(signed, "x-amz-content-sha256")
        payload = claimed or sigv4.UNSIGNED_PAYLOAD
    else:
        path, payload = sigv4.canonical_path(signed.path), signed.payload_hash
    query = sigv4.canonical_query(signed.query)
    resource = sigv4.Target(signed.method, path, query)
    return sigv4.canonical_request(resource, signed.headers, proof.signed_headers, payload)


def _check_value(call: Call, signed: Signed, proof: Proof, key: AccessKey, protocol: str) -> None:
    request = canonical(signed, proof, s3=protocol == _S3)
    text = sigv4.string_to_sign(proof.timestamp, proof.scope, request)
    signing_key = sigv4.signing_key(key.secret, proof.date, proof.region, proof.service)
    computed = sigv4.signature(signing_key, text)
    if not hmac.compare_digest(computed.encode(), proof.signature.encode(errors="surrogateescape")):
        error = _mismatch(proof, text, request, protocol)
        call.refuse("door.signature", error, provided=proof.signature, string_to_sign=text, canonical_request=request)
    _check_chunks(call, signed, proof, signing_key, protocol)
    call.note("door.signature", True, signed_headers=";".join(proof.signed_headers))


def _mismatch(proof: Proof, text: str, request: str, protocol: str) -> AwsError:
    cause: Cause = "bad-secret"
    error = door_error(protocol, cause)
    if protocol != _S3:
        return error
    return AwsError(
        error.code,
        error.message,
        status=error.status,
        AWSAccessKeyId=proof.access_key_id,
        StringToSign=text,
        SignatureProvided=proof.signature,
        StringToSignBytes=octets_shown(text),
        CanonicalRequest=request,
        CanonicalRequestBytes=octets_shown(request),
    )


def _check_chunks(call: Call, signed: Signed, proof: Proof, key: bytes, protocol: str) -> None:
    """Follow the chain of signatures through a body that was sent in signed chunks."""
    previous = proof.signature
    for number, chunk in enumerate(signed.chunks, 1):
        to_sign = sigv4.trailer_to_sign if chunk.trailer else sigv4.chunk_to_sign
        computed = sigv4.signature(key, to_sign(proof.timestamp, proof.scope, previous, chunk.hash))
        if not hmac.compare_digest(computed.encode(), chunk.signature.encode(errors="surrogateescape")):
            call.refuse("door.signature", door_error(protocol, "bad-secret"), chunk=number, provided=chunk.signature)
        previous = computed
