"""The checklist of cross-account access tells the truth: it is done where the real calls get through, and nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.world import World
from cogtui.device import cross_account, operator_calls
from cogtui.device.cross_account import Wish
from cogtui.views.cross_account.asked import Asked, Sends
from cogtui.views.cross_account.cast import Choice, cast_of
from cogtui.views.cross_account.forms import form_of
from cogtui.views.cross_account.plans import plan_of
from cogtui.views.cross_account.steps import STEPS, WAYS, StepId, rows_of
from tests.builders import done_in

A, B, C = "111122223333", "444455556666", "777788889999"
FIVE = WAYS["role"].steps


def asked_in(world: World, sends: Sends | None = None) -> Asked:
    """Return the story of a world."""
    return Asked(world.store, cast_of(world.store, world.accounts, Choice()), "GetObject", sends or Sends())


def do(world: World, step: StepId, **answers: str) -> None:
    """Do a step by its form, some of the answers changed."""
    asked = asked_in(world)
    form = form_of(asked, step)
    assert form is not None
    given_by_form = {field.name: field.value for field in form.fields}
    refused = operator_calls.carry_out(world, plan_of(asked, step, given_by_form | answers))
    assert refused is None, refused.error if refused else ""


def gets_in(world: World, sends: Sends | None = None) -> bool:
    """Make the user's calls aside, and say whether they come to the object."""
    asked = asked_in(world, sends)
    cast, brings = asked.cast, asked.sends
    if cast.user is None or cast.bucket is None or cast.role is None:
        return False
    wish = Wish(
        cast.user,
        "GetObject",
        cast.bucket.name,
        cast.key or "app.log",
        cast.role_arn,
        brings.external_id,
        brings.mfa,
        brings.session_policy,
    )
    records = cross_account.would_be(world, wish)
    return len(records) == 2 and all(record.ok for record in records)


WRONG: dict[StepId, list[dict[str, str]]] = {
    "group": [{}],
    "bucket": [{}, {"key": "2026/02/other.log"}],
    "permissions": [
        {},
        {"actions": "s3:ListBucket"},
        {"resources": f"arn:aws:s3:::logs-{B}"},
        {"resources": "arn:aws:s3:::logs-elsewhere/*"},
        {"actions": "S3:getobject"},
    ],
    "role": [
        {},
        {"type": "service"},
        {"type": "web"},
        {"account": C},
        {"external_id": "customer-1"},
        {"policy": ""},
    ],
    "assume": [{}, {"resources": f"arn:aws:iam::{B}:role/Other"}, {"resources": "*"}],
}
"""Ways to fill in each form, the right one first."""

STORIES = st.fixed_dictionaries({step: st.none() | st.sampled_from(ways) for step, ways in WRONG.items()})


@settings(max_examples=60, deadline=None)
@given(story=STORIES)
def test_all_steps_are_done_where_the_real_calls_get_through(story: dict[StepId, dict[str, str] | None]) -> None:
    world = World("story", accounts=(A, B, C))
    for step in FIVE:
        answers = story[step]
        if answers is not None and (step != "assume" or answers or asked_in(world).cast.role):
            do(world, step, **answers)
    rows = rows_of(asked_in(world), "role")
    assert all(row.found.done for row in rows) == gets_in(world)
    assert all(row.found.words for row in rows)


@pytest.mark.parametrize("omitted", FIVE)
def test_each_single_omission_closes_the_way_and_is_the_step_that_is_named(omitted: StepId) -> None:
    world = World("omitted", accounts=(A, B))
    for step in FIVE:
        if step == "group" and omitted == "group":
            done_in(world, A, "iam", "CreateUser", UserName="alice")
            done_in(world, A, "iam", "CreateAccessKey", UserName="alice")
            done_in(world, A, "iam", "CreateGroup", GroupName="Analysts")
        elif step == "bucket" and omitted == "bucket":
            done_in(world, B, "s3", "CreateBucket", Bucket=f"logs-{B}")
        elif step == "role" and omitted == "role":
            do(world, step, account=C)
        elif step != omitted:
            do(world, step)
    assert not gets_in(world)
    missing = [row.step.id for row in rows_of(asked_in(world), "role") if row.found.done is not True]
    # Whoever is in no group holds none of its policies either.
    assert missing == (["group", "assume"] if omitted == "group" else [omitted])


def test_an_explicit_deny_anywhere_is_named() -> None:
    world = World("denied", accounts=(A, B))
    for step in FIVE:
        do(world, step)
    document = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "sts:*", "Resource": "*"}}
    done_in(world, A, "iam", "PutUserPolicy", UserName="alice", PolicyName="No", PolicyDocument=json.dumps(document))
    found = next(row for row in rows_of(asked_in(world), "role") if row.step.id == "assume").found
    assert (found.done, found.words) == (False, "No denies it")
    assert not gets_in(world)


@pytest.mark.parametrize("variant", list(WAYS))
def test_every_variant_can_be_looked_at_from_an_empty_world_on(variant: Any) -> None:
    world = World("empty", accounts=(A, B, C))
    for step in (None, *FIVE):
        if step is not None:
            do(world, step)
        rows = rows_of(asked_in(world), variant)
        assert [row.step.id for row in rows] == list(WAYS[variant].steps)
        assert all(row.found.words for row in rows)


def test_no_step_is_left_out_of_all_ways() -> None:
    assert {step for way in WAYS.values() for step in way.steps} == set(STEPS)


def test_a_condition_is_put_into_the_allows_alone_and_taken_out_again() -> None:
    world = World("condition", accounts=(A, B))
    for step in FIVE:
        do(world, step)
    before = asked_in(world).cast.role
    do(world, "demands-id")
    assert gets_in(world, Sends(external_id=f"customer-{B}"))
    assert not gets_in(world)
    do(world, "demands-id", external_id="")
    after = asked_in(world).cast.role
    assert before is not None
    assert after is not None
    assert json.loads(after.trust_policy) == json.loads(before.trust_policy)
