"""GetIdentityPoolConfiguration, SetIdentityPoolConfiguration, GetCognitoEvents, SetCognitoEvents: a pool's settings.

Source: API reference of the four; Developer Guide, "Amazon Cognito Events".
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_sync import push_errors
from cogtui.cloud.services.cognito_sync.lookup import as_developer
from cogtui.cloud.services.cognito_sync.push_records import (
    CONFIGURATIONS,
    CognitoStreams,
    PoolConfiguration,
    PushSync,
    configuration_of,
)

PLATFORMS = ("APNS", "APNS_SANDBOX", "GCM", "ADM")
"""What push sync reaches (Developer Guide, "Push sync")."""

EVENT = "SyncTrigger"
_FUNCTION = re.compile(r"arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[a-zA-Z0-9_-]{1,64}(:[a-zA-Z0-9_$-]+)?")


def get_identity_pool_configuration(call: Call, *, IdentityPoolId: str) -> dict[str, Any]:
    """Return how a pool sends pushes and where its changes go."""
    as_developer(call, IdentityPoolId)
    return _shown(configuration_of(call.tx, IdentityPoolId))


def set_identity_pool_configuration(
    call: Call,
    *,
    IdentityPoolId: str,
    PushSync: dict[str, Any] | None = None,
    CognitoStreams: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Set how a pool sends pushes and where its changes go.

    DIFFERS: not published are whether a block that is left out stays (here it does) and whether AWS looks for applications,
    stream and role when they are set, or for the caller's right to pass the role on (iam:PassRole). Here nobody looks before
    they are needed.
    """
    as_developer(call, IdentityPoolId)
    before = configuration_of(call.tx, IdentityPoolId)
    after = msgspec.structs.replace(
        before,
        push=before.push if PushSync is None else _push(call, PushSync),
        streams=before.streams if CognitoStreams is None else _streams(call, CognitoStreams),
    )
    call.tx.put(CONFIGURATIONS, after)
    return _shown(after)


def get_cognito_events(call: Call, *, IdentityPoolId: str) -> dict[str, Any]:
    """Return the functions that run at a pool's events."""
    as_developer(call, IdentityPoolId)
    trigger = configuration_of(call.tx, IdentityPoolId).trigger
    return {"Events": {EVENT: trigger} if trigger else {}}


def set_cognito_events(call: Call, *, IdentityPoolId: str, Events: dict[str, str]) -> dict[str, Any]:
    """Set the function that runs at the sync trigger; an empty text takes it away, what is not named stays.

    DIFFERS: whether AWS looks for the function when it is set is not published; here an unknown one shows when it should run.
    """
    as_developer(call, IdentityPoolId)
    for name, arn in Events.items():
        call.require("sync.events.name", name == EVENT, lambda name=name: push_errors.unknown_event(name), event=name)
        fits = not arn or _FUNCTION.fullmatch(arn) is not None
        call.require("sync.events.function", fits, lambda arn=arn: push_errors.no_function(arn), function=arn)
        before = configuration_of(call.tx, IdentityPoolId)
        call.tx.put(CONFIGURATIONS, msgspec.structs.replace(before, trigger=arn))
    return {}


def _push(call: Call, given: dict[str, Any]) -> PushSync | None:
    """Return push settings; None for empty ones, which switch pushes off."""
    applications = tuple(dict.fromkeys(given.get("ApplicationArns") or ()))
    role: str = given.get("RoleArn") or ""
    if not applications and not role:
        return None
    missing = "RoleArn" if applications else "ApplicationArns"
    complete = bool(applications and role)
    error = push_errors.incomplete("PushSync", missing)
    call.require("sync.settings.complete", complete, error, has=sorted(given))
    for arn in applications:
        _require_own(call, arn)
        reached = arn.split(":", 5)[5].split("/")[1] in PLATFORMS
        call.require(
            "sync.settings.platform", reached, lambda arn=arn: push_errors.no_push_platform(arn), application=arn
        )
    _require_own(call, role)
    return PushSync(applications, role)


def _streams(call: Call, given: dict[str, Any]) -> CognitoStreams:
    """Return where changes go. DIFFERS: what a missing StreamingStatus means is not published; here it is DISABLED."""
    name, role = given.get("StreamName") or "", given.get("RoleArn") or ""
    enabled = given.get("StreamingStatus") == "ENABLED"
    missing = " and ".join(part for part, has in (("StreamName", name), ("RoleArn", role)) if not has)
    error = push_errors.incomplete("CognitoStreams", missing)
    call.require("sync.settings.complete", not enabled or not missing, error, has=sorted(given))
    if role:
        _require_own(call, role)
    return CognitoStreams(name, role, enabled)


def _require_own(call: Call, arn: str) -> None:
    own = arn.split(":")[4] == call.account
    call.require("sync.settings.account", own, lambda: push_errors.foreign(arn), arn=arn, account=call.account)


def _shown(configuration: PoolConfiguration) -> dict[str, Any]:
    shown: dict[str, Any] = {"IdentityPoolId": configuration.pool_id}
    push, streams = configuration.push, configuration.streams
    if push is not None:
        shown["PushSync"] = {"ApplicationArns": list(push.application_arns), "RoleArn": push.role_arn}
    if streams is not None:
        parts = {"StreamName": streams.stream_name, "RoleArn": streams.role_arn}
        status = "ENABLED" if streams.enabled else "DISABLED"
        shown["CognitoStreams"] = {name: value for name, value in parts.items() if value} | {"StreamingStatus": status}
    return shown
