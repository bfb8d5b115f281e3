"""Trust policies: what IAM keeps, what it refuses and why."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.explain import opened, walk
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import asked, cognito_trust, role_of, state

POOL = "us-east-1:11111111-2222-4333-8444-555555555555"
TRUST = cognito_trust(POOL)
OTHER_POOL = "us-east-1:99999999-2222-4333-8444-555555555555"
AUD = "cognito-identity.amazonaws.com:aud"
AMR = "cognito-identity.amazonaws.com:amr"
ONLY_STS = "AssumeRole policy may only specify STS AssumeRole actions."
WEB = "sts:AssumeRoleWithWebIdentity"


@pytest.fixture
def world() -> World:
    world = World(seed="trust")
    role_of(world, "Readers", trust=TRUST)
    return world


def updated(world: World, trust: dict[str, Any] | str) -> Reply:
    text = trust if isinstance(trust, str) else json.dumps(trust)
    return asked(world, "iam", "UpdateAssumeRolePolicy", RoleName="Readers", PolicyDocument=text)


def statement(**members: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **members}]}


def test_a_learner_may_break_the_audience_of_a_trust_policy(world: World) -> None:
    assert updated(world, cognito_trust(OTHER_POOL)).ok


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {AUD: OTHER_POOL}},
        {"ForAnyValue:StringLike": {AMR: "*"}},
        {"StringLike": {AUD.upper(): "*"}},
        {"StringEqualsIfExists": {AUD: [POOL, OTHER_POOL]}},
    ],
)
def test_one_condition_on_aud_or_amr_is_enough(world: World, condition: dict[str, Any]) -> None:
    assert updated(world, cognito_trust(POOL, Condition=condition)).ok


@pytest.mark.parametrize(
    "trust",
    [
        cognito_trust(POOL, Condition=None),
        cognito_trust(POOL, Condition={"StringEquals": {"cognito-identity.amazonaws.com:sub": "us-east-1:1"}}),
        cognito_trust(
            POOL, Condition=None, Principal={"Federated": ["accounts.google.com", "cognito-identity.amazonaws.com"]}
        ),
    ],
)
def test_a_trust_policy_for_every_identity_pool_there_is_is_refused(world: World, trust: dict[str, Any]) -> None:
    before = state(world)
    reply = updated(world, trust)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("MalformedPolicyDocument", 400)
    assert reply.record.refused_by == ("iam.trust.cognito",)
    [check] = [check for one in reply.record.checks for check in walk(one) if check.passed is False]
    assert check.place is not None
    assert check.place.pointer == "/Statement/0"
    assert state(world) == before


def test_what_only_denies_needs_no_tie(world: World) -> None:
    assert updated(world, cognito_trust(POOL, Effect="Deny", Condition=None)).ok


@pytest.mark.parametrize(
    ("trust", "says"),
    [
        ("{", "This policy contains invalid Json"),
        ('{"Version": "2012-10-17"}', "Syntax errors in policy."),
        (
            statement(Principal="*", Action="s3:GetObject"),
            ONLY_STS,
        ),
        (
            statement(Principal={"AWS": "111122223333"}, Action="sts:AssumeRole", Resource="*"),
            "Has prohibited field Resource",
        ),
        (statement(Action="sts:AssumeRole"), "Missing required field Principal"),
        (
            statement(Principal={"AWS": "arn:aws:iam::111122223333:role/Ghost"}, Action="sts:AssumeRole"),
            'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/Ghost"',
        ),
        (
            statement(Principal={"AWS": "arn:aws:iam::111122223333:user/ana"}, Action="sts:AssumeRole"),
            'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/ana"',
        ),
        (
            statement(Principal={"Service": "lambda"}, Action="sts:AssumeRole"),
            'Invalid principal in policy: "SERVICE":"lambda"',
        ),
        (
            statement(Principal={"Service": "lamda.amazonaws.com"}, Action="sts:AssumeRole"),
            'Invalid principal in policy: "SERVICE":"lamda.amazonaws.com"',
        ),
        (
            statement(Principal={"Service": ["ec2.amazonaws.com", "x.amazonaws.com"]}, Action="sts:AssumeRole"),
            'Invalid principal in policy: "SERVICE":"x.amazonaws.com"',
        ),
        (
            statement(Principal={"Federated": "facebook"}, Action=WEB),
            "Federated principals must be valid domain names or SAML metadata ARNs",
        ),
        (
            statement(Principal={"Federated": "arn:aws:iam//111122223333:oidc-provider/x"}, Action=WEB),
            "Federated principals must be valid domain names or SAML metadata ARNs",
        ),
    ],
)
def test_a_broken_trust_policy_is_refused_in_iam_s_words(world: World, trust: dict[str, Any] | str, says: str) -> None:
    before = state(world)
    reply = updated(world, trust)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == ("MalformedPolicyDocument", says)
    assert reply.record.refused_by == ("iam.trust.document",)
    assert state(world) == before


def test_the_check_says_where_the_mistake_is(world: World) -> None:
    reply = updated(world, '{\n  "Version": "2012-10-17",\n  "Statement": [}\n}')
    [check] = [opened(check) for check in reply.record.checks if not check.passed]
    assert check.note.startswith("line 3, column 17: ")


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "444455556666"},
        {"AWS": "arn:aws:iam::444455556666:root"},
        {"AWS": "arn:aws:iam::444455556666:role/SomebodyElsewhere"},
        {"AWS": "arn:aws:iam::111122223333:role/Readers"},
        {"AWS": "arn:aws:sts::111122223333:assumed-role/Ghost/session"},
        {"AWS": "*"},
        {"Service": ["lambda.amazonaws.com", "cognito-idp.amazonaws.com"]},
        {"Service": "ec2.amazonaws.com"},
        {"Service": "logs.eu-west-1.amazonaws.com"},
        {"Service": ["ecs-tasks.amazonaws.com", "states.amazonaws.com"]},
        {"Federated": "graph.facebook.com"},
        {"Federated": "login.example.org"},
        {"Federated": "arn:aws:iam::111122223333:oidc-provider/login.example.org"},
    ],
)
def test_principals_that_exist_or_cannot_be_looked_up_are_kept(world: World, principal: dict[str, Any]) -> None:
    assert updated(world, statement(Principal=principal, Action="sts:AssumeRole")).ok


def test_white_space_does_not_count_for_the_quota(world: World) -> None:
    trust = statement(Sid="", Principal={"AWS": "111122223333"}, Action="sts:AssumeRole")
    room = 2048 - len("".join(json.dumps(trust).split()))
    trust["Statement"][0]["Sid"] = "x" * room
    assert updated(world, json.dumps(trust, indent=8)).ok
    trust["Statement"][0]["Sid"] += "x"
    reply = updated(world, trust)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("LimitExceeded", 409)
    assert reply.error.message == "Cannot exceed quota for ACLSizePerRole: 2048"
    assert reply.record.refused_by == ("iam.trust.size",)


def test_create_role_holds_trust_policies_to_the_same_rules(world: World) -> None:
    before = state(world)
    trust = cognito_trust(POOL, Condition=None)
    reply = asked(world, "iam", "CreateRole", RoleName="Open", AssumeRolePolicyDocument=trust)
    assert reply.record.refused_by == ("iam.trust.cognito",)
    assert state(world) == before
