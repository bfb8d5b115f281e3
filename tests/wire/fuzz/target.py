"""An endpoint to be fuzzed: after each request its world is what it was, and somebody says so where it isn't."""

from __future__ import annotations

import json
from typing import Any
from xml.parsers import expat

from cogtui.cloud.demo import demo_user
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.wire.endpoint import Endpoint, Settings
from tests.builders import state
from tests.cloud.test_every_operation import DECLARED
from tests.wire.fuzz.connection import Answer, Connections, answers
from tests.wire.fuzz.hostile import Sent

KEPT = DECLARED | {"idp.authorization_codes", "idp.federations", "idp.pending", "provider.codes", "provider.logins"}
"""Tables that a refused request may change: counters of failed attempts, and what is used up by trying."""


class Target:
    """An endpoint without a port."""

    def __init__(self, world: World, *, verify: bool) -> None:
        now = world.now
        self.world = world
        self.endpoint = Endpoint(world, Settings(port=0, verify=verify), clock=lambda: now)
        self.endpoint.attend()
        world.act("endpoint.root_key", access_key_id="AKIAX", secret_access_key="x")
        self.demo = demo_user(world).access_key_id
        """Key of an administrator."""
        self.note()
        self.connections = Connections(self.endpoint)

    def note(self) -> None:
        """Take the world as it is for what it should be afterwards."""
        self.before = state(self.world)

    async def ask(self, sent: Sent, *, last: bool = False) -> list[Answer]:
        """Send something, hold the answers against what answers are, and put the world back."""
        position = self.world.history.position
        written = await self.connections.ask(sent.octets, pieces=sent.pieces, last=last)
        assert not self.endpoint.application.bugs, f"{sent.octets[:2000]!r}\n{self.endpoint.application.bugs[-1]}"
        found = answers(written, head=sent.octets.lstrip(b"\r\n").startswith(b"HEAD "))
        for answer in found:
            assert_proper(answer)
        made = self.world.trail[position:]
        for record in made:
            assert_harmless(record)
        if any(record.changes for record in made):
            self.world.seek(position)
        return found

    def assert_unharmed(self) -> None:
        assert state(self.world) == self.before


def assert_harmless(record: Record) -> None:
    """A refused call changed nothing but what it declares, and says why."""
    if record.error is not None:
        assert {change.table for change in record.changes} <= KEPT, record
        assert record.refused_by or record.kind == "web", record


def assert_proper(answer: Answer) -> None:
    """An answer has a status, harmless headers and a body in the form that it claims."""
    assert answer.status in STATUSES, answer
    assert all(value.isprintable() for value in answer.headers.values()), answer
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if not answer.body:
        return
    if kind.startswith("application/x-amz-json") or kind == "application/json":
        found: Any = json.loads(answer.body)
        assert answer.status < 400 or isinstance(found, dict), answer
        assert answer.status < 400 or found.keys() & {"__type", "message", "error"}, answer
    elif kind in ("text/xml", "application/xml"):
        expat.ParserCreate().Parse(answer.body, True)
        assert answer.status < 400 or b"<Code>" in answer.body, answer
    elif answer.status >= 400:
        assert kind in ("text/plain", "text/html"), answer


STATUSES = {
    *(200, 204, 206, 302, 303, 304),
    *(400, 401, 403, 404, 405, 408, 409, 411, 412, 413, 415, 416, 429, 431),
    501,
}
"""What can be answered: no 500, and nothing that AWS doesn't know."""
