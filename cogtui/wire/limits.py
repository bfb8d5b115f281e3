"""How much and how long a client may ask for: sizes, times, connections."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """What one client may take of the endpoint."""

    body_bytes: int = 64 * 2**20
    document_bytes: int = 4 * 2**20
    """Of a body that is taken apart whole: every one but those of S3's objects."""
    kept_bytes: int = 256 * 2**20
    """Of the bodies of those calls that the trail keeps."""
    header_bytes: int = 65536
    """Request line and headers together."""
    headers: int = 500
    header_seconds: float = 15.0
    """How long a request's headers may take to arrive."""
    body_seconds: float = 30.0
    """How long the next piece of a body may take."""
    idle_seconds: float = 75.0
    """How long a connection without a request stays open, and how long an answer may wait to be read."""
    grace_seconds: int = 5
    """How long requests that have begun may take once the endpoint stops."""
    connections: int = 1000
