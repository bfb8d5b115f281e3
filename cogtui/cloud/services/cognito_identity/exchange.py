"""From an identity to something AWS takes: the basic flow's OpenID token, the enhanced flow's credentials."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.callers import Service
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.entry import enter
from cogtui.cloud.services.cognito_identity.guests import scope_down
from cogtui.cloud.services.cognito_identity.lookup import identity_named
from cogtui.cloud.services.cognito_identity.openid import openid_token, web_identity_token
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.services.cognito_identity.role_for import role_for
from cogtui.cloud.services.cognito_identity.saml_login import require_enhanced

OURSELVES = Service("cognito-identity.amazonaws.com")

SESSION_NAME = "CognitoIdentityCredentials"
"""RoleSessionName of every session that an identity pool opens."""

Output = dict[str, Any]


def get_open_id_token(call: Call, *, IdentityId: str, Logins: dict[str, str] | None = None) -> Output:
    """Return a token about the identity that STS takes for credentials: the basic (classic) flow."""
    pool, identity = identity_named(call, IdentityId)
    _require_classic_flow(call, pool)
    require_enhanced(call, Logins)
    identity, logins = enter(call, pool, identity, Logins)
    return {"IdentityId": identity.id, "Token": openid_token(call, pool, identity, logins)}


def get_credentials_for_identity(
    call: Call, *, IdentityId: str, Logins: dict[str, str] | None = None, CustomRoleArn: str | None = None
) -> Output:
    """Return AWS credentials of the role that the pool has for this identity and its logins: the enhanced flow."""
    pool, identity = identity_named(call, IdentityId)
    identity, logins = enter(call, pool, identity, Logins)
    request: Output = {
        "RoleArn": role_for(call, pool, logins, CustomRoleArn),
        "RoleSessionName": SESSION_NAME,
        "WebIdentityToken": web_identity_token(call, pool, identity, logins, Logins),
        **({} if logins else scope_down()),
    }
    return {"IdentityId": identity.id, "Credentials": _credentials(call, request)}


def _require_classic_flow(call: Call, pool: IdentityPool) -> None:
    """Refuse the basic flow where the pool turned it off; a pool that never said so allows it."""
    has = Fact("has", pool.classic_flow, pool.place("basic (classic) flow", "classic_flow"))
    call.require("identity.pool.classic", pool.classic_flow is not False, errors.classic_flow_off, wants=True, has=has)


def _credentials(call: Call, request: Output) -> Output:
    """Let STS open the session; why it would not stands in the child record, the caller learns nothing of it.

    DIFFERS: a login linked on the way is taken back with the refused call; what AWS does is not documented.
    """
    try:
        session = call.invoke("sts", "AssumeRoleWithWebIdentity", request, OURSELVES)
    except AwsError as refusal:
        if refusal.code == "NotImplemented":
            raise
        said = f"{refusal.code}: {refusal.message}"
        call.refuse("identity.role.assumed", errors.bad_configuration(), role=request["RoleArn"], sts=said)
    call.note("identity.role.assumed", passed=True, role=request["RoleArn"])
    issued = session["Credentials"]
    return {
        "AccessKeyId": issued["AccessKeyId"],
        "SecretKey": issued["SecretAccessKey"],
        "SessionToken": issued["SessionToken"],
        "Expiration": issued["Expiration"],
    }
