"""The words behind the rule ids `iam.saml*`: what IAM asks of SAML providers."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_CREATE = "IAM API Reference, CreateSAMLProvider"

RULES = {
    "iam.saml": Rule(
        "the account has registered the provider",
        "IAM API Reference, GetSAMLProvider",
        "the account has no such provider",
    ),
    "iam.saml.free": Rule("the account has no provider of this name yet", _CREATE, "the name is taken"),
    "iam.saml.metadata": Rule("the metadata describes a SAML provider", _CREATE, "the metadata cannot be used"),
}
