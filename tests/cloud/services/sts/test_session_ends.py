"""How sessions end: by time, by a policy that revokes the older ones, by the end of their role. Seen from S3."""

from __future__ import annotations

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.clock import iso
from cogtui.cloud.world import World
from tests.builders import done, policy, role_of
from tests.cloud.services.iam.people import a_user, refusal
from tests.cloud.services.sts.chains import ASSUME, permitted, session, trusting, user_arn

HERE = "111122223333"


@pytest.fixture
def world() -> World:
    made = World(seed="ends")
    done(made, "s3", "CreateBucket", Bucket="reports")
    done(made, "s3", "PutObject", Bucket="reports", Key="a.txt", Body=b"42")
    return made


@pytest.fixture
def ana(world: World) -> Keys:
    keys = a_user(world, "ana", ASSUME)
    role_of(world, "Readers", trust=trusting(user_arn("ana")), MaxSessionDuration=7200)
    permitted(world, "Readers", "s3:*")
    return keys


def reads(world: World, keys: Keys) -> bool:
    return world.call("s3", "GetObject", {"Bucket": "reports", "Key": "a.txt"}, caller=keys).ok


@pytest.mark.parametrize("seconds", [900, 3600, 7200])
def test_a_session_ends_to_the_second(world: World, ana: Keys, seconds: int) -> None:
    keys = session(world, ana, "Readers", DurationSeconds=seconds)
    world.act("clock.advance", seconds=seconds - 1)
    assert reads(world, keys)
    world.act("clock.advance", seconds=1)
    reply = world.call("s3", "GetObject", {"Bucket": "reports", "Key": "a.txt"}, caller=keys)
    code, status, _, rules = refusal(reply)
    assert (code, status, rules) == ("ExpiredToken", 400, ("door.session",))
    who = refusal(world.call("sts", "GetCallerIdentity", {}, caller=keys))
    assert who[:3] == ("ExpiredToken", 403, "The security token included in the request is expired")


def test_the_session_outlives_the_key_that_opened_it(world: World, ana: Keys) -> None:
    keys = session(world, ana, "Readers")
    done(world, "iam", "DeleteAccessKey", UserName="ana", AccessKeyId=ana.access_key_id)
    assert reads(world, keys)


def revoke(world: World, role: str = "Readers") -> None:
    """Do what the console's "Revoke active sessions" does."""
    condition = {"DateLessThan": {"aws:TokenIssueTime": iso(world.now)}}
    deny = {"Effect": "Deny", "Action": ["*"], "Resource": ["*"], "Condition": condition}
    document = policy(deny)
    done(world, "iam", "PutRolePolicy", RoleName=role, PolicyName="AWSRevokeOlderSessions", PolicyDocument=document)


def test_older_sessions_are_revoked_by_a_policy_and_newer_ones_work(world: World, ana: Keys) -> None:
    old = session(world, ana, "Readers")
    assert reads(world, old)
    world.act("clock.advance", seconds=60)
    revoke(world)
    new = session(world, ana, "Readers")
    assert reads(world, new)
    reply = world.call("s3", "GetObject", {"Bucket": "reports", "Key": "a.txt"}, caller=old)
    code, status, text, rules = refusal(reply)
    assert (code, status) == ("AccessDenied", 403)
    assert "with an explicit deny in an identity-based policy" in text
    assert "policy.deny" in rules
    assert world.call("sts", "GetCallerIdentity", {}, caller=old).ok, "who one is, nobody is denied"


def test_revoking_reaches_further_sessions_of_a_chain_only_in_their_own_role(world: World, ana: Keys) -> None:
    role_of(world, "Next", trust=trusting(f"arn:aws:iam::{HERE}:role/Readers"))
    permitted(world, "Next", "s3:*")
    first = session(world, ana, "Readers")
    second = session(world, first, "Next")
    world.act("clock.advance", seconds=60)
    revoke(world)
    assert (reads(world, first), reads(world, second)) == (False, True)
    revoke(world, "Next")
    assert not reads(world, second)


def test_a_long_term_key_has_no_issue_time_so_the_policy_passes_it_by(world: World, ana: Keys) -> None:
    condition = {"DateLessThan": {"aws:TokenIssueTime": iso(world.now + 60)}}
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}
    document = policy({"Action": "s3:*", "Resource": "*"}, deny)
    done(world, "iam", "PutUserPolicy", UserName="ana", PolicyName="own", PolicyDocument=document)
    assert reads(world, ana)


def test_a_changed_policy_counts_for_sessions_that_are_open(world: World, ana: Keys) -> None:
    keys = session(world, ana, "Readers")
    permitted(world, "Readers", "s3:ListAllMyBuckets")
    assert not reads(world, keys)
    permitted(world, "Readers", "s3:*")
    assert reads(world, keys)


@pytest.mark.parametrize("again", [False, True])
def test_a_session_of_a_deleted_role_has_no_rights_even_when_the_name_comes_back(
    world: World, ana: Keys, *, again: bool
) -> None:
    keys = session(world, ana, "Readers")
    done(world, "iam", "DeleteRolePolicy", RoleName="Readers", PolicyName="own")
    done(world, "iam", "DeleteRole", RoleName="Readers")
    if again:
        role_of(world, "Readers", trust=trusting(user_arn("ana")))
        permitted(world, "Readers", "s3:*")
        assert reads(world, session(world, ana, "Readers"))
    assert not reads(world, keys)
    assert world.call("sts", "GetCallerIdentity", {}, caller=keys).ok


def test_tags_and_session_policies_are_frozen_when_the_session_begins(world: World, ana: Keys) -> None:
    trust = trusting(user_arn("ana"), [ASSUME, "sts:TagSession"])
    done(world, "iam", "UpdateAssumeRolePolicy", RoleName="Readers", PolicyDocument=trust)
    permitted(world, "Readers", "s3:*", Condition={"StringEquals": {"aws:PrincipalTag/team": "red"}})
    keys = session(world, ana, "Readers", Tags=[{"Key": "team", "Value": "red"}])
    done(world, "iam", "TagRole", RoleName="Readers", Tags=[{"Key": "team", "Value": "blue"}])
    assert reads(world, keys)
    assert not reads(world, session(world, ana, "Readers"))
