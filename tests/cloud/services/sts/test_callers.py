"""GetCallerIdentity for every kind of caller, and AssumeRole in one account and between two."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.accounts.credentials import ACCESS_KEYS, AccessKey
from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Operator
from cogtui.cloud.policy.request import Principal
from cogtui.cloud.store import Transaction
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import asked, done, keys_for, policy, role_of, state
from tests.cloud.services.federation import as_keys

HERE = "111122223333"
THERE = "444455556666"


@pytest.fixture
def world() -> World:
    return World(seed="callers", accounts=(HERE, THERE))


def keys_of(world: World, principal: Principal) -> Keys:
    """Give a principal long-term keys: nothing makes users yet."""
    key = AccessKey("AKIAEXAMPLE000000000", "secret", principal.account, principal, world.now)
    Transaction(world.store).put(ACCESS_KEYS, key)
    return Keys(key.access_key_id, key.secret)


PEOPLE = {
    "user": (
        Principal("user", f"arn:aws:iam::{HERE}:user/team/ana", HERE, user_id="AIDAEXAMPLE"),
        {"UserId": "AIDAEXAMPLE", "Account": HERE, "Arn": f"arn:aws:iam::{HERE}:user/team/ana"},
    ),
    "root": (
        Principal("root", f"arn:aws:iam::{HERE}:root", HERE),
        {"UserId": HERE, "Account": HERE, "Arn": f"arn:aws:iam::{HERE}:root"},
    ),
    "federated user": (
        Principal("federated-user", f"arn:aws:sts::{HERE}:federated-user/bo", HERE, user_id=f"{HERE}:bo"),
        {"UserId": f"{HERE}:bo", "Account": HERE, "Arn": f"arn:aws:sts::{HERE}:federated-user/bo"},
    ),
}


@pytest.mark.parametrize("kind", PEOPLE)
def test_everybody_learns_who_they_are(world: World, kind: str) -> None:
    principal, expected = PEOPLE[kind]
    assert world.call("sts", "GetCallerIdentity", {}, caller=keys_of(world, principal)).output == expected


def test_the_operator_is_a_role_session(world: World) -> None:
    who = world.call("sts", "GetCallerIdentity", {}, caller=Operator(THERE)).output
    assert who["Arn"] == f"arn:aws:sts::{THERE}:assumed-role/Operator/console"
    assert who["UserId"].startswith("AROA")


def test_not_even_an_explicit_deny_hides_who_one_is(world: World) -> None:
    arn = role_of(world, "Mute")
    everything = policy({"Effect": "Deny", "Action": "*", "Resource": "*"})
    done(world, "iam", "PutRolePolicy", RoleName="Mute", PolicyName="p", PolicyDocument=everything)
    assert world.call("sts", "GetCallerIdentity", {}, caller=keys_for(world, arn)).ok


def test_nobody_without_keys_learns_anything(world: World) -> None:
    reply = world.call("sts", "GetCallerIdentity", {}, caller=ANONYMOUS)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("MissingAuthenticationToken", 403)


# ------------------------------------------------------------------------------------------------------------ AssumeRole


def trust_in(*principals: str, **rest: Any) -> str:
    return policy({"Principal": {"AWS": list(principals)}, "Action": "sts:AssumeRole", **rest})


def allow(world: World, role: str, target: str) -> None:
    document = policy({"Action": "sts:AssumeRole", "Resource": target})
    done(world, "iam", "PutRolePolicy", RoleName=role, PolicyName="assume", PolicyDocument=document)


def assume(world: World, caller: Caller, arn: str, **params: Any) -> Reply:
    return world.call("sts", "AssumeRole", {"RoleArn": arn, "RoleSessionName": "work"} | params, caller=caller)


def test_a_role_that_names_the_caller_s_role_is_enough_in_one_account(world: World) -> None:
    mine = role_of(world, "Mine")
    target = role_of(world, "Target", trust=trust_in(mine))
    reply = assume(world, keys_for(world, mine), target)
    assert reply.output["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{HERE}:assumed-role/Target/work"
    who = world.call("sts", "GetCallerIdentity", {}, caller=as_keys(reply.output["Credentials"])).output
    assert who["UserId"] == reply.output["AssumedRoleUser"]["AssumedRoleId"]


def test_a_role_that_names_the_account_leaves_it_to_the_caller_s_policies(world: World) -> None:
    mine, target = role_of(world, "Mine"), role_of(world, "Target")
    keys = keys_for(world, mine)
    refused = assume(world, keys, target)
    assert refused.error is not None
    assert refused.error.message == (
        f"User: arn:aws:sts::{HERE}:assumed-role/Mine/test is not authorized to perform: sts:AssumeRole "
        f"on resource: {target} because no identity-based policy allows the sts:AssumeRole action"
    )
    allow(world, "Mine", target)
    assert assume(world, keys, target).ok


def test_across_accounts_both_sides_must_allow(world: World) -> None:
    mine = role_of(world, "Mine")
    document = {"RoleName": "Target", "AssumeRolePolicyDocument": trust_in(mine)}
    made = world.call("iam", "CreateRole", document, caller=Operator(THERE))
    target = made.output["Role"]["Arn"]
    keys = keys_for(world, mine)
    refused = assume(world, keys, target)
    assert refused.error is not None
    assert (refused.error.code, refused.error.status) == ("AccessDenied", 403)
    allow(world, "Mine", target)
    reply = assume(world, keys, target)
    assert reply.output["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{THERE}:assumed-role/Target/work"
    assert reply.record.account == HERE


def test_a_managed_session_policy_is_one_of_the_role_s_own_account(world: World) -> None:
    """STS API Reference, AssumeRole: PolicyArns."""
    mine = role_of(world, "Mine")
    document = {"RoleName": "Target", "AssumeRolePolicyDocument": trust_in(mine)}
    target = world.call("iam", "CreateRole", document, caller=Operator(THERE)).output["Role"]["Arn"]
    allow(world, "Mine", target)
    text = policy({"Action": "s3:*", "Resource": "*"})
    arns = {
        account: world.call(
            "iam", "CreatePolicy", {"PolicyName": "Reading", "PolicyDocument": text}, caller=Operator(account)
        ).output["Policy"]["Arn"]
        for account in (HERE, THERE)
    }
    keys = keys_for(world, mine)
    assert assume(world, keys, target, PolicyArns=[{"arn": arns[THERE]}]).ok
    for wrong in (arns[HERE], "a" * 30):
        reply = assume(world, keys, target, PolicyArns=[{"arn": wrong}])
        assert reply.error is not None
        assert (reply.error.code, reply.record.refused_by) == (
            "MalformedPolicyDocument",
            ("sts.session_policy.managed",),
        )


@pytest.mark.parametrize(
    ("external_id", "ok"), [({"ExternalId": "customer-7"}, True), ({"ExternalId": "other"}, False), ({}, False)]
)
def test_a_trust_policy_may_ask_for_an_external_id(world: World, external_id: dict[str, str], *, ok: bool) -> None:
    mine = role_of(world, "Mine")
    condition = {"StringEquals": {"sts:ExternalId": "customer-7"}}
    target = role_of(world, "Target", trust=trust_in(mine, Condition=condition))
    assert assume(world, keys_for(world, mine), target, **external_id).ok == ok


def test_a_role_that_does_not_exist_is_refused_like_one_that_may_not_be_had(world: World) -> None:
    before = state(world)
    reply = asked(world, "sts", "AssumeRole", RoleArn=f"arn:aws:iam::{HERE}:role/Nobody", RoleSessionName="ab")
    assert reply.error is not None
    assert reply.error.message == (
        f"User: arn:aws:sts::{HERE}:assumed-role/Operator/console is not authorized to perform: sts:AssumeRole "
        "because no role trust policy allows the sts:AssumeRole action"
    )
    assert reply.record.refused_by == ("sts.role.exists",)
    assert state(world) == before


def test_the_root_user_cannot_have_a_role(world: World) -> None:
    target = role_of(world, "Target", trust=trust_in(f"arn:aws:iam::{HERE}:root"))
    reply = assume(world, keys_of(world, PEOPLE["root"][0]), target)
    assert reply.error is not None
    assert reply.error.message == "Roles may not be assumed by root accounts."


def test_a_role_session_opens_no_session_longer_than_an_hour(world: World) -> None:
    mine = role_of(world, "Mine")
    target = role_of(world, "Target", trust=trust_in(mine), MaxSessionDuration=7200)
    reply = assume(world, keys_for(world, mine), target, DurationSeconds=3601)
    assert reply.error is not None
    assert reply.error.message == (
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    )


def test_what_is_not_simulated_of_a_role_session_says_so(world: World) -> None:
    role = f"arn:aws:iam::{HERE}:role/Nobody"
    contexts = [{"ProviderArn": "arn:aws:iam::aws:contextProvider/IdentityCenter", "ContextAssertion": "abcd"}]
    reply = asked(world, "sts", "AssumeRole", RoleArn=role, RoleSessionName="ab", ProvidedContexts=contexts)
    assert reply.error is not None
    assert reply.error.code == "NotImplemented"
