"""`cogtui run` and `cogtui check`: what they print about lessons, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cogtui.cli import cogtui

WORLD = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: reports
Outputs:
  BucketName:
    Value: !Ref Bucket
"""

LESSON = """\
format: 1
id: small
title: A small lesson
summary: Who am I?
level: beginner
minutes: 1
sources: ["STS API Reference, GetCallerIdentity"]
world: {"111122223333": small.yaml}
steps:
  - id: who
    kind: do
    text: STS says who asks.
    calls:
      - call: sts:GetCallerIdentity
        expect: {where: {Account: "111122223333"}}
  - id: sure
    kind: ask
    text: Whose account was it?
    options:
      - {text: Nobody's, reason: Every caller has one.}
      - {text: The operator's, reason: The operator asked., right: true}
  - id: make
    kind: task
    text: Make a role named Readers.
    goals:
      - id: there
        text: there is a role Readers
        not_yet: no role has this name
        state: {call: "iam:GetRole", with: {RoleName: Readers}}
    solution:
      - call: iam:CreateRole
        with:
          RoleName: Readers
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {AWS: "111122223333"}}]
"""


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a lesson that holds, with its world, into the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "worlds").mkdir()
    (tmp_path / "worlds" / "small.yaml").write_text(WORLD, encoding="utf-8")
    path = tmp_path / "small.yaml"
    path.write_text(LESSON, encoding="utf-8")
    return path


def spoiled(lesson: Path, before: str, after: str) -> None:
    """Replace a part of the lesson, which must be there."""
    text = lesson.read_text(encoding="utf-8")
    assert before in text
    lesson.write_text(text.replace(before, after), encoding="utf-8")


def invoke(*arguments: str | Path) -> Result:
    """Run the command line in this process; a bug stays loud."""
    return CliRunner().invoke(cogtui, [str(part) for part in arguments], prog_name="cogtui", catch_exceptions=False)


def test_run_tells_every_step_call_answer_and_goal(lesson: Path) -> None:
    result = invoke("run", lesson)
    assert result.output.splitlines() == [
        "A small lesson",
        " 1 of 3  do       who",
        "         ✓ GetCallerIdentity",
        " 2 of 3  ask      sure",
        "         ✓ b: The operator's",
        " 3 of 3  task     make",
        "         · there is a role Readers; not yet: no role has this name",
        "         ✓ CreateRole",
        "         ✓ there is a role Readers",
    ]
    assert result.exit_code == 0


def test_a_run_that_comes_out_otherwise_fails_and_names_the_line(lesson: Path) -> None:
    spoiled(lesson, 'Account: "111122223333"', 'Account: "444455556666"')
    result = invoke("run", lesson)
    assert result.exit_code == 1
    assert "small.yaml:14:" in result.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no-such-lesson", "`no-such-lesson` is not a lesson"),
        ("missing.yaml", "missing.yaml: the lesson cannot be read"),
        ("broken.yaml", "broken.yaml:1:"),
    ],
)
def test_a_lesson_that_cannot_be_read_is_one_line_on_stderr(lesson: Path, name: str, said: str) -> None:
    (lesson.parent / "broken.yaml").write_text("format: [1\n", encoding="utf-8")
    result = invoke("run", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_lesson_is_told_before_the_app_opens() -> None:
    result = invoke("learn", "no-such-lesson")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "`no-such-lesson` is not a lesson" in result.stderr


def test_check_accepts_a_lesson_that_holds(lesson: Path) -> None:
    result = invoke("check", lesson)
    assert (result.output, result.exit_code) == ("1 lesson checked, 0 problems found\n", 0)


def test_check_names_file_line_and_column_of_each_problem(lesson: Path) -> None:
    spoiled(lesson, "kind: ask", "kind: aks")
    result = invoke("check", lesson)
    assert result.exit_code == 1
    assert result.output.startswith("small.yaml:17:")
    assert "`ask`" in result.output
    assert result.output.endswith("1 lesson checked, 1 problem found\n")


def test_check_takes_folders_and_prints_json_for_programs(lesson: Path) -> None:
    spoiled(lesson, "id: small", "id: smaller")
    result = invoke("check", "--json", lesson.parent)
    assert result.exit_code == 1
    ((name, (problem,)),) = json.loads(result.output).items()
    assert name == "small.yaml"
    assert (problem["line"], problem["column"]) == (2, 5)


@pytest.mark.parametrize("path", ["nowhere", "worlds/nothing.yaml"])
def test_check_of_nothing_is_bad_usage(lesson: Path, path: str) -> None:
    result = invoke("check", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "expected a lesson's file" in result.stderr
