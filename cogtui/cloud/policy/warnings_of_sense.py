"""Warnings about what can never match, matches more than it says, or says the same twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cogtui.cloud.catalog.actions import actions_of
from cogtui.cloud.documents import nearest
from cogtui.cloud.policy.conditions.condition import Condition
from cogtui.cloud.policy.match import any_pattern, atoms
from cogtui.cloud.policy.variables import VERSION_WITH_VARIABLES, Text
from cogtui.cloud.policy.vocabulary import CHECKED_PREFIXES, KEYS, UNLISTED, is_several, key_named
from cogtui.cloud.policy.warning_checks import Check, StatementView, Warned

_FAMILIES = {"bool": "Bool", "date": "Date", "number": "Numeric", "address": "IpAddress"}
"""Which operators suit a key's type, by what their names begin with (or end with, for NotIpAddress)."""

_ARN_FORMS: dict[str, tuple[bool, bool]] = {
    "iam": (False, True),
    "sts": (False, True),
    "cognito-idp": (True, True),
    "cognito-identity": (True, True),
    "cognito-sync": (True, True),
    "sns": (True, True),
}
"""Whether ARNs of a service have a region, and an account."""

_VARIABLE = re.compile(r"\$\{[^}]+\}")


def _actions(view: StatementView) -> Iterator[Warned]:
    """Find actions that the simulated services don't have."""
    element = view.statement.action
    for raw in (one.raw for one in element.templates):
        prefix, colon, name = raw.partition(":")
        known = actions_of(prefix) if colon else frozenset[str]()
        if not known:
            continue
        matches = any_pattern([atoms([Text(name.lower())])])
        if not any(matches(each.lower()) for each in known):
            meant = nearest(name, known)
            hint = f"; did you mean `{prefix}:{meant}`?" if meant else ""
            yield Warned("error", "unknown-action", element.pointer, f"there is no action `{raw}`{hint}")


def _repeated_actions(view: StatementView) -> Iterator[Warned]:
    raws = [raw.lower() for raw in view.actions]
    for index, raw in enumerate(raws):
        for other, pattern in enumerate(raws):
            if other == index or (pattern == raw and other > index):
                continue
            if any_pattern([atoms([Text(pattern)])])(raw):
                message = f"`{view.actions[index]}` is covered by `{view.actions[other]}` already"
                yield Warned("suggestion", "redundant-action", view.statement.action.pointer, message)
                break


def _conditions(view: StatementView) -> Iterator[Warned]:
    for condition in view.statement.conditions:
        yield from _key(condition)
        yield from _set_operator(view, condition)
        yield from _values(condition)


def _key(condition: Condition) -> Iterator[Warned]:
    lower = condition.key.lower()
    prefix = lower.partition(":")[0]
    known = key_named(condition.key)
    if known is None:
        if prefix in (*CHECKED_PREFIXES, "cognito-identity.amazonaws.com") and not lower.startswith(UNLISTED):
            meant = nearest(lower, KEYS)
            hint = f"; did you mean `{KEYS[meant].name}`?" if meant else ""
            yield Warned(
                "error",
                "unknown-key",
                condition.pointer,
                f"there is no condition key `{condition.key}`{hint}",
                at_key=True,
            )
        return
    family = _FAMILIES.get(known.type)
    operator = condition.operator.operator
    if family is not None and not operator.presence and family not in operator.name:
        message = f"`{known.name}` is compared best with {family} operators"
        yield Warned("suggestion", "operator-type", condition.pointer, message, at_key=True)


def _set_operator(view: StatementView, condition: Condition) -> Iterator[Warned]:
    spelling = condition.operator
    if is_several(condition.key):
        if not spelling.quantifier and not spelling.operator.presence:
            message = f"`{condition.key}` has several values: without ForAnyValue or ForAllValues this never holds"
            yield Warned("error", "no-set-operator", condition.pointer, message, at_key=True)
    elif spelling.quantifier and key_named(condition.key) is not None:
        message = f"`{condition.key}` has one value: leave {spelling.quantifier} away"
        yield Warned("suggestion", "set-operator-on-one", condition.pointer, message, at_key=True)
    if view.allows and spelling.quantifier == "ForAllValues" and not _is_there(view, condition.key):
        message = f'ForAllValues holds without any value too: add `"Null": {{"{condition.key}": "false"}}`'
        yield Warned("security", "forall-without-null", condition.pointer, message, at_key=True)


