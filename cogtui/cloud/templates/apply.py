"""Applying a template to a world: one act, so one row of the trail with the calls as its children.

All or nothing: a resource that AWS refuses takes back those made before it, and the refusal comes as an `AuthoringError`
at the resource's line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.callers import Operator
from cogtui.cloud.documents import below, unknown
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.templates.plan import Applied, walk
from cogtui.cloud.templates.resources.kind import Making
from cogtui.cloud.templates.resources.types import KINDS
from cogtui.cloud.templates.scope import Made, Scope, Stack
from cogtui.cloud.templates.template import Resource, parse

if TYPE_CHECKING:
    from cogtui.cloud.world import World

ACT = "template.apply"
LIKE_TYPES = 0.9
"""Names of types are alike by nature: only a slip of the finger is taken for another."""


def apply(
    world: World,
    text: str,
    file: str = "",
    account: str = "",
    region: str = "",
    *,
    parameters: Mapping[str, Any] | None = None,
    placeholders: bool = False,
) -> Applied:
    """Apply a template in an account; AuthoringError when anything about it does not hold, and then nothing was made.

    `placeholders`: resource types of AWS that CogTUI does not simulate become placeholders (the lab) instead of errors
    (lessons).
    """
    account = account or world.account
    reply = world.act(
        ACT,
        caller=Operator(account),
        account=account,
        region=region,
        title=f"Apply {PurePath(file).name}" if file else "Apply a template",
        text=text,
        file=file,
        parameters=dict(parameters or {}),
        placeholders=placeholders,
    )
    return msgspec.convert(reply.output, Applied)


def apply_in(
    call: Call, *, text: str, file: str = "", parameters: Mapping[str, Any] | None = None, placeholders: bool = False
) -> dict[str, Any]:
    """Do the act `template.apply`."""
    call.exempt = True  # the operator sets up a world before anybody's policies say what the operator may do
    template = parse(text, file)
    scope = Scope(template, stack_of(call, file), parameters or {})

    def make(resource: Resource, properties: dict[str, Any]) -> Made:
        kind = KINDS.get(resource.type)
        if kind is not None:
            return kind.create(Making(call, scope, kind, resource, properties))
        if placeholders and resource.type.startswith("AWS::"):
            return placeholder(call, scope, resource)
        pointer = below(resource.pointer, "Type")
        what = "a resource type that CogTUI simulates"
        raise scope.document.error(pointer, unknown(what, resource.type, KINDS, LIKE_TYPES))

    return msgspec.to_builtins(walk(scope, make))


def stack_of(call: Call, file: str) -> Stack:
    """Return the stack that a template becomes: named for its file, as far as a stack's name may have its letters."""
    name = re.sub(r"[^A-Za-z0-9-]+", "-", PurePath(file).stem).strip("-")
    name = name if name[:1].isalpha() else f"stack-{name}".rstrip("-")
    arn = f"arn:aws:cloudformation:{call.region}:{call.account}:stack/{name}/{call.ids.uuid()}"
    return Stack(call.account, call.region, name, arn)


def placeholder(call: Call, scope: Scope, resource: Resource) -> Made:
    """Stand in for a resource that CogTUI does not simulate: it has a name and an ARN, and does nothing.

    DIFFERS: at AWS each type has its own form of name and ARN.
    """
    name = f"{scope.stack.name}-{resource.logical_id}-{call.ids.text(12, ALNUM)}"
    _, service, *kind = resource.type.lower().split("::")
    arn = f"arn:aws:{service}:{call.region}:{call.account}:{'/'.join((*kind, name))}"
    return Made(resource.logical_id, resource.type, name, {"Arn": arn}, placeholder=True)
