"""ProviderDetails: what each type of identity provider needs, and what Describe adds to it.

Source: API CreateIdentityProvider, ProviderDetails.
"""

from __future__ import annotations

import re

import msgspec

from cogtui.cloud.accounts.oidc_providers import issuer_of
from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain_records import ProviderType
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.web import WebRequest

SOCIAL: frozenset[ProviderType] = frozenset({"Facebook", "Google", "LoginWithAmazon", "SignInWithApple"})
"""Types of which a pool has one at most: the provider's name is the type's."""

_OAUTH = ("client_id", "client_secret", "authorize_scopes")
FACEBOOK_VERSION = "v17.0"
"""Of Facebook's API, where the details name none."""

_NOT_ADDED = {"attributes_url_add_attributes": "false"}


class Form(msgspec.Struct, frozen=True):
    """What is known of one provider type."""

    subject: str
    """The provider's claim that is mapped to `username` whatever the mapping says."""
    needs: tuple[str, ...] = _OAUTH
    """Keys that must be there."""
    missing: str = "client_id, client_secret and authorize_scopes are all required idp details"
    """AWS's text where one of them isn't."""
    adds: dict[str, str] = {}
    """What Describe adds; `{api_version}` stands for that detail."""


FORMS: dict[ProviderType, Form] = {
    "Facebook": Form(
        "id",
        adds={
            "api_version": "{api_version}",
            "authorize_url": "https://www.facebook.com/{api_version}/dialog/oauth",
            "token_url": "https://graph.facebook.com/{api_version}/oauth/access_token",
            "token_request_method": "GET",
            "attributes_url": "https://graph.facebook.com/{api_version}/me?fields=",
            "attributes_url_add_attributes": "true",
        },
    ),
    "Google": Form(
        "sub",
        adds={
            "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
            "token_url": "https://www.googleapis.com/oauth2/v4/token",
            "token_request_method": "POST",
            "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
            "attributes_url_add_attributes": "true",
            "oidc_issuer": "https://accounts.google.com",
        },
    ),
    "LoginWithAmazon": Form(
        "user_id",
        adds={
            "authorize_url": "https://www.amazon.com/ap/oa",
            "token_url": "https://api.amazon.com/auth/o2/token",
            "token_request_method": "POST",
            "attributes_url": "https://api.amazon.com/user/profile",
            **_NOT_ADDED,
        },
    ),
    "SignInWithApple": Form(
        "sub",
        needs=("client_id", "team_id", "key_id", "private_key", "authorize_scopes"),
        # Not captured, as the next two.
        missing="client_id, team_id, key_id, private_key and authorize_scopes are all required idp details",
        adds={
            "authorize_url": "https://appleid.apple.com/auth/authorize",
            "token_url": "https://appleid.apple.com/auth/token",
            "token_request_method": "POST",
            "oidc_issuer": "https://appleid.apple.com",
            **_NOT_ADDED,
        },
    ),
    "OIDC": Form(
        "sub",
        needs=("client_id", "authorize_scopes", "oidc_issuer", "attributes_request_method"),
        missing="client_id, authorize_scopes, oidc_issuer and attributes_request_method are all required idp details",
        adds=_NOT_ADDED,
    ),
    "SAML": Form(
        "NameID",
        needs=(),
        missing="MetadataURL or MetadataFile is required",  # not captured either
    ),
}

HIDDEN = frozenset({"private_key"})
"""What Describe does not give back."""

_METHODS = ("GET", "POST")
_HTTPS = re.compile(r"https://[^\s/?#]+[^\s#]*")
_URLS = ("oidc_issuer", "authorize_url", "token_url", "attributes_url", "jwks_uri", "MetadataURL")


def completed(call: Call, kind: ProviderType, given: dict[str, str]) -> dict[str, str]:
    """Return a provider's details as they are kept: what is given, once it holds, and what AWS adds.

    `saml_details` adds what SAML metadata says.
    """
    form = FORMS[kind]
    absent = [name for name in form.needs if not given.get(name)]
    whole = not absent and (kind != "SAML" or bool(given.get("MetadataURL") or given.get("MetadataFile")))
    call.require("idp.provider.details", whole, invalid_parameter(form.missing), missing=absent, type=kind)
    version = given.get("api_version") or FACEBOOK_VERSION
    details = given | {name: text.replace("{api_version}", version) for name, text in form.adds.items()}
    _check_values(call, kind, details)
    return _discovered(call, details) if kind == "OIDC" else details


_DISCOVERED = {
    "authorize_url": "authorization_endpoint",
    "token_url": "token_endpoint",
    "attributes_url": "userinfo_endpoint",
    "jwks_uri": "jwks_uri",
}
"""Detail -> member of the issuer's discovery document (OpenID Connect Discovery 1.0, section 3)."""


def _discovered(call: Call, details: dict[str, str]) -> dict[str, str]:
    """Return an OpenID provider's details with the addresses that its own document gives, where they are not given.

    DIFFERS: AWS refuses an issuer that does not answer; one that is not simulated keeps what was given.
    """
    issuer = details["oidc_issuer"]
    if issuer_of(call.tx, issuer) is None or all(details.get(name) for name in _DISCOVERED):
        return details
    host, _, path = issuer.removeprefix("https://").rstrip("/").partition("/")
    where = f"/{path}".rstrip("/") + "/.well-known/openid-configuration"
    document = call.visit(WebRequest("GET", host, where), title="Where is everything?").body or {}
    return {name: str(document[member]) for name, member in _DISCOVERED.items() if member in document} | details


def _check_values(call: Call, kind: ProviderType, details: dict[str, str]) -> None:
    # No captures of AWS's texts are known.
    method = details.get("attributes_request_method", "GET")
    error = invalid_parameter("attributes_request_method must be GET or POST")
    call.require("idp.provider.method", method in _METHODS, error, has=method)
    plain = [name for name in _URLS if details.get(name) and not _HTTPS.fullmatch(details[name])]
    error = invalid_parameter(f"Invalid URL in ProviderDetails: {', '.join(plain)}")
    call.require("idp.provider.urls", not plain, error, has={name: details[name] for name in plain})
    scopes = details.get("authorize_scopes", "").split()
    error = invalid_parameter("The openid scope is required for an OIDC provider")
    call.require("idp.provider.openid", kind != "OIDC" or "openid" in scopes, error, has=scopes)
