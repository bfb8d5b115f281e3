"""The words behind the rule ids `idp.*`: what user pools decide, and where the rule comes from."""

from __future__ import annotations

from cogtui.cloud.rules import Rule
from cogtui.cloud.services.cognito_idp.clients import rotation_rules
from cogtui.cloud.services.cognito_idp.devices import device_rules
from cogtui.cloud.services.cognito_idp.looks import looks_rules
from cogtui.cloud.services.cognito_idp.pools import log_rules, saml_rules, setting_rules
from cogtui.cloud.services.cognito_idp.sessions import session_rules
from cogtui.cloud.services.cognito_idp.signing_in import (
    choice_rules,
    custom_rules,
    mfa_rules,
    password_history,
    sign_in_rules,
)
from cogtui.cloud.services.cognito_idp.threats import threat_rules
from cogtui.cloud.services.cognito_idp.triggers import trigger_rules
from cogtui.cloud.services.cognito_idp.users import import_rules, link_rules

_GUIDE = "Amazon Cognito Developer Guide, "
_ATTRIBUTES = _GUIDE + "Working with user attributes"
_PASSWORDS = _GUIDE + "Adding user pool password requirements"
_CONFIRMING = _GUIDE + "Signing up and confirming user accounts"
_ERRORS = _GUIDE + "Managing user existence error responses"
_LOCKOUT = _GUIDE + "Lockout behavior for failed sign-in attempts"
_SECRET = _GUIDE + "Computing secret hash values"
_REVOCATION = _GUIDE + "Token revocation"
_REFRESHING = _GUIDE + "Refresh tokens"
_ACCESS = _GUIDE + "Understanding the access token"
_VALIDITY = _GUIDE + "Managing user pool token expiration and caching"
_QUOTAS = _GUIDE + "Quotas in Amazon Cognito"
_SEARCH = _GUIDE + "Managing and searching for user accounts"
_OAUTH = _GUIDE + "Scopes, M2M, and resource servers"
_CREATE_POOL = "API CreateUserPool"
_CREATE_CLIENT = "API CreateUserPoolClient"
_INITIATE = "API InitiateAuth"

