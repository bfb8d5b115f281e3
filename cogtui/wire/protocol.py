"""The HTTP protocol of a connection: uvicorn's, with limits on what a client may send before its request is whole.

A refusal waits for its turn: requests that came before on the same connection are answered first (RFC 9112, section 9.3.2).
"""

from __future__ import annotations

import asyncio
from typing import Any, Final, cast

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from cogtui.wire.limits import Limits
from cogtui.wire.one_write import OneWrite

_LATE: Final = "The request took too long to arrive."
_SEPARATORS: Final = 4
"""Octets of a header beside its name and its value: colon, blank and the end of the line."""
_LINGER_SECONDS: Final = 2.0
"""How long a client that was refused may go on sending: closing at once could take the refusal from it."""


class BoundedProtocol(HttpToolsProtocol):
    """Answers 431 to huge headers, 408 to slow ones and 400 to what is no HTTP."""

    def __init__(self, *args: Any, limits: Limits, **more: Any) -> None:
        super().__init__(*args, **more)
        self.timeout_keep_alive = limits.idle_seconds
        self._limits = limits
        self._unread = 0
        """Octets that came since the last headers were whole."""
        self._in_headers = False
        self._in_request = False
        self._deadline: asyncio.TimerHandle | None = None
        self._refusal: tuple[int, str] | None = None
        """What there is to say once everything before it is answered."""
        self._refused = False
        self.url = b""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        super().connection_made(cast("asyncio.Transport", OneWrite(transport)))
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._settle()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, as long as the headers stay within bounds."""
        if self._refused:
            return
        self._unread += len(data)
        super().data_received(data)
        if not self._in_headers:
            return
        if self._unread > self._limits.header_bytes:
            self._refuse_headers()
        elif self._deadline is None:
            self._wait()

    def eof_received(self) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride] - asyncio takes either
        """Answer what has come whole, although the client has nothing more to say."""
        if self._in_request and not self._refused:
            self._refuse(400, "The request ends in the middle.")
        if self._refused or self.transport.is_closing() or not self._is_answering():
            return False
        self.cycle.keep_alive = False
        return True

    def on_message_begin(self) -> None:
        """Count anew: this connection's next request begins."""
        self._in_headers = self._in_request = True
        self._unread = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Let the request in, once its headers are whole and not too many."""
        size = len(self.url) + sum([len(name) + len(value) + _SEPARATORS for name, value in self.headers])
        if size > self._limits.header_bytes or len(self.headers) > self._limits.headers:
            self._refuse_headers()
            raise ValueError("too large")
        self._in_headers, self._unread = False, 0
        self._settle()
        if not self.url.startswith((b"/", b"*")):
            self._take_apart()
        self._admit()

    def _admit(self) -> None:
        """Have the request answered whose headers are whole."""
        upgrade = self.parser.should_upgrade()  # pyright: ignore[reportOptionalMemberAccess] - there until the end
        super().on_headers_complete()
        if upgrade:  # there is nothing to change to, and the parser stops where that would begin
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """Note that the request is whole."""
        self._in_request = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on with the connection's next request, or end with what there is to refuse."""
        cast("OneWrite", self.transport).flush()
        super().on_response_complete()
        if self.transport.is_closing() and self.transport.get_write_buffer_size():
            self.loop.call_later(self._limits.idle_seconds, self.transport.abort)
        if self._refusal is not None:
            self._refuse(*self._refusal)

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection; where an answer still waits to be read, nobody will."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        super().timeout_keep_alive_handler()

    def send_400_response(self, msg: str) -> None:
        """Say that this was no HTTP request; nothing is said twice."""
        self._refuse(400, msg)

    def _take_apart(self) -> None:
        """Let the host in a request's URL count in place of the header (RFC 9112, section 3.2.2)."""
        found = httptools.parse_url(self.url)
        host = found.host or b""
        host = b"[%s]" % host if b":" in host else host
        kept = [pair for pair in self.headers if pair[0] != b"host"]
        self.headers[:] = [(b"host", host + (b":%d" % found.port if found.port else b"")), *kept]
        self.url = (found.path or b"/") + (b"?" + found.query if found.query else b"")

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self._limits.header_seconds, self._refuse, 408, _LATE)

    def _settle(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete  # pyright: ignore[reportUnnecessaryComparison] - None at first

    def _refuse_headers(self) -> None:
        self._refuse(431, f"The request's headers are larger than {self._limits.header_bytes:,} bytes, or too many.")

    def _refuse(self, status: int, text: str) -> None:
        """Refuse what is coming in and close; later where requests before it still wait for their answers."""
        self._settle()
        if self._refused or self.transport.is_closing():
            return
        if self._is_answering() and (self.pipeline or not self.cycle.more_body):
            self._refusal = (status, text)
            return
        self._refused = True
        if self._is_answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        body = f"{text}\n".encode()
        head = f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        bodiless = self._in_request and self.url and self.parser is not None and self.parser.get_method() == b"HEAD"
        self.transport.write(STATUS_LINE[status] + head.encode() + (b"" if bodiless else body))
        self.transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)
