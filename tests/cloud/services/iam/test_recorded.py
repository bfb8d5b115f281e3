"""IAM's answers against those recorded from AWS."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders import done
from tests.cloud.services.error_table import Row, explained, refused
from tests.cloud.services.iam.people import HERE, a_user, refusal
from tests.cloud.services.iam.recorded_rows import DOCUMENT, RECORDED, TRUST, account, of, one_tag


@pytest.mark.parametrize("row", RECORDED, ids=lambda row: row.id)
def test_a_call_is_refused_as_aws_was_seen_to_refuse_it(row: Row[Any]) -> None:
    explained(refused(row))


def test_a_new_role_is_answered_without_its_description() -> None:
    world = account().world
    made = done(world, "iam", "CreateRole", RoleName="New", AssumeRolePolicyDocument=TRUST, Description="for a test")
    assert set(made["Role"]) == {"Path", "RoleName", "RoleId", "Arn", "CreateDate", "AssumeRolePolicyDocument"}
    assert done(world, "iam", "GetRole", RoleName="New")["Role"]["Description"] == "for a test"
    changed = done(world, "iam", "UpdateRoleDescription", RoleName="New", Description="other")["Role"]
    assert (changed["Description"], "MaxSessionDuration" in changed) == ("other", False)


def test_an_openid_connect_provider_shows_its_tags_even_when_it_has_none() -> None:
    world = account().world
    arn = done(world, "iam", "CreateOpenIDConnectProvider", Url="https://b.example", ThumbprintList=["b" * 40])
    read = done(world, "iam", "GetOpenIDConnectProvider", **arn)
    assert (read["Url"], read["Tags"], read["ClientIDList"]) == ("b.example", [], [])


def test_a_policy_of_the_account_shows_its_tags_even_when_it_has_none() -> None:
    world = account().world
    read = done(world, "iam", "GetPolicy", PolicyArn=of("Pol"))["Policy"]
    assert read["Tags"] == []
    assert "Description" not in read
    made = done(world, "iam", "CreatePolicy", PolicyName="New", PolicyDocument=DOCUMENT, Description="x")["Policy"]
    assert not {"Tags", "Description"} & set(made)


def test_keys_of_tags_of_a_policy_come_back_as_given_by_what_makes_it_and_shortest_first_in_lists() -> None:
    world = account().world
    tags = [{"Key": key, "Value": "v"} for key in ("abc", "b", "z", "a")]
    made = done(world, "iam", "CreatePolicy", PolicyName="New", PolicyDocument=DOCUMENT, Tags=tags)["Policy"]
    assert made["Tags"] == tags
    listed = done(world, "iam", "ListPolicyTags", PolicyArn=f"arn:aws:iam::{HERE}:policy/New")["Tags"]
    assert [tag["Key"] for tag in listed] == ["a", "b", "z", "abc"]


def test_whoever_is_not_in_a_group_can_be_taken_out_of_it() -> None:
    assert done(account().world, "iam", "RemoveUserFromGroup", GroupName="G", UserName="ana") == {}


def test_the_lists_of_a_new_policy_are_empty() -> None:
    entities = done(account().world, "iam", "ListEntitiesForPolicy", PolicyArn=of("Pol"))
    assert entities == {"PolicyGroups": [], "PolicyUsers": [], "PolicyRoles": [], "IsTruncated": False}


DENIED = [  # published by users of AWS, the names changed
    ("GetRole", {"RoleName": "R"}, "iam:GetRole", "role R"),
    ("GetUser", {}, "iam:GetUser", "user bo"),
    ("AddUserToGroup", {"GroupName": "G", "UserName": "ana"}, "iam:AddUserToGroup", "group G"),
    ("GetPolicy", {"PolicyArn": of("Pol")}, "iam:GetPolicy", f"policy {of('Pol')}"),
    ("ListPolicies", {}, "iam:ListPolicies", "policy path /"),
    ("ListUsers", {}, "iam:ListUsers", of("", "user")),
    ("ListVirtualMFADevices", {}, "iam:ListVirtualMFADevices", of("", "mfa")),
    ("GetAccountSummary", {}, "iam:GetAccountSummary", "*"),
    ("CreateUser", {"UserName": "x"}, "iam:CreateUser", of("x", "user")),
    ("CreateRole", {"RoleName": "x", "AssumeRolePolicyDocument": TRUST, "Tags": one_tag()}, "iam:TagRole", of("x", "role")),
    ("CreatePolicy", {"PolicyName": "x", "PolicyDocument": DOCUMENT, "Tags": one_tag()}, "iam:TagPolicy", "policy x"),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "params", "action", "told"), DENIED, ids=str)
def test_a_denial_calls_the_resource_what_iam_calls_it(
    operation: str, params: dict[str, Any], action: str, told: str
) -> None:
    world = account().world
    keys = a_user(world, "bo", "iam:CreateRole", "iam:CreatePolicy")
    who = f"User: {of('bo', 'user')} is not authorized to perform: {action}"
    text = f"{who} on resource: {told} because no identity-based policy allows the {action} action"
    assert refusal(world.call("iam", operation, params, caller=keys))[:3] == ("AccessDenied", 403, text)


def test_whoever_may_tag_may_make_with_tags() -> None:
    world = account().world
    keys = a_user(world, "bo", "iam:CreateUser", "iam:TagUser")
    assert world.call("iam", "CreateUser", {"UserName": "x", "Tags": one_tag()}, caller=keys).ok


@pytest.mark.parametrize("source", ["user/ana", "role/R", "group/G"])
def test_a_simulation_about_one_resource_is_answered_as_recorded(source: str) -> None:
    world = account().world
    statement = {"Sid": "", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": statement})
    done(world, "iam", "CreatePolicy", PolicyName="puts", PolicyDocument=document)
    kind, _, name = source.partition("/")
    done(world, "iam", f"Attach{kind.title()}Policy", PolicyArn=of("puts"), **{f"{kind.title()}Name": name})
    bucket, actions = "arn:aws:s3:::bucket", ["s3:PutObject", "s3:GetObjectVersion"]
    given = {"PolicySourceArn": of(name, kind), "ActionNames": actions, "ResourceArns": [bucket]}
    told = done(world, "iam", "SimulatePrincipalPolicy", **given)
    matched = {
        "SourcePolicyId": "puts",
        "SourcePolicyType": "IAM Policy",
        "StartPosition": {"Line": 1, "Column": 41},
        "EndPosition": {"Line": 1, "Column": 113},
    }
    assert told == {
        "EvaluationResults": [
            simulated("s3:PutObject", bucket, "allowed", [matched]),
            simulated("s3:GetObjectVersion", bucket, "implicitDeny", []),
        ],
        "IsTruncated": False,
    }


def simulated(action: str, resource: str, decision: str, matched: list[dict[str, Any]]) -> dict[str, Any]:
    """Return an EvaluationResult as recorded, without what it says of an organization: the account is in none."""
    about: dict[str, Any] = {"EvalResourceName": resource, "MatchedStatements": matched, "MissingContextValues": []}
    return {
        "EvalActionName": action,
        "EvalDecision": decision,
        "EvalDecisionDetails": {},
        **about,
        "ResourceSpecificResults": [{"EvalResourceDecision": decision, **about}],
    }
