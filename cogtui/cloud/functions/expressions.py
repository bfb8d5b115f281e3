"""The expressions of rules: JMESPath over an event, compiled once, and held against what an event has.

Source: JMESPath specification (jmespath.org).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

USER_POOL = ("version", "triggerSource", "region", "userPoolId", "userName", "callerContext", "request", "response")
"""What every event of a user pool has (Developer Guide, "User pool Lambda trigger event")."""
SYNC = ("eventType", "identityPoolId", "identityId", "datasetName", "datasetRecords")
"""What the event of a sync trigger has besides a version and a region (Developer Guide, "Amazon Cognito Events")."""
MEMBERS = (*USER_POOL, *SYNC)

LONGEST = 500
"""Characters of one expression."""

_CODE = re.compile(r"code\((\d{1,2})\)")
_FIRST_ONLY = frozenset(
    {"subexpression", "index_expression", "pipe", "projection", "value_projection", "flatten", "filter_projection"}
)
"""Nodes whose first part alone looks at the event; the others look at what the first part gives."""

Node = dict[str, Any]


class BadExpression(ValueError):
    """A text that is no expression, or reads what no event has; the message is a sentence."""


class Failed(Exception):
    """An expression that fails on this very event; the message is what the function's error says."""


def digits_of(text: str) -> int:
    """Return how many digits `code(6)` asks for; 0 for a text that asks for no code."""
    found = _CODE.fullmatch(text.strip())
    return int(found.group(1)) if found else 0


@lru_cache(maxsize=512)
def _compiled(text: str) -> Any:
    import jmespath

    return jmespath.compile(text)


def check(text: str) -> None:
    """Raise `BadExpression` where a text is no JMESPath over an event."""
    from jmespath.exceptions import JMESPathError
    from jmespath.functions import Functions

    if len(text) > LONGEST:
        raise BadExpression(f"an expression has at most {LONGEST} characters, not {len(text)}")
    try:
        parsed: Node = _compiled(text).parsed
        strange = next((name for name in _roots(parsed) if name not in MEMBERS), None)
        unknown = next((name for name in _called(parsed) if name not in Functions.FUNCTION_TABLE), None)
        loose = _negates_loosely(parsed)
    except JMESPathError as problem:
        words = str(problem).split("\n", 1)[0].rstrip(":")
        raise BadExpression(f"`{text}` is no JMESPath: {words}") from problem
    except RecursionError as problem:
        raise BadExpression("the expression is nested too deeply") from problem
    if loose:
        raise BadExpression(
            f"`{text}`: in JMESPath `!` takes the next name alone; write `!(...)` around the whole path"
        )
    if unknown is not None:
        raise BadExpression(f"`{text}` calls `{unknown}`, which JMESPath does not have")
    if strange is not None:
        raise BadExpression(
            f"`{text}` reads `{strange}`, which no event has (it has {', '.join(MEMBERS)}); {_hint(strange)}"
        )


def _hint(name: str) -> str:
    if name in {"null", "true", "false"}:
        return f'JMESPath writes it in backticks: "`{name}`"'
    return f"a text is written in quotes of its own: \"'{name}'\""


def value_of(text: str, event: dict[str, Any]) -> Any:
    """Return what an expression finds in an event; `Failed` where JMESPath refuses to go on."""
    from jmespath.exceptions import JMESPathError

    try:
        return _compiled(text).search(event)
    except (JMESPathError, RecursionError) as problem:
        raise Failed(" ".join(str(problem).split()) or "the expression is nested too deeply") from problem


def holds(value: Any) -> bool:
    """Tell whether a value counts as true (JMESPath specification, "Or Expressions"): 0 does, an empty text does not."""
    return value is not None and value is not False and value not in ("", [], {})


def looked_at(text: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the members of the event that an expression looks at, by their paths, with their values."""
    try:
        return {path: value_of(path, event) for path in dict.fromkeys(_paths(_compiled(text).parsed))}
    except (Failed, RecursionError):
        return {}


def _children(node: Node) -> list[Node]:
    return cast("list[Node]", [child for child in node.get("children", []) if isinstance(child, dict)])


def _roots(node: Node) -> Iterator[str]:
    """Yield the names that are looked up in the event itself."""
    if node["type"] == "field":
        yield str(node["value"])
    elif node["type"] != "expref":
        children = _children(node)
        for child in children[:1] if node["type"] in _FIRST_ONLY else children:
            yield from _roots(child)


def _negates_loosely(node: Node) -> bool:
    """Tell whether `!a.b` stands somewhere: it is read as `(!a).b`, which never is what its author meant."""
    children = _children(node)
    loose = node["type"] in _FIRST_ONLY and bool(children) and children[0]["type"] == "not_expression"
    return loose or any(_negates_loosely(child) for child in children)


def _called(node: Node) -> Iterator[str]:
    """Yield the names of the functions that an expression calls."""
    if node["type"] == "function_expression":
        yield str(node["value"])
    for child in _children(node):
        yield from _called(child)


def _paths(node: Node) -> Iterator[str]:
    """Yield the longest plain paths, `request.userAttributes.email`, that begin at the event."""
    path = _plain(node)
    if path:
        yield path
    elif node["type"] != "expref":
        children = _children(node)
        for child in children[:1] if node["type"] in _FIRST_ONLY else children:
            yield from _paths(child)


def _plain(node: Node) -> str:
    if node["type"] == "field":
        name = str(node["value"])
        return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else '"' + name.replace('"', '\\"') + '"'
    if node["type"] == "index":
        return f"[{node['value']}]"
    between = _JOINED.get(node["type"])
    parts = [_plain(child) for child in _children(node)] if between is not None else []
    return (between or "").join(parts) if all(parts) else ""


_JOINED = {"subexpression": ".", "index_expression": ""}
"""How the parts of a path are written one after the other."""
