"""Listing a bucket: keys in the order of their octets, grouped at a delimiter, in pages (S3 API Reference, ListObjectsV2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import quote_plus

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.paging import Page, Paging, page_of
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import OBJECTS, Bucket, S3Object, canonical_id
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, also_takes

Output = dict[str, Any]
Row = TypeVar("Row")

MOST_KEYS = 1000

_PAGING = Paging("s3.list.token", errors.bad_token, token="ContinuationToken", size="MaxKeys")


class Entry(msgspec.Struct, Generic[Row], frozen=True):
    """One line of a listing: an object (or an upload), or a common prefix that stands for several."""

    name: str
    """The key, or the prefix."""
    found: Row | None
    """None for a common prefix."""


@also_takes(*EVERYWHERE, "OptionalObjectAttributes", "ContinuationToken")
def list_objects_v2(
    call: Call,
    *,
    Bucket: str,
    Prefix: str = "",
    Delimiter: str = "",
    MaxKeys: int = MOST_KEYS,
    StartAfter: str = "",
    EncodingType: str = "",
    FetchOwner: bool = False,
) -> Output:
    """List a page of a bucket's keys."""
    bucket = bucket_named(call, Bucket)
    most = page_size(call, "MaxKeys", MaxKeys)
    objects = [one for one in call.tx.scan(OBJECTS, bucket.name) if one.key.startswith(Prefix) and one.key > StartAfter]
    page = _page(call, entries(objects, Prefix, Delimiter, key_of), most)
    shown = spelling(EncodingType)
    contents = [
        listed(one.found, shown) | (owner_shown(bucket, one.found) if FetchOwner else {})
        for one in page.rows
        if one.found
    ]
    prefixes = [{"Prefix": shown(one.name)} for one in page.rows if not one.found]
    echoed: Output = {
        "Contents": contents,
        "Delimiter": shown(Delimiter),
        "CommonPrefixes": prefixes,
        "EncodingType": EncodingType,
        "ContinuationToken": call.params.get("ContinuationToken"),
        "NextContinuationToken": page.more.get("ContinuationToken"),
        "StartAfter": shown(StartAfter),
    }
    return {
        "Name": bucket.name,
        "Prefix": shown(Prefix),
        "MaxKeys": most,
        "KeyCount": len(page.rows),
        "IsTruncated": bool(page.more),
        **{name: value for name, value in echoed.items() if value},
    }


def entries(rows: Iterable[Row], prefix: str, delimiter: str, key: Callable[[Row], str]) -> list[Entry[Row]]:
    """Return the lines of a listing: keys with the delimiter after the prefix are one common prefix, up to it."""
    found: list[Entry[Row]] = []
    for row in rows:  # in the order of their keys, so that those of one prefix stand together
        head, cut, _ = key(row)[len(prefix) :].partition(delimiter) if delimiter else ("", "", "")
        name = prefix + head + cut
        if not cut:
            found.append(Entry(key(row), row))
        elif not (found and found[-1].found is None and found[-1].name == name):
            found.append(Entry(name, None))
    return found


def key_of(found: S3Object) -> str:
    """Return an object's key."""
    return found.key


def spelling(encoding_type: str) -> Callable[[str], str]:
    """Return how keys are written in an answer."""
    return quote_keys if encoding_type == "url" else str


def quote_keys(text: str) -> str:
    """Return a key as `EncodingType: url` shows it."""
    return quote_plus(text, safe="/*")


def page_size(call: Call, member: str, asked: int) -> int:
    """Return how many lines a page has."""
    header = _HEADERS[member]
    text = f"Argument {member[0].lower() + member[1:]} must be an integer between 0 and 2147483647"
    call.require("s3.list.size", 0 <= asked < 2**31, lambda: errors.invalid_argument(text, header, asked), has=asked)
    return min(asked, MOST_KEYS)


_HEADERS = {"MaxKeys": "max-keys", "MaxUploads": "max-uploads", "MaxParts": "max-parts"}


def listed(found: S3Object, shown: Callable[[str], str]) -> Output:
    """Return an object as lists of objects show it."""
    return {
        "Key": shown(found.key),
        "LastModified": timestamp(found.modified),
        "ETag": found.etag,
        "ChecksumAlgorithm": [name.removeprefix("Checksum") for name in found.checksums],
        "ChecksumType": found.checksum_type,
        "Size": len(found.body),
        "StorageClass": "STANDARD",
    }


def owner_shown(bucket: Bucket, found: S3Object) -> Output:
    """Return whose an object is, as lists show it."""
    return {"Owner": {"ID": canonical_id(bucket.owner_of(found))}}


def _page(call: Call, rows: Sequence[Entry[S3Object]], most: int) -> Page[Entry[S3Object]]:
    return page_of(call, rows, lambda entry: entry.name, most, _PAGING) if most else Page((), {})
