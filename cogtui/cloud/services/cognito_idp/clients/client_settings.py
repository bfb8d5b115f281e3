"""The settings of an app client that CreateUserPoolClient gives and UpdateUserPoolClient gives anew.

What is left out is AWS's default. Source: API CreateUserPoolClient, UpdateUserPoolClient.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.clients import client_oauth, flows, rotation, validity
from cogtui.cloud.services.cognito_idp.pools.settings import ValidityUnits
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.services.cognito_idp.users.attributes import NOT_FOR_USERS

Doing = Literal["creating", "updating"]
"""What AWS's texts say."""


class ClientSettings(TypedDict, total=False):
    """The parameters that both operations take."""

    RefreshTokenValidity: int
    AccessTokenValidity: int
    IdTokenValidity: int
    TokenValidityUnits: dict[str, Any]
    ReadAttributes: list[str]
    WriteAttributes: list[str]
    ExplicitAuthFlows: list[str]
    SupportedIdentityProviders: list[str]
    CallbackURLs: list[str]
    LogoutURLs: list[str]
    DefaultRedirectURI: str
    AllowedOAuthFlows: list[str]
    AllowedOAuthScopes: list[str]
    AllowedOAuthFlowsUserPoolClient: bool
    AnalyticsConfiguration: dict[str, Any]
    PreventUserExistenceErrors: str
    EnableTokenRevocation: bool
    EnablePropagateAdditionalUserContextData: bool
    AuthSessionValidity: int
    RefreshTokenRotation: dict[str, Any]


def settled(call: Call, pool: UserPool, settings: ClientSettings, doing: Doing, *, has_secret: bool) -> dict[str, Any]:
    """Return the fields of the client's record that the settings make, once they hold."""
    given = msgspec.convert(settings, ClientSettings)
    explicit = given.get("ExplicitAuthFlows", [])
    read, write = given.get("ReadAttributes", []), given.get("WriteAttributes", [])
    units = msgspec.convert(given.get("TokenValidityUnits", {}), ValidityUnits)
    flows.check(call, explicit)
    rotation.check(call, pool, given.get("RefreshTokenRotation"), explicit)
    _check_permissions(call, pool, read, write, doing)
    client_oauth.check(call, pool, client_oauth.asked(dict(given)), has_secret=has_secret)
    return {
        "flows": tuple(explicit) or None,
        "access_validity": given.get("AccessTokenValidity"),
        "id_validity": given.get("IdTokenValidity"),
        "refresh_validity": validity.refresh_validity(given.get("RefreshTokenValidity"), units),
        "units": units,
        "read_attributes": tuple(read),
        "write_attributes": tuple(write),
        "hides_unknown_users": given.get("PreventUserExistenceErrors") == "ENABLED",
        "revocable": given.get("EnableTokenRevocation", True),
        "settings": {
            **{name: value for name, value in given.items() if name in _KEPT},
            "AllowedOAuthFlowsUserPoolClient": given.get("AllowedOAuthFlowsUserPoolClient", False),
            "EnablePropagateAdditionalUserContextData": given.get("EnablePropagateAdditionalUserContextData", False),
            "AuthSessionValidity": given.get("AuthSessionValidity", 3),
        },
    }


_KEPT = frozenset(
    {
        "SupportedIdentityProviders",
        "CallbackURLs",
        "LogoutURLs",
        "DefaultRedirectURI",
        "AllowedOAuthFlows",
        "AllowedOAuthScopes",
        "AnalyticsConfiguration",
        "PreventUserExistenceErrors",
        "RefreshTokenRotation",
    }
)
"""Settings that are given back where they were given."""


def _check_permissions(call: Call, pool: UserPool, read: list[str], write: list[str], doing: Doing) -> None:
    """Refuse lists that name attributes which the pool does not have, or which no user may write."""
    known = {attribute.name for attribute in pool.schema}
    unknown = [name for name in read if name not in known]
    error = errors.invalid_parameter(f"Invalid read attributes specified while {doing} a client")
    call.require("idp.client.read_attributes", not unknown, error, unknown=unknown)
    refused = [name for name in write if name not in known or name in NOT_FOR_USERS]
    error = errors.invalid_parameter(f"Invalid write attributes specified while {doing} a client")
    call.require("idp.client.write_attributes", not refused, error, refused=refused)
