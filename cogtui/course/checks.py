"""What `cogtui check` asks of a lesson, so that whoever takes it meets no dead end. Each answer names file, line, column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from cogtui.cloud.documents import unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.course.check_actions import check_actions
from cogtui.course.check_goals import check_goals
from cogtui.course.check_play import check_play
from cogtui.course.check_text import check_texts
from cogtui.course.check_variables import check_variables
from cogtui.course.glossary import read_glossary
from cogtui.course.lesson import Ask, Break, Predict, Task
from cogtui.course.library import lesson_files
from cogtui.course.load import Manuscript, read_lesson
from cogtui.course.places import POINTS

Check = Callable[[Manuscript], Iterator[AuthoringError]]


def check_file(path: Path, shown: str = "") -> list[AuthoringError]:
    """Return all that is wrong with the lesson in a file; what can't be read at all has one answer."""
    try:
        manuscript = read_lesson(path, shown)
    except AuthoringError as problem:
        return [problem]
    return check(manuscript)


def check(manuscript: Manuscript) -> list[AuthoringError]:
    """Return all that is wrong with a lesson, in the order of its lines. It is played only when all else is right."""
    found = [problem for one in CHECKS for problem in one(manuscript)]
    return sorted(found or check_play(manuscript), key=lambda problem: (problem.line, problem.column))


def check_glossary(path: Path, shown: str = "") -> list[AuthoringError]:
    """Return what is wrong with a glossary: its shape, or a form that two words share."""
    met: dict[str, str] = {}
    try:
        for word in read_glossary(path, shown):
            for form in (word.word, *word.also):
                if form.lower() in met:
                    message = f"`{form}` stands for two words, `{met[form.lower()]}` and `{word.word}`"
                    return [AuthoringError(message, file=shown or str(path))]
                met[form.lower()] = word.word
    except AuthoringError as problem:
        return [problem]
    return []


def check_ids(manuscript: Manuscript) -> Iterator[AuthoringError]:
    """Ids are unique, the lesson's is the name of its file, and the lessons that it needs exist."""
    lesson, document = manuscript.lesson, manuscript.document
    if lesson.id != manuscript.path.stem:
        yield document.error("/id", f"the lesson's id is the name of its file, `{manuscript.path.stem}`")
    others = lesson_files(manuscript.path.parent)
    for index, needed in enumerate(lesson.needs):
        if needed not in others:
            yield document.error(f"/needs/{index}", unknown("a lesson", needed, others))
    met: dict[str, str] = {}
    for pointer, step in manuscript.steps():
        if step.id in met:
            line = document.where(met[step.id])[0]
            yield document.error(f"{pointer}/id", f"`{step.id}` names two steps; the first is in line {line}")
        met.setdefault(step.id, f"{pointer}/id")


def check_places(manuscript: Manuscript) -> Iterator[AuthoringError]:
    """What a step points at is there."""
    for pointer, step in manuscript.steps():
        points = POINTS[step.show.pane] if step.show else ()
        if step.show and step.show.point and step.show.point not in points:
            what = f"a widget of the pane `{step.show.pane}`"
            yield manuscript.document.error(f"{pointer}/show/point", unknown(what, step.show.point, points))


def check_options(manuscript: Manuscript) -> Iterator[AuthoringError]:
    """A question has a right answer, and not only right ones."""
    for pointer, step in manuscript.steps():
        if isinstance(step, Ask | Predict | Break):
            right = sum(option.right for option in step.options)
            if not 0 < right < len(step.options):
                how = "none of these answers is" if not right else "all of these answers are"
                yield manuscript.document.error(f"{pointer}/options", f"{how} `right: true`")


def check_hints(manuscript: Manuscript) -> Iterator[AuthoringError]:
    """Goals have ids of their own, and hints name goals that there are."""
    for pointer, step in manuscript.steps():
        if not isinstance(step, Task):
            continue
        names = [goal.id for goal in step.goals]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield manuscript.document.error(f"{pointer}/goals/{index}/id", f"`{name}` names two goals of this task")
        for index, hint in enumerate(step.hints):
            if hint.when and hint.when.goal and hint.when.goal not in names:
                where = f"{pointer}/hints/{index}/when/goal"
                yield manuscript.document.error(where, unknown("a goal of this task", hint.when.goal, names))


CHECKS: tuple[Check, ...] = (
    check_ids,
    check_places,
    check_options,
    check_hints,
    check_texts,
    check_actions,
    check_goals,
    check_variables,
)
