"""Lessons that do not fit the schema: each mistake names line, column, what was expected and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from cogtui.cloud.errors import AuthoringError
from tests.course.writing import FRAME, SAY, lesson, told

BROKEN = [
    ("- {id: a, kind: sya, text: Hi}", "1:19: `sya` is not a `kind`; did you mean `say`?"),
    ("- {id: a, kind: zzz, text: Hi}", "1:19: `zzz` is not a `kind`; expected `say` or `do` or `watch`"),
    ("- {id: a, text: Hi}", "1:5: `kind` is missing; it is one of say, do, watch"),
    ("- {id: a, kind: say}", "1:5: an item of `steps` needs `text`"),
    ("- {id: a, kind: say, text: ''}", "1:30: `text` must not be empty"),
    ("- {id: A b, kind: say, text: Hi}", "1:10: `A b` is no `id`: small letters and digits, with single dashes"),
    ("- {id: a, kind: say, text: 5}", "1:30: `text` is text; put it in quotes, not a number"),
    ("- {id: a, kind: say, txt: Hi}", "1:24: `txt` is not a key of an item of `steps`; did you mean `text`?"),
    ("- just text", "1:5: `kind` is missing"),
    ("- {id: a, kind: say, text: Hi, show: here}", "1:40: `show` is a map, not `here`"),
    (
        "- {id: a, kind: say, text: Hi, show: {pane: tokns}}",
        "1:47: `tokns` is not a value of `pane`; did you mean `tokens`?",
    ),
    ("- {id: a, kind: do, text: Hi, calls: []}", "1:40: `calls` has at least 1 entry, and there are 0"),
    (
        "- {id: a, kind: do, text: Hi, calls: [{}]}",
        "1:41: exactly one of `call`, `act`, `device` and `tamper` is expected; there is none",
    ),
    (
        "- {id: a, kind: do, text: Hi, calls: [{call: 'sts:X', act: clock.advance}]}",
        "1:41: exactly one of `call`, `act`, `device` and `tamper` is expected; there is `call` and `act`",
    ),
    (
        "- {id: a, kind: do, text: Hi, calls: [{call: 'sts:X', as: 'a b'}]}",
        "1:61: `a b` is no `as`: app, credentials, operator, anonymous or a profile of the Console",
    ),
    (
        "- {id: a, kind: watch, text: Hi, pace: 99, calls: [{act: clock.advance}]}",
        "1:42: `pace` is between 0.1 and 10, and this is 99",
    ),
    (
        "- {id: a, kind: ask, text: Hi, options: [{text: x, reason: y}]}",
        "1:43: `options` has 2 to 4 entries, and there are 1",
    ),
    (
        "- {id: a, kind: ask, text: Hi, options: [{text: x, reason: y, right: 'yes'}, {text: x, reason: y}]}",
        "1:72: `right` is true or false, not `yes`",
    ),
    (
        "- {id: a, kind: task, text: Hi, solution: [{device: app.login}], goals: [{id: g, text: t}]}",
        "1:76: exactly one of `last_call`, `called`, `state`, `why`, `held` and `synced` is expected; there is none",
    ),
]


@pytest.mark.parametrize(("steps", "said"), BROKEN)
def test_a_step_that_does_not_fit_says_where_and_what_was_expected(tmp_path: Path, steps: str, said: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        lesson(tmp_path, steps)
    assert caught.value.file == "small.yaml"
    assert told(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("format: 1", "format: 2", "1:9: `2` is not a value of `format`; expected `1`"),
        ("level: beginner", "level: beginer", "5:8: `beginer` is not a value of `level`; did you mean `beginner`?"),
        ("minutes: 1", "minutes: soon", "6:10: `minutes` is a whole number, not `soon`"),
        ("minutes: 1", "minutes: 1.5", "6:10: `minutes` is a whole number, not a number"),
        ("sources: [a page]", "sources: a page", "7:10: `sources` is a list, not `a page`"),
        ("summary: What it is about.\n", "", "1:1: the file needs `summary`"),
        (
            "title: A small lesson",
            "titel: A small lesson",
            "3:1: `titel` is not a key of the file; did you mean `title`?",
        ),
        ('world: {"111122223333": small.yaml}', "world: {}", "8:8: `world` must not be empty"),
        ("id: small", "id: [small]", "2:5: `id` is text, not a list"),
    ],
)
def test_a_lesson_that_does_not_fit_says_where(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in FRAME
    with pytest.raises(AuthoringError) as caught:
        lesson(tmp_path, SAY, frame=FRAME.replace(before, after))
    problem = caught.value
    assert f"{problem.line}:{problem.column}: {problem.message}" == said


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just text"])
def test_a_file_that_is_no_map_is_no_lesson(tmp_path: Path, text: str) -> None:
    with pytest.raises(AuthoringError, match="a lesson is a map with `format: 1`"):
        lesson(tmp_path, "", frame=text)
