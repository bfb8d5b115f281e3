"""What is said of an object besides its octets: taken from a request, given back in an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import Content
from cogtui.cloud.services.s3.tags import tags_of_header

STORAGE = {"ServerSideEncryption": "AES256", "StorageClass": "STANDARD"}
"""How objects are kept: what a request may ask for, which is what it gets anyway."""

HEADERS = ("CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires")
"""Members that are kept and given back as they are."""
CONTENT = (*HEADERS, "ContentType", "Metadata", "Tagging")
OVERRIDES = tuple(f"Response{name}" for name in (*HEADERS, "ContentType"))
"""What a reader may ask to be told in place of what is kept."""
_OVERRIDES = frozenset(OVERRIDES)
_SAID = frozenset((*CONTENT, *STORAGE))

MOST_METADATA = 2048
"""Octets that the names and values of an object's own metadata may have together."""

_READ: dict[str, Callable[[str], Any]] = {"Expires": datetime.fromisoformat}


def content_of(call: Call) -> Content:
    """Return what a request says of the object that it makes."""
    kept = Content()
    if _SAID.isdisjoint(call.params):
        return kept
    _require_storage(call)
    return Content(
        content_type=call.params.get("ContentType") or kept.content_type,
        headers={name: _text(call.params[name]) for name in HEADERS if call.params.get(name) is not None},
        metadata=_metadata(call),
        tags=tags_of_header(call),
    )


def headers_of(call: Call, content: Content) -> dict[str, Any]:
    """Return the members that describe an object, those that the request overrides as it wants them."""
    kept = {name: _READ.get(name, str)(value) for name, value in content.headers.items()}
    return {"ContentType": content.content_type, **kept, **_overrides(call)}


def _overrides(call: Call) -> dict[str, Any]:
    if _OVERRIDES.isdisjoint(call.params):
        return {}
    asked = {name: call.params[name] for name in OVERRIDES if call.params.get(name) is not None}
    known = call.principal.kind != "anonymous"
    call.require("s3.object.overrides", known or not asked, errors.override_unsigned, asked=list(asked))
    return {name.removeprefix("Response"): value for name, value in asked.items()}


def _require_storage(call: Call) -> None:
    for name, only in STORAGE.items():
        asked = call.params.get(name)
        if asked not in (None, only):
            call.refuse("door.simulated", NotSimulated(f"{name} {asked}"), member=name, has=asked)


def _metadata(call: Call) -> dict[str, str]:
    given: dict[str, str] = call.params.get("Metadata") or {}
    metadata = {name.lower(): value for name, value in given.items()}
    size = sum(len(text.encode()) for pair in metadata.items() for text in pair)
    too_large = errors.metadata_too_large(size, MOST_METADATA)
    call.require("s3.object.metadata", size <= MOST_METADATA, too_large, most=MOST_METADATA, has=size)
    return metadata


def _text(value: Any) -> str:
    if not isinstance(value, datetime):
        return str(value)
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
