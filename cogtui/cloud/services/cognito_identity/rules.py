"""The words of the identity pools' rules."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_FLOW = 'Amazon Cognito Developer Guide, "Identity pools authentication flow"'
_PROVIDERS = 'Amazon Cognito Developer Guide, "Identity pools third-party identity providers"'
_OIDC = 'Amazon Cognito Developer Guide, "OpenID Connect providers (identity pools)"'
_FACEBOOK = 'Amazon Cognito Developer Guide, "Setting up Facebook as an identity pools IdP", "Setting up Login with Amazon as an identity pools IdP"'
_ROLES = 'Amazon Cognito Developer Guide, "Role trust and permissions"'
_TAGS = 'Amazon Cognito Developer Guide, "Using attributes for access control"'
_RBAC = 'Amazon Cognito Developer Guide, "Using role-based access control"'
_DEVELOPER = 'Amazon Cognito Developer Guide, "Developer-authenticated identities"'
_API = "Amazon Cognito federated identities API reference, "

RULES = {
    "identity.pool.exists": Rule(
        "the identity pool exists in this account and region", _API + "GetId", "no such identity pool here"
    ),
    "identity.pool.provider_names": Rule(
        "the pool lists only providers that there are",
        _API + "CreateIdentityPool",
        "a provider is none that a pool can list",
    ),
    "identity.pool.arn": Rule(
        "the ARN is an identity pool's of this account and region",
        _API + "TagResource",
        "the ARN names no identity pool here",
    ),
    "identity.tags.count": Rule(
        "the pool has no more tags than it can have",
        'Amazon Cognito Developer Guide, "Tagging your Amazon Cognito resources"',
        "too many tags",
    ),
    "identity.tags.keys": Rule(
        "the tags are the caller's to give",
        'Amazon Cognito Developer Guide, "Tagging your Amazon Cognito resources"',
        "a tag's key begins with aws:",
    ),
    "identity.pool.guests": Rule("the pool lets guests in", _FLOW, "the pool lets nobody in without a login"),
    "identity.pool.providers": Rule(
        "the pool has identity providers", _PROVIDERS, "the pool has no identity providers"
    ),
    "identity.pool.classic": Rule(
        "the pool allows the basic (classic) flow", _FLOW, "the pool allows the enhanced flow only"
    ),
    "identity.page.token": Rule(
        "the page's token belongs to this list", _API + "ListIdentities", "the page's token belongs to another list"
    ),
    "identity.exists": Rule("the identity exists", _API + "GetCredentialsForIdentity", "no such identity here"),
    "identity.enabled": Rule(
        "the identity was not merged into another", _FLOW, "the identity was merged into another, and is disabled"
    ),
    "identity.proof": Rule(
        "an identity with logins comes with one of them", _FLOW, "the identity has logins, and the call brought none"
    ),
    "identity.login.key": Rule(
        "the key of the login names a provider", _API + "GetId", "the key of the login names no provider of the pool"
    ),
    "identity.login.provider": Rule("the pool lists the provider", _PROVIDERS, "the pool does not list this provider"),
    "identity.login.client": Rule(
        "the login was made for an app that the pool lists",
        _OIDC,
        "the login was made for an app that the pool does not list",
    ),
    "identity.login.token": Rule("the login's token holds", _OIDC, "the login's token does not hold"),
    "identity.login.registered": Rule(
        "IAM still knows the provider", "IAM API Reference, GetSAMLProvider", "nobody has registered the provider"
    ),
    "identity.login.enhanced": Rule(
        "no login of the basic flow is a SAML assertion",
        'Amazon Cognito Developer Guide, "Identity pools authentication flow"',
        "SAML logins work in the enhanced flow alone",
    ),
    "identity.pool.saml": Rule(
        "the account has registered the SAML provider", "API CreateIdentityPool", "the account has no such provider"
    ),
    "identity.login.thumbprint": Rule(
        "AWS trusts the issuer's certificate",
        'IAM User Guide, "Obtain the thumbprint for an OpenID Connect identity provider"',
        "neither a public authority nor a registered thumbprint vouches for the issuer's certificate",
    ),
    "identity.login.jwt": Rule("the login's token is a JWT", _OIDC, "the login's token is no JWT"),
    "identity.login.own": Rule(
        "Cognito itself issued the token",
        _API + "GetCredentialsForIdentity",
        "another issuer's token stands under Cognito's name",
    ),
    "identity.login.foreign": Rule(
        "the login comes from outside the identity pool",
        _API + "GetId",
        "the login is a token that Cognito itself issued",
    ),
    "identity.login.public": Rule(
        "the login's provider is a public one",
        _DEVELOPER,
        "the developer provider's users come with a token that their backend gets for them",
    ),
    "identity.login.logged_in": Rule(
        "Cognito's own token is somebody's who logged in", _DEVELOPER, "Cognito's own token is a guest's"
    ),
    "identity.developer.name": Rule(
        "the developer provider has a name of its own",
        _API + "CreateIdentityPool",
        "the developer provider's name is another provider's",
    ),
    "identity.developer.kept": Rule(
        "the developer provider keeps its name",
        _API + "UpdateIdentityPool",
        "a developer provider's name cannot be changed once it is set",
    ),
    "identity.developer.provider": Rule(
        "the call names the pool's developer provider", _DEVELOPER, "the pool has no such developer provider"
    ),
    "identity.developer.user": Rule(
        "the developer user's identifier is as long as one can be",
        _API + "GetOpenIdTokenForDeveloperIdentity",
        "the developer user's identifier is too long",
    ),
    "identity.developer.registered": Rule(
        "the developer user is no other identity's",
        _API + "GetOpenIdTokenForDeveloperIdentity",
        "the developer user is another identity's",
    ),
    "identity.developer.known": Rule(
        "the pool knows the developer user", _API + "LookupDeveloperIdentity", "no such developer user in the pool"
    ),
    "identity.developer.wanted": Rule(
        "the call says whom to look up",
        _API + "LookupDeveloperIdentity",
        "neither an identity nor a developer user is given",
    ),
    "identity.developer.owner": Rule(
        "the developer user is this identity's",
        _API + "LookupDeveloperIdentity",
        "the developer user is not this identity's",
    ),
    "identity.login.answered": Rule("the provider answered", _FACEBOOK, "the provider gave no usable answer"),
    "identity.login.accepted": Rule(
        "the provider stands by the token", _FACEBOOK, "the provider does not stand by the token"
    ),
    "identity.login.owner": Rule(
        "one of the logins belongs to the identity, or it is a guest's",
        _FLOW,
        "none of the logins belongs to this identity",
    ),
    "identity.link.one_per_provider": Rule(
        "an identity has at most one login of each provider", _FLOW, "the identity has another login of this provider"
    ),
    "identity.link.limit": Rule(
        "the identity has no more logins than one can have",
        'Amazon Cognito Developer Guide, "Quotas in Amazon Cognito"',
        "too many logins for one identity",
    ),
    "identity.link.merge": Rule("identities of the same person become one", _FLOW, "the identities stay apart"),
    "identity.role.exists": Rule("the role exists", _API + "SetIdentityPoolRoles", "no such role"),
    "identity.role.account": Rule(
        "the role belongs to the pool's account", _ROLES, "the role belongs to another account than the pool"
    ),
    "identity.role.pass": Rule(
        "the caller may pass the role on",
        'IAM User Guide, "Granting a user permissions to pass a role to an AWS service"',
        "the caller may not pass this role on",
    ),
    "identity.role.set": Rule(
        "the pool has a role for this kind of identity", _ROLES, "the pool has no role for this kind of identity"
    ),
    "identity.mapping.provider": Rule(
        "the role mapping's key is one of the pool's providers",
        _API + "SetIdentityPoolRoles",
        "the role mapping's key is none of the pool's providers",
    ),
    "identity.mapping.resolution": Rule(
        "the role mapping says what happens when nothing chooses",
        _API + "RoleMapping",
        "the role mapping does not say what happens when nothing chooses",
    ),
    "identity.mapping.rules": Rule(
        "a role mapping of type Rules has rules", _API + "RoleMapping", "a role mapping of type Rules has no rules"
    ),
    "identity.tag_map.provider": Rule(
        "the principal tags are for a provider of the pool",
        _API + "SetPrincipalTagAttributeMap",
        "the principal tags are for a provider that the pool does not list",
    ),
    "identity.tag_map.claim": Rule(
        "the login has the claim that becomes a principal tag", _TAGS, "the login lacks the claim: there is no such tag"
    ),
    "identity.tag_map.size": Rule(
        "the principal tags fit into the session",
        'Amazon Cognito Developer Guide, "Quotas in Amazon Cognito"',
        "the principal tags are too long",
    ),
    "identity.role.choice": Rule("the login gets a role", _RBAC, "the login gets no role"),
    "identity.role.mapping": Rule(
        "the pool maps this provider's logins to roles", _RBAC, "the pool has no role mapping for this provider"
    ),
    "identity.role.rule": Rule("the claim matches the rule", _RBAC, "the claim does not match the rule"),
    "identity.role.token": Rule("the token says which role", _RBAC, "the token does not say which role"),
    "identity.role.ambiguous": Rule(
        "where nothing chooses, the default role is given", _RBAC, "where nothing chooses, nobody is let in"
    ),
    "identity.role.custom": Rule(
        "the role asked for is one that the login may have",
        _API + "GetCredentialsForIdentity: CustomRoleArn",
        "the login may not have the role asked for",
    ),
    "identity.role.assumed": Rule(
        "STS lets the identity into the role", _FLOW, "STS does not let the identity into the role"
    ),
}
