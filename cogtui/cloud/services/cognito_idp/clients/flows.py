"""Which authentication flows a client allows, in both spellings that ExplicitAuthFlows has."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import Client

ALWAYS = frozenset({"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"})
"""What a client allows that says nothing."""

LEGACY = {
    "ADMIN_NO_SRP_AUTH": ALWAYS | {"ALLOW_ADMIN_USER_PASSWORD_AUTH"},
    "USER_PASSWORD_AUTH": ALWAYS | {"ALLOW_USER_PASSWORD_AUTH"},
    "CUSTOM_AUTH_FLOW_ONLY": ALWAYS - {"ALLOW_USER_SRP_AUTH"},
}
"""The old names, which add to what is always allowed or take from it."""


def allowed(client: Client) -> frozenset[str]:
    """Return the client's flows by their `ALLOW_` names (API CreateUserPoolClient, ExplicitAuthFlows)."""
    named = client.flows
    if not named:
        return ALWAYS
    if named[0] not in LEGACY:
        return frozenset(named)
    found = ALWAYS.union(*(LEGACY[name] for name in named))
    return found - {"ALLOW_USER_SRP_AUTH"} if "CUSTOM_AUTH_FLOW_ONLY" in named else found


def check(call: Call, names: list[str]) -> None:
    """Refuse a list that mixes old names with new ones."""
    old = [name for name in names if name in LEGACY]
    # No capture of AWS's text is known.
    error = errors.invalid_parameter("Legacy ExplicitAuthFlows values can not be mixed with ALLOW_ values.")
    call.require("idp.client.flows", not old or len(old) == len(names), error, has=names, legacy=old)
