"""Requests that come whole are answered on the spot; however a request comes, the answer is the same."""

from __future__ import annotations

import asyncio
import re

import pytest

from cogtui.wire.direct import DirectProtocol
from cogtui.wire.endpoint import Endpoint
from tests.wire.sockets import HEALTH, HOST, connected, get, serving

TARGET = b"X-Amz-Target: AWSCognitoIdentityProviderService."
SIGN_UP = b'{"ClientId": "abc", "Username": "ana", "Password": "Pool-ana-1"}'
CLOSE = b"Connection: close\r\n"


def call(operation: bytes, body: bytes, more: bytes = CLOSE, *, version: bytes = b"1.1") -> bytes:
    head = b"POST / HTTP/%s\r\n%s%s%s\r\n%scontent-length: %d\r\n\r\n"
    return head % (version, HOST, TARGET, operation, more, len(body)) + body


REQUESTS = {
    "a call": call(b"SignUp", SIGN_UP),
    "a call that nobody knows": call(b"Nothing", b"{}"),
    "a call without a body": call(b"ListUserPools", b""),
    "a call of HTTP/1.0": call(b"SignUp", SIGN_UP, b"", version=b"1.0"),
    "a call that waits for a go-ahead": call(b"SignUp", SIGN_UP, b"Expect: 100-continue\r\n" + CLOSE),
    "a read of an object": get("/bucket/a%20key?versionId=1"),
    "a look at an object": get("/bucket/key").replace(b"GET", b"HEAD", 1),
    "a page": get(HEALTH),
    "a page with a body": b"POST /oauth2/token HTTP/1.1\r\n" + HOST + CLOSE + b"content-length: 3\r\n\r\na=b",
    "a page's address with a mark": get("/login#here"),
    "a preflight": get("/", b"Origin: http://localhost:3000").replace(b"GET", b"OPTIONS", 1),
    "a wish for another protocol": get("/bucket/key", b"Upgrade: h2c", b"Connection: upgrade, close", close=False),
    "a host that is another's": get("/").replace(b"localhost", b"example.com"),
    "too large a body": call(b"SignUp", b" " * 2001),
}

_CHANGING = re.compile(
    rb"(date|x-amz[a-z-]*id[a-z0-9-]*): [^\r]*|<(RequestId|HostId)>[^<]*|HTTP/1.1 100 Continue\r\n\r\n", re.IGNORECASE
)


async def _answered(endpoint: Endpoint, *pieces: bytes) -> bytes:
    """Send a request piece by piece and return the answer without what is another each time."""
    async with connected(endpoint) as client:
        for piece in pieces:
            client.send(piece)
            await client.writer.drain()
            await asyncio.sleep(0)
        return _CHANGING.sub(b"", await client.rest())


@pytest.mark.parametrize("sent", REQUESTS.values(), ids=REQUESTS)
async def test_a_request_has_the_same_answer_in_one_piece_and_in_many(sent: bytes) -> None:
    async with serving(body_bytes=2000) as endpoint:
        whole = await _answered(endpoint, sent)
        assert whole.startswith(b"HTTP/1.1 ")
        for at in (1, len(sent) // 2, sent.index(b"\r\n\r\n") + 4, len(sent) - 1):
            assert await _answered(endpoint, sent[:at], sent[at:]) == whole


async def test_an_aws_call_in_one_piece_needs_no_task(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    start = DirectProtocol._start_asgi_task  # pyright: ignore[reportPrivateUsage] - uvicorn's

    def counted(self: DirectProtocol, cycle: object, app: object) -> None:
        started.append(self.url.decode())
        start(self, cycle, app)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(DirectProtocol, "_start_asgi_task", counted)
    async with serving() as endpoint:
        await _answered(endpoint, REQUESTS["a call"])
        assert started == []
        await _answered(endpoint, REQUESTS["a page"])
        assert started == [HEALTH]


async def test_requests_in_one_piece_are_answered_in_their_order() -> None:
    async with serving() as endpoint:
        sent = b"".join(call(b"Nothing%d" % number, b"{}", b"") for number in range(4))
        answer = await _answered(endpoint, sent + get(HEALTH))
        assert answer.count(b"HTTP/1.1 ") == 5
        assert answer.index(b'"status"') > answer.rindex(b"UnknownOperation")
        assert [record.operation[-8:] for record in endpoint.world.trail[-4:]] == [
            f"Nothing{number}" for number in range(4)
        ]


async def test_a_connection_stays_open_after_an_answer_on_the_spot() -> None:
    async with serving() as endpoint, connected(endpoint) as client:
        for _ in range(3):
            client.send(call(b"Nothing", b"{}", b""))
            assert b"connection: close" not in await client.until(b"\r\n\r\n")
            await client.until(b"}")


async def test_nothing_follows_an_answer_that_ends_its_connection() -> None:
    async with serving() as endpoint:
        answer = await _answered(endpoint, call(b"Nothing", b"{}") + call(b"Nothing", b"{}"))
        assert answer.count(b"HTTP/1.1 ") == 1
