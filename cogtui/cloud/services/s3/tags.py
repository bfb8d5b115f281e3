"""Tags of buckets and objects: what S3 takes (S3 User Guide, "Categorizing your objects using tags")."""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.s3 import errors

LONGEST_KEY = 128
LONGEST_VALUE = 256


class Limits(msgspec.Struct, frozen=True):
    """What differs between buckets and objects."""

    most: int
    too_many: str
    """S3's words for more."""
    reserved: str
    """S3's words for a key that only AWS gives."""


OBJECT = Limits(10, "Object tags cannot be greater than 10", "Your TagKey cannot be prefixed with aws:")
# DIFFERS: S3's words for too many tags of a bucket are not known; these follow those for objects.
BUCKET = Limits(50, "Bucket tags cannot be greater than 50", "System tags cannot be added/updated by requester")

_TWICE = "Cannot provide multiple Tags with the same key"
_BAD_KEY = "The TagKey you have provided is invalid"
_BAD_VALUE = "The TagValue you have provided is invalid"


def tags_of(call: Call, tag_set: list[dict[str, str]], limits: Limits) -> dict[str, str]:
    """Return the tags of a TagSet.

    Words and members of the refusals were recorded at AWS (localstack/localstack, TestS3BucketObjectTagging).
    DIFFERS: CreateBucket with one tag twice made AWS answer InternalError; here it says what PutBucketTagging says.
    """
    tags: dict[str, str] = {}
    for tag in tag_set:
        _require(call, tag["Key"] not in tags, errors.invalid_tag(_TWICE, tag["Key"]))
        tags[tag["Key"]] = tag["Value"]
    few = len(tags) <= limits.most
    call.require("s3.tags.count", few, lambda: errors.too_many_tags(limits.too_many), most=limits.most, has=len(tags))
    for key, value in tags.items():
        _require(call, 0 < len(key) <= LONGEST_KEY and is_plain(key), errors.invalid_tag(_BAD_KEY, key))
        fits = len(value) <= LONGEST_VALUE and is_plain(value)
        _require(call, fits, errors.invalid_tag(_BAD_VALUE, key, value))
        reserved = (
            errors.reserved_tag() if call.operation == "CreateBucket" else errors.invalid_tag(limits.reserved, key)
        )
        _require(call, not key.startswith("aws:"), reserved)
    return tags


def is_plain(text: str) -> bool:
    """Tell whether a key or value is of letters, digits, spaces and the signs that tags may have."""
    return all(sign in "_.:/=+-@" or unicodedata.category(sign)[0] in "LNZ" for sign in text)


def tags_of_header(call: Call) -> dict[str, str]:
    """Return the tags that a request for an object brings along: `team=a&stage=b`, as in a query."""
    text = call.params.get("Tagging")
    if not text:
        return {}
    pairs = query_of(text)
    alone = len({key for key, _ in pairs}) == len(pairs) and all(is_plain(f"{key}{value}") for key, value in pairs)
    call.require("s3.tags.header", alone, lambda: errors.tagging_header(text), has=text)
    return tags_of(call, tag_set(dict(pairs)), OBJECT)


def query_of(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a Tagging header."""
    return parse_qsl(text, keep_blank_values=True)


def tag_set(tags: dict[str, str]) -> list[dict[str, str]]:
    """Return tags in the API's shape."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def request_tags(params: dict[str, Any]) -> dict[str, str]:
    """Return the tags that a request would give an object, whatever is wrong with them, for its condition keys."""
    tagging = params.get("Tagging")
    if isinstance(tagging, str):
        return dict(query_of(tagging))
    return {tag["Key"]: tag["Value"] for tag in tagging["TagSet"]} if tagging else {}


def _require(call: Call, condition: object, error: AwsError) -> None:
    if not condition:  # what is in order goes without saying: there may be fifty
        call.refuse("s3.tags", error, has=error.extra.get("TagValue", error.extra.get("TagKey", "aws:")))
