"""The words behind the rule ids `idp.*` of what administrators set up: groups, scopes, domains, providers, tags."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_GUIDE = "Amazon Cognito Developer Guide, "
_GROUPS = _GUIDE + "Adding groups to a user pool"
_OAUTH = _GUIDE + "Scopes, M2M, and resource servers"
_DOMAINS = _GUIDE + "Configuring a user pool domain"
_FEDERATION = _GUIDE + "User pool sign-in with third party identity providers"
_QUOTAS = _GUIDE + "Quotas in Amazon Cognito"
_ATTRIBUTES = _GUIDE + "Working with user attributes"
_TAGS = _GUIDE + "Tagging Amazon Cognito resources"
_PLANS = _GUIDE + "User pool feature plans"
_UPDATE_POOL = "API UpdateUserPool"
_DELETE_POOL = "API DeleteUserPool"
_CLIENT = "API CreateUserPoolClient"
_SECRETS = "API AddUserPoolClientSecret"
_PROVIDER = "API CreateIdentityProvider"

RULES: dict[str, Rule] = {
    "idp.quota": Rule("there is room for one more", _QUOTAS, "there are as many as there may be"),
    # pools
    "idp.pool.validity_days": Rule(
        "one setting says how long temporary passwords are good", _UPDATE_POOL, "two settings say it"
    ),
    "idp.pool.verified_updates": Rule(
        "what must be verified before a change is verified by the pool", _UPDATE_POOL, "it is not auto-verified"
    ),
    "idp.pool.recovery": Rule(
        "recovery by administrators alone stands alone", _UPDATE_POOL, "other mechanisms stand beside it"
    ),
    "idp.pool.unprotected": Rule(
        "the pool is not protected from deletion", _DELETE_POOL, "deletion protection is active"
    ),
    "idp.pool.without_domain": Rule("the pool has no domain any more", _DELETE_POOL, "its domain must go first"),
    "idp.schema.free": Rule("no attribute has this name yet", _ATTRIBUTES, "an attribute has this name"),
    "idp.schema.quota": Rule("there are not too many custom attributes", _QUOTAS, "there are too many"),
    # app clients
    "idp.client.oauth_custom": Rule(
        "client_credentials has custom scopes only", _OAUTH, "it has scopes that are about a user"
    ),
    "idp.client.oauth_complete": Rule(
        "a client that uses OAuth has flows and scopes", _CLIENT, "flows or scopes are missing"
    ),
    "idp.client.oauth_callbacks": Rule("there is an address to return to", _CLIENT, "there is no callback URL"),
    "idp.client.https": Rule(
        "every address is HTTPS, but for those of one's own machine", _CLIENT, "an address is plain HTTP"
    ),
    "idp.client.absolute": Rule(
        "every address is absolute and has no fragment", "RFC 6749, section 3.1.2", "an address is not"
    ),
    "idp.client.default_redirect": Rule(
        "the default address is one of the callbacks", _CLIENT, "the default address is not among the callbacks"
    ),
    "idp.client.providers": Rule("the pool has the providers that are listed", _CLIENT, "it lacks a provider"),
    "idp.client.confidential": Rule("the client has a secret already", _SECRETS, "it is a public client"),
    "idp.client.secrets": Rule("the client has less than two secrets", _SECRETS, "it has two already"),
    "idp.client.secret_fresh": Rule("the secret is a new one", _SECRETS, "the client has it already"),
    "idp.client.secret_exists": Rule("the client has this secret", "API DeleteUserPoolClientSecret", "it has not"),
    "idp.client.secret_left": Rule("a secret is left", "API DeleteUserPoolClientSecret", "it is the last one"),
    "idp.client.secret_source": Rule("the secret is given or made, not both", _CLIENT, "both are asked for"),
    # groups
    "idp.group.exists": Rule("the pool has this group", _GROUPS, "there is no such group"),
    "idp.group.free": Rule("no group has this name", "API CreateGroup", "a group has this name"),
    "idp.group.precedence": Rule("the precedence is in range", "API CreateGroup", "it is too high"),
    # resource servers
    "idp.resource_server.exists": Rule("the pool has this resource server", _OAUTH, "there is no such resource server"),
    "idp.resource_server.free": Rule("no resource server has this identifier", _OAUTH, "one has it"),
    "idp.resource_server.scopes": Rule("every scope has a name of its own", _OAUTH, "two scopes have one name"),
    # domains
    "idp.domain.exists": Rule("the pool has this domain", _DOMAINS, "it has no such domain"),
    "idp.domain.pool": Rule("the account has this pool in this region", _DOMAINS, "there is no such pool here"),
    "idp.domain.one": Rule(
        "a pool has one prefix and one custom domain at most", _DOMAINS, "it has one of this kind already"
    ),
    "idp.domain.free": Rule("nobody has this domain", _DOMAINS, "somebody has it"),
    "idp.domain.prefix_form": Rule(
        "a prefix has small letters, digits and hyphens", _DOMAINS, "the prefix has the wrong form"
    ),
    "idp.domain.reserved": Rule("the prefix has no word of Amazon's in it", _DOMAINS, "it has a reserved word in it"),
    "idp.domain.custom_form": Rule("a custom domain is a subdomain", _DOMAINS, "the name is no subdomain"),
    "idp.domain.custom": Rule("only a custom domain has a certificate", _DOMAINS, "it is a prefix"),
    "idp.domain.certificate": Rule("the certificate is one of us-east-1", _DOMAINS, "the certificate is not"),
    "idp.domain.version": Rule("the branding version is 1 or 2", "API CreateUserPoolDomain", "it is another"),
    "idp.domain.tier": Rule("the pool's tier has managed login", _PLANS, "the LITE tier has not"),
    # identity providers
    "idp.provider.exists": Rule("the pool has this provider", _FEDERATION, "there is no such provider"),
    "idp.provider.identified": Rule("a provider has this identifier", _FEDERATION, "no provider has it"),
    "idp.provider.name": Rule("the name goes with the type", _PROVIDER, "the name belongs to another type"),
    "idp.provider.free": Rule("no provider has this name", _PROVIDER, "a provider has this name"),
    "idp.provider.details": Rule("the details are complete", _PROVIDER, "details are missing"),
    "idp.provider.method": Rule("attributes are asked for by GET or POST", _PROVIDER, "by another method"),
    "idp.provider.urls": Rule("every address is HTTPS", _PROVIDER, "an address is not"),
    "idp.provider.openid": Rule("an OIDC provider is asked for openid", _PROVIDER, "openid is not among the scopes"),
    "idp.provider.mapping": Rule("the pool has the attributes that are mapped to", _PROVIDER, "it lacks one"),
    "idp.provider.identifiers": Rule("no other provider has these identifiers", _PROVIDER, "another one has"),
    # tags
    "idp.tags.arn": Rule("the ARN is of a pool of the account, in this region", _TAGS, "it is of something else"),
    "idp.tags.few": Rule("a pool has up to 50 tags", _QUOTAS, "there are too many tags"),
    "idp.tags.own": Rule("the keys are the user's own", _TAGS, "a key begins as AWS's own do"),
    "idp.tags.length": Rule("keys and values are short enough", _TAGS, "one is too long"),
}
