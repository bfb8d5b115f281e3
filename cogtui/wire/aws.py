"""An AWS request: from HTTP through the world's door and back, by the service's protocol."""

from __future__ import annotations

import re
from typing import Final

from cogtui.cloud.callers import Origin
from cogtui.cloud.catalog import reader
from cogtui.cloud.world import World
from cogtui.wire.caller import caller_of
from cogtui.wire.http import Request, Response
from cogtui.wire.protocols import json11, query, rest_json, rest_xml

_PROTOCOLS: Final = {"json": json11, "rest-json": rest_json, "query": query, "rest-xml": rest_xml}

_REGION: Final = re.compile(r"[a-z0-9-]{1,32}")
"""What a region may look like; a signature's scope may say anything, and nobody holds it against that with --no-verify."""

_LOCAL: Final = frozenset({"127.0.0.1", "::1"})


def answer(world: World, service_name: str, region: str, request: Request, *, verify: bool = True) -> Response:
    """Make the call that the request stands for and return its answer."""
    service = reader.service(service_name)
    protocol = _PROTOCOLS[service.protocol]
    parsed = protocol.read(service, request)
    reply = world.call(
        service_name,
        parsed.operation,
        parsed.params,
        caller=caller_of(request, verify=verify),
        region=region if _REGION.fullmatch(region) else "",
        origin=origin_of(request),
        unreadable=parsed.unreadable,
    )
    return protocol.answer(service, reply.record)


def origin_of(request: Request) -> Origin:
    """Return where the request comes from. Loopback counts as secure, other addresses would need TLS."""
    return Origin(
        request.address,
        request.header("user-agent")[:256],
        secure=request.address in _LOCAL,
        referer=request.header("referer")[:256],
    )
