"""Requests that come whole in one piece are answered on the spot, without a task of their own.

That is what AWS clients send nearly always. Everything else goes uvicorn's way: what comes in pieces, waits for its turn or
for a go-ahead, asks for a page, or follows another request in the same piece.
"""

from __future__ import annotations

from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from cogtui.wire.asgi import Application, sent
from cogtui.wire.limits import Limits
from cogtui.wire.one_write import OneWrite
from cogtui.wire.protocol import BoundedProtocol

_SLOW: Final = frozenset((b"transfer-encoding", b"expect", b"upgrade"))
"""Headers of requests that want more than one step."""


class DirectProtocol(BoundedProtocol):
    """Holds a request back until the piece that brought it is read, and answers it if it is whole by then."""

    def __init__(self, *args: Any, application: Application, limits: Limits, **more: Any) -> None:
        super().__init__(*args, limits=limits, **more)
        self._application = application
        self._held: list[bytes] | None = None
        """The body of the request that is held back, as far as it has come."""
        self._fresh = False
        """The piece at hand has brought no request yet."""

    def data_received(self, data: bytes) -> None:
        """Take a piece of what the client sends."""
        self._fresh = True
        super().data_received(data)
        if self._held is not None:
            self._let_go()

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        if self._held is None:
            super().on_body(body)
        else:
            self._held.append(body)

    def on_message_complete(self) -> None:
        """Answer a request that was held back and is whole."""
        if self._held is not None and not self._answer(b"".join(self._held)):
            self._let_go()
        if self._held is None:
            super().on_message_complete()
        else:
            self._held = None
            self._in_request = False

    def _admit(self) -> None:
        if self._fresh and self._may_be_direct():
            self._held = []
        else:
            super()._admit()
        self._fresh = False

    def _may_be_direct(self) -> bool:
        limit, parser = self.limit_concurrency, self.parser
        return (
            not (self._is_answering() or self.flow.write_paused or self.transport.is_closing())
            and parser is not None
            and not parser.should_upgrade()
            and self.url.isascii()
            and b"#" not in self.url
            and (limit is None or (len(self.connections) < limit and len(self.tasks) < limit))
            and _SLOW.isdisjoint([name for name, _ in self.headers])
        )

    def _answer(self, body: bytes) -> bool:
        """Answer the request; False: it goes uvicorn's way."""
        if len(body) > self._limits.body_bytes:
            return False
        parser = self.parser
        assert parser is not None
        method = parser.get_method().decode("ascii")
        path, _, query = self.url.partition(b"?")
        request = self._application.request(method, path, query, self.headers, client=self.client, body=body)
        response = self._application.at_once(request)
        if response is None:
            return False
        headers, content = sent(method, response)
        keep_alive = parser.get_http_version() != "1.0" and parser.should_keep_alive()
        if not keep_alive:
            headers.append((b"connection", b"close"))
        lines = [b"%b: %b\r\n" % pair for pair in (*self.server_state.default_headers, *headers)]
        whole = b"".join([STATUS_LINE[response.status], *lines, b"\r\n", content])
        cast("OneWrite", self.transport).write_whole(whole)
        if not keep_alive:
            self.transport.close()
        self.on_response_complete()
        return True

    def _let_go(self) -> None:
        """Send the request that is held back uvicorn's way."""
        parts, self._held = self._held or [], None
        super()._admit()
        for part in parts:
            super().on_body(part)
