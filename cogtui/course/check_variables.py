"""Has every variable of a lesson a value where it is used?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cogtui.cloud.documents import Document, below
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.sections import value_at
from cogtui.cloud.templates.template import parse
from cogtui.course.actions import Action
from cogtui.course.check_actions import step_actions
from cogtui.course.check_text import texts_of
from cogtui.course.devices import DEVICES
from cogtui.course.lesson import AnyStep, Break, Task
from cogtui.course.load import Manuscript
from cogtui.course.making import template_text
from cogtui.course.variables import problem_with, uses


def check_variables(manuscript: Manuscript) -> Iterator[AuthoringError]:
    """Walk the lesson in order, with the variables that are known at each place."""
    known: set[str] = set()
    for account in (one for one, template in manuscript.lesson.world.items() if template):
        try:
            known |= {output.name for output in parse(*template_text(manuscript, account)).outputs}
        except AuthoringError as problem:
            yield problem
            return  # without the templates' outputs every variable would seem unknown
    document = manuscript.document
    for index, action in enumerate(manuscript.lesson.setup):
        yield from _action(document, below("/setup", index), action, known)
    for pointer, step in manuscript.steps():
        for where, value in _values(document, pointer, step):
            yield from _unknown(document, where, value, known)
        for where, action in step_actions(pointer, step):
            yield from _action(document, where, action, known)
        yield from _unknown(document, f"{pointer}/after", value_at(document, f"{pointer}/after"), known)


def _values(document: Document, pointer: str, step: AnyStep) -> Iterator[tuple[str, Any]]:
    """Yield (pointer, value) of all in a step that may hold variables, its actions and what follows them aside."""
    for where, text in texts_of(step):
        if where != "/after":
            yield f"{pointer}{where}", text
    places = ("/tamper/token/value", "/tamper/policy/to") if isinstance(step, Break) else ()
    if isinstance(step, Task):
        parts = ("state/with", "state/where", "last_call/where", "called/where", "synced/value")
        places = tuple(f"/goals/{index}/{part}" for index in range(len(step.goals)) for part in parts)
    for place in places:
        yield f"{pointer}{place}", value_at(document, f"{pointer}{place}")


def _action(document: Document, pointer: str, action: Action, known: set[str]) -> Iterator[AuthoringError]:
    """Check an action's parameters, then add what it saves."""
    yield from _unknown(document, below(pointer, "with"), action.given, known)
    for name in action.save:
        if not name.isidentifier():
            yield document.error_at_key(below(pointer, "save", name), f"`{name}` is no name of a variable")
    known.update(action.save)


def _unknown(document: Document, pointer: str, value: Any, known: set[str]) -> Iterator[AuthoringError]:
    for where, name in uses(value, pointer):
        problem = problem_with(name, frozenset(known), DEVICES)
        if problem:
            yield document.error(where, problem)
