"""Buckets: who may have which name, where, and until when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cogtui.cloud.callers import Operator
from cogtui.cloud.world import World
from tests.builders import asked, done, keys_for, policy, role_of, state

OTHER = "444455556666"


@pytest.fixture
def world() -> World:
    return World(seed="s3", accounts=("111122223333", OTHER))


def test_a_new_bucket_is_found_and_listed(world: World) -> None:
    made = done(world, "s3", "CreateBucket", Bucket="reports")
    assert made == {"Location": "/reports", "BucketArn": "arn:aws:s3:::reports"}
    assert done(world, "s3", "HeadBucket", Bucket="reports")["BucketRegion"] == "us-east-1"
    listed = done(world, "s3", "ListBuckets")
    created = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert listed["Buckets"] == [{"Name": "reports", "CreationDate": created, "BucketArn": "arn:aws:s3:::reports"}]
    assert len(listed["Owner"]["ID"]) == 64


def test_an_account_lists_its_own_buckets_only_and_by_prefix(world: World) -> None:
    for name in ("reports-2", "reports-1", "backup"):
        done(world, "s3", "CreateBucket", Bucket=name)
    world.call("s3", "CreateBucket", {"Bucket": "reports-3"}, caller=Operator(OTHER))
    names = [bucket["Name"] for bucket in done(world, "s3", "ListBuckets", Prefix="reports")["Buckets"]]
    assert names == ["reports-1", "reports-2"]


def created(world: World, region: str, location: str, **params: Any) -> Any:
    """Make the bucket `reports` at a region's endpoint, with or without a location."""
    configuration = {"CreateBucketConfiguration": {"LocationConstraint": location}} if location else {}
    asking = {"Bucket": "reports", **configuration, **params}
    return world.call("s3", "CreateBucket", asking, caller=world.operator, region=region)


@pytest.mark.parametrize(
    ("endpoint", "location", "region", "answer"),
    [
        ("us-east-1", "", "us-east-1", "/reports"),
        ("us-east-1", "eu-west-1", "eu-west-1", "http://reports.s3.amazonaws.com/"),
        ("us-east-1", "EU", "eu-west-1", "http://reports.s3.amazonaws.com/"),
        ("eu-west-1", "eu-west-1", "eu-west-1", "http://reports.s3.amazonaws.com/"),
    ],
)
def test_a_bucket_stands_where_the_endpoint_and_the_location_say(
    world: World, endpoint: str, location: str, region: str, answer: str
) -> None:
    assert created(world, endpoint, location).output["Location"] == answer
    assert done(world, "s3", "HeadBucket", Bucket="reports")["BucketRegion"] == region
    shown = done(world, "s3", "GetBucketLocation", Bucket="reports")
    assert shown.get("LocationConstraint", "us-east-1") == region


@pytest.mark.parametrize(
    ("endpoint", "location", "code", "says", "refused"),
    [
        (
            "eu-west-1",
            "",
            "IllegalLocationConstraintException",
            "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
            "s3.bucket.location",
        ),
        (
            "eu-west-1",
            "us-west-2",
            "IllegalLocationConstraintException",
            "The us-west-2 location constraint is incompatible for the region specific endpoint this request was sent to.",
            "s3.bucket.location",
        ),
        (
            "us-east-1",
            "us-east-1",
            "InvalidLocationConstraint",
            "The specified location-constraint is not valid",
            "door.parameters",
        ),
    ],
)
def test_a_location_that_does_not_fit_is_refused(
    endpoint: str, location: str, code: str, says: str, refused: str
) -> None:
    world = World()
    before = state(world)
    reply = created(world, endpoint, location)
    assert (reply.error.code, reply.error.message, reply.error.status) == (code, says, 400)
    assert reply.record.refused_by == (refused,)
    assert state(world) == before


