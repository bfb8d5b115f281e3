"""Role mappings: what SetIdentityPoolRoles says about choosing a role by a login's claims, checked and kept.

Amazon Cognito Developer Guide, "Using role-based access control"; API reference, RoleMapping.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_identity import errors

MappingType = Literal["Token", "Rules"]
Resolution = Literal["AuthenticatedRole", "Deny"]
MatchType = Literal["Equals", "Contains", "StartsWith", "NotEqual"]


class MappingRule(msgspec.Struct, frozen=True, gc=False):
    """One rule: a claim's value gives a role."""

    claim: str
    match: MatchType
    value: str
    role_arn: str


class RoleMapping(msgspec.Struct, frozen=True, gc=False):
    """How the role is chosen for the logins of one provider."""

    type: MappingType
    ambiguous: Resolution
    """AmbiguousRoleResolution: what happens when nothing chooses."""
    rules: tuple[MappingRule, ...] = ()
    """In order; the first that matches gives the role."""


def checked_mappings(call: Call, configured: tuple[str, ...], wanted: dict[str, Any]) -> dict[str, RoleMapping]:
    """Return the mappings as a pool keeps them; `configured` are the keys that its providers have in such a map."""
    return {key: _checked(call, configured, key, mapping) for key, mapping in wanted.items()}


def mappings_shape(mappings: dict[str, RoleMapping]) -> dict[str, Any]:
    """Return mappings in the API's shape."""
    return {key: _shape(mapping) for key, mapping in mappings.items()}


def mapped_roles(mappings: dict[str, RoleMapping]) -> Iterator[tuple[str, str]]:
    """Yield each role that the rules give, after where in the parameters it stands."""
    for key, mapping in mappings.items():
        for number, rule in enumerate(mapping.rules):
            yield f"RoleMappings.{key}.RulesConfiguration.Rules.{number}.RoleARN", rule.role_arn


def _checked(call: Call, configured: tuple[str, ...], key: str, wanted: dict[str, Any]) -> RoleMapping:
    """Return one mapping.

    DIFFERS: AWS's texts are not published but for that of the key.
    """
    call.require(
        "identity.mapping.provider",
        key in configured,
        lambda: errors.not_a_mapping_key(key),
        wants=configured,
        has=key,
        note=_near_miss(key, configured),
    )
    call.require(
        "identity.mapping.resolution",
        "AmbiguousRoleResolution" in wanted,
        lambda: errors.invalid_parameter(f"AmbiguousRoleResolution is required for the role mapping of {key}."),
        provider=key,
    )
    rules: list[dict[str, str]] = wanted.get("RulesConfiguration", {}).get("Rules", [])
    call.require(
        "identity.mapping.rules",
        wanted["Type"] == "Token" or rules,
        lambda: errors.invalid_parameter(f"RulesConfiguration is required for the role mapping of {key}."),
        provider=key,
    )
    kept = tuple(MappingRule(r["Claim"], _match(r), r["Value"], r["RoleARN"]) for r in rules)
    return RoleMapping(wanted["Type"], wanted["AmbiguousRoleResolution"], kept)


def _match(rule: dict[str, Any]) -> MatchType:
    return rule["MatchType"]


def _near_miss(key: str, configured: tuple[str, ...]) -> str:
    """Say what is usually wrong with a key that is none; empty where it is one, or nothing like one."""
    if key in configured:
        return ""
    if key.startswith("https://"):
        return "the key has no `https://`"
    if any(one.startswith(f"{key}:") for one in configured):
        return "a user pool's key ends in `:` and the id of the app client"
    return ""


def _shape(mapping: RoleMapping) -> dict[str, Any]:
    shape: dict[str, Any] = {"Type": mapping.type, "AmbiguousRoleResolution": mapping.ambiguous}
    if mapping.rules:
        rules = [
            {"Claim": rule.claim, "MatchType": rule.match, "Value": rule.value, "RoleARN": rule.role_arn}
            for rule in mapping.rules
        ]
        shape["RulesConfiguration"] = {"Rules": rules}
    return shape
