"""An endpoint without a port that one asks in a line: through its whole HTTP side, each request over a new connection."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from cogtui.cloud.world import World
from cogtui.wire.endpoint import Endpoint, Remake, Settings
from tests.wire.fuzz.connection import Answer, Connections, answers


class Local:
    """Asks an endpoint."""

    def __init__(self, world: World | None = None, *, remake: Remake | None = None, **settings: Any) -> None:
        self.endpoint = Endpoint(world or World("local"), Settings(**settings), remake=remake, clock=lambda: self.now)
        self.now = 1_800_000_000.0
        """What the host's clock shows."""
        self.endpoint.attend()
        self._connections = Connections(self.endpoint)

    @property
    def world(self) -> World:
        return self.endpoint.world

    def ask(
        self, method: str, path: str, *headers: tuple[str, str], body: bytes = b"", host: str | None = "localhost"
    ) -> Answer:
        """Send a request and return its answer; no request meets a bug."""
        given = [
            *([("host", host)] if host is not None else []),
            *headers,
            *([("content-length", str(len(body)))] if body else []),
        ]
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given)]
        octets = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
        written = asyncio.run(self._connections.ask(octets))
        assert self.endpoint.application.bugs == []
        [answer] = answers(written, head=method == "HEAD")
        return answer

    def admin(self, method: str, path: str, given: Any = None, *, body: bytes = b"") -> Answer:
        """Ask one of the endpoint's own addresses, with the token."""
        token = ("authorization", f"Bearer {self.endpoint.token}")
        return self.ask(method, f"/_cogtui/{path}", token, body=body if given is None else json.dumps(given).encode())


def data(answer: Answer) -> Any:
    """Return the JSON of an answer that went well."""
    assert answer.status == 200, answer
    return json.loads(answer.body)


def problem(answer: Answer) -> tuple[int, str]:
    """Return status and words of an answer that did not."""
    return answer.status, json.loads(answer.body)["error"]
