"""What a condition operator is, and how families build theirs (IAM User Guide, "Condition operators")."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.policy.match import Test
from cogtui.cloud.policy.variables import Context, Template

Compile = Callable[[tuple[Template, ...]], Test]
"""Turns the values in a policy into the test of one value in a request."""


class Operator(msgspec.Struct, frozen=True):
    """One operator of the language."""

    name: str
    compile: Compile
    """The test that it makes has the negation in it."""
    variables: bool = False
    """Its values may hold policy variables."""
    wildcards: bool = False
    negated: bool = False
    """A missing key, or a variable without value, makes it true."""
    presence: bool = False
    """It asks whether the key is there ("true", "false"), not about its value."""
    expects: str = ""
    """What a value in a policy must be, for people; empty for any text."""
    reads: Callable[[str], object] | None = None
    """Reads a policy's value; None for what it cannot read."""

    def accepts(self, value: str) -> bool:
        """Say whether a policy's value can ever mean something to it."""
        if self.reads is None or (self.variables and "${" in value):
            return True
        return self.reads(value) is not None


def pair(
    positive: str, negative: str, compile_positive: Compile, *, wildcards: bool = False
) -> tuple[Operator, Operator]:
    """Return an operator on text and its negation, which is true when none of the values matches."""

    def compile_negative(templates: tuple[Template, ...]) -> Test:
        matches = compile_positive(templates)
        return lambda value, context: not matches(value, context)

    return (
        Operator(positive, compile_positive, variables=True, wildcards=wildcards),
        Operator(negative, compile_negative, variables=True, wildcards=wildcards, negated=True),
    )


def typed(
    name: str,
    read: Callable[[str], Any],
    compare: Callable[[Any, Any], bool],
    expects: str,
    *,
    negated: bool = False,
) -> Operator:
    """Return an operator that reads both sides as something else than text; what it can't read is never true.

    DIFFERS: AWS documents that only for some operators, and for none with `Not`; here it holds for the negations too.
    """

    def compile_typed(templates: tuple[Template, ...]) -> Test:
        wanted = tuple(found for one in templates if (found := read(one.raw)) is not None)
        readable = not negated or len(wanted) == len(templates)

        def test(value: str, context: Context) -> bool:
            del context
            found = read(value)
            return found is not None and readable and any(compare(found, one) for one in wanted) != negated

        return test

    return Operator(name, compile_typed, negated=negated, expects=expects, reads=read)


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}


def ordered(family: str, read: Callable[[str], Any], expects: str) -> tuple[Operator, ...]:
    """Return the six operators of a family whose values have an order."""
    positive = (typed(family + ending, read, compare, expects) for ending, compare in _COMPARISONS.items())
    return (*positive, typed(f"{family}NotEquals", read, operator.eq, expects, negated=True))
