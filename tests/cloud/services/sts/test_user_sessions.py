"""Temporary credentials of users: GetSessionToken, GetFederationToken, AssumeRole; and whose a key is."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.accounts.credentials import root_key
from cogtui.cloud.callers import Keys
from cogtui.cloud.clock import START
from cogtui.cloud.store import Transaction
from cogtui.cloud.world import World
from tests.builders import asked, done, policy, role_of, state
from tests.cloud.services.iam.people import HERE, a_policy, a_user, refusal

THERE = "444455556666"
LIST = policy({"Action": "s3:ListAllMyBuckets", "Resource": "*"})


@pytest.fixture
def world() -> World:
    return World(seed="sessions", accounts=(HERE, THERE))


def as_root(world: World) -> Keys:
    tx = Transaction(world.store)
    key = root_key(tx, HERE, "AKIAROOT", "secret", now=START)
    tx.commit()
    return Keys(key.access_key_id, key.secret)


def session(world: World, keys: Keys, operation: str, **params: Any) -> Keys:
    reply = world.call("sts", operation, params, caller=keys)
    assert reply.ok, reply.error
    found = reply.output["Credentials"]
    return Keys(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


def test_a_session_token_is_the_user_itself_for_twelve_hours(world: World) -> None:
    ana = a_user(world, "ana", "s3:*")
    made = world.call("sts", "GetSessionToken", {}, caller=ana).output["Credentials"]
    assert made["AccessKeyId"].startswith("ASIA")
    assert made["Expiration"].timestamp() == world.now + 43_200
    mine = Keys(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])
    same = [world.call("sts", "GetCallerIdentity", {}, caller=keys).output for keys in (ana, mine)]
    assert same[0] == same[1]
    assert world.call("s3", "ListBuckets", {}, caller=mine).ok
    world.act("clock.advance", seconds=43_200)
    assert refusal(world.call("s3", "ListBuckets", {}, caller=mine))[3] == ("door.session",)


SESSION_ONLY = "Cannot call {} with session credentials"
INVALID = "The security token included in the request is invalid."


@pytest.mark.parametrize(
    ("opened", "asking", "params", "expected"),
    [
        ("GetSessionToken", ("iam", "ListUsers"), {}, ("InvalidClientTokenId", 403, INVALID, "iam.caller.session")),
        ("GetFederationToken", ("iam", "ListUsers"), {}, ("InvalidClientTokenId", 403, INVALID, "iam.caller.session")),
        ("GetSessionToken", ("sts", "GetSessionToken"), {}, ("AccessDenied", 403, SESSION_ONLY.format("GetSessionToken"), "sts.caller.key")),
        ("GetSessionToken", ("sts", "GetFederationToken"), {"Name": "bo"}, ("AccessDenied", 403, SESSION_ONLY.format("GetFederationToken"), "sts.caller.key")),
        ("GetFederationToken", ("sts", "AssumeRole"), {"RoleArn": f"arn:aws:iam::{HERE}:role/R", "RoleSessionName": "me"},
         ("AccessDenied", 403, SESSION_ONLY.format("AssumeRole"), "sts.caller.session")),
        ("GetSessionToken", ("sts", "GetAccessKeyInfo"), {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"},
         ("AccessDenied", 403, SESSION_ONLY.format("GetAccessKeyInfo"), "sts.caller.session")),
    ],
)  # fmt: skip
def test_sessions_of_users_may_call_neither_iam_nor_most_of_sts(
    world: World,
    opened: str,
    asking: tuple[str, str],
    params: dict[str, Any],
    expected: tuple[str, int, str, str],
) -> None:
    ana = a_user(world, "ana", "*")
    role_of(world, "R")
    everything = {"Policy": policy({"Action": "*", "Resource": "*"}), "Name": "guest"}
    keys = session(world, ana, opened, **(everything if opened == "GetFederationToken" else {}))
    before = state(world)
    code, status, text, rules = refusal(world.call(*asking, params, caller=keys))
    assert (code, status, text, *rules) == expected
    assert state(world) == before


def test_a_role_session_gets_no_session_token(world: World) -> None:
    reply = asked(world, "sts", "GetSessionToken")
    assert refusal(reply) == ("AccessDenied", 403, SESSION_ONLY.format("GetSessionToken"), ("sts.caller.key",))


def test_somebody_vouched_for_has_what_user_and_session_policy_agree_on(world: World) -> None:
    ana = a_user(world, "ana", "s3:ListAllMyBuckets", "sts:GetFederationToken")
    reply = world.call("sts", "GetFederationToken", {"Name": "bo"}, caller=ana)
    arn = f"arn:aws:sts::{HERE}:federated-user/bo"
    assert reply.output["FederatedUser"] == {"FederatedUserId": f"{HERE}:bo", "Arn": arn}
    assert reply.output["PackedPolicySize"] == 0
    own = a_policy(world, "Own", "s3:*")
    cases = {
        "without a policy": ({}, False),
        "with the same": ({"Policy": LIST}, True),
        "with another": ({"Policy": policy({"Action": "iam:*", "Resource": "*"})}, False),
        "with a managed one": ({"PolicyArns": [{"arn": own}]}, True),
    }
    for name, (params, allowed) in cases.items():
        keys = session(world, ana, "GetFederationToken", Name="bo", **params)
        who = world.call("sts", "GetCallerIdentity", {}, caller=keys).output
        assert who == {"UserId": f"{HERE}:bo", "Account": HERE, "Arn": arn}
        assert world.call("s3", "ListBuckets", {}, caller=keys).ok == allowed, name
    done(world, "iam", "DeleteUserPolicy", UserName="ana", PolicyName="own")
    keys = session(world, as_root(world), "GetFederationToken", Name="bo", Policy=LIST)
    assert world.call("s3", "ListBuckets", {}, caller=keys).ok


def test_vouching_needs_permission(world: World) -> None:
    ana = a_user(world, "ana")
    code, status, text, _ = refusal(world.call("sts", "GetFederationToken", {"Name": "bo"}, caller=ana))
    assert (code, status) == ("AccessDenied", 403)
    assert f"sts:GetFederationToken on resource: arn:aws:sts::{HERE}:federated-user/bo" in text


@pytest.mark.parametrize("operation", ["GetSessionToken", "GetFederationToken"])
def test_sessions_of_root_last_an_hour_at_most(world: World, operation: str) -> None:
    params = {"Name": "bo"} if operation == "GetFederationToken" else {}
    made = world.call("sts", operation, {**params, "DurationSeconds": 7200}, caller=as_root(world)).output
    assert made["Credentials"]["Expiration"].timestamp() == world.now + 3600


def test_a_managed_session_policy_of_another_account_is_refused(world: World) -> None:
    ana = a_user(world, "ana", "*")
    foreign = f"arn:aws:iam::{THERE}:policy/P"
    reply = world.call("sts", "GetFederationToken", {"Name": "bo", "PolicyArns": [{"arn": foreign}]}, caller=ana)
    assert refusal(reply)[::3] == ("MalformedPolicyDocument", ("sts.session_policy.managed",))


# ----------------------------------------------------------------------------------------------------------- AssumeRole


@pytest.mark.parametrize(
    ("trusted", "permitted", "allowed"),
    [
        ("user", False, True),
        ("account", False, False),
        ("account", True, True),
        ("another user", True, False),
    ],
)
def test_a_user_becomes_a_role_when_both_sides_agree(
    world: World, trusted: str, permitted: bool, allowed: bool
) -> None:
    ana = a_user(world, "ana", *(["sts:AssumeRole"] if permitted else []), Path="/team/")
    a_user(world, "bo")
    principals = {
        "user": f"arn:aws:iam::{HERE}:user/team/ana",
        "account": f"arn:aws:iam::{HERE}:root",
        "another user": f"arn:aws:iam::{HERE}:user/bo",
    }
    trust = policy({"Principal": {"AWS": principals[trusted]}, "Action": "sts:AssumeRole"})
    role = role_of(world, "R", trust=trust)
    reply = world.call("sts", "AssumeRole", {"RoleArn": role, "RoleSessionName": "me"}, caller=ana)
    assert reply.ok == allowed
    if not allowed:
        assert refusal(reply)[0] == "AccessDenied"


def test_a_trust_policy_names_users_that_are_there(world: World) -> None:
    nobody = f"arn:aws:iam::{HERE}:user/nobody"
    trust = policy({"Principal": {"AWS": nobody}, "Action": "sts:AssumeRole"})
    reply = asked(world, "iam", "CreateRole", RoleName="R", AssumeRolePolicyDocument=trust)
    assert refusal(reply)[2] == f'Invalid principal in policy: "AWS":"{nobody}"'


def test_a_session_of_a_user_opens_role_sessions_of_an_hour_at_most(world: World) -> None:
    ana = a_user(world, "ana", "sts:AssumeRole")
    role = role_of(world, "R", MaxSessionDuration=7200)
    asking = {"RoleArn": role, "RoleSessionName": "me", "DurationSeconds": 7200}
    assert world.call("sts", "AssumeRole", asking, caller=ana).ok
    reply = world.call("sts", "AssumeRole", asking, caller=session(world, ana, "GetSessionToken"))
    assert refusal(reply)[3] == ("sts.duration.chain",)


def test_root_becomes_no_role(world: World) -> None:
    asking = {"RoleArn": role_of(world, "R"), "RoleSessionName": "me"}
    reply = world.call("sts", "AssumeRole", asking, caller=as_root(world))
    text = "Roles may not be assumed by root accounts."
    assert refusal(reply) == ("AccessDenied", 403, text, ("sts.caller.root",))


@pytest.mark.parametrize(("tag", "allowed"), [("red", True), ("blue", False)])
def test_a_role_s_tags_go_with_its_sessions(world: World, tag: str, allowed: bool) -> None:
    ana = a_user(world, "ana", "sts:AssumeRole")
    role = role_of(world, "R", Tags=[{"Key": "team", "Value": tag}])
    condition = {"StringEquals": {"aws:PrincipalTag/team": "red"}}
    document = policy({"Action": "s3:*", "Resource": "*", "Condition": condition})
    done(world, "iam", "PutRolePolicy", RoleName="R", PolicyName="p", PolicyDocument=document)
    keys = session(world, ana, "AssumeRole", RoleArn=role, RoleSessionName="me")
    assert world.call("s3", "ListBuckets", {}, caller=keys).ok == allowed


# ------------------------------------------------------------------------------------------------------- whose is a key


def test_the_account_of_a_key_can_be_asked(world: World) -> None:
    ana = a_user(world, "ana")
    assert done(world, "sts", "GetAccessKeyInfo", AccessKeyId=ana.access_key_id) == {"Account": HERE}
    assert refusal(asked(world, "sts", "GetAccessKeyInfo", AccessKeyId="AKIAIOSFODNN7EXAMPLE"))[3] == ("sts.key",)
