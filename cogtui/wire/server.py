"""Uvicorn on an event loop that is running already: the command's own, or the app's."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import socket
from collections.abc import Generator
from typing import Any, Final

import uvicorn

from cogtui.cloud.errors import AuthoringError
from cogtui.wire.protocol import BoundedProtocol

GRACE_SECONDS: Final = 5
"""How long requests that have begun may take once the endpoint stops."""
IDLE_SECONDS: Final = 75
"""How long a connection without a request stays open."""
MOST_CONNECTIONS: Final = 1000


class _Uvicorn(uvicorn.Server):
    """A server that leaves signals to whoever owns the event loop, and says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the sockets."""
        await super().startup(sockets=sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


class Server:
    """One listening port and what answers there."""

    def __init__(self, application: Any, listener: socket.socket) -> None:
        config = uvicorn.Config(
            application,
            http=BoundedProtocol,
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=GRACE_SECONDS,
            limit_concurrency=MOST_CONNECTIONS,
        )
        config.load()
        self._server = _Uvicorn(config)
        self._listener = listener
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._listener.getsockname()[1]

    async def start(self) -> None:
        """Begin to answer; returns once it does."""
        self._task = asyncio.create_task(self._server.serve(sockets=[self._listener]), name="cogtui endpoint")
        ready = asyncio.create_task(self._server.ready.wait())
        await asyncio.wait((self._task, ready), return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._task.done():
            await self._task

    async def stop(self) -> None:
        """Take no more requests, finish those that have begun, and let go of the port."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task
            self._task = None
        self._listener.close()


def listen(host: str, port: int, *, fall_back: bool = False) -> socket.socket:
    """Return a listening socket; AuthoringError where the address is none of this machine's or the port is taken.

    With `fall_back` any free port will do where `port` is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only on sockets that name their protocol; without it each answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as problem:
        listener.close()
        if fall_back and problem.errno == errno.EADDRINUSE:
            return listen(host, 0)
        raise AuthoringError(_unbound(host, port, problem)) from problem
    listener.listen(socket.SOMAXCONN)
    listener.setblocking(False)
    return listener


def _unbound(host: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken; choose another with --port, or 0 for any free one"
    if problem.errno == errno.EACCES:
        return f"port {port} may not be opened by you; choose one above 1023 with --port"
    return f"`{host}` is no address of this machine: {problem.strerror or problem}"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
