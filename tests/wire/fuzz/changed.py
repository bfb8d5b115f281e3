"""Calls that go well, for every simulated operation, and what is done to them before they are sent."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, cast

from cogtui.cloud.callers import Keys
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.wire.http import Request
from tests.clients.prepared import Prepared
from tests.clients.serving import Served
from tests.clients.valid import VALID
from tests.wire.fuzz import valid
from tests.wire.fuzz.hostile import Sent, mutated
from tests.wire.fuzz.target import Target
from tests.wire.requests import serialized


class InProcess:
    """What the tables of good calls need of an endpoint's world, without a port."""

    def __init__(self, world: World) -> None:
        self.world = world

    def become(self, _: World) -> None:
        """Keep the world: it is a ready-made one already."""

    def do(self, doing: Callable[[], Any]) -> Any:
        return doing()

    def call(self, service: str, operation: str, **params: Any) -> dict[str, Any]:
        reply: Reply = self.world.call(service, operation, params, caller=self.world.operator)
        assert reply.ok, reply.error
        return reply.output


def prepared(target: Target) -> Prepared:
    """Let somebody sign in to the target's world, which is a ready-made one."""
    found = Prepared(cast("Served", InProcess(target.world)))
    target.note()
    return found


def good(here: Prepared, service: str, operation: str) -> Request:
    """Do what must be done first, and return the request."""
    return serialized(service, operation, VALID[service, operation](here))


def signed(keys: Keys, sent: Request, service: str, body: bytes | None = None) -> bytes:
    """Return a request on the wire, signed in form only."""
    scope = f"{keys.access_key_id}/20260105/us-east-1/{service}/aws4_request"
    authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    more = (("authorization", authorization), ("x-amz-date", "20260105T090000Z"))
    more += (("x-amz-security-token", keys.session_token),) if keys.session_token else ()
    return valid.octets(sent, more=more, body=body)


def changed(rng: Random, keys: Keys, sent: Request, service: str) -> Sent:
    """Return it with octets of its body, of its head or anywhere changed."""
    if sent.body and rng.random() < 0.5:
        return Sent(signed(keys, sent, service, mutated(rng, sent.body)))
    octets = signed(keys, sent, service)
    head, gap, body = octets.partition(b"\r\n\r\n")
    if rng.random() < 0.7:
        return Sent(mutated(rng, head) + gap + body)
    return Sent(mutated(rng, octets), rng.randint(1, 3))
