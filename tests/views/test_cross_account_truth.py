"""The pane's verdict on every way across is what the real calls do, whatever limits there are."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.callers import Operator
from cogtui.cloud.world import World
from cogtui.device import cross_account, operator_calls
from cogtui.tui.cross_account_story import Story
from cogtui.views.cross_account.asked import ACTIONS
from cogtui.views.cross_account.forms import form_of, needed_first
from cogtui.views.cross_account.plans import plan_of
from cogtui.views.cross_account.steps import WAYS, StepId
from cogtui.views.ink import plain

A, B, C = "111122223333", "444455556666", "777788889999"

ANSWERS: dict[StepId, list[dict[str, str]]] = {
    "permissions": [{}, {}, {"actions": "s3:ListBucket"}, {"resources": "arn:aws:s3:::elsewhere/*"}],
    "role": [{}, {}, {"type": "service"}, {"account": C}, {"external_id": f"customer-{B}"}],
    "assume": [{}, {}, {"resources": f"arn:aws:iam::{B}:role/Other"}],
    "bucket-policy": [{}, {"principal": A}, {"principal": C}, {"actions": "s3:PutObject"}],
    "use": [{}, {"actions": "s3:GetObject"}, {"resources": "arn:aws:s3:::elsewhere"}],
    "demands-id": [{}, {"external_id": f"customer-{C}"}],
    "demands-mfa": [{}, {"mfa": "no"}],
    "mfa-device": [{}],
    "boundary": [{}, {"actions": "s3:PutObject"}, {"resources": "arn:aws:s3:::elsewhere/*"}],
    "scp": [{}, {"denies": "s3:*"}],
}
"""Ways to fill in the forms, the right one first."""

LIMITS: list[StepId] = ["demands-id", "demands-mfa", "mfa-device", "boundary", "scp", "bucket-policy", "use"]

DENIALS = st.sampled_from(("none", "none", "none", "bucket", "user", "role"))


def fill_in(world: World, step: StepId, answers: dict[str, str]) -> None:
    """Do a step by its form, if it can be done."""
    asked = Story().asked(world)
    form = form_of(asked, step)
    if form is None or needed_first(asked, step):
        return
    given_by_form = {field.name: field.value for field in form.fields}
    operator_calls.carry_out(world, plan_of(asked, step, given_by_form | answers))


def deny(world: World, where: str) -> None:
    """Put an explicit Deny somewhere."""

    statement: dict[str, Any] = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::logs-{B}/*"}
    if where == "bucket":
        statement["Principal"] = "*"
    document = json.dumps({"Version": "2012-10-17", "Statement": statement})
    calls: dict[str, tuple[str, str, str, dict[str, str]]] = {
        "bucket": (B, "s3", "PutBucketPolicy", {"Bucket": f"logs-{B}", "Policy": document}),
        "user": (A, "iam", "PutUserPolicy", {"UserName": "alice", "PolicyName": "No", "PolicyDocument": document}),
        "role": (B, "iam", "PutRolePolicy", {"RoleName": "LogReader", "PolicyName": "No", "PolicyDocument": document}),
    }
    if where in calls:
        account, service, operation, params = calls[where]
        world.call(service, operation, params, caller=Operator(account), account=account)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return a world in which some steps are done, some of them wrongly."""
    world = World("truth", accounts=(A, B, C))
    fill_in(world, "group", {})
    fill_in(world, "bucket", {})
    built: list[StepId] = ["permissions", "role", "assume"]
    limits: list[StepId] = draw(st.lists(st.sampled_from(LIMITS), max_size=4, unique=True))
    steps: list[StepId] = [*built, *limits]
    for step in steps:
        fill_in(world, step, draw(st.sampled_from(ANSWERS[step])))
    deny(world, draw(DENIALS))
    return world


@settings(max_examples=120, deadline=None)
@given(worlds(), st.sampled_from(list(WAYS)), st.sampled_from(list(ACTIONS)), st.integers(0, 3))
def test_the_verdict_is_what_the_real_calls_do(world: World, variant: Any, operation: Any, presses: int) -> None:
    story = Story(variant=variant, operation=operation)
    for _ in range(presses):
        story = story.sending_next(world)
    picture = story.picture(world, 400)
    said = plain(picture.verdict).strip()
    wish = story.wish(picture.asked)
    records = cross_account.try_it(world, wish) if wish is not None else []
    through = bool(records) and all(one.ok for one in records) and records[-1].operation == operation
    assert said.startswith("✓") == through, said
    assert said == plain(story.picture(world, 400, records).verdict).strip() or not records
    if not through:
        words = said.split("yet", 1)[1]
        assert words.startswith(": "), said
        if all(row.found.done for row in picture.rows):
            assert records, said


@settings(max_examples=50, deadline=None)
@given(worlds(), st.integers(0, 3))
def test_a_step_that_is_done_is_never_blamed(world: World, presses: int) -> None:
    for variant in WAYS:
        story = Story(variant=variant)
        for _ in range(presses):
            story = story.sending_next(world)
        picture = story.picture(world, 400)
        said = plain(picture.verdict)
        for row in picture.rows:
            if row.found.done:
                assert f"step {row.number}:" not in said
