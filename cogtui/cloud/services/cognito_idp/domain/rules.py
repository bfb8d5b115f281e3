"""The words behind the rule ids `oauth.*`: what a user pool's domain asks of apps, browsers and providers."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_GUIDE = "Amazon Cognito Developer Guide, "
_AUTHORIZE = _GUIDE + "Redirect and authorization endpoint"
_TOKEN = _GUIDE + "The token issuer endpoint"
_LOGIN = _GUIDE + "The managed login sign-in endpoint"
_MFA = _GUIDE + "Adding MFA to a user pool"
_SESSIONS = _GUIDE + "Managed login session duration"
_SCOPES = _GUIDE + "Scopes, M2M, and resource servers"
_FEDERATION = _GUIDE + "User pool sign-in with third party identity providers"
_MAPPING = _GUIDE + "Mapping identity provider attributes to user pool"
_DOMAIN = _GUIDE + "Configuring a user pool domain"
_OAUTH = "RFC 6749 (OAuth 2.0), section "

RULES: dict[str, Rule] = {
    # where the request goes
    "oauth.domain": Rule("a user pool has this domain", _DOMAIN, "no user pool has it"),
    "oauth.pool": Rule("the request tells which user pool it is about", _DOMAIN, "no user pool can be found"),
    "oauth.path": Rule("the domain has this page", _GUIDE + "User pool endpoints", "there is no such page"),
    "oauth.method": Rule("the page takes requests of this method", _GUIDE + "User pool endpoints", "it takes others"),
    "oauth.form_token": Rule(
        "the form comes from the browser that the page was shown to",
        _OAUTH + "10.12",
        "the form token is not the browser's",
    ),
    "oauth.step": Rule(
        "a sign-in of this browser waits for this step", _MFA, "no sign-in of this browser waits for it"
    ),
    "oauth.step.once": Rule("the step is taken for the first time", _MFA, "it was taken before"),
    "oauth.step.expiry": Rule("the page was sent in time", _MFA, "it was sent too late"),
    "oauth.form.filled": Rule("what is needed is filled in", _LOGIN, "something is missing"),
    # what the app asks for
    "oauth.client.named": Rule("the request names an app client", _AUTHORIZE, "`client_id` is missing"),
    "oauth.client": Rule("the user pool has this app client", _AUTHORIZE, "the pool has no such app client"),
    "oauth.client.enabled": Rule(
        "the app client's OAuth settings are switched on", "API CreateUserPoolClient", "they are switched off"
    ),
    "oauth.client.once": Rule("the app proves itself in one way", _OAUTH + "2.3", "it does so in two ways at once"),
    "oauth.client.secret": Rule(
        "the app knows the client's secret", _OAUTH + "2.3.1", "the secret is not the client's"
    ),
    "oauth.redirect.named": Rule("there is an address to return to", _AUTHORIZE, "`redirect_uri` is missing"),
    "oauth.redirect": Rule(
        "the answer goes to an address that the client registered",
        _AUTHORIZE + "; RFC 9700, section 2.1",
        "the client did not register this address",
    ),
    "oauth.logout_uri": Rule(
        "the browser goes on to an address that the client registered",
        _GUIDE + "Logout endpoint",
        "the client did not register this address for signing out",
    ),
    "oauth.request": Rule(
        "every parameter comes once and means something", _OAUTH + "3.1", "a parameter makes no sense"
    ),
    "oauth.request.once": Rule("every parameter comes once", _OAUTH + "3.2", "a parameter came twice"),
    "oauth.flow": Rule("the client may use this flow", _AUTHORIZE, "the client may not use this flow"),
    "oauth.scope": Rule(
        "the client may have every scope that it asks for", _SCOPES, "a scope is not the client's to have"
    ),
    "oauth.pkce.form": Rule(
        "the challenge is S256, for a code", "RFC 7636 (PKCE), section 4.3", "the challenge is of no use"
    ),
    "oauth.provider": Rule(
        "the client's users may sign in by this provider", "API CreateUserPoolClient", "the client does not list it"
    ),
    "oauth.providers": Rule(
        "the client lists a provider to sign in by", "API CreateUserPoolClient", "SupportedIdentityProviders is empty"
    ),
    "oauth.prompt": Rule(
        "somebody has signed in already, where the app wants no questions",
        "OpenID Connect Core 1.0, section 3.1.2.6",
        "nobody has signed in, and the app wants no questions",
    ),
    # the browser's session
    "oauth.session": Rule("the browser's session is known and not over", _SESSIONS, "the session is over"),
    "oauth.session.user": Rule("its user may still sign in", _SESSIONS, "its user is gone or disabled"),
    "oauth.session.fits": Rule("the app takes the session that there is", _AUTHORIZE, "the app wants a new sign-in"),
    "oauth.login.local": Rule(
        "the client's users may sign in by name and password",
        "API CreateUserPoolClient",
        "the client does not list COGNITO",
    ),
    # tokens
    "oauth.grant.named": Rule("the request names a grant", _OAUTH + "4.1.3", "`grant_type` is missing"),
    "oauth.grant.known": Rule("the endpoint knows the grant", _TOKEN, "the endpoint knows no such grant"),
    "oauth.grant.enabled": Rule("the client may use the grant", _TOKEN, "the client may not use this grant"),
    "oauth.grant.whole": Rule("the grant's parameters are there", _TOKEN, "a parameter is missing"),
    "oauth.grant.readable": Rule(
        "the client may read what the scopes show", _TOKEN, "a scope shows what the client may not read"
    ),
    "oauth.code": Rule("the pool made this code", _OAUTH + "4.1.3", "the pool made no such code"),
    "oauth.code.client": Rule("the code was made for this app", _OAUTH + "4.1.3", "it was made for another app"),
    "oauth.code.once": Rule("the code is redeemed for the first time", _OAUTH + "4.1.2", "the code has been used"),
    "oauth.code.expiry": Rule("the code has not expired", _AUTHORIZE, "the code has expired"),
    "oauth.code.redirect": Rule(
        "the code is redeemed for the address that it was sent to", _OAUTH + "4.1.3", "it was sent to another address"
    ),
    "oauth.code.user": Rule("its user may still sign in", _TOKEN, "its user is gone or disabled"),
    "oauth.pkce": Rule(
        "whoever redeems the code is who began the sign-in",
        "RFC 7636 (PKCE), section 4.6; RFC 9700, section 2.1.1",
        "the verifier does not fit the challenge",
    ),
    "oauth.machine.metadata": Rule("the metadata is a JSON object", _TOKEN, "the metadata is no JSON object"),
    "oauth.machine.scope": Rule(
        "an app by itself gets custom scopes that it may have", _SCOPES, "there is no such scope for the app to have"
    ),
    "oauth.bearer": Rule("the request brings an access token", "RFC 6750, section 2.1", "it brings no access token"),
    "oauth.bearer.pool": Rule("the token is this pool's", _GUIDE + "The userInfo endpoint", "it is another pool's"),
    "oauth.revoke.token": Rule("the request names a token", "RFC 7009, section 2.1", "`token` is missing"),
    # outside providers
    "oauth.trip": Rule(
        "the pool sent a browser to the provider with this state", _FEDERATION, "no such trip is under way"
    ),
    "oauth.trip.browser": Rule(
        "it is the browser that was sent", _OAUTH + "10.12", "the state was given to another browser"
    ),
    "oauth.trip.expiry": Rule("the trip took no more than five minutes", _FEDERATION, "the trip took too long"),
    "oauth.provider.agreed": Rule("the provider brings a code", _OAUTH + "4.1.2", "the person or the provider said no"),
    "oauth.provider.answer": Rule("the provider answers", _FEDERATION, "the provider answers with an error"),
    "oauth.provider.token": Rule("the provider's ID token holds", _FEDERATION, "the provider's ID token does not hold"),
    "oauth.provider.nonce": Rule(
        "the ID token was made for this trip", "OpenID Connect Core 1.0, section 3.1.3.7", "it was made for another one"
    ),
    "oauth.saml.relay": Rule(
        "RelayState is a trip's, or spells out an app's request",
        _GUIDE + "SAML session initiation in Amazon Cognito user pools",
        "the response answers nothing",
    ),
    "oauth.saml.unasked": Rule(
        "the pool takes assertions that it never asked for",
        _GUIDE + "SAML session initiation in Amazon Cognito user pools",
        "IDPInit is off, so a provider may not speak first",
    ),
    "oauth.provider.person": Rule(
        "userinfo is about whom the ID token is about",
        "OpenID Connect Core 1.0, section 5.3.2",
        "userinfo is about somebody else",
    ),
    "oauth.federated.subject": Rule("the provider says who it is", _MAPPING, "the provider does not say who it is"),
    "oauth.federated.linked": Rule(
        "an existing profile was linked before the first sign-in",
        _GUIDE + "Linking federated users to an existing user profile",
        "no profile was linked to this identity",
    ),
    "oauth.federated.writable": Rule(
        "the client may write what is mapped", _MAPPING, "the client may not write an attribute"
    ),
    "oauth.federated.mutable": Rule("what is mapped may change", _MAPPING, "an attribute cannot be changed"),
}