RULES: dict[str, Rule] = (
    {
        # pools and app clients
        "idp.pool.exists": Rule(
            "the account has this pool in this region", "API DescribeUserPool", "there is no such pool here"
        ),
        "idp.pool.sign_in_names": Rule(
            "users sign in by aliases or by addresses, not both",
            _CREATE_POOL,
            "both kinds of sign-in names are asked for",
        ),
        "idp.pool.self_sign_up": Rule(
            "people may sign up themselves", _CREATE_POOL, "only administrators create users here"
        ),
        "idp.schema.name": Rule("every attribute of the schema has a name", _ATTRIBUTES, "an attribute has no name"),
        "idp.schema.standard": Rule(
            "a standard attribute keeps its type", _ATTRIBUTES, "a standard attribute was changed"
        ),
        "idp.schema.type": Rule("a custom attribute has a type", _ATTRIBUTES, "the type is missing or unknown"),
        "idp.schema.optional": Rule(
            "custom attributes are optional", _ATTRIBUTES, "a custom attribute cannot be required"
        ),
        "idp.schema.constraints": Rule(
            "an attribute's limits make sense", _ATTRIBUTES, "the limits contradict one another"
        ),
        "idp.client.exists": Rule("the app client exists", _CREATE_CLIENT, "there is no such app client"),
        "idp.client.flows": Rule(
            "flows are named in one spelling", _CREATE_CLIENT, "old names of flows are mixed with new ones"
        ),
        "idp.client.read_attributes": Rule(
            "the attributes to read are the pool's", _CREATE_CLIENT, "an attribute to read does not exist"
        ),
        "idp.client.write_attributes": Rule(
            "the attributes to write are the users' to write", _CREATE_CLIENT, "an attribute to write is not for users"
        ),
        "idp.client.oauth_flows": Rule(
            "client_credentials stands alone", _OAUTH, "client_credentials cannot stand beside other flows"
        ),
        "idp.client.oauth_secret": Rule(
            "client_credentials has a secret", _OAUTH, "client_credentials needs a client secret"
        ),
        "idp.client.oauth_scopes": Rule("every scope exists", _OAUTH, "a scope does not exist"),
        "idp.client.secret": Rule(
            "the app knows the client's secret", "API RevokeToken", "the secret is not this client's"
        ),
        "idp.client.revocation": Rule(
            "the client's tokens can be revoked", _REVOCATION, "revocation is off for this client"
        ),
        "idp.validity.range": Rule("tokens live as long as AWS allows", _VALIDITY, "a validity is out of range"),
        "idp.validity.refresh_longest": Rule(
            "the refresh token lives longest", _VALIDITY, "the refresh token would expire first"
        ),
        "idp.page.token": Rule("the page's token belongs to this list", "API ListUserPools", "it belongs to another"),
        # becoming a user
        "idp.username.form": Rule(
            "the user name has the form that the pool wants", _ATTRIBUTES, "the name has the wrong form"
        ),
        "idp.username.free": Rule("nobody in the pool has this name", _CONFIRMING, "somebody has this name"),
        "idp.alias.free": Rule("nobody else signs in by this address", _ATTRIBUTES, "it is somebody else's address"),
        "idp.attribute.writable": Rule(
            "the app client may write these attributes", _ATTRIBUTES, "the app client may not write an attribute"
        ),
        "idp.attribute.known": Rule(
            "the pool's schema has these attributes", _ATTRIBUTES, "the schema lacks an attribute"
        ),
        "idp.attribute.mutable": Rule("only what can be set is set", _ATTRIBUTES, "this attribute is the pool's own"),
        "idp.attribute.format": Rule("an address looks like one", _ATTRIBUTES, "it does not look like an address"),
        "idp.attribute.fits": Rule("the values fit the schema", _ATTRIBUTES, "a value breaks the schema"),
        "idp.attribute.required": Rule(
            "the required attributes are there", _ATTRIBUTES, "a required attribute is missing"
        ),
        "idp.password.present": Rule("there is a password", "API SignUp", "there is no password"),
        "idp.password.length": Rule("the new password is long enough", _PASSWORDS, "the password is too short"),
        "idp.password.uppercase": Rule("it has a capital letter, if wanted", _PASSWORDS, "it has no capital letter"),
        "idp.password.lowercase": Rule("it has a small letter, if wanted", _PASSWORDS, "it has no small letter"),
        "idp.password.numbers": Rule("it has a digit, if wanted", _PASSWORDS, "it has no digit"),
        "idp.password.symbols": Rule("it has a symbol, if wanted", _PASSWORDS, "it has no symbol"),
        "idp.user.unconfirmed": Rule(
            "the user still waits for confirmation", _CONFIRMING, "the user is past confirmation"
        ),
        "idp.user.invited": Rule(
            "the user has not used the invitation yet", "API AdminCreateUser", "there is no invitation open"
        ),
        "idp.code.limit": Rule("the user's quota of this hour is not used up", _QUOTAS, "too often in this hour"),
        "idp.code.target": Rule(
            "there is an address to verify", _CONFIRMING, "there is no address that a code could go to"
        ),
        "idp.code.outstanding": Rule("a code was sent and not used yet", _CONFIRMING, "no code is waited for"),
        "idp.code.expired": Rule("the code has not expired", _CONFIRMING, "the code has expired"),
        "idp.code.newest": Rule("it is the newest code", _CONFIRMING, "a newer code was sent since"),
        "idp.code.correct": Rule("it is the code that was sent", _CONFIRMING, "it is another code"),
        # signing in
        "idp.flow.supported": Rule("the operation has this flow", _INITIATE, "the operation does not have this flow"),
        "idp.flow.enabled": Rule(
            "the app client allows this flow", _INITIATE, "the app client does not allow this flow"
        ),
        "idp.parameter.present": Rule(
            "the flow's parameters are there", _INITIATE, "a parameter of the flow is missing"
        ),
        "idp.secret_hash.expected": Rule(
            "a client without secret sends no hash", _SECRET, "there is no secret to hash with"
        ),
        "idp.secret_hash.present": Rule("a client with a secret sends a hash", _SECRET, "SECRET_HASH is missing"),
        "idp.secret_hash.correct": Rule("the hash was made with the client's secret", _SECRET, "the hash does not fit"),
        "idp.user.exists": Rule("the pool has this user", _ERRORS, "there is no such user"),
        "idp.password.lock": Rule(
            "the user is not locked after wrong passwords", _LOCKOUT, "too many wrong passwords: locked"
        ),
        "idp.password.correct": Rule("the password is right", _INITIATE, "the password is wrong"),
        "idp.password.temporary": Rule(
            "the temporary password is still good", _PASSWORDS, "the temporary password has expired"
        ),
        "idp.user.enabled": Rule(
            "no administrator has disabled the user", "API AdminDisableUser", "the user is disabled"
        ),
        "idp.user.confirmed": Rule(
            "the user's state allows sign-in", _CONFIRMING, "the user must do something else first"
        ),
        "idp.refresh.form": Rule("it is a refresh token", "API RevokeToken", "it is another kind of token"),
        "idp.refresh.known": Rule("the pool issued this refresh token", _REFRESHING, "the pool never issued it"),
        "idp.refresh.client": Rule("it was issued to this app client", _REFRESHING, "it belongs to another app client"),
        "idp.refresh.expired": Rule("the refresh token has not expired", _REFRESHING, "the refresh token has expired"),
        "idp.session.revoked": Rule("the session was not revoked", _REVOCATION, "its tokens were revoked"),
        # signed in
        "idp.access_token.valid": Rule("the access token holds", _ACCESS, "the access token does not hold"),
        "idp.access_token.scope": Rule(
            "its scope allows self-service", _ACCESS, "its scope does not allow self-service"
        ),
        "idp.access_token.session": Rule("the pool knows its session", _ACCESS, "the pool knows no such session"),
        "idp.filter.form": Rule('the filter reads `name = "value"`', _SEARCH, "the filter cannot be read"),
        "idp.filter.attribute": Rule("the attribute can be searched", _SEARCH, "the attribute cannot be searched"),
    }
    | rotation_rules.RULES
    | setting_rules.RULES
    | sign_in_rules.RULES
    | mfa_rules.RULES
    | custom_rules.RULES
    | choice_rules.RULES
    | trigger_rules.RULES
    | device_rules.RULES
    | session_rules.RULES
    | password_history.RULES
    | import_rules.RULES
    | threat_rules.RULES
    | log_rules.RULES
    | looks_rules.RULES
    | link_rules.RULES
    | saml_rules.RULES
)
