"""Does a lesson do what it promises? It is played, with the right answers, and once more for each answer that leads aside."""

from __future__ import annotations

from collections.abc import Iterator

from cogtui.cloud.documents import below
from cogtui.cloud.errors import AuthoringError
from cogtui.course.lesson import Ask, Choice, Task
from cogtui.course.load import Manuscript
from cogtui.course.play import Play
from cogtui.course.run import Chooser, Failed, Met, played, right_one


def check_play(manuscript: Manuscript) -> list[AuthoringError]:
    """Return what fails when the lesson is played; each thing once."""
    found: dict[str, AuthoringError] = {}
    for choose in (right_one, *_asides(manuscript)):
        for problem in _played(manuscript, choose):
            found.setdefault(problem.located, problem)
    return list(found.values())


def _played(manuscript: Manuscript, choose: Chooser) -> Iterator[AuthoringError]:
    try:
        play = Play(manuscript)
    except AuthoringError as problem:
        yield problem
        return
    for event in played(play, choose):
        if isinstance(event, Failed):
            yield event.problem
        elif isinstance(event, Met) and isinstance(event.step, Task) and play.can_advance:
            pointer = below(manuscript.pointer(event.step.id), "goals")
            yield manuscript.document.error(pointer, f"the task `{event.step.id}` is already solved when it begins")


def _asides(manuscript: Manuscript) -> Iterator[Chooser]:
    """Yield a chooser for each option that leads to steps of its own and is not the first right one anyway."""
    for _, step in manuscript.steps():
        if isinstance(step, Ask):
            for index, option in enumerate(step.options):
                if option.then and index != right_one(step.id, step.options):
                    yield _chooser(step.id, index)


def _chooser(step_id: str, index: int) -> Chooser:
    def choose(asked: str, options: tuple[Choice, ...]) -> int:
        return index if asked == step_id else right_one(asked, options)

    return choose
