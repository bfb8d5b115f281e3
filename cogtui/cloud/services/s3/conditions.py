"""Requests with conditions: only if the object is, or is not, what the client knows of it.

RFC 9110 section 13; S3 User Guide, "Conditional requests".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import S3Object

READING = ("IfMatch", "IfModifiedSince", "IfNoneMatch", "IfUnmodifiedSince")
_READING = frozenset(READING)
DELETING = ("IfMatch", "IfMatchLastModifiedTime", "IfMatchSize")
_OF_DIRECTORIES = {
    "IfMatchLastModifiedTime": "x-amz-if-match-last-modified-time",
    "IfMatchSize": "x-amz-if-match-size",
}


def check_reading(call: Call, found: S3Object) -> None:
    """Refuse to give an object that is not what the request wants, or that its sender has already."""
    if _READING.isdisjoint(call.params):
        return
    asked = {name: call.params[name] for name in READING if call.params.get(name) is not None}
    condition = _not_held(asked, found)
    _require_held(call, condition, asked, found)
    known = _known_already(asked, found)
    call.require("s3.condition.new", known == "", errors.not_modified, wants=found.etag, has=asked.get(known, ""))


def check_source(call: Call, found: S3Object) -> None:
    """Refuse to copy an object that is not what the request wants: here every condition that fails says so."""
    named = {name: call.params.get(f"CopySource{name}") for name in READING}
    asked = {name: value for name, value in named.items() if value is not None}
    if asked:
        condition = _not_held(asked, found) or _known_already(asked, found)
        _require_held(call, condition and f"x-amz-copy-source-{condition}", asked, found)


def check_writing(call: Call, there: S3Object | None, key: str) -> None:
    """Refuse to put an object over one that the request does not want to replace."""
    match, none_match = call.params.get("IfMatch"), call.params.get("IfNoneMatch")
    if match is not None and none_match is not None:
        call.refuse(
            "s3.condition.form", errors.unusable_condition("If-Match", "If-None-Match"), has=[match, none_match]
        )
    if none_match is not None:
        unusable = errors.unusable_condition("If-None-Match")
        call.require("s3.condition.form", none_match == "*", unusable, wants="*", has=none_match)
        failed = errors.precondition_failed("If-None-Match")
        call.require("s3.condition", there is None, failed, has=there.etag if there else None)
    if match is not None:
        call.require("s3.condition.form", match != "*", errors.unusable_condition("If-Match"), has=match)
        call.require("s3.object", there, lambda: errors.no_such_key(key), has=key)
        assert there is not None
        failed = errors.precondition_failed("If-Match")
        call.require("s3.condition", _is_one_of(there, match), failed, wants=match, has=there.etag)


def check_deleting(call: Call, there: S3Object | None) -> None:
    """Refuse to delete an object that is another than the request means; one that isn't there may be deleted.

    Conditions on time and size are for directory buckets; what others say of them was recorded at AWS (localstack/localstack,
    TestS3DeletePrecondition).
    """
    for member, header in _OF_DIRECTORIES.items():
        if call.params.get(member) is not None:
            call.refuse("s3.condition.form", errors.unusable_header(header), has=header)
    match = call.params.get("IfMatch")
    if match is not None and there is not None:
        failed = errors.precondition_failed("If-Match")
        call.require("s3.condition", _is_one_of(there, match), failed, wants=match, has=there.etag)


def _not_held(asked: Mapping[str, Any], found: S3Object) -> str:
    """Return the condition that does not hold; a condition on the ETag outranks the one on the time."""
    if "IfMatch" in asked:
        return "" if _is_one_of(found, asked["IfMatch"]) else "If-Match"
    if "IfUnmodifiedSince" in asked and int(found.modified) > _epoch(asked["IfUnmodifiedSince"]):
        return "If-Unmodified-Since"
    return ""


def _known_already(asked: Mapping[str, Any], found: S3Object) -> str:
    """Return the condition by which the client has the object already."""
    if "IfNoneMatch" in asked:
        return "If-None-Match" if _is_one_of(found, asked["IfNoneMatch"]) else ""
    if "IfModifiedSince" in asked and int(found.modified) <= _epoch(asked["IfModifiedSince"]):
        return "If-Modified-Since"
    return ""


def _require_held(call: Call, condition: str, asked: Mapping[str, Any], found: S3Object) -> None:
    said = {name: str(value) for name, value in asked.items()}
    failed = errors.precondition_failed(condition)
    call.require("s3.condition", condition == "", failed, wants=said, has=found.etag)


def _is_one_of(found: S3Object, listed: str) -> bool:
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in listed.split(",")}
    return "*" in tags or found.etag.strip('"') in tags


def _epoch(moment: datetime) -> float:
    """Return a moment as epoch seconds; one without a zone is in UTC, as HTTP's dates are."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
