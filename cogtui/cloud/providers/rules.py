"""The words behind the rule ids `provider.*`: what Facebook and Google ask of apps, people and tokens."""

from __future__ import annotations

from cogtui.cloud.providers import saml_rules
from cogtui.cloud.rules import Rule

_OAUTH = "RFC 6749 (OAuth 2.0), section "
_GRAPH = "Facebook, Graph API, "

RULES = saml_rules.RULES | {
    "provider.app": Rule(
        "the provider knows the app", _OAUTH + "4.1.2.1", "no app with this id is registered with the provider"
    ),
    "provider.redirect": Rule(
        "the login returns to an address that the app registered",
        _OAUTH + "3.1.2; RFC 9700, section 2.1",
        "the app did not register this address",
    ),
    "provider.response_type": Rule(
        "the provider can answer in the way the app wants", _OAUTH + "3.1.1", "the provider knows no such answer"
    ),
    "provider.scope": Rule(
        "the provider knows every scope that the app asks for", _OAUTH + "3.3", "the provider knows no such scope"
    ),
    "provider.response_mode": Rule(
        "the answer comes back in a way that suits what is asked for",
        'Apple, "Sign in with Apple REST API"; OAuth 2.0 Form Post Response Mode',
        "the provider does not answer in this way",
    ),
    "provider.name_once": Rule(
        "the person says yes to this app for the first time, so the name goes along",
        'Apple, "Sign in with Apple REST API"',
        "Apple tells an app somebody's name once, and never again",
    ),
    "provider.nonce": Rule(
        "the app sends a nonce when the browser brings the ID token",
        "OpenID Connect Core 1.0, section 3.2.2.1",
        "the nonce is missing",
    ),
    "provider.login": Rule(
        "the form belongs to a login that is under way", _OAUTH + "10.12", "this login is over, or never began"
    ),
    "provider.login.user": Rule("somebody has logged in", _OAUTH + "3.1", "nobody has logged in yet"),
    "provider.user": Rule(
        "the provider knows the person", "the provider's own user directory", "nobody has an account with this address"
    ),
    "provider.password": Rule(
        "the password is the person's", "the provider's own user directory", "the password is wrong"
    ),
    "provider.consent": Rule("the person lets the app have what it asks for", _OAUTH + "4.1.1", "the person said no"),
    "provider.grant": Rule(
        "the app redeems an authorization code", _OAUTH + "4.1.3", "the provider does not answer to this grant"
    ),
    "provider.secret": Rule("the app's secret is right", _OAUTH + "2.3.1", "the secret is not the app's"),
    "provider.code": Rule(
        "the code was made for this app", _OAUTH + "4.1.3", "the provider made no such code for this app"
    ),
    "provider.code.once": Rule("the code is redeemed for the first time", _OAUTH + "4.1.2", "the code has been used"),
    "provider.code.expiry": Rule("the code has not expired", _OAUTH + "4.1.2", "the code has expired"),
    "provider.pkce": Rule(
        "whoever redeems the code is who began the login",
        "RFC 7636 (PKCE), section 4.6",
        "the verifier does not fit the challenge",
    ),
    "provider.token.given": Rule(
        "the request brings an access token", _GRAPH + '"Handling Errors"', "the request brings no access token"
    ),
    "provider.token": Rule(
        "the provider issued this token", _GRAPH + '"debug_token"; RFC 7662', "the provider never issued this token"
    ),
    "provider.token.expiry": Rule(
        "the token has not expired", _GRAPH + '"debug_token"; RFC 7662', "the token has expired"
    ),
    "provider.token.app": Rule(
        "the token was issued to the app that asks", _GRAPH + '"debug_token"', "the token belongs to another app"
    ),
    "provider.fields": Rule(
        "the user has every field that is asked for", _GRAPH + '"User"', "the user has no such field"
    ),
}
