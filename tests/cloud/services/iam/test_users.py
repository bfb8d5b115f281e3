"""Users, groups and keys: made, read, renamed, deleted; and what counts when they act."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.accounts.credentials import root_key
from cogtui.cloud.callers import Keys
from cogtui.cloud.clock import START
from cogtui.cloud.store import Transaction
from cogtui.cloud.world import World
from tests.builders import asked, done, policy, state
from tests.cloud.services.iam.people import HERE, a_key, a_policy, a_user, refusal

READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"


@pytest.fixture
def world() -> World:
    return World(seed="people")


def by_root(world: World, service: str, operation: str, **params: Any) -> Any:
    """Make a call with a root key of a form that AWS would never give."""
    tx = Transaction(world.store)
    key = root_key(tx, HERE, "test", "s", now=START)
    tx.commit()
    return world.call(service, operation, params, caller=Keys(key.access_key_id, key.secret))


# ---------------------------------------------------------------------------------------------------------------- users


def test_a_new_user_is_answered_in_iam_s_shape(world: World) -> None:
    tags = [{"Key": "team", "Value": "red"}]
    made = done(world, "iam", "CreateUser", UserName="ana", Path="/team/", Tags=tags)["User"]
    assert made.pop("UserId").startswith("AIDA")
    assert made.pop("CreateDate").timestamp() == world.now
    arn = f"arn:aws:iam::{HERE}:user/team/ana"
    assert made == {"Path": "/team/", "UserName": "ana", "Arn": arn, "Tags": tags}
    assert done(world, "iam", "GetUser", UserName="ana")["User"]["Tags"] == tags
    (listed,) = done(world, "iam", "ListUsers", PathPrefix="/te")["Users"]
    assert "Tags" not in listed
    assert done(world, "iam", "ListUsers", PathPrefix="/other/")["Users"] == []


def test_users_are_listed_page_by_page(world: World) -> None:
    for name in ("c", "a", "b"):
        done(world, "iam", "CreateUser", UserName=name)
    first = done(world, "iam", "ListUsers", MaxItems=2)
    assert ([user["UserName"] for user in first["Users"]], first["IsTruncated"]) == (["a", "b"], True)
    second = done(world, "iam", "ListUsers", MaxItems=2, Marker=first["Marker"])
    assert ([user["UserName"] for user in second["Users"]], second["IsTruncated"]) == (["c"], False)
    assert "Marker" not in second


REFUSED: list[tuple[str, dict[str, Any], tuple[str, int, str, str]]] = [
    ("CreateUser", {"UserName": "ANA"}, ("EntityAlreadyExists", 409, "User with name ANA already exists.", "iam.user.name")),
    ("GetUser", {"UserName": "no"}, ("NoSuchEntity", 404, "The user with name no cannot be found.", "iam.user")),
    ("GetUser", {}, ("ValidationError", 400, "Must specify userName when calling with non-User credentials", "iam.caller.user")),
    ("CreateGroup", {"GroupName": "team"}, ("EntityAlreadyExists", 409, "Group with name team already exists.", "iam.group.name")),
    ("GetGroup", {"GroupName": "no"}, ("NoSuchEntity", 404, "The group with name no cannot be found.", "iam.group")),
    ("AddUserToGroup", {"GroupName": "Team", "UserName": "no"}, ("NoSuchEntity", 404, "The user with name no cannot be found.", "iam.user")),
    ("DeleteGroup", {"GroupName": "Team"}, ("DeleteConflict", 409, "Cannot delete entity, must remove users from group first.", "iam.group.members")),
    ("GetUserPolicy", {"UserName": "ana", "PolicyName": "no"}, ("NoSuchEntity", 404, "The user policy with name no cannot be found.", "iam.policy")),
    ("GetGroupPolicy", {"GroupName": "Team", "PolicyName": "no"}, ("NoSuchEntity", 404, "The group policy with name no cannot be found.", "iam.policy")),
    ("DeleteAccessKey", {"UserName": "ana", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE"},
     ("NoSuchEntity", 404, "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.", "iam.key")),
    ("CreateUser", {"UserName": "bo", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]},
     ("InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.", "iam.tag.once")),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "params", "expected"), REFUSED)
def test_what_iam_refuses_it_refuses_in_its_own_words(
    world: World, operation: str, params: dict[str, Any], expected: tuple[str, int, str, str]
) -> None:
    done(world, "iam", "CreateUser", UserName="ana")
    done(world, "iam", "CreateGroup", GroupName="Team")
    done(world, "iam", "AddUserToGroup", GroupName="Team", UserName="ana")
    before = state(world)
    code, status, text, rules = refusal(asked(world, "iam", operation, **params))
    assert (code, status, text, *rules) == expected
    assert state(world) == before


def test_a_renamed_user_keeps_id_keys_policies_and_groups(world: World) -> None:
    keys = a_user(world, "ana", "iam:Get*")
    done(world, "iam", "CreateGroup", GroupName="Team")
    done(world, "iam", "AddUserToGroup", GroupName="Team", UserName="ana")
    user_id = done(world, "iam", "GetUser", UserName="ana")["User"]["UserId"]
    done(world, "iam", "UpdateUser", UserName="ana", NewUserName="bea", NewPath="/new/")
    who = world.call("sts", "GetCallerIdentity", {}, caller=keys).output
    assert who == {"UserId": user_id, "Account": HERE, "Arn": f"arn:aws:iam::{HERE}:user/new/bea"}
    assert world.call("iam", "GetUser", {}, caller=keys).output["User"]["UserName"] == "bea"
    assert [row["GroupName"] for row in done(world, "iam", "ListGroupsForUser", UserName="bea")["Groups"]] == ["Team"]
    assert done(world, "iam", "ListUserPolicies", UserName="bea")["PolicyNames"] == ["own"]
    assert refusal(asked(world, "iam", "GetUser", UserName="ana"))[0] == "NoSuchEntity"


def test_a_session_opened_before_the_user_got_another_name_keeps_the_user_s_rights(world: World) -> None:
    keys = a_user(world, "ana", "s3:ListAllMyBuckets")
    found = world.call("sts", "GetSessionToken", {}, caller=keys).output["Credentials"]
    session = Keys(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
    done(world, "iam", "UpdateUser", UserName="ana", NewUserName="bea")
    assert world.call("s3", "ListBuckets", {}, caller=session).ok


def test_a_user_is_deleted_when_nothing_is_left_and_a_new_one_of_the_name_is_somebody_else(world: World) -> None:
    keys = a_user(world, "ana", "iam:*")
    done(world, "iam", "AttachUserPolicy", UserName="ana", PolicyArn=READ_ONLY)
    done(world, "iam", "CreateGroup", GroupName="Team")
    done(world, "iam", "AddUserToGroup", GroupName="Team", UserName="ana")
    steps = [
        ("iam.user.attached", "DetachUserPolicy", {"UserName": "ana", "PolicyArn": READ_ONLY}),
        ("iam.user.inline", "DeleteUserPolicy", {"UserName": "ana", "PolicyName": "own"}),
        ("iam.user.groups", "RemoveUserFromGroup", {"UserName": "ana", "GroupName": "Team"}),
        ("iam.user.keys", "DeleteAccessKey", {"UserName": "ana", "AccessKeyId": keys.access_key_id}),
    ]
    for rule, operation, params in steps:
        code, status, _, rules = refusal(asked(world, "iam", "DeleteUser", UserName="ana"))
        assert (code, status, rules) == ("DeleteConflict", 409, (rule,))
        done(world, "iam", operation, **params)
    done(world, "iam", "DeleteUser", UserName="ana")
    done(world, "iam", "CreateUser", UserName="ana")
    assert refusal(world.call("sts", "GetCallerIdentity", {}, caller=keys))[0] == "InvalidClientTokenId"
    assert done(world, "iam", "ListAccessKeys", UserName="ana")["AccessKeyMetadata"] == []


# --------------------------------------------------------------------------------------------------------------- groups


def test_a_group_is_shown_with_its_members_and_renamed_with_all_it_has(world: World) -> None:
    keys = a_user(world, "ana")
    made = done(world, "iam", "CreateGroup", GroupName="Team", Path="/x/")["Group"]
    assert made["GroupId"].startswith("AGPA")
    for _ in range(2):
        done(world, "iam", "AddUserToGroup", GroupName="Team", UserName="ana")
    document = policy({"Action": "iam:ListUsers", "Resource": "*"})
    done(world, "iam", "PutGroupPolicy", GroupName="Team", PolicyName="p", PolicyDocument=document)
    done(world, "iam", "UpdateGroup", GroupName="Team", NewGroupName="Crew")
    shown = done(world, "iam", "GetGroup", GroupName="Crew")
    assert (shown["Group"]["Arn"], shown["Group"]["GroupId"]) == (f"arn:aws:iam::{HERE}:group/x/Crew", made["GroupId"])
    assert [user["UserName"] for user in shown["Users"]] == ["ana"]
    assert world.call("iam", "ListUsers", {}, caller=keys).ok
    done(world, "iam", "RemoveUserFromGroup", GroupName="Crew", UserName="ana")
    assert not world.call("iam", "ListUsers", {}, caller=keys).ok


def test_leaving_a_group_that_one_is_not_in_is_no_matter(world: World) -> None:
    done(world, "iam", "CreateUser", UserName="ana")
    done(world, "iam", "CreateGroup", GroupName="Team")
    before = state(world)
    done(world, "iam", "RemoveUserFromGroup", GroupName="Team", UserName="ana")
    assert state(world) == before


def test_a_user_is_in_ten_groups_at_most(world: World) -> None:
    done(world, "iam", "CreateUser", UserName="ana")
    for number in range(11):
        done(world, "iam", "CreateGroup", GroupName=f"g{number}")
    for number in range(10):
        done(world, "iam", "AddUserToGroup", GroupName=f"g{number}", UserName="ana")
    done(world, "iam", "AddUserToGroup", GroupName="g3", UserName="ana")
    reply = asked(world, "iam", "AddUserToGroup", GroupName="g10", UserName="ana")
    assert refusal(reply) == ("LimitExceeded", 409, "Cannot exceed quota for GroupsPerUser: 10", ("iam.quota",))


# ----------------------------------------------------------------------------------------------------------------- keys


def test_a_user_s_key_is_the_user_until_it_is_switched_off(world: World) -> None:
    keys = a_user(world, "ana", "iam:*", Path="/team/")
    assert keys.access_key_id.startswith("AKIA")
    assert len(keys.secret_access_key) == 40
    who = world.call("sts", "GetCallerIdentity", {}, caller=keys).output
    assert (who["Arn"], who["UserId"][:4]) == (f"arn:aws:iam::{HERE}:user/team/ana", "AIDA")
    for status, ok in (("Inactive", False), ("Active", True)):
        changed = asked(world, "iam", "UpdateAccessKey", UserName="ana", AccessKeyId=keys.access_key_id, Status=status)
        assert changed.ok
        reply = world.call("sts", "GetCallerIdentity", {}, caller=keys)
        assert reply.ok == ok
        (listed,) = done(world, "iam", "ListAccessKeys", UserName="ana")["AccessKeyMetadata"]
        assert (listed["Status"], "SecretAccessKey" in listed) == (status, False)
        if not ok:
            text = "The security token included in the request is invalid."
            assert refusal(reply) == ("InvalidClientTokenId", 403, text, ("door.key",))


def test_nobody_has_a_third_key(world: World) -> None:
    a_user(world, "ana")
    a_key(world, "ana")
    reply = asked(world, "iam", "CreateAccessKey", UserName="ana")
    assert refusal(reply) == ("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2", ("iam.quota",))


def test_without_a_name_the_keys_are_the_caller_s_own(world: World) -> None:
    keys = a_user(world, "ana", "iam:*")
    second = world.call("iam", "CreateAccessKey", {}, caller=keys).output["AccessKey"]
    assert second["UserName"] == "ana"
    assert world.call("iam", "DeleteAccessKey", {"AccessKeyId": second["AccessKeyId"]}, caller=keys).ok
    listed = world.call("iam", "ListAccessKeys", {}, caller=keys).output["AccessKeyMetadata"]
    assert [key["AccessKeyId"] for key in listed] == [keys.access_key_id]


def test_another_user_s_key_is_not_found(world: World) -> None:
    keys = a_user(world, "ana")
    done(world, "iam", "CreateUser", UserName="bo")
    reply = asked(world, "iam", "DeleteAccessKey", UserName="bo", AccessKeyId=keys.access_key_id)
    assert refusal(reply)[3] == ("iam.key",)


def test_whose_a_key_is_and_that_it_looks_unused(world: World) -> None:
    keys = a_user(world, "ana")
    shown = done(world, "iam", "GetAccessKeyLastUsed", AccessKeyId=keys.access_key_id)
    assert shown == {"UserName": "ana", "AccessKeyLastUsed": {"ServiceName": "N/A", "Region": "N/A"}}
    unknown = "AKIAIOSFODNN7EXAMPLE"
    code, status, text, rules = refusal(asked(world, "iam", "GetAccessKeyLastUsed", AccessKeyId=unknown))
    assert (code, status, rules) == ("AccessDenied", 403, ("iam.key.account",))
    assert text.endswith(f"is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key {unknown}")


# ------------------------------------------------------------------------------------------------------------- policies


SOURCES = ["inline", "attached", "own managed", "of a group", "attached to a group"]


@pytest.mark.parametrize("source", SOURCES)
def test_what_a_user_may_comes_from_every_place_where_policies_hang(world: World, source: str) -> None:
    keys = a_user(world, "ana")
    done(world, "iam", "CreateGroup", GroupName="Team")
    done(world, "iam", "AddUserToGroup", GroupName="Team", UserName="ana")
    assert not world.call("s3", "ListBuckets", {}, caller=keys).ok
    document = policy({"Action": "s3:ListAllMyBuckets", "Resource": "*"})
    giving: dict[str, tuple[str, dict[str, str]]] = {
        "inline": ("PutUserPolicy", {"UserName": "ana", "PolicyName": "p", "PolicyDocument": document}),
        "attached": ("AttachUserPolicy", {"UserName": "ana", "PolicyArn": READ_ONLY}),
        "own managed": ("AttachUserPolicy", {"UserName": "ana", "PolicyArn": a_policy(world, "P", "s3:*")}),
        "of a group": ("PutGroupPolicy", {"GroupName": "Team", "PolicyName": "p", "PolicyDocument": document}),
        "attached to a group": ("AttachGroupPolicy", {"GroupName": "Team", "PolicyArn": READ_ONLY}),
    }
    operation, params = giving[source]
    done(world, "iam", operation, **params)
    assert world.call("s3", "ListBuckets", {}, caller=keys).ok


def test_a_deny_of_a_group_beats_what_the_user_may(world: World) -> None:
    keys = a_user(world, "ana", "*")
    done(world, "iam", "CreateGroup", GroupName="Team")
    done(world, "iam", "AddUserToGroup", GroupName="Team", UserName="ana")
    assert world.call("iam", "ListUsers", {}, caller=keys).ok
    document = policy({"Effect": "Deny", "Action": "iam:*", "Resource": "*"})
    done(world, "iam", "PutGroupPolicy", GroupName="Team", PolicyName="no", PolicyDocument=document)
    assert (
        "with an explicit deny in an identity-based policy"
        in refusal(world.call("iam", "ListUsers", {}, caller=keys))[2]
    )


@pytest.mark.parametrize(
    ("resource", "condition", "allowed"),
    [
        ("arn:aws:iam::*:user/team/${aws:username}", {}, True),
        ("arn:aws:iam::*:user/${aws:username}", {}, False),
        ("*", {"StringEquals": {"aws:PrincipalTag/team": "red"}}, True),
        ("*", {"StringEquals": {"aws:PrincipalTag/team": "blue"}}, False),
        ("*", {"StringEquals": {"aws:ResourceTag/team": "red"}}, True),
        ("*", {"StringEquals": {"iam:ResourceTag/team": "${aws:PrincipalTag/team}"}}, True),
    ],
)
def test_policies_know_the_user_s_name_path_and_tags(
    world: World, resource: str, condition: dict[str, Any], allowed: bool
) -> None:
    keys = a_user(world, "ana", Path="/team/", Tags=[{"Key": "team", "Value": "red"}])
    document = policy({"Action": "iam:*", "Resource": resource, "Condition": condition})
    done(world, "iam", "PutUserPolicy", UserName="ana", PolicyName="p", PolicyDocument=document)
    replies = [
        world.call("iam", operation, params, caller=keys)
        for operation, params in (
            ("GetUser", {}),
            ("GetUser", {"UserName": "ana"}),
            ("ListAccessKeys", {}),
            ("GetAccessKeyLastUsed", {"AccessKeyId": keys.access_key_id}),
        )
    ]
    assert [reply.ok for reply in replies] == [allowed] * 4


@pytest.mark.parametrize(("kind", "most"), [("User", 2048), ("Group", 5120)])
def test_inline_policies_have_a_quota_by_kind_of_holder(world: World, kind: str, most: int) -> None:
    done(world, "iam", f"Create{kind}", **{f"{kind}Name": "x"})
    empty = policy({"Sid": "", "Action": "s3:GetObject", "Resource": "*"})
    for size, ok in ((most, True), (most + 1, False)):
        document = empty.replace('"Sid": ""', f'"Sid": "{"x" * (size - len("".join(empty.split())))}"')
        params = {f"{kind}Name": "x", "PolicyName": "p", "PolicyDocument": document}
        reply = asked(world, "iam", f"Put{kind}Policy", **params)
        assert reply.ok == ok
        if not ok:
            text = f"Maximum policy size of {most} bytes exceeded for {kind.lower()} x"
            assert refusal(reply) == ("LimitExceeded", 409, text, ("iam.policy.size",))


# ----------------------------------------------------------------------------------------------------------------- root


def test_root_may_everything_in_its_account_and_is_asked_by_its_own_names(world: World) -> None:
    arn = f"arn:aws:iam::{HERE}:root"
    assert by_root(world, "sts", "GetCallerIdentity").output == {"UserId": HERE, "Account": HERE, "Arn": arn}
    shown = by_root(world, "iam", "GetUser").output["User"]
    assert (shown["Arn"], shown["UserId"], "UserName" in shown) == (arn, HERE, False)
    assert by_root(world, "iam", "CreateUser", UserName="ana").ok
    key = by_root(world, "iam", "CreateAccessKey").output["AccessKey"]
    assert "UserName" not in key
    assert len(by_root(world, "iam", "ListAccessKeys").output["AccessKeyMetadata"]) == 2
    assert done(world, "iam", "GetAccountSummary")["SummaryMap"]["AccountAccessKeysPresent"] == 1


def test_root_is_not_let_past_a_bucket_that_denies_it(world: World) -> None:
    done(world, "s3", "CreateBucket", Bucket="closed-bucket")
    deny = policy(
        {"Effect": "Deny", "Principal": "*", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::closed-bucket"}
    )
    assert by_root(world, "s3", "ListObjectsV2", Bucket="closed-bucket").ok
    done(world, "s3", "PutBucketPolicy", Bucket="closed-bucket", Policy=deny)
    assert refusal(by_root(world, "s3", "ListObjectsV2", Bucket="closed-bucket"))[0] == "AccessDenied"


def test_the_same_root_key_is_taken_twice_without_a_change(world: World) -> None:
    by_root(world, "sts", "GetCallerIdentity")
    world.act("clock.advance", seconds=60)
    before = state(world)
    by_root(world, "sts", "GetCallerIdentity")
    assert state(world) == before


# ---------------------------------------------------------------------------------------------------------------- dates


def test_dates_have_no_fractions_of_a_second(world: World) -> None:
    world.act("clock.advance", seconds=0.75)
    keys = a_user(world, "ana", "iam:*")
    arn = a_policy(world, "P", "s3:*")
    done(world, "iam", "CreateGroup", GroupName="Team")
    dates = [
        done(world, "iam", "GetUser", UserName="ana")["User"]["CreateDate"],
        done(world, "iam", "ListAccessKeys", UserName="ana")["AccessKeyMetadata"][0]["CreateDate"],
        done(world, "iam", "GetGroup", GroupName="Team")["Group"]["CreateDate"],
        done(world, "iam", "GetPolicy", PolicyArn=arn)["Policy"]["UpdateDate"],
        done(world, "iam", "ListPolicyVersions", PolicyArn=arn)["Versions"][0]["CreateDate"],
        world.call("sts", "GetSessionToken", {}, caller=keys).output["Credentials"]["Expiration"],
    ]
    assert [date.microsecond for date in dates] == [0] * len(dates)
    assert world.now % 1
