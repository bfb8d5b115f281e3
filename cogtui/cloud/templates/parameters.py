"""A template's `Parameters`: what each takes, and which value it has.

Source: CloudFormation User Guide, "Parameters".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from cogtui.cloud.documents import Document, below, unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.sections import as_text, check_names, map_at, text_at, texts_at, value_at

ATTRIBUTES = (
    "Type",
    "Default",
    "AllowedValues",
    "AllowedPattern",
    "ConstraintDescription",
    "Description",
    "MinLength",
    "MaxLength",
    "MinValue",
    "MaxValue",
    "NoEcho",
)
TYPES = ("String", "Number", "CommaDelimitedList", "List<Number>")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


class Parameter(msgspec.Struct, frozen=True):
    """One entry of `Parameters`."""

    name: str
    type: str
    default: str | None
    allowed: tuple[str, ...]
    """AllowedValues; empty when any value goes."""
    pattern: str
    limits: dict[str, float]
    """MinLength, MaxLength, MinValue, MaxValue, those that are given."""
    rule: str
    """ConstraintDescription: the author's own words for what is wanted."""
    pointer: str

    @property
    def is_list(self) -> bool:
        """Whether its value is a list, written with commas."""
        return self.type == "CommaDelimitedList" or self.type.startswith("List<")


def parse_parameters(document: Document) -> tuple[Parameter, ...]:
    """Return the parameters of a template."""
    return tuple(_parameter(document, name) for name in map_at(document, "/Parameters"))


def _parameter(document: Document, name: str) -> Parameter:
    pointer = below("/Parameters", name)
    check_names(document, pointer, ATTRIBUTES, "an attribute of a parameter")
    kind = text_at(document, below(pointer, "Type"))
    if not kind:
        raise document.error_at_key(pointer, f"the parameter `{name}` needs a `Type`")
    # The types that AWS looks up (`AWS::EC2::VPC::Id`) are texts to a world that has no such resources.
    if kind not in TYPES and not kind.removeprefix("List<").startswith("AWS::"):
        raise document.error(below(pointer, "Type"), unknown("a type of parameter", kind, TYPES))
    if kind.startswith("AWS::SSM::"):
        raise document.error(below(pointer, "Type"), "parameters from SSM are not simulated by CogTUI; use `String`")
    default = value_at(document, below(pointer, "Default"))
    return Parameter(
        name,
        kind,
        None if default is None else text_at(document, below(pointer, "Default")),
        texts_at(document, below(pointer, "AllowedValues")),
        text_at(document, below(pointer, "AllowedPattern")),
        _limits(document, pointer),
        text_at(document, below(pointer, "ConstraintDescription")),
        pointer,
    )


def _limits(document: Document, pointer: str) -> dict[str, float]:
    limits: dict[str, float] = {}
    for name in ("MinLength", "MaxLength", "MinValue", "MaxValue"):
        text = text_at(document, below(pointer, name))
        if text and not _NUMBER.fullmatch(text):
            raise document.error(below(pointer, name), f"`{name}` is a number")
        if text:
            limits[name] = float(text)
    return limits


def parameter_values(document: Document, known: tuple[Parameter, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what each parameter's `Ref` gives: the value given, else its default."""
    names = [parameter.name for parameter in known]
    for name in given:
        if name not in names:
            raise AuthoringError(unknown("a parameter of this template", name, names), file=document.file)
    return {parameter.name: _value(document, parameter, given.get(parameter.name)) for parameter in known}


def _value(document: Document, parameter: Parameter, given: Any) -> str | list[str]:
    if isinstance(given, list):
        given = ",".join(map(str, given))  # pyright: ignore[reportUnknownArgumentType]
    text = as_text(given) if given is not None else parameter.default
    if text is None:
        message = f"the parameter `{parameter.name}` has neither a `Default` nor a value given for it"
        raise document.error_at_key(parameter.pointer, message)
    values = [part.strip() for part in text.split(",")] if parameter.is_list else [text]
    for value in values:
        if problem := _problem(document, parameter, value):
            place = below(parameter.pointer, "Default") if given is None else parameter.pointer
            wanted = parameter.rule or problem
            raise document.error(place, f"`{value}` is no value for the parameter `{parameter.name}`: {wanted}")
    return values if parameter.is_list else text


def _problem(document: Document, parameter: Parameter, value: str) -> str:
    """Say what is wrong with a value; empty when nothing is."""
    if parameter.allowed and value not in parameter.allowed:
        return f"expected {' or '.join(f'`{allowed}`' for allowed in parameter.allowed)}"
    if "Number" in parameter.type and not _NUMBER.fullmatch(value):
        return "expected a number"
    if parameter.pattern and not _compiled(document, parameter).fullmatch(value):
        return f"it does not match `{parameter.pattern}`"
    measured = {"Length": len(value), "Value": float(value) if "Number" in parameter.type else 0.0}
    for name, limit in parameter.limits.items():
        size = measured[name[3:]]
        if (size < limit) if name.startswith("Min") else (size > limit):
            return f"`{name}` is {limit:g}"
    return ""


def _compiled(document: Document, parameter: Parameter) -> re.Pattern[str]:
    try:
        return re.compile(parameter.pattern)
    except re.error as problem:
        raise document.error(below(parameter.pointer, "AllowedPattern"), f"the pattern is broken: {problem}") from None
