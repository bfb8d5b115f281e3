"""Tags of pools, and what policies make of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_user_pool, asked, done, keys_for, policy, role_of, state
from tests.cloud.services.cognito_idp.people import People, people, refusal


def arn(here: People) -> str:
    return f"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{here.pool}"


def tags(here: People) -> dict[str, str]:
    return done(here.world, "cognito-idp", "ListTagsForResource", ResourceArn=arn(here))["Tags"]


def test_tags_are_added_changed_and_taken_away() -> None:
    here = people(UserPoolTags={"stage": "test"})
    done(here.world, "cognito-idp", "TagResource", ResourceArn=arn(here), Tags={"stage": "live", "owner": "ana"})
    assert tags(here) == {"stage": "live", "owner": "ana"}
    assert here.administered("DescribeUserPool")["UserPool"]["UserPoolTags"] == tags(here)
    done(here.world, "cognito-idp", "UntagResource", ResourceArn=arn(here), TagKeys=["stage", "none"])
    assert tags(here) == {"owner": "ana"}


@pytest.mark.parametrize(
    ("operation", "params", "code", "rule"),
    [
        (
            "TagResource",
            {"Tags": {f"k{number}": "v" for number in range(51)}},
            "InvalidParameterException",
            "idp.tags.few",
        ),
        ("TagResource", {"Tags": {"aws:x": "v"}}, "InvalidParameterException", "idp.tags.own"),
        ("UntagResource", {"ResourceArn": "other", "TagKeys": []}, "InvalidParameterException", "idp.tags.arn"),
        ("ListTagsForResource", {"ResourceArn": "none"}, "ResourceNotFoundException", "idp.pool.exists"),
    ],
)
def test_what_cannot_be_is_refused(operation: str, params: dict[str, Any], code: str, rule: str) -> None:
    here = people()
    strange = {
        "other": arn(here).replace("us-east-1", "eu-west-1"),
        "none": arn(here).replace(here.pool, "us-east-1_Nowhere01"),
    }
    params = {"ResourceArn": arn(here), **params}
    params["ResourceArn"] = strange.get(params["ResourceArn"], params["ResourceArn"])
    before = state(here.world)
    reply = asked(here.world, "cognito-idp", operation, **params)
    assert refusal(reply)[0] == code
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before


def test_a_policy_may_ask_for_a_pool_s_tag() -> None:
    here = people(UserPoolTags={"stage": "test"})
    world, other = here.world, a_user_pool(here.world)
    allowed = {
        "Effect": "Allow",
        "Action": "cognito-idp:*",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:ResourceTag/stage": "test"}},
    }
    role = role_of(world)
    given = {"RoleName": "Readers", "PolicyName": "Tagged", "PolicyDocument": policy(allowed)}
    done(world, "iam", "PutRolePolicy", **given)
    keys = keys_for(world, role)
    for operation, params, ok in (
        ("DescribeUserPool", {"UserPoolId": here.pool}, True),
        ("ListTagsForResource", {"ResourceArn": arn(here)}, True),
        ("DescribeUserPool", {"UserPoolId": other}, False),
    ):
        reply = world.call("cognito-idp", operation, params, caller=keys)
        assert reply.ok is ok
        assert ok or refusal(reply)[0] == "AccessDeniedException"
