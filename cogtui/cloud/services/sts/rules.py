"""The words of STS's rules."""

from __future__ import annotations

from cogtui.cloud.rules import Rule
from cogtui.cloud.services.sts.saml_rules import RULES as _SAML

_WEB = "STS API reference, AssumeRoleWithWebIdentity"
_ASSUME = "STS API reference, AssumeRole"
_TRUST = 'Amazon Cognito Developer Guide, "Role trust and permissions"; IAM User Guide, "Available keys for AWS web identity federation"'
_TAGGING = 'IAM User Guide, "Passing session tags in AWS STS"; Amazon Cognito Developer Guide, "Using attributes for access control"'
_SESSIONS = 'IAM User Guide, "Policies and permissions": session policies'
_SOURCE = 'IAM User Guide, "Monitor and control actions taken with assumed roles"'
_MFA = 'IAM User Guide, "Secure API access with MFA"'
_TERMS = 'IAM User Guide, "Roles terms and concepts"'

RULES = {
    **_SAML,
    "sts.role.arn": Rule("the ARN names something in IAM", _ASSUME, "the text is no ARN of IAM"),
    "sts.role.exists": Rule("the role exists", _WEB, "no such role"),
    "sts.caller.root": Rule("the caller is not an account's root user", _TERMS, "root users can't assume roles"),
    "sts.caller.key": Rule(
        "the caller has a long-term key of a user or of root",
        'IAM User Guide, "Compare AWS STS credentials"',
        "temporary credentials cannot ask for this",
    ),
    "sts.caller.session": Rule(
        "the caller's session may ask this of STS",
        'IAM User Guide, "Compare AWS STS credentials"',
        "such sessions may ask STS for next to nothing",
    ),
    "sts.tag.once": Rule("every tag key is given once, capitals aside", _TAGGING, "a tag key is given twice"),
    "sts.tag.reserved": Rule("no tag key begins with aws:", _TAGGING, "keys that begin with aws: are AWS's own"),
    "sts.tag.transitive": Rule(
        "every transitive key is that of a tag of the request", _TAGGING, "a transitive key has no tag in the request"
    ),
    "sts.tag.inherited": Rule(
        "no tag of the request is one that the caller's session passes on",
        _TAGGING,
        "the caller's session passes this tag on already, and nobody can change it",
    ),
    "sts.tag.size": Rule("the session tags fit into the session", _TAGGING, "the session tags are too large"),
    "sts.source.form": Rule(
        "the source identity is one that a session can have", _SOURCE, "no session can have this source identity"
    ),
    "sts.source.kept": Rule(
        "the source identity is the one that the chain of roles has",
        _SOURCE,
        "once set, the source identity stays as it is through the whole chain",
    ),
    "sts.mfa.both": Rule("serial number and code come together", _MFA, "of serial number and code one is missing"),
    "sts.mfa.device": Rule(
        "the device is the caller's second factor", _MFA, "the caller has no MFA device with this serial number"
    ),
    "sts.mfa.code": Rule(
        "the code is one that the device shows now, and was not used before",
        _MFA,
        "the device does not show this code now, or it was used before",
    ),
    "sts.message": Rule(
        "the message is one that was made here",
        "STS API Reference, DecodeAuthorizationMessage",
        "nobody here made this message",
    ),
    "sts.key": Rule("the key is one that was issued", "STS API reference, GetAccessKeyInfo", "nobody has such a key"),
    "sts.session_policy.managed": Rule(
        "the managed session policy is AWS's or of the session's own account",
        _SESSIONS,
        "the account has no such managed policy",
    ),
    "sts.token": Rule("the web identity token holds", _WEB, "the web identity token does not hold"),
    "sts.token.issuer": Rule("the token's issuer is an https URL", _WEB, "the token's issuer is no https URL"),
    "sts.token.provider": Rule(
        "the role's account knows the token's provider",
        'IAM User Guide, "OIDC federation"',
        "the account does not know the provider",
    ),
    "sts.token.thumbprint": Rule(
        "AWS trusts the issuer's certificate",
        'IAM User Guide, "Obtain the thumbprint for an OpenID Connect identity provider"',
        "neither a public authority nor a registered thumbprint vouches for the issuer's certificate",
    ),
    "sts.provider.answered": Rule("the provider answered", _WEB, "the provider gave no usable answer"),
    "sts.provider.accepted": Rule("the provider stands by the token", _WEB, "the provider does not stand by the token"),
    "sts.trust": Rule("the role's trust policy lets them in", _TRUST, "the role's trust policy does not let them in"),
    "sts.trust.principal": Rule(
        "the trust policy names the token's provider", _TRUST, "the trust policy names somebody else"
    ),
    "sts.trust.action": Rule(
        "the trust policy allows the role to be assumed in this way", _TRUST, "the trust policy allows other actions"
    ),
    "sts.trust.tags": Rule(
        "the role's trust policy lets them bring session tags",
        _TAGGING,
        "the role's trust policy does not let them bring session tags",
    ),
    "sts.trust.tag_session": Rule(
        "the trust policy allows sts:TagSession", _TAGGING, "the trust policy does not allow sts:TagSession"
    ),
    "sts.trust.source": Rule(
        "the role's trust policy lets them bring a source identity",
        _SOURCE,
        "the role's trust policy does not let them bring a source identity",
    ),
    "sts.trust.set_source": Rule(
        "the trust policy allows sts:SetSourceIdentity",
        _SOURCE,
        "the trust policy does not allow sts:SetSourceIdentity",
    ),
    "sts.trust.control": Rule(
        "no resource control policy of the role's organization denies it",
        'AWS Organizations User Guide, "Resource control policies (RCPs)"',
        "a resource control policy of the role's organization denies it",
    ),
    "sts.trust.aud": Rule(
        "the trust policy takes tokens made for this audience", _TRUST, "the trust policy wants another audience"
    ),
    "sts.trust.amr": Rule(
        "the trust policy takes this way of logging in", _TRUST, "the trust policy wants another way of logging in"
    ),
    "sts.trust.sub": Rule("the trust policy takes this subject", _TRUST, "the trust policy wants somebody else"),
    "sts.trust.condition": Rule(
        "a further condition of the trust policy holds", _TRUST, "a further condition of the trust policy does not hold"
    ),
    "sts.trust.cross_account": Rule(
        "a role for another account's pool asks which pool it is",
        _WEB + ": RoleArn",
        "the trust policy lets in every pool of every account",
    ),
    "sts.trust.deny": Rule(
        "no statement of the trust policy denies it",
        'IAM User Guide, "Policy evaluation logic"',
        "the trust policy denies it",
    ),
    "sts.duration.role": Rule(
        "the session is no longer than the role allows", _TERMS, "the role does not allow such long sessions"
    ),
    "sts.duration.chain": Rule(
        "a session opened by a role session lasts an hour at most", _TERMS, "role chaining allows one hour at most"
    ),
    "sts.session_policy.grammar": Rule("the session policy is a policy", _SESSIONS, "the session policy is malformed"),
    "sts.session_policy.size": Rule(
        "the session policies fit into the session", _SESSIONS, "the session policies are too large"
    ),
}
