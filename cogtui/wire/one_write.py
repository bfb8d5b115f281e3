"""A connection's transport that sends an answer's head together with its body: one call of the system, one packet."""

from __future__ import annotations

from asyncio import Transport
from typing import Any, Final

_HEAD: Final = b"HTTP/1.1 "
_GO_ON: Final = b"HTTP/1.1 100 "
"""No answer yet: it must not wait."""


class OneWrite:
    """Holds a head back until its body comes, or until `flush` says that there is none."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._head = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Hold a head, send anything else, after the head that is held."""
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head + data)
        elif data.startswith(_HEAD) and not data.startswith(_GO_ON):
            self._head = data
        else:
            self._transport.write(data)

    def write_whole(self, data: bytes) -> None:
        """Send an answer that has head and body."""
        self.flush()
        self._transport.write(data)

    def flush(self) -> None:
        """Send a head that has no body."""
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)

    def write_eof(self) -> None:
        """Say that nothing more comes."""
        self.flush()
        self._transport.write_eof()

    def close(self) -> None:
        """Close once everything is sent."""
        self.flush()
        self._transport.close()
