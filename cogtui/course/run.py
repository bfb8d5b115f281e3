"""Playing a lesson without a screen: every step, with the right answers and the solutions of its tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from cogtui.cloud.documents import below
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.trail import Record
from cogtui.course.goals import GoalState
from cogtui.course.lesson import AnyStep, Choice, Task
from cogtui.course.perform import perform
from cogtui.course.play import LETTERS, Play


class Met(msgspec.Struct, frozen=True):
    """A step begins."""

    step: AnyStep
    number: int
    of: int


class Called(msgspec.Struct, frozen=True):
    """Something was done; the record says what came of it."""

    record: Record


class Answered(msgspec.Struct, frozen=True):
    """The player chose an answer."""

    letter: str
    choice: Choice


class Judged(msgspec.Struct, frozen=True):
    """How it stands with the goals, before or after the solution."""

    goals: tuple[GoalState, ...]
    solved: bool
    """After the solution."""


class Failed(msgspec.Struct, frozen=True):
    """The lesson does not do what it promises; playing ends here."""

    problem: AuthoringError


Event = Met | Called | Answered | Judged | Failed
Chooser = Callable[[str, tuple[Choice, ...]], int]
"""Takes a step's id and its options; returns the index of the one to choose."""


def right_one(_: str, options: tuple[Choice, ...]) -> int:
    """Choose the first right option."""
    return next((index for index, option in enumerate(options) if option.right), 0)


def played(play: Play, choose: Chooser = right_one) -> Iterator[Event]:
    """Play to the end, or to the first thing that fails, and tell what happens."""
    try:
        yield from _steps(play, choose)
    except AuthoringError as problem:
        yield Failed(problem)


def _steps(play: Play, choose: Chooser) -> Iterator[Event]:
    while True:
        yield Met(play.step, play.number, len(play.lesson.steps))
        while not play.can_advance:
            yield from _PHASES[play.phase](play, choose)
        if play.next() == "finished":
            return


def _run(play: Play, choose: Chooser) -> Iterator[Event]:
    del choose
    while (done := play.run_one()) is not None:
        yield from map(Called, done.records)


def _answer(play: Play, choose: Chooser) -> Iterator[Event]:
    letter = LETTERS[choose(play.step.id, play.options)]
    choice = play.answer(letter)
    assert choice is not None
    yield Answered(letter, choice)


def _solve(play: Play, choose: Chooser) -> Iterator[Event]:
    """Run the task's solution, as the learner would, and see whether it reaches the goals."""
    del choose
    step = play.step
    assert isinstance(step, Task)
    manuscript = play.manuscript
    pointer = manuscript.pointer(step.id)
    yield Judged(play.goals(), solved=False)
    for index, action in enumerate(play.solution()):
        done = perform(play.world, action, play.lookup)
        yield from map(Called, done.records)
        if done.problem:
            raise manuscript.document.error(below(pointer, "solution", index), done.problem)
    goals = play.goals()
    yield Judged(goals, solved=True)
    for index, goal in enumerate(goals):
        if not goal.done:
            message = f"the solution does not reach the goal `{goal.id}`: {goal.not_yet}"
            raise manuscript.document.error(below(pointer, "goals", index), message)


_PHASES: dict[str, Callable[[Play, Chooser], Iterator[Event]]] = {"run": _run, "answer": _answer, "goals": _solve}
