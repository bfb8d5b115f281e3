"""Session tags and the source identity that a web identity token brings.

IAM User Guide, "Passing session tags in AWS STS": session tags using AssumeRoleWithWebIdentity; "Monitor and control
actions taken with assumed roles". Providers whose tokens cannot nest claims write the path into the claim's name.
"""

from __future__ import annotations

from typing import Any, cast

from cogtui.cloud.explain import Place

CLAIM = "https://aws.amazon.com/tags"
SOURCE = "https://aws.amazon.com/source_identity"

_TAGS = "principal_tags"
_TRANSITIVE = "transitive_tag_keys"
_FLAT = f"{CLAIM}/{_TAGS}/"


def tags_in(claims: dict[str, Any]) -> dict[str, str]:
    """Return the tags of a token's claims; each value stands in a list of one."""
    found = _members(_members(claims.get(CLAIM)).get(_TAGS))
    flat = {name.removeprefix(_FLAT): value for name, value in claims.items() if name.startswith(_FLAT)}
    return {tag: str(_first(value)) for tag, value in (found | flat).items()}


def transitive_in(claims: dict[str, Any]) -> list[str]:
    """Return the keys of the tags that go on down a chain of roles."""
    found = _members(claims.get(CLAIM)).get(_TRANSITIVE, claims.get(f"{CLAIM}/{_TRANSITIVE}"))
    return [str(key) for key in cast("list[Any]", found)] if isinstance(found, list) else []


def source_in(claims: dict[str, Any]) -> str:
    """Return the source identity of a token, empty without one."""
    return str(_first(claims.get(SOURCE, "")))


def tag_place(token: str, claims: dict[str, Any], tag: str) -> Place:
    """Return where a tag stands in the token."""
    steps = (_FLAT + tag,) if _FLAT + tag in claims else (CLAIM, _TAGS, tag)
    pointer = "/".join(part.replace("~", "~0").replace("/", "~1") for part in ("", *steps))
    return Place("claim", f"tag {tag} of the {token}", pointer=pointer)


def _members(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _first(value: Any) -> Any:
    """Return the first of a list, other values as they are."""
    if not isinstance(value, list):
        return value
    items = cast("list[Any]", value)
    return items[0] if items else ""
