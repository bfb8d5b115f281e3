"""Which operations are simulated, and by which function. Packages load when their service is first called."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import msgspec

from cogtui.cloud.catalog import names, reader
from cogtui.cloud.policy.request import ContextValue, PolicySource
from cogtui.cloud.store import Reader

if TYPE_CHECKING:
    from cogtui.cloud.call import Call

Handler = Callable[..., dict[str, Any]]

PACKAGES = {
    "cognito-idp": "cognito_idp",
    "cognito-identity": "cognito_identity",
    "cognito-sync": "cognito_sync",
    "sts": "sts",
    "iam": "iam",
    "s3": "s3",
    "sns": "sns",
    "organizations": "organizations",
}

ROOT = "cogtui.cloud.services"


class Owner(msgspec.Struct, frozen=True):
    """Whose a resource is."""

    account: str
    region: str = ""
    """Empty for a global resource: the call stays in the region of its endpoint."""


class Resource(msgspec.Struct, frozen=True):
    """What authorisation must know of the resource that a call names."""

    account: str
    policies: tuple[PolicySource, ...] = ()
    """Resource policies."""
    context: dict[str, ContextValue] = {}
    """Further condition keys."""


def _module(service: str, name: str) -> ModuleType | None:
    """Return a module of the service's package, or None when the package has none of that name."""
    path = f"{ROOT}.{PACKAGES[service]}"
    try:
        return importlib.import_module(f"{path}.{name}" if name else path)
    except ModuleNotFoundError as missing:
        if missing.name is not None and missing.name.startswith(path):
            return None
        raise


@cache
def _topics(service: str) -> tuple[ModuleType, ...]:
    package = _module(service, "")
    topics: tuple[str, ...] = getattr(package, "TOPICS", ())
    return tuple(importlib.import_module(f"{ROOT}.{PACKAGES[service]}.{topic}") for topic in topics)


@cache
def handler(service: str, operation: str) -> Handler | None:
    """Return the function that simulates the operation, or None."""
    name = names.snake(operation)
    for topic in _topics(service):
        found = getattr(topic, name, None)
        if found is not None and getattr(found, "__module__", "") == topic.__name__:
            return found
    return None


@cache
def accepted(service: str, operation: str) -> frozenset[str]:
    """Return the parameter names that the operation's handler simulates."""
    found = handler(service, operation)
    return frozenset(_taken(found)) if found is not None else frozenset()


def _taken(found: Handler) -> Iterator[str]:
    for name, parameter in inspect.signature(found).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY:
            yield name
        elif parameter.kind is parameter.VAR_KEYWORD:
            # `**settings: Unpack[PoolSettings]`: parameters that several operations share.
            (shared,) = get_args(get_type_hints(found)[name])
            yield from shared.__annotations__


def simulated(service: str) -> frozenset[str]:
    """Return the names of the service's simulated operations."""
    return frozenset(name for name in reader.operations(service) if handler(service, name) is not None)


def owner(service: str, state: Reader, params: dict[str, Any]) -> Owner | None:
    """Return whose the resource is that `params` name, where the service can tell."""
    return _told(service, "owner")(state, params)


def resource(call: Call) -> Resource | None:
    """Return what authorisation must know of the call's resource, where the service has more to say than its ARN."""
    return _told(call.service, "resource")(call)


def resource_at(reader: Reader, action: str, arn: str) -> Resource | None:
    """Return what authorisation must know of the resource that an ARN names, for an action that nobody takes yet.

    None where the service of the action has no more to say than the ARN, or there is no such resource.
    """
    service = action.partition(":")[0].lower()
    return _told(service, "resource_at")(reader, arn, action) if service in PACKAGES else None


def named(call: Call) -> dict[str, str]:
    """Return what the ARN of the call's resource needs and its parameters do not tell: an IAM entity's path."""
    return _told(call.service, "named")(call) or {}


def pool_of(reader: Reader, identity_id: str) -> str:
    """Return the id of the identity pool that an identity belongs to; empty when there is no such identity."""
    return _told("cognito-identity", "pool_of")(reader, identity_id) or ""


def merged_into(reader: Reader, identity_id: str) -> str:
    """Return the id of the identity that took another one over; empty while it is its own."""
    return _told("cognito-identity", "merged_into")(reader, identity_id) or ""


def announce(call: Call, event: str, **told: str) -> None:
    """Tell every service that wants to know that something happened: a function of its module `events` is named so.

    `identities_merged` (pool_id, parent, absorbed), `identity_deleted` (identity_id), `pool_deleted` (pool_id).
    """
    for listener in _listeners(event):
        listener(call, **told)


@cache
def _listeners(event: str) -> tuple[Callable[..., None], ...]:
    found = [getattr(_module(service, "events"), event, None) for service in PACKAGES]
    return tuple([listener for listener in found if listener is not None])


@cache
def _told(service: str, name: str) -> Callable[..., Any]:
    """Return a function of the service's `scope`; one that tells nothing where the service has none."""
    return getattr(_module(service, "scope"), name, _nothing)


def _nothing(*_: Any) -> None:
    return None
