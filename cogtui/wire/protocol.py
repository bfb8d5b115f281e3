"""The HTTP protocol of a connection: uvicorn's, with limits on what a client may send before its request is whole."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

MOST_HEADER_BYTES: Final = 65536
"""Request line and headers together."""
HEADER_SECONDS: Final = 15.0
"""How long a client may take to send them."""


class BoundedProtocol(HttpToolsProtocol):
    """Answers 431 to huge headers, 408 to slow ones and 400 to what is no HTTP."""

    _spent = 0
    _whole = False
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._settle()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, as long as the headers stay within bounds."""
        if not self._whole:
            self._spent += len(data)
            if self._deadline is None:
                self._wait()
        super().data_received(data)
        if not self._whole and self._spent > MOST_HEADER_BYTES:
            self._refuse(431, "The request's headers are larger than 65,536 bytes.")

    def on_message_begin(self) -> None:
        """Count anew: this connection's next request begins."""
        self._whole = False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Let the request in, once its headers are whole and not too many."""
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > MOST_HEADER_BYTES:
            self._refuse(431, "The request's headers are larger than 65,536 bytes.")
            raise ValueError("too large")
        self._whole, self._spent = True, 0
        self._settle()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Say that this was no HTTP request; nothing is said twice."""
        if not self.transport.is_closing():
            self._refuse(400, msg)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(HEADER_SECONDS, self._refuse, 408, "The request took too long to arrive.")

    def _settle(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, status: int, text: str) -> None:
        self._settle()
        if self.transport.is_closing():
            return
        body = f"{text}\n".encode()
        head = f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        self.transport.write(STATUS_LINE[status] + head.encode() + body)
        self.transport.close()
