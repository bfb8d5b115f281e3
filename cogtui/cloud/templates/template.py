"""A template taken apart: its sections as records, each knowing where it stands.

Source: CloudFormation User Guide, "Template anatomy" and "Resource attribute reference".
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from cogtui.cloud.documents import Document, below, unknown
from cogtui.cloud.templates.dialect import read_template
from cogtui.cloud.templates.parameters import Parameter, parse_parameters
from cogtui.cloud.templates.sections import check_names, map_at, text_at, texts_at, value_at

FORMAT_VERSION = "2010-09-09"

SECTIONS = (
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Mappings",
    "Conditions",
    "Resources",
    "Outputs",
)
NOT_SIMULATED = {
    "Rules": "give the parameters `AllowedValues` instead",
    "Transform": "write out what the macro would make",
    "Hooks": "leave them out",
}
"""Sections that AWS knows and CogTUI does not, and what to do about it."""

RESOURCE_ATTRIBUTES = (
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "Metadata",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "UpdatePolicy",
    "CreationPolicy",
)
OUTPUT_ATTRIBUTES = ("Value", "Description", "Export", "Condition")

MOST_RESOURCES = 500
"""CloudFormation's quota."""
_LOGICAL_ID = re.compile(r"[A-Za-z0-9]{1,255}")


class Resource(msgspec.Struct, frozen=True):
    """One entry of `Resources`."""

    logical_id: str
    type: str
    properties: dict[str, Any]
    """As written: intrinsic functions unresolved."""
    depends_on: tuple[str, ...]
    condition: str
    """Name of the condition under which it is made; empty when always."""
    pointer: str

    @property
    def properties_pointer(self) -> str:
        """Where its properties stand."""
        return below(self.pointer, "Properties")


class Output(msgspec.Struct, frozen=True):
    """One entry of `Outputs`."""

    name: str
    value: Any
    """As written."""
    description: str
    condition: str
    pointer: str


class Template(msgspec.Struct, frozen=True):
    """A template whose shape is right; its functions are not resolved yet."""

    document: Document
    description: str
    parameters: tuple[Parameter, ...]
    mappings: dict[str, Any]
    conditions: dict[str, Any]
    resources: dict[str, Resource]
    """By logical id, in the order of the template."""
    outputs: tuple[Output, ...]


def parse(text: str | bytes, file: str = "") -> Template:
    """Read a template and check its shape; problems are `AuthoringError`s with file, line and column."""
    document = read_template(text, file)
    if not isinstance(document.data, dict):
        raise document.error("", "a template is a map with a section `Resources`")
    _check_sections(document)
    return Template(
        document,
        text_at(document, "/Description"),
        parse_parameters(document),
        _mappings(document),
        map_at(document, "/Conditions"),
        _resources(document),
        _outputs(document),
    )


def _check_sections(document: Document) -> None:
    for name in document.data:
        if name in NOT_SIMULATED:
            message = f"the section `{name}` is not simulated by CogTUI; {NOT_SIMULATED[name]}"
            raise document.error_at_key(below("", name), message)
        if name not in SECTIONS:
            raise document.error_at_key(below("", name), unknown("a section of a template", name, SECTIONS))
    version = text_at(document, "/AWSTemplateFormatVersion")
    if version and version != FORMAT_VERSION:
        raise document.error(
            "/AWSTemplateFormatVersion", f"`AWSTemplateFormatVersion` is `{FORMAT_VERSION}` or left out"
        )
    if not document.data.get("Resources"):
        raise document.error_at_key("/Resources", "a template needs a section `Resources` with at least one resource")


def _mappings(document: Document) -> dict[str, Any]:
    mappings = map_at(document, "/Mappings")
    for name in mappings:
        for top in map_at(document, below("/Mappings", name)):
            map_at(document, below("/Mappings", name, top))
    return mappings


def _resources(document: Document) -> dict[str, Resource]:
    found = {name: _resource(document, name) for name in map_at(document, "/Resources")}
    if len(found) > MOST_RESOURCES:
        raise document.error_at_key(
            "/Resources", f"a template has at most {MOST_RESOURCES} resources; this one has {len(found)}"
        )
    for resource in found.values():
        for index, other in enumerate(resource.depends_on):
            if other not in found:
                pointer = below(resource.pointer, "DependsOn")
                pointer = below(pointer, index) if isinstance(value_at(document, pointer), list) else pointer
                raise document.error(pointer, unknown("a resource of this template", other, found))
    return found


def _resource(document: Document, name: str) -> Resource:
    pointer = below("/Resources", name)
    if not _LOGICAL_ID.fullmatch(name):
        raise document.error_at_key(pointer, f"`{name}` cannot name a resource: letters and digits only")
    check_names(document, pointer, RESOURCE_ATTRIBUTES, "an attribute of a resource")
    kind = text_at(document, below(pointer, "Type"))
    if not kind:
        raise document.error_at_key(pointer, f"the resource `{name}` needs a `Type`")
    return Resource(
        name,
        kind,
        map_at(document, below(pointer, "Properties")),
        texts_at(document, below(pointer, "DependsOn")),
        _condition(document, pointer),
        pointer,
    )


def _outputs(document: Document) -> tuple[Output, ...]:
    outputs: list[Output] = []
    for name in map_at(document, "/Outputs"):
        pointer = below("/Outputs", name)
        entry = map_at(document, pointer)
        check_names(document, pointer, OUTPUT_ATTRIBUTES, "an attribute of an output")
        if "Value" not in entry:
            raise document.error_at_key(pointer, f"the output `{name}` needs a `Value`")
        description = text_at(document, below(pointer, "Description"))
        outputs.append(Output(name, entry["Value"], description, _condition(document, pointer), pointer))
    return tuple(outputs)


def _condition(document: Document, pointer: str) -> str:
    """Return the name of the condition that something hangs on, which must exist."""
    pointer = below(pointer, "Condition")
    name = text_at(document, pointer)
    known = map_at(document, "/Conditions")
    if name and name not in known:
        raise document.error(pointer, unknown("a condition of this template", name, known))
    return name
