"""The ASGI side: reads a request to its end within limits, hands it over as plain data and sends the answer.

What came whole in one piece need not take this way: `direct.py` asks `Application.at_once`.
"""

from __future__ import annotations

import asyncio
import re
import sys
import traceback
from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache
from typing import Any, Final

import msgspec

from cogtui.cloud.clock import HostClock
from cogtui.wire.http import Request, Response
from cogtui.wire.limits import Limits
from cogtui.wire.refused import Cause

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Octets = Iterable[tuple[bytes, bytes]]
"""Headers as they stand on the wire."""
Page = Callable[[Scope, Receive, Send], Awaitable[None]]
"""An ASGI application that answers by itself."""
Answer = Callable[[Request], Response | Page]
Refuse = Callable[[Request, Cause], Response]

_PASSED_OVER: Final = 4
"""A body of up to so many times the limit is read to its end before it is refused: most clients listen only then."""

_DECODED: dict[bytes, str] = {}
"""Names of headers seen so far; a client can fill it no further than `_MOST_NAMES`."""
_MOST_NAMES: Final = 256
_LONGEST_NAME: Final = 64

_TOKEN: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""What a header may be called (RFC 9110, section 5.6.2); S3 keeps metadata whose names HTTP can't send."""

_BUG: Final = Response(500, (("content-type", "text/plain"),), b"CogTUI ran into a bug while it answered this.\n")


class Refused(Exception):
    """The request is not taken to its end."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause: Cause = cause


class Gone(Exception):
    """The client hung up."""


class Application:
    """What uvicorn runs. `answer` is synchronous, as the world's door is: the order of calls is the order of answers."""

    def __init__(self, answer: Answer, refuse: Refuse, limits: Limits, clock: HostClock) -> None:
        """`refuse` words the answer to a request that `answer` never gets to see, or cannot deal with."""
        self._answer = answer
        self._refuse = refuse
        self._limits = limits
        self._clock = clock
        self.on_bug: Callable[[str], None] = lambda _: None
        """Is handed the report of a request that ran into a bug of ours."""
        self.bugs: list[str] = []
        """Reports of the last requests that ran into a bug of ours."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = self.request(
            scope["method"], scope["raw_path"], scope["query_string"], scope["headers"], client=scope.get("client")
        )
        try:
            body = await _body(scope, receive, self._limits)
        except Gone:
            return
        except Refused as refused:
            await _send(send, request.method, self._refused(request, refused.cause), last=True)
            return
        if body:
            request = msgspec.structs.replace(request, body=body)
        found = self._found(request)
        if isinstance(found, Response):
            await _send(send, request.method, found)
            return
        try:
            await found(scope, _again(body), send)
        except Exception:  # noqa: BLE001 - the same; the page has answered 500 already
            self._report(request)

    def at_once(self, request: Request) -> Response | None:
        """Answer a whole request; None: it is for a page, which takes its time."""
        found = self._found(request)
        return found if isinstance(found, Response) else None

    def request(
        self,
        method: str,
        path: bytes,
        query: bytes,
        headers: Octets,
        *,
        client: tuple[str, int] | None,
        body: bytes = b"",
    ) -> Request:
        """Return what came on the wire as plain data."""
        return Request(
            method=method,
            path=path.decode("latin-1"),
            query=query.decode("latin-1"),
            headers=tuple([(_name(name), value.decode("utf-8", "surrogateescape")) for name, value in headers]),
            body=body,
            address=client[0] if client else "127.0.0.1",
            received=self._clock(),
        )

    def _found(self, request: Request) -> Response | Page:
        try:
            return self._answer(request)
        except Exception:  # noqa: BLE001 - whatever it is, it must not take the endpoint down
            self._report(request)
            return self._refused(request, "bug")

    def _refused(self, request: Request, cause: Cause) -> Response:
        try:
            return self._refuse(request, cause)
        except Exception:  # noqa: BLE001 - the same once more
            self._report(request)
            return _BUG

    def _report(self, request: Request) -> None:
        """Keep a report of the bug that is being handled."""
        report = f"{request.method} {request.path!r}\n{traceback.format_exc()}"
        self.bugs = [*self.bugs[-9:], report]
        self.on_bug(report)


# ----------------------------------------------------------------------------------------------------------- the request


def _name(name: bytes) -> str:
    found = _DECODED.get(name)
    if found is None:
        found = sys.intern(name.decode("latin-1").lower())
        if len(_DECODED) < _MOST_NAMES and len(name) <= _LONGEST_NAME:
            _DECODED[name] = found
    return found


async def _body(scope: Scope, receive: Receive, limits: Limits) -> bytes:
    """Return the whole body; Refused where it is too large or comes too slowly, Gone where it ends in the middle."""
    declared, expected, chunked = b"0", False, False
    for name, value in scope["headers"]:
        if name == b"content-length":
            declared = value
        elif name == b"transfer-encoding":
            chunked = True
        elif name == b"expect":
            expected = True
    size = int(declared) if declared.isdigit() and len(declared) <= 15 else sys.maxsize
    if size > limits.body_bytes and (expected or size > limits.body_bytes * _PASSED_OVER):
        raise Refused("too-large")
    if not chunked and size == 0:
        return _piece(await receive())
    return await _pieces(receive, limits)


async def _pieces(receive: Receive, limits: Limits) -> bytes:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await _next(receive, limits.body_seconds)
        part = _piece(message)
        size += len(part)
        if size > limits.body_bytes * _PASSED_OVER:
            raise Refused("too-large")
        if size <= limits.body_bytes:
            parts.append(part)
        else:
            parts.clear()
        more = message.get("more_body", False)
    if size > limits.body_bytes:
        raise Refused("too-large")
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _piece(message: dict[str, Any]) -> bytes:
    if message["type"] == "http.disconnect":
        raise Gone
    return message.get("body", b"")


async def _next(receive: Receive, seconds: float) -> dict[str, Any]:
    try:
        async with asyncio.timeout(seconds):
            return await receive()
    except TimeoutError as late:
        raise Refused("late") from late
    except asyncio.CancelledError as stopped:  # the server gives up waiting: it is being stopped
        raise Refused("stopping") from stopped


def _again(body: bytes) -> Receive:
    """Return a way to receive the body once more."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


# ------------------------------------------------------------------------------------------------------------ the answer


async def _send(send: Send, method: str, response: Response, *, last: bool = False) -> None:
    """Send an answer; the `last` one of its connection."""
    headers, body = sent(method, response)
    if last:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def sent(method: str, response: Response) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Return an answer's headers and body as they go out to a request of that method."""
    headers = [(name, _octets(value)) for text, value in response.headers if (name := _sent_name(text))]
    if response.status in (204, 304):
        return headers, b""
    if not any(name == b"content-length" for name, _ in headers):
        headers.append((b"content-length", b"%d" % len(response.body)))
    return headers, b"" if method == "HEAD" else response.body


@lru_cache(maxsize=512)
def _sent_name(name: str) -> bytes:
    """Return a header's name, empty for one that HTTP can't send."""
    return name.lower().encode() if _TOKEN.fullmatch(name) else b""


def _octets(value: str) -> bytes:
    """Return a header's value without anything that would end it."""
    clean = value if value.isprintable() else "".join(char if char.isprintable() else " " for char in value)
    return clean.encode("utf-8", "surrogateescape")