def _is_there(view: StatementView, key: str) -> bool:
    """Say whether a Null condition wants the key to be there."""
    nulls = (one for one in view.statement.conditions if one.operator.operator.presence)
    return any(one.key.lower() == key.lower() and one.templates[0].raw.lower() == "false" for one in nulls)


def _values(condition: Condition) -> Iterator[Warned]:
    operator = condition.operator.operator
    if operator.wildcards or not operator.name.startswith("String"):
        return
    for one in condition.templates:
        if any(isinstance(part, Text) and ("*" in part.text or "?" in part.text) for part in one.parts):
            like = operator.name.replace("EqualsIgnoreCase", "Like").replace("Equals", "Like")
            message = f"{operator.name} takes `*` and `?` as they are; {like} takes them as wildcards"
            yield Warned("suggestion", "wildcard-in-exact", condition.pointer, message, at_key=True)
            return


def _old_variables(view: StatementView) -> Iterator[Warned]:
    if view.policy.version == VERSION_WITH_VARIABLES:
        return
    message = f'`{{}}` is text like any other here: variables need `"Version": "{VERSION_WITH_VARIABLES}"`'
    resource = view.statement.resource
    places = [(condition.pointer, condition.templates, True) for condition in view.statement.conditions]
    if resource is not None:
        places.append((resource.pointer, resource.templates, False))
    for pointer, templates, at_key in places:
        found = next((match[0] for one in templates if (match := _VARIABLE.search(one.raw))), None)
        if found:
            yield Warned("error", "variable-in-old-version", pointer, message.format(found), at_key=at_key)


def _arns(view: StatementView) -> Iterator[Warned]:
    resource = view.statement.resource
    for raw in (one.raw for one in resource.templates) if resource is not None else ():
        parts = raw.split(":", 5)
        if len(parts) != 6 or parts[2] not in _ARN_FORMS or resource is None:
            continue
        has_region, has_account = _ARN_FORMS[parts[2]]
        aws_owned = parts[4] == "aws" and parts[5].startswith("policy/")
        if has_account and not aws_owned and not re.fullmatch(r"[0-9]{12}|.*[*?].*", parts[4]):
            message = f"`{raw}` has no account of 12 digits in its fifth part, so it names nothing"
            yield Warned("error", "arn-form", resource.pointer, message)
        elif has_region and not parts[3]:
            message = f"`{raw}` has no region in its fourth part, so it names nothing"
            yield Warned("error", "arn-form", resource.pointer, message)


SENSE_CHECKS: tuple[Check, ...] = (_actions, _repeated_actions, _conditions, _old_variables, _arns)


def redundant_statements(views: Sequence[StatementView]) -> Iterator[Warned]:
    """Find statements that another one of the policy says already."""
    for index, view in enumerate(views):
        for other, wider in enumerate(views):
            if other == index or not _within(view, wider) or (other > index and _within(wider, view)):
                continue
            message = f"statement {other + 1} says all of this already"
            yield Warned("suggestion", "redundant-statement", view.statement.pointer, message)
            break


def _within(narrow: StatementView, wide: StatementView) -> bool:
    """Say whether a statement says nothing that the other does not; False where that isn't plain to see."""
    ours, theirs = narrow.statement, wide.statement
    if ours.effect != theirs.effect or not narrow.actions or not wide.actions or _who(narrow) != _who(wide):
        return False
    if theirs.conditions and _wants(narrow) != _wants(wide):
        return False
    if bool(narrow.resources) != bool(wide.resources) or (ours.resource is None) != (theirs.resource is None):
        return False
    if ours.resource is not None and not narrow.resources:
        return False
    return _covered(narrow.actions, wide.actions, fold=True) and _covered(narrow.resources, wide.resources, fold=False)


def _covered(narrow: tuple[str, ...], wide: tuple[str, ...], *, fold: bool) -> bool:
    shown = [one.lower() for one in wide] if fold else list(wide)
    matches = any_pattern([atoms([Text(one)]) for one in shown])
    return all(matches(one.lower() if fold else one) for one in narrow)


def _who(view: StatementView) -> object:
    element = view.statement.principal
    return None if element is None else (element.name, element.entries)


def _wants(view: StatementView) -> object:
    conditions = view.statement.conditions
    return {
        (one.operator.written, one.key.lower(), frozenset(each.raw for each in one.templates)) for one in conditions
    }
