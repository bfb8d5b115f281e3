"""Logins that are an opaque access token: only the provider can say whose it is, so the pool asks.

Amazon Cognito Developer Guide, "Setting up Facebook as an identity pools IdP", "Setting up Login with Amazon as an identity
pools IdP": what the pool knows of an Amazon app is its security profile's id, not its client id.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.opaque_tokens import ISSUERS
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin, listed_clients, listed_providers, login_key
from cogtui.cloud.services.cognito_identity.records import IdentityPool


def prove_by_asking(call: Call, pool: IdentityPool, key: str, token: str) -> ProvenLogin:
    """Ask the provider whether it issued the token, to whom, and for the pool's app."""
    app_id = _app_id(call, pool, key)
    # DIFFERS: how AWS proves itself to Facebook is not published; a pool knows the app's id, never its secret.
    word = ISSUERS[key](call, token, shown=f"{app_id}|cognito-identity")
    call.require("identity.login.answered", word is not None, lambda: errors.provider_silent(key), host=key)
    assert word is not None
    call.require(
        "identity.login.client",
        word.app_id in ("", app_id),
        errors.unsupported_provider,
        wants=listed_clients(pool, key),
        has=word.fact("app_id"),
    )
    # DIFFERS: AWS's text for a token that its issuer disowns is not published; its beginning is that of all bad logins.
    call.require(
        "identity.login.accepted",
        word.is_valid,
        lambda: errors.invalid_login(""),
        has=word.fact("is_valid"),
        note=word.reason,
    )
    return ProvenLogin(key, word.user_id, app_id, {"iss": key, "aud": app_id, "sub": word.user_id})


def prove_nothing(call: Call, pool: IdentityPool, key: str, token: str) -> ProvenLogin:
    """Refuse the login of a provider that nobody simulates."""
    del token
    _app_id(call, pool, key)
    call.refuse("door.simulated", NotSimulated(f"signing in with {key}"), login=key)


def _app_id(call: Call, pool: IdentityPool, key: str) -> str:
    app_id = pool.login_providers.get(key)
    call.require(
        "identity.login.provider",
        app_id is not None,
        errors.unsupported_provider,
        wants=listed_providers(pool),
        has=login_key(call, key),
    )
    assert app_id is not None
    return app_id
