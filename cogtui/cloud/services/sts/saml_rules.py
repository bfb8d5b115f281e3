"""The words behind the rule ids `sts.saml.*`: what STS asks of an assertion besides what every relying party asks."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_ASSERTIONS = 'IAM User Guide, "Configure SAML assertions for the authentication response"'
_API = "STS API Reference, AssumeRoleWithSAML"

RULES = {
    "sts.saml.provider": Rule(
        "the role's account has registered the SAML provider", _API, "the role's account has no such SAML provider"
    ),
    "sts.saml.fresh": Rule(
        "the assertion was issued less than five minutes ago", _API, "the assertion was issued too long ago"
    ),
    "sts.saml.role": Rule(
        "the assertion offers this role together with this provider",
        _ASSERTIONS,
        "the attribute Role does not offer this role together with this provider",
    ),
    "sts.saml.session_name": Rule(
        "the assertion names the session", _ASSERTIONS, "the attribute RoleSessionName is missing"
    ),
    "sts.saml.session_name_form": Rule(
        "that is a name that a session can have", _ASSERTIONS, "no session can have this name"
    ),
    "sts.saml.source": Rule(
        "the source identity is one that a session can have", _ASSERTIONS, "no session can have this source identity"
    ),
    "sts.saml.single": Rule(
        "an attribute that stands for one thing has one value", _ASSERTIONS, "the attribute has several values"
    ),
    "sts.saml.duration": Rule(
        "SessionDuration is a number between 900 and 43200", _ASSERTIONS, "SessionDuration is no such number"
    ),
    "sts.saml.ended": Rule("the session at the provider goes on", _API, "the session at the provider is over"),
}
