"""What a resource type is: its properties, and how a resource of it comes into a world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.callers import Operator
from cogtui.cloud.documents import below, unknown
from cogtui.cloud.errors import AuthoringError, AwsError, NotSimulated
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.services import registry
from cogtui.cloud.templates.resources.blame import Blame, Blamed, in_parameters
from cogtui.cloud.templates.scope import Made, Scope
from cogtui.cloud.templates.shapes import Fit, api
from cogtui.cloud.templates.template import Resource

NOT_SIMULATED = NotSimulated("").code


class Property(msgspec.Struct, frozen=True):
    """One property of a resource type."""

    fit: Fit
    parameter: str = ""
    """The parameter of the type's own operation that it becomes; empty when `create` uses it otherwise."""
    required: bool = False


class Kind(msgspec.Struct, frozen=True):
    """One resource type."""

    type: str
    """"AWS::Cognito::UserPool"."""
    properties: dict[str, Property]
    create: Callable[[Making], Made]
    """Makes the resource and says what `Ref` and `Fn::GetAtt` give."""
    elsewhere: tuple[str, ...] = ()
    """Properties that AWS has and CogTUI does not simulate."""


def parameters(
    service: str, operation: str, *names: str, required: tuple[str, ...] = (), **renamed: str
) -> dict[str, Property]:
    """Return properties that are parameters of an operation: of the same name, or `renamed` (property=parameter)."""
    known = {**{name: name for name in names}, **renamed}
    return {name: Property(api(service, operation, to), to, name in required) for name, to in known.items()}


class Making:
    """A resource being made: what its template gives, and its way to the door."""

    def __init__(self, call: Call, scope: Scope, kind: Kind, resource: Resource, properties: dict[str, Any]) -> None:
        self.call = call
        self.scope = scope
        self.kind = kind
        self.resource = resource
        self.given = self._fitted(properties)
        """The properties as APIs take them, by the names they have in the template."""

    def _fitted(self, properties: dict[str, Any]) -> dict[str, Any]:
        document, known = self.scope.document, self.kind.properties
        for name in properties:
            if name in self.kind.elsewhere:
                raise self._not_simulated(name)
            if name not in known:
                pointer = self.pointer(name)
                raise document.error_at_key(pointer, unknown(f"a property of {self.kind.type}", name, known))
        for name, each in known.items():
            if each.required and name not in properties:
                message = (
                    f"`{self.resource.logical_id}` needs the property `{name}`: {self.kind.type} has no default for it"
                )
                raise document.error_at_key(self.resource.pointer, message)
        return {name: known[name].fit(document, self.pointer(name), value) for name, value in properties.items()}

    @property
    def parameters(self) -> dict[str, Any]:
        """The properties that are parameters of the type's own operation, by the parameters' names."""
        named = self.kind.properties
        return {named[name].parameter: value for name, value in self.given.items() if named[name].parameter}

    def pointer(self, *way: str | int) -> str:
        """Return the pointer to a property, or to something in it."""
        return below(self.resource.properties_pointer, *way)

    def made(self, ref: str, **attributes: str) -> Made:
        """Return what the resource became."""
        return Made(self.resource.logical_id, self.resource.type, ref, attributes)

    def new_name(self) -> str:
        """Return a name for a resource whose template gives none: STACK-LOGICALID-RANDOM, as CloudFormation makes them.

        Short enough for every service: at most 62 characters.
        """
        stack, logical_id = self.scope.stack.name[:24].rstrip("-"), self.resource.logical_id[:24]
        return f"{stack}-{logical_id}-{self.call.ids.text(12, ALNUM)}"

    def invoke(
        self, service: str, operation: str, params: dict[str, Any], *, blame: Blamed | None = None
    ) -> dict[str, Any]:
        """Make an API call as the account's operator; what AWS refuses is an authoring error at the place to blame."""
        self._check_simulated(service, operation, params)
        try:
            return self.call.invoke(service, operation, params, Operator(self.scope.stack.account))
        except AwsError as error:
            if error.code == NOT_SIMULATED:
                raise self.refused(error) from error
            named = {each.parameter or name: name for name, each in self.kind.properties.items()}
            found = (blame and blame(error)) or in_parameters(service, operation, params, named)(error)
            raise self._refused(operation, error, found) from error

    def refused(self, error: AwsError) -> AuthoringError:
        """Return the authoring error for something that was refused on the way."""
        message = f"`{self.resource.logical_id}` cannot be made: {error.message}"
        return self.scope.document.error_at_key(self.resource.pointer, message)

    def _check_simulated(self, service: str, operation: str, params: dict[str, Any]) -> None:
        accepted = registry.accepted(service, operation)
        for name, each in self.kind.properties.items():
            if accepted and each.parameter in params and each.parameter not in accepted and name in self.given:
                raise self._not_simulated(name)

    def _not_simulated(self, name: str) -> AuthoringError:
        message = f"`{name}` of {self.kind.type} is not simulated by CogTUI"
        return self.scope.document.error_at_key(self.pointer(name), message)

    def _refused(self, operation: str, error: AwsError, blame: Blame | None) -> AuthoringError:
        hint = f" ({blame.hint})" if blame and blame.hint else ""
        message = f"AWS refuses `{self.resource.logical_id}` ({operation}): {error.code}: {error.message}{hint}"
        if blame is None:
            return self.scope.document.error_at_key(self.resource.pointer, message)
        return self.scope.document.error(self.pointer(*blame.way), message)
