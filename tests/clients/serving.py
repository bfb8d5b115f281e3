"""A world at a port of this machine, served by a thread of the test's own process: clients come over real HTTP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

from cogtui.cloud.callers import Keys
from cogtui.cloud.trail import Record, Reply
from cogtui.cloud.world import World
from cogtui.wire.endpoint import Endpoint, Settings
from cogtui.wire.serving import equip

T = TypeVar("T")

REGION = "us-east-1"


class Served:
    """An endpoint that answers, and its world for the test to prepare and to look at."""

    def __init__(self, world: World, loop: asyncio.AbstractEventLoop, **settings: Any) -> None:
        self._loop = loop
        self.endpoint = Endpoint(world, Settings(port=0, **settings))
        self._await(self.endpoint.start())
        self.demo = self.do(lambda: demo_keys(world))
        """The keys of an administrator, an IAM user."""

    @property
    def url(self) -> str:
        return self.endpoint.url

    @property
    def world(self) -> World:
        """To be looked at by the test; what changes it goes through `do`."""
        return self.endpoint.world

    @property
    def bugs(self) -> list[str]:
        """What the endpoint answered 500 to."""
        return self.endpoint.application.bugs

    def do(self, doing: Callable[[], T]) -> T:
        """Do something to the world on the thread that serves it."""

        async def done() -> T:
            return doing()

        return self._await(done())

    def call(self, service: str, operation: str, **params: Any) -> dict[str, Any]:
        """Make a call in process as the operator, which must succeed, and return its output."""
        reply: Reply = self.do(lambda: self.world.call(service, operation, params, caller=self.world.operator))
        assert reply.ok, reply.error
        return reply.output

    @property
    def last(self) -> Record:
        """The newest record."""
        return self.world.trail[-1]

    def become(self, world: World) -> None:
        """Serve another world from now on; its clock goes with the host's."""

        def replaced() -> Keys:
            self.world.become(world)
            self.endpoint.attend()
            return demo_keys(self.world)

        self.demo = self.do(replaced)

    @contextmanager
    def afterwards_as_before(self) -> Generator[None]:
        """Take back whatever happens."""
        position = self.world.history.position
        try:
            yield
        finally:
            self.do(lambda: self.world.seek(position))

    def _await(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=60)

    def stop(self) -> None:
        """Close the port."""
        self._await(self.endpoint.stop())


def demo_keys(world: World) -> Keys:
    found = equip(world)
    return Keys(found.access_key_id, found.secret_access_key)


@contextmanager
def a_loop() -> Generator[asyncio.AbstractEventLoop]:
    """Run an event loop in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="endpoint", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def served(world: World, loop: asyncio.AbstractEventLoop, **settings: Any) -> Generator[Served]:
    """Serve a world; no request may have run into a bug."""
    here = Served(world, loop, **settings)
    try:
        yield here
    finally:
        here.stop()
    assert here.bugs == []
