"""Uvicorn on an event loop that is running already: the command's own, or the app's."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import os
import socket
from collections.abc import Generator
from functools import partial
from typing import Final

import uvicorn

from cogtui.cloud.errors import AuthoringError
from cogtui.wire.asgi import Application
from cogtui.wire.direct import DirectProtocol
from cogtui.wire.limits import Limits

_NOTHING: Final = logging.CRITICAL + 1
"""No message is grave enough: what uvicorn would log, the application reports itself."""


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

    def __init__(self, application: Application, listener: socket.socket, limits: Limits) -> None:
        config = uvicorn.Config(
            application,
            http=partial(DirectProtocol, application=application, limits=limits),  # pyright: ignore[reportArgumentType] - it calls what it is given
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            log_level=_NOTHING,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=limits.grace_seconds,
            limit_concurrency=limits.connections,
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
        for connection in list(self._server.server_state.connections):  # they had their time
            connection.transport.abort()  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]
        self._listener.close()


def listen(host: str, port: int, *, fall_back: bool = False) -> socket.socket:
    """Return a listening socket; AuthoringError where the address is none of this machine's or the port is taken.

    With `fall_back` any free port will do where `port` is taken.
    """
    if not host:
        raise AuthoringError("an endpoint needs an address: 127.0.0.1, or 0.0.0.0 for all that this machine has")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return _bound(host, port, family)
    except UnicodeError as problem:
        raise AuthoringError(f"`{host}` is no address of this machine: {problem}") from problem
    except OSError as problem:
        if fall_back and problem.errno == errno.EADDRINUSE:
            return listen(host, 0)
        raise AuthoringError(_unbound(host, port, problem)) from problem


def _bound(host: str, port: int, family: socket.AddressFamily) -> socket.socket:
    # asyncio sets TCP_NODELAY only on sockets that name their protocol; without it each answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # where it would let two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(socket.SOMAXCONN)
    except BaseException:
        listener.close()
        raise
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
