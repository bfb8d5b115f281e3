"""An endpoint at a real port on the test's own event loop, and clients that send octets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from cogtui.cloud.world import World
from cogtui.wire.endpoint import Endpoint, Settings
from cogtui.wire.limits import Limits
from tests.wire.fuzz.connection import Answer, answers

HOST = b"Host: localhost\r\n"
PATIENCE = 20
"""Seconds after which a test has hung."""


@asynccontextmanager
async def serving(**limits: Any) -> AsyncGenerator[Endpoint]:
    """Serve a world; no request may have met a bug."""
    endpoint = Endpoint(World("sockets"), Settings(port=0, limits=Limits(**limits)))
    await endpoint.start()
    try:
        yield endpoint
    finally:
        await endpoint.stop()
    assert endpoint.application.bugs == []


def port_of(endpoint: Endpoint) -> int:
    return int(endpoint.url.rpartition(":")[2])


class Client:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, octets: bytes) -> None:
        self.writer.write(octets)

    async def until(self, end: bytes) -> bytes:
        """Return what comes, up to and with `end`."""
        async with asyncio.timeout(PATIENCE):
            return await self.reader.readuntil(end)

    async def rest(self) -> bytes:
        """Return everything up to the end of the connection."""
        async with asyncio.timeout(PATIENCE):
            return await self.reader.read()

    async def answered(self) -> list[Answer]:
        """Return all answers, once the connection is closed."""
        return answers(await self.rest())


@asynccontextmanager
async def connected(endpoint: Endpoint) -> AsyncGenerator[Client]:
    """Open a connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(endpoint))
    try:
        yield Client(reader, writer)
    finally:
        writer.close()


async def asked(endpoint: Endpoint, octets: bytes, *, ends: bool = False) -> list[Answer]:
    """Send octets over a new connection and return the answers; `ends`: and then the client's side ends."""
    async with connected(endpoint) as client:
        client.send(octets)
        if ends:
            client.writer.write_eof()
        return await client.answered()


def get(path: str, *headers: bytes, close: bool = True) -> bytes:
    """Return a GET request, the last of its connection unless told otherwise."""
    more = b"".join(header + b"\r\n" for header in (*headers, *((b"Connection: close",) if close else ())))
    return b"GET %s HTTP/1.1\r\n%s%s\r\n" % (path.encode(), HOST, more)


HEALTH = "/_cogtui/health"
