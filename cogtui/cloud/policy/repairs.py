"""How one statement can be made to apply, or not to: one element at a time, as little as will do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from cogtui.cloud.documents import below
from cogtui.cloud.policy import json_edit
from cogtui.cloud.policy.asked import Asked, names, resource_matches
from cogtui.cloud.policy.changes import ChangeKind
from cogtui.cloud.policy.conditions.condition import Condition
from cogtui.cloud.policy.conditions.condition import condition as compiled_condition
from cogtui.cloud.policy.conditions.table import spelled
from cogtui.cloud.policy.document import OLDEST_VERSION, Statement
from cogtui.cloud.policy.json_text import read
from cogtui.cloud.policy.request import ContextValue, PolicyKind, PolicySource, Principal
from cogtui.cloud.policy.sendable import sending
from cogtui.cloud.policy.variables import VERSION_WITH_VARIABLES


class Step(msgspec.Struct, frozen=True):
    """One repair: of the document, or of the request."""

    kind: ChangeKind
    what: str
    pointer: str
    """The element that it is about."""
    document: str = ""
    """The changed text; empty where the request is to change."""
    key: str = ""
    value: ContextValue = ""


def caller_entry(principal: Principal) -> tuple[str, str]:
    """Return (member of Principal, value) that names a caller as closely as policies usually do."""
    match principal.kind:
        case "web-identity":
            return "Federated", principal.federated
        case "service":
            return "Service", principal.service
        case "anonymous":
            return "AWS", "*"
        case _:
            return "AWS", principal.principal_arn or principal.arn


def statement_for(kind: PolicyKind, asked: Asked, *, version: str = VERSION_WITH_VARIABLES) -> dict[str, Any]:
    """Return the statement that allows what is asked and no more."""
    found: dict[str, Any] = {"Effect": "Allow"}
    if kind in ("resource", "trust", "rcp"):
        member, value = caller_entry(asked.request.principal)
        found["Principal"] = "*" if value == "*" or kind == "rcp" else {member: value}
    found["Action"] = asked.request.action
    if kind != "trust":
        found["Resource"] = literal(asked.request.resource, version)
    return found


def literal(text: str, version: str) -> str:
    """Return a text as a policy must write it so that it stands for itself."""
    if version != VERSION_WITH_VARIABLES or "${" not in text:
        return text
    return text.replace("$", "${$}")


def version_of(text: str) -> str:
    """Return which version's rules a policy follows."""
    return read(text).data.get("Version", OLDEST_VERSION)


# ------------------------------------------------------------------------------------------------------ making it apply


def widening(source: PolicySource, statement: Statement, asked: Asked, sent: set[str]) -> Step | None:
    """Return the repair of the first element of an Allow that does not match; None when that is beyond repair."""
    if names(statement, source.kind, asked) is None:
        return _wider_principal(source.document, statement, asked)
    if not statement.action.test(asked.action, asked.context):
        return _wider_action(source.document, statement, asked)
    if not resource_matches(statement, source.kind, asked):
        return _wider_resource(source.document, statement, asked)
    for condition in statement.conditions:
        if not condition.test(asked.context):
            return met_by_request(condition, asked, sent, holds=True) or _wider_condition(
                source.document, condition, asked
            )
    return None


def _wider_principal(text: str, statement: Statement, asked: Asked) -> Step | None:
    member, value = caller_entry(asked.request.principal)
    element = statement.principal
    if element is None:
        whole = "*" if value == "*" else {member: value}
        changed = json_edit.with_member(text, statement.pointer, "Principal", whole)
        return Step("principal", f"name `{value}` in a `Principal`", statement.pointer, changed)
    if element.name != "Principal":
        return None
    if value == "*":
        changed = json_edit.replaced(text, element.pointer, "*")
        return Step("principal", "let `Principal` be `*`: everybody", element.pointer, changed)
    inner = below(element.pointer, member)
    if inner in json_edit.spans(text):
        changed = json_edit.with_item(text, inner, value)
    else:
        changed = json_edit.with_member(text, element.pointer, member, value)
    return Step("principal", f"name `{value}` in `Principal`", element.pointer, changed)


def _wider_action(text: str, statement: Statement, asked: Asked) -> Step | None:
    element, action = statement.action, asked.request.action
    if element.name != "Action":
        return None
    changed = json_edit.with_item(text, element.pointer, action)
    return Step("action", f"add `{action}` to `Action`", element.pointer, changed)


