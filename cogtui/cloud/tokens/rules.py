"""The words behind the rule ids `jwt.*`."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_VERIFYING = "Amazon Cognito Developer Guide, Verifying JSON web tokens"

RULES: dict[str, Rule] = {
    "jwt.token": Rule("the token holds", _VERIFYING, "the token does not hold"),
    "jwt.format": Rule(
        "it has three parts, header and payload are JSON objects",
        "RFC 7515, sections 3.1 and 5.2",
        "it is no signed token",
    ),
    "jwt.alg": Rule(
        "it is signed with an algorithm that the verifier accepts",
        "RFC 8725, section 3.1; " + _VERIFYING,
        "the verifier does not accept its algorithm",
    ),
    "jwt.header": Rule(
        "its header brings no key and asks for no extension",
        "RFC 7515, sections 4.1.2 to 4.1.11; RFC 8725, section 3.10",
        "its header asks for what a verifier must not do",
    ),
    "jwt.kid": Rule(
        "the issuer publishes the key that it names",
        "RFC 7517, section 4.5; " + _VERIFYING,
        "the issuer publishes no such key",
    ),
    "jwt.signature": Rule(
        "the key's signature fits header and payload",
        "RFC 7515, section 5.2; RFC 7518, section 3.3",
        "the signature does not fit",
    ),
    "jwt.issuer": Rule(
        "it comes from the issuer that is asked for",
        "RFC 7519, section 4.1.1; " + _VERIFYING,
        "it comes from another issuer",
    ),
    "jwt.claims": Rule(
        "it has every claim that is needed",
        "RFC 7519, section 4",
        "a claim is missing",
    ),
    "jwt.audience": Rule(
        "it was made for this audience",
        "RFC 7519, section 4.1.3; OpenID Connect Core 1.0, section 3.1.3.7",
        "it was made for another audience",
    ),
    "jwt.token_use": Rule(
        "it is of the kind that is wanted here",
        _VERIFYING,
        "it is a token for another use",
    ),
    "jwt.expiry": Rule("it has not expired", "RFC 7519, section 4.1.4", "it has expired"),
    "jwt.not_before": Rule("its time has begun", "RFC 7519, section 4.1.5", "its time has not begun yet"),
    "jwt.issued_at": Rule(
        "it was issued in the past, and not too long ago",
        "RFC 7519, section 4.1.6",
        "the time of its issue does not fit",
    ),
}
