"""The endpoint as the app runs it: on the app's own event loop, over the world of the session that is open."""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec

from cogtui.cloud import clock
from cogtui.cloud.errors import AuthoringError
from cogtui.views.client import is_client
from cogtui.wire.environment import ClientSettings
from cogtui.wire.serving import equip

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    from cogtui.cloud.trail import Record
    from cogtui.cloud.world import Event, World
    from cogtui.wire.endpoint import Endpoint

DEFAULT_PORT: Final = 4577
"""As `cogtui.wire.endpoint` has it, which would load the server."""


class Wanted(msgspec.Struct, frozen=True):
    """What the person who starts an endpoint decides."""

    port: int = DEFAULT_PORT
    """0: any free one."""
    any_port: bool = True
    """Take another port where that one is taken."""
    local_issuer: bool = False
    """User pools sign with the endpoint's own address as `iss`."""
    verify: bool = True
    """False: any signature will do."""


Maker = Callable[["World", Wanted], "Endpoint"]
"""Makes the endpoint; pictures put one in place that opens no port."""

_BEGUN: Final = (("clock", "run"), ("endpoint", "issuer"))
"""Acts with which an endpoint begins to attend to a world."""


async def load() -> Maker:
    """Load the server. It takes some tenths of a second; a thread does it, so that the app goes on meanwhile."""
    for module in ("cogtui.wire.endpoint", "cogtui.wire.web"):
        await asyncio.to_thread(importlib.import_module, module)
    return real


def real(world: World, wanted: Wanted) -> Endpoint:
    """Return an endpoint that opens a port, on loopback: the world's keys are the same on every machine."""
    from cogtui.wire.endpoint import Endpoint, Settings

    return Endpoint(world, Settings(**msgspec.structs.asdict(wanted)))


def usual_shell() -> str:
    """Return the shell that people here are likely to paste into."""
    if os.name == "nt":
        return "powershell"
    return "fish" if os.environ.get("SHELL", "").endswith("fish") else "bash"


class Serving:
    """One run of the endpoint, from its start to its stop."""

    def __init__(self, app: App[None], endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.clients: ClientSettings
        """How the user `demo`'s clients find it."""
        self.floor = 0
        """The trail's position from which it attends to the world: undo goes no further back."""
        self.requests = 0
        """How many requests of clients left a row in the trail."""
        self.refused = 0
        """How many of these were answered with an error."""
        self._app = app
        self._unsubscribe = endpoint.world.subscribe(self._heard)
        self._ticking: Timer | None = None
        self._stopping: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, app: App[None], endpoint: Endpoint) -> Serving:
        """Open the port and make sure that there is a key for clients; AuthoringError where the port can't be had."""
        serving = cls(app, endpoint)
        try:
            await endpoint.start()
        except AuthoringError:
            serving._unsubscribe()
            raise
        except asyncio.CancelledError:
            await serving.stop()
            raise
        serving._equip()
        return serving

    async def stop(self) -> None:
        """Finish what has begun and close the port; the world's clock stands still again."""
        if self._stopping is None:
            self._stopping = asyncio.create_task(self._stop(), name="endpoint stops")
        await asyncio.shield(self._stopping)

    async def _stop(self) -> None:
        if self._ticking is not None:
            self._ticking.stop()
        await self.endpoint.stop()
        self._unsubscribe()

    def comes_by_itself(self, event: Event, record: Record | None) -> bool:
        """Tell whether a change is a client's doing: nobody at the screen waits for it."""
        return event == "folded" or (event == "published" and record is not None and is_client(record))

    def every_second(self, do: Callable[[], None]) -> None:
        """Have something done each second while it runs: the world's clock goes on by itself."""
        self._ticking = self._app.set_interval(1, do, name="world clock")

    @property
    def port(self) -> str:
        """For the status line: ":4577"."""
        return ":" + self.endpoint.url.rpartition(":")[2]

    # --- what becomes of the world -----------------------------------------------------------------------------------

    def _equip(self) -> None:
        """Make sure that the user `demo` has a key, as far as IAM gives it one."""
        found = equip(self.endpoint.world)
        self.clients = msgspec.structs.replace(found, endpoint=self.endpoint.url, token=self.endpoint.token)
        self.floor = self.endpoint.world.history.position

    def _heard(self, event: Event, record: Record | None) -> None:
        history = self.endpoint.world.history
        if event == "published" and record is not None:
            if is_client(record):
                self.requests += 1
                self.refused += not record.ok
            elif record.kind == "act" and (record.service, record.operation) in _BEGUN:
                self.floor = history.position
        elif event == "replaced" or (event == "sought" and history.position < self.floor):
            self.floor = min(self.floor, history.position)
            self._app.call_later(self._attend_again)

    def _attend_again(self) -> None:
        """Go on in a world that an import put in place, or that a lesson took back to before the start."""
        world = self.endpoint.world
        if world.host is None:
            return
        if clock.offset(world.store) is None:
            self.endpoint.attend()
        self._equip()
