"""Goals: judged from the world, by any route, with what stands in the way."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.world import World
from cogtui.course.actions import Action
from cogtui.course.goals import GoalState, Moment, judged
from cogtui.course.lesson import Goal, LastCall, StateRead, Why
from cogtui.course.perform import perform
from cogtui.course.variables import lookup_in
from tests.cloud.worlds import ready_made, walk

ASSUME = "AssumeRoleWithWebIdentity"


@pytest.fixture
def world() -> World:
    """The ready-made world with Ana's credentials at hand."""
    world = ready_made()
    walk(world, until="get-object")
    return world


def goal(**asserts: Any) -> Goal:
    return Goal(id="g", text="a goal", **asserts)


def stands(world: World, wanted: Goal, since: int = 0, **variables: Any) -> GoalState:
    return judged(wanted, Moment(world, since, lookup_in(variables, world.held)))


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        (goal(last_call=LastCall(operation=ASSUME, ok=True)), ""),
        (goal(last_call=LastCall(operation=ASSUME, ok=False)), f"{ASSUME} was let through"),
        (goal(last_call=LastCall(operation=ASSUME, error="AccessDenied")), f"{ASSUME} was let through"),
        (goal(last_call=LastCall(operation="GetObject")), "GetObject was not sent"),
        (goal(last_call=LastCall(ok=True)), ""),
        (goal(last_call=LastCall(operation=ASSUME, where={"request.RoleSessionName": "reports-app"})), ""),
        (goal(last_call=LastCall(operation=ASSUME, where={"request.RoleSessionName": "x"})), f"{ASSUME} has another `RoleSessionName`"),
        (goal(last_call=LastCall(operation=ASSUME, where={"request.RoleArn": "${role}"})), ""),
        (goal(last_call=LastCall(operation=ASSUME, where={"request.RoleArn": "${rolle}"})), "`${rolle}` has no value here"),
        (goal(called=LastCall(operation="GET /debug_token", ok=True)), ""),
        (goal(called=LastCall(operation="GetUser")), "GetUser was not sent"),
        (goal(why=Why(rule="sts.trust.aud")), ""),
        (goal(why=Why(rule="sts.trust.aud", passed=False)), "the trust policy takes tokens made for this audience"),
        (goal(why=Why(rule="s3.bucket")), "nothing has asked yet whether the bucket exists"),
        (goal(held="credentials"), ""),
        (goal(held="app.credentials"), ""),
        (goal(held="google_id_token"), "the app holds no Google ID token"),
        (goal(state=StateRead(call="iam:GetRole", given={"RoleName": "Readers"})), ""),
        (goal(state=StateRead(call="iam:GetRole", given={"RoleName": "None"})), "GetRole says NoSuchEntity"),
        (goal(state=StateRead(call="iam:GetRole", given={"RoleName": "None"}, error="NoSuchEntity")), ""),
        (goal(state=StateRead(call="iam:GetRole", given={"RoleName": "Readers"}, error="NoSuchEntity")), "GetRole says that it is there"),
        (goal(state=StateRead(call="iam:GetRole", given={"RoleName": "Readers"}, where={"Role.Path": "/"})), ""),
        (
            goal(state=StateRead(
                call="iam:GetRole", given={"RoleName": "Readers"},
                where={"Role.AssumeRolePolicyDocument.Statement[0].Effect": "Allow"},
            )),
            "",
        ),
        (
            goal(state=StateRead(call="iam:GetRole", given={"RoleName": "Readers"}, where={"Role.Path": "/x/"})),
            "`Role.Path` of `GetRole` is `/`, not `/x/`",
        ),
    ],
)  # fmt: skip
def test_a_goal_says_what_stands_in_its_way(world: World, wanted: Goal, missing: str) -> None:
    role = world.trail[-1].request["RoleArn"]
    before = list(world.store.every())
    state = stands(world, wanted, role=role)
    assert (state.done, state.not_yet) == (not missing, missing)
    assert list(world.store.every()) == before


def test_only_calls_since_the_step_began_count(world: World) -> None:
    wanted = goal(last_call=LastCall(operation=ASSUME, ok=True))
    assert stands(world, wanted, since=world.history.position).not_yet == f"{ASSUME} was not sent"


def test_the_lesson_s_own_words_go_before_those_of_the_why(world: World) -> None:
    state = stands(world, goal(held="google_id_token", not_yet="nobody has logged in at Google"))
    assert state.not_yet == "nobody has logged in at Google"


@pytest.mark.parametrize(
    ("spoiled", "says"),
    [
        ({"token": {"held": "openid_token", "claim": "sub", "value": "x"}}, "the signature does not fit"),
        ({"clock": {"past": "openid_token"}}, "it has expired"),
        (
            {"policy": {"role": "Readers", "at": "/Statement/0/Condition/StringEquals", "to": {
                "cognito-identity.amazonaws.com:aud": "us-east-1:x"}}},
            "the trust policy wants another audience",
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_told_in_the_words_of_the_finest_rule(world: World, spoiled: Any, says: str) -> None:
    import msgspec

    action = msgspec.convert({"tamper": spoiled}, Action)
    nothing = lookup_in({}, world.held)
    assert perform(world, action, nothing).problem == ""
    perform(world, Action(device="app.assume-role"), nothing)
    assert stands(world, goal(last_call=LastCall(operation=ASSUME, ok=True))).not_yet == says


def test_an_enhanced_flow_s_refusal_is_told_by_what_sts_said_inside(world: World) -> None:
    import msgspec

    policy = {
        "role": "Readers",
        "at": "/Statement/0/Condition/StringEquals/cognito-identity.amazonaws.com:aud",
        "to": "us-east-1:x",
    }
    action = msgspec.convert({"tamper": {"policy": policy}}, Action)
    perform(world, action, lookup_in({}, world.held))
    perform(world, Action(device="app.get-credentials"), lookup_in({}, world.held))
    state = stands(world, goal(last_call=LastCall(operation="GetCredentialsForIdentity", ok=True)))
    assert state.not_yet == "the trust policy wants another audience"
