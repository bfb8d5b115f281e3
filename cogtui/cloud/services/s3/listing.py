"""Listing a bucket: keys in the order of their octets, grouped at a delimiter, in pages (S3 API Reference, ListObjectsV2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote_plus

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.paging import Page, Paging, page_of
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import OBJECTS, S3Object, canonical_id
from cogtui.cloud.services.s3.scope import bucket_named

Output = dict[str, Any]

MOST_KEYS = 1000

_PAGING = Paging("s3.list.token", errors.bad_token, token="ContinuationToken", size="MaxKeys")


class Entry(msgspec.Struct, frozen=True):
    """One line of a listing: an object, or a common prefix that stands for several."""

    name: str
    """The object's key, or the prefix."""
    found: S3Object | None
    """None for a common prefix."""


def list_objects_v2(
    call: Call,
    *,
    Bucket: str,
    Prefix: str = "",
    Delimiter: str = "",
    MaxKeys: int = MOST_KEYS,
    StartAfter: str = "",
    ContinuationToken: str | None = None,
    EncodingType: str = "",
    FetchOwner: bool = False,
) -> Output:
    """List a page of a bucket's keys."""
    bucket = bucket_named(call, Bucket)
    most = _size(call, MaxKeys)
    objects = [one for one in call.tx.scan(OBJECTS, bucket.name) if one.key.startswith(Prefix) and one.key > StartAfter]
    page = _page(call, entries(objects, Prefix, Delimiter), most)
    shown = quote_keys if EncodingType == "url" else str
    owner = {"Owner": {"ID": canonical_id(bucket.account)}} if FetchOwner else {}
    contents = [_listed(one.found, shown) | owner for one in page.rows if one.found]
    prefixes = [{"Prefix": shown(one.name)} for one in page.rows if not one.found]
    echoed: Output = {
        "Contents": contents,
        "Delimiter": shown(Delimiter),
        "CommonPrefixes": prefixes,
        "EncodingType": EncodingType,
        "ContinuationToken": ContinuationToken,
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


def entries(objects: Iterable[S3Object], prefix: str, delimiter: str) -> list[Entry]:
    """Return the lines of a listing: keys with the delimiter after the prefix are one common prefix, up to it."""
    found: dict[str, Entry] = {}
    for one in objects:
        head, cut, _ = one.key[len(prefix) :].partition(delimiter) if delimiter else (one.key, "", "")
        name = prefix + head + cut if cut else one.key
        found.setdefault(name, Entry(name, None if cut else one))
    return list(found.values())


def quote_keys(text: str) -> str:
    """Return a key as `EncodingType: url` shows it."""
    return quote_plus(text, safe="/*")


def _size(call: Call, asked: int) -> int:
    text = "Argument maxKeys must be an integer between 0 and 2147483647"
    bad = errors.invalid_argument(text, "max-keys", asked)
    call.require("s3.list.size", 0 <= asked < 2**31, bad, has=asked)
    return min(asked, MOST_KEYS)


def _page(call: Call, rows: Sequence[Entry], most: int) -> Page[Entry]:
    return page_of(call, rows, lambda entry: entry.name, most, _PAGING) if most else Page((), {})


def _listed(found: S3Object, shown: Callable[[str], str]) -> Output:
    return {
        "Key": shown(found.key),
        "LastModified": timestamp(found.modified),
        "ETag": found.etag,
        "Size": len(found.body),
        "StorageClass": "STANDARD",
    }
