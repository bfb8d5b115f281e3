"""What a client may take of the endpoint: sizes, times, connections, and how it stops."""

from __future__ import annotations

import asyncio

import pytest

from cogtui.cloud.world import World
from cogtui.wire.endpoint import Endpoint, Settings
from cogtui.wire.server import listen
from tests.wire.fuzz.connection import Connections, Wire
from tests.wire.sockets import HEALTH, HOST, asked, connected, get, port_of, serving

SHORT = 0.1
"""Seconds, where a test waits for a limit of time."""

TARGET = b"X-Amz-Target: AWSCognitoIdentityProviderService.SignUp\r\n"
STS = b"Authorization: AWS4-HMAC-SHA256 Credential=A/20260105/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0\r\n"


def post(more: bytes, body: bytes, *, path: bytes = b"/", method: bytes = b"POST") -> bytes:
    return b"%s %s HTTP/1.1\r\n%s%scontent-length: %d\r\n\r\n%s" % (method, path, HOST, more, len(body), body)


# ------------------------------------------------------------------------------------------------------------------ sizes

TOO_LARGE = [
    (post(b"", b"a" * 1001, path=b"/bucket/key", method=b"PUT"), "application/xml", b"<Code>EntityTooLarge</Code>"),
    (post(TARGET, b"a" * 1001), "application/x-amz-json-1.1", b'"__type":"RequestEntityTooLargeException"'),
    (post(STS, b"a" * 1001), "text/xml", b"<Code>RequestEntityTooLargeException</Code>"),
    (post(b"", b"a" * 1001, path=b"/oauth2/token"), "text/plain", b"larger than this endpoint takes"),
]


@pytest.mark.parametrize(("sent", "kind", "said"), TOO_LARGE, ids=["s3", "json", "query", "page"])
async def test_a_body_that_is_too_large_is_refused_in_its_protocol_s_form(sent: bytes, kind: str, said: bytes) -> None:
    async with serving(body_bytes=1000) as endpoint:
        length = len(endpoint.world.trail)
        [answer] = await asked(endpoint, sent)
        assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (413, kind)
        assert said in answer.body
        assert len(endpoint.world.trail) == length


async def test_a_body_of_just_the_limit_is_taken() -> None:
    async with serving(body_bytes=1000) as endpoint:
        [answer] = await asked(
            endpoint, post(b"Connection: close\r\n", b"a" * 1000, path=b"/bucket/key", method=b"PUT")
        )
        assert answer.status == 404
        assert b"NoSuchBucket" in answer.body


async def test_a_body_in_chunks_is_held_to_the_limit_as_it_comes() -> None:
    async with serving(body_bytes=1000) as endpoint:
        head = b"PUT /bucket/key HTTP/1.1\r\n" + HOST + b"transfer-encoding: chunked\r\n\r\n"
        [answer] = await asked(endpoint, head + b"3e8\r\n" + b"a" * 1000 + b"\r\n1\r\na\r\n0\r\n\r\n")
        assert answer.status == 413


async def test_a_document_is_held_to_a_limit_of_its_own_and_an_object_is_not() -> None:
    async with serving(document_bytes=100) as endpoint:
        [answer] = await asked(endpoint, post(TARGET + b"Connection: close\r\n", b" " * 101))
        assert answer.status == 413
        [answer] = await asked(endpoint, post(b"Connection: close\r\n", b"a" * 101, path=b"/b-1/k", method=b"PUT"))
        assert answer.status == 404


async def test_a_body_of_64_megabytes_is_refused_and_its_sender_hears_so() -> None:
    async with serving() as endpoint:
        [answer] = await asked(endpoint, post(b"", bytes(64 * 2**20 + 1), path=b"/bucket/key", method=b"PUT"))
        assert (answer.status, b"EntityTooLarge" in answer.body) == (413, True)


