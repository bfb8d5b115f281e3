"""An endpoint's HTTP side without sockets: octets go in as a client sends them and come out as a client gets them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, NamedTuple

import h11
import uvicorn
from uvicorn.server import ServerState

from cogtui.wire.direct import DirectProtocol
from cogtui.wire.endpoint import Endpoint

_STEPS = 200
"""Turns of the event loop after which an answer that isn't there never comes."""


class Answer(NamedTuple):
    """One answer, as a strict client reads it."""

    status: int
    headers: dict[str, str]
    """Names in small letters."""
    body: bytes


class Wire(asyncio.Transport):
    """What a connection writes to."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 50000), "sockname": ("127.0.0.1", 4577)})
        self.written = bytearray()
        self.ended = False
        self._closing = False

    def write(self, data: Any) -> None:
        assert not self.ended, "written after the end"
        self.written += data

    def write_eof(self) -> None:
        self.ended = True

    def close(self) -> None:
        self._closing = self.ended = True

    abort = close

    def is_closing(self) -> bool:
        return self._closing

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        """Nothing comes by itself."""

    def resume_reading(self) -> None:
        """Nothing comes by itself."""


class Connections:
    """Opens connections to an endpoint that listens nowhere."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._config = uvicorn.Config(
            endpoint.application, ws="none", lifespan="off", log_config=None, log_level=60, proxy_headers=False
        )
        self._config.load()
        self._limits = endpoint.settings.limits
        self._state = ServerState()
        self.open = partial(
            DirectProtocol, self._config, self._state, {}, application=endpoint.application, limits=self._limits
        )

    async def ask(self, sent: bytes, *, pieces: int = 1, last: bool = False) -> bytes:
        """Send octets over a new connection, in so many pieces, and return what came back; `last`: nothing follows."""
        wire, connection = Wire(), self.open()
        connection.connection_made(wire)
        size = max(-(-len(sent) // pieces), 1)
        for at in range(0, len(sent), size):
            if not wire.is_closing():
                connection.data_received(sent[at : at + size])
                await asyncio.sleep(0)
        if last and not wire.is_closing() and not connection.eof_received():
            wire.close()
        await self._settled(wire, connection)
        connection.connection_lost(None)
        await asyncio.sleep(0)
        return bytes(wire.written)

    async def _settled(self, wire: Wire, connection: DirectProtocol) -> None:
        """Wait until there is nothing left to answer, or the rest of a body would have to come first."""
        for _ in range(_STEPS):
            cycle: Any = connection.cycle
            if wire.ended or cycle is None or cycle.response_complete or (cycle.more_body and not connection.pipeline):
                await asyncio.sleep(0)
                if wire.ended or cycle is None or cycle.response_complete or cycle.more_body:
                    return
            await asyncio.sleep(0)
        raise AssertionError("no answer")


def answers(octets: bytes, *, head: bool = False) -> list[Answer]:
    """Read answers with a parser that forgives nothing; `head`: the first is to a HEAD, if that was seen to be one."""
    found: list[Answer] = []
    while octets:
        first = head and not found
        answer, rest = _first(octets, "HEAD" if first else "GET")
        if first and rest and not rest.startswith(b"HTTP/1.1 "):
            answer, rest = _first(octets, "GET")
        found.append(answer)
        octets = rest
    return found


def _first(octets: bytes, method: str) -> tuple[Answer, bytes]:
    client = h11.Connection(h11.CLIENT, max_incomplete_event_size=2**20)
    client.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
    client.send(h11.EndOfMessage())
    client.receive_data(octets)
    client.receive_data(b"")
    head, body = _message(client)
    headers = {name.decode(): value.decode("latin-1") for name, value in head.headers}
    return Answer(head.status_code, headers, body), client.trailing_data[0]


def _message(client: h11.Connection) -> tuple[h11.Response, bytes]:
    head, body = None, b""
    while True:
        event = client.next_event()
        if isinstance(event, h11.Response):
            head = event
        elif isinstance(event, h11.Data):
            body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            assert head is not None
            return head, body
        assert event not in (h11.NEED_DATA, h11.PAUSED), "an answer ends in the middle"
