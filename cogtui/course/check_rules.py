"""Are the rule ids and the JMESPaths of a lesson such that they can ever fit?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cogtui.cloud.documents import Document, below, unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.rules import OWNERS, rules


def check_rule(document: Document, pointer: str, rule_id: str) -> Iterator[AuthoringError]:
    """Check that a rule id stands in the book of rules."""
    prefix = rule_id.split(".", 1)[0]
    if not rule_id or (prefix in OWNERS and rule_id in rules(prefix)):
        return
    known = rules(prefix) if prefix in OWNERS else OWNERS
    yield document.error(pointer, unknown("a rule", rule_id, known))


def check_paths(
    document: Document, pointer: str, paths: dict[str, Any], *, values: bool = False
) -> Iterator[AuthoringError]:
    """Check that paths are JMESPath; they are the map's keys, or its values."""
    for name, value in paths.items():
        problem = _problem(value if values else name)
        where = below(pointer, name)
        if problem:
            yield document.error(where, problem) if values else document.error_at_key(where, problem)


def _problem(path: str) -> str:
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        jmespath.compile(path)
    except JMESPathError as problem:
        first = str(problem).split("\n", 1)[0].rstrip(":")
        return f"`{path}` is no JMESPath: {first}"
    return ""
