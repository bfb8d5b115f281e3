"""What `cogtui check` finds beyond the schema, each with its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from cogtui.course.checks import check, check_file
from tests.course.writing import FRAME, SAY, lesson, told, written

TASK = """\
- id: make
  kind: task
  text: Make a role.
  goals:
    - {id: there, text: it is there, called: {operation: CreateRole, ok: true}}
  solution:
    - call: iam:CreateRole
      with: {RoleName: R, AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [
        {Effect: Allow, Action: "sts:AssumeRole", Principal: {AWS: "111122223333"}}]}}
"""
CALL = "- {id: a, kind: do, text: Hi, calls: [{call: 'iam:GetRole', with: {RoleName: Operator}}]}\n"
LONG = " ".join(["word"] * 61)
TALL = "\\n\\n".join(["row"] * 9)


def problems(folder: Path, steps: str, frame: str = FRAME) -> list[str]:
    """Return what is wrong with a lesson of these steps."""
    return [told(problem) for problem in check(lesson(folder, steps, frame=frame))]


def test_lessons_that_hold_have_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, SAY + TASK + CALL) == []


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (SAY + SAY, "2:10: `hello` names two steps; the first is in line 10"),
        (
            "- {id: a, kind: say, text: Hi, show: {pane: trail, point: flow}}",
            "1:61: `flow` is not a widget of the pane `trail`; expected `rows` or `detail`",
        ),
        (
            "- {id: a, kind: ask, text: Hi, options: [{text: x, reason: y}, {text: x, reason: y}]}",
            "1:43: none of these answers is `right: true`",
        ),
        (
            "- {id: a, kind: ask, text: Hi, options: [{text: x, reason: y, right: true}, {text: x, reason: y, right: true}]}",
            "1:43: all of these answers are `right: true`",
        ),
        (f"- {{id: a, kind: say, text: {LONG}}}", "1:30: a text has at most 60 words; this has 61"),
        (f'- {{id: a, kind: say, text: "{TALL}"}}', "1:30: a text has at most 16 rows of 76 columns; this has 17"),
        (
            f"- {{id: a, kind: say, text: Hi, title: {'x' * 41}}}",
            "1:41: a title has at most 40 characters; this has 41",
        ),
        (
            "- {id: a, kind: say, text: '[[identity pol]]'}",
            "1:30: `identity pol` is not a word of the glossary; did you mean `identity pool`?",
        ),
        (
            "- {id: a, kind: say, text: 'The ${BuckeName}'}",
            "1:30: `BuckeName` is not a variable of this lesson; did you mean `BucketName`?",
        ),
        (
            "- {id: a, kind: say, text: 'The ${aws:username}'}",
            "1:30: `${aws:username}` is no variable; for the text itself write `${!aws:username}`",
        ),
        (CALL.replace("GetRole", "GetRolle"), "1:48: `GetRolle` is not an operation of iam; did you mean `GetRole`?"),
        (CALL.replace("iam:", "iamm:"), "1:48: `iamm` is not a service; did you mean `iam`?"),
        (CALL.replace("iam:", ""), "1:48: `GetRole` is no call; write it as `iam:GetRole`"),
        (
            CALL.replace("RoleName", "RolName"),
            "1:70: `RolName` is not a parameter of GetRole; did you mean `RoleName`?",
        ),
        (
            CALL.replace("{RoleName: Operator}", "{}"),
            "1:48: GetRole: Value null at 'roleName' failed to satisfy constraint: Member must not be null",
        ),
        (
            CALL.replace("Operator", "'a b'"),
            (
                "1:80: GetRole: Value 'a b' at 'roleName' failed to satisfy constraint: "
                "Member must satisfy regular expression pattern: [\\w+=,.@-]+"
            ),
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{act: clok.advance}]}",
            "1:47: `clok.advance` is not an act; did you mean `clock.advance`?",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{act: clock.advance, with: {second: 1}}]}",
            "1:69: `second` is not something that `clock.advance` takes; did you mean `seconds`?",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: watch.get-id}]}",
            "1:50: `watch` is not a device; expected `app` or `phone` or `tablet` or `web`",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: phone.get-id}]}",
            "1:50: `get-id` is not a step of a device",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: phone}]}",
            "1:50: `phone` alone is no step: `phone.add` is one",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: phone.edit, with: {key: page, value: 12}}]}",
            "1:87: `value` is text, not `12`: write `'12'`",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: phone.clock, with: {seconds: soon}}]}",
            "1:79: `seconds` is a number of seconds, not `soon`",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: phone-2.edit, with: {key: a}}]}",
            "1:50: `phone-2.edit` needs `value`",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: phone.sync, with: {resolve: ours}}]}",
            "1:78: `ours` is not a `resolve`; expected `remote` or `local` or `last_writer` or `custom`",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: app.get-idd}]}",
            "1:50: `get-idd` is not a step of a device; did you mean `get-id`?",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: app.login, with: {user: ana}}]}",
            "1:68: `user` is not something that `app.login` takes; did you mean `username`?",
        ),
        (
            CALL.replace("}}]}", "}, save: {role: 'Role.['}}]}"),
            "1:104: `Role.[` is no JMESPath: Invalid jmespath expression: Incomplete expression",
        ),
        (CALL.replace("}}]}", "}, save: {my role: Role}}]}"), "1:98: `my role` is no name of a variable"),
        (
            CALL.replace("}}]}", "}, expect: {rule: iam.rol}}]}"),
            "1:106: `iam.rol` is not a rule; did you mean `iam.role`?",
        ),
        (
            TASK.replace("iam:CreateRole\n", "iam:CreateRole\n      save: {role: Role}\n"),
            "8:15: a solution saves nothing: the learner may take another way",
        ),
        (
            TASK.replace("CreateRole, ok", "CreateRolle, ok"),
            "5:60: `CreateRolle` is not an operation of any service; did you mean `CreateRole`?",
        ),
        (
            TASK.replace("called: {operation: CreateRole, ok: true}", "why: {rule: iam.role.nam}"),
            "5:52: `iam.role.nam` is not a rule; did you mean `iam.role.name`?",
        ),
        (
            TASK.replace(
                "called: {operation: CreateRole, ok: true}", "state: {call: 'iam:GetRole', with: {RoleName: R}}"
            ),
            "5:9: a goal on `state` needs `not_yet`: what stands in the way, in words",
        ),
        (
            TASK + "  hints: [{text: x, when: {goal: their}}]\n",
            "10:36: `their` is not a goal of this task; did you mean `there`?",
        ),
    ],
)
def test_a_problem_is_named_with_its_place(tmp_path: Path, steps: str, said: str) -> None:
    assert problems(tmp_path, steps) == [said]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (
            TASK.replace("operation: CreateRole, ok: true", "operation: CreateRole, ok: false"),
            "5:9: the solution does not reach the goal `there`: CreateRole was let through",
        ),
        (
            TASK.replace(
                "called: {operation: CreateRole, ok: true}",
                "not_yet: x, state: {call: 'iam:GetRole', with: {RoleName: Operator}}",
            ),
            "5:7: the task `make` is already solved when it begins",
        ),
        (
            TASK.replace("RoleName: R", "RoleName: Operator"),
            "7:9: `CreateRole` was expected to succeed, and `EntityAlreadyExists`: Role with name Operator already exists.",
        ),
        (
            CALL.replace("Operator", "Nobody"),
            "1:41: `GetRole` was expected to succeed, and `NoSuchEntity`: The role with name Nobody cannot be found.",
        ),
        (
            CALL.replace("}}]}", "}, expect: {error: NoSuchEntity}}]}"),
            "1:41: `GetRole` was expected to fail with `NoSuchEntity`, and it succeeded",
        ),
        (
            CALL.replace("}}]}", "}, expect: {where: {Role.Path: /x/}}}]}"),
            "1:41: `Role.Path` of `GetRole` is `/`, not `/x/`",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{device: app.get-open-id-token, with: {}, save: {x: Token}}]}\n",
            "1:41: `GetOpenIdToken` was expected to succeed",
        ),
        (
            "- {id: a, kind: do, text: Hi, calls: [{call: 'iam:GetRole', with: {RoleName: '${app.role}'}}]}",
            "1:41: `${app.role}` has no value here",
        ),
        (
            (
                "- {id: a, kind: break, text: Hi, tamper: {token: {held: openid_token, claim: sub}}, calls: [{act: clock.advance, "
                "with: {seconds: 1}}], options: [{text: x, reason: y, right: true}, {text: x, reason: y}]}"
            ),
            "1:44: the app holds no `openid_token`",
        ),
        (
            (
                "- {id: a, kind: break, text: Hi, tamper: {policy: {role: Operator, at: /Statement/7, to: 1}}, "
                "calls: [{act: clock.advance, with: {seconds: 1}}], "
                "options: [{text: x, reason: y, right: true}, {text: x, reason: y}]}"
            ),
            "1:44: the trust policy of `Operator` has nothing at `/Statement/7`",
        ),
        (
            (
                "- {id: a, kind: break, text: Hi, tamper: {policy: {role: Operator, policy: Mine, at: /Statement, to: 1}}, "
                "calls: [{act: clock.advance, with: {seconds: 1}}], "
                "options: [{text: x, reason: y, right: true}, {text: x, reason: y}]}"
            ),
            "1:44: the role `Operator` has no inline policy `Mine`",
        ),
    ],
)
def test_a_lesson_that_does_not_do_what_it_promises_is_found_by_playing_it(
    tmp_path: Path, steps: str, said: str
) -> None:
    (found,) = problems(tmp_path, steps)
    assert found.startswith(said)


def test_steps_behind_a_wrong_answer_are_played_too(tmp_path: Path) -> None:
    aside = "[{id: deep, kind: do, text: Hi, calls: [{call: 'iam:GetRole', with: {RoleName: Nobody}}]}]"
    ask = f"""
    - id: a
      kind: ask
      text: Hi
      options:
        - {{text: x, reason: y, right: true}}
        - {{text: x, reason: y, then: {aside}}}
    """
    (found,) = problems(tmp_path, ask)
    assert "`NoSuchEntity`" in found


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "small.yaml}",
            "smal.yaml}",
            "small.yaml:8:25: `smal.yaml` is not a template under `worlds/`; did you mean `small.yaml`?",
        ),
        ("id: small", "id: other", "small.yaml:2:5: the lesson's id is the name of its file, `small`"),
        ("minutes: 1", "minutes: 1\nneeds: [smal]", "small.yaml:7:9: `smal` is not a lesson; did you mean `small`?"),
        (
            "minutes: 1",
            "minutes: 1\nstart: noon",
            "small.yaml:7:8: `noon` is no moment; write it as `2026-01-05T09:00:00Z`",
        ),
        (
            "minutes: 1",
            "minutes: 1\nsetup: [{call: 'iam:GetRole', with: {RoleName: X}}]",
            "small.yaml:7:9: `GetRole` was expected",
        ),
    ],
)
def test_what_a_lesson_stands_on_is_checked(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in FRAME
    (found,) = check(lesson(tmp_path, SAY, frame=FRAME.replace(before, after)))
    assert found.located.startswith(said)


def test_a_template_that_does_not_hold_is_named_with_its_own_line(tmp_path: Path) -> None:
    path = written(tmp_path, SAY, world="Resources:\n  Bucket: {Type: 'AWS::S3::Bukket'}\n")
    (found,) = check_file(path)
    assert found.located.startswith(f"{tmp_path / 'worlds' / 'small.yaml'}:2:18: `AWS::S3::Bukket`")


def test_an_unreadable_file_has_one_answer(tmp_path: Path) -> None:
    (found,) = check_file(tmp_path / "none.yaml", "none.yaml")
    assert found.located == "none.yaml: the lesson cannot be read: No such file or directory"
