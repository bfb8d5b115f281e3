"""Signing in: InitiateAuth.

Source: API InitiateAuth; Developer Guide, "Authentication with Amazon Cognito user pools". The order of the checks is the
one in which AWS's errors hide one another: app, flow, parameters, secret hash, user, lock, password, enabled, status.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.cognito_idp import (
    directory,
    errors,
    flows,
    lockout,
    passwords,
    refreshing,
    secret_hash,
    user_tokens,
)
from cogtui.cloud.services.cognito_idp.gates import after_password, require_may_sign_in
from cogtui.cloud.services.cognito_idp.lookup import App, app_named, known_user

Output = dict[str, Any]

Parameters = dict[str, str]
"""AuthParameters."""


class Flow(msgspec.Struct, frozen=True):
    """One way to begin a sign-in."""

    permission: str
    """What ExplicitAuthFlows must list; empty for flows that only AdminInitiateAuth has."""
    needs: tuple[str, ...] = ()
    """AuthParameters that must be there."""
    begin: Callable[[Call, App, Parameters], Output] | None = None
    """None: not simulated yet."""


def initiate_auth(
    call: Call,
    *,
    ClientId: str,
    AuthFlow: str,
    AuthParameters: Parameters | None = None,
    ClientMetadata: dict[str, str] | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    UserContextData: dict[str, Any] | None = None,
) -> Output:
    """Begin a sign-in by one of the flows that the app client allows (API InitiateAuth)."""
    del ClientMetadata, AnalyticsMetadata, UserContextData  # for triggers and threat protection alone
    app = app_named(call, ClientId)
    flow = FLOWS[AuthFlow]
    if not flow.permission:
        call.refuse(
            "idp.flow.supported", errors.invalid_parameter("Initiate Auth method not supported."), flow=AuthFlow
        )
    permitted = flows.allowed(app.client)
    call.require(
        "idp.flow.enabled",
        flow.permission in permitted,
        lambda: errors.flow_not_enabled(AuthFlow),
        place=app.client.place("ExplicitAuthFlows", "flows"),
        wants=flow.permission,
        has=sorted(permitted),
    )
    if flow.begin is None:
        call.refuse("door.simulated", NotSimulated(f"the flow {AuthFlow} of InitiateAuth"), flow=AuthFlow)
    parameters = AuthParameters or {}
    missing = next((name for name in flow.needs if not parameters.get(name)), "")
    call.require(
        "idp.parameter.present",
        not missing,
        lambda: errors.missing_parameter(missing),
        wants=flow.needs,
        missing=missing,
    )
    return flow.begin(call, app, parameters)


def _by_password(call: Call, app: App, parameters: Parameters) -> Output:
    """USER_PASSWORD_AUTH: the password itself comes with the request."""
    name = parameters["USERNAME"]
    found = directory.find(call.tx, app.pool, name)
    # In pools whose users sign in by an address, the hash may be over the address or over the real user name.
    secret_hash.check(call, app.client, parameters.get("SECRET_HASH"), name, *([found.username] if found else []))
    user = known_user(call, app, name, found, open_=errors.user_not_found, hidden=errors.incorrect_username_or_password)
    lockout.require_open(call, user)
    if not passwords.is_correct(call, app.pool, user, parameters["PASSWORD"]):
        lockout.count_failure(call, user)
        raise errors.incorrect_username_or_password()
    require_may_sign_in(call, user)
    passwords.require_in_time(call, user)
    after_password(call, user)
    lockout.forget(call, user)
    return {"ChallengeParameters": {}, "AuthenticationResult": user_tokens.begin_session(call, app, user)}


FLOWS: dict[str, Flow] = {
    "USER_PASSWORD_AUTH": Flow("ALLOW_USER_PASSWORD_AUTH", ("USERNAME", "PASSWORD"), _by_password),
    "REFRESH_TOKEN_AUTH": Flow("ALLOW_REFRESH_TOKEN_AUTH", ("REFRESH_TOKEN",), refreshing.refresh),
    "REFRESH_TOKEN": Flow("ALLOW_REFRESH_TOKEN_AUTH", ("REFRESH_TOKEN",), refreshing.refresh),
    "USER_SRP_AUTH": Flow("ALLOW_USER_SRP_AUTH"),
    "CUSTOM_AUTH": Flow("ALLOW_CUSTOM_AUTH"),
    "USER_AUTH": Flow("ALLOW_USER_AUTH"),
    "ADMIN_USER_PASSWORD_AUTH": Flow(""),
    "ADMIN_NO_SRP_AUTH": Flow(""),
}
"""Every AuthFlow of the API."""
