"""What the lessons about several accounts say of each request is what AWS answers."""

from __future__ import annotations

from cogtui.course.goals import Moment, judged
from cogtui.course.lesson import Goal, StateRead
from cogtui.course.library import load
from cogtui.course.play import Play
from cogtui.course.run import Called, played


def outcomes(lesson: str, *operations: str) -> list[str]:
    """Return the calls of some operations in a lesson, and which account's policies refused them."""
    found: list[str] = []
    for event in played(Play(load(lesson))):
        if isinstance(event, Called) and event.record.operation in operations:
            record = event.record
            refusing = [rule for rule in record.refused_by if rule.startswith("policy.kind.")]
            who = record.request.get("RoleSessionName") or record.principal_arn.rpartition("/")[2]
            found.append(f"{who} {record.operation}" + (f" {record.error.code} {refusing}" if record.error else ""))
    return found


def test_each_of_the_five_steps_is_left_out_once_and_refused_on_its_side() -> None:
    assert outcomes("into-another-account", "AssumeRole", "GetObject") == [
        "alice GetObject NoSuchBucket []",  # step 2
        "alice AssumeRole AccessDenied ['policy.kind.trust', 'policy.kind.identity']",  # step 4, and 5 is silent too
        "alice AssumeRole AccessDenied ['policy.kind.identity']",  # step 5
        "alice AssumeRole",
        "alice GetObject AccessDenied ['policy.kind.identity']",  # step 3
        "alice AssumeRole",
        "alice GetObject",
        "alice GetObject",  # the open session
        "alice AssumeRole AccessDenied ['policy.kind.identity']",  # step 1
    ]


def test_the_deputy_is_confused_until_the_id_is_demanded() -> None:
    assert outcomes("confused-deputy", "AssumeRole") == [
        "for-b AssumeRole",
        "for-c AssumeRole",  # the attack
        "for-b-again AssumeRole AccessDenied ['policy.kind.trust']",
        "b-with-id AssumeRole",
        "c-with-id AssumeRole AccessDenied ['policy.kind.trust']",
        "c-again AssumeRole",  # every customer's id
        "repaired AssumeRole",
    ]


def test_a_path_whose_function_does_not_fit_is_not_yet_instead_of_a_crash() -> None:
    play = Play(load("into-another-account"))
    wanted = StateRead(call="iam:ListUsers", where={"contains(IsTruncated, 'x')": True})
    state = judged(Goal(id="odd", text="odd", state=wanted), Moment(play.world, 0, play.lookup))
    assert not state.done
    assert "contains(IsTruncated, 'x')" in state.not_yet
