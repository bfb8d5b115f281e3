"""Which role would come of it? Some calls of the operator tried, then the app's exchange; all of it is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Record, Reply
from cogtui.cloud.world import World
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.sign_in import SignInClient

Call = tuple[str, str, dict[str, Any]]
"""Service, operation, parameters."""


class RoleTrial(msgspec.Struct, frozen=True):
    """What came of it."""

    refused: Record | None
    """The operator's call, or the app's refresh, that failed: nothing after it was tried."""
    exchange: Record | None
    """GetCredentialsForIdentity, or the GetId that failed before it."""
    claims: dict[str, dict[str, Any]] = {}
    """Provider -> what its token says by then; nothing of a token that can't be read."""


def try_roles(
    world: World,
    calls: Sequence[Call] = (),
    *,
    custom: str = "",
    tokens: Mapping[str, str] | None = None,
    device: str = "app",
) -> RoleTrial:
    """Try the calls, then the exchange; `custom` is CustomRoleArn, `tokens` are brought in place of the device's."""
    with world.what_if() as trial:
        refused = make(trial, calls, device)
        if refused is not None:
            return RoleTrial(refused.record, None)
        logins = CredentialsProvider(trial, device).logins() | dict(tokens or {})
        claims = {provider: read(token).claims or {} for provider, token in logins.items()}
        return RoleTrial(None, _exchange(trial, logins, custom, device).record, claims)


def make(world: World, calls: Sequence[Call], device: str = "app") -> Reply | None:
    """Make the calls as the operator; after a change in the user pool the app fetches fresh tokens.

    Returns the reply that refused; the calls before it were made.
    """
    for service, operation, params in calls:
        reply = world.call(service, operation, params, caller=world.operator)
        if not reply.ok:
            return reply
    if any(service == "cognito-idp" for service, _, _ in calls):
        reply = SignInClient(world, device).refresh()
        return None if reply.ok else reply
    return None


def _exchange(trial: World, logins: dict[str, str], custom: str, device: str) -> Reply:
    settings = CredentialsProvider(trial, device).settings
    region: dict[str, Any] = {"region": settings.region, "device": device}
    proof: dict[str, Any] = {"Logins": logins} if logins else {}
    asked = {"IdentityPoolId": settings.identity_pool_id, **proof}
    found = trial.call("cognito-identity", "GetId", asked, **region)
    if not found.ok:
        return found
    asked = {"IdentityId": found.output["IdentityId"], **proof, **({"CustomRoleArn": custom} if custom else {})}
    return trial.call("cognito-identity", "GetCredentialsForIdentity", asked, **region)
