"""Lists that go on behind a marker agree with those that go on by a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.world import World
from tests.cloud.services.s3.buckets import refusal, s3, with_bucket

PATHS = st.lists(st.text("ab/", min_size=1, max_size=6), unique=True, max_size=12)


def pages(world: World, operation: str, **params: Any) -> Iterator[dict[str, Any]]:
    """List page after page, as SDKs do."""
    marker: dict[str, Any] = {}
    while True:
        page = s3(world, operation, **params, **marker)
        yield page
        if not page["IsTruncated"]:
            return
        if operation == "ListObjects":
            marker = {"Marker": page.get("NextMarker") or page["Contents"][-1]["Key"]}
        else:
            marker = {"KeyMarker": page["NextKeyMarker"]}


def lines(page: dict[str, Any]) -> set[str]:
    rows = page.get("Contents", []) + page.get("Versions", []) + page.get("CommonPrefixes", [])
    return {row.get("Key", row.get("Prefix")) for row in rows}


@pytest.mark.parametrize("operation", ["ListObjects", "ListObjectVersions"])
@given(
    keys=PATHS,
    size=st.integers(1, 4),
    prefix=st.sampled_from(["", "a", "a/", "b/a"]),
    delimiter=st.sampled_from(["", "/"]),
)
def test_every_line_is_listed_once_whatever_the_size_of_a_page(
    operation: str, keys: list[str], size: int, prefix: str, delimiter: str
) -> None:
    world = with_bucket(*keys)
    grouping = {"Prefix": prefix, **({"Delimiter": delimiter} if delimiter else {})}
    whole = s3(world, "ListObjectsV2", **grouping)
    found = [lines(page) for page in pages(world, operation, MaxKeys=size, **grouping)]
    assert all(len(page) <= size for page in found)
    assert sum(map(len, found)) == whole["KeyCount"]
    assert set[str]().union(*found) == lines(whole)


def test_the_old_list_names_the_owner_and_no_next_marker_without_groups() -> None:
    world = with_bucket("a", "b/1", "b/2", "c")
    plain = s3(world, "ListObjects", MaxKeys=1)
    assert "NextMarker" not in plain
    assert len(plain["Contents"][0]["Owner"]["ID"]) == 64
    grouped = s3(world, "ListObjects", MaxKeys=2, Delimiter="/")
    assert (grouped["NextMarker"], grouped["CommonPrefixes"]) == ("b/", [{"Prefix": "b/"}])
    assert [one["Key"] for one in s3(world, "ListObjects", Marker="b/", Delimiter="/")["Contents"]] == ["c"]


def test_keys_are_spelled_for_xml_on_request() -> None:
    world = with_bucket("a b/ü+.txt")
    shown = s3(world, "ListObjects", EncodingType="url")
    assert shown["Contents"][0]["Key"] == "a+b/%C3%BC%2B.txt"
    assert s3(world, "ListObjectVersions", EncodingType="url")["Versions"][0]["Key"] == "a+b/%C3%BC%2B.txt"


def test_each_object_has_one_version() -> None:
    [version] = s3(with_bucket("a"), "ListObjectVersions")["Versions"]
    assert (version["VersionId"], version["IsLatest"], version["Size"]) == ("null", True, 1)


@pytest.mark.parametrize("operation", ["ListObjects", "ListObjectVersions", "ListObjectsV2"])
def test_a_page_may_be_empty_but_not_less(operation: str) -> None:
    world = with_bucket("a")
    empty = s3(world, operation, MaxKeys=0)
    assert (empty["IsTruncated"], lines(empty)) == (False, set())
    assert refusal(world, operation, MaxKeys=-1) == ("InvalidArgument", 400, "s3.list.size")
