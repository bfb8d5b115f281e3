"""Whom the endpoint answers at all: by the Host header against DNS rebinding, by the Origin against foreign web pages.

A web page elsewhere can have a browser send requests to a local port, and a name that its owner points at 127.0.0.1 makes
them look local. Names that only the user or AWS can own, and addresses, are safe; everything else is refused by name.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from cogtui.wire.http import Request, Response

_BELOW: Final = (".localhost", ".amazonaws.com", ".amazoncognito.com")
"""Names of this machine, and those of AWS that clients may have been told lead here; nobody else can point them anywhere."""

_LONGEST_NAME: Final = 253
"""Of a host (RFC 1035, section 2.3.4, in text)."""
_PREFLIGHT_SECONDS: Final = "172800"
_EXPOSED: Final = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amz-request-id,x-amz-id-2,ETag,Date"


def refusal(request: Request, named: frozenset[str] = frozenset()) -> Response | None:
    """Return the answer to a request that must not be looked at; None for one that may. `named`: further host names."""
    given = [name for name, _ in request.headers]
    if given.count("host") != 1:
        return _refused("A request names its host, once (RFC 9112, section 3.2).", status=400)
    host = request.host
    if not is_own_host(host, named):
        shown = _shown(host) or "(none)"
        return _refused(f"Host `{shown}` is no name of this endpoint: use 127.0.0.1, localhost or *.localhost.")
    if "origin" in given:
        for origin in (value for name, value in request.headers if name == "origin"):
            if not is_own_origin(origin):
                return _refused(
                    f"Origin `{_shown(origin)}` may not use this endpoint: only pages of localhost and 127.0.0.1 may."
                )
    return None


def _shown(text: str) -> str:
    printable = "".join(char if char.isprintable() else "?" for char in text)
    return printable if len(printable) <= _LONGEST_NAME else f"{printable[:_LONGEST_NAME]}..."


def _refused(text: str, *, status: int = 403) -> Response:
    headers = (("content-type", "text/plain; charset=utf-8"),)
    return Response(status, headers, f"{text}\n".encode(errors="replace"))


def is_own_host(host: str, named: frozenset[str] = frozenset()) -> bool:
    """Tell whether a host name (without its port) can only mean this endpoint."""
    if len(host) > _LONGEST_NAME:
        return False
    return host in named or _is_own_name(host)


@lru_cache(maxsize=256)
def _is_own_name(host: str) -> bool:
    if host == "localhost" or host.endswith(_BELOW):
        return True
    try:
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def is_own_origin(origin: str) -> bool:
    """Tell whether an Origin is a page of this machine: localhost, *.localhost or a loopback address, any port."""
    try:
        host = urlsplit(origin).hostname or ""
        if host == "localhost" or host.endswith(".localhost"):
            return True
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def preflight(request: Request) -> Response:
    """Answer a browser that asks whether a page may send a request, as AWS does: it may."""
    wanted = request.header("access-control-request-headers") or "*"
    method = request.header("access-control-request-method") or "POST"
    return Response(
        200,
        (
            ("access-control-allow-origin", "*"),
            ("access-control-allow-methods", method),
            ("access-control-allow-headers", wanted),
            ("access-control-expose-headers", _EXPOSED),
            ("access-control-max-age", _PREFLIGHT_SECONDS),
        ),
    )


def cors(request: Request) -> tuple[tuple[str, str], ...]:
    """Return the headers that let a page of this machine read the answer."""
    if not request.header("origin"):
        return ()
    return (("access-control-allow-origin", "*"), ("access-control-expose-headers", _EXPOSED))
