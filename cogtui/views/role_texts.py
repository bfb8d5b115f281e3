"""Rules, groups and claims as one line of text each: how they are shown for editing, and how they are read again."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, get_args

from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule, MatchType
from cogtui.views.role_reason import role_name
from cogtui.views.role_scene import GROUP_CLAIMS, GroupState, Scene

MATCH_TYPES: tuple[MatchType, ...] = get_args(MatchType)

RULE_HOW = "claim  Equals | NotEqual | StartsWith | Contains  value -> role"
GROUP_HOW = "name, precedence (lower wins), role:  Admins 1 -> Readers"
CLAIM_HOW = "name value:  custom:team red"

_OWN = re.compile(
    r"sub|aud|azp|iss|exp|iat|jti|nonce|at_hash|auth_time|event_id|origin_jti|token_use|identities|cognito:.*"
)
"""Claims that a user pool writes itself."""


# --- rules ------------------------------------------------------------------------------------------------------------


def rule_text(rule: MappingRule) -> str:
    """Return a rule as it is typed."""
    value = rule.value if rule.value == rule.value.strip() and rule.value else f'"{rule.value}"'
    return f"{rule.claim} {rule.match} {value} -> {role_name(rule.role_arn)}"


def rule_of(text: str, roles: Sequence[str]) -> MappingRule | str:
    """Read a rule, or return what is wrong in one sentence; a role goes by its name or by its ARN."""
    head, arrow, role = text.rpartition("->")
    if not arrow or not role.strip():
        return "A rule ends in -> and a role"
    claim, _, rest = head.strip().partition(" ")
    match, _, value = rest.strip().partition(" ")
    if match not in MATCH_TYPES:
        return f"`{match}` is no match type: {', '.join(MATCH_TYPES)}" if match else "A rule begins with a claim"
    value = value.strip()
    if not value:
        return "A rule needs a value"
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    arn = role_arn(role.strip(), roles)
    return MappingRule(claim, match, value, arn) if arn else no_such_role(role.strip(), roles)


def role_arn(text: str, roles: Sequence[str]) -> str:
    """Return a role's ARN by its name, an ARN as it is (AWS judges it), empty for a name that nobody has."""
    if text.startswith("arn:"):
        return text
    return next((arn for arn in roles if role_name(arn) == text), "")


def no_such_role(text: str, roles: Sequence[str]) -> str:
    """Return the sentence about a role that is none."""
    return f"`{text}` is no role here: {', '.join(role_name(arn) for arn in roles)}"


# --- groups -----------------------------------------------------------------------------------------------------------


def group_text(group: GroupState) -> str:
    """Return a group as it is typed."""
    precedence = f" {group.precedence}" if group.precedence is not None else ""
    return f"{group.name}{precedence}{' -> ' + role_name(group.role) if group.role else ''}"


def group_of(text: str, scene: Scene, old: GroupState | None) -> GroupState | str:
    """Read a group, or return what is wrong in one sentence; `old` is the group that is changed, None for a new one."""
    head, arrow, role = text.partition("->")
    name, *rest = head.split() or [""]
    if not name:
        return "A group needs a name"
    if old is not None and name != old.name:
        return f"A group keeps its name: `{old.name}`"
    if old is None and name in {group.name for group in scene.groups}:
        return f"There is a group `{name}` already"
    if len(rest) > 1 or (rest and not rest[0].isdecimal()):
        return f"`{' '.join(rest)}` is no precedence: a number from 0, lower wins"
    arn = role_arn(role.strip(), scene.roles) if role.strip() else ""
    if arrow and not arn:
        return no_such_role(role.strip(), scene.roles)
    if old is not None and ((old.role and not arn) or (old.precedence is not None and not rest)):
        return "UpdateGroup takes nothing away: a role and a precedence can only be replaced"
    return GroupState(name, arn, int(rest[0]) if rest else None, old.member if old is not None else True)


# --- claims -----------------------------------------------------------------------------------------------------------


def claim_text(value: Any) -> str:
    """Return a claim's value as it is typed."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def why_fixed(scene: Scene, name: str) -> str:
    """Return why a claim can't be changed, in one sentence; empty for one that can."""
    if scene.opaque:
        return "Only the provider reads this token, and says what it says: change a rule instead"
    if scene.user is None:
        return ""
    if name in GROUP_CLAIMS:
        return f"`{name}` follows from the groups below: change those"
    return f"The user pool writes `{name}` itself" if _OWN.fullmatch(name) else ""


def claim_of(text: str, scene: Scene) -> tuple[str, str] | str:
    """Read a new claim's name and value, or return what is wrong in one sentence."""
    name, _, value = text.strip().partition(" ")
    if not name or not value.strip():
        return "A claim has a name and a value"
    return why_fixed(scene, name) or (name, value.strip())


def claims_that_count(claims: dict[str, Any], rules: Sequence[MappingRule]) -> list[str]:
    """Return the names of the claims that choose: those that rules ask for, there or not, and those of groups."""
    named = dict.fromkeys(rule.claim for rule in rules)
    return [*named, *(name for name in GROUP_CLAIMS if name in claims and name not in named)]
