"""Listing: order, groups, pages, and the permission that goes with a prefix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.world import World
from tests.builders import asked, done, keys_for, policy, role_of

KEYS = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), unique=True, max_size=12)
PATHS = st.lists(st.text("ab/", min_size=1, max_size=6), unique=True, max_size=12)


def holding(keys: list[str]) -> World:
    """Return a world with a bucket that holds the keys."""
    world = World(seed="listing")
    done(world, "s3", "CreateBucket", Bucket="reports")
    for key in keys:
        done(world, "s3", "PutObject", Bucket="reports", Key=key, Body=key.encode())
    return world


def pages(world: World, **params: Any) -> Iterator[dict[str, Any]]:
    """List page after page."""
    token: dict[str, str] = {}
    while True:
        page = done(world, "s3", "ListObjectsV2", Bucket="reports", **params, **token)
        yield page
        if "NextContinuationToken" not in page:
            return
        token = {"ContinuationToken": page["NextContinuationToken"]}


def keys_of(page: dict[str, Any]) -> list[str]:
    return [one["Key"] for one in page.get("Contents", [])]


def prefixes_of(page: dict[str, Any]) -> list[str]:
    return [one["Prefix"] for one in page.get("CommonPrefixes", [])]


@given(keys=KEYS, size=st.integers(1, 5))
def test_the_pages_together_are_all_keys_in_the_order_of_their_octets(keys: list[str], size: int) -> None:
    listed = [key for page in pages(holding(keys), MaxKeys=size) for key in keys_of(page)]
    assert listed == sorted(keys, key=lambda key: key.encode())


@given(keys=PATHS, size=st.integers(1, 4), prefix=st.sampled_from(["", "a", "a/", "b/a", "/"]))
def test_grouping_loses_no_key_and_counts_right(keys: list[str], size: int, prefix: str) -> None:
    found = list(pages(holding(keys), MaxKeys=size, Delimiter="/", Prefix=prefix))
    alone = {key for page in found for key in keys_of(page)}
    groups = [group for page in found for group in prefixes_of(page)]
    expected = {key for key in keys if key.startswith(prefix)}
    assert len(groups) == len(set(groups))
    assert alone == {key for key in expected if "/" not in key[len(prefix) :]}
    assert set(groups) == {prefix + key[len(prefix) :].split("/")[0] + "/" for key in expected - alone}
    for page in found:
        assert page["KeyCount"] == len(keys_of(page)) + len(prefixes_of(page)) <= size
        assert page["IsTruncated"] == (page is not found[-1])


@given(keys=PATHS, after=st.text("ab/", max_size=4))
def test_start_after_leaves_out_what_comes_before(keys: list[str], after: str) -> None:
    listed = [key for page in pages(holding(keys), StartAfter=after, MaxKeys=2) for key in keys_of(page)]
    assert listed == sorted(key for key in keys if key > after)


def test_a_page_is_answered_in_s3_s_shape() -> None:
    world = holding(["2026/q1.txt", "2026/q2/a.txt", "2026/q2/b.txt"])
    page = done(world, "s3", "ListObjectsV2", Bucket="reports", Prefix="2026/", Delimiter="/", FetchOwner=True)
    [content] = page.pop("Contents")
    assert page == {
        "Name": "reports",
        "Prefix": "2026/",
        "Delimiter": "/",
        "MaxKeys": 1000,
        "KeyCount": 2,
        "IsTruncated": False,
        "CommonPrefixes": [{"Prefix": "2026/q2/"}],
    }
    assert (content["Key"], content["Size"], content["StorageClass"]) == ("2026/q1.txt", 11, "STANDARD")
    assert content["ETag"].startswith('"')
    assert len(content["Owner"]["ID"]) == 64


def test_an_empty_page_has_no_contents() -> None:
    assert done(holding([]), "s3", "ListObjectsV2", Bucket="reports") == {
        "Name": "reports",
        "Prefix": "",
        "MaxKeys": 1000,
        "KeyCount": 0,
        "IsTruncated": False,
    }


@pytest.mark.parametrize(
    ("asking", "shown", "truncated"), [(0, 0, False), (1, 1, True), (2, 2, False), (5000, 1000, False)]
)
def test_a_page_has_the_size_that_is_asked_up_to_a_thousand(asking: int, shown: int, truncated: bool) -> None:
    page = done(holding(["a", "b"]), "s3", "ListObjectsV2", Bucket="reports", MaxKeys=asking)
    assert (page["MaxKeys"], page["IsTruncated"]) == (shown, truncated)
    assert page["KeyCount"] == min(asking, 2)


def test_keys_can_be_asked_for_in_url_encoding() -> None:
    page = done(holding(["a b/ä+c"]), "s3", "ListObjectsV2", Bucket="reports", EncodingType="url", Prefix="a b")
    assert keys_of(page) == ["a+b/%C3%A4%2Bc"]
    assert (page["Prefix"], page["EncodingType"]) == ("a+b", "url")


@pytest.mark.parametrize(
    ("change", "params"),
    [
        (lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), {}),
        (lambda token: token[:4] + ("A" if token[4] != "A" else "B") + token[5:], {}),
        (lambda token: "made up", {}),
        (lambda token: "", {}),
        (lambda token: "ü", {}),
        (lambda token: token, {"Prefix": "b"}),
        (lambda token: token, {"Delimiter": "/"}),
    ],
)
def test_a_token_works_unchanged_and_for_its_own_list_only(change: Any, params: dict[str, Any]) -> None:
    world = holding(["aaa", "bbb", "ccc"])
    token = done(world, "s3", "ListObjectsV2", Bucket="reports", MaxKeys=1)["NextContinuationToken"]
    reply = asked(world, "s3", "ListObjectsV2", Bucket="reports", ContinuationToken=change(token), **params)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == (
        "InvalidArgument",
        "The continuation token provided is incorrect",
    )
    assert reply.record.refused_by == ("s3.list.token",)


def test_a_page_cannot_have_less_than_no_keys() -> None:
    reply = asked(holding([]), "s3", "ListObjectsV2", Bucket="reports", MaxKeys=-1)
    assert reply.error is not None
    assert (reply.error.code, reply.error.extra["ArgumentName"]) == ("InvalidArgument", "max-keys")
    assert reply.record.refused_by == ("s3.list.size",)


@pytest.mark.parametrize(("prefix", "allowed"), [("ana/", True), ("ana/2026", True), ("bo/", False), (None, False)])
def test_a_policy_may_allow_a_prefix_only(prefix: str | None, allowed: bool) -> None:
    world = holding(["ana/1", "bo/1"])
    arn = role_of(world, "Readers")
    own = {
        "Action": "s3:ListBucket",
        "Resource": "arn:aws:s3:::reports",
        "Condition": {"StringLike": {"s3:prefix": "ana/*"}},
    }
    done(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="p", PolicyDocument=policy(own))
    params = {"Bucket": "reports"} | ({} if prefix is None else {"Prefix": prefix})
    reply = world.call("s3", "ListObjectsV2", params, caller=keys_for(world, arn))
    assert reply.ok is allowed
    if reply.error:
        assert 's3:ListBucket on resource: "arn:aws:s3:::reports" because' in reply.error.message
