"""Who gets at a bucket of one's own account and of another's, through the door with real calls.

The cases follow the IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic", "Permissions
boundaries for IAM entities"; S3 User Guide, "Blocking public access to your Amazon S3 storage".
"""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Operator
from cogtui.cloud.explain import walk
from cogtui.cloud.world import World
from tests.builders import policy
from tests.cloud.services.s3.buckets import ACCOUNT, OTHER, s3
from tests.cloud.services.s3.cast import a_user, as_operator, world_of_three

ALICE = f"arn:aws:iam::{ACCOUNT}:user/alice"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/R"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/R/s1"
BOB = f"arn:aws:sts::{ACCOUNT}:federated-user/bob"

ALL_S3 = {"Action": "s3:*", "Resource": "*"}
ONLY_LISTS = {"Action": "s3:ListBucket", "Resource": "*"}
NO_S3 = {"Action": "ec2:*", "Resource": "*"}
DENIES = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}

Statements = tuple[dict[str, Any], ...]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, what each policy says, and what S3 answers to GetObject."""

    name: str
    who: str
    """alice, s1, s2 (sessions of the role), bob (a federated session of alice's), nobody, owner (the bucket's operator)."""
    theirs: bool = False
    """The bucket is the other account's."""
    own: Statements = ()
    """The identity policy of the user, or of the role."""
    boundary: Statements = ()
    session: Statements | None = None
    bucket: Statements = ()
    """The bucket policy; Action and Resource are added."""
    says: str = ""
    """Empty for an allow, else the end of the denial."""


def to(*arns: str, **more: Any) -> dict[str, Any]:
    return {"Principal": {"AWS": list(arns)}, **more}


IDENTITY = "because no identity-based policy allows the s3:GetObject action"
BOUNDARY = "because no permissions boundary allows the s3:GetObject action"
IN_SESSION = "because no session policy allows the s3:GetObject action"
DENIED = "with an explicit deny in a resource-based policy"
PLAIN = "Access Denied"
EVERYBODY = {"Principal": "*"}
BY_ARN = {"Principal": "*", "Condition": {"ArnEquals": {"aws:PrincipalArn": ROLE}}}
NOT_THEM = {"Effect": "Deny", "NotPrincipal": {"AWS": [ROOT, ALICE]}}

