"""The arithmetic of Signature Version 4: canonical request, string to sign, signing key, signature.

Sources: IAM User Guide, "Create a signed AWS API request"; S3 API Reference, "Authenticating requests (SigV4)" and
"Signature calculations for the Authorization header: transferring payload in multiple chunks"; RFC 3986.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote, unquote_to_bytes

ALGORITHM: Final = "AWS4-HMAC-SHA256"
TERMINATOR: Final = "aws4_request"
EMPTY_HASH: Final = hashlib.sha256(b"").hexdigest()
UNSIGNED_PAYLOAD: Final = "UNSIGNED-PAYLOAD"

_UNRESERVED: Final = "-_.~"
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_PLAIN_PATH: Final = re.compile(r"/[A-Za-z0-9._~-]*")

Header = tuple[str, str]


class Target(NamedTuple):
    """The first line of a canonical request, its parts canonical already."""

    method: str
    path: str
    query: str


def canonical_request(target: Target, headers: Sequence[Header], signed: Iterable[str], payload_hash: str) -> str:
    """Return the canonical request; `headers` as they came."""
    method, path, query = target
    names = sorted(signed)
    lines = "".join(f"{name}:{canonical_value(headers, name)}\n" for name in names)
    return f"{method}\n{path}\n{query}\n{lines}\n{';'.join(names)}\n{payload_hash}"


def canonical_value(headers: Sequence[Header], name: str) -> str:
    """Return a header's value: blanks made one, repeated headers joined in the order in which they came."""
    return ",".join([_BLANKS.sub(" ", value).strip() for found, value in headers if found == name])


def canonical_path(path: str) -> str:
    """Return the path for all services but S3: dots and double slashes resolved, encoded once more."""
    if _PLAIN_PATH.fullmatch(path) and path not in ("/.", "/.."):
        return path
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del kept[-1:]
        elif part not in ("", "."):
            kept.append(part)
    end = "/" if kept and path.endswith(("/", "/.", "/..")) else ""
    return quote(f"/{'/'.join(kept)}{end}", safe=f"/{_UNRESERVED}", errors="surrogateescape")


def canonical_key_path(path: str) -> str:
    """Return the path for S3, where keys may hold dots and double slashes: encoded once, never resolved."""
    return "/".join(quote(unquote_to_bytes(part), safe=_UNRESERVED) for part in path.split("/")) or "/"


def canonical_query(query: str) -> str:
    """Return the query sorted and encoded; X-Amz-Signature is no part of it."""
    pairs: list[tuple[str, str]] = []
    for part in query.split("&") if query else ():
        if not part:
            continue
        name, _, value = part.partition("=")
        pairs.append((_encoded(name), _encoded(value)))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs) if name != "X-Amz-Signature")


def _encoded(text: str) -> str:
    return quote(unquote_to_bytes(text), safe=_UNRESERVED)


def string_to_sign(timestamp: str, scope: str, canonical: str) -> str:
    """Return what is signed: algorithm, time, scope and the hash of the canonical request."""
    return f"{ALGORITHM}\n{timestamp}\n{scope}\n{digest(canonical)}"


def digest(text: str) -> str:
    """Return a text's SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def signing_key(secret: str, date: str, region: str, service: str) -> bytes:
    """Return the key for a day, a region and a service."""
    key = f"AWS4{secret}".encode()
    for part in (date, region, service, TERMINATOR):
        key = hmac.digest(key, part.encode(errors="surrogateescape"), "sha256")
    return key


def signature(key: bytes, text: str) -> str:
    """Return the signature in hexadecimal."""
    return hmac.digest(key, text.encode(errors="surrogateescape"), "sha256").hex()


def chunk_to_sign(timestamp: str, scope: str, previous: str, chunk_hash: str) -> str:
    """Return what the signature of a body's chunk is made over: it goes on from the one before."""
    return f"{ALGORITHM}-PAYLOAD\n{timestamp}\n{scope}\n{previous}\n{EMPTY_HASH}\n{chunk_hash}"


def trailer_to_sign(timestamp: str, scope: str, previous: str, trailer_hash: str) -> str:
    """Return what the signature of a body's trailing headers is made over."""
    return f"{ALGORITHM}-TRAILER\n{timestamp}\n{scope}\n{previous}\n{trailer_hash}"
