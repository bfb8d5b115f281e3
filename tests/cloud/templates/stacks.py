"""Builders for template tests: a template walked with a maker that only remembers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cogtui.cloud.templates.plan import Applied, walk
from cogtui.cloud.templates.scope import Made, Scope, Stack
from cogtui.cloud.templates.template import Resource, parse

STACK = Stack("111122223333", "us-east-1", "demo", "arn:aws:cloudformation:us-east-1:111122223333:stack/demo/1")


def scope_of(text: str, parameters: Mapping[str, Any] | None = None) -> Scope:
    return Scope(parse(text, "world.yaml"), STACK, parameters or {})


def walked(text: str, parameters: Mapping[str, Any] | None = None) -> tuple[Applied, dict[str, dict[str, Any]]]:
    """Return what became of a template, and the resolved properties of each resource."""
    seen: dict[str, dict[str, Any]] = {}

    def remember(resource: Resource, properties: dict[str, Any]) -> Made:
        name = resource.logical_id
        seen[name] = properties
        return Made(name, resource.type, f"{name}-ref", {"Arn": f"arn:{name}", "Deep.Name": "deep"})

    return walk(scope_of(text, parameters), remember), seen


def value_of(written: str, *, rest: str = "", parameters: Mapping[str, Any] | None = None) -> Any:
    """Return what a property written so stands for; `rest` are further sections of the template."""
    text = f"Resources:\n  Base:\n    Type: X\n  Probe:\n    Type: X\n    Properties:\n      Value: {written}\n{rest}"
    return walked(text, parameters)[1]["Probe"].get("Value")