@pytest.mark.parametrize(
    ("account", "region", "code"),
    [
        ("111122223333", "us-east-1", None),
        ("111122223333", "eu-west-1", "BucketAlreadyOwnedByYou"),
        (OTHER, "us-east-1", "BucketAlreadyExists"),
        (OTHER, "eu-west-1", "BucketAlreadyExists"),
    ],
)
def test_a_name_belongs_to_one_account_in_the_whole_world(
    world: World, account: str, region: str, code: str | None
) -> None:
    created(world, region, "" if region == "us-east-1" else region)
    before = state(world)
    asking: dict[str, Any] = {"Bucket": "reports"}
    if region != "us-east-1":
        asking["CreateBucketConfiguration"] = {"LocationConstraint": region}
    reply = world.call("s3", "CreateBucket", asking, caller=Operator(account), region=region)
    assert (reply.error.code if reply.error else None) == code
    if reply.error:
        assert reply.error.status == 409
        assert reply.error.extra == {"BucketName": "reports"}
        assert reply.record.refused_by == ("s3.bucket.free",)
    assert state(world) == before


@pytest.mark.parametrize("name", ["ab", "Reports", "192.168.0.1", "a..b", "-reports", "x" * 64])
def test_names_that_no_bucket_can_have_are_refused(world: World, name: str) -> None:
    reply = asked(world, "s3", "CreateBucket", Bucket=name)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == ("InvalidBucketName", "The specified bucket is not valid.")
    assert reply.record.refused_by == ("door.parameters",)


def test_a_bucket_goes_only_when_it_is_empty(world: World) -> None:
    done(world, "s3", "CreateBucket", Bucket="reports")
    done(world, "s3", "PutObject", Bucket="reports", Key="a", Body=b"x")
    before = state(world)
    reply = asked(world, "s3", "DeleteBucket", Bucket="reports")
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("BucketNotEmpty", 409)
    assert reply.record.refused_by == ("s3.bucket.empty",)
    assert state(world) == before
    done(world, "s3", "DeleteObject", Bucket="reports", Key="a")
    done(world, "s3", "DeleteBucket", Bucket="reports")
    assert done(world, "s3", "ListBuckets")["Buckets"] == []


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("HeadBucket", {}),
        ("GetBucketLocation", {}),
        ("DeleteBucket", {}),
        ("PutBucketPolicy", {"Policy": "{}"}),
        ("GetBucketPolicy", {}),
        ("DeleteBucketPolicy", {}),
        ("PutObject", {"Key": "a"}),
        ("GetObject", {"Key": "a"}),
        ("HeadObject", {"Key": "a"}),
        ("DeleteObject", {"Key": "a"}),
        ("ListObjectsV2", {}),
    ],
)
def test_that_a_bucket_is_not_there_is_told_before_any_permission_is_asked(
    world: World, operation: str, params: dict[str, Any]
) -> None:
    keys = keys_for(world, role_of(world, "Nobody"))
    reply = world.call("s3", operation, {"Bucket": "ghost", **params}, caller=keys)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("NoSuchBucket", 404)
    assert reply.error.message == "The specified bucket does not exist"
    assert reply.error.extra == {"BucketName": "ghost"}
    assert reply.record.refused_by == ("s3.bucket",)