def _wider_resource(text: str, statement: Statement, asked: Asked) -> Step | None:
    element, resource = statement.resource, asked.request.resource
    if element is None:
        changed = json_edit.with_member(text, statement.pointer, "Resource", literal(resource, version_of(text)))
        return Step("resource", f"add the `Resource` `{resource}`", statement.pointer, changed)
    if element.name != "Resource":
        return None
    inside = next((one.raw for one in element.templates if resource.startswith(f"{one.raw}/") and one.raw != "*"), None)
    wider = f"{inside}/*" if inside else literal(resource, version_of(text))
    changed = json_edit.with_item(text, element.pointer, wider)
    return Step("resource", f"add `{wider}` to `Resource`", element.pointer, changed)


def met_by_request(condition: Condition, asked: Asked, sent: set[str], *, holds: bool) -> Step | None:
    """Return what the request can bring so that the condition holds, or does not; None when it can't."""
    if condition.key.lower() in sent:
        return None
    found = sending(condition, asked.context, holds=holds)
    if found is None:
        return None
    return Step("request", found[0], condition.pointer, key=condition.key, value=found[1])


def _wider_condition(text: str, condition: Condition, asked: Asked) -> Step:
    """Let the condition hold for what the request has; where no value can do that, drop it."""
    has = condition.value(asked.context)
    value = has if isinstance(has, str) else has[0] if has else None
    operator = condition.operator.operator
    if isinstance(has, tuple) and not condition.operator.quantifier and (step := _quantified(text, condition, asked)):
        return step
    if value is not None and not operator.negated and not operator.presence:
        wider = literal(value, version_of(text)) if operator.variables else value
        changed = json_edit.with_item(text, condition.pointer, wider)
        what = f"let `{condition.key}` also be `{value}`"
        if _holds_after(condition, (*(one.raw for one in condition.templates), wider), asked, text):
            return Step("condition", what, condition.pointer, changed)
    what = f"drop the condition {condition.operator.written} on `{condition.key}`"
    return Step("condition", what, condition.pointer, _dropped(text, condition))


def _quantified(text: str, condition: Condition, asked: Asked) -> Step | None:
    """Put ForAnyValue: before an operator whose key has several values, where that is all that was wrong."""
    written = f"ForAnyValue:{condition.operator.written}"
    operator = condition.pointer.rpartition("/")[0]
    found = json_edit.spans(text)
    if (
        spelled(written) is None
        or len(found[operator].parts) > 1
        or below(operator.rpartition("/")[0], written) in found
    ):
        return None
    if not _holds_after(condition, tuple(one.raw for one in condition.templates), asked, text, written):
        return None
    what = f"put `ForAnyValue:` before {condition.operator.written} on `{condition.key}`"
    return Step("condition", what, condition.pointer, json_edit.renamed(text, operator, written))


def _holds_after(condition: Condition, values: tuple[str, ...], asked: Asked, text: str, written: str = "") -> bool:
    spelling = spelled(written or condition.operator.written)
    variables = version_of(text) == VERSION_WITH_VARIABLES
    return spelling is not None and compiled_condition(
        spelling, condition.key, condition.pointer, values, variables=variables
    ).test(asked.context)


def _dropped(text: str, condition: Condition) -> str:
    """Return the text without a condition, and without the braces that would stand empty."""
    found = json_edit.spans(text)
    operator = condition.pointer.rpartition("/")[0]
    whole = operator.rpartition("/")[0]
    if len(found[operator].parts) > 1:
        return json_edit.without(text, condition.pointer)
    return json_edit.without(text, operator if len(found[whole].parts) > 1 else whole)


# -------------------------------------------------------------------------------------------------- making it not apply


def narrowings(source: PolicySource, statement: Statement, asked: Asked) -> Iterator[Step]:
    """Yield changes that might keep a Deny from applying, the smallest first; which do is for the caller to try."""
    text = source.document
    for condition in statement.conditions:
        has = condition.value(asked.context)
        if condition.operator.operator.negated and isinstance(has, str):
            what = f"let the Deny spare `{has}`: add it to the condition on `{condition.key}`"
            yield Step("deny", what, condition.pointer, json_edit.with_item(text, condition.pointer, has))
    request = asked.request
    covered = [(statement.action, request.action)]
    if statement.resource is not None:
        covered.append((statement.resource, literal(request.resource, version_of(text))))
    for element, value in covered:
        if element.name.startswith("Not"):
            what = f"let the Deny spare `{value}`: add it to `{element.name}`"
            yield Step("deny", what, element.pointer, json_edit.with_item(text, element.pointer, value))
        elif len(element.templates) > 1:
            yield from _without_one(text, element.name, element.pointer)


def _without_one(text: str, name: str, pointer: str) -> Iterator[Step]:
    for part in json_edit.spans(text)[pointer].parts:
        span = json_edit.spans(text)[part]
        value: str = json.loads(text[span.value : span.end])
        what = f"take `{value}` out of the `{name}` of the Deny"
        yield Step("deny", what, part, json_edit.without(text, part))
