"""The contract of every lesson that ships: it reads, it holds, it plays, editors can check it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cogtui.cloud.documents import read
from cogtui.course import glossary
from cogtui.course.check_text import texts_of
from cogtui.course.checks import check_file, check_glossary
from cogtui.course.lesson import AnyStep, Ask, Task
from cogtui.course.library import lesson_files, load
from cogtui.course.play import PHASES, Play
from cogtui.course.run import Failed, Judged, played
from cogtui.course.schema import lesson_schema
from cogtui.resources import lessons_dir
from cogtui.views.guide import bare, glossary_words
from tests.course.json_schema import misfits

LESSONS = lesson_files()


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_every_lesson_passes_the_checks(lesson_id: str) -> None:
    assert [problem.located for problem in check_file(LESSONS[lesson_id])] == []


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_every_lesson_plays_to_its_end_and_every_task_is_solved_on_the_way(lesson_id: str) -> None:
    events = list(played(Play(load(lesson_id))))
    assert [event.problem for event in events if isinstance(event, Failed)] == []
    judged = [event for event in events if isinstance(event, Judged)]
    assert [all(goal.done for goal in event.goals) for event in judged] == [event.solved for event in judged]


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_every_lesson_gives_the_same_ids_each_time_it_is_played(lesson_id: str) -> None:
    first, second = Play(load(lesson_id)), Play(load(lesson_id))
    assert [str(event) for event in played(first)] == [str(event) for event in played(second)]
    assert first.variables == second.variables


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_every_lesson_fits_the_schema_for_editors(lesson_id: str) -> None:
    schema = lesson_schema()
    assert misfits(schema, read(LESSONS[lesson_id].read_bytes()).data, schema) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: data.update(level="easy"), "$.level is none of"),
        (lambda data: data["steps"][0].update(kind="sing"), "$.steps[0]"),
        (lambda data: data["steps"][0].pop("text"), "$.steps[0] lacks text"),
        (lambda data: data.update(sources=[]), "$.sources breaks a bound"),
    ],
)
def test_the_schema_refuses_what_the_lesson_reader_refuses(spoil: Any, said: str) -> None:
    schema = lesson_schema()
    data = read(LESSONS["sign-in-with-facebook"].read_bytes()).data
    spoil(data)
    assert said in "\n".join(misfits(schema, data, schema))


def test_the_first_lesson_uses_every_kind_of_step_with_notes_hints_and_solutions() -> None:
    manuscript = load("sign-in-with-facebook")
    steps = [step for _, step in manuscript.steps()]
    assert {type(step) for step in steps} == set(PHASES)
    assert all(step.notes and step.title for step in steps if step in manuscript.lesson.steps)
    assert all(len(step.hints) > 1 for step in steps if isinstance(step, Task))


def test_a_lesson_is_found_by_its_name_or_its_file_and_a_mistyped_one_names_the_nearest() -> None:
    assert load("sign-in-with-facebook").lesson.id == "sign-in-with-facebook"
    with pytest.raises(Exception, match="did you mean `sign-in-with-facebook`"):
        load("sign-in-with-facebok")


def _all_texts(step: AnyStep) -> list[str]:
    return [text for _, text in texts_of(step)]


def test_every_word_of_the_glossary_that_lessons_mark_is_there_and_the_glossary_holds() -> None:
    path = lessons_dir() / "glossary.yaml"
    assert check_glossary(path) == []
    marked = {
        word
        for lesson_id in LESSONS
        for _, step in load(lesson_id).steps()
        for text in _all_texts(step)
        for word in glossary_words(text)
    }
    assert marked
    assert {word for word in marked if glossary.find(word) is None} == set()


def test_words_of_the_glossary_say_what_they_are_in_plain_text() -> None:
    for word in glossary.words():
        assert bare(word.meaning).strip(), word.word
        assert len(word.meaning.split()) <= 60, word.word


def test_two_words_of_one_form_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(
        "words:\n  - {word: role, meaning: a, source: b, also: [part]}\n  - {word: Part, meaning: a, source: b}\n"
    )
    (problem,) = check_glossary(path, "g.yaml")
    assert problem.located == "g.yaml: `Part` stands for two words, `role` and `Part`"


def test_an_answer_with_steps_of_its_own_leads_through_them() -> None:
    play = Play(load("sign-in-with-facebook"))
    list(played(play))
    line = [step.id for step in play.line]
    asks = [step for step in play.lesson.steps if isinstance(step, Ask)]
    assert "guest" in line
    assert line.index("guest") == line.index(asks[-1].id) + 1
