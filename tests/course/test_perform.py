"""What actions do: who calls, what is kept, how documents are written, what the devices do."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from cogtui.cloud.callers import ANONYMOUS, Keys, Operator
from cogtui.cloud.world import World
from cogtui.course.actions import Action
from cogtui.course.devices import STEPS
from cogtui.course.perform import Done, name_of_action, perform
from cogtui.course.variables import lookup_in
from tests.cloud.worlds import ready_made, walk


def done(world: World, action: dict[str, Any]) -> Done:
    return perform(world, msgspec.convert(action, Action), lookup_in({}, world.held))


@pytest.mark.parametrize(
    ("action", "caller"),
    [
        ({"call": "iam:GetRole", "with": {"RoleName": "Readers"}}, Operator),
        ({"call": "cognito-identity:GetId", "with": {"IdentityPoolId": "us-east-1:1"}}, type(ANONYMOUS)),
        ({"call": "sts:GetCallerIdentity", "as": "credentials"}, Keys),
        ({"call": "sts:GetCallerIdentity", "as": "anonymous"}, type(ANONYMOUS)),
        ({"call": "sts:GetCallerIdentity", "as": "app"}, type(ANONYMOUS)),
    ],
)
def test_the_caller_is_who_the_lesson_says_or_who_would_call_anyway(action: dict[str, Any], caller: type) -> None:
    world = ready_made()
    walk(world, until="get-object")
    assert isinstance(done(world, action).records[-1].caller, caller)


def test_credentials_that_the_app_does_not_hold_make_an_unsigned_call() -> None:
    result = done(ready_made(), {"call": "sts:GetCallerIdentity", "as": "credentials"})
    assert "`MissingAuthenticationToken`" in result.problem


def test_a_policy_written_as_a_map_becomes_the_text_that_the_api_takes() -> None:
    world = ready_made()
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
    given = {"RoleName": "Readers", "PolicyName": "no", "PolicyDocument": document}
    assert done(world, {"call": "iam:PutRolePolicy", "with": given}).problem == ""
    assert json.loads(world.trail[-1].request["PolicyDocument"]) == document


def test_outputs_are_kept_by_the_app_and_saved_by_the_lesson() -> None:
    world = ready_made()
    walk(world, until="get-id")
    pool = world.trail[0].output["outputs"]["IdentityPoolId"] if world.trail[0].output else ""
    result = done(
        world,
        {
            "call": "cognito-identity:GetId",
            "with": {"IdentityPoolId": pool, "Logins": {"graph.facebook.com": "${app.facebook_token}"}},
            "keep": {"identity_id": "IdentityId"},
            "save": {"identity": "IdentityId"},
        },
    )
    assert result.problem == ""
    assert result.saved == {"identity": world.held("app")["identity_id"]}


def test_a_failed_call_saves_nothing() -> None:
    result = done(ready_made(), {"call": "iam:GetRole", "with": {"RoleName": "None"}, "save": {"x": "Role"},
                                 "expect": {"error": "NoSuchEntity"}})  # fmt: skip
    assert (result.saved, result.problem) == ({}, "")


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        ({"rule": "iam.role"}, ""),
        ({"rule": "iam.role.name"}, "`iam.role.name` was expected to let `GetRole`"),
        ({"where": {"Role.RoleName": "${app.name}"}}, "`${app.name}` has no value here"),
    ],
)
def test_an_expected_rule_must_have_been_asked(expect: dict[str, Any], problem: str) -> None:
    result = done(ready_made(), {"call": "iam:GetRole", "with": {"RoleName": "Readers"}, "expect": expect})
    assert result.problem.startswith(problem)
    assert bool(result.problem) == bool(problem)


def test_a_login_with_another_person_s_password_is_shown_as_the_provider_shows_it() -> None:
    world = ready_made()
    result = done(world, {"device": "app.login", "with": {"password": "wrong"}, "expect": {"error": "HTTP 401"}})
    assert result.problem == ""
    assert "facebook_token" not in world.held("app")


@pytest.mark.parametrize(("provider", "token"), [("facebook", "facebook_token"), ("google", "google_id_token")])
def test_a_login_ends_with_the_provider_s_token_on_the_device(provider: str, token: str) -> None:
    world = ready_made()
    assert done(world, {"device": "app.login", "with": {"provider": provider}}).problem == ""
    assert world.held("app").get(token)


def test_a_device_takes_every_step_of_the_path_and_signs_out() -> None:
    world = ready_made()
    for step in ("login", "get-id", "get-open-id-token", "assume-role", "get-object", "get-credentials", "sign-out"):
        assert done(world, {"device": f"app.{step}"}).problem == "", step
    assert not world.held("app").get("credentials")


def test_every_step_of_a_device_has_words_for_the_learner() -> None:
    for step, known in STEPS.items():
        assert known.by_hand.endswith("."), step
        assert name_of_action(Action(device=f"app.{step}")) == known.name
