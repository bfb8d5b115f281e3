"""Can the goals and hints of a lesson's tasks ever be reached and given?"""

from __future__ import annotations

from collections.abc import Iterator

from cogtui.cloud.catalog import reader
from cogtui.cloud.documents import Document, below, unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.course.check_actions import check_call
from cogtui.course.check_rules import check_paths, check_rule
from cogtui.course.lesson import Goal, LastCall, Task
from cogtui.course.load import Manuscript
from cogtui.course.sync_steps import KINDS, NAMES
from cogtui.course.synced import CLOUD


def check_goals(manuscript: Manuscript) -> Iterator[AuthoringError]:
    """Operations, rules and paths of goals exist; a goal on state says in words what stands in the way."""
    document = manuscript.document
    for pointer, step in manuscript.steps():
        if isinstance(step, Task):
            for index, goal in enumerate(step.goals):
                yield from _goal(document, below(pointer, "goals", index), goal)
            for index, hint in enumerate(step.hints):
                where = below(pointer, "hints", index, "when", "denied_by")
                yield from check_rule(document, where, hint.when.denied_by if hint.when else "")


def _goal(document: Document, pointer: str, goal: Goal) -> Iterator[AuthoringError]:
    for name in ("last_call", "called"):
        wanted: LastCall | None = getattr(goal, name)
        if wanted is not None:
            at = below(pointer, name)
            yield from _operation(document, below(at, "operation"), wanted.operation)
            yield from check_rule(document, below(at, "rule"), wanted.rule)
            yield from check_paths(document, below(at, "where"), wanted.where)
    if goal.synced is not None:
        at = below(pointer, "synced")
        if goal.synced.at not in (CLOUD, *NAMES):
            yield document.error(below(at, "at"), unknown("a device, nor the cloud", goal.synced.at, (CLOUD, *KINDS)))
        if goal.synced.of and goal.synced.of not in NAMES:
            yield document.error(below(at, "of"), unknown("a device", goal.synced.of, KINDS))
    if goal.why is not None:
        yield from check_rule(document, below(pointer, "why", "rule"), goal.why.rule)
        yield from _operation(document, below(pointer, "why", "operation"), goal.why.operation)
    if goal.state is not None:
        at = below(pointer, "state")
        yield from check_call(document, at, goal.state.call, goal.state.given)
        yield from check_paths(document, below(at, "where"), goal.state.where)
        if not goal.not_yet:
            yield document.error(pointer, "a goal on `state` needs `not_yet`: what stands in the way, in words")


def _operation(document: Document, pointer: str, name: str) -> Iterator[AuthoringError]:
    known = {operation for service in reader.services() for operation in reader.operations(service)}
    if name and name not in known:
        yield document.error(pointer, unknown("an operation of any service", name, sorted(known)))
