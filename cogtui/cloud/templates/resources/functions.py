"""CogTUI's own resource type for what runs at triggers: CloudFormation has AWS::Lambda::Function, with code in it."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.documents import Document
from cogtui.cloud.functions.compile import compiled
from cogtui.cloud.functions.directory import NAME, put
from cogtui.cloud.templates.resources.kind import Kind, Making, Property
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import text


def create_function(making: Making) -> Made:
    """Make a CogTUI::Function; Ref gives its name, as that of AWS::Lambda::Function does."""
    name = making.given.get("FunctionName") or making.new_name()
    function = put(making.call, name, making.given["Rules"])
    return making.made(function.name, Arn=function.arn)


def _rules(document: Document, pointer: str, value: Any) -> Any:
    return compiled(value, lambda at, message: document.error(pointer + at, message))


def _name(document: Document, pointer: str, value: Any) -> str:
    name = text(document, pointer, value)
    if NAME.fullmatch(name) is None:
        message = f"`{name}` is no name for a function: letters, digits, `-` and `_`, at most 64"
        raise document.error(pointer, message)
    return name


KINDS = (
    Kind(
        "CogTUI::Function",
        {"FunctionName": Property(_name), "Rules": Property(_rules, required=True)},
        create_function,
    ),
)
