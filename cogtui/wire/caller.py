"""Who sent a request: somebody with a signature, for the door to judge, or nobody in particular."""

from __future__ import annotations

import hashlib
from typing import Final

from cogtui.cloud.callers import ANONYMOUS, Caller, Signed
from cogtui.cloud.signing.signed_requests import is_presigned, is_signed_url_v2, named_key, token_in
from cogtui.cloud.signing.sigv4 import EMPTY_HASH
from cogtui.wire import aws_chunked
from cogtui.wire.http import Request

_TOKEN: Final = "x-amz-security-token"


def caller_of(request: Request, *, verify: bool = True) -> Caller:
    """Return who sent the request. `verify`: whether the door is to hold the signature against the key's secret."""
    authorization, query = request.header("authorization"), request.query
    in_url = is_presigned(query) or is_signed_url_v2(query)
    if not authorization and not in_url:
        return ANONYMOUS
    token = request.header(_TOKEN)
    if not token and in_url:
        token = token_in(query)
    return Signed(
        method=request.method,
        path=request.path,
        query=query,
        headers=request.headers,
        payload_hash=_hash(request),
        received=request.received,
        access_key_id=named_key(query, authorization),
        session_token=token,
        chunks=aws_chunked.chunks(request),
        verified=verify,
    )


def _hash(request: Request) -> str:
    """Return the SHA-256 of the body; of one in chunks nobody signs it."""
    if not request.body:
        return EMPTY_HASH
    return "" if aws_chunked.is_framed(request) else hashlib.sha256(request.body).hexdigest()
