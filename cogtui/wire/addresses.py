"""Which simulated host a request to the endpoint means, and by which local address a browser gets to a simulated host.

A browser comes by one of three kinds of names. The endpoint's own ones (127.0.0.1, localhost) stand for every user pool's
domain at once; `PREFIX.auth.localhost` is one pool's domain; a name of AWS's own is what it says. Outside providers stand
below `/_providers/NAME/HOST/` of each of them, so that a browser stays where its cookies are.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

import msgspec

from cogtui.cloud.providers import registry
from cogtui.cloud.services.cognito_idp.domain import hosts
from cogtui.cloud.services.cognito_idp.domain.answers import encoded, octets
from cogtui.cloud.services.cognito_idp.users import import_upload
from cogtui.cloud.store import Reader
from cogtui.cloud.web import WebRequest

PROVIDERS: Final = "/_providers"

_AT_PROVIDER: Final = re.compile(PROVIDERS + r"/([^/]*)/?([^/]*)(/.*)?", re.DOTALL)
_OF_POOL: Final = re.compile(r"/([a-z]{2}(?:-[a-z]+)+-\d)_[0-9A-Za-z]+/\.well-known/.+")
_UPLOAD: Final = re.compile(rf"/{import_upload.BUCKET}[a-z0-9-]+(/[0-9]+/([a-z]{{2}}(?:-[a-z]+)+-\d)_[0-9A-Za-z]+/.+)")
"""A bucket that takes the files of imports, in S3's path style."""
_ABSOLUTE: Final = re.compile(r"https://([^/?#\\@:]+)(?::443)?((?:[/?#].*)?)", re.DOTALL | re.IGNORECASE)


class Standpoint(msgspec.Struct, frozen=True):
    """By which name a browser knows the endpoint."""

    host: str
    """The Host header without its port, in small letters: "127.0.0.1", "ana-demo.auth.localhost"."""
    port: str
    """":4577"; empty for HTTP's own."""
    means: str
    """The simulated host that it stands for: "auth.localhost" for that of every pool."""


def standpoint(reader: Reader, header: str) -> Standpoint:
    """Read a Host header."""
    text = header.lower()
    if text.startswith("["):
        name, _, port = text.partition("]")
        name, port = f"{name}]", port.removeprefix(":")
    else:
        name, _, port = text.partition(":")
    name = name.rstrip(".")
    return Standpoint(name, f":{port}" if port.isascii() and port.isdigit() else "", _meant(reader, name))


def stands_for_all(reader: Reader, header: str) -> bool:
    """Tell whether a Host header is a name that stands for every pool's domain."""
    return standpoint(reader, header).means == hosts.SHARED_HOST


def _meant(reader: Reader, host: str) -> str:
    if not hosts.is_user_pools(reader, host):
        return hosts.SHARED_HOST
    domain = hosts.domain_at(reader, host)
    return domain.host if domain is not None else host


def simulated(reader: Reader, at: Standpoint, path: str) -> tuple[str, str] | None:
    """Return the simulated host and path that a path means; None for a provider that doesn't exist."""
    outside = _AT_PROVIDER.fullmatch(path)
    if outside is not None:
        name, host, rest = outside.groups()
        provider = registry.named(reader, name)
        return (host, rest or "/") if provider is not None and host in provider.hosts else None
    upload = _UPLOAD.fullmatch(path)
    if upload is not None:
        return import_upload.host_of(upload.group(2)), upload.group(1)
    pool = _OF_POOL.fullmatch(path)
    if pool is not None and at.means == hosts.SHARED_HOST:
        return f"cognito-idp.{pool.group(1)}.amazonaws.com", path
    return at.means, path


def local(reader: Reader, at: Standpoint, host: str, rest: str) -> str:
    """Return where the browser finds what a simulated host has; `rest` is path, query and fragment, as written."""
    rest = rest if rest.startswith("/") else f"/{rest}"
    if provider := registry.provider_at(reader, host):
        return f"{PROVIDERS}/{provider.name}/{host}{rest}"
    name = at.host if at.means in (hosts.SHARED_HOST, host) else _own_name(host)
    # Two slashes at the beginning would make a host of what follows (RFC 3986, section 4.2).
    return rest if name == at.host and not rest.startswith(("//", "/\\")) else f"http://{name}{at.port}{rest}"


def _own_name(host: str) -> str:
    """Return the name of this machine for a simulated host; a custom domain has none but that which stands for all."""
    prefix, dot, _ = host.partition(".auth.")
    return f"{prefix}.auth.localhost" if dot and host.endswith(".amazoncognito.com") else "localhost"


def link(reader: Reader, at: Standpoint, to: WebRequest) -> str:
    """Return the address of a simulated page, as a link or a form names it."""
    path = quote(octets(to.path), safe="/-._~!$&'()*+,;=:@")
    return local(reader, at, to.host, f"{path}?{encoded(dict(to.query))}" if to.query else path)


def redirect(reader: Reader, at: Standpoint, here: str, location: str) -> str:
    """Return where a browser is really sent: simulated hosts have local addresses, all others stay as they are.

    `here` is the simulated host that says so.
    """
    if location.startswith("/") and not location.startswith("//"):
        return local(reader, at, here, location)
    absolute = _ABSOLUTE.fullmatch(location)
    if absolute is None:
        return location
    host = absolute.group(1).lower()
    ours = registry.has(reader, host) or (not host.endswith(".localhost") and hosts.is_user_pools(reader, host))
    return local(reader, at, host, absolute.group(2)) if ours else location
