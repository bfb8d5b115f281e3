"""Signing in: InitiateAuth, AdminInitiateAuth, RespondToAuthChallenge, AdminRespondToAuthChallenge.

Source: API InitiateAuth; Developer Guide, "Authentication with Amazon Cognito user pools". The order of the checks is the
one in which AWS's errors hide one another: app, flow, parameters, secret hash, user, lock, password, enabled, status.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError, NotSimulated
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.clients import flows
from cogtui.cloud.services.cognito_idp.lookup import App, app_named, app_of_pool
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, challenges
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Output
from cogtui.cloud.services.cognito_idp.threats import recording
from cogtui.cloud.services.cognito_idp.traces import PENDING

_PASSWORDS = frozenset({"PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED"})
_SECOND_FACTORS = frozenset({"SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP"})

Texts = dict[str, str]
"""AuthParameters, ChallengeResponses or ClientMetadata."""


class Flow(msgspec.Struct, frozen=True):
    """One way to begin a sign-in."""

    permission: str
    """What ExplicitAuthFlows must list."""
    by_app: bool = True
    """InitiateAuth has it."""
    by_administrator: bool = True
    """AdminInitiateAuth has it."""


_ADMIN_PASSWORD = Flow("ALLOW_ADMIN_USER_PASSWORD_AUTH", by_app=False)

FLOWS: dict[str, Flow] = {
    "USER_PASSWORD_AUTH": Flow("ALLOW_USER_PASSWORD_AUTH", by_administrator=False),
    "REFRESH_TOKEN_AUTH": Flow("ALLOW_REFRESH_TOKEN_AUTH"),
    "REFRESH_TOKEN": Flow("ALLOW_REFRESH_TOKEN_AUTH"),
    "USER_SRP_AUTH": Flow("ALLOW_USER_SRP_AUTH"),
    "CUSTOM_AUTH": Flow("ALLOW_CUSTOM_AUTH"),
    "USER_AUTH": Flow("ALLOW_USER_AUTH"),
    "ADMIN_USER_PASSWORD_AUTH": _ADMIN_PASSWORD,
    "ADMIN_NO_SRP_AUTH": _ADMIN_PASSWORD,
}
"""Every AuthFlow of the API."""


def initiate_auth(
    call: Call,
    *,
    ClientId: str,
    AuthFlow: str,
    AuthParameters: Texts | None = None,
    Session: str | None = None,
    ClientMetadata: Texts | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    UserContextData: dict[str, Any] | None = None,
) -> Output:
    """Begin a sign-in by one of the flows that the app client allows (API InitiateAuth)."""
    del ClientMetadata, AnalyticsMetadata, UserContextData  # for triggers and threat protection alone
    app, flow = app_named(call, ClientId), FLOWS[AuthFlow]
    _require_supported(call, AuthFlow, here=flow.by_app)
    _require_enabled(call, app, AuthFlow, errors.flow_not_enabled(AuthFlow))
    return _begin(call, app, AuthFlow, AuthParameters, Session)


def admin_initiate_auth(
    call: Call,
    *,
    UserPoolId: str,
    ClientId: str,
    AuthFlow: str,
    AuthParameters: Texts | None = None,
    Session: str | None = None,
    ClientMetadata: Texts | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    ContextData: dict[str, Any] | None = None,
) -> Output:
    """Begin a sign-in from a server that has AWS keys (API AdminInitiateAuth)."""
    del ClientMetadata, AnalyticsMetadata, ContextData
    app, flow = app_of_pool(call, UserPoolId, ClientId), FLOWS[AuthFlow]
    _require_supported(call, AuthFlow, here=flow.by_administrator)
    _require_enabled(call, app, AuthFlow, errors.invalid_parameter("Auth flow not enabled for this client"))
    return _begin(call, app, AuthFlow, AuthParameters, Session)


def respond_to_auth_challenge(
    call: Call,
    *,
    ClientId: str,
    ChallengeName: str,
    Session: str | None = None,
    ChallengeResponses: Texts | None = None,
    ClientMetadata: Texts | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    UserContextData: dict[str, Any] | None = None,
) -> Output:
    """Answer a challenge (API RespondToAuthChallenge)."""
    del ClientMetadata, AnalyticsMetadata, UserContextData
    return _answer(call, app_named(call, ClientId), ChallengeName, Session, ChallengeResponses)


def admin_respond_to_auth_challenge(
    call: Call,
    *,
    UserPoolId: str,
    ClientId: str,
    ChallengeName: str,
    ChallengeResponses: Texts | None = None,
    Session: str | None = None,
    ClientMetadata: Texts | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    ContextData: dict[str, Any] | None = None,
) -> Output:
    """Answer a challenge from a server that has AWS keys (API AdminRespondToAuthChallenge)."""
    del ClientMetadata, AnalyticsMetadata, ContextData
    app = app_of_pool(call, UserPoolId, ClientId)
    return _answer(call, app, ChallengeName, Session, ChallengeResponses)


def _require_supported(call: Call, flow: str, *, here: bool) -> None:
    error = errors.invalid_parameter("Initiate Auth method not supported.")
    call.require("idp.flow.supported", here, error, operation=call.operation, flow=flow)


def _require_enabled(call: Call, app: App, flow: str, error: AwsError) -> None:
    permitted, wanted = flows.allowed(app.client), FLOWS[flow].permission
    place = app.client.place("ExplicitAuthFlows", "flows")
    call.require("idp.flow.enabled", wanted in permitted, error, place=place, wants=wanted, has=sorted(permitted))


def _begin(call: Call, app: App, flow: str, given: Texts | None, session: str | None) -> Output:
    if session and flow in challenges.CHOICE_FLOWS:
        # It stands for all that AuthParameters could say: those are ignored (API InitiateAuth).
        return challenges.begin(call, app, flow, {"Session": session})
    # A member of that name inside AuthParameters means nothing.
    parameters = {name: text for name, text in (given or {}).items() if name != "Session"}
    step = recording.Step(app.pool, parameters.get("USERNAME", ""), by_password="PASSWORD" in parameters)
    return recording.watched(call, step, lambda: challenges.begin(call, app, flow, parameters))


def _answer(call: Call, app: App, challenge: str, session: str | None, given: Texts | None) -> Output:
    if not challenges.rows(challenge):
        call.refuse("door.simulated", NotSimulated(f"the challenge {challenge}"), challenge=challenge)
    # Session stands beside ChallengeResponses; a member of that name inside means nothing.
    responses = {**(given or {}), "Session": session or ""}
    step = _recorded(call, app, challenge, responses)
    return recording.watched(call, step, lambda: challenges.respond(call, app, challenge, responses))


def _recorded(call: Call, app: App, challenge: str, responses: Texts) -> recording.Step:
    """Return what the record of sign-ins tells of an answer."""
    held = responses.get(challenges.CHALLENGES[challenge].held, "")
    pending = call.tx.get(PENDING, (app.pool.id, challenge_sessions.digest(held)))
    proven = pending if pending is not None and pending.proven else None
    second = proven is not None and challenge in _SECOND_FACTORS
    # Codes are no first factor of somebody who has a second one, so it was a password.
    earlier = second or (proven is not None and proven.flow in (*challenges.PASSWORD_FLOWS, *challenges.SRP_FLOWS))
    return recording.Step(
        app.pool,
        responses.get("USERNAME", ""),
        by_password=earlier or "PASSWORD" in responses or challenge in _PASSWORDS,
        second=second,
    )
