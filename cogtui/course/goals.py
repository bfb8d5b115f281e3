"""Goals of a task, judged from the world: what is reached, and what stands in the way of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from cogtui.cloud.callers import Operator
from cogtui.cloud.devices import APP
from cogtui.cloud.holdings import TITLES
from cogtui.cloud.rules import rule
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.course.lesson import Goal, LastCall, StateRead, Why
from cogtui.course.outputs import mismatch, search
from cogtui.course.perform import as_parameters
from cogtui.course.sync_goals import missing
from cogtui.course.variables import Lookup, Undefined, fill
from cogtui.views.lifetimes import lifetime_of


class GoalState(msgspec.Struct, frozen=True):
    """How it stands with a goal."""

    id: str
    text: str
    done: bool
    not_yet: str
    """What stands in the way, without "not yet"; empty when done."""


class Moment(msgspec.Struct, frozen=True):
    """What goals are judged by."""

    world: World
    since: int
    """Trail position at which the step began."""
    lookup: Lookup

    @property
    def records(self) -> Sequence[Record]:
        """The calls since the step began."""
        history = self.world.history
        return history.records[self.since : history.position]


def judged(goal: Goal, moment: Moment) -> GoalState:
    """Return how it stands with the goal."""
    try:
        missing = _missing(goal, moment)
    except Undefined as problem:
        missing = str(problem)
    return GoalState(goal.id, goal.text, not missing, (goal.not_yet or missing) if missing else "")


def _missing(goal: Goal, moment: Moment) -> str:
    """Return what the goal still lacks, empty when it is reached."""
    if goal.last_call is not None:
        return _last_call(goal.last_call, moment)
    if goal.called is not None:
        return _called(goal.called, moment)
    if goal.state is not None:
        return _state(goal.state, moment)
    if goal.synced is not None:
        filled = fill(goal.synced.value, moment.lookup)
        return missing(msgspec.structs.replace(goal.synced, value=filled), moment.world.store)
    return _why(goal.why, moment) if goal.why is not None else _held(goal.held, moment)


def _last_call(wanted: LastCall, moment: Moment) -> str:
    newest = next(_calls(moment.records, wanted.operation), None)
    if newest is None:
        return _not_called(wanted.operation)
    return _difference(wanted, newest, moment.lookup)


def _called(wanted: LastCall, moment: Moment) -> str:
    differences = [_difference(wanted, record, moment.lookup) for record in _calls(moment.records, wanted.operation)]
    if not differences:
        return _not_called(wanted.operation)
    return "" if "" in differences else differences[0]


def _calls(records: Sequence[Record], operation: str) -> Iterator[Record]:
    """Yield the calls of the operation, newest first, those made on the way included."""
    for record in reversed(records):
        if record.kind != "act":
            if not operation or record.operation == operation:
                yield record
            yield from _calls(record.children, operation)


def _not_called(operation: str) -> str:
    return f"{operation or 'nothing'} was {'not ' if operation else ''}sent"


def _difference(wanted: LastCall, record: Record, lookup: Lookup) -> str:
    """Return in what a call differs from the one that is wanted, empty when it does not."""
    if wanted.ok is True and record.error is not None:
        return refusal(record)
    if (wanted.ok is False or wanted.error or wanted.rule) and record.ok:
        return f"{record.operation} was let through"
    if wanted.error and record.error is not None and record.error.code != wanted.error:
        return f"{record.operation} failed with {record.error.code}"
    if wanted.rule and wanted.rule not in record.refused_by:
        return f"{record.operation}: {refusal(record)}"
    both = {"request": record.request, "output": record.output}
    for path, value in wanted.where.items():
        if search(path, both) != fill(value, lookup):
            return f"{record.operation} has another `{path.rpartition('.')[2]}`"
    return ""


def refusal(record: Record) -> str:
    """Return why a call was refused, in the words of the finest rule that refused it; AWS's own where there is none."""
    refused = record.refused_by
    if not refused:
        return f"{record.operation} failed: {record.error.message if record.error else ''}"
    # A policy's refusal lists every statement that did not apply; the question that they answer says more.
    services = [one for one in refused if not one.startswith("policy.")]
    kinds = [one for one in refused if one.startswith("policy.kind.")]
    words = rule((services or kinds[:1] or list(refused))[-1])
    return words.refused or f"not: {words.asks}"


def _state(wanted: StateRead, moment: Moment) -> str:
    service, _, operation = wanted.call.partition(":")
    world = moment.world
    given = as_parameters(service, operation, fill(wanted.given, moment.lookup))
    with world.what_if() as trial:
        reply = trial.call(service, operation, given, caller=Operator(wanted.account or world.account))
    code = reply.error.code if reply.error else ""
    if code != wanted.error:
        return f"{operation} says {code or 'that it is there'}"
    return mismatch(reply.record, fill(wanted.where, moment.lookup))


def _why(wanted: Why, moment: Moment) -> str:
    for record in _calls(moment.records, wanted.operation):
        verdicts = [passed for asked, passed in record.rules() if asked == wanted.rule]
        if verdicts:
            words = rule(wanted.rule)
            said = words.asks if verdicts[0] else words.refused or f"not: {words.asks}"
            return "" if wanted.passed in verdicts else said
    return f"nothing has asked yet whether {rule(wanted.rule).asks}"


def _held(wanted: str, moment: Moment) -> str:
    device, _, name = wanted.rpartition(".")
    world = moment.world
    device = device or APP
    if not world.held(device).get(name):
        return f"the {device} holds no {TITLES.get(name) or name.replace('_', ' ')}"
    life = lifetime_of(world.store, device, name)
    return f"{life.name} has expired" if life is not None and life.expires <= world.now else ""
