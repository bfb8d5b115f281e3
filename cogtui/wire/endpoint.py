"""The endpoint: one port at which a world answers like AWS, and what it was told when it was started."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import cached_property
from typing import Final

import msgspec

from cogtui.cloud.clock import HostClock
from cogtui.cloud.issuers import local_issuer
from cogtui.cloud.world import World
from cogtui.wire import aws, guard, refused, unsimulated
from cogtui.wire.asgi import Application, Page
from cogtui.wire.ballast import Ballast
from cogtui.wire.http import Request, Response
from cogtui.wire.limits import Limits
from cogtui.wire.refused import Cause
from cogtui.wire.routing import destination
from cogtui.wire.server import Server, listen

DEFAULT_PORT: Final = 4577
KEPT_CALLS: Final = 5000
"""How many calls a world's trail keeps while it serves."""

Remake = Callable[[], World]


class Settings(msgspec.Struct, frozen=True):
    """What the person who starts it decides."""

    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()
    """Further host names by which clients may call it, such as a container's."""
    port: int = DEFAULT_PORT
    """0: any free one."""
    any_port: bool = False
    """Take another port where that one is taken."""
    verify: bool = True
    """False: any signature will do, as long as there is one."""
    local_issuer: bool = False
    """User pools sign with this endpoint's own address as `iss`."""
    kept_calls: int = KEPT_CALLS
    limits: Limits = Limits()


class Endpoint:
    """A world at a port. It runs on the event loop that starts it, so the trail's order is the truth."""

    def __init__(
        self, world: World, settings: Settings, *, remake: Remake | None = None, clock: HostClock = time.time
    ) -> None:
        self.world = world
        self.settings = settings
        self.token = secrets.token_urlsafe(24)
        """What requests to `/_cogtui/` must show."""
        self.remake = remake
        """Makes the world anew as it was at the start, for a reset; None: it cannot be made again."""
        self.clock = clock
        """The host's."""
        self.application = Application(self.answer, self.refuse, settings.limits, clock)
        self._ballast = Ballast(settings.limits.kept_bytes)
        self._named = frozenset(name.lower() for name in (settings.host, *settings.names))
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """Where clients find it: "http://127.0.0.1:4577"."""
        port = self._server.port if self._server is not None else self.settings.port
        host = self.settings.host
        if host in ("0.0.0.0", "::"):  # noqa: S104 - what was asked for, turned into something to type
            host = "127.0.0.1"
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    async def start(self) -> None:
        """Open the port, let the world's clock go with the host's and begin to answer."""
        listener = listen(self.settings.host, self.settings.port, fall_back=self.settings.any_port)
        self._server = Server(self.application, listener, self.settings.limits)
        self.attend()
        await self._server.start()

    def attend(self) -> None:
        """Have the world live by the host's clock, with a trail that stays short."""
        world = self.world
        world.host = self.clock
        world.most_calls = self.settings.kept_calls
        world.act("clock.run", title="The clock goes with the host's")
        self._sign_as(self.url if self.settings.local_issuer else "")

    def _sign_as(self, issuer: str) -> None:
        """Have user pools sign as `issuer`, or as AWS where that is empty; nothing happens where they do."""
        if local_issuer(self.world.store) != issuer:
            self.world.act("endpoint.issuer", base=issuer, title="User pools sign as " + (issuer or "AWS's issuer"))

    async def stop(self) -> None:
        """Finish what has begun, close the port and let the world's clock stand still again."""
        if self._server is None:
            return
        await self._server.stop()
        self._server = None
        self._sign_as("")
        self.world.act("clock.stop", title="The clock stands still")
        self.world.host = None
        self.world.most_calls = None

    def answer(self, request: Request) -> Response | Page:
        """Answer one request, or say which pages it is for."""
        kept_out = guard.refusal(request, self._named)
        if kept_out is not None:
            return kept_out
        if request.method == "OPTIONS" and request.header("origin"):
            return guard.preflight(request)
        found = destination(request)
        if found.kind == "aws" and found.service != "s3" and len(request.body) > self.settings.limits.document_bytes:
            response = refused.answer(request, "too-large")
        elif found.kind == "aws":
            response = aws.answer(self.world, found.service, found.region, request, verify=self.settings.verify)
            self._ballast.add(self.world, len(request.body))
        elif found.kind == "elsewhere":
            response = unsimulated.answer(request, found.service)
        else:
            return self._pages
        return response.with_headers(guard.cors(request)) if request.header("origin") else response

    def refuse(self, request: Request, cause: Cause) -> Response:
        """Answer a request that can't be answered, as its protocol would."""
        kept_out = guard.refusal(request, self._named)
        if kept_out is not None:
            return kept_out
        return refused.answer(request, cause).with_headers(guard.cors(request))

    @cached_property
    def _pages(self) -> Page:
        from cogtui.wire.web import application

        return application(self)
