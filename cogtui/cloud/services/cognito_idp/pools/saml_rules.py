"""The words behind the rule ids of a SAML provider's settings."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_API = "API CreateIdentityProvider, ProviderDetails"
_KNOW = "Amazon Cognito Developer Guide, Things to know about SAML IdPs"

RULES: dict[str, Rule] = {
    "idp.provider.saml.switch": Rule("a switch is true or false", _API, "a switch is neither"),
    "idp.provider.saml.algorithm": Rule("requests are signed by rsa-sha256", _API, "another algorithm is asked for"),
    "idp.provider.saml.reached": Rule(
        "the metadata's address answers", _API, "nothing answers at the metadata's address in this world"
    ),
    "idp.provider.saml.metadata": Rule(
        "the metadata describes a provider that can sign people in", _KNOW, "the metadata is of no use"
    ),
    "idp.provider.saml.certificate": Rule(
        "a certificate of the metadata has not expired", _KNOW, "the certificates have expired"
    ),
}
