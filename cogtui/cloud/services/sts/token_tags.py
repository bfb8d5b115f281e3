"""Session tags that a web identity token brings.

IAM User Guide, "Passing session tags in AWS STS": session tags using AssumeRoleWithWebIdentity.
"""

from __future__ import annotations

from typing import Any, cast

from cogtui.cloud.explain import Place

CLAIM = "https://aws.amazon.com/tags"


def tags_in(claims: dict[str, Any]) -> dict[str, str]:
    """Return the tags of a token's claims; each value stands in a list of one."""
    found = _members(_members(claims.get(CLAIM)).get("principal_tags"))
    return {tag: str(_first(value)) for tag, value in found.items()}


def tag_place(token: str, tag: str) -> Place:
    """Return where a tag stands in the token."""
    pointer = "/".join(part.replace("~", "~0").replace("/", "~1") for part in ("", CLAIM, "principal_tags", tag))
    return Place("claim", f"tag {tag} of the {token}", pointer=pointer)


def _members(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _first(value: Any) -> Any:
    """Return the first of a list, other values as they are."""
    if not isinstance(value, list):
        return value
    items = cast("list[Any]", value)
    return items[0] if items else ""
