"""Managed policies: an account's own with their versions, AWS's as they are, tags, and who has which."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from cogtui.cloud.world import World
from tests.builders import asked, done, policy, role_of, state
from tests.cloud.services.iam.people import HERE, a_policy, a_user, refusal
from tests.cloud.services.iam.phone import a_device, a_factor

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
LIST = policy({"Action": "s3:ListAllMyBuckets", "Resource": "*"})


@pytest.fixture
def world() -> World:
    return World(seed="managed")


def version(world: World, arn: str, document: str = LIST, **more: Any) -> str:
    made = done(world, "iam", "CreatePolicyVersion", PolicyArn=arn, PolicyDocument=document, **more)
    return made["PolicyVersion"]["VersionId"]


def test_a_new_policy_is_answered_in_iam_s_shape(world: World) -> None:
    made = done(world, "iam", "CreatePolicy", PolicyName="P", PolicyDocument=LIST, Path="/x/", Description="d")[
        "Policy"
    ]
    assert made.pop("PolicyId").startswith("ANPA")
    assert made.pop("CreateDate") == made.pop("UpdateDate")
    arn = f"arn:aws:iam::{HERE}:policy/x/P"
    expected = {"PolicyName": "P", "Arn": arn, "Path": "/x/", "DefaultVersionId": "v1", "AttachmentCount": 0}
    assert made == {**expected, "PermissionsBoundaryUsageCount": 0, "IsAttachable": True}
    shown = done(world, "iam", "GetPolicy", PolicyArn=arn)["Policy"]
    assert (shown["Description"], shown["Tags"]) == ("d", [])


def test_five_versions_at_most_the_newest_first_and_no_number_twice(world: World) -> None:
    arn = a_policy(world, "P", "s3:*")
    assert [version(world, arn) for _ in range(4)] == ["v2", "v3", "v4", "v5"]
    code, status, text, rules = refusal(asked(world, "iam", "CreatePolicyVersion", PolicyArn=arn, PolicyDocument=LIST))
    assert (code, status, rules) == ("LimitExceeded", 409, ("iam.version.room",))
    assert text.startswith("A managed policy can have up to 5 versions.")
    done(world, "iam", "DeletePolicyVersion", PolicyArn=arn, VersionId="v5")
    assert version(world, arn, SetAsDefault=True) == "v6"
    listed = done(world, "iam", "ListPolicyVersions", PolicyArn=arn)["Versions"]
    assert [(row["VersionId"], row["IsDefaultVersion"]) for row in listed] == [
        ("v6", True), ("v4", False), ("v3", False), ("v2", False), ("v1", False),
    ]  # fmt: skip
    first = done(world, "iam", "ListPolicyVersions", PolicyArn=arn, MaxItems=3)
    second = done(world, "iam", "ListPolicyVersions", PolicyArn=arn, MaxItems=3, Marker=first["Marker"])
    assert [*first["Versions"], *second["Versions"]] == listed


def test_the_default_version_is_the_one_that_counts(world: World) -> None:
    keys = a_user(world, "ana")
    arn = a_policy(world, "P", "iam:ListUsers")
    done(world, "iam", "AttachUserPolicy", UserName="ana", PolicyArn=arn)
    version(world, arn)

    def may() -> list[bool]:
        return [world.call(*asking, {}, caller=keys).ok for asking in (("iam", "ListUsers"), ("s3", "ListBuckets"))]

    assert may() == [True, False]
    done(world, "iam", "SetDefaultPolicyVersion", PolicyArn=arn, VersionId="v2")
    assert may() == [False, True]
    shown = done(world, "iam", "GetPolicyVersion", PolicyArn=arn, VersionId="v2")["PolicyVersion"]
    assert (unquote(shown["Document"]), shown["IsDefaultVersion"]) == (LIST, True)


def test_a_policy_goes_when_nobody_has_it_and_only_the_default_is_left(world: World) -> None:
    arn = a_policy(world, "P", "s3:*")
    version(world, arn)
    done(world, "iam", "CreateUser", UserName="ana")
    done(world, "iam", "AttachUserPolicy", UserName="ana", PolicyArn=arn)
    attached = "Cannot delete a policy attached to entities."
    assert refusal(asked(world, "iam", "DeletePolicy", PolicyArn=arn)) == (
        "DeleteConflict",
        409,
        attached,
        ("iam.managed.unused",),
    )
    done(world, "iam", "DetachUserPolicy", UserName="ana", PolicyArn=arn)
    assert refusal(asked(world, "iam", "DeletePolicy", PolicyArn=arn))[3] == ("iam.managed.single",)
    done(world, "iam", "DeletePolicyVersion", PolicyArn=arn, VersionId="v2")
    done(world, "iam", "DeletePolicy", PolicyArn=arn)
    assert refusal(asked(world, "iam", "GetPolicy", PolicyArn=arn))[:3] == (
        "NoSuchEntity",
        404,
        f"Policy {arn} was not found.",
    )


P = f"arn:aws:iam::{HERE}:policy/P"
GONE = f"arn:aws:iam::{HERE}:policy/no"
OTHER = "arn:aws:iam::444455556666:policy/P"

REFUSED: list[tuple[str, dict[str, Any], tuple[str, int, str, str]]] = [
    ("CreatePolicy", {"PolicyName": "p", "PolicyDocument": LIST},
     ("EntityAlreadyExists", 409, "A policy called p already exists. Duplicate names are not allowed.", "iam.managed.name")),
    ("CreatePolicy", {"PolicyName": "q", "PolicyDocument": "{"}, ("MalformedPolicyDocument", 400, "Syntax errors in policy.", "iam.policy.document")),
    ("GetPolicy", {"PolicyArn": "a-name-but-not-an-arn"}, ("ValidationError", 400, "ARN a-name-but-not-an-arn is not valid.", "iam.managed.arn")),
    ("GetPolicy", {"PolicyArn": OTHER}, ("NoSuchEntity", 404, f"Policy {OTHER} was not found.", "iam.managed")),
    ("GetPolicyVersion", {"PolicyArn": GONE, "VersionId": "v1"},
     ("NoSuchEntity", 404, f"Policy {GONE} version v1 does not exist or is not attachable.", "iam.managed")),
    ("GetPolicyVersion", {"PolicyArn": P, "VersionId": "v9"},
     ("NoSuchEntity", 404, f"Policy {P} version v9 does not exist or is not attachable.", "iam.version")),
    ("DeletePolicyVersion", {"PolicyArn": P, "VersionId": "v1"}, ("DeleteConflict", 409, "Cannot delete the default version of a policy.", "iam.version.spare")),
    ("AttachUserPolicy", {"UserName": "ana", "PolicyArn": GONE},
     ("NoSuchEntity", 404, f"Policy {GONE} does not exist or is not attachable.", "iam.managed")),
    ("AttachUserPolicy", {"UserName": "ana", "PolicyArn": OTHER},
     ("NoSuchEntity", 404, f"Policy {OTHER} does not exist or is not attachable.", "iam.managed")),
    ("DetachUserPolicy", {"UserName": "ana", "PolicyArn": P}, ("NoSuchEntity", 404, f"Policy {P} was not found.", "iam.managed.attached")),
    ("TagPolicy", {"PolicyArn": P, "Tags": [{"Key": "a", "Value": ""}, {"Key": "a", "Value": ""}]},
     ("InvalidInput", 400, "Duplicate tag keys found.", "iam.tag.once")),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "params", "expected"), REFUSED)
def test_what_iam_refuses_it_refuses_in_its_own_words(
    operation: str, params: dict[str, Any], expected: tuple[str, int, str, str]
) -> None:
    world = World(seed="managed", accounts=(HERE, "444455556666"))
    a_policy(world, "P", "s3:*")
    done(world, "iam", "CreateUser", UserName="ana")
    before = state(world)
    code, status, text, rules = refusal(asked(world, "iam", operation, **params))
    assert (code, status, text, *rules) == expected
    assert state(world) == before


@pytest.mark.parametrize(
    ("operation", "more"),
    [("DeletePolicy", {}), ("CreatePolicyVersion", {"PolicyDocument": LIST}), ("TagPolicy", {"Tags": []})],
)
def test_nobody_changes_a_policy_of_aws(world: World, operation: str, more: dict[str, Any]) -> None:
    code, status, _, rules = refusal(asked(world, "iam", operation, PolicyArn=ADMIN, **more))
    assert (code, status, rules) == ("AccessDenied", 403, ("iam.managed.own",))


def test_a_policy_of_aws_can_be_read(world: World) -> None:
    shown = done(world, "iam", "GetPolicy", PolicyArn=ADMIN)["Policy"]
    # The operator's role has it.
    assert (shown["PolicyId"], shown["AttachmentCount"]) == ("ANPAIWMBCKSKIEE64ZLYK", 1)
    (listed,) = done(world, "iam", "ListPolicyVersions", PolicyArn=ADMIN)["Versions"]
    found = done(world, "iam", "GetPolicyVersion", PolicyArn=ADMIN, VersionId=listed["VersionId"])["PolicyVersion"]
    assert '"Action": "*"' in unquote(found["Document"])


@pytest.mark.parametrize(
    ("asking", "expected"),
    [
        ({"Scope": "Local"}, ["P", "Q"]),
        ({"Scope": "Local", "OnlyAttached": True}, ["P"]),
        ({"Scope": "Local", "PathPrefix": "/team/"}, ["Q"]),
        ({"Scope": "AWS", "OnlyAttached": True}, ["AdministratorAccess"]),
        ({"OnlyAttached": True}, ["P", "AdministratorAccess"]),
        ({"PolicyUsageFilter": "PermissionsBoundary"}, []),
    ],
)
def test_policies_are_listed_by_scope_use_and_path(world: World, asking: dict[str, Any], expected: list[str]) -> None:
    arn = a_policy(world, "P", "s3:*")
    a_policy(world, "Q", "s3:*", Path="/team/")
    done(world, "iam", "CreateUser", UserName="ana")
    done(world, "iam", "AttachUserPolicy", UserName="ana", PolicyArn=arn)
    assert [row["PolicyName"] for row in done(world, "iam", "ListPolicies", **asking)["Policies"]] == expected


@pytest.mark.parametrize("kind", ["Group", "User", "Role"])
def test_who_has_a_policy_is_listed_by_kind(world: World, kind: str) -> None:
    arn = a_policy(world, "P", "s3:*")
    done(world, "iam", "CreateUser", UserName="x")
    done(world, "iam", "CreateGroup", GroupName="x")
    role_of(world, "x")
    for each in ("Group", "User", "Role"):
        done(world, "iam", f"Attach{each}Policy", PolicyArn=arn, **{f"{each}Name": "x"})
        attached = done(world, "iam", f"ListAttached{each}Policies", **{f"{each}Name": "x"})["AttachedPolicies"]
        assert attached == [{"PolicyName": "P", "PolicyArn": arn}]
    found = done(world, "iam", "ListEntitiesForPolicy", PolicyArn=arn)
    assert [len(found[f"Policy{each}s"]) for each in ("Group", "User", "Role")] == [1, 1, 1]
    only = done(world, "iam", "ListEntitiesForPolicy", PolicyArn=arn, EntityFilter=kind)
    assert {name: len(only[name]) for name in only if name.startswith("Policy")} == {
        f"Policy{each}s": int(each == kind) for each in ("Group", "User", "Role")
    }
    first = done(world, "iam", "ListEntitiesForPolicy", PolicyArn=arn, MaxItems=2)
    second = done(world, "iam", "ListEntitiesForPolicy", PolicyArn=arn, MaxItems=2, Marker=first["Marker"])
    assert {name: first[name] + second[name] for name in only if name.startswith("Policy")} == {
        name: found[name] for name in only if name.startswith("Policy")
    }


def test_ten_managed_policies_for_one_holder_and_no_more(world: World) -> None:
    done(world, "iam", "CreateUser", UserName="ana")
    arns = [a_policy(world, f"P{number}", "s3:*") for number in range(11)]
    for arn in arns[:10]:
        done(world, "iam", "AttachUserPolicy", UserName="ana", PolicyArn=arn)
    reply = asked(world, "iam", "AttachUserPolicy", UserName="ana", PolicyArn=arns[10])
    assert refusal(reply) == ("LimitExceeded", 409, "Cannot exceed quota for PoliciesPerUser: 10", ("iam.quota",))


def test_a_managed_policy_has_6144_characters_at_most(world: World) -> None:
    empty = policy({"Sid": "", "Action": "s3:GetObject", "Resource": "*"})
    for size, ok in ((6144, True), (6145, False)):
        document = empty.replace('"Sid": ""', f'"Sid": "{"x" * (size - len("".join(empty.split())))}"')
        reply = asked(world, "iam", "CreatePolicy", PolicyName=f"P{size}", PolicyDocument=document)
        assert reply.ok == ok
        if not ok:
            assert refusal(reply) == ("LimitExceeded", 409, "Cannot exceed quota for PolicySize: 6144", ("iam.quota",))


# ----------------------------------------------------------------------------------------------------------------- tags

BOTH = [{"Key": "Team", "Value": "1"}, {"Key": "xy", "Value": ""}]


@pytest.mark.parametrize(
    ("kind", "after_tagging", "after_untagging"),
    [
        ("User", [{"Key": "team", "Value": "2"}, {"Key": "xy", "Value": ""}], [{"Key": "xy", "Value": ""}]),
        ("Role", [{"Key": "team", "Value": "2"}, {"Key": "xy", "Value": ""}], [{"Key": "xy", "Value": ""}]),
        ("Policy", [{"Key": "xy", "Value": ""}, {"Key": "Team", "Value": "1"}, {"Key": "team", "Value": "2"}],
         [{"Key": "xy", "Value": ""}, {"Key": "team", "Value": "2"}]),
    ],
)  # fmt: skip
def test_capitals_in_tag_keys_count_for_policies_alone(
    world: World, kind: str, after_tagging: list[dict[str, str]], after_untagging: list[dict[str, str]]
) -> None:
    named: dict[str, dict[str, Any]] = {
        "User": {"UserName": "x"},
        "Role": {"RoleName": "x"},
        "Policy": {"PolicyArn": P},
    }
    if kind == "Policy":
        a_policy(world, "P", "s3:*", Tags=BOTH)
    elif kind == "Role":
        role_of(world, "x", Tags=BOTH)
    else:
        done(world, "iam", "CreateUser", UserName="x", Tags=BOTH)
    assert done(world, "iam", f"Get{kind}", **named[kind])[kind]["Tags"] == BOTH[:: -1 if kind == "Policy" else 1]
    done(world, "iam", f"Tag{kind}", Tags=[{"Key": "team", "Value": "2"}], **named[kind])
    assert done(world, "iam", f"List{kind}Tags", **named[kind])["Tags"] == after_tagging
    done(world, "iam", f"Untag{kind}", TagKeys=["Team", "nothing"], **named[kind])
    assert done(world, "iam", f"List{kind}Tags", **named[kind])["Tags"] == after_untagging


def test_fifty_tags_are_enough(world: World) -> None:
    tags = [{"Key": f"k{number}", "Value": ""} for number in range(50)]
    done(world, "iam", "CreateUser", UserName="ana", Tags=tags)
    reply = asked(world, "iam", "TagUser", UserName="ana", Tags=[{"Key": "one more", "Value": ""}])
    assert refusal(reply)[3] == ("iam.quota",)


# -------------------------------------------------------------------------------------------------------------- account


def test_an_account_has_one_alias_that_no_other_has() -> None:
    world = World(seed="alias", accounts=(HERE, "444455556666"))
    for alias in ("first-name", "second-name"):
        done(world, "iam", "CreateAccountAlias", AccountAlias=alias)
    assert done(world, "iam", "ListAccountAliases")["AccountAliases"] == ["second-name"]
    reply = asked(world, "iam", "CreateAccountAlias", AccountAlias="second-name")
    assert refusal(reply)[::3] == ("EntityAlreadyExists", ("iam.alias.free",))
    assert refusal(asked(world, "iam", "DeleteAccountAlias", AccountAlias="first-name"))[::3] == (
        "NoSuchEntity",
        ("iam.alias",),
    )
    done(world, "iam", "DeleteAccountAlias", AccountAlias="second-name")
    assert done(world, "iam", "ListAccountAliases")["AccountAliases"] == []


def test_the_summary_counts_what_there_is(world: World) -> None:
    before = done(world, "iam", "GetAccountSummary")["SummaryMap"]
    a_policy(world, "P", "s3:*")
    done(world, "iam", "CreateUser", UserName="ana")
    done(world, "iam", "CreateGroup", GroupName="Team")
    role_of(world, "R")
    a_factor(world)
    a_device(world, "spare")
    after = done(world, "iam", "GetAccountSummary")["SummaryMap"]
    changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert changed == {"Groups": 1, "Policies": 1, "Roles": 1, "Users": 1, "MFADevices": 2, "MFADevicesInUse": 1}
    assert (after["UsersQuota"], after["VersionsPerPolicyQuota"]) == (5000, 5)
