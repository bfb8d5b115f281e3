"""String operators: exact, ignoring case, and with wildcards."""

from __future__ import annotations

from cogtui.cloud.policy.conditions.operator import pair
from cogtui.cloud.policy.match import Test, any_glob, any_literal
from cogtui.cloud.policy.variables import Context, Template


def _ignoring_case(templates: tuple[Template, ...]) -> Test:
    fixed = frozenset((one.text({}) or "").lower() for one in templates if not one.is_open)
    varying = tuple(one for one in templates if one.is_open)

    def test(value: str, context: Context) -> bool:
        lower = value.lower()
        texts = (one.text(context) for one in varying)
        return lower in fixed or any(text is not None and text.lower() == lower for text in texts)

    return test


OPERATORS = (
    *pair("StringEquals", "StringNotEquals", any_literal),
    *pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", _ignoring_case),
    *pair("StringLike", "StringNotLike", any_glob, wildcards=True),
)
