"""Do the calls, acts, device steps and tampers of a lesson exist, and do they take what they are given?"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from cogtui.cloud.acts import ACTS
from cogtui.cloud.catalog import reader, validate
from cogtui.cloud.devices import APP
from cogtui.cloud.documents import Document, below, unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.tokens.tamper import TAMPERS
from cogtui.course.actions import Action, Tamper
from cogtui.course.check_rules import check_paths, check_rule
from cogtui.course.devices import DEVICES, steps_of
from cogtui.course.lesson import AnyStep, Break, Do, Predict, Task, Watch
from cogtui.course.load import Manuscript
from cogtui.course.perform import as_parameters
from cogtui.course.sync_steps import KINDS, WRITTEN
from cogtui.course.variables import uses
from cogtui.views.lifetimes import EXPIRING


def actions_of(manuscript: Manuscript) -> Iterator[tuple[str, Action]]:
    """Yield (pointer, action) of every action of the lesson, in the order in which they are met."""
    for index, action in enumerate(manuscript.lesson.setup):
        yield below("/setup", index), action
    for pointer, step in manuscript.steps():
        yield from step_actions(pointer, step)


def step_actions(pointer: str, step: AnyStep) -> Iterator[tuple[str, Action]]:
    """Yield (pointer, action) of a step."""
    if isinstance(step, Do | Watch | Predict | Break):
        for index, action in enumerate(step.calls):
            yield below(pointer, "calls", index), action
    elif isinstance(step, Task):
        for index, action in enumerate(step.solution):
            yield below(pointer, "solution", index), action


def check_actions(manuscript: Manuscript) -> Iterator[AuthoringError]:
    """Every action names what there is, with parameters that it takes."""
    document = manuscript.document
    for pointer, action in actions_of(manuscript):
        yield from _action(document, pointer, action)
        if action.save and "/solution/" in pointer:
            yield document.error(below(pointer, "save"), "a solution saves nothing: the learner may take another way")
    for pointer, step in manuscript.steps():
        if isinstance(step, Break):
            yield from _tamper(document, below(pointer, "tamper"), step.tamper)


def _action(document: Document, pointer: str, action: Action) -> Iterator[AuthoringError]:
    if action.call:
        yield from check_call(document, pointer, action.call, action.given)
    elif action.act:
        yield from _act(document, pointer, action)
    elif action.tamper is not None:
        yield from _tamper(document, below(pointer, "tamper"), action.tamper)
    else:
        yield from _device(document, pointer, action)
    yield from check_paths(document, below(pointer, "save"), dict(action.save), values=True)
    yield from check_paths(document, below(pointer, "keep"), dict(action.keep), values=True)
    yield from check_paths(document, below(pointer, "expect", "where"), action.expect.where)
    yield from check_rule(document, below(pointer, "expect", "rule"), action.expect.rule)


def check_call(document: Document, pointer: str, call: str, given: dict[str, Any]) -> Iterator[AuthoringError]:
    """Check that an AWS operation exists and takes the parameters; values with variables in them can't be judged yet."""
    service, colon, operation = call.partition(":")
    at = below(pointer, "call")
    if not colon or service not in reader.services():
        said = unknown("a service", service, reader.services())
        yield document.error(at, said if colon else f"`{call}` is no call; write it as `iam:GetRole`")
    elif not reader.service(service).has(operation):
        yield document.error(at, unknown(f"an operation of {service}", operation, reader.operations(service)))
    else:
        yield from _parameters(document, pointer, service, operation, given)


def _parameters(
    document: Document, pointer: str, service: str, operation: str, given: dict[str, Any]
) -> Iterator[AuthoringError]:
    shape = reader.service(service).input(operation)
    filled = {name for name, value in given.items() if next(uses(value), None)}
    found = validate.problems(service, operation, as_parameters(service, operation, given))
    mistyped = [problem.parameter for problem in found if problem.kind == "unknown" and len(problem.where) == 1]
    for name in mistyped:
        where = below(pointer, "with", name)
        yield document.error_at_key(where, unknown(f"a parameter of {operation}", name, shape.members if shape else ()))
    for problem in found:
        name = problem.parameter
        if name in filled or mistyped:
            continue
        where = below(pointer, "with", *problem.where) if name in given else below(pointer, "call")
        yield document.error(where, f"{operation}: {problem.sentence}")


def _act(document: Document, pointer: str, action: Action) -> Iterator[AuthoringError]:
    if action.act not in ACTS:
        yield document.error(below(pointer, "act"), unknown("an act", action.act, ACTS))
        return
    taken = [
        name
        for name, one in inspect.signature(ACTS[action.act]).parameters.items()
        if name != "call" and one.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    yield from _names(document, below(pointer, "with"), action.given, tuple(taken), action.act) if taken else ()


def _device(document: Document, pointer: str, action: Action) -> Iterator[AuthoringError]:
    device, _, step = action.device.partition(".")
    at = below(pointer, "device")
    if device not in DEVICES:
        yield document.error(at, unknown("a device", device, (APP, *KINDS)))
    elif step not in steps_of(device):
        such = f"`{device}` alone is no step: `{device}.{next(iter(steps_of(device)))}` is one"
        yield document.error(at, unknown("a step of a device", step, steps_of(device)) if step else such)
    else:
        found, given = steps_of(device)[step], below(pointer, "with")
        yield from _names(document, given, action.given, found.takes, action.device)
        for name in found.needs:
            if name not in action.given:
                yield document.error(at, f"`{action.device}` needs `{name}`")
        for name, texts in found.among.items():
            value = action.given.get(name)
            if value is not None and value not in texts and next(uses(value), None) is None:
                yield document.error(below(given, name), unknown(f"a `{name}`", str(value), texts))
        if device != APP:
            yield from _written(document, given, action.given)


def _written(document: Document, pointer: str, given: dict[str, Any]) -> Iterator[AuthoringError]:
    """Find what a device that synchronises is given as something else than it takes: a number without quotes."""
    for name, value in given.items():
        wanted, types = WRITTEN.get(name, ("", ()))
        if wanted and value is not None and type(value) not in types and next(uses(value), None) is None:
            quoted = f": write `'{value}'`" if wanted == "text" and isinstance(value, int | float) else ""
            yield document.error(below(pointer, name), f"`{name}` is {wanted}, not `{value}`{quoted}")


def _names(
    document: Document, pointer: str, given: dict[str, Any], taken: tuple[str, ...], what: str
) -> Iterator[AuthoringError]:
    for name in given:
        if name not in taken:
            yield document.error_at_key(below(pointer, name), unknown(f"something that `{what}` takes", name, taken))


def _tamper(document: Document, pointer: str, tamper: Tamper) -> Iterator[AuthoringError]:
    if tamper.token is not None and tamper.token.way not in TAMPERS:
        yield document.error(below(pointer, "token", "way"), unknown("a way to tamper", tamper.token.way, TAMPERS))
    elif tamper.token is not None:
        takes = TAMPERS[tamper.token.way].takes
        if "claim" in takes and not tamper.token.claim:
            yield document.error(below(pointer, "token"), f"`{tamper.token.way}` needs a `claim`")
    if tamper.clock is not None and tamper.clock.past and tamper.clock.past not in EXPIRING:
        where = below(pointer, "clock", "past")
        yield document.error(
            where, unknown("something that an app holds and that expires", tamper.clock.past, EXPIRING)
        )
