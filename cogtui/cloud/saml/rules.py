"""The words behind the rule ids `saml.*`: what whoever relies on an assertion asks of it."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_CORE = "SAML 2.0 Core, section "
_PROFILES = "SAML 2.0 Profiles, section "

RULES: dict[str, Rule] = {
    "saml.format": Rule("the response can be read, and has no document type", _CORE + "3.3.3", "it cannot be read"),
    "saml.status": Rule("the provider says that the sign-in succeeded", _CORE + "3.2.2.2", "it says that it failed"),
    "saml.plain": Rule(
        "there is one assertion, and no id stands for two elements",
        "OWASP, SAML Security Cheat Sheet",
        "something else could be taken for the assertion",
    ),
    "saml.signed": Rule("the assertion or the response is signed", _CORE + "5", "nothing is signed"),
    "saml.signature": Rule(
        "the signature was made with a certificate of the provider's metadata",
        _CORE + "5.4",
        "the signature does not hold, or is somebody else's",
    ),
    "saml.issuer": Rule("the provider itself says so", _PROFILES + "4.1.4.3", "it comes from another provider"),
    "saml.audience": Rule("the assertion is meant for who reads it", _CORE + "2.5.1.4", "it is meant for others"),
    "saml.recipient": Rule(
        "it was made for the address that it came to", _PROFILES + "4.1.4.3", "it was made for another address"
    ),
    "saml.in_response_to": Rule(
        "it answers the request that was sent", _PROFILES + "4.1.4.3", "it answers another request, or none"
    ),
    "saml.not_before": Rule("the assertion holds already", _CORE + "2.5.1.2", "it does not hold yet"),
    "saml.expiry": Rule("the assertion still holds", _CORE + "2.5.1.2", "it has expired"),
    "saml.subject": Rule("the assertion names somebody", _PROFILES + "4.1.4.2", "NameID is missing"),
    "saml.replay": Rule("the assertion comes for the first time", _PROFILES + "4.1.4.5", "it was used before"),
}
