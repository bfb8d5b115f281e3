"""Platform endpoints: the devices that are registered with an application, by the tokens their systems gave them."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.sns import errors
from cogtui.cloud.services.sns.arns import named
from cogtui.cloud.services.sns.flags import flag_of
from cogtui.cloud.services.sns.paging import page
from cogtui.cloud.services.sns.platform_applications import application_named
from cogtui.cloud.services.sns.records import ENDPOINTS, TOKENS, PlatformEndpoint, TokenHolder

Output = dict[str, Any]

ENABLED, USER_DATA, TOKEN = "Enabled", "CustomUserData", "Token"
_KNOWN: Final = (ENABLED, USER_DATA, TOKEN)

_LONGEST_TOKEN = 8192
_LONGEST_USER_DATA = 2048
_APPLE_TOKEN = re.compile(r"[0-9A-Fa-f]{1,400}")
_STEPS = 4
"""Of an endpoint's ARN: endpoint/PLATFORM/APPLICATION/ID."""


def create_platform_endpoint(
    call: Call,
    *,
    PlatformApplicationArn: str,
    Token: str,
    CustomUserData: str | None = None,
    Attributes: dict[str, str] | None = None,
) -> Output:
    """Register a device; the same token with the same attributes is the same endpoint.

    Attributes count with what they are where nobody puts them: enabled, and without user data. So a token that a platform
    found invalid, or one that was registered with user data, can't be registered again as if nothing had been.
    """
    application = application_named(call, PlatformApplicationArn)
    given = {USER_DATA: CustomUserData or "", **(Attributes or {}), TOKEN: Token}
    fresh = _changed(call, PlatformEndpoint(application.arn, "", ""), given)
    present = _holder(call, application.arn, Token)
    if present is not None:
        same = msgspec.structs.replace(fresh, id=present.id) == present
        call.require("sns.token.same", same, lambda: errors.token_taken(present.arn), endpoint=present.arn)
        return {"EndpointArn": present.arn}
    fresh = msgspec.structs.replace(fresh, id=call.ids.uuid())
    _put(call, fresh)
    return {"EndpointArn": fresh.arn}


def delete_endpoint(call: Call, *, EndpointArn: str) -> Output:
    """Take a device out; one that is not there is no matter. Its subscriptions stay."""
    found = find_endpoint(call, EndpointArn)
    if found is not None:
        call.tx.delete(ENDPOINTS, ENDPOINTS.key(found))
        call.tx.delete(TOKENS, (found.application, found.token))
    return {}


def get_endpoint_attributes(call: Call, *, EndpointArn: str) -> Output:
    """Return whether the endpoint is enabled, its token, its user data."""
    return {"Attributes": endpoint_named(call, EndpointArn).shown}


def set_endpoint_attributes(call: Call, *, EndpointArn: str, Attributes: dict[str, str]) -> Output:
    """Change an endpoint: a new token of the same device, enabled again."""
    found = endpoint_named(call, EndpointArn)
    changed = _changed(call, found, Attributes)
    other = _holder(call, found.application, changed.token)
    free = other is None or other.id == found.id
    call.require("sns.token.free", free, lambda: errors.token_taken(other.arn if other else ""), token=changed.token)
    call.tx.delete(TOKENS, (found.application, found.token))
    _put(call, changed)
    return {}


def list_endpoints_by_platform_application(
    call: Call, *, PlatformApplicationArn: str, NextToken: str | None = None
) -> Output:
    """List the devices that are registered with an application."""
    del NextToken
    rows = list(call.tx.scan(ENDPOINTS, application_named(call, PlatformApplicationArn).arn))
    return page(call, "Endpoints", rows, lambda row: row.id, _shown)


def _shown(row: PlatformEndpoint) -> Output:
    return {"EndpointArn": row.arn, "Attributes": row.shown}


def find_endpoint(call: Call, arn: str, parameter: str = "EndpointArn") -> PlatformEndpoint | None:
    """Return the endpoint of the caller's account and region that an ARN names."""
    parts = named(call, parameter, arn)
    whole = len(parts.steps) == _STEPS
    call.require("sns.endpoint.arn", whole, errors.odd_endpoint_arn, has=arn)
    here = (parts.account, parts.region) == (call.account, call.region)
    return endpoint_at(call, arn) if here else None


def endpoint_at(call: Call, arn: str) -> PlatformEndpoint | None:
    """Return the endpoint that an ARN names, whoever's it is."""
    application, _, identifier = arn.replace(":endpoint/", ":app/", 1).rpartition("/")
    return call.tx.get(ENDPOINTS, (application, identifier))


def endpoint_named(call: Call, arn: str) -> PlatformEndpoint:
    """Return the endpoint; refuse ARNs under which there is none."""
    found = find_endpoint(call, arn)
    call.require("sns.endpoint", found, errors.no_endpoint, has=arn)
    assert found is not None
    return found


def disable(call: Call, endpoint: PlatformEndpoint) -> None:
    """Switch an endpoint off: its platform knows no device with that token."""
    call.tx.put(ENDPOINTS, msgspec.structs.replace(endpoint, enabled=False))


def _holder(call: Call, application: str, token: str) -> PlatformEndpoint | None:
    """Return which endpoint of an application has a token."""
    row = call.tx.get(TOKENS, (application, token))
    return call.tx.get(ENDPOINTS, (application, row.id)) if row else None


def _put(call: Call, endpoint: PlatformEndpoint) -> None:
    call.tx.put(ENDPOINTS, endpoint)
    call.tx.put(TOKENS, TokenHolder(endpoint.application, endpoint.token, endpoint.id))


def _changed(call: Call, endpoint: PlatformEndpoint, given: dict[str, str]) -> PlatformEndpoint:
    """Return the endpoint with other attributes; refuse those that there are not, and values that can't be."""
    for name in given:
        call.require("sns.attribute", name in _KNOWN, lambda name=name: errors.unknown_attribute(name), has=name)
    data = given.get(USER_DATA, endpoint.user_data)
    size = len(data.encode())
    call.require("sns.user_data", size <= _LONGEST_USER_DATA, errors.long_user_data, has=size)
    enabled = flag_of(call, ENABLED, given[ENABLED]) if ENABLED in given else endpoint.enabled
    token = given.get(TOKEN, endpoint.token)
    _require_token(call, endpoint.application, token)
    return msgspec.structs.replace(endpoint, user_data=data, enabled=enabled, token=token)


def _require_token(call: Call, application: str, token: str) -> None:
    call.require("sns.token.there", token, errors.empty_token)
    size = len(token.encode())
    call.require("sns.token.length", size <= _LONGEST_TOKEN, errors.long_token, has=size)
    if ":app/APNS" in application:
        call.require("sns.token.apple", _APPLE_TOKEN.fullmatch(token), errors.odd_apple_token, has=token)
