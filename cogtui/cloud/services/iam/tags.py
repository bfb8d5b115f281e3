"""Tags of users, roles and policies: what IAM takes, and how it gives them back (IAM User Guide, "Tags for IAM")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.quotas import require_within

Given = list[dict[str, str]]
"""Tags as requests have them."""
Fold = Callable[[str], str]
"""Two keys that fold to the same text are the same key."""

CASE_COUNTS: Fold = str
"""Keys of policies: `team` and `Team` are two tags."""
CASE_IS_IGNORED: Fold = str.lower
"""Keys of users and roles: `team` and `Team` are one."""


def tagged(call: Call, kept: dict[str, str], given: Given | None, fold: Fold) -> dict[str, str]:
    """Return the tags that something has once `given` are put on it; the new one of two same keys stays."""
    keys = [tag["Key"] for tag in given or ()]
    folded = {fold(key) for key in keys}
    twice = errors.duplicate_tags(ignoring_case=fold is CASE_IS_IGNORED)
    call.require("iam.tag.once", len(folded) == len(keys), twice, keys=keys)
    reserved = next((key for key in keys if key.lower().startswith("aws:")), "")
    call.require("iam.tag.reserved", not reserved, lambda: errors.reserved_tag(reserved), keys=keys)
    tags = {key: value for key, value in kept.items() if fold(key) not in folded}
    tags.update((tag["Key"], tag["Value"]) for tag in given or ())
    require_within(call, "TagsPerEntity", len(tags))
    return tags


def untagged(kept: dict[str, str], keys: list[str], fold: Fold) -> dict[str, str]:
    """Return the tags without some; keys that are not there are no matter."""
    gone = {fold(key) for key in keys}
    return {key: value for key, value in kept.items() if fold(key) not in gone}


def shortest_first(key: str) -> str:
    """Return what the keys of a policy's tags are sorted by: `a`, `b`, `abc`, as AWS was seen to answer."""
    return f"{len(key):03}{key}"


def shown(tags: dict[str, str], order: Fold = str) -> Given:
    """Return tags as answers have them, in the order of their keys."""
    return [{"Key": key, "Value": tags[key]} for key in sorted(tags, key=order)]


def member(tags: dict[str, str]) -> dict[str, Any]:
    """Return the member `Tags` of an answer; nothing where there are none."""
    return {"Tags": shown(tags)} if tags else {}
