"""The words behind the rule ids `provider.saml.*`: what a company's SAML provider asks of who relies on it."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

RULES: dict[str, Rule] = {
    "provider.saml": Rule(
        "there is such a SAML provider", "the provider's own settings", "there is no such SAML provider"
    ),
    "provider.saml.request": Rule(
        "the request can be read", "SAML 2.0 Bindings, section 3.4.4", "the request cannot be read"
    ),
    "provider.saml.party": Rule(
        "the provider's administrator registered who asks",
        "SAML 2.0 Profiles, section 4.1.4.1",
        "nobody registered who asks",
    ),
    "provider.saml.slo": Rule(
        "there is an address for the answer to a sign-out",
        "SAML 2.0 Profiles, section 4.4",
        "no such address was registered",
    ),
    "provider.saml.acs": Rule(
        "the answer goes to the address that was registered",
        "SAML 2.0 Profiles, section 4.1.4.1",
        "another address was registered",
    ),
}