async def test_a_client_that_asks_first_is_told_before_it_sends() -> None:
    expecting = b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n"
    async with serving(body_bytes=1000) as endpoint:
        async with connected(endpoint) as client:
            client.send(b"PUT /bucket/key HTTP/1.1\r\n" + HOST + expecting % 1001)
            assert (await client.rest()).startswith(b"HTTP/1.1 413 ")
        async with connected(endpoint) as client:
            client.send(b"PUT /bucket/key HTTP/1.1\r\nConnection: close\r\n" + HOST + expecting % 3)
            assert await client.until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
            client.send(b"abc")
            assert (await client.rest()).startswith(b"HTTP/1.1 404 ")


HEADERS = [
    b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 1_000_000,
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 501 + b"\r\n",
]


@pytest.mark.parametrize("sent", HEADERS, ids=["one", "endless", "path", "many"])
async def test_headers_that_are_too_large_or_too_many_are_431(sent: bytes) -> None:
    async with serving() as endpoint:
        [answer] = await asked(endpoint, sent)
        assert answer.status == 431


# ------------------------------------------------------------------------------------------------------------------ times

SLOW = [
    ("header_seconds", b""),
    ("header_seconds", b"GET / HTTP/1.1\r\nHost: loc"),
    ("body_seconds", b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 10\r\n\r\nabc"),
    ("body_seconds", b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"),
]


@pytest.mark.parametrize(("limit", "sent"), SLOW, ids=["nothing", "half a header", "half a body", "no chunk"])
async def test_a_slow_client_is_answered_408(limit: str, sent: bytes) -> None:
    async with serving(**{limit: SHORT}) as endpoint:
        [answer] = await asked(endpoint, sent)
        assert answer.status == 408


async def test_the_second_request_of_a_connection_may_not_be_slow_either() -> None:
    async with serving(header_seconds=SHORT) as endpoint:
        first, second = await asked(endpoint, get(HEALTH, close=False) + b"GET / HT")
        assert (first.status, second.status) == (200, 408)


async def test_an_idle_connection_is_closed_without_a_word() -> None:
    async with serving(idle_seconds=SHORT) as endpoint:
        [answer] = await asked(endpoint, get(HEALTH, close=False))
        assert answer.status == 200


async def test_a_connection_is_kept_for_the_next_request() -> None:
    async with serving() as endpoint:
        found = await asked(endpoint, get(HEALTH, close=False) * 3 + get(HEALTH))
        assert [answer.status for answer in found] == [200] * 4


# ------------------------------------------------------------------------------------------------------- ends and borders


async def test_an_answer_reaches_a_client_that_has_nothing_more_to_say() -> None:
    async with serving() as endpoint:
        [answer] = await asked(endpoint, get(HEALTH, close=False), ends=True)
        assert answer.status == 200


@pytest.mark.parametrize(
    "sent", [b"GET / HT", b"PUT /bucket/key HTTP/1.1\r\n" + HOST + b"Content-Length: 10\r\n\r\nabc"]
)
async def test_a_request_that_ends_in_the_middle_is_refused_and_not_acted_upon(sent: bytes) -> None:
    async with serving() as endpoint:
        length = len(endpoint.world.trail)
        [answer] = await asked(endpoint, sent, ends=True)
        assert answer.status == 400
        assert len(endpoint.world.trail) == length


async def test_what_is_no_http_is_refused_after_the_requests_before_it_are_answered() -> None:
    async with serving() as endpoint:
        found = await asked(endpoint, get(HEALTH, close=False) * 2 + b"\0nonsense\r\n\r\n")
        assert [answer.status for answer in found] == [200, 200, 400]


async def test_a_client_that_hangs_up_in_the_middle_of_a_body_has_asked_nothing() -> None:
    async with serving() as endpoint:
        length = len(endpoint.world.trail)
        async with connected(endpoint) as client:
            client.send(b"PUT /bucket/key HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: 10\r\n\r\n")
            await client.until(b"\r\n\r\n")
            client.send(b"abc")
            client.writer.transport.abort()
        [answer] = await asked(endpoint, get(HEALTH))
        assert answer.status == 200
        assert len(endpoint.world.trail) == length


@pytest.mark.parametrize("protocol", [b"websocket", b"h2c"])
async def test_nobody_is_upgraded(protocol: bytes) -> None:
    async with serving() as endpoint:
        [answer] = await asked(endpoint, get(HEALTH, b"Connection: upgrade", b"Upgrade: " + protocol, close=False))
        assert answer.status == 200


# ------------------------------------------------------------------------------------------------------------ connections


async def test_32_connections_are_answered_at_once() -> None:
    async with serving() as endpoint:
        found = await asyncio.gather(*(asked(endpoint, get(HEALTH, close=False) * 20 + get(HEALTH)) for _ in range(32)))
        assert {answer.status for each in found for answer in each} == {200}
        assert {len(each) for each in found} == {21}


async def test_a_connection_beyond_the_limit_is_told_to_come_back_and_the_others_go_on() -> None:
    async with serving(connections=3) as endpoint, connected(endpoint) as one, connected(endpoint) as other:
        for client in (one, other):
            client.send(get(HEALTH, close=False))
            assert (await client.until(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
        [answer] = await asked(endpoint, get(HEALTH))
        assert answer.status == 503
        one.send(get(HEALTH))
        assert b"HTTP/1.1 200 " in await one.rest()
        other.writer.close()
        await other.writer.wait_closed()


class Unread(Wire):
    """What was written stays there."""

    aborted = False

    def get_write_buffer_size(self) -> int:
        return len(self.written)

    def abort(self) -> None:
        self.aborted = True
        super().close()


async def test_a_client_that_does_not_read_its_answer_loses_its_connection() -> None:
    endpoint = Endpoint(World("unread"), Settings())
    wire, connection = Unread(), Connections(endpoint).open()
    connection.connection_made(wire)
    connection.data_received(get(HEALTH, close=False))
    await asyncio.gather(*connection.tasks)
    assert wire.written.startswith(b"HTTP/1.1 200 ")
    connection.timeout_keep_alive_handler()
    assert wire.aborted
    connection.connection_lost(None)


# --------------------------------------------------------------------------------------------------------------- stopping


async def test_stopping_finishes_what_has_begun_and_refuses_what_is_new() -> None:
    async with serving() as endpoint:
        port = port_of(endpoint)
        async with connected(endpoint) as client, connected(endpoint) as idle:
            client.send(b"PUT /bucket/key HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")
            await client.until(b"\r\n\r\n")
            idle.send(get(HEALTH, close=False))
            await idle.until(b"}\n")
            stopping = asyncio.create_task(endpoint.stop())
            assert await idle.rest() == b""
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", port)
            client.send(b"abc")
            [answer] = await client.answered()
            assert (answer.status, b"NoSuchBucket" in answer.body) == (404, True)
            await stopping


async def test_who_takes_longer_than_the_grace_is_told_that_the_endpoint_stops() -> None:
    async with serving(grace_seconds=0) as endpoint, connected(endpoint) as client:
        client.send(b"PUT /bucket/key HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        await client.until(b"\r\n\r\n")
        await endpoint.stop()
        [answer] = await client.answered()
        assert (answer.status, b"ServiceUnavailable" in answer.body) == (503, True)


async def test_the_port_is_free_once_it_has_stopped() -> None:
    async with serving() as endpoint:
        port = port_of(endpoint)
        await asked(endpoint, get(HEALTH))
        await endpoint.stop()
        listener = listen("127.0.0.1", port)
        assert listener.getsockname()[1] == port
        listener.close()


async def test_stopping_twice_is_stopping_once() -> None:
    async with serving() as endpoint:
        await endpoint.stop()
        length = len(endpoint.world.trail)
        await endpoint.stop()
        assert len(endpoint.world.trail) == length
