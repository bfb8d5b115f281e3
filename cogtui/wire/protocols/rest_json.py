"""REST with JSON: Cognito Sync (Smithy, "restJson1"). The operation is found by method and path."""

from __future__ import annotations

from functools import cache
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Operation, Service
from cogtui.cloud.errors import AwsError
from cogtui.wire.http import Request
from cogtui.wire.protocols.json_values import decoded, reading, unreadable
from cogtui.wire.protocols.parsed import Parsed, Unreadable, answer
from cogtui.wire.protocols.rest_members import from_headers, from_query, places, query_pairs

__all__ = ["answer", "is_path", "read"]

_LONGEST_NAME: Final = 128


class Route(msgspec.Struct, frozen=True):
    """A path with gaps: ("identitypools", None) and the names of what fills them."""

    operation: Operation
    steps: tuple[str | None, ...]
    labels: tuple[str, ...]

    def fits(self, steps: list[str]) -> bool:
        """Tell whether a path of as many steps is one of these."""
        return all(own is None or own == step for own, step in zip(self.steps, steps, strict=True))


@cache
def _routes(service: str) -> dict[tuple[str, int], list[Route]]:
    """Return the routes by method and number of steps, those with the fewest gaps first."""
    found: dict[tuple[str, int], list[Route]] = {}
    for operation in reader.service(service).operations.values():
        steps = operation.http.request_uri.split("/")[1:]
        labels = tuple(step[1:-1] for step in steps if step.startswith("{"))
        fixed = tuple(None if step.startswith("{") else step for step in steps)
        found.setdefault((operation.http.method, len(steps)), []).append(Route(operation, fixed, labels))
    for routes in found.values():
        routes.sort(key=lambda route: len(route.labels))
    return found


def is_path(service: Service, method: str, path: str) -> bool:
    """Tell whether an operation of the service has this path."""
    return _route(service, method, path) is not None


def _route(service: Service, method: str, path: str) -> tuple[Route, list[str]] | None:
    steps = path.split("/")[1:]
    routes = _routes(service.name).get((method, len(steps)), ())
    return next(((route, steps) for route in routes if route.fits(steps)), None)


def read(service: Service, request: Request) -> Parsed:
    """Return the call that a request stands for."""
    found = _route(service, request.method, request.path)
    if found is None:
        error = AwsError("UnknownOperationException", "", status=404)
        return Parsed(f"{request.method} {request.path}"[:_LONGEST_NAME], unreadable=error)
    name = found[0].operation.name
    try:
        return Parsed(name, _params(service, *found, request))
    except Unreadable as problem:
        return Parsed(name, unreadable=unreadable(str(problem)))
    except ValueError:
        return Parsed(name, unreadable=unreadable("the path or the query is no UTF-8"))


def _params(service: Service, route: Route, steps: list[str], request: Request) -> dict[str, Any]:
    operation = route.operation
    if operation.input is None:
        return {}
    where = places(service.name, operation.name)
    gaps = [unquote(step, errors="strict") for own, step in zip(route.steps, steps, strict=True) if own is None]
    params = dict(zip(_members(service.name, route), gaps, strict=True))
    if request.query:
        params |= from_query(where, query_pairs(request.query))
    params |= from_headers(where, request.headers)
    convert = reading(service.name, operation.input.shape)
    if request.body and convert is not None:
        params |= convert(decoded(request.body))
    return params


@cache
def _members(service: str, route: Route) -> tuple[str, ...]:
    """Return the names of the members that fill a route's gaps."""
    shape = reader.service(service).input(route.operation.name)
    members = shape.members.items() if shape is not None else ()
    by_wire = {use.location_name or name: name for name, use in members if use.location == "uri"}
    return tuple(by_wire[label] for label in route.labels)
