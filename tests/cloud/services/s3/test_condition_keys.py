"""The condition keys of S3: how a request is signed, what it asks for, what the object is like."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Origin, Signed
from cogtui.cloud.signing.presigning import presigned
from cogtui.cloud.signing.sigv4 import EMPTY_HASH
from cogtui.cloud.world import World
from tests.builders import policy
from tests.cloud.services.s3.buckets import ACCOUNT, may, s3
from tests.cloud.services.s3.cast import a_user, answer, as_operator, world_of_three

HOST = "reports.s3.us-east-1.amazonaws.com"


@pytest.fixture
def world() -> World:
    return world_of_three("", "q1.txt")


def allowing(world: World, name: str, *statements: dict[str, Any]) -> Keys:
    return a_user(world, ACCOUNT, name, *statements)


def in_url(world: World, keys: Keys, *, age: float = 0) -> Caller:
    """Return whoever opens a URL that the keys signed `age` seconds ago."""
    url = presigned(keys, (f"https://{HOST}", "/q1.txt"), region="us-east-1", at=world.now - age, seconds=3600)
    parts = urlsplit(url)
    return Signed("GET", parts.path, parts.query, (("host", HOST),), EMPTY_HASH, world.now, keys.access_key_id)


def test_a_policy_can_ask_for_signatures_in_headers_or_in_urls(world: World) -> None:
    def only(way: str) -> dict[str, Any]:
        return may("GetObject") | {"Condition": {"StringEquals": {"s3:authType": way}}}

    header, url = allowing(world, "ann", only("REST-HEADER")), allowing(world, "bea", only("REST-QUERY-STRING"))
    found = {
        (name, way): answer(world, caller, "GetObject", Key="q1.txt")
        for name, keys in (("header", header), ("url", url))
        for way, caller in (("header", keys), ("url", in_url(world, keys)))
    }
    allowed = {(name, way): "ok" if name == way else "AccessDenied" for name, way in found}
    assert found == allowed


@pytest.mark.parametrize(("age", "said"), [(599, "ok"), (601, "AccessDenied")])
def test_a_policy_can_shorten_the_life_of_presigned_urls(world: World, age: float, said: str) -> None:
    keys = allowing(world, "ann", may("GetObject"))
    young = {"NumericGreaterThan": {"s3:signatureAge": "600000"}}
    statement = may("GetObject") | {"Effect": "Deny", "Principal": "*", "Condition": young}
    s3(world, "PutBucketPolicy", Policy=policy(statement))
    assert answer(world, in_url(world, keys, age=age), "GetObject", Key="q1.txt") == said
    assert answer(world, keys, "GetObject", Key="q1.txt") == "ok"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("s3:signatureversion", "AWS4-HMAC-SHA256"),
        ("s3:x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        ("s3:ResourceAccount", ACCOUNT),
        ("s3:TlsVersion", "1.3"),
        ("aws:ResourceAccount", ACCOUNT),
    ],
)
def test_what_a_presigned_request_says_of_itself(world: World, key: str, value: str) -> None:
    keys = allowing(world, "ann", may("GetObject") | {"Condition": {"StringEquals": {key: value}}})
    assert answer(world, in_url(world, keys), "GetObject", Key="q1.txt") == "ok"
    others = allowing(world, "bea", may("GetObject") | {"Condition": {"StringNotEquals": {key: value}}})
    assert answer(world, in_url(world, others), "GetObject", Key="q1.txt") == "AccessDenied"


def test_a_page_may_show_an_object_that_others_may_not(world: World) -> None:
    page = {"StringLike": {"aws:Referer": "https://www.example.com/*"}}
    s3(world, "PutBucketPolicy", Policy=policy(may("GetObject") | {"Principal": "*", "Condition": page}))
    found = {
        referer: world.call(
            "s3", "GetObject", {"Bucket": "reports", "Key": "q1.txt"}, caller=ANONYMOUS, origin=Origin(referer=referer)
        ).ok
        for referer in ("https://www.example.com/a", "https://elsewhere.example.com/", "")
    }
    assert list(found.values()) == [True, False, False]


@pytest.mark.parametrize(
    ("operator", "key", "value", "params", "allowed"),
    [
        ("StringLike", "s3:prefix", "home/*", {"Prefix": "home/x"}, True),
        ("StringEquals", "s3:prefix", "home/*", {"Prefix": "home/x"}, False),
        ("StringLike", "s3:prefix", "*", {}, False),
        ("StringEquals", "s3:prefix", "", {"Prefix": ""}, True),
        ("StringEquals", "s3:delimiter", "/", {"Delimiter": "/"}, True),
        ("StringEquals", "s3:delimiter", "/", {}, False),
        ("NumericLessThanEquals", "s3:max-keys", "10", {"MaxKeys": 10}, True),
        ("NumericLessThanEquals", "s3:max-keys", "10", {"MaxKeys": 11}, False),
        ("NumericLessThanEquals", "s3:max-keys", "10", {}, False),
    ],
)
@pytest.mark.parametrize("operation", ["ListObjectsV2", "ListObjects"])
def test_what_a_listing_asks_for(  # noqa: PLR0917 - a table
    world: World, operation: str, operator: str, key: str, value: str, params: dict[str, Any], *, allowed: bool
) -> None:
    keys = allowing(world, "ann", may("ListBucket", on="") | {"Condition": {operator: {key: value}}})
    assert answer(world, keys, operation, **params) == ("ok" if allowed else "AccessDenied")


@pytest.mark.parametrize(
    ("operation", "actions", "condition", "params", "allowed"),
    [
        ("PutObject", ["PutObject"], {"s3:x-amz-server-side-encryption": "AES256"}, {}, False),
        (
            "PutObject",
            ["PutObject"],
            {"s3:x-amz-server-side-encryption": "AES256"},
            {"ServerSideEncryption": "AES256"},
            True,
        ),
        (
            "PutObject",
            ["PutObject", "PutObjectTagging"],
            {"s3:RequestObjectTag/team": "red"},
            {"Tagging": "team=red"},
            True,
        ),
        (
            "PutObject",
            ["PutObject", "PutObjectTagging"],
            {"s3:RequestObjectTag/team": "red"},
            {"Tagging": "team=x"},
            False,
        ),
        ("GetObject", ["GetObject"], {"s3:ExistingObjectTag/team": "red"}, {}, True),
        ("GetObject", ["GetObject"], {"s3:ExistingObjectTag/team": "blue"}, {}, False),
        ("GetObject", ["GetObject*"], {"s3:VersionId": "null"}, {"VersionId": "null"}, True),
        ("GetObject", ["GetObject*"], {"s3:VersionId": "null"}, {}, False),
    ],
)
def test_what_a_request_says_of_the_object(
    world: World,
    operation: str,
    actions: list[str],
    condition: dict[str, str],
    params: dict[str, Any],
    *,
    allowed: bool,
) -> None:
    s3(world, "PutObjectTagging", Key="q1.txt", Tagging={"TagSet": [{"Key": "team", "Value": "red"}]})
    keys = allowing(world, "ann", may(*actions) | {"Condition": {"StringEquals": condition}})
    assert answer(world, keys, operation, Key="q1.txt", **params) == ("ok" if allowed else "AccessDenied")


@pytest.mark.parametrize(
    ("operation", "params", "needs"),
    [
        ("HeadObject", {"Key": "q1.txt"}, {"GetObject": "/*"}),
        ("HeadBucket", {}, {"ListBucket": ""}),
        ("ListObjectVersions", {}, {"ListBucketVersions": ""}),
        ("GetObject", {"Key": "q1.txt", "VersionId": "null"}, {"GetObjectVersion": "/*"}),
        ("PutObject", {"Key": "k", "Tagging": "a=b"}, {"PutObject": "/*", "PutObjectTagging": "/*"}),
        ("CopyObject", {"Key": "k", "CopySource": "reports/q1.txt"}, {"PutObject": "/k", "GetObject": "/q1.txt"}),
        ("DeleteObject", {"Key": "q1.txt"}, {"DeleteObject": "/*"}),
        ("CreateMultipartUpload", {"Key": "k"}, {"PutObject": "/*"}),
        ("ListMultipartUploads", {}, {"ListBucketMultipartUploads": ""}),
        ("DeletePublicAccessBlock", {}, {"PutBucketPublicAccessBlock": ""}),
        ("DeleteBucketOwnershipControls", {}, {"PutBucketOwnershipControls": ""}),
        ("GetBucketAcl", {}, {"GetBucketAcl": ""}),
    ],
)
def test_an_operation_asks_for_its_actions_each_and_all(
    world: World, operation: str, params: dict[str, Any], needs: dict[str, str]
) -> None:
    statements = [may(action, on=on) for action, on in needs.items()]
    assert answer(world, allowing(world, "all", *statements), operation, **params) == "ok"
    for action, on in needs.items():
        missing = may(action, on=on) | {"Effect": "Deny"}
        without = allowing(world, f"all-but-{action}", *statements, missing)
        assert answer(world, without, operation, **params) == "AccessDenied"


@pytest.mark.parametrize(("listing", "code"), [(True, "NoSuchKey"), (False, "AccessDenied")])
def test_who_may_list_is_told_what_is_missing(world: World, *, listing: bool, code: str) -> None:
    statements = [may("GetObject"), *([may("ListBucket", on="")] if listing else [])]
    keys = allowing(world, "ann", *statements)
    assert [answer(world, keys, name, Key="none") for name in ("GetObject", "HeadObject")] == [code] * 2


def test_each_of_many_deletions_is_judged_by_itself(world: World) -> None:
    s3(world, "PutObject", Key="keep")
    keys = allowing(world, "ann", may("DeleteObject", on="/q*"))
    params = {"Bucket": "reports", "Delete": {"Objects": [{"Key": "q1.txt"}, {"Key": "keep"}]}}
    found = world.call("s3", "DeleteObjects", params, caller=keys).output
    assert [one["Key"] for one in found["Deleted"]] == ["q1.txt"]
    assert [(one["Key"], one["Code"]) for one in found["Errors"]] == [("keep", "AccessDenied")]


def test_the_root_user_gets_at_the_bucket_policy_whatever_it_says(world: World) -> None:
    world.act("endpoint.root_key", access_key_id="AKIAROOT", secret_access_key="secret", title="a root key")
    root = Keys("AKIAROOT", "secret")
    everything = {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}
    both = ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
    s3(world, "PutBucketPolicy", Policy=policy(everything | {"Resource": both}))
    assert answer(world, root, "GetObject", Key="q1.txt") == "AccessDenied"
    reply = world.call("s3", "DeleteBucketPolicy", {"Bucket": "reports"}, caller=world.operator)
    assert not reply.ok
    assert answer(world, root, "GetBucketPolicy") == "ok"
    assert answer(world, root, "DeleteBucketPolicy") == "ok"
    assert as_operator(world, ACCOUNT, "s3", "GetObject", Bucket="reports", Key="q1.txt")["Body"] == b"q1.txt"
