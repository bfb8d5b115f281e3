"""Which permissions an operation needs, on which resources, and the condition keys that its parameters fill.

The table is `authorization.yaml`; its head says how it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec

from cogtui.cloud.catalog.forms import is_dict, is_list
from cogtui.cloud.policy.request import ContextValue


class Question(msgspec.Struct, frozen=True):
    """One thing that the caller must be allowed to do."""

    action: str
    """"s3:GetObject"."""
    resource: str
    """ARN template, or "*"."""
    when: str = ""
    """Asked only when this parameter is there."""
    unless: str = ""
    """Asked only when this parameter is not there."""
    later: bool = False
    """Asked by the handler itself: of each part of the request, or of another resource's owner."""


class Authorization(msgspec.Struct, frozen=True):
    """What an operation asks of the policies; without questions: nothing at all."""

    questions: tuple[Question, ...]
    """All that apply must be allowed."""
    context: dict[str, str] = {}
    """Condition key -> the parameter that it takes its value from."""
    tags: str = ""
    """The parameter that holds the request's tags, or the keys of those to take away."""


class Given(msgspec.Struct, frozen=True):
    """A condition key that the request fills."""

    key: str
    """"s3:prefix"."""
    value: ContextValue
    parameter: str
    """Where the value comes from: "Prefix"."""


@cache
def authorization(service: str, operation: str) -> Authorization | None:
    """Return what an operation needs, or None when the table has no row for it (unsigned, or not written yet)."""
    return _table().get(service, {}).get(operation)


@cache
def all_actions() -> frozenset[str]:
    """Return every action that the table names."""
    rows = (row for service in _table().values() for row in service.values())
    return frozenset(question.action for row in rows for question in row.questions)


def asked(row: Authorization, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return every (action, resource ARN) that the door asks of a request; `values` are its parameters, `account` and `region`.

    For an IAM entity that is not at `/`, `values` has its `Path` too.
    """
    pairs: dict[tuple[str, str], None] = {}
    for question in row.questions:
        if question.later:
            continue
        if (not question.when or _has(values, question.when)) and not (
            question.unless and _has(values, question.unless)
        ):
            pairs.update(dict.fromkeys([(question.action, arn) for arn in filled(question.resource, values)]))
    return tuple(pairs)


def given(row: Authorization, params: Mapping[str, Any]) -> Iterator[Given]:
    """Yield the condition keys that a request's parameters fill; a key whose parameter is absent is absent too."""
    for key, parameter in row.context.items():
        for value in _at(params, parameter):
            yield Given(key, _context_value(value), parameter)
    for tags in _at(params, row.tags) if row.tags else ():
        pairs = _tags(tags)
        yield Given("aws:TagKeys", tuple(pairs), row.tags)
        for key, value in pairs.items():
            if value is not None:
                yield Given(f"aws:RequestTag/{key}", str(value), row.tags)


# ------------------------------------------------------------------------------------------------- templates and paths

_HOLE: Final = re.compile(r"\{([\w.*-]+)(?:\|([^}]*))?\}")


def holes(template: str) -> tuple[str, ...]:
    """Return the names and paths that a template asks for."""
    return tuple(hole.group(1) for hole in _HOLE.finditer(template))


def filled(template: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ARNs that a template stands for: one, or one for each value of a path with `*` in it."""
    holes_of_it, end = _taken_apart(template)
    arns = [""]
    for text, path, otherwise in holes_of_it:
        arns = [arn + text + value for arn in arns for value in _texts(values, path, otherwise)]
    return tuple([arn + end for arn in arns])


@cache
def _taken_apart(template: str) -> tuple[tuple[tuple[str, str, str | None], ...], str]:
    """Return the template's holes, each with the text before it, its path and its other value, and the text at the end."""
    *parts, end = _HOLE.split(template)
    return tuple(zip(parts[::3], parts[1::3], parts[2::3], strict=True)), end


def _texts(values: Mapping[str, Any], path: str, otherwise: str | None) -> list[str]:
    # An IAM provider's ARN holds its URL without the scheme; no other value of a template has one.
    texts = [str(value).removeprefix("https://") for value in _at(values, path)]
    return texts if texts or "*" in path else ["*" if otherwise is None else otherwise]


def _has(values: Mapping[str, Any], path: str) -> bool:
    return any(value not in ("", [], {}) for value in _at(values, path))


def _at(values: Any, path: str) -> list[Any]:
    """Return what stands at a path: nothing, one value, or with `*` in it any number."""
    if path in values:  # most paths are a parameter's name and no more
        return [] if values[path] is None else [values[path]]
    found = [values]
    for step in path.split("."):
        found = [part for value in found for part in _step(value, step) if part is not None]
    return found


def _step(value: Any, step: str) -> list[Any]:
    if is_dict(value):
        return list(value.values()) if step == "*" else [value.get(step)]
    return list(value) if is_list(value) and step == "*" else []


def _context_value(value: Any) -> ContextValue:
    if is_list(value):
        return tuple(str(item) for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else str(value)


def _tags(tags: Any) -> dict[str, Any]:
    """Return tags by key from any of AWS's three forms: a map, a list of Key and Value, a list of keys."""
    if is_dict(tags):
        return tags
    return {tag["Key"]: tag.get("Value") for tag in tags if is_dict(tag)} or dict.fromkeys(tags)


# ------------------------------------------------------------------------------------------------------- the YAML file


@cache
def _table() -> dict[str, dict[str, Authorization]]:
    from importlib import resources

    import yaml

    text = resources.files("cogtui.cloud.catalog").joinpath("authorization.yaml").read_text("utf-8")
    document: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe loaders both
    return {service: dict(_rows(section)) for service, section in document.items()}


def _rows(section: dict[str, Any]) -> Iterator[tuple[str, Authorization]]:
    prefix: str = section["prefix"]
    templates: dict[str, str] = section["resources"]
    for name in section.get("free", ()):
        yield name, Authorization(())
    for resource, operations in section.get("plain", {}).items():
        for name in operations:
            yield name, Authorization((Question(f"{prefix}:{name}", templates[resource]),))
    for name, row in section.get("rows", {}).items():
        questions = tuple(_question(part, f"{prefix}:{name}", templates) for part in (row, *row.get("also", ())))
        yield name, Authorization(questions, row.get("context", {}), row.get("tags", ""))


def _question(part: dict[str, Any], own: str, templates: dict[str, str]) -> Question:
    resource: str = part.get("resource", "*")
    template = templates.get(resource, resource)
    return Question(
        part.get("action", own), template, part.get("when", ""), part.get("unless", ""), part.get("later", False)
    )
