"""Which of all that live at this one port a request is for, and in which region.

What names its addressee outright comes first: our own addresses, `X-Amz-Target`, the scope of a signature. Then come the
pages of user pools and providers, then hints, and S3's path style, which any path at all could be, comes last.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.services.cognito_idp.users import import_upload
from cogtui.cloud.signing.signed_requests import is_presigned, is_signed_url_v2, named_scope
from cogtui.wire.hosts import Named, named
from cogtui.wire.http import Request
from cogtui.wire.protocols import rest_json

Kind = Literal["aws", "elsewhere", "cogtui", "provider", "domain", "issuer", "front"]
"""An AWS API; one that the catalog does not have; our own addresses; an outside provider's pages; a user pool's pages;
what a user pool publishes about its tokens; nothing in particular."""


class Destination(msgspec.Struct, frozen=True):
    """Whom a request is for."""

    kind: Kind
    service: str = ""
    """aws, elsewhere: "cognito-idp"."""
    region: str = ""
    """Of the signature's scope, else of the host's name; empty where neither says."""
    name: str = ""
    """provider: its name; domain: the prefix that the host's name has; issuer: the user pool's id."""


_OWN: Final = "/_cogtui"
_PROVIDERS: Final = "/_providers/"
_WELL_KNOWN: Final = "/.well-known/"

PAGES: Final = frozenset(
    {
        "/challenge",
        "/changePassword",
        "/confirmForgotPassword",
        "/confirmUser",
        "/error",
        "/forgotPassword",
        "/login",
        "/logout",
        "/mfa",
        "/signup",
    }
)
"""Pages of a user pool's domain, which win over buckets of the same name."""
PAGE_FOLDERS: Final = ("/oauth2/", "/saml2/", "/passkeys/")
_POOL: Final = re.compile(r"/(?P<pool>[A-Za-z0-9-]+_[0-9A-Za-z]+)/\.well-known/.+")

_VERSION: Final = re.compile(r"(?:^|&)Version=([0-9]{4}-[0-9]{2}-[0-9]{2})(?:&|$)")
_ACTION: Final = re.compile(r"(?:^|&)Action=([A-Za-z0-9]+)")
_LOOKED_AT: Final = 2**18
"""Octets of a form in which its action is looked for."""
_SCOPES: Final = {"s3express": "s3"}
"""Names in scopes that are not the service's."""
_BY_SDK: Final = "amz-sdk-invocation-id"
"""What all SDKs send and no browser does."""


def destination(request: Request) -> Destination:
    """Return whom a request is for."""
    if _below(request.path, _OWN):
        return Destination("cogtui")
    host = named(request.host)
    if host.bucket.startswith(import_upload.BUCKET) or request.path.startswith(f"/{import_upload.BUCKET}"):
        return Destination("domain", region=host.region)
    region, service = _scope(request)
    region = region or host.region
    found = _targeted(request) or service or (host.service if host.service == "s3" else "")
    if found:
        return _aws(found, region)
    if page := _page(request.path, host):
        return msgspec.structs.replace(page, region=region)
    found = host.service or ("s3" if host.bucket else "") or _hinted(request)
    if found:
        return _aws(found, region)
    if request.path in ("", "/") and not _is_signed(request) and not request.header(_BY_SDK):
        return Destination("front")
    return _aws("s3", region)


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _aws(service: str, region: str) -> Destination:
    return Destination("aws" if service in reader.services() else "elsewhere", service, region)


def _targeted(request: Request) -> str:
    """Return the service whose operations `X-Amz-Target` names."""
    target = request.header("x-amz-target")
    return _by_prefix().get(target.rpartition(".")[0], "") if target else ""


@cache
def _by_prefix() -> dict[str, str]:
    services = [reader.service(name) for name in reader.services()]
    return {service.target_prefix: service.name for service in services if service.target_prefix}


def _scope(request: Request) -> tuple[str, str]:
    """Return region and service that a signature is for; signatures of the old kind are S3's."""
    if not _is_signed(request):
        return "", ""
    authorization = request.header("authorization")
    region, service = named_scope(request.query, authorization)
    if not service and (authorization.startswith("AWS ") or is_signed_url_v2(request.query)):
        return "", "s3"
    return region, _SCOPES.get(service, service)


def _is_signed(request: Request) -> bool:
    return bool(request.header("authorization")) or is_presigned(request.query) or is_signed_url_v2(request.query)


def _page(path: str, host: Named) -> Destination | None:
    """Return whose page a request is for, None for none."""
    if path.startswith(_PROVIDERS):
        return Destination("provider", name=path.removeprefix(_PROVIDERS).partition("/")[0])
    if found := _POOL.fullmatch(path):
        return Destination("issuer", name=found["pool"])
    if host.pages or path in PAGES or path.startswith((*PAGE_FOLDERS, _WELL_KNOWN)):
        return Destination("domain", name=host.domain)
    return None


def _hinted(request: Request) -> str:
    """Return the service that an unsigned request seems to be for: by Query's fields, or by Cognito Sync's paths."""
    if request.path in ("", "/"):
        fields = request.body[:_LOOKED_AT].decode("latin-1") if request.method == "POST" else ""
        return _by_fields(request.query) or _by_fields(fields)
    sync = reader.service("cognito-sync")
    return sync.name if rest_json.is_path(sync, request.method, request.path) else ""


def _by_fields(text: str) -> str:
    action, version = _ACTION.search(text), _VERSION.search(text)
    if action is None:
        return ""
    queried = [service for service in map(reader.service, reader.services()) if service.protocol == "query"]
    for service in queried:
        if version is not None and service.api_version == version[1]:
            return service.name
    return next((service.name for service in queried if service.has(action[1])), "sts")
