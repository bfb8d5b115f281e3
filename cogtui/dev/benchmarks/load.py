"""A raw HTTP load client: requests are bytes made beforehand, answers are read just far enough to know where they end.

It keeps several connections busy, opens a new one where the server closes, and counts only answers with the status that was
asked for, so that a server that refuses everything doesn't win.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Iterator, Sequence
from typing import cast

import msgspec

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


class Loaded(msgspec.Struct, frozen=True):
    """What came of a load."""

    rate: float
    """Answers per second."""
    latencies: list[float]
    """Seconds, one per answer."""


def load(port: int, requests: Sequence[bytes], *, count: int, connections: int) -> Loaded:
    """Send `count` requests, taking turns at `requests`; RuntimeError at the first answer that is no 200."""
    return asyncio.run(_load(port, itertools.cycle(requests), count, connections))


async def _load(port: int, requests: Iterator[bytes], count: int, connections: int) -> Loaded:
    job = _Job(port, requests, count)
    begin = time.perf_counter()
    for _ in range(connections):
        await job.connect()
    await job.done
    return Loaded(count / (time.perf_counter() - begin), job.latencies)


class _Job:
    def __init__(self, port: int, requests: Iterator[bytes], count: int) -> None:
        self.port = port
        self.requests = requests
        self.left = count
        self.open = count
        """Answers still to come."""
        self.latencies: list[float] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._connecting: set[asyncio.Task[None]] = set()

    async def connect(self) -> None:
        """Open a connection; it begins to ask at once."""
        await asyncio.get_running_loop().create_connection(lambda: _Connection(self), "127.0.0.1", self.port)

    def reconnect(self) -> None:
        task = asyncio.create_task(self.connect())
        self._connecting.add(task)
        task.add_done_callback(self._connecting.discard)

    def answered(self, status: bytes, head: bytes, seconds: float) -> None:
        self.latencies.append(seconds)
        self.open -= 1
        if status != b"200" and not self.done.done():
            self.done.set_exception(RuntimeError(f"an answer that is no 200: {head[:400]!r}"))
        elif self.open == 0 and not self.done.done():
            self.done.set_result(None)


class _Connection(asyncio.Protocol):
    def __init__(self, job: _Job) -> None:
        self._job = job
        self._seen = b""
        self._end = -1
        self._head = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def _ask(self) -> None:
        if self._job.left == 0:
            self._transport.close()
            return
        self._job.left -= 1
        self._seen, self._end = b"", -1
        self._began = time.perf_counter()
        self._transport.write(next(self._job.requests))

    def data_received(self, data: bytes) -> None:
        self._seen += data
        if self._end < 0:
            end = self._seen.find(b"\r\n\r\n")
            if end < 0:
                return
            self._head = self._seen[: end + 2]
            length = _LENGTH.search(self._head)
            self._end = end + 4 + (int(length[1]) if length else 0)
        if len(self._seen) < self._end:
            return
        status = self._head[9:12]
        self._job.answered(status, self._seen, time.perf_counter() - self._began)
        if self._head.startswith(b"HTTP/1.0") or _CLOSES.search(self._head):
            self._transport.close()
            if self._job.left:
                self._job.reconnect()
        else:
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None and not self._job.done.done():
            self._job.done.set_exception(exc)
