"""Changing the claims of a token as a pre token generation function wants it, as far as claims may be changed.

Source: Developer Guide, "Pre token generation Lambda trigger", on claims that cannot be changed. What may not be changed is left as
it is, and the why says so.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.groups.group_claims import GROUPS_CLAIM, PREFERRED_ROLE_CLAIM, ROLES_CLAIM
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.triggers import trigger_errors

Unsaid = msgspec.UnsetType

_TIMES = frozenset({"auth_time", "exp", "iat", "nbf"})
_WHO = frozenset({"client_id", "device_key", "identities", "iss", "sub", "token_use", "username"})
_ONE_TOKEN = frozenset({"acr", "amr", "at_hash", "azp", "event_id", "jti", "nonce", "origin_jti", "scope", "version"})

FIXED = _TIMES | _WHO | _ONE_TOKEN
"""Claims that are nobody's to change; `scope` has members of its own in the answer."""

_OWN = "cognito:"
_AWS_SCOPES = "aws.cognito."


class Groups(msgspec.Struct, frozen=True, rename="camel"):
    """groupOverrideDetails."""

    groups_to_override: list[str] | None = None
    iam_roles_to_override: list[str] | None = None
    preferred_role: str | None = None


class TokenChange(msgspec.Struct, frozen=True, rename="camel"):
    """idTokenGeneration, accessTokenGeneration."""

    claims_to_add_or_override: dict[str, Any] | None = None
    claims_to_suppress: list[str] | None = None
    scopes_to_add: list[str] | None = None
    scopes_to_suppress: list[str] | None = None


NO_CHANGE = TokenChange()


def changed(
    call: Call, app: App, use: Literal["id", "access"], claims: dict[str, Any], change: TokenChange
) -> dict[str, Any]:
    """Return a token's claims with the change; suppressing wins over adding."""
    if change == NO_CHANGE:
        return claims
    wanted = {name: value for name, value in (change.claims_to_add_or_override or {}).items() if value is not None}
    unwanted = change.claims_to_suppress or []
    audience = app.client.client_id if use == "access" else None
    added = {name: value for name, value in wanted.items() if _may_be_set(name, value, audience)}
    gone = {name for name in unwanted if _may_go(name)}
    if GROUPS_CLAIM in gone:
        gone |= {ROLES_CLAIM, PREFERRED_ROLE_CLAIM}
    left_alone = sorted((wanted.keys() - added.keys()) | (set(unwanted) - gone))
    call.note(
        "idp.trigger.claims",
        not left_alone,
        place=app.pool.place("LambdaConfig, PreTokenGeneration", "triggers"),
        token=use,
        added=sorted(added.keys() - gone),
        suppressed=sorted(gone & claims.keys()),
        left_alone=left_alone,
    )
    kept = {name: value for name, value in (claims | added).items() if name not in gone}
    return _with_scopes(call, kept, change) if use == "access" else kept


def _may_be_set(name: str, value: Any, audience: str | None) -> bool:
    if name == "aud":
        return audience is not None and value == audience
    return name not in FIXED and not name.startswith(_OWN)


def _may_go(name: str) -> bool:
    grouped = {GROUPS_CLAIM, ROLES_CLAIM, PREFERRED_ROLE_CLAIM}
    return name in grouped or (name not in FIXED and name != "aud" and not name.startswith(_OWN))


def _with_scopes(call: Call, claims: dict[str, Any], change: TokenChange) -> dict[str, Any]:
    added, gone = change.scopes_to_add or [], set(change.scopes_to_suppress or [])
    if not added and not gone:
        return claims
    bad = [scope for scope in added if not scope or " " in scope or scope.startswith(_AWS_SCOPES)]
    # That these cannot be added is documented; what AWS answers is not captured.
    call.require("idp.trigger.scopes", not bad, trigger_errors.unrecognizable, added=added, refused=bad)
    scopes = dict.fromkeys([*str(claims["scope"]).split(), *added])
    return claims | {"scope": " ".join(scope for scope in scopes if scope not in gone)}
