"""What to say about a condition beyond what it wants and what the request has: why the two do not meet."""

from __future__ import annotations

from cogtui.cloud.policy.conditions.condition import Condition
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.policy.variables import Context, Template, Text


def condition_note(condition: Condition, value: ContextValue | None, context: Context, *, passed: bool) -> str:
    """Return the note about a condition, empty where the values say enough."""
    spelling = condition.operator
    if spelling.operator.presence:
        return ""
    if value is None:
        also = f", which {spelling.written} takes for a match" if passed else ""
        return f"the key {condition.key} is not in the request{also}"
    if not isinstance(value, str) and not spelling.quantifier:
        return f"{condition.key} can have several values: put ForAnyValue: or ForAllValues: before the operator"
    notes = missing_variables(condition.templates, context)
    if not passed and not spelling.operator.negated:
        values = (value,) if isinstance(value, str) else value
        notes.extend(_near_misses(condition, values, context))
    return "; ".join(notes)


def missing_variables(templates: tuple[Template, ...], context: Context) -> list[str]:
    """Return a note per variable that has no value in the request."""
    missing = dict.fromkeys(name for one in templates for name in one.missing(context))
    return [f"{name} has no value in this request, so nothing matches it" for name in missing]


def same_but_for_case(templates: tuple[Template, ...], values: tuple[str, ...], context: Context) -> bool:
    """Say whether a value wanted and one found are the same when case does not count, and differ when it does."""
    wanted = {one.shown(context) for one in templates}
    lower = {one.lower() for one in wanted}
    return any(value not in wanted and value.lower() in lower for value in values)


def _near_misses(condition: Condition, values: tuple[str, ...], context: Context) -> list[str]:
    operator = condition.operator.operator
    if condition.operator.quantifier == "ForAllValues":
        matches = operator.compile(condition.templates)
        if any(matches(value, context) for value in values):
            return ["some values match and some do not; ForAnyValue asks for one only"]
    if not operator.name.startswith("String"):
        return []
    if not operator.wildcards and any(_looks_wild(one) for one in condition.templates):
        return [f"{operator.name} knows no wildcards; StringLike does"]
    if same_but_for_case(condition.templates, values, context):
        return ["upper and lower case count; StringEqualsIgnoreCase ignores them"]
    return []


def _looks_wild(one: Template) -> bool:
    return any(isinstance(part, Text) and ("*" in part.text or "?" in part.text) for part in one.parts)
