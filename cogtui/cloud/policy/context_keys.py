"""Which condition keys a policy asks for, in its conditions and in its variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cogtui.cloud.policy.document import Statement, compiled
from cogtui.cloud.policy.variables import Template, Variable


def keys_in(document: str) -> list[str]:
    """Return the keys of a policy, each once, in their order; `PolicySyntaxError` for what is no policy."""
    return once(key for statement in compiled(document).statements for key in keys_of(statement))


def keys_of(statement: Statement) -> Iterator[str]:
    """Yield the keys that a statement asks for, as written."""
    yield from _in_templates(statement.resource.templates if statement.resource else ())
    for condition in statement.conditions:
        yield condition.key
        yield from _in_templates(condition.templates)


def once(keys: Iterable[str]) -> list[str]:
    """Return keys without repetitions: upper and lower case count for nothing in their names."""
    found: dict[str, str] = {}
    for key in keys:
        found.setdefault(key.lower(), key)
    return list(found.values())


def _in_templates(templates: Iterable[Template]) -> Iterator[str]:
    for template in templates:
        for part in template.parts:
            if isinstance(part, Variable):
                yield _name_in(part.written)


def _name_in(written: str) -> str:
    """Return the key that a variable names: of `${aws:username, 'anon'}`, `aws:username`."""
    return written[2:-1].partition(",")[0].strip()
