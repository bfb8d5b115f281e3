"""Doing what a lesson says: one action through the door or on a device, judged by what the lesson expects of it."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from cogtui.cloud.callers import ANONYMOUS, Caller, Operator
from cogtui.cloud.catalog import reader
from cogtui.cloud.devices import APP
from cogtui.cloud.holdings import keys_of
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.console.profiles import profile
from cogtui.console.words import CommandError
from cogtui.course.actions import Action, Expect
from cogtui.course.outputs import mismatch, search
from cogtui.course.spoil import spoil
from cogtui.course.variables import Lookup, Undefined, fill


class Done(msgspec.Struct, frozen=True):
    """What came of an action."""

    records: tuple[Record, ...]
    """Its rows of the trail; the last is the one that counts. There are none when it could not be done at all."""
    saved: dict[str, Any]
    """Variables that it brought."""
    problem: str = ""
    """What does not fit the lesson's expectations, one sentence; empty when all does."""


def perform(world: World, action: Action, lookup: Lookup) -> Done:
    """Do the action and judge it."""
    before = world.history.position
    try:
        if action.tamper is not None:
            problem = spoil(world, action.tamper, lookup)
            return Done(tuple(world.trail[before:]), {}, problem)
        told = _do(world, action, lookup)
        records = tuple(world.trail[before:])
        if not records:
            return Done((), {}, f"`{action.device}`: {told}" if told else f"`{action.device}` did nothing")
        problem = unmet(action.expect, records[-1], lookup)
        if told and not action.expect.error:  # who expects an error has said how it goes wrong
            problem = problem or f"`{action.device}`: {told}"
        return Done(records, saved_from(action, records[-1]), problem)
    except Undefined as problem:
        return Done(tuple(world.trail[before:]), {}, str(problem))


def _do(world: World, action: Action, lookup: Lookup) -> str:
    """Do it; return what a device had to tell about it."""
    given: dict[str, Any] = fill(action.given, lookup)
    if action.call:
        _call(world, action, given)
    elif action.act:
        world.act(action.act, title=action.title, device=APP, **given)
    else:
        from cogtui.course.devices import take

        device, _, step = action.device.partition(".")
        return take(world, device, step, given)
    return ""


def _call(world: World, action: Action, given: dict[str, Any]) -> None:
    service, _, operation = action.call.partition(":")
    asker = action.asker or usual_asker(service, operation)
    world.call(
        service,
        operation,
        as_parameters(service, operation, given),
        caller=caller_of(world, asker, action.account),
        account=action.account,
        device=APP if asker in ("app", "credentials") else "",
        keep=action.keep,
        title=action.title,
    )


def name_of_action(action: Action) -> str:
    """Return what the guide calls an action: "GetId"."""
    if action.title or action.tamper:
        return action.title or "a change"
    if action.device:
        from cogtui.course.devices import step_of

        return step_of(action.device).name
    return action.call.partition(":")[2] or action.act


def usual_asker(service: str, operation: str) -> str:
    """Return who makes a call when the lesson does not say: the app, unsigned, where AWS takes no signature."""
    known = reader.service(service)
    return "operator" if not known.has(operation) or known.operations[operation].signed else "app"


def caller_of(world: World, asker: str, account: str = "") -> Caller:
    """Return the caller; whoever has no credentials calls unsigned, and sees what AWS says to that.

    `Undefined` for a name that nobody who can call has.
    """
    if asker == "operator":
        return Operator(account or world.account)
    if asker == "credentials":
        return keys_of(world.held(APP)) or ANONYMOUS
    return ANONYMOUS if asker in ("app", "anonymous") else _known(world, asker)


def _known(world: World, name: str) -> Caller:
    """Return whoever the Console knows by that name."""
    try:
        return profile(world, name).caller or ANONYMOUS
    except CommandError as problem:
        raise Undefined(str(problem)) from None


def as_parameters(service: str, operation: str, given: dict[str, Any], *, indent: int | None = 2) -> dict[str, Any]:
    """Return parameters in the API's shapes: a document written as a map, where the API takes text, becomes JSON."""
    shape = reader.service(service).input(operation) if reader.service(service).has(operation) else None
    return {
        name: _as_text(value, indent) if _takes_text(service, shape, name) else value for name, value in given.items()
    }


def _takes_text(service: str, shape: reader.Shape | None, name: str) -> bool:
    use = shape.members.get(name) if shape else None
    return use is not None and reader.service(service).target(use).type == "string"


def _as_text(value: Any, indent: int | None) -> Any:
    return json.dumps(value, indent=indent, ensure_ascii=False) if isinstance(value, dict) else value


def saved_from(action: Action, record: Record) -> dict[str, Any]:
    """Return what the lesson keeps of the record's output."""
    return {name: search(path, record.output) for name, path in action.save.items()} if record.ok else {}


def unmet(expect: Expect, record: Record, lookup: Lookup) -> str:
    """Return what the record has not that was expected, one sentence; empty when it has all."""
    if (record.error.code if record.error else "") != expect.error:
        got = f"`{record.error.code}`: {record.error.message}" if record.error else "it succeeded"
        return f"`{record.name}` was expected to {_outcome(expect)}, and {got}"
    asked = record.refused_by if expect.error else tuple(rule for rule, passed in record.rules() if passed)
    if expect.rule and expect.rule not in asked:
        return f"`{expect.rule}` was expected to {'refuse' if expect.error else 'let'} `{record.name}`{_rules(asked)}"
    return mismatch(record, fill(expect.where, lookup))


def _outcome(expect: Expect) -> str:
    return f"fail with `{expect.error}`" if expect.error else "succeed"


def _rules(asked: tuple[str, ...]) -> str:
    return f"; these did: {', '.join(f'`{rule}`' for rule in dict.fromkeys(asked))}" if asked else ""
