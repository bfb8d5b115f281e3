"""The words behind the rule ids of looks and terms."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_GUIDE = "Amazon Cognito Developer Guide, "
_CLASSIC = _GUIDE + "Customizing hosted UI (classic) branding"
_MANAGED = _GUIDE + "Apply branding to managed login pages"
_QUOTAS = _GUIDE + "Quotas in Amazon Cognito"

RULES: dict[str, Rule] = {
    "idp.looks.domain": Rule("the pool has a domain", _CLASSIC, "the pool has no domain"),
    "idp.looks.css": Rule("the CSS names the classes that AWS lists", _CLASSIC, "the CSS goes beyond those classes"),
    "idp.looks.image": Rule("the logo is a PNG or JPEG of at most 100 KB", _CLASSIC, "it is not"),
    "idp.branding.exists": Rule(
        "the pool has this style", "API DescribeManagedLoginBranding", "there is no such style"
    ),
    "idp.branding.free": Rule("the app client has no style yet", _MANAGED, "the app client has one"),
    "idp.branding.one_kind": Rule(
        "settings are Cognito's or one's own", "API CreateManagedLoginBranding", "both kinds are asked for"
    ),
    "idp.branding.named": Rule("pool and style are named", "API UpdateManagedLoginBranding", "one is missing"),
    "idp.branding.quota": Rule("the pool may have another style", _QUOTAS, "the pool has too many styles"),
    "idp.terms.exist": Rule("the pool has these terms", "API DescribeTerms", "there are no such terms"),
    "idp.terms.free": Rule("the app client has none of this name", "API CreateTerms", "the app client has these"),
    "idp.terms.quota": Rule("the pool may have more terms", _QUOTAS, "the pool has too many terms"),
}
