"""The words behind the rule ids of linking outside identities to users."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_LINKING = "Amazon Cognito Developer Guide, Linking federated users to an existing user profile"
_API = "API AdminLinkProviderForUser"

RULES: dict[str, Rule] = {
    "idp.link.named": Rule("provider, attribute and value are named", _API, "a part of the name is missing"),
    "idp.link.source": Rule("the source is a user of an outside provider", _API, "the source is a user of the pool"),
    "idp.link.attribute": Rule(
        "the source is named by what the provider says of it", _API, "the provider's mapping has no such attribute"
    ),
    "idp.link.unmerged": Rule(
        "the outside identity has never signed in here",
        _LINKING,
        "it has a profile of its own already, and profiles are never merged",
    ),
    "idp.link.free": Rule("the outside identity is not linked yet", _API, "it is linked already"),
    "idp.link.quota": Rule("the user has fewer than five links", _LINKING, "the user has five links already"),
    "idp.link.mutable": Rule(
        "every attribute of the destination may change", _API, "an attribute of the destination cannot be changed"
    ),
    "idp.link.exists": Rule(
        "the outside identity is linked, or has a profile",
        "API AdminDisableProviderForUser",
        "nobody is signed in by it",
    ),
}
