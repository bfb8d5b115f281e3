"""Both flows compared: real calls, taken back; the same requests under each flow's credentials."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.device.comparison import OUTSIDE_SCOPE_DOWN, Question, Tried, compare, question_of, questions_of
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.settings import settings_of
from cogtui.device.sign_in import SignInClient
from cogtui.tui.opening import lab
from tests.builders import done, state

PARAMETER = Question(OUTSIDE_SCOPE_DOWN, "arn:aws:ssm:us-east-1:111122223333:parameter/reports")
BUCKET = "arn:aws:s3:::anas-reports/"


@pytest.fixture
def world() -> World:
    """Return the lab's world."""
    return lab().world


def sign_in(world: World) -> None:
    """Sign ana in at the user pool."""
    client = SignInClient(world)
    assert client.password(client.settings.user_pool_client_id, "ana", "Pool-ana-1").ok


def allow(world: World, role: str, action: str) -> None:
    """Let a role do one more thing."""
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": statement})
    done(world, "iam", "PutRolePolicy", RoleName=role, PolicyName="More", PolicyDocument=document)


def both(world: World, *questions: Question) -> tuple[Tried, Tried]:
    """Compare, and return the classic and the enhanced flow."""
    classic, enhanced = compare(world, questions)
    return classic, enhanced


def records(tried: Tried) -> list[Record]:
    """Return the records of the flow's answers."""
    return [one.record for one in tried.answers if one is not None]


def calls(tried: Tried) -> list[str]:
    """Return the names of a flow's calls, those that AWS made for it with a mark."""
    found: list[str] = []
    for link in tried.links:
        found.append(link.name)
        found.extend(f"> {child.operation}" for child in (link.record.children if link.record else ()))
    return found


def test_each_flow_makes_its_own_calls_and_the_enhanced_one_hides_sts(world: World) -> None:
    classic, enhanced = both(world)
    assert calls(classic) == ["GetId", "GetOpenIdToken", "AssumeRoleWithWebIdentity"]
    assert calls(enhanced) == ["GetId", "GetCredentialsForIdentity", "> AssumeRoleWithWebIdentity"]


def test_comparing_leaves_no_trace(world: World) -> None:
    sign_in(world)
    CredentialsProvider(world).get_id()
    before, position, held = state(world), world.history.position, world.held("app")
    both(world, *questions_of(world))
    assert (state(world), world.history.position, world.held("app")) == (before, position, held)


def test_a_guest_of_the_enhanced_flow_is_cut_down_whatever_the_role_allows(world: World) -> None:
    allow(world, "Guests", OUTSIDE_SCOPE_DOWN)
    classic, enhanced = both(world, PARAMETER)
    assert [len(tried.key.session_policies) for tried in (classic, enhanced) if tried.key] == [0, 2]
    (one,), (other,) = records(classic), records(enhanced)
    assert one.ok
    assert other.error is not None
    assert other.error.message.endswith("because no session policy allows the ssm:GetParameter action")
    assert "policy.kind.session" in other.refused_by


def test_somebody_signed_in_may_do_the_same_in_both_flows(world: World) -> None:
    sign_in(world)
    allow(world, "Readers", OUTSIDE_SCOPE_DOWN)
    questions = questions_of(world)
    classic, enhanced = both(world, *questions)
    assert [one.ok for one in records(classic)] == [one.ok for one in records(enhanced)]
    assert len(records(classic)) == len(questions)
    verdicts = dict(zip(questions, (one.ok for one in records(enhanced)), strict=True))
    assert verdicts[Question("s3:GetObject", f"{BUCKET}reports/2025-q4.txt")]
    assert verdicts[PARAMETER]
    assert not verdicts[Question("s3:PutObject", f"{BUCKET}reports/2025-q4.txt")]


def test_a_broken_flow_answers_nothing_and_the_other_goes_on(world: World) -> None:
    pool = settings_of(world).identity_pool_id
    described = done(world, "cognito-identity", "DescribeIdentityPool", IdentityPoolId=pool)
    described.pop("ResponseMetadata", None)
    done(world, "cognito-identity", "UpdateIdentityPool", **described | {"AllowClassicFlow": False})
    classic, enhanced = both(world, PARAMETER)
    assert classic.key is None
    assert classic.answers == (None,)
    assert [link.record is None for link in classic.links] == [False, False, True]
    assert enhanced.key is not None


def test_what_the_roles_speak_of_outside_s3_is_asked_too(world: World) -> None:
    allow(world, "Readers", "sqs:SendMessage")
    assert Question("sqs:SendMessage", "*") in questions_of(world)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sqs:SendMessage", ("sqs:SendMessage", "*")),
        ("  s3:GetObject   arn:aws:s3:::b/k ", ("s3:GetObject", "arn:aws:s3:::b/k")),
        ("sqs:SendMessage *", ("sqs:SendMessage", "*")),
        ("", None),
        ("sqs", None),
        ("s3:Get*", None),
        ("s3:GetObject b/k", None),
        (":x", None),
        ("[/]", None),
    ],
)
def test_a_question_is_read_from_what_is_typed(text: str, found: Any) -> None:
    assert question_of(text) == (Question(*found) if found else None)
