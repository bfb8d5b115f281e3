"""Whether an app client's OAuth settings hold: flows, scopes, addresses, providers.

Source: Developer Guide, "Scopes, M2M, and resource servers"; API CreateUserPoolClient, CallbackURLs; RFC 6749,
section 3.1.2.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.domain_records import PROVIDERS
from cogtui.cloud.services.cognito_idp.pools.resource_servers import STANDARD_SCOPES, scopes_of
from cogtui.cloud.services.cognito_idp.pools.setting_errors import provider_unknown
from cogtui.cloud.services.cognito_idp.records import UserPool

OWN_USERS = "COGNITO"
"""The pool itself, among SupportedIdentityProviders."""

_WITH_REDIRECT = frozenset({"code", "implicit"})
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^#]+")
"""An absolute URI without fragment; apps on phones have schemes of their own."""
_PLAIN_HTTP = re.compile(r"http://(?!(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/?]|$))", re.IGNORECASE)


class OAuth(msgspec.Struct, frozen=True):
    """The settings, by AWS's names."""

    allowed_flows: tuple[str, ...] = msgspec.field(default=(), name="AllowedOAuthFlows")
    allowed_scopes: tuple[str, ...] = msgspec.field(default=(), name="AllowedOAuthScopes")
    switched_on: bool = msgspec.field(default=False, name="AllowedOAuthFlowsUserPoolClient")
    callbacks: tuple[str, ...] = msgspec.field(default=(), name="CallbackURLs")
    logouts: tuple[str, ...] = msgspec.field(default=(), name="LogoutURLs")
    default: str = msgspec.field(default="", name="DefaultRedirectURI")
    providers: tuple[str, ...] = msgspec.field(default=(), name="SupportedIdentityProviders")


def asked(settings: dict[str, Any]) -> OAuth:
    """Return the OAuth settings among an app client's."""
    return msgspec.convert(settings, OAuth)


def check(call: Call, pool: UserPool, oauth: OAuth, *, has_secret: bool) -> None:
    """Refuse settings that contradict one another, or name what the pool does not have."""
    _check_flows(call, oauth, has_secret=has_secret)
    known = scopes_of(call.tx, pool.id)
    strange = next((scope for scope in oauth.allowed_scopes if scope not in known), "")
    error = errors.scope_does_not_exist(strange)
    call.require("idp.client.oauth_scopes", not strange, error, has=oauth.allowed_scopes)
    _check_addresses(call, oauth)
    names = {OWN_USERS, *(provider.name for provider in call.tx.scan(PROVIDERS, pool.id))}
    absent = next((name for name in oauth.providers if name not in names), "")
    error = provider_unknown(absent, pool.id)
    call.require("idp.client.providers", not absent, error, has=oauth.providers, known=sorted(names))


def _check_flows(call: Call, oauth: OAuth, *, has_secret: bool) -> None:
    chosen, scopes = oauth.allowed_flows, oauth.allowed_scopes
    machine = "client_credentials" in chosen
    error = errors.invalid_oauth_flow(
        "client_credentials flow can not be selected along with code flow or implicit flow"
    )
    call.require("idp.client.oauth_flows", not machine or len(set(chosen)) == 1, error, has=chosen)
    error = errors.invalid_oauth_flow(
        "client_credentials flow can not be selected if client does not have a client secret."
    )
    call.require("idp.client.oauth_secret", not machine or has_secret, error, has=chosen)
    standard = sorted(STANDARD_SCOPES.intersection(scopes))
    # No capture of AWS's text is known.
    error = errors.invalid_oauth_flow("client_credentials flow can only be selected with custom scopes")
    call.require("idp.client.oauth_custom", not (machine and standard), error, has=scopes, standard=standard)
    error = errors.invalid_oauth_flow(
        "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows."
    )
    complete = bool(chosen and scopes) or not oauth.switched_on
    call.require("idp.client.oauth_complete", complete, error, flows=chosen, scopes=scopes)
    error = errors.invalid_oauth_flow("CallbackUrls can not be empty when code flow or implicit flow is selected")
    needed = bool(_WITH_REDIRECT.intersection(chosen))
    call.require("idp.client.oauth_callbacks", oauth.callbacks or not needed, error, has=oauth.callbacks)


def _check_addresses(call: Call, oauth: OAuth) -> None:
    addresses = [*oauth.callbacks, *oauth.logouts, *([oauth.default] if oauth.default else [])]
    plain = next((address for address in addresses if _PLAIN_HTTP.match(address)), "")
    error = errors.invalid_parameter(f"{plain} cannot use the HTTP protocol.")
    call.require("idp.client.https", not plain, error, has=addresses)
    wrong = next((address for address in addresses if not _ADDRESS.fullmatch(address)), "")
    # No captures of AWS's texts here and below are known.
    error = errors.invalid_parameter(f"{wrong} is not a valid redirect URL.")
    call.require("idp.client.absolute", not wrong, error, has=addresses)
    error = errors.invalid_parameter("DefaultRedirectURI must be in the list of CallbackURLs.")
    listed = not oauth.default or oauth.default in oauth.callbacks
    call.require("idp.client.default_redirect", listed, error, has=oauth.default, callbacks=oauth.callbacks)
