"""The rows of the reasoned table about roles (trust, chains, tags), each as calls through the door.

IAM User Guide, "Policy evaluation logic", "IAM JSON policy elements: Principal", "Roles terms and concepts".
"""

from __future__ import annotations

import json

import pytest

from cogtui.cloud.callers import Keys, Operator
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from tests.builders import cognito_trust, done, policy, role_of
from tests.cloud.services.federation import ELSEWHERE, federation, on, statement
from tests.cloud.services.iam.people import a_user, refusal
from tests.cloud.services.sts.chains import ASSUME, arn_of, assumed, permitted, session, tags, trusting, user_arn

HERE = "111122223333"
THERE = "444455556666"


@pytest.fixture
def world() -> World:
    return World(seed="rows", accounts=(HERE, THERE))


def denied(reply: Reply, *words: str, rule: str = "") -> None:
    code, status, text, rules = refusal(reply)
    assert (code, status) == ("AccessDenied", 403)
    for word in words:
        assert word in text
    assert not rule or rule in rules


TRUST_IS_SILENT = "because no role trust policy allows the sts:AssumeRole action"
CALLER_IS_SILENT = "because no identity-based policy allows the sts:AssumeRole action"


def test_62_a_trust_policy_that_names_the_user_is_enough_in_one_account(world: World) -> None:
    alice = a_user(world, "alice")
    role_of(world, "R", trust=trusting(user_arn("alice")))
    assert assumed(world, alice, "R").ok


def test_63_a_trust_policy_that_names_the_account_leaves_it_to_the_user_s_policies(world: World) -> None:
    alice = a_user(world, "alice")
    role_of(world, "R", trust=trusting(f"arn:aws:iam::{HERE}:root"))
    denied(assumed(world, alice, "R"), arn_of("R"), CALLER_IS_SILENT, rule="policy.kind.identity")


def test_64_a_role_that_trusts_another_user_is_not_had_whatever_one_s_own_policies_say(world: World) -> None:
    alice = a_user(world, "alice", ASSUME)
    a_user(world, "bob")
    role_of(world, "R", trust=trusting(user_arn("bob")))
    reply = assumed(world, alice, "R")
    denied(reply, TRUST_IS_SILENT, rule="policy.kind.trust")
    assert "on resource" not in refusal(reply)[2]


def _role_there(world: World, trust: str) -> str:
    made = world.call("iam", "CreateRole", {"RoleName": "R", "AssumeRolePolicyDocument": trust}, caller=Operator(THERE))
    assert made.ok, made.error
    return made.output["Role"]["Arn"]


def test_65_across_accounts_the_caller_s_own_policies_must_allow_it_too(world: World) -> None:
    alice = a_user(world, "alice")
    role = _role_there(world, trusting(user_arn("alice")))
    reply = assumed(world, alice, role)
    denied(reply)
    # To strangers AWS does not say why.
    text = f"User: {user_arn('alice')} is not authorized to perform: sts:AssumeRole on resource: {role}"
    assert refusal(reply)[2] == text
    document = policy({"Action": ASSUME, "Resource": role})
    done(world, "iam", "PutUserPolicy", UserName="alice", PolicyName="own", PolicyDocument=document)
    assert assumed(world, alice, role).ok


def test_across_accounts_a_role_that_is_not_there_answers_like_one_that_does_not_trust(world: World) -> None:
    alice = a_user(world, "alice", ASSUME)
    a_user(world, "bob")
    role = _role_there(world, trusting(user_arn("bob")))
    texts = [refusal(assumed(world, alice, one))[2].replace(one, "ROLE") for one in (role, role + "x")]
    assert texts[0] == texts[1]


def test_in_one_account_too_a_role_that_is_not_there_answers_like_one_that_does_not_trust(world: World) -> None:
    alice = a_user(world, "alice", ASSUME)
    a_user(world, "bob")
    role_of(world, "R", trust=trusting(user_arn("bob")))
    assert refusal(assumed(world, alice, "R"))[:3] == refusal(assumed(world, alice, "Nobody"))[:3]


def test_66_a_trust_policy_that_wants_an_external_id_gives_no_hint_of_it(world: World) -> None:
    alice = a_user(world, "alice")
    condition = {"StringEquals": {"sts:ExternalId": "customer-7"}}
    role_of(world, "R", trust=trusting(user_arn("alice"), Condition=condition))
    reply = assumed(world, alice, "R")
    denied(reply, TRUST_IS_SILENT, rule="policy.condition")
    assert "xternal" not in refusal(reply)[2]
    denied(assumed(world, alice, "R", ExternalId="customer-8"), TRUST_IS_SILENT)
    assert assumed(world, alice, "R", ExternalId="customer-7").ok


