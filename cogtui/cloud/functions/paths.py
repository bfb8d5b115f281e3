"""Where a rule puts a value: a path below `response`, `response.claimsOverrideDetails.claimsToAddOrOverride."custom:team"`.

At a sync trigger it is a path below `datasetRecords`: `datasetRecords.score.newValue`.
"""

from __future__ import annotations

import re
from typing import Any

from cogtui.cloud.catalog.forms import is_dict

ROOTS = ("response", "datasetRecords")
"""What a function answers in: at a user pool's triggers, at a sync trigger."""

_PART = r'[A-Za-z0-9_:@/-]{1,128}|"[^"]{1,128}"'
_PATH = re.compile(rf"(?:{_PART})(?:\.(?:{_PART}))*")
_PARTS = re.compile(_PART)

DEEPEST = 8


def parts_of(path: str) -> tuple[str, ...]:
    """Return the names of a path; ValueError with a sentence for a text that is none, or that leads elsewhere."""
    if _PATH.fullmatch(path) is None:
        raise ValueError(f'`{path}` is no path: names with dots between them, other characters in "double quotes"')
    names = tuple(part.strip('"') for part in _PARTS.findall(path))
    if names[0] not in ROOTS:
        raise ValueError(
            f"`{path}` is not read by anybody: a function answers in {' or '.join(f'`{root}`' for root in ROOTS)}"
        )
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


def without(document: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return the document without what stands at a path; as it is where nothing does."""
    name, *rest = names
    if name not in document:
        return document
    if not rest:
        return {other: value for other, value in document.items() if other != name}
    inner = document[name]
    return document | {name: without(inner, tuple(rest))} if is_dict(inner) else document
