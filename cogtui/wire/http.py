"""A request that arrived and the answer to it, as plain data between the ASGI server and everything that answers."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

Pairs = tuple[tuple[str, str], ...]


class Request(msgspec.Struct, frozen=True, gc=False):
    """One HTTP request, read to its end."""

    method: str
    """In capitals."""
    path: str
    """As it stands on the wire, percent signs and all: "/my-bucket/a%20b"."""
    query: str
    """As it stands on the wire, without the question mark."""
    headers: Pairs
    """Names in small letters, in the order in which they came; bytes that are no UTF-8 as surrogate escapes."""
    body: bytes
    address: str
    """Of the client: "127.0.0.1"."""
    received: float
    """The host's time, epoch seconds."""

    def header(self, name: str) -> str:
        """Return the first header of that name (small letters), or an empty text."""
        for found, value in self.headers:
            if found == name:
                return value
        return ""

    @property
    def host(self) -> str:
        """The Host header without its port, in small letters: "my-bucket.localhost"."""
        text = self.header("host").lower()
        if text.startswith("["):
            name, _, port = text.partition("]")
            return text if port and not port.startswith(":") else f"{name}]"
        return text.partition(":")[0].rstrip(".")


class Response(msgspec.Struct, frozen=True, gc=False):
    """The answer."""

    status: int
    headers: Pairs = ()
    body: bytes = b""

    def with_headers(self, more: Iterable[tuple[str, str]]) -> Response:
        """Return the answer with further headers."""
        return Response(self.status, (*self.headers, *more), self.body)