def test_67_a_role_made_anew_is_not_the_one_that_was_trusted(world: World) -> None:
    everybody = trusting(f"arn:aws:iam::{HERE}:root")
    role_of(world, "Trusted", trust=everybody)
    role_of(world, "R", trust=trusting(arn_of("Trusted")))
    alice = a_user(world, "alice", ASSUME)
    assert assumed(world, session(world, alice, "Trusted"), "R").ok
    done(world, "iam", "DeleteRole", RoleName="Trusted")
    role_of(world, "Trusted", trust=everybody)
    permitted(world, "Trusted", ASSUME)
    denied(assumed(world, session(world, alice, "Trusted"), "R"), TRUST_IS_SILENT)
    done(world, "iam", "UpdateAssumeRolePolicy", RoleName="R", PolicyDocument=trusting(arn_of("Trusted")))
    assert assumed(world, session(world, alice, "Trusted"), "R").ok


def test_68_a_role_does_not_trust_itself_unless_it_says_so(world: World) -> None:
    alice = a_user(world, "alice")
    role_of(world, "R", trust=trusting(user_arn("alice")))
    permitted(world, "R", ASSUME)
    own = session(world, alice, "R")
    denied(assumed(world, own, "R"), TRUST_IS_SILENT)
    both = trusting([user_arn("alice"), arn_of("R")])
    done(world, "iam", "UpdateAssumeRolePolicy", RoleName="R", PolicyDocument=both)
    assert assumed(world, own, "R").ok


def test_69_tags_want_the_permission_to_tag(world: World) -> None:
    alice = a_user(world, "alice")
    role_of(world, "R", trust=trusting(user_arn("alice")))
    denied(assumed(world, alice, "R", Tags=tags(team="red")), "is not authorized to perform: sts:TagSession")


def test_70_nobody_is_denied_who_they_are(world: World) -> None:
    alice = a_user(world, "alice")
    document = policy({"Effect": "Deny", "Action": "*", "Resource": "*"})
    done(world, "iam", "PutUserPolicy", UserName="alice", PolicyName="own", PolicyDocument=document)
    assert world.call("sts", "GetCallerIdentity", {}, caller=alice).output["Arn"] == user_arn("alice")
    assert not world.call("s3", "ListBuckets", {}, caller=alice).ok


def test_71_a_token_of_another_identity_pool_is_not_trusted() -> None:
    fed = federation("row 71")
    fed.trust(cognito_trust(ELSEWHERE))
    token = fed.openid(fed.get_id(people=fed.people()), people=fed.people())
    denied(fed.assume(token), "Not authorized to perform sts:AssumeRoleWithWebIdentity", rule="sts.trust.aud")


@pytest.mark.parametrize(("operator", "ok"), [("ForAllValues:StringLike", False), ("ForAnyValue:StringLike", True)])
def test_72_for_all_values_wants_every_way_of_logging_in_to_match(operator: str, *, ok: bool) -> None:
    fed = federation("row 72")
    conditions = on(fed.pool, "authenticated", like=operator)
    fed.trust(json.dumps(statement(fed.pool, Condition=conditions)))
    token = fed.openid(fed.get_id(people=fed.people()), people=fed.people())
    reply = fed.assume(token)
    assert reply.ok == ok
    if not ok:
        denied(reply, rule="sts.trust.amr")


def test_73_a_guest_of_the_enhanced_flow_is_cut_down_whatever_the_role_allows() -> None:
    fed = federation("row 73")
    document = policy({"Action": "iam:ListUsers", "Resource": "*"})
    done(fed.world, "iam", "PutRolePolicy", RoleName="Guests", PolicyName="own", PolicyDocument=document)
    found = fed.identity("GetCredentialsForIdentity", IdentityId=fed.get_id()).output["Credentials"]
    keys = Keys(found["AccessKeyId"], found["SecretKey"], found["SessionToken"])
    denied(
        fed.world.call("iam", "ListUsers", {}, caller=keys),
        "because no session policy allows",
        rule="policy.kind.session",
    )


def test_a_trust_policy_for_everybody_is_enough_at_home_and_not_abroad(world: World) -> None:
    alice = a_user(world, "alice")
    role_of(world, "R", trust=trusting("*"))
    assert assumed(world, alice, "R").ok
    denied(assumed(world, alice, _role_there(world, trusting("*"))))


def test_an_explicit_deny_of_the_trust_policy_is_told_as_such(world: World) -> None:
    alice = a_user(world, "alice", ASSUME)
    allow = {"Principal": {"AWS": f"arn:aws:iam::{HERE}:root"}, "Action": ASSUME}
    deny = {"Effect": "Deny", "Principal": {"AWS": user_arn("alice")}, "Action": ASSUME}
    role_of(world, "R", trust=policy(allow, deny))
    denied(assumed(world, alice, "R"), "sts:AssumeRole with an explicit deny in the role trust policy")


def test_an_explicit_deny_of_the_caller_s_own_is_told_as_such(world: World) -> None:
    alice = a_user(world, "alice")
    document = policy({"Effect": "Deny", "Action": ASSUME, "Resource": "*"})
    done(world, "iam", "PutUserPolicy", UserName="alice", PolicyName="own", PolicyDocument=document)
    role_of(world, "R", trust=trusting(user_arn("alice")))
    denied(assumed(world, alice, "R"), arn_of("R"), "with an explicit deny in an identity-based policy")
