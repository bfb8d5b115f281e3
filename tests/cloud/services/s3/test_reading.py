"""Reading objects in part, on conditions, and with other headers than they have."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.world import World
from tests.builders import policy
from tests.cloud.services.s3.buckets import may, refusal, s3, someone, unblocked, with_bucket

PUT = datetime(2026, 1, 5, 9, tzinfo=UTC)
ETAG = f'"{hashlib.md5(b"q1.txt").hexdigest()}"'
"""Of `q1.txt`, which is its own key."""


@pytest.fixture
def world() -> World:
    return with_bucket("q1.txt")


@pytest.mark.parametrize(
    ("asked", "octets", "said"),
    [
        ("bytes=0-1", b"q1", "bytes 0-1/6"),
        ("bytes=3-", b"txt", "bytes 3-5/6"),
        ("bytes=-2", b"xt", "bytes 4-5/6"),
        ("bytes=-100", b"q1.txt", "bytes 0-5/6"),
        ("bytes=4-100", b"xt", "bytes 4-5/6"),
        ("bytes=5-5", b"t", "bytes 5-5/6"),
    ],
)
@pytest.mark.parametrize("operation", ["GetObject", "HeadObject"])
def test_a_part_of_an_object_says_which_part_it_is(
    world: World, operation: str, asked: str, octets: bytes, said: str
) -> None:
    found = s3(world, operation, Key="q1.txt", Range=asked)
    assert found.get("Body", octets) == octets
    assert (found["ContentRange"], found["ContentLength"]) == (said, len(octets))


@pytest.mark.parametrize("asked", ["bytes=2-1", "bytes=0-1,3-4", "octets=0-1", "bytes=-", "bytes=x-y"])
def test_what_is_no_single_range_is_passed_over(world: World, asked: str) -> None:
    found = s3(world, "GetObject", Key="q1.txt", Range=asked)
    assert found["Body"] == b"q1.txt"
    assert "ContentRange" not in found


@pytest.mark.parametrize("asked", ["bytes=6-", "bytes=6-7", "bytes=-0"])
def test_octets_that_the_object_has_not_are_refused(world: World, asked: str) -> None:
    assert refusal(world, "GetObject", Key="q1.txt", Range=asked) == ("InvalidRange", 416, "s3.object.range")


HOUR = timedelta(hours=1)
HELD: dict[str, tuple[dict[str, Any], str]] = {
    "the etag matches": ({"IfMatch": ETAG}, ""),
    "the etag matches without quotes": ({"IfMatch": ETAG.strip('"')}, ""),
    "one of the etags matches": ({"IfMatch": f'"x", {ETAG}'}, ""),
    "any etag will do": ({"IfMatch": "*"}, ""),
    "the etag does not match": ({"IfMatch": '"x"'}, "PreconditionFailed"),
    "unmodified since": ({"IfUnmodifiedSince": PUT}, ""),
    "modified since": ({"IfUnmodifiedSince": PUT - HOUR}, "PreconditionFailed"),
    "a matching etag outranks the time": ({"IfMatch": ETAG, "IfUnmodifiedSince": PUT - HOUR}, ""),
    "another etag is known": ({"IfNoneMatch": '"x"'}, ""),
    "the etag is known": ({"IfNoneMatch": ETAG}, "NotModified"),
    "the weak etag is known": ({"IfNoneMatch": f"W/{ETAG}"}, "NotModified"),
    "modified since the last look": ({"IfModifiedSince": PUT - HOUR}, ""),
    "a time without a zone is in UTC": ({"IfModifiedSince": (PUT - HOUR).replace(tzinfo=None)}, ""),
    "not modified since the last look": ({"IfModifiedSince": PUT}, "NotModified"),
    "a new etag outranks the time": ({"IfNoneMatch": '"x"', "IfModifiedSince": PUT}, ""),
}


@pytest.mark.parametrize("operation", ["GetObject", "HeadObject"])
@pytest.mark.parametrize(("params", "code"), HELD.values(), ids=HELD.keys())
def test_an_object_is_given_on_conditions(world: World, operation: str, params: dict[str, Any], code: str) -> None:
    if code:
        status, rule = {"PreconditionFailed": (412, "s3.condition"), "NotModified": (304, "s3.condition.new")}[code]
        assert refusal(world, operation, Key="q1.txt", **params) == (code, status, rule)
    else:
        assert s3(world, operation, Key="q1.txt", **params)["ETag"] == ETAG


def test_what_is_said_of_an_object_comes_back(world: World) -> None:
    said: dict[str, Any] = {
        "ContentType": "text/html",
        "CacheControl": "no-cache",
        "ContentDisposition": "attachment",
        "ContentEncoding": "gzip",
        "ContentLanguage": "de",
        "Expires": PUT,
    }
    s3(world, "PutObject", Key="page", **said)
    assert s3(world, "GetObject", Key="page").items() >= said.items()
    wanted = {f"Response{name}": value if name == "Expires" else f"other-{name}" for name, value in said.items()}
    found = s3(world, "GetObject", Key="page", **wanted)
    assert found.items() >= {name.removeprefix("Response"): value for name, value in wanted.items()}.items()


def test_anonymous_readers_take_headers_as_they_are(world: World) -> None:
    unblocked(world)
    s3(world, "PutBucketPolicy", Policy=policy(may("GetObject") | {"Principal": "*"}))
    assert refusal(world, "GetObject", Key="q1.txt", caller=ANONYMOUS, ResponseContentType="text/html") == (
        "InvalidRequest",
        400,
        "s3.object.overrides",
    )


def test_the_only_version_is_null(world: World) -> None:
    assert s3(world, "GetObject", Key="q1.txt", VersionId="null")["VersionId"] == "null"
    assert "VersionId" not in s3(world, "GetObject", Key="q1.txt")
    for operation in ("GetObject", "HeadObject", "DeleteObject", "GetObjectTagging", "GetObjectAcl"):
        assert refusal(world, operation, Key="q1.txt", VersionId="x") == (
            "InvalidArgument",
            400,
            "s3.object.version",
        )


@pytest.mark.parametrize(
    ("key", "params", "refused"),
    [
        ("new", {"IfNoneMatch": "*"}, None),
        ("q1.txt", {"IfMatch": ETAG}, None),
        ("q1.txt", {"IfNoneMatch": "*"}, ("PreconditionFailed", 412, "s3.condition")),
        ("q1.txt", {"IfMatch": '"x"'}, ("PreconditionFailed", 412, "s3.condition")),
        ("new", {"IfMatch": ETAG}, ("NoSuchKey", 404, "s3.object")),
        ("new", {"IfNoneMatch": ETAG}, ("NotImplemented", 501, "s3.condition.form")),
    ],
)
def test_an_object_is_put_on_conditions(
    world: World, key: str, params: dict[str, Any], refused: tuple[str, int, str] | None
) -> None:
    if refused:
        assert refusal(world, "PutObject", Key=key, Body=b"new", **params) == refused
    else:
        s3(world, "PutObject", Key=key, Body=b"new", **params)
        assert s3(world, "GetObject", Key=key)["Body"] == b"new"


def test_who_puts_over_what_must_match_must_be_able_to_read_it(world: World) -> None:
    keys = someone(world, may("PutObject"))
    assert refusal(world, "PutObject", Key="q1.txt", IfMatch=ETAG, caller=keys)[:2] == ("AccessDenied", 403)


def test_deleting_on_a_condition_spares_another_object(world: World) -> None:
    assert refusal(world, "DeleteObject", Key="q1.txt", IfMatch='"x"') == ("PreconditionFailed", 412, "s3.condition")
    assert s3(world, "DeleteObject", Key="q1.txt", IfMatch=ETAG) == {}
    assert s3(world, "DeleteObject", Key="q1.txt", IfMatch=ETAG) == {}


@pytest.mark.parametrize("storage", [{"StorageClass": "GLACIER"}, {"ServerSideEncryption": "aws:kms"}])
def test_ways_of_keeping_that_are_not_simulated_say_so(world: World, storage: dict[str, str]) -> None:
    assert refusal(world, "PutObject", Key="k", **storage) == ("NotImplemented", 501, "door.simulated")


def test_the_usual_way_of_keeping_may_be_asked_for(world: World) -> None:
    sent = s3(world, "PutObject", Key="k", StorageClass="STANDARD", ServerSideEncryption="AES256")
    assert sent["ServerSideEncryption"] == "AES256"
