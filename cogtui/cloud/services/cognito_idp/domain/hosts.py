"""Which hosts are user pools', and which pool a request is about.

Source: Developer Guide, "Configuring a user pool domain"; "Amazon Cognito endpoints and quotas".
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, unquote

from cogtui.cloud.services.cognito_idp.domain import cookies
from cogtui.cloud.services.cognito_idp.domain_records import DOMAINS, Domain
from cogtui.cloud.services.cognito_idp.lookup import find_app
from cogtui.cloud.services.cognito_idp.pools.domains import domains_of
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool
from cogtui.cloud.services.cognito_idp.tokens.access import pool_of
from cogtui.cloud.services.cognito_idp.users import import_upload
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.parts import read
from cogtui.cloud.web import WebRequest

SHARED_HOST = "auth.localhost"
"""Stands for the domain of any pool: an endpoint at one address of its own asks here, and the request says which pool."""

_PREFIX_HOST = re.compile(r"([a-z0-9-]+)\.auth\.(?:([a-z0-9-]+)\.amazoncognito\.com|localhost)")
_API_HOST = re.compile(r"cognito-idp\.([a-z0-9-]+)\.amazonaws\.com")


def is_user_pools(reader: Reader, host: str) -> bool:
    """Tell whether a host is a user pool's domain, whether anybody has it or not, or the service's own."""
    return (
        host == SHARED_HOST
        or import_upload.is_host(host)
        or bool(_PREFIX_HOST.fullmatch(host) or region_of(host))
        or domain_at(reader, host) is not None
    )


def region_of(host: str) -> str:
    """Return the region of the service's own host, where discovery documents and keys stand; empty for other hosts."""
    found = _API_HOST.fullmatch(host)
    return found.group(1) if found else ""


def domain_at(reader: Reader, host: str) -> Domain | None:
    """Return the domain that a host is, if a pool has it."""
    prefix = _PREFIX_HOST.fullmatch(host)
    domain = reader.get(DOMAINS, (prefix.group(1) if prefix else host,))
    if domain is None or bool(domain.certificate_arn) is bool(prefix):
        return None
    return domain if prefix is None or prefix.group(2) in (None, domain.region) else None


def domain_of(reader: Reader, pool: UserPool) -> Domain | None:
    """Return the pool's domain, the custom one where it has two; None for a pool without any."""
    return max(domains_of(reader, pool.id), key=lambda domain: bool(domain.certificate_arn), default=None)


def pool_behind(reader: Reader, request: WebRequest) -> UserPool | None:
    """Return the pool that a request to the shared host is about: by app client, token, state or session."""
    for trace in _TRACES:
        for found in trace(reader, request):
            if found is not None:
                return found
    return None


def _by_client(reader: Reader, request: WebRequest) -> Iterator[UserPool | None]:
    basic = basic_credentials(request)
    unasked = dict(parse_qsl(request.form.get("RelayState", ""))).get("client_id")
    for client_id in (request.query.get("client_id"), request.form.get("client_id"), basic and basic[0], unasked):
        app = find_app(reader, client_id) if client_id else None
        yield app.pool if app else None


def _by_token(reader: Reader, request: WebRequest) -> Iterator[UserPool | None]:
    token = bearer_token(request)
    yield pool_of(reader, read(token).claims or {}) if token else None


def _by_state(reader: Reader, request: WebRequest) -> Iterator[UserPool | None]:
    """Look at what begins with a pool's id: the state of a trip to a provider, the values of session cookies.

    Apple brings the state back in a form, as SAML providers do theirs.
    """
    values = cookies.cookies_of(request)
    sessions = [value for name, value in values.items() if name.startswith(cookies.SESSION)]
    given = (request.query.get("state", ""), request.form.get("state", ""), request.form.get("RelayState", ""))
    for text in (*given, *sessions):
        yield reader.get(POOLS, (text.partition(".")[0],))


_TRACES: tuple[Callable[[Reader, WebRequest], Iterator[UserPool | None]], ...] = (_by_client, _by_token, _by_state)


def bearer_token(request: WebRequest) -> str:
    """Return the token of a Bearer authorization (RFC 6750, section 2.1); empty where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def basic_credentials(request: WebRequest) -> tuple[str, str] | None:
    """Return client id and secret of a Basic authorization (RFC 6749, section 2.3.1); None where there is none.

    Of one that nobody can read, both are empty.
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(given.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return "", ""
    client_id, colon, secret = text.partition(":")
    return (unquote(client_id), unquote(secret)) if colon else ("", "")
