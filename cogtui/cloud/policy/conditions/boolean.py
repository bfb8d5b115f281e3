"""The Bool operator: `true` or `false`, ignoring case."""

from __future__ import annotations

from cogtui.cloud.policy.conditions.operator import Operator
from cogtui.cloud.policy.match import Test
from cogtui.cloud.policy.variables import Context, Template

_WORDS = frozenset({"true", "false"})


def word(text: str) -> str | None:
    """Return "true" or "false", None for any other text."""
    lower = text.lower()
    return lower if lower in _WORDS else None


def _compile(templates: tuple[Template, ...]) -> Test:
    def test(value: str, context: Context) -> bool:
        found = word(value)
        return found is not None and any((one.text(context) or "").lower() == found for one in templates)

    return test


OPERATORS = (Operator("Bool", _compile, variables=True, expects="true or false", reads=word),)
