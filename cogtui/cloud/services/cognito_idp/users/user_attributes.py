"""What signed-in users do with their own attributes: change, delete and verify them.

Source: API UpdateUserAttributes, DeleteUserAttributes, GetUserAttributeVerificationCode, VerifyUserAttribute.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.messages import codes, limits
from cogtui.cloud.services.cognito_idp.messages.delivery import MEDIA, Target
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.tokens.access import signed_in
from cogtui.cloud.services.cognito_idp.traces import CODES, Purpose
from cogtui.cloud.services.cognito_idp.users import attribute_changes, attributes, directory
from cogtui.cloud.services.cognito_idp.users.attribute_changes import PURPOSES
from cogtui.cloud.services.cognito_idp.users.attributes import VERIFIED_FLAGS


def update_user_attributes(
    call: Call,
    *,
    AccessToken: str,
    UserAttributes: list[dict[str, Any]],
    ClientMetadata: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Change attributes that the app client may write; a new address gets a code where the pool verifies it."""
    del ClientMetadata  # for triggers alone
    who = signed_in(call, AccessToken)
    new = attributes.by_name(UserAttributes)
    attributes.require_writable(call, who.app.client, new)
    attribute_changes.require_changeable(call, who.app.pool, new)
    attributes.require_fitting(call, who.app.pool, new)
    receivers = attribute_changes.change(call, who.app.pool, who.user, new)
    return {"CodeDeliveryDetailsList": [target.details for target in receivers]} if receivers else {}


def delete_user_attributes(call: Call, *, AccessToken: str, UserAttributeNames: list[str]) -> dict[str, Any]:
    """Delete attributes that the app client may write."""
    who = signed_in(call, AccessToken)
    attributes.require_writable(call, who.app.client, UserAttributeNames)
    attribute_changes.require_changeable(call, who.app.pool, UserAttributeNames)
    attribute_changes.delete(call, who.app.pool, who.user, UserAttributeNames)
    return {}


def get_user_attribute_verification_code(
    call: Call, *, AccessToken: str, AttributeName: str, ClientMetadata: dict[str, str] | None = None
) -> dict[str, Any]:
    """Send a code to the user's address, or to the new one that still waits to be proven."""
    del ClientMetadata
    who = signed_in(call, AccessToken)
    pool, user = who.app.pool, who.user
    purpose = _purpose(call, AttributeName)
    waiting = call.tx.get(CODES, (pool.id, user.key, purpose))
    to = waiting.to if waiting else user.attributes.get(AttributeName, "")
    # No capture of AWS's text is known.
    nowhere = errors.invalid_parameter(f"User does not have a value for {AttributeName}.")
    call.require("idp.code.target", to, nowhere, place=user.place, wants=AttributeName)
    limits.take(call, user)
    target = Target(AttributeName, MEDIA[AttributeName], to)
    codes.issue(call, pool, user, purpose, target)
    return {"CodeDeliveryDetails": target.details}


def verify_user_attribute(call: Call, *, AccessToken: str, AttributeName: str, Code: str) -> dict[str, Any]:
    """Take the code back: the address that it went to is the user's, and proven."""
    who = signed_in(call, AccessToken)
    user: User = who.user
    purpose = _purpose(call, AttributeName)
    limits.require_within(call, user)
    code = codes.redeem(call, user, purpose, Code)
    limits.forget(call, user)
    proven = user.attributes | {AttributeName: code.to, VERIFIED_FLAGS[AttributeName]: "true"}
    changed = directory.change(call.tx, user, call.now, attributes=proven)
    directory.move_addresses(call, who.app.pool, user, changed, errors.alias_exists)
    return {}


def _purpose(call: Call, attribute: str) -> Purpose:
    """Return what a code for the attribute is for; only addresses have one."""
    error = errors.invalid_parameter(f"Invalid attribute name: {attribute}.")  # no capture of AWS's text is known
    call.require("idp.attribute.verifiable", attribute in PURPOSES, error, wants=list(PURPOSES), has=attribute)
    return PURPOSES[attribute]
