"""Bodies that are sent in chunks with signatures or with trailing headers: `Content-Encoding: aws-chunked`.

Source: S3 API Reference, "Signature calculations for the Authorization header: transferring payload in multiple chunks"
and "Including trailing headers".
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

import msgspec

from cogtui.cloud.callers import Chunk
from cogtui.cloud.errors import AwsError
from cogtui.wire.http import Pairs, Request

_HEAD: Final = re.compile(rb"([0-9a-fA-F]{1,8})((?:;[^\r\n]{0,400})?)\r\n")
_MOST_CHUNKS: Final = 16_384
"""Chunks of the smallest size in the largest body, twice over. DIFFERS: S3 minds the size of each."""
_SIGNATURE: Final = re.compile(rb";chunk-signature=([0-9a-fA-F]{1,128})")
_STREAMING: Final = "STREAMING-"
_TRAILER_SIGNATURE: Final = "x-amz-trailer-signature"
_ENCODING: Final = "aws-chunked"
_OF_THE_CHUNKS: Final = ("content-encoding", "content-length", "x-amz-decoded-content-length")


class Piece(msgspec.Struct, frozen=True):
    """One chunk."""

    data: bytes
    signature: str = ""


class Framed(msgspec.Struct, frozen=True):
    """A body taken apart."""

    pieces: tuple[Piece, ...]
    """The last one is empty: it ends the body."""
    trailers: Pairs = ()
    """Headers that came after the body, names in small letters."""
    signature: str = ""
    """Of the trailers."""


class Opened(msgspec.Struct, frozen=True):
    """A request as it would have been without chunks."""

    headers: Pairs
    body: bytes


def is_framed(request: Request) -> bool:
    """Tell whether the body is one of these."""
    return request.header("x-amz-content-sha256").startswith(_STREAMING)


def opened(request: Request) -> Opened:
    """Return the request's headers with the trailing ones, and its whole body; raises S3's error for a broken one."""
    if not is_framed(request):
        return Opened(request.headers, request.body)
    framed = _frames(request.body)
    body = b"".join([piece.data for piece in framed.pieces])
    declared = request.header("x-amz-decoded-content-length")
    if not declared:
        raise AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", status=411)
    if declared != str(len(body)):
        text = "You did not provide the number of bytes specified by the Content-Length HTTP header"
        raise AwsError("IncompleteBody", text)
    kept = [pair for pair in request.headers if pair[0] not in _OF_THE_CHUNKS]
    encodings = [part.strip() for part in request.header("content-encoding").split(",")]
    others = ",".join(part for part in encodings if part and part.lower() != _ENCODING)
    if others:
        kept.append(("content-encoding", others))
    return Opened((*kept, *framed.trailers), body)


def chunks(request: Request) -> tuple[Chunk, ...]:
    """Return the signatures that the body carries, for the door to follow; none for one that cannot be read."""
    if not is_framed(request) or "AWS4-HMAC" not in request.header("x-amz-content-sha256"):
        return ()
    try:
        framed = _frames(request.body)
    except AwsError:
        return ()
    found = [Chunk(hashlib.sha256(piece.data).hexdigest(), piece.signature) for piece in framed.pieces]
    if framed.signature or request.header("x-amz-content-sha256").endswith("-TRAILER"):
        text = "".join(f"{name}:{value}\n" for name, value in framed.trailers)
        digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
        found.append(Chunk(digest, framed.signature, trailer=True))
    return tuple(found)


def _frames(body: bytes) -> Framed:
    pieces: list[Piece] = []
    at = 0
    while found := _HEAD.match(body, at):
        start = found.end()
        end = start + int(found[1], 16)
        signed = _SIGNATURE.search(found[2])
        pieces.append(Piece(body[start:end], signed[1].decode() if signed else ""))
        if end == start:
            return _ended(tuple(pieces), body[start:])
        if body[end : end + 2] != b"\r\n":
            break
        if len(pieces) > _MOST_CHUNKS:
            raise AwsError(
                "InvalidChunkSizeError", "Only the last chunk is allowed to have a size less than 8192 bytes"
            )
        at = end + 2
    raise AwsError("IncompleteBody", "The request body terminated unexpectedly")


def _ended(pieces: tuple[Piece, ...], rest: bytes) -> Framed:
    """Return the body with what stands behind its last chunk."""
    text = rest.decode("utf-8", "surrogateescape").strip("\r\n")
    trailers: list[tuple[str, str]] = []
    for line in text.splitlines() if text else ():
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            words = "The request contained trailing data that was not well-formed or did not conform to our published schema."
            raise AwsError("MalformedTrailerError", words)
        trailers.append((name.strip().lower(), value.strip()))
    signature = next((value for name, value in trailers if name == _TRAILER_SIGNATURE), "")
    return Framed(pieces, tuple(pair for pair in trailers if pair[0] != _TRAILER_SIGNATURE), signature)
