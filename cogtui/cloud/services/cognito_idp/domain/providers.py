"""By which providers the users of an app may sign in: the pool itself, and outside ones.

Source: API CreateUserPoolClient, SupportedIdentityProviders; Developer Guide, "Redirect and authorization endpoint".
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.clients.client_oauth import OWN_USERS as COGNITO
from cogtui.cloud.services.cognito_idp.clients.client_oauth import asked as oauth_of
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain_records import PROVIDERS, IdentityProvider
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.store import Reader

LABELS = {"LoginWithAmazon": "Amazon", "SignInWithApple": "Apple"}
"""What people call a provider, where the pool's name for it is another one."""


def supported(reader: Reader, app: App) -> tuple[str, ...]:
    """Return the names of the providers that the client lists, as far as the pool has them, the pool itself first."""
    names = oauth_of(app.client.settings).providers
    known = {row.name for row in reader.scan(PROVIDERS, app.pool.id)} | {COGNITO}
    return tuple(sorted((name for name in dict.fromkeys(names) if name in known), key=lambda name: name != COGNITO))


def named(reader: Reader, app: App, name: str) -> IdentityProvider | None:
    """Return the pool's provider of that name."""
    return reader.get(PROVIDERS, (app.pool.id, name))


def chosen(call: Call, asked: AppRequest) -> str:
    """Return the provider that the app names, or the only one that its users have; empty where people choose."""
    has = supported(call.tx, asked.app)
    wanted = _wanted(call.tx, asked)
    if wanted is None:
        return has[0] if len(has) == 1 and has[0] != COGNITO else ""
    place = asked.app.client.place("SupportedIdentityProviders", "settings")
    # No capture of AWS's words for a provider that the client lacks is known.
    error = asked.error("invalid_request", "The identity provider is not enabled for this client.")
    call.require("oauth.provider", wanted in has, error, place=place, wants=has, has=wanted)
    return wanted


def _wanted(reader: Reader, asked: AppRequest) -> str | None:
    """Return what `identity_provider` names, or whose identifier `idp_identifier` is; None where neither is there."""
    name, identifier = asked.query.get("identity_provider"), asked.query.get("idp_identifier")
    if name:
        return name
    if not identifier:
        return None
    rows = reader.scan(PROVIDERS, asked.app.pool.id)
    return next((row.name for row in rows if identifier in row.identifiers), identifier)
