"""Where a rule puts a value: a path below `response`, `response.claimsOverrideDetails.claimsToAddOrOverride."custom:team"`."""

from __future__ import annotations

import re
from typing import Any

from cogtui.cloud.catalog.forms import is_dict

ROOT = "response"

_PART = r'[A-Za-z0-9_:@/-]{1,128}|"[^"]{1,128}"'
_PATH = re.compile(rf"(?:{_PART})(?:\.(?:{_PART}))*")
_PARTS = re.compile(_PART)

DEEPEST = 8


def parts_of(path: str) -> tuple[str, ...]:
    """Return the names of a path; ValueError with a sentence for a text that is none, or that leads elsewhere."""
    if _PATH.fullmatch(path) is None:
        raise ValueError(f'`{path}` is no path: names with dots between them, other characters in "double quotes"')
    names = tuple(part.strip('"') for part in _PARTS.findall(path))
    if names[0] != ROOT:
        raise ValueError(f"`{path}` is not read by anybody: a function answers in `{ROOT}`")
    if len(names) > DEEPEST:
        raise ValueError(f"`{path}` is too deep: at most {DEEPEST} names")
    return names


def with_value(document: dict[str, Any], names: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return the document with a value at a path; what is no map on the way there becomes one."""
    name, *rest = names
    if not rest:
        return document | {name: value}
    inner = document.get(name)
    return document | {name: with_value(inner if is_dict(inner) else {}, tuple(rest), value)}
