"""Tags of objects and buckets, and the policies that look at them."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.world import World
from tests.cloud.services.s3.buckets import may, refusal, s3, someone, with_bucket


@pytest.fixture
def world() -> World:
    return with_bucket("q1.txt")


def tagging(**tags: str) -> dict[str, Any]:
    return {"TagSet": [{"Key": key, "Value": value} for key, value in tags.items()]}


def test_tags_of_an_object_are_put_shown_and_taken_away(world: World) -> None:
    assert s3(world, "GetObjectTagging", Key="q1.txt") == {"TagSet": []}
    s3(world, "PutObjectTagging", Key="q1.txt", Tagging=tagging(team="web", stage=""))
    assert s3(world, "GetObjectTagging", Key="q1.txt") == tagging(team="web", stage="")
    assert s3(world, "HeadObject", Key="q1.txt")["TagCount"] == 2
    s3(world, "DeleteObjectTagging", Key="q1.txt")
    assert s3(world, "GetObjectTagging", Key="q1.txt") == {"TagSet": []}
    assert "TagCount" not in s3(world, "HeadObject", Key="q1.txt")


def test_an_object_brings_its_tags_along_as_a_query(world: World) -> None:
    s3(world, "PutObject", Key="k", Tagging="team=web%20shop&stage=")
    assert s3(world, "GetObjectTagging", Key="k") == tagging(team="web shop", stage="")


def test_tags_of_a_bucket_are_put_shown_and_taken_away(world: World) -> None:
    assert refusal(world, "GetBucketTagging") == ("NoSuchTagSet", 404, "s3.bucket.tags")
    s3(world, "PutBucketTagging", Tagging=tagging(team="web"))
    assert s3(world, "GetBucketTagging") == tagging(team="web")
    s3(world, "DeleteBucketTagging")
    assert refusal(world, "GetBucketTagging")[0] == "NoSuchTagSet"


@pytest.mark.parametrize(
    ("tags", "code", "rule"),
    [
        ({f"k{n}": "" for n in range(11)}, "BadRequest", "s3.tags.count"),
        ({"aws:team": "x"}, "InvalidTag", "s3.tags"),
        ({"team": "x" * 257}, "InvalidTag", "s3.tags"),
        ({"k" * 129: "x"}, "InvalidTag", "s3.tags"),
    ],
)
def test_tags_that_an_object_cannot_have_are_refused(world: World, tags: dict[str, str], code: str, rule: str) -> None:
    assert refusal(world, "PutObjectTagging", Key="q1.txt", Tagging=tagging(**tags)) == (code, 400, rule)


def test_a_key_stands_once(world: World) -> None:
    twice = {"TagSet": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}
    assert refusal(world, "PutBucketTagging", Tagging=twice) == ("InvalidTag", 400, "s3.tags")
    assert refusal(world, "PutObject", Key="k", Tagging="a=1&a=2") == ("InvalidArgument", 400, "s3.tags.header")


def seeing(key: str, value: str, *actions: str) -> dict[str, Any]:
    return may(*actions) | {"Condition": {"StringEquals": {key: value}}}


def test_a_policy_opens_objects_by_their_tags(world: World) -> None:
    keys = someone(world, seeing("s3:ExistingObjectTag/team", "web", "GetObject"))
    assert refusal(world, "GetObject", Key="q1.txt", caller=keys)[:2] == ("AccessDenied", 403)
    s3(world, "PutObjectTagging", Key="q1.txt", Tagging=tagging(team="web"))
    reply = world.call("s3", "GetObject", {"Bucket": "reports", "Key": "q1.txt"}, caller=keys)
    assert reply.output["Body"] == b"q1.txt"
    assert "TagCount" not in reply.output, "how many there are is for those who may see them"


@pytest.mark.parametrize(
    ("operation", "params"),
    [("PutObject", {"Tagging": "team=web"}), ("PutObjectTagging", {"Tagging": tagging(team="web")})],
)
def test_a_policy_sees_the_tags_that_an_object_is_to_have(world: World, operation: str, params: dict[str, Any]) -> None:
    keys = someone(world, seeing("s3:RequestObjectTag/team", "web", "PutObject", "PutObjectTagging"))
    asking = {"Bucket": "reports", "Key": "q1.txt", **params}
    assert world.call("s3", operation, asking, caller=keys).ok
    other = {"Tagging": "team=app"} if operation == "PutObject" else {"Tagging": tagging(team="app")}
    assert refusal(world, operation, **(asking | other), caller=keys)[:2] == ("AccessDenied", 403)