CASES = [
    Case(name="33 bucket policy names the user", who="alice", bucket=(to(ALICE),)),
    Case(name="34 bucket policy names the account", who="alice", bucket=(to(ROOT),), says=IDENTITY),
    Case(name="35 identity policy alone", who="alice", own=(ALL_S3,)),
    Case(name="36 bucket policy for everybody", who="alice", bucket=(EVERYBODY,)),
    Case(name="37 account in a deny", who="alice", own=(ALL_S3,), bucket=(to(ROOT, Effect="Deny"),), says=DENIED),
    Case(name="38 user past a silent boundary", who="alice", boundary=(NO_S3,), bucket=(to(ALICE),)),
    Case(name="39 role under a silent boundary", who="s1", boundary=(NO_S3,), bucket=(to(ROLE),), says=BOUNDARY),
    Case(name="40 session past a silent boundary", who="s1", boundary=(NO_S3,), bucket=(to(SESSION),)),
    Case(name="40 other session", who="s2", boundary=(NO_S3,), bucket=(to(SESSION),), says=BOUNDARY),
    Case(name="41 role under a session policy", who="s1", session=(ONLY_LISTS,), bucket=(to(ROLE),), says=IN_SESSION),
    Case(name="42 session past a session policy", who="s1", session=(ONLY_LISTS,), bucket=(to(SESSION),)),
    Case(name="43 everybody with a condition", who="s1", boundary=(NO_S3,), bucket=(BY_ARN,)),
    Case(name="44 session policies never grant", who="s1", session=(ALL_S3,), says=IDENTITY),
    Case(name="45 federated without a policy", who="bob", own=(ALL_S3,), says=IN_SESSION),
    Case(name="46 federated session named", who="bob", own=(ALL_S3,), bucket=(to(BOB),)),
    Case(name="47 its user named", who="bob", own=(ALL_S3,), session=(NO_S3,), bucket=(to(ALICE),), says=IN_SESSION),
    Case(
        name="48 deny in a boundary",
        who="alice",
        boundary=(DENIES,),
        bucket=(to(ALICE),),
        says=f"with an explicit deny in a permissions boundary: arn:aws:iam::{ACCOUNT}:policy/Limit",
    ),
    Case(
        name="53 NotPrincipal and a boundary",
        who="alice",
        own=(ALL_S3,),
        boundary=(ALL_S3,),
        bucket=(NOT_THEM,),
        says=DENIED,
    ),
    Case(name="53 NotPrincipal without one", who="alice", own=(ALL_S3,), bucket=(NOT_THEM,)),
    Case(name="54 one's own side only", who="alice", theirs=True, own=(ALL_S3,), says=PLAIN),
    Case(name="55 their side only", who="alice", theirs=True, bucket=(to(ALICE),), says=PLAIN),
    Case(name="56 both sides", who="alice", theirs=True, own=(ALL_S3,), bucket=(to(ALICE),)),
    Case(name="57 both, by account", who="alice", theirs=True, own=(ALL_S3,), bucket=(to(ROOT),)),
    Case(
        name="58 boundary across accounts",
        who="s1",
        theirs=True,
        own=(ALL_S3,),
        boundary=(NO_S3,),
        bucket=(to(SESSION),),
        says=PLAIN,
    ),
    Case(
        name="58 session policy across accounts",
        who="s1",
        theirs=True,
        own=(ALL_S3,),
        session=(ONLY_LISTS,),
        bucket=(to(SESSION),),
        says=PLAIN,
    ),
    Case(name="59 signed stranger", who="alice", theirs=True, bucket=(EVERYBODY,), says=PLAIN),
    Case(name="59 unsigned", who="nobody", theirs=True, bucket=(EVERYBODY,)),
    Case(
        name="deny across accounts",
        who="alice",
        theirs=True,
        own=(ALL_S3,),
        bucket=(to(ALICE), to(ALICE, Effect="Deny")),
        says=PLAIN,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_who_gets_at_an_object(case: Case) -> None:
    world = world_of_three("", "x")
    name = _furnish(world, case)
    reply = world.call("s3", "GetObject", {"Bucket": name, "Key": "x"}, caller=_caller(world, case))
    if not case.says:
        assert reply.ok, reply.error
        return
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("AccessDenied", 403)
    assert reply.error.message.endswith(case.says)
    assert reply.record.refused_by[0] == "policy.verdict"
    if case.theirs:
        assert reply.error.message == PLAIN, "strangers are told no reasons"
    else:
        assert f'on resource: "arn:aws:s3:::{name}/x"' in reply.error.message


def _furnish(world: World, case: Case) -> str:
    """Make the bucket, the user and the role of a case; return the bucket's name."""
    owner, name = (OTHER, "theirs") if case.theirs else (ACCOUNT, "reports")
    if case.theirs:
        as_operator(world, owner, "s3", "CreateBucket", Bucket=name)
        as_operator(world, owner, "s3", "DeletePublicAccessBlock", Bucket=name)
        as_operator(world, owner, "s3", "PutObject", Bucket=name, Key="x", Body=b"x")
    trust = policy({"Principal": {"AWS": ROOT}, "Action": "sts:AssumeRole"})
    as_operator(world, ACCOUNT, "iam", "CreateRole", RoleName="R", AssumeRolePolicyDocument=trust)
    as_operator(world, ACCOUNT, "iam", "CreateUser", UserName="alice")
    holder = "User" if case.who in ("alice", "bob") else "Role"
    named = {f"{holder}Name": "alice" if holder == "User" else "R"}
    if case.own:
        document = policy(*case.own)
        as_operator(world, ACCOUNT, "iam", f"Put{holder}Policy", **named, PolicyName="p", PolicyDocument=document)
    if case.boundary:
        made = {"PolicyName": "Limit", "PolicyDocument": policy(*case.boundary)}
        arn = as_operator(world, ACCOUNT, "iam", "CreatePolicy", **made)["Policy"]["Arn"]
        as_operator(world, ACCOUNT, "iam", f"Put{holder}PermissionsBoundary", **named, PermissionsBoundary=arn)
    if case.bucket:
        about = {"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
        document = policy(*(about | statement for statement in case.bucket))
        as_operator(world, owner, "s3", "PutBucketPolicy", Bucket=name, Policy=document)
    return name


def _caller(world: World, case: Case) -> Caller:
    """Return whoever asks, with credentials that IAM and STS gave out."""
    if case.who == "nobody":
        return ANONYMOUS
    extra = {} if case.session is None else {"Policy": policy(*case.session)}
    if case.who in ("s1", "s2"):
        params = {"RoleArn": ROLE, "RoleSessionName": case.who, **extra}
        return _keys(as_operator(world, ACCOUNT, "sts", "AssumeRole", **params)["Credentials"])
    made = as_operator(world, ACCOUNT, "iam", "CreateAccessKey", UserName="alice")["AccessKey"]
    keys = Keys(made["AccessKeyId"], made["SecretAccessKey"])
    if case.who == "alice":
        return keys
    granted = policy({"Action": "sts:GetFederationToken", "Resource": "*"})
    as_operator(world, ACCOUNT, "iam", "PutUserPolicy", UserName="alice", PolicyName="f", PolicyDocument=granted)
    reply = world.call("sts", "GetFederationToken", {"Name": "bob", **extra}, caller=keys)
    assert reply.ok, reply.error
    return _keys(reply.output["Credentials"])


def _keys(given: dict[str, Any]) -> Keys:
    return Keys(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


# --- beside the policies ----------------------------------------------------------------------------------------------


def test_a_public_policy_shuts_out_the_role_of_another_account_that_it_also_names() -> None:
    world = world_of_three("", "x")
    role = f"arn:aws:iam::{OTHER}:role/Operator"
    about = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}
    s3(world, "PutBucketPolicy", Policy=policy(about | EVERYBODY, about | to(role)))
    reading = {"Bucket": "reports", "Key": "x"}
    assert world.call("s3", "GetObject", reading, caller=Operator(OTHER)).ok
    s3(world, "PutPublicAccessBlock", PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
    reply = world.call("s3", "GetObject", reading, caller=Operator(OTHER))
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == ("AccessDenied", PLAIN)
    assert reply.record.refused_by == ("policy.verdict", "policy.kind.resource", "policy.deny")
    verdict = next(check for top in reply.record.why() for check in walk(top) if check.rule == "policy.verdict")
    assert verdict.fact("deciding") == (
        "bucket reports, RestrictPublicBuckets of Block Public Access, statement 1 (PolicyIsPublic)"
    )
    assert (verdict.place is not None, verdict.place and verdict.place.field) == (True, "public_access")


def test_a_copy_asks_the_restriction_of_its_source_too() -> None:
    world = world_of_three("", "x")
    about = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}
    s3(world, "PutBucketPolicy", Policy=policy(about | EVERYBODY))
    as_operator(world, OTHER, "s3", "CreateBucket", Bucket="theirs")
    copying = {"Bucket": "theirs", "Key": "copy", "CopySource": "reports/x"}
    assert world.call("s3", "CopyObject", copying, caller=Operator(OTHER)).ok
    s3(world, "PutPublicAccessBlock", PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
    reply = world.call("s3", "CopyObject", copying, caller=Operator(OTHER))
    assert reply.error is not None
    assert reply.error.code == "AccessDenied"
    assert "policy.deny" in reply.record.refused_by


@pytest.mark.parametrize("allowed", [False, True])
def test_a_stranger_is_denied_before_it_hears_that_bucket_policies_are_their_owner_s(*, allowed: bool) -> None:
    world = world_of_three()
    bob = a_user(world, OTHER, "bob", ALL_S3)
    if allowed:
        given = to(OTHER) | {"Action": "s3:*", "Resource": "arn:aws:s3:::reports"}
        s3(world, "PutBucketPolicy", Policy=policy(given))
    for operation, params in (
        ("PutBucketPolicy", {"Policy": "{}"}),
        ("GetBucketPolicy", {}),
        ("DeleteBucketPolicy", {}),
    ):
        reply = world.call("s3", operation, {"Bucket": "reports", **params}, caller=bob)
        assert reply.error is not None
        assert (reply.error.code, reply.error.status) == (
            ("MethodNotAllowed", 405) if allowed else ("AccessDenied", 403)
        )


def test_who_expects_another_owner_is_refused_whatever_the_policies_allow() -> None:
    world = world_of_three("", "x")
    given = to(OTHER) | {"Action": "s3:*", "Resource": "arn:aws:s3:::reports/*"}
    s3(world, "PutBucketPolicy", Policy=policy(given))
    for expected, code in ((ACCOUNT, None), (OTHER, "AccessDenied")):
        params = {"Bucket": "reports", "Key": "x", "ExpectedBucketOwner": expected}
        reply = world.call("s3", "GetObject", params, caller=Operator(OTHER))
        assert (reply.error.code if reply.error else None) == code