def granting(bucket: str = "reports", **changes: Any) -> str:
    usual = {"Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    return policy({name: value for name, value in (usual | changes).items() if value is not None})


def test_a_bucket_policy_comes_back_as_it_was_given_until_it_is_deleted(world: World) -> None:
    done(world, "s3", "CreateBucket", Bucket="reports")
    done(world, "s3", "DeletePublicAccessBlock", Bucket="reports")
    missing = asked(world, "s3", "GetBucketPolicy", Bucket="reports")
    assert missing.error is not None
    assert (missing.error.code, missing.error.status) == ("NoSuchBucketPolicy", 404)
    assert missing.record.refused_by == ("s3.policy",)
    done(world, "s3", "PutBucketPolicy", Bucket="reports", Policy=granting())
    assert done(world, "s3", "GetBucketPolicy", Bucket="reports") == {"Policy": granting()}
    done(world, "s3", "DeleteBucketPolicy", Bucket="reports")
    assert not asked(world, "s3", "GetBucketPolicy", Bucket="reports").ok
    assert asked(world, "s3", "DeleteBucketPolicy", Bucket="reports").ok


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("not JSON", "Policies must be valid JSON and the first byte must be '{'"),
        (' \n"x"', "Policies must be valid JSON and the first byte must be '{'"),
        ("{}", "Missing required field Statement"),
        (granting(Principal=None), "Missing required field Principal"),
        (granting(Principal={"AWS": "arn:aws:iam::111122223333:role/Ghost"}), "Invalid principal in policy"),
        (granting(Principal={"AWS": "arn:aws:iam::111122223333:role/*"}), "Invalid principal in policy"),
        (granting(Principal={"Service": "lamda.amazonaws.com"}), "Invalid principal in policy"),
        (granting(Action="iam:GetRole"), "Policy has invalid action"),
        (granting(Resource=None), "Missing required field Resource"),
        (granting("backup"), "Policy has invalid resource"),
        (granting(Resource="*"), "Policy has invalid resource"),
        (granting(Resource="arn:aws:s3:::reports"), "Action does not apply to any resource(s) in statement"),
        (granting(Action="s3:ListBucket"), "Action does not apply to any resource(s) in statement"),
        (granting(Sid="x" * 20_480), "Policy exceeds the maximum allowed document size of 20480 bytes"),
    ],
)
def test_a_bucket_policy_that_s3_cannot_use_is_refused(world: World, document: str, says: str) -> None:
    done(world, "s3", "CreateBucket", Bucket="reports")
    before = state(world)
    reply = asked(world, "s3", "PutBucketPolicy", Bucket="reports", Policy=document)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message, reply.error.status) == ("MalformedPolicy", says, 400)
    assert reply.record.refused_by == ("s3.policy.document",)
    assert state(world) == before


@pytest.mark.parametrize(
    "document",
    [
        granting(Action="*", Resource="arn:aws:s3:::reports"),
        granting(Action="s3:*"),
        granting(Action="s3:Get*", Resource=["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]),
        granting(Action=["s3:ListBucket", "s3:GetObject"], Resource="arn:aws:s3:::reports*"),
        granting(Principal={"AWS": [OTHER, "arn:aws:iam::999988887777:role/Elsewhere"]}),
        granting(Principal={"Service": "logging.s3.amazonaws.com"}),
    ],
)
def test_a_bucket_policy_that_s3_can_use_is_kept(world: World, document: str) -> None:
    done(world, "s3", "CreateBucket", Bucket="reports")
    done(world, "s3", "DeletePublicAccessBlock", Bucket="reports")
    done(world, "s3", "PutBucketPolicy", Bucket="reports", Policy=document)


@pytest.mark.parametrize(
    ("operation", "params", "method"),
    [
        ("PutBucketPolicy", {"Policy": granting()}, "PUT"),
        ("GetBucketPolicy", {}, "GET"),
        ("DeleteBucketPolicy", {}, "DELETE"),
    ],
)
def test_no_permission_lets_another_account_handle_a_bucket_s_policy(
    world: World, operation: str, params: dict[str, Any], method: str
) -> None:
    done(world, "s3", "CreateBucket", Bucket="reports")
    everything = granting(Principal={"AWS": OTHER}, Action="s3:*", Resource="arn:aws:s3:::reports")
    done(world, "s3", "PutBucketPolicy", Bucket="reports", Policy=everything)
    reply = world.call("s3", operation, {"Bucket": "reports", **params}, caller=Operator(OTHER))
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("MethodNotAllowed", 405)
    assert reply.error.extra == {"Method": method, "ResourceType": "BUCKETPOLICY"}
    assert reply.record.refused_by == ("s3.bucket.owner",)
