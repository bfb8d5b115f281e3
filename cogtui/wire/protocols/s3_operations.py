"""Which operation of S3 a request is for: by method, by what the path names, by subresources and by what else must be there.

The table comes from the catalog: `GET /{Bucket}?list-type=2`. Operations that share a line of it differ in the query
parameters and headers that they require: UploadPart needs `uploadId`, CopyObject `x-amz-copy-source`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Operation

Level = Literal["service", "bucket", "object"]

_SAME_ON_THE_WIRE: Final = {
    "GetBucketLifecycle",
    "GetBucketNotification",
    "ListDirectoryBuckets",
    "PutBucketLifecycle",
    "PutBucketNotification",
    "WriteGetObjectResponse",
}
"""Older names of operations, and those of S3's other endpoints."""

_LEVELS: Final[dict[str, Level]] = {"/": "service", "/{Bucket}": "bucket", "/{Bucket}/{Key+}": "object"}


class Candidate(msgspec.Struct, frozen=True):
    """An operation and what tells it from others."""

    name: str
    fixed: tuple[tuple[str, str], ...]
    """Subresources: ("acl", ""), ("list-type", "2")."""
    query: tuple[str, ...]
    """Names of query parameters that must be there."""
    headers: tuple[str, ...]

    def asked(self, query: Mapping[str, str]) -> bool:
        """Tell whether the request names the subresource."""
        return all(name in query and (not value or query[name] == value) for name, value in self.fixed)

    def has_all(self, query: Mapping[str, str], headers: Mapping[str, str]) -> bool:
        """Tell whether what the operation requires is there."""
        return all(name in query for name in self.query) and all(name in headers for name in self.headers)


@cache
def _table() -> dict[tuple[str, Level], list[Candidate]]:
    """Return the candidates, those that ask for most first."""
    found: dict[tuple[str, Level], list[Candidate]] = {}
    for operation in reader.service("s3").operations.values():
        path, _, _ = operation.http.request_uri.partition("?")
        if operation.name not in _SAME_ON_THE_WIRE:
            found.setdefault((operation.http.method, _LEVELS[path]), []).append(_candidate(operation))
    for candidates in found.values():
        candidates.sort(key=lambda each: (-len(each.fixed), -len(each.query) - len(each.headers)))
    return found


def _candidate(operation: Operation) -> Candidate:
    shape = reader.service("s3").input(operation.name)
    required = [shape.members[name] for name in shape.required] if shape is not None else []
    wire = [(use.location, (use.location_name or "")) for use in required]
    fixed = operation.http.request_uri.partition("?")[2]
    parts = [part.partition("=") for part in fixed.split("&") if part]
    return Candidate(
        operation.name,
        tuple((name, value) for name, _, value in parts),
        tuple(name for location, name in wire if location == "querystring"),
        tuple(name.lower() for location, name in wire if location == "header"),
    )


def operation_of(method: str, level: Level, query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """Return the operation's name, empty where S3 has none for this method.

    A subresource decides even where something that it requires is missing: it is that operation which then says so.
    """
    candidates = _table().get((method, level), ())
    asked = (
        [each for each in candidates if each.asked(query)] if query else [each for each in candidates if not each.fixed]
    )
    most = [each for each in asked if len(each.fixed) == len(asked[0].fixed)]
    for each in most:
        if each.has_all(query, headers):
            return each.name
    return most[-1].name if most and most[-1].fixed else ""
