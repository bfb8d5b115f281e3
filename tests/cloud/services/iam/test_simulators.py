"""The policy simulators: decisions, statements, missing keys, and what they cannot be asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cogtui.cloud.accounts.organizations import (
    CONTROL_POLICIES,
    HANGING,
    MEMBERS,
    ORGANIZATIONS,
    ControlPolicy,
    Hanging,
    Member,
    Organization,
)
from cogtui.cloud.services.iam.resource_forms import form_of
from cogtui.cloud.store import Transaction
from cogtui.cloud.world import World
from tests.builders import asked, done, policy, role_of, state
from tests.cloud.services.iam.people import HERE, a_policy, a_user, refusal

OTHER = "444455556666"
ANA = f"arn:aws:iam::{HERE}:user/ana"
ROLE = f"arn:aws:iam::{HERE}:role/Readers"
GROUP = f"arn:aws:iam::{HERE}:group/All"
GET, PUT = "s3:GetObject", "s3:PutObject"
A, B = "arn:aws:s3:::reports/a", "arn:aws:s3:::reports/b"


def allow(*actions: str, resource: str = "*", **more: Any) -> dict[str, Any]:
    return {"Action": list(actions), "Resource": resource, **more}


@pytest.fixture
def world() -> World:
    world = World(seed="simulated", accounts=(HERE, OTHER))
    a_user(world, "ana", GET)
    done(world, "iam", "CreateGroup", GroupName="All")
    done(world, "iam", "AddUserToGroup", GroupName="All", UserName="ana")
    writes = policy(allow(PUT, resource=A))
    done(world, "iam", "PutGroupPolicy", GroupName="All", PolicyName="write", PolicyDocument=writes)
    role_of(world, "Readers")
    done(world, "iam", "AttachRolePolicy", RoleName="Readers", PolicyArn=a_policy(world, "Reading", GET))
    return world


def of(world: World, arn: str = ANA, *actions: str, **params: Any) -> list[dict[str, Any]]:
    asked_for = {"PolicySourceArn": arn, "ActionNames": list(actions), **params}
    return done(world, "iam", "SimulatePrincipalPolicy", **asked_for)["EvaluationResults"]


def custom(world: World, *documents: str, action: str = GET, **params: Any) -> dict[str, Any]:
    given = {"PolicyInputList": list(documents), "ActionNames": [action], **params}
    [result] = done(world, "iam", "SimulateCustomPolicy", **given)["EvaluationResults"]
    return result


def decisions(results: list[dict[str, Any]]) -> list[str]:
    return [result["EvalDecision"] for result in results]


def test_one_result_per_action_with_the_statement_that_decided(world: World) -> None:
    first, second = of(world, ANA, GET, "s3:DeleteObject")
    text = policy({"Action": [GET], "Resource": "*"})
    assert first == {
        "EvalActionName": GET,
        "EvalResourceName": "*",
        "EvalDecision": "allowed",
        "MatchedStatements": [
            {
                "SourcePolicyId": "user_ana_own",
                "SourcePolicyType": "IAM Policy",
                "StartPosition": {"Line": 1, "Column": 41},
                "EndPosition": {"Line": 1, "Column": len(text) - 1},
            }
        ],
        "MissingContextValues": [],
    }
    assert (second["EvalDecision"], second["MatchedStatements"]) == ("implicitDeny", [])


def test_each_resource_has_its_own_result(world: World) -> None:
    [one] = of(world, ANA, PUT, ResourceArns=[A])
    assert (one["EvalResourceName"], one["EvalDecision"]) == (A, "allowed")
    assert (one["EvalDecisionDetails"], one["ResourceSpecificResults"][0]["EvalResourceName"]) == ({}, A)
    [both] = of(world, ANA, PUT, ResourceArns=[A, B])
    assert both["EvalResourceName"] == "arn:${Partition}:s3:::${BucketName}/${KeyName}"
    specific = both["ResourceSpecificResults"]
    assert [(row["EvalResourceName"], row["EvalResourceDecision"]) for row in specific] == [
        (A, "allowed"),
        (B, "implicitDeny"),
    ]
    assert specific[0]["MatchedStatements"][0]["SourcePolicyId"] == "group_All_write"
    assert both["EvalDecision"] == "allowed"
    assert both["MatchedStatements"] == specific[0]["MatchedStatements"]
    [anything] = of(world, ANA, PUT, ResourceArns=["*"])
    assert (anything["EvalResourceName"], "ResourceSpecificResults" in anything) == ("*", False)


def test_a_group_and_a_role_can_be_asked_as_well(world: World) -> None:
    assert decisions(of(world, GROUP, PUT, GET, ResourceArns=[A])) == ["allowed", "implicitDeny"]
    [result] = of(world, ROLE, GET)
    assert [row["SourcePolicyId"] for row in result["MatchedStatements"]] == ["Reading"]


def test_policies_given_as_text_come_on_top_and_a_deny_is_all_that_is_shown(world: World) -> None:
    denies = policy(allow("s3:*", Effect="Deny"))
    [result] = of(world, ANA, GET, PolicyInputList=[policy(allow(GET)), denies])
    assert result["EvalDecision"] == "explicitDeny"
    assert [row["SourcePolicyId"] for row in result["MatchedStatements"]] == ["PolicyInputList.2"]


def test_the_verdict_is_the_one_that_a_real_call_gets(world: World) -> None:
    keys = a_user(world, "bo", "iam:ListUsers")
    real = [world.call("iam", name, {}, caller=keys).ok for name in ("ListUsers", "ListRoles")]
    simulated = decisions(of(world, f"arn:aws:iam::{HERE}:user/bo", "iam:ListUsers", "iam:ListRoles"))
    assert [decision == "allowed" for decision in simulated] == real == [True, False]


def test_keys_that_nobody_gave_are_missing_and_count_once_given(world: World) -> None:
    condition = {"StringEquals": {"aws:PrincipalTag/team": "${aws:RequestedRegion}"}}
    document = policy(allow(GET, resource="arn:aws:s3:::${aws:sourceVpc}/*", Condition=condition), allow("s3:Put*"))
    found = custom(world, document)
    assert found["EvalDecision"] == "implicitDeny"
    assert found["MissingContextValues"] == ["aws:sourceVpc", "aws:PrincipalTag/team", "aws:RequestedRegion"]
    given = [
        {"ContextKeyName": "aws:principaltag/TEAM", "ContextKeyValues": ["x"], "ContextKeyType": "string"},
        {"ContextKeyName": "aws:RequestedRegion", "ContextKeyValues": ["x"], "ContextKeyType": "string"},
        {"ContextKeyName": "aws:SourceVpc", "ContextKeyValues": ["b"], "ContextKeyType": "string"},
    ]
    result = custom(world, document, ContextEntries=given, ResourceArns=["arn:aws:s3:::b/k"])
    assert result["EvalDecision"] == "allowed"
    assert result["ResourceSpecificResults"][0]["MissingContextValues"] == []


@pytest.mark.parametrize(
    ("operator", "kind", "values", "wanted"),
    [
        ("NumericLessThan", "numeric", ["5"], "10"),
        ("Bool", "boolean", ["true"], "true"),
        ("DateGreaterThan", "date", ["2026-02-01T00:00:00Z"], "2026-01-01T00:00:00Z"),
        ("IpAddress", "ip", ["10.1.2.3"], "10.0.0.0/8"),
        ("BinaryEquals", "binary", ["aGk="], "aGk="),
        ("ForAnyValue:StringEquals", "stringList", ["a", "b"], "b"),
    ],
)
def test_context_values_have_types(world: World, operator: str, kind: str, values: list[str], wanted: str) -> None:
    document = policy(allow(GET, Condition={operator: {"aws:key": wanted}}))
    entry = {"ContextKeyName": "aws:key", "ContextKeyValues": values, "ContextKeyType": kind}
    assert custom(world, document, ContextEntries=[entry])["EvalDecision"] == "allowed"
    if kind != "stringList":
        wrong = [{**entry, "ContextKeyValues": ["no such thing"]}]
        code, _, _, rules = refusal(_custom(world, document, ContextEntries=wrong))
        assert (code, rules) == ("InvalidInput", ("iam.simulate.context",))


def _custom(world: World, *documents: str, **params: Any) -> Any:
    given = {"PolicyInputList": list(documents), "ActionNames": [GET], **params}
    return asked(world, "iam", "SimulateCustomPolicy", **given)


def test_who_asks_is_known_by_name(world: World) -> None:
    document = policy(allow(GET, resource="arn:aws:s3:::home/${aws:username}/*"))
    mine: dict[str, Any] = {"ResourceArns": ["arn:aws:s3:::home/ana/x", "arn:aws:s3:::home/bo/x"]}
    result = custom(world, document, CallerArn=ANA, **mine)
    assert [row["EvalResourceDecision"] for row in result["ResourceSpecificResults"]] == ["allowed", "implicitDeny"]
    nobody = custom(world, document, **mine)
    assert nobody["ResourceSpecificResults"][0]["MissingContextValues"] == ["aws:username"]


# ------------------------------------------------------------------------------------- boundaries, SCPs, resource policies


def test_a_boundary_limits_and_the_answer_says_so(world: World) -> None:
    bounded = a_policy(world, "Boundary", PUT)
    done(world, "iam", "PutUserPermissionsBoundary", UserName="ana", PermissionsBoundary=bounded)
    [result] = of(world, ANA, GET)
    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
    wider: dict[str, Any] = {"PermissionsBoundaryPolicyInputList": [policy(allow("s3:*"))]}
    [result] = of(world, ANA, GET, **wider)
    assert result["EvalDecision"] == "allowed"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": True}
    assert [row["SourcePolicyId"] for row in result["MatchedStatements"]] == ["user_ana_own"]
    [result] = of(world, ANA, GET, ResourceArns=[A], **wider)
    assert result["ResourceSpecificResults"][0]["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"]


def test_the_organization_s_policies_count_but_are_not_shown(world: World) -> None:
    tx = Transaction(world.store)
    tx.put(ORGANIZATIONS, Organization("o-abcdefghij", OTHER, "r-abcd", 0, ("SERVICE_CONTROL_POLICY",)))
    for account in (HERE, OTHER):
        tx.put(MEMBERS, Member(account, "o-abcdefghij", "r-abcd", 0))
    tx.put(HANGING, Hanging("r-abcd", "p-FullAWSAccess"))
    narrow = ControlPolicy(
        "o-abcdefghij", "p-12345678", "Narrow", "SERVICE_CONTROL_POLICY", policy(allow("s3:Put*", "iam:*"))
    )
    tx.put(CONTROL_POLICIES, narrow)
    tx.put(HANGING, Hanging(HERE, narrow.id))
    tx.commit()
    [result] = of(world, ANA, GET)
    assert result["OrganizationsDecisionDetail"] == {"AllowedByOrganizations": False}
    assert (result["EvalDecision"], result["MatchedStatements"]) == ("implicitDeny", [])
    [result] = of(world, ANA, PUT, ResourceArns=[A])
    assert (result["EvalDecision"], result["OrganizationsDecisionDetail"]) == (
        "allowed",
        {"AllowedByOrganizations": True},
    )
    assert [row["SourcePolicyId"] for row in result["MatchedStatements"]] == ["group_All_write"]


def test_service_control_policies_given_as_text_must_allow_on_every_level(world: World) -> None:
    full, narrow = policy(allow("*")), policy(allow("ec2:*"))
    levels = [{"ServiceControlPolicyInputList": [full]}, {"ServiceControlPolicyInputList": [narrow]}]
    result = custom(world, full, OrderedOrganizationPolicyInputList=levels)
    assert (result["EvalDecision"], result["OrganizationsDecisionDetail"]) == (
        "implicitDeny",
        {"AllowedByOrganizations": False},
    )
    assert custom(world, full, OrderedOrganizationPolicyInputList=levels[:1])["EvalDecision"] == "allowed"


IN_BUCKET = policy(allow(PUT, resource="arn:aws:s3:::reports/*", Principal={"AWS": ANA}))


def test_a_resource_policy_takes_part_when_it_is_passed(world: World) -> None:
    assert decisions(of(world, ANA, PUT, ResourceArns=[B])) == ["implicitDeny"]
    [result] = of(world, ANA, PUT, ResourceArns=[B], ResourcePolicy=IN_BUCKET)
    assert result["EvalDecision"] == "allowed"
    [statement] = result["MatchedStatements"]
    assert (statement["SourcePolicyId"], statement["SourcePolicyType"]) == ("ResourcePolicy", "Resource Policy")


def test_across_accounts_both_sides_must_allow_and_each_is_told(world: World) -> None:
    theirs = {"ResourceArns": [B], "ResourcePolicy": IN_BUCKET, "ResourceOwner": f"arn:aws:iam::{OTHER}:root"}
    [result] = of(world, ANA, PUT, **theirs)
    assert result["EvalDecision"] == "implicitDeny"
    assert result["EvalDecisionDetails"] == {"IAM Policy": "implicitDeny", "Resource Policy": "allowed"}
    [result] = of(world, ANA, PUT, **theirs, PolicyInputList=[policy(allow(PUT))])
    assert result["EvalDecision"] == "allowed"
    [result] = of(world, ANA, PUT, ResourceArns=[B], ResourcePolicy=IN_BUCKET)
    assert result["EvalDecisionDetails"] == {}
    assert "EvalDecisionDetails" not in result["ResourceSpecificResults"][0]


def test_one_user_can_ask_with_another_s_policies(world: World) -> None:
    a_user(world, "bo")
    bo = f"arn:aws:iam::{HERE}:user/bo"
    named = policy(allow(PUT, resource="arn:aws:s3:::reports/*", Principal={"AWS": bo}))
    [result] = of(world, ROLE, PUT, ResourceArns=[B], ResourcePolicy=named, CallerArn=bo)
    assert result["EvalDecision"] == "allowed"


def test_a_role_can_be_the_caller(world: World) -> None:
    document = policy(allow(GET, Condition={"ArnEquals": {"aws:PrincipalArn": ROLE}}))
    assert custom(world, document, CallerArn=ROLE)["EvalDecision"] == "allowed"
    assert custom(world, document, CallerArn=ANA)["EvalDecision"] == "implicitDeny"
    assert custom(world, document)["MissingContextValues"] == ["aws:PrincipalArn"]


INLINE = {"PolicyName": "own", "AttachmentType": "user", "AttachmentName": "ana"}
FROM_GROUP = {"PolicyName": "write", "AttachmentType": "group", "AttachmentName": "All"}


@pytest.mark.parametrize(
    ("excluded", "left"),
    [
        ([], ["allowed", "allowed", "allowed"]),
        ([{"PolicyType": "inline"}], ["implicitDeny", "implicitDeny", "allowed"]),
        ([{"InlinePolicyIdentifier": INLINE}], ["implicitDeny", "allowed", "allowed"]),
        ([{"InlinePolicyIdentifier": FROM_GROUP}], ["allowed", "implicitDeny", "allowed"]),
        ([{"InlinePolicyIdentifier": INLINE | {"AttachmentName": "bo"}}], ["allowed", "allowed", "allowed"]),
        ([{"PolicyArn": f"arn:aws:iam::{HERE}:policy/Li*"}], ["allowed", "allowed", "implicitDeny"]),
        ([{"PolicyArn": f"arn:aws:iam::{HERE}:policy/none"}], ["allowed", "allowed", "allowed"]),
        ([{"PolicyType": "user-managed"}], ["allowed", "allowed", "implicitDeny"]),
        ([{"PolicyType": "aws-managed"}, {"PolicyType": "rcp"}], ["allowed", "allowed", "allowed"]),
    ],
)
def test_policies_can_be_left_out(world: World, excluded: list[dict[str, Any]], left: list[str]) -> None:
    done(world, "iam", "AttachUserPolicy", UserName="ana", PolicyArn=a_policy(world, "Listing", "s3:ListBucket"))
    actions = (GET, PUT, "s3:ListBucket")
    assert decisions(of(world, ANA, *actions, ResourceArns=[A], PolicyExclusionList=excluded)) == left


def test_the_boundary_can_be_left_out(world: World) -> None:
    done(world, "iam", "PutUserPermissionsBoundary", UserName="ana", PermissionsBoundary=a_policy(world, "B", PUT))
    assert decisions(of(world, ANA, GET)) == ["implicitDeny"]
    [result] = of(world, ANA, GET, PolicyExclusionList=[{"PolicyType": "permission-boundary"}])
    assert (result["EvalDecision"], "PermissionsBoundaryDecisionDetail" in result) == ("allowed", False)


@pytest.mark.parametrize(
    "identifier",
    [
        {"PolicyArn": "arn:aws:iam::aws:role/no-policy-at-all"},
        {"PolicyArn": f"arn:aws:iam::{HERE}:policy/*x*"},
        {"PolicyArn": "arn:aws:iam::*:policy/whatever"},
    ],
)
def test_malformed_names_of_policies_to_leave_out_are_refused(world: World, identifier: dict[str, Any]) -> None:
    given = {"PolicySourceArn": ANA, "ActionNames": [GET], "PolicyExclusionList": [identifier]}
    code, _, _, rules = refusal(asked(world, "iam", "SimulatePrincipalPolicy", **given))
    assert (code, rules) == ("InvalidInput", ("iam.simulate.exclusion",))


@pytest.mark.parametrize(
    ("action", "form"),
    [
        ("s3:ListBucket", "arn:${Partition}:s3:::${BucketName}"),
        ("S3:getobject", "arn:${Partition}:s3:::${BucketName}/${KeyName}"),
        ("iam:GetUser", "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}"),
        ("sts:AssumeRole", "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"),
        ("iam:ListAccountAliases", "*"),
        ("ec2:RunInstances", "*"),
    ],
)
def test_the_summary_names_the_form_of_the_resources(action: str, form: str) -> None:
    assert form_of(action) == form


def test_trust_policies_take_no_part(world: World) -> None:
    trust = policy({"Principal": {"AWS": ANA}, "Action": "sts:AssumeRole"})
    role_of(world, "Door", trust=trust)
    door = f"arn:aws:iam::{HERE}:role/Door"
    assert decisions(of(world, ANA, "sts:AssumeRole", ResourceArns=[door])) == ["implicitDeny"]


# ------------------------------------------------------------------------------------------------ pages, keys, refusals


def test_results_come_in_pages_in_the_order_of_the_actions(world: World) -> None:
    actions = ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"]
    params = {"PolicySourceArn": ANA, "ActionNames": actions}
    first = done(world, "iam", "SimulatePrincipalPolicy", **params, MaxItems=2)
    assert first["IsTruncated"]
    second = done(world, "iam", "SimulatePrincipalPolicy", **params, MaxItems=2, Marker=first["Marker"])
    assert not second["IsTruncated"]
    listed = [*first["EvaluationResults"], *second["EvaluationResults"]]
    assert [row["EvalActionName"] for row in listed] == actions


def test_the_keys_that_policies_ask_for_are_listed_once(world: World) -> None:
    one = policy(
        allow(GET, resource="arn:aws:s3:::${aws:username}/*", Condition={"Bool": {"aws:SecureTransport": "true"}})
    )
    two = policy(allow(GET, Condition={"StringEquals": {"AWS:USERNAME": "ana", "s3:prefix": "${aws:userid, 'x'}"}}))
    found = done(world, "iam", "GetContextKeysForCustomPolicy", PolicyInputList=[one, two])
    assert found == {"ContextKeyNames": ["aws:username", "aws:SecureTransport", "s3:prefix", "aws:userid"]}
    done(world, "iam", "PutGroupPolicy", GroupName="All", PolicyName="one", PolicyDocument=one)
    found = done(world, "iam", "GetContextKeysForPrincipalPolicy", PolicySourceArn=ANA, PolicyInputList=[two])
    assert found == {"ContextKeyNames": ["aws:username", "aws:SecureTransport", "s3:prefix", "aws:userid"]}


NOT_CLEAR = "Invalid Entity Arn: {} does not clearly define entity type and name."
ELSEWHERE = f"Invalid Policy Source Arn: caller's account {HERE} does not have access to policies in account {OTHER}"
MUST_BE_USER = "Invalid caller - Caller must be an IAM user in this context."
SESSION = f"arn:aws:sts::{HERE}:assumed-role/Readers/me"
ROOT = f"arn:aws:iam::{HERE}:root"


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"PolicySourceArn": SESSION}, ("InvalidInput", 400, NOT_CLEAR.format(SESSION), ("iam.simulate.entity",))),
        ({"PolicySourceArn": ROOT}, ("InvalidInput", 400, NOT_CLEAR.format(ROOT), ("iam.simulate.entity",))),
        (
            {"PolicySourceArn": f"arn:aws:iam::{OTHER}:user/x"},
            ("InvalidInput", 400, ELSEWHERE, ("iam.simulate.account",)),
        ),
        (
            {"PolicySourceArn": f"arn:aws:iam::{HERE}:role/none"},
            ("NoSuchEntity", 404, "The role with name none cannot be found.", ("iam.role",)),
        ),
        (
            {"PolicySourceArn": ROLE, "ResourcePolicy": IN_BUCKET},
            ("InvalidInput", 400, MUST_BE_USER, ("iam.simulate.caller",)),
        ),
        ({"CallerArn": SESSION}, ("InvalidInput", 400, MUST_BE_USER, ("iam.simulate.caller",))),
        (
            {"CallerArn": ROLE, "ResourcePolicy": IN_BUCKET},
            ("InvalidInput", 400, MUST_BE_USER, ("iam.simulate.caller",)),
        ),
    ],
)
def test_what_a_simulation_cannot_be_asked(world: World, params: dict[str, Any], expected: tuple[Any, ...]) -> None:
    before = state(world)
    given = {"PolicySourceArn": ANA, "ActionNames": [GET], **params}
    assert refusal(asked(world, "iam", "SimulatePrincipalPolicy", **given)) == expected
    assert state(world) == before


@pytest.mark.parametrize(
    ("params", "rule"),
    [
        ({"ActionNames": ["s3:*"]}, "iam.simulate.action"),
        ({"ActionNames": ["GetObject"]}, "iam.simulate.action"),
        ({"PolicyInputList": [policy(allow(GET)), "{"]}, "iam.simulate.policy"),
        ({"ResourcePolicy": "{}", "CallerArn": ANA}, "iam.simulate.policy"),
        ({"ResourcePolicy": IN_BUCKET}, "iam.simulate.caller"),
        ({"ResourceOwner": "me"}, "iam.simulate.owner"),
        ({"PermissionsBoundaryPolicyInputList": [policy(allow(GET))] * 2}, "iam.simulate.boundary"),
    ],
)
def test_what_a_simulation_of_policies_alone_cannot_be_asked(world: World, params: dict[str, Any], rule: str) -> None:
    given = {"PolicyInputList": [policy(allow(GET))], "ActionNames": [GET], **params}
    code, status, _, rules = refusal(asked(world, "iam", "SimulateCustomPolicy", **given))
    assert (code, status, rules) == ("InvalidInput", 400, (rule,))


def test_whoever_may_not_simulate_is_told_so(world: World) -> None:
    keys = a_user(world, "bo", "iam:SimulateCustomPolicy")
    params = {"PolicyInputList": [policy(allow(GET))], "ActionNames": [GET]}
    assert world.call("iam", "SimulateCustomPolicy", params, caller=keys).ok
    denied = world.call("iam", "SimulatePrincipalPolicy", {"PolicySourceArn": ANA, "ActionNames": [GET]}, caller=keys)
    assert denied.error is not None
    assert denied.error.message == (
        f"User: arn:aws:iam::{HERE}:user/bo is not authorized to perform: iam:SimulatePrincipalPolicy "
        f"on resource: {ANA} because no identity-based policy allows the iam:SimulatePrincipalPolicy action"
    )


def test_a_simulation_changes_nothing(world: World) -> None:
    before = state(world)
    of(world, ANA, GET, PUT, ResourceArns=[A])
    custom(world, json.dumps({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}))
    assert state(world) == before
