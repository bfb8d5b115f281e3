"""The words behind the rule ids `iam.oidc*`: what IAM asks of OpenID Connect providers."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_CREATE = "IAM API Reference, CreateOpenIDConnectProvider"
_GUIDE = 'IAM User Guide, "Create an OpenID Connect (OIDC) identity provider in IAM"'

RULES = {
    "iam.oidc": Rule(
        "the account has registered the provider",
        "IAM API Reference, GetOpenIDConnectProvider",
        "the account has no such provider",
    ),
    "iam.oidc.url": Rule(
        "the address is an issuer's: https, without port and query", _CREATE, "the address is no issuer's"
    ),
    "iam.oidc.free": Rule("the account has not registered the issuer yet", _CREATE, "the issuer is registered already"),
    "iam.oidc.thumbprints": Rule("there are at most five thumbprints", _CREATE, "there are too many thumbprints"),
    "iam.oidc.thumbprint": Rule("each thumbprint is a SHA-1 in hex", _CREATE, "a thumbprint is no SHA-1"),
    "iam.oidc.reachable": Rule(
        "the issuer answers, so that IAM finds its thumbprint", _GUIDE, "nobody answers at the issuer's address"
    ),
}
