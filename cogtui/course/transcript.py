"""A lesson's play as lines of text: what `cogtui run` prints while it plays."""

from __future__ import annotations

from cogtui.cloud.trail import Record
from cogtui.course.goals import GoalState
from cogtui.course.lesson import AnyStep
from cogtui.course.run import Answered, Called, Event, Failed, Judged, Met
from cogtui.views.flow import name_of
from cogtui.views.ink import NO, OK, PENDING, visible

_INDENT = " " * 9


def told(event: Event) -> list[str]:
    """Return the lines that tell of the event; none for a failure, which goes where errors go."""
    match event:
        case Met():
            return [f"{event.number:>2} of {event.of:<2} {_kind(event.step):<8} {event.step.id}"]
        case Called(record):
            return [_INDENT + _call(record)]
        case Answered(letter, choice):
            return [f"{_INDENT}{OK if choice.right else NO} {letter}: {visible(choice.text)}"]
        case Judged():
            return [_INDENT + _goal(goal) for goal in event.goals]
        case Failed():
            return []


def _kind(step: AnyStep) -> str:
    return str(type(step).__struct_config__.tag)


def _call(record: Record) -> str:
    """Return the row: AWS's own verdict, which in a `break` is a refusal that the lesson wants."""
    row = f"{OK if record.ok else NO} {visible(name_of(record))}"
    return f"{row}: {record.error.code}, {visible(record.error.message)}" if record.error else row


def _goal(goal: GoalState) -> str:
    text = visible(goal.text)
    return f"{OK} {text}" if goal.done else f"{PENDING} {text}; not yet: {visible(goal.not_yet)}"
