"""Does a rule of a role mapping match a login's claim? Each match type, and what a rule missed by.

Amazon Cognito Developer Guide, "Using rules to assign roles to users".
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule, MatchType

MATCHES: dict[MatchType, Callable[[str, str], bool]] = {
    "Equals": lambda has, wants: has == wants,
    "NotEqual": lambda has, wants: has != wants,
    "StartsWith": lambda has, wants: has.startswith(wants),
    "Contains": lambda has, wants: wants in has,
}
"""What each match type asks of the claim's text. DIFFERS: AWS does not say that case counts; here it does."""


def claim_text(claim: Any) -> str | None:
    """Return a claim as rules see it, None for one that is not there.

    DIFFERS: how AWS writes out a list such as `cognito:groups` is not published; it is JSON here. `Contains` finds a name in it.
    """
    if claim is None or isinstance(claim, str):
        return claim
    return json.dumps(claim, separators=(",", ":"), ensure_ascii=False)


def matches(rule: MappingRule, claim: Any) -> bool:
    """Say whether the rule holds; a claim that is not there matches nothing, not even NotEqual."""
    has = claim_text(claim)
    return has is not None and MATCHES[rule.match](has, rule.value)


def missed_by(rule: MappingRule, claims: dict[str, Any]) -> str:
    """Say in a sentence how near a rule came that did not match; empty where it was not near."""
    claim = claims.get(rule.claim)
    has = claim_text(claim)
    if has is None:
        return _absent(rule.claim, claims)
    if rule.match == "NotEqual":
        return "the claim has just this value"
    if MATCHES[rule.match](has.strip(), rule.value.strip()):
        return "they differ in spaces around the value"
    if MATCHES[rule.match](has.casefold(), rule.value.casefold()):
        return "they differ in upper and lower case only"
    if isinstance(claim, list) and rule.value in claim:
        return f"the claim is a list that holds the value, but {rule.match} looks at the list's whole text: Contains finds it"
    return "the claim holds the value: Contains would match" if rule.value in has else ""


def _absent(name: str, claims: dict[str, Any]) -> str:
    if f"custom:{name}" in claims:
        return f"the token has no `{name}`, but it has `custom:{name}`"
    alike = next((one for one in claims if one.casefold() == name.casefold()), None)
    return f"the token has no `{name}`, but it has `{alike}`" if alike else f"the token has no `{name}`"
