"""What the lesson "AssumeRoleWithWebIdentity by hand" says of each request is what STS and IAM answer."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from cogtui.cloud.trail import Record
from cogtui.console.session import Shell
from cogtui.console.variables import variables_of
from cogtui.course.library import load
from cogtui.course.play import Play
from cogtui.course.run import Called, Judged, Met, played

LESSON = "web-identity-by-hand"

FINDINGS = ("sts.role.", "sts.trust.", "sts.duration.", "jwt.", "iam.trust.", "policy.kind.")
"""Rules that the lesson speaks of."""


def calls(*operations: str) -> Iterator[tuple[str, Record]]:
    """Yield the lesson's calls of some operations, each with the step that makes it."""
    step = ""
    for event in played(Play(load(LESSON))):
        if isinstance(event, Met):
            step = event.step.id
        elif isinstance(event, Called) and event.record.operation in operations:
            yield step, event.record


def outcomes(*operations: str) -> list[str]:
    """Return what came of the calls: step, session or object, and for a refusal its error and the rules that found it."""
    found: list[str] = []
    for step, record in calls(*operations):
        about = record.request.get("RoleSessionName") or record.request.get("Key", "").rpartition("/")[2]
        refused = [rule for rule in record.refused_by if rule.startswith(FINDINGS)]
        found.append(f"{step}: {about}" + (f" {record.error.code} {refused}" if record.error else ""))
    return found


def at(step: str) -> Play:
    """Return the lesson as it is when a step begins."""
    play = Play(load(LESSON))
    for event in played(play):
        if isinstance(event, Met) and event.step.id == step:
            return play
    raise AssertionError(step)


def goals(play: Play) -> dict[str, bool]:
    """Return which goals of the step are reached."""
    return {goal.id: goal.done for goal in play.goals()}


def console_of(play: Play) -> Shell:
    """Return the Console as it is in the lesson."""
    return Shell(play.world, variables=lambda: variables_of(play.world, named=play.variables))


def test_sts_says_to_each_token_what_the_lesson_tells() -> None:
    assert outcomes("AssumeRoleWithWebIdentity") == [
        "assume: by-hand",
        "stranger: guess AccessDenied ['sts.role.exists']",
        "stranger: stranger AccessDenied ['sts.trust.aud', 'policy.kind.trust']",
        "tidy: reports-app AccessDenied ['sts.trust.amr', 'policy.kind.trust']",  # no set operator
        "for-all: reports-app AccessDenied ['sts.trust.amr', 'policy.kind.trust']",  # ForAllValues
        "any-role: reports-app",  # Ana as Editors
        "longer: ben",
        "smaller: one-file",
        "order: late ExpiredTokenException ['jwt.expiry']",
        "company: ana-at-work",
    ]


def test_a_stranger_and_a_missing_role_get_the_same_bare_line() -> None:
    said = {
        record.error.message for step, record in calls("AssumeRoleWithWebIdentity") if record.error and step != "order"
    }
    assert said == {"Not authorized to perform sts:AssumeRoleWithWebIdentity"}


def test_the_call_is_unsigned_and_the_session_is_named_by_the_caller() -> None:
    ((_, record),) = calls("GetCallerIdentity")
    assert record.output is not None
    assert record.output["Arn"] == "arn:aws:sts::111122223333:assumed-role/Readers/by-hand"
    assert all(record.principal_arn == "" for _, record in calls("AssumeRoleWithWebIdentity"))


def test_the_sessions_may_do_what_the_lesson_tells() -> None:
    assert outcomes("PutObject", "GetObject", "DeleteObject") == [
        "own-folder: note.txt",
        "own-folder: diary.txt AccessDenied ['policy.kind.identity']",
        "smaller: welcome.txt",
        "smaller: 2025-q4.txt AccessDenied ['policy.kind.session']",
        "smaller: welcome.txt AccessDenied ['policy.kind.identity']",
    ]


def test_iam_refuses_the_policy_without_conditions_and_keeps_the_one_before() -> None:
    refused = [(step, record.refused_by) for step, record in calls("UpdateAssumeRolePolicy") if record.error]
    assert refused == [("bare", ("iam.trust.cognito",))]


def test_no_task_is_done_before_the_learner_did_anything() -> None:
    befores = [event for event in played(Play(load(LESSON))) if isinstance(event, Judged) and not event.solved]
    assert len(befores) == 5
    assert all(any(not goal.done for goal in event.goals) for event in befores)


@pytest.mark.parametrize(
    ("condition", "reached"),
    [
        ({"StringEquals": {"aud": "pool"}}, {"ana": True, "guest": False, "stranger": True}),
        (
            {"StringLike": {"aud": "us-east-1:*"}, "ForAnyValue:StringLike": {"amr": "authenticated"}},
            {"ana": True, "guest": True, "stranger": False},
        ),
        (
            {"StringEquals": {"aud": "pool"}, "ForAllValues:StringLike": {"amr": "authenticated"}},
            {"ana": False, "guest": True, "stranger": True},
        ),
        (
            {"StringEquals": {"aud": "pool"}, "ForAnyValue:StringEquals": {"amr": "authenticated"}},
            {"ana": True, "guest": True, "stranger": True},
        ),
    ],
)
def test_the_repair_is_judged_by_who_gets_in(condition: dict[str, dict[str, str]], reached: dict[str, bool]) -> None:
    play = at("repair")
    pool = play.variables["IdentityPoolId"]
    written = {
        operator: {
            f"cognito-identity.amazonaws.com:{key}": pool if value == "pool" else value for key, value in keys.items()
        }
        for operator, keys in condition.items()
    }
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": written,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    given = {"RoleName": "Readers", "PolicyDocument": policy}
    assert play.world.call("iam", "UpdateAssumeRolePolicy", given, caller=play.world.operator).ok
    assert goals(play) == reached


def test_the_line_of_the_call_is_one_that_the_console_takes() -> None:
    play = at("assume")
    console_of(play).enter(
        "aws sts assume-role-with-web-identity --role-arn $ReadersArn --role-session-name by-hand"
        " --web-identity-token $openid_token"
    )
    assert goals(play) == {"sent": True, "kept": True}


def test_two_hours_are_refused_until_the_role_allows_them() -> None:
    play = at("longer")
    shell = console_of(play)
    ask = (
        "aws sts assume-role-with-web-identity --role-arn $EditorsArn --role-session-name ben"
        " --web-identity-token $openid_token --duration-seconds 7200"
    )
    shell.enter(ask)
    assert play.world.trail[-1].refused_by == ("sts.duration.role",)
    assert goals(play) == {"role": False, "session": False}
    shell.enter("aws iam update-role --role-name Editors --max-session-duration 7200 --profile operator")
    shell.enter(ask)
    assert goals(play) == {"role": True, "session": True}
