"""One condition of a statement: an operator, a key and values, compiled to a test of the request's context.

What a missing key and several values mean: IAM User Guide, "Condition operators", "Set operators for multivalued context
keys".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from cogtui.cloud.policy.conditions.table import Spelling
from cogtui.cloud.policy.match import Test
from cogtui.cloud.policy.variables import Context, Template, template


class Condition(msgspec.Struct, frozen=True):
    """A condition, as written and compiled."""

    operator: Spelling
    key: str
    """As written."""
    pointer: str
    """Where its key stands in the document."""
    templates: tuple[Template, ...]
    """The values."""
    test: Callable[[Context], bool]

    def value(self, context: Context) -> str | tuple[str, ...] | None:
        """Return what the request has under the key, None when it is absent."""
        return context.get(self.key.lower())


def condition(operator: Spelling, key: str, pointer: str, values: Iterable[str], *, variables: bool) -> Condition:
    """Compile a condition; `variables` says whether the policy's version has them."""
    allowed = variables and operator.operator.variables
    templates = tuple(template(value, variables=allowed) for value in values)
    return Condition(
        operator, key, pointer, templates, _test(operator, key.lower(), operator.operator.compile(templates))
    )


def _test(spelling: Spelling, key: str, one: Test) -> Callable[[Context], bool]:
    if spelling.operator.presence:
        return _presence(key, one)
    if spelling.quantifier == "ForAllValues":
        return _for_all(key, one)
    if spelling.quantifier == "ForAnyValue":
        return _for_any(key, one, missing=spelling.if_exists)
    return _single(key, one, missing=spelling.if_exists or spelling.operator.negated)


def _single(key: str, one: Test, *, missing: bool) -> Callable[[Context], bool]:
    """Test a single value; a key with several never matches, whatever the operator."""

    def test(context: Context) -> bool:
        value = context.get(key)
        if value is None:
            return missing
        return isinstance(value, str) and one(value, context)

    return test


def _for_all(key: str, one: Test) -> Callable[[Context], bool]:
    """Every value of the request must pass; no value at all, or only an empty one, passes."""

    def test(context: Context) -> bool:
        value = context.get(key)
        if value is None:
            return True
        values = (value,) if isinstance(value, str) else value
        return not any(values) or all(one(each, context) for each in values)

    return test


def _for_any(key: str, one: Test, *, missing: bool) -> Callable[[Context], bool]:
    """Some value of the request must pass, for a negated operator too."""

    def test(context: Context) -> bool:
        value = context.get(key)
        if value is None:
            return missing
        values = (value,) if isinstance(value, str) else value
        return any(one(each, context) for each in values)

    return test


def _presence(key: str, one: Test) -> Callable[[Context], bool]:
    """Ask whether the key is absent; a set without values counts as absent."""

    def test(context: Context) -> bool:
        return one("false" if context.get(key, ()) != () else "true", context)

    return test
