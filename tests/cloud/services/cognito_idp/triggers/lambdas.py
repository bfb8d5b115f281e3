"""Pools that run functions at their triggers, and the events that those got."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.trail import Record, Reply
from cogtui.cloud.world import World
from tests.builders import last
from tests.cloud.services.cognito_idp.people import People, people

ACCOUNT = "111122223333"

Rule = dict[str, Any]


def arn_of(name: str) -> str:
    """Return the ARN of a function."""
    return f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{name}"


def put(world: World, name: str, *rules: Rule) -> None:
    """Make a function, or give one other rules."""
    reply = world.act("function.put", name=name, rules=list(rules))
    assert reply.ok, reply.error


def running(
    client: dict[str, Any] | None = None, pool: dict[str, Any] | None = None, /, **functions: list[Rule]
) -> People:
    """Make a pool that runs functions of these rules at its triggers; none is made where the rules are empty."""
    config = {trigger: arn_of(trigger) for trigger in functions}
    here = people(client, LambdaConfig=config, **(pool or {}))
    for trigger, rules in functions.items():
        if rules:
            put(here.world, trigger, *rules)
    return here


NOTHING: list[Rule] = [{"takes": "1ms"}]
"""The rules of a function that does nothing."""


def fired(reply: Reply | Record) -> list[Record]:
    """Return the records of the functions that a call ran, in their order, below its children too."""
    record = reply.record if isinstance(reply, Reply) else reply
    found: list[Record] = []
    for child in record.children:
        found += [child] if child.kind == "trigger" else fired(child)
    return found


def events(reply: Reply | Record) -> dict[str, dict[str, Any]]:
    """Return the events by their sources."""
    return {record.title: record.request for record in fired(reply)}


def last_events(world: World) -> dict[str, dict[str, Any]]:
    """Return the events of the newest record of the trail."""
    return events(last(world))
