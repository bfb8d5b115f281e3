"""Refresh token rotation of an app client: every refresh brings a new refresh token, which takes the old one's place.

Source: Developer Guide, "Refresh tokens", refresh token rotation; API RefreshTokenRotationType.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import Client, UserPool

SETTING = "RefreshTokenRotation"
FLOW = "ALLOW_REFRESH_TOKEN_AUTH"
"""The flow that gives no new refresh token, so that a rotating client cannot have it."""


class Rotation(msgspec.Struct, frozen=True):
    """The setting, by AWS's names."""

    feature: str = msgspec.field(default="DISABLED", name="Feature")
    grace: int = msgspec.field(default=0, name="RetryGracePeriodSeconds")
    """Seconds for which a refresh token is still good after its first use; what is left out is taken for 0."""

    @property
    def on(self) -> bool:
        """Whether refresh tokens rotate."""
        return self.feature == "ENABLED"


def rotation_of(client: Client) -> Rotation:
    """Return the client's setting, which is off where nobody gave it."""
    return msgspec.convert(client.settings.get(SETTING, {}), Rotation)


def check(call: Call, pool: UserPool, asked: dict[str, Any] | None, explicit: list[str]) -> None:
    """Refuse rotation beside the flow that cannot rotate, and in a tier that does not have it.

    Flows that are left out, and the old names, allow that flow without naming it. Whether AWS refuses those clients too is
    not confirmed: here they are made (templates that leave the flows out are common), and the flow is refused when used.
    """
    if asked is None or not msgspec.convert(asked, Rotation).on:
        return
    # No captures of AWS's texts are known.
    tier = pool.settings.get("UserPoolTier", "")
    lite = AwsError("FeatureUnavailableInTierException", "Refresh token rotation is not available in the LITE tier.")
    call.require("idp.rotation.tier", tier != "LITE", lite, tier=tier)
    both = errors.invalid_parameter(f"Refresh token rotation cannot be enabled together with {FLOW}.")
    call.require("idp.rotation.flows", FLOW not in explicit, both, has=explicit, barred=FLOW)


def require_off(call: Call, client: Client) -> None:
    """Refuse REFRESH_TOKEN_AUTH at a rotating client: it goes through GetTokensFromRefreshToken or the token endpoint."""
    rotation = rotation_of(client)
    # AWS's text for this very case is not known: this is the one for a flow that the client does not list.
    error = errors.flow_not_enabled("REFRESH_TOKEN_AUTH")
    call.require("idp.rotation.off", not rotation.on, error, place=client.place(SETTING, "settings"))
