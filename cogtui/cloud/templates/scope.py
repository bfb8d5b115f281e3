"""What names mean while a template is resolved: parameters, pseudo parameters, mappings, conditions, resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cogtui.cloud.documents import Document
from cogtui.cloud.templates.parameters import parameter_values
from cogtui.cloud.templates.template import Template


class NoValue:
    """The type of `NO_VALUE`."""


NO_VALUE = NoValue()
"""What `Ref: AWS::NoValue` gives: whatever holds it leaves it out."""


class Stack(msgspec.Struct, frozen=True):
    """Where a template is applied."""

    account: str
    region: str
    name: str
    id: str
    """The stack's ARN."""


class Made(msgspec.Struct, frozen=True):
    """What a resource became."""

    logical_id: str
    type: str
    ref: str
    """What `Ref` gives."""
    attributes: dict[str, str] = {}
    """What `Fn::GetAtt` gives."""
    placeholder: bool = False
    """Whether AWS has the type and CogTUI does not simulate it."""


class Scope:
    """Everything a function may ask for."""

    def __init__(self, template: Template, stack: Stack, parameters: Mapping[str, Any]) -> None:
        self.template = template
        self.stack = stack
        self.values = {
            **pseudo_parameters(stack),
            **parameter_values(template.document, template.parameters, parameters),
        }
        """By name: parameters and pseudo parameters."""
        self.conditions: dict[str, bool | None] = {}
        """Judged so far; None while one is being judged."""
        self.made: dict[str, Made] = {}
        """Resources made so far, by logical id."""

    @property
    def document(self) -> Document:
        """The template's text with its positions."""
        return self.template.document


def pseudo_parameters(stack: Stack) -> dict[str, Any]:
    """Return the values that every template may refer to (User Guide, "Pseudo parameters reference")."""
    return {
        "AWS::AccountId": stack.account,
        "AWS::NoValue": NO_VALUE,
        "AWS::NotificationARNs": [],
        "AWS::Partition": "aws",
        "AWS::Region": stack.region,
        "AWS::StackId": stack.id,
        "AWS::StackName": stack.name,
        "AWS::URLSuffix": "amazonaws.com",
    }
