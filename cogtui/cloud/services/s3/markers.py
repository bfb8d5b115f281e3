"""Lists that go on behind a marker: ListObjects, ListObjectVersions (S3 API Reference)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3.finding import ONLY_VERSION
from cogtui.cloud.services.s3.listing import MOST_KEYS, Entry, entries, key_of, listed, owner_shown, page_size, spelling
from cogtui.cloud.services.s3.records import OBJECTS
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, also_takes

Output = dict[str, Any]
Row = TypeVar("Row")


class MarkedPage(msgspec.Struct, Generic[Row], frozen=True):
    """Some lines of a list."""

    lines: list[Entry[Row]]
    next: str
    """Where the list goes on; empty on the last page."""

    @property
    def rows(self) -> list[Row]:
        """What is listed by itself."""
        return [line.found for line in self.lines if line.found is not None]

    def prefixes(self, shown: Callable[[str], str]) -> list[dict[str, str]]:
        """Return the common prefixes in the API's shape."""
        return [{"Prefix": shown(line.name)} for line in self.lines if line.found is None]


@also_takes(*EVERYWHERE, "OptionalObjectAttributes")
def list_objects(
    call: Call,
    *,
    Bucket: str,
    Prefix: str = "",
    Delimiter: str = "",
    Marker: str = "",
    MaxKeys: int = MOST_KEYS,
    EncodingType: str = "",
) -> Output:
    """List a page of a bucket's keys, the old way: the client goes on behind the last key that it saw."""
    bucket = bucket_named(call, Bucket)
    most = page_size(call, "MaxKeys", MaxKeys)
    page = marked(call.tx.scan(OBJECTS, bucket.name), key_of, most, prefix=Prefix, delimiter=Delimiter, marker=Marker)
    shown = spelling(EncodingType)
    optional: Output = {
        "Contents": [{**listed(one, shown), **owner_shown(bucket, one)} for one in page.rows],
        "CommonPrefixes": page.prefixes(shown),
        "Delimiter": shown(Delimiter),
        "EncodingType": EncodingType,
        # Without groups the last key is the marker, so S3 leaves it unsaid.
        "NextMarker": shown(page.next) if Delimiter else "",
    }
    return {
        "Name": bucket.name,
        "Prefix": shown(Prefix),
        "Marker": shown(Marker),
        "MaxKeys": most,
        "IsTruncated": page.next != "",
        **present(optional),
    }


@also_takes(*EVERYWHERE, "OptionalObjectAttributes")
def list_object_versions(
    call: Call,
    *,
    Bucket: str,
    Prefix: str = "",
    Delimiter: str = "",
    KeyMarker: str = "",
    VersionIdMarker: str = "",
    MaxKeys: int = MOST_KEYS,
    EncodingType: str = "",
) -> Output:
    """List all versions of a bucket's objects: of each the only one that there is."""
    bucket = bucket_named(call, Bucket)
    most = page_size(call, "MaxKeys", MaxKeys)
    page = marked(
        call.tx.scan(OBJECTS, bucket.name), key_of, most, prefix=Prefix, delimiter=Delimiter, marker=KeyMarker
    )
    shown = spelling(EncodingType)
    of_each = {"VersionId": ONLY_VERSION, "IsLatest": True}
    ends_in_version = bool(page.next) and page.lines[-1].found is not None
    optional: Output = {
        "Versions": [{**listed(one, shown), **of_each, **owner_shown(bucket, one)} for one in page.rows],
        "CommonPrefixes": page.prefixes(shown),
        "Delimiter": shown(Delimiter),
        "EncodingType": EncodingType,
        "NextKeyMarker": shown(page.next),
        "NextVersionIdMarker": ONLY_VERSION if ends_in_version else "",
    }
    return {
        "Name": bucket.name,
        "Prefix": shown(Prefix),
        "KeyMarker": shown(KeyMarker),
        "VersionIdMarker": VersionIdMarker,
        "MaxKeys": most,
        "IsTruncated": page.next != "",
        **present(optional),
    }


def marked(
    rows: Iterable[Row], key: Callable[[Row], str], most: int, *, prefix: str, delimiter: str, marker: str
) -> MarkedPage[Row]:
    """Return the lines behind a marker, which is a key or a common prefix that was listed."""
    behind = (row for row in rows if key(row).startswith(prefix) and key(row) > marker)
    lines = [line for line in entries(behind, prefix, delimiter, key) if line.name != marker]
    shown = lines[:most]
    return MarkedPage(shown, shown[-1].name if shown and len(lines) > most else "")


def present(members: Output) -> Output:
    """Return the members that say something."""
    return {name: value for name, value in members.items() if value}
