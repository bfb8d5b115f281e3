"""What administrators do with users' attributes (API AdminUpdateUserAttributes, AdminDeleteUserAttributes)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.users import attribute_changes, attributes


def admin_update_user_attributes(
    call: Call,
    *,
    UserPoolId: str,
    Username: str,
    UserAttributes: list[dict[str, Any]],
    ClientMetadata: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Change any attribute but `sub`; an address is verified at once when its flag comes along as true."""
    del ClientMetadata  # for triggers alone
    pool = pool_named(call, UserPoolId)
    user = user_named(call, pool, Username)
    new = attributes.by_name(UserAttributes)
    attribute_changes.require_changeable(call, pool, new)
    attributes.require_fitting(call, pool, new)
    attribute_changes.change(call, pool, user, new)
    return {}


def admin_delete_user_attributes(
    call: Call, *, UserPoolId: str, Username: str, UserAttributeNames: list[str]
) -> dict[str, Any]:
    """Delete attributes from a profile."""
    pool = pool_named(call, UserPoolId)
    user = user_named(call, pool, Username)
    attribute_changes.require_changeable(call, pool, UserAttributeNames)
    attribute_changes.delete(call, pool, user, UserAttributeNames)
    return {}
