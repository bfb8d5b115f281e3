"""What the events of all triggers have in common, and which of an app's own data reaches which trigger.

Source: Developer Guide, "User pool Lambda trigger event"; API InitiateAuth and RespondToAuthChallenge, ClientMetadata.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.tokens.parts import read

NO_CLIENT = "CLIENT_ID_NOT_APPLICABLE"
"""`clientId` where an administrator acts, and no app."""

_INITIATING = frozenset({"InitiateAuth", "AdminInitiateAuth"})
_REACHED = frozenset({"PreSignUp", "PreAuthentication", "UserMigration"})
"""The triggers that get the ClientMetadata of the operations that begin a sign-in; those of all others reach any."""


class Moment(msgspec.Struct, frozen=True):
    """When a trigger fires, and for whom."""

    trigger: str
    """Its name in LambdaConfig."""
    source: str
    """"PreSignUp_SignUp"."""
    username: str
    client_id: str
    version: str = "1"


def event_of(pool: UserPool, moment: Moment, request: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    """Return the event; `response` has the members that the function may fill in."""
    return {
        "version": moment.version,
        "region": pool.region,
        "userPoolId": pool.id,
        "userName": moment.username,
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": moment.client_id},
        "triggerSource": moment.source,
        "request": request,
        "response": response,
    }


def profile(user: User | None) -> dict[str, str]:
    """Return `userAttributes` of somebody who is in the pool; nothing for a user whom nobody has."""
    if user is None:
        return {}
    return {"sub": user.sub, "cognito:user_status": user.status, **user.attributes}


def metadata(call: Call, trigger: str) -> dict[str, str]:
    """Return the ClientMetadata of the call, as far as it reaches this trigger."""
    if call.operation in _INITIATING and trigger not in _REACHED:
        return {}
    return dict(call.params.get("ClientMetadata") or {})


def validation_data(call: Call) -> dict[str, str]:
    """Return the ValidationData of SignUp and AdminCreateUser as a map."""
    given: list[dict[str, str]] = call.params.get("ValidationData") or []
    return {each["Name"]: each.get("Value", "") for each in given}


def client_of(call: Call) -> str:
    """Return the app client that the call names or whose access token it brings."""
    params = call.params
    if "AccessToken" in params:
        return str((read(str(params["AccessToken"])).claims or {}).get("client_id", NO_CLIENT))
    return str(params.get("ClientId") or NO_CLIENT)
