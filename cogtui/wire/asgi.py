"""The ASGI side: reads a request to its end within limits, hands it over as plain data and sends the answer."""

from __future__ import annotations

import asyncio
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, Final

from cogtui.wire.http import Pairs, Request, Response

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Page = Callable[[Scope, Receive, Send], Awaitable[None]]
"""An ASGI application that answers by itself."""
Answer = Callable[[Request], Response | Page]

MOST_BODY: Final = 64 * 2**20
"""Bytes of the largest body."""
BODY_SECONDS: Final = 30.0
"""How long a client may keep the endpoint waiting for the next piece of a body."""

_DECODED: dict[bytes, str] = {}
"""Names of headers seen so far; a client can fill it no further than `_MOST_NAMES`."""
_MOST_NAMES: Final = 256


class Refused(Exception):
    """The request is not taken to its end: status and words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


class Gone(Exception):
    """The client hung up."""


class Application:
    """What uvicorn runs. `answer` is synchronous, as the world's door is: the order of calls is the order of answers."""

    def __init__(self, answer: Answer, *, most_body: int = MOST_BODY) -> None:
        self._answer = answer
        self.on_bug: Callable[[str], None] = lambda _: None
        """Is handed the report of a request that ran into a bug of ours."""
        self._most_body = most_body
        self.bugs: list[str] = []
        """Reports of the last requests that ran into a bug of ours."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            body = await self._body(scope, receive)
        except Gone:
            return
        except Refused as refused:
            await _send(send, scope, _closing(refused))
            return
        try:
            found = self._answer(_request(scope, body))
        except Exception:  # noqa: BLE001 - whatever it is, it must not take the endpoint down
            self._report(scope)
            found = _BUG
        if isinstance(found, Response):
            await _send(send, scope, found)
            return
        try:
            await found(scope, _again(body), send)
        except Exception:  # noqa: BLE001 - the same; the page has answered 500 already
            self._report(scope)

    def _report(self, scope: Scope) -> None:
        """Keep a report of the bug that is being handled."""
        report = f"{scope['method']} {scope['path']!r}\n{traceback.format_exc()}"
        self.bugs = [*self.bugs[-9:], report]
        self.on_bug(report)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if declared.isdigit() and (len(declared) > 15 or int(declared) > self._most_body):
            raise Refused(413, f"The body is larger than {self._most_body:,} bytes.")
        message = await receive() if declared == b"0" else await _next(receive)
        body: bytes = message.get("body", b"")
        if not message.get("more_body"):
            return body
        parts, size = [body], len(body)
        while message.get("more_body"):
            message = await _next(receive)
            if message["type"] == "http.disconnect":
                raise Gone
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._most_body:
                raise Refused(413, f"The body is larger than {self._most_body:,} bytes.")
        return b"".join(parts)


_BUG: Final = Response(
    500,
    (("content-type", "application/json"), ("x-amzn-ErrorType", "InternalFailure:")),
    b'{"__type":"InternalFailure","message":"CogTUI ran into a bug while it answered this"}',
)


def _again(body: bytes) -> Receive:
    """Return a way to receive the body once more."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


async def _next(receive: Receive) -> dict[str, Any]:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await receive()
    except TimeoutError as late:
        raise Refused(408, "The request's body took too long to arrive.") from late


def _request(scope: Scope, body: bytes) -> Request:
    headers: Pairs = tuple(
        [(_name(name), value.decode("utf-8", "surrogateescape")) for name, value in scope["headers"]]
    )
    client = scope.get("client")
    return Request(
        method=scope["method"],
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
        address=client[0] if client else "127.0.0.1",
        received=time.time(),
    )


def _name(name: bytes) -> str:
    found = _DECODED.get(name)
    if found is None:
        found = sys.intern(name.decode("latin-1").lower())
        if len(_DECODED) < _MOST_NAMES:
            _DECODED[name] = found
    return found


def _closing(refused: Refused) -> Response:
    headers = (("content-type", "text/plain; charset=utf-8"), ("connection", "close"))
    return Response(refused.status, headers, f"{refused.words}\n".encode())


async def _send(send: Send, scope: Scope, response: Response) -> None:
    headers = [(name.encode("latin-1"), _octets(value)) for name, value in response.headers]
    bodiless = response.status in (204, 304)
    head = scope["method"] == "HEAD"
    if not bodiless and not any(name.lower() == b"content-length" for name, _ in headers):
        headers.append((b"content-length", b"%d" % len(response.body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if bodiless or head else response.body})


def _octets(value: str) -> bytes:
    """Return a header's value without anything that would end it."""
    clean = value if value.isprintable() else "".join(char if char.isprintable() else " " for char in value)
    return clean.encode("utf-8", "surrogateescape")
