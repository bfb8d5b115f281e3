"""A bucket's settings, who is told of them, and Block Public Access."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.callers import ANONYMOUS, Operator
from cogtui.cloud.services.s3.acl_grants import LOG_DELIVERY
from cogtui.cloud.services.s3.public_policy import is_public
from cogtui.cloud.world import World
from tests.builders import asked, done, policy
from tests.cloud.services.s3.buckets import ACCOUNT, OTHER, may, refusal, s3, someone, unblocked, with_bucket


@pytest.fixture
def world() -> World:
    return with_bucket("q1.txt")


ALL_ON = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
ENFORCED = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
EVERYBODY = may("GetObject") | {"Principal": "*"}


def test_a_new_bucket_has_aws_s_settings(world: World) -> None:
    owner = s3(world, "GetBucketAcl")["Owner"]
    grant = {"Grantee": {**owner, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}
    assert s3(world, "GetBucketAcl")["Grants"] == [grant] == s3(world, "GetObjectAcl", Key="q1.txt")["Grants"]
    assert s3(world, "GetBucketOwnershipControls") == {"OwnershipControls": ENFORCED}
    assert s3(world, "GetPublicAccessBlock") == {"PublicAccessBlockConfiguration": ALL_ON}
    assert s3(world, "GetBucketVersioning") == {}
    [rule] = s3(world, "GetBucketEncryption")["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_ownership_controls_are_deleted_and_put_again(world: World) -> None:
    s3(world, "DeleteBucketOwnershipControls")
    gone = ("OwnershipControlsNotFoundError", 404, "s3.bucket.ownership")
    assert refusal(world, "GetBucketOwnershipControls") == gone
    s3(world, "PutBucketOwnershipControls", OwnershipControls=ENFORCED)
    assert s3(world, "GetBucketOwnershipControls") == {"OwnershipControls": ENFORCED}
    none = refusal(world, "PutBucketOwnershipControls", OwnershipControls={"Rules": []})
    assert none == ("MalformedXML", 400, "s3.bucket.one_rule")


@pytest.mark.parametrize(
    ("operation", "params", "refused"),
    [
        ("PutObject", {"Key": "k", "ACL": "public-read"}, "AccessControlListNotSupported"),
        ("PutObject", {"Key": "k", "GrantRead": f"uri={LOG_DELIVERY}"}, "AccessControlListNotSupported"),
        ("CreateMultipartUpload", {"Key": "k", "ACL": "private"}, "AccessControlListNotSupported"),
        ("PutObjectAcl", {"Key": "q1.txt", "ACL": "bucket-owner-read"}, "AccessControlListNotSupported"),
        ("PutBucketAcl", {"ACL": "private"}, "AccessControlListNotSupported"),
        ("CreateBucket", {"Bucket": "new", "ACL": "public-read"}, "InvalidBucketAclWithObjectOwnership"),
        ("CreateBucket", {"Bucket": "new", "GrantRead": "uri=x"}, "InvalidBucketAclWithObjectOwnership"),
    ],
)
def test_access_control_lists_are_off(world: World, operation: str, params: dict[str, Any], refused: str) -> None:
    assert refusal(world, operation, **params) == (refused, 400, "s3.acl")


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("PutObject", {"Key": "k", "ACL": "bucket-owner-full-control"}),
        ("PutObjectAcl", {"Key": "q1.txt", "ACL": "bucket-owner-full-control"}),
        ("CreateBucket", {"Bucket": "new", "ACL": "private", "ObjectOwnership": "BucketOwnerEnforced"}),
    ],
)
def test_a_list_that_changes_nothing_is_taken(world: World, operation: str, params: dict[str, Any]) -> None:
    s3(world, operation, **params)


@pytest.mark.parametrize(
    "params",
    [
        {"ObjectLockEnabledForBucket": True},
        {"CreateBucketConfiguration": {"Bucket": {"Type": "Directory"}}},
    ],
)
def test_buckets_of_other_kinds_are_not_simulated(world: World, params: dict[str, Any]) -> None:
    assert refusal(world, "CreateBucket", **{"Bucket": "new", **params})[::2] == ("NotImplemented", "door.simulated")


def test_only_encryption_with_s3_s_own_keys_is_simulated(world: World) -> None:
    for algorithm, simulated in (("AES256", True), ("aws:kms", False)):
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}}
        configuration = {"Rules": [rule]}
        params = {"Bucket": "reports", "ServerSideEncryptionConfiguration": configuration}
        assert asked(world, "s3", "PutBucketEncryption", **params).ok is simulated
    assert s3(world, "DeleteBucketEncryption") == {}


def test_buckets_are_listed_in_pages_and_by_region(world: World) -> None:
    for name in ("alpha", "beta"):
        location = {"LocationConstraint": "eu-west-1"}
        done(world, "s3", "CreateBucket", Bucket=name, CreateBucketConfiguration=location)
    first = done(world, "s3", "ListBuckets", MaxBuckets=2)
    assert [one["Name"] for one in first["Buckets"]] == ["alpha", "beta"]
    rest = done(world, "s3", "ListBuckets", MaxBuckets=2, ContinuationToken=first["ContinuationToken"])
    assert [one["Name"] for one in rest["Buckets"]] == ["reports"]
    assert "ContinuationToken" not in rest
    there = done(world, "s3", "ListBuckets", BucketRegion="eu-west-1")["Buckets"]
    assert {(one["Name"], one["BucketRegion"]) for one in there} == {("alpha", "eu-west-1"), ("beta", "eu-west-1")}
    forged = asked(world, "s3", "ListBuckets", ContinuationToken="x")
    assert forged.record.refused_by == ("s3.list.token",)


def test_a_bucket_is_made_with_tags(world: World) -> None:
    tags = [{"Key": "team", "Value": "web"}]
    done(world, "s3", "CreateBucket", Bucket="new", CreateBucketConfiguration={"Tags": tags})
    assert done(world, "s3", "GetBucketTagging", Bucket="new") == {"TagSet": tags}


@pytest.mark.parametrize(
    ("expected", "refused"),
    [
        (OTHER, ("AccessDenied", 403, "s3.bucket.expected")),
        ("123", ("InvalidBucketOwnerAWSAccountID", 400, "s3.bucket.expected")),
    ],
)
@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("HeadBucket", {}),
        ("GetObject", {"Key": "q1.txt"}),
        ("PutObject", {"Key": "k"}),
        ("ListObjectsV2", {}),
        ("DeleteObjects", {"Delete": {"Objects": [{"Key": "q1.txt"}]}}),
        ("PutBucketPolicy", {"Policy": policy(EVERYBODY)}),
    ],
)
def test_a_bucket_of_another_account_than_expected_is_left_alone(
    world: World, operation: str, params: dict[str, Any], expected: str, refused: tuple[str, int, str]
) -> None:
    assert refusal(world, operation, **params, ExpectedBucketOwner=expected) == refused
    assert s3(world, "HeadBucket", ExpectedBucketOwner=ACCOUNT)


# --- Block Public Access ----------------------------------------------------------------------------------------------


def test_settings_that_are_put_are_shown_and_those_left_out_are_off(world: World) -> None:
    s3(world, "PutPublicAccessBlock", PublicAccessBlockConfiguration={"BlockPublicPolicy": True})
    shown = s3(world, "GetPublicAccessBlock")["PublicAccessBlockConfiguration"]
    assert shown == dict.fromkeys(ALL_ON, False) | {"BlockPublicPolicy": True}
    s3(world, "DeletePublicAccessBlock")
    gone = ("NoSuchPublicAccessBlockConfiguration", 404, "s3.public.settings")
    assert refusal(world, "GetPublicAccessBlock") == gone


def test_a_public_policy_is_refused_where_they_are_blocked(world: World) -> None:
    assert refusal(world, "PutBucketPolicy", Policy=policy(EVERYBODY)) == ("AccessDenied", 403, "s3.public.policy")
    s3(world, "PutPublicAccessBlock", PublicAccessBlockConfiguration={"BlockPublicPolicy": True})
    assert refusal(world, "PutBucketPolicy", Policy=policy(EVERYBODY)) == ("AccessDenied", 403, "s3.public.policy")
    s3(world, "PutBucketPolicy", Policy=policy(EVERYBODY | {"Principal": {"AWS": OTHER}}))
    s3(world, "DeletePublicAccessBlock")
    s3(world, "PutBucketPolicy", Policy=policy(EVERYBODY))


def test_strangers_are_kept_from_a_bucket_with_a_public_policy_where_it_says_so(world: World) -> None:
    named = EVERYBODY | {"Principal": {"AWS": OTHER}}
    unblocked(world)
    s3(world, "PutBucketPolicy", Policy=policy(EVERYBODY, named))
    reading = {"Bucket": "reports", "Key": "q1.txt"}
    strangers = (ANONYMOUS, Operator(OTHER))
    assert all(world.call("s3", "GetObject", reading, caller=one).ok for one in strangers)
    s3(world, "PutPublicAccessBlock", PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
    for one in strangers:
        assert refusal(world, "GetObject", Key="q1.txt", caller=one) == ("AccessDenied", 403, "policy.verdict")
    assert world.call("s3", "GetObject", reading, caller=someone(world)).ok, "the owner's own account stays in"
    s3(world, "PutBucketPolicy", Policy=policy(named))
    assert world.call("s3", "GetObject", reading, caller=Operator(OTHER)).ok


def test_whether_a_policy_is_public_is_told(world: World) -> None:
    assert refusal(world, "GetBucketPolicyStatus") == ("NoSuchBucketPolicy", 404, "s3.policy")
    unblocked(world)
    s3(world, "PutBucketPolicy", Policy=policy(EVERYBODY))
    assert s3(world, "GetBucketPolicyStatus") == {"PolicyStatus": {"IsPublic": True}}


def where(operator: str, **keys: Any) -> dict[str, Any]:
    """Return a statement for everybody on a condition; `aws__SourceIp` stands for the key aws:SourceIp."""
    return EVERYBODY | {"Condition": {operator: {key.replace("__", ":"): value for key, value in keys.items()}}}


@pytest.mark.parametrize(
    ("public", "statement"),
    [
        (True, EVERYBODY),
        (True, EVERYBODY | {"Principal": {"AWS": "*"}}),
        (True, EVERYBODY | {"Principal": {"AWS": [OTHER, "*"]}}),
        (True, EVERYBODY | {"Principal": {"Federated": "graph.facebook.com"}}),
        (True, {**may("GetObject"), "NotPrincipal": {"AWS": OTHER}}),
        (False, EVERYBODY | {"Effect": "Deny"}),
        (False, EVERYBODY | {"Principal": {"AWS": OTHER}}),
        (False, EVERYBODY | {"Principal": {"Service": "logging.s3.amazonaws.com"}}),
        (False, where("StringEquals", aws__SourceVpc="vpc-1")),
        (False, where("StringLike", aws__SourceVpc=["vpc-1", "vpc-2"])),
        (True, where("StringLike", aws__SourceVpc="vpc-*")),
        (True, where("StringEquals", aws__SourceVpc="${aws:PrincipalTag/vpc}")),
        (True, where("StringNotEquals", aws__SourceVpc="vpc-1")),
        (True, where("StringEqualsIfExists", aws__SourceVpc="vpc-1")),
        (True, where("StringLike", aws__Referer="https://example.com/")),
        (False, where("IpAddress", aws__SourceIp="203.0.113.0/24")),
        (False, where("IpAddress", aws__SourceIp=["8.0.0.0/8", "2a00::/32"])),
        (True, where("IpAddress", aws__SourceIp="0.0.0.0/1")),
        (True, where("IpAddress", aws__SourceIp="2000::/3")),
        (False, where("ArnLike", s3__DataAccessPointArn=f"arn:aws:s3:us-east-1:{OTHER}:accesspoint/*")),
        (True, where("ArnLike", s3__DataAccessPointArn="arn:aws:s3:us-east-1:*:accesspoint/x")),
    ],
)
def test_a_policy_is_public_unless_every_allow_is_for_somebody_in_particular(
    public: bool, statement: dict[str, Any]
) -> None:
    assert is_public(policy(statement)) is public
    assert is_public(policy(EVERYBODY | {"Principal": {"AWS": OTHER}}, statement)) is public
