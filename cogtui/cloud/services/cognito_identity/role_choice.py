"""Which role does a login get? Role mappings, CustomRoleArn and the default role, decided with every step told.

Amazon Cognito Developer Guide, "Using role-based access control"; API reference, GetCredentialsForIdentity, CustomRoleArn.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import msgspec

from cogtui.cloud.explain import Check, Fact, Place, facts
from cogtui.cloud.services.cognito_identity.claim_rules import matches, missed_by
from cogtui.cloud.services.cognito_identity.proof import ProvenLogin
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule, RoleMapping
from cogtui.cloud.tokens.evidence import claim_place

ROLES = "cognito:roles"
PREFERRED = "cognito:preferred_role"


class Choice(msgspec.Struct, frozen=True):
    """What the mappings say."""

    role: str | None
    """The role's ARN; None for the default role, or for none at all where a check failed."""
    check: Check
    """How it came about; it failed when the login gets no role."""
    provider: str = ""
    """Whose mapping decided: a key of RoleMappings."""


def choose(pool: IdentityPool, logins: Iterable[ProvenLogin], custom: Fact | None) -> Choice:
    """Choose the role for those who logged in; `custom` is CustomRoleArn.

    DIFFERS: whose mapping decides when several logins come at once is not published: here the first login's that has one.
    """
    logins = tuple(logins)
    tried = [_mapping_check(pool, login) for login in logins]
    mapped = [(login, mapping) for login in logins if (mapping := pool.role_mappings.get(login.mapping_key))]
    if custom is not None:
        return _customised(pool, logins, custom, tried)
    if not mapped:
        return Choice(None, Check("identity.role.choice", True, (), tuple(tried), note="the default role"))
    login, mapping = mapped[0]
    role, steps = _BY_TYPE[mapping.type](pool, login, mapping)
    if role is None:
        steps.append(_ambiguous(pool, login, mapping))
    passed = role is not None or mapping.ambiguous == "AuthenticatedRole"
    note = "" if role is not None else "the default role" if passed else "no role"
    found = facts(role=role) if role is not None else ()
    return Choice(role, Check("identity.role.choice", passed, found, (*tried, *steps), note=note), login.mapping_key)


def _mapping_check(pool: IdentityPool, login: ProvenLogin) -> Check:
    """Tell whether the pool has a mapping for the login."""
    keys = Fact("wants", list(pool.role_mappings), pool.place("role mappings", "role_mappings"))
    has = login.mapping_key in pool.role_mappings
    ignored = "the token names roles, but only a mapping of type Token reads them"
    note = ignored if not has and offered(login.claims) else ""
    return Check("identity.role.mapping", has, (keys, Fact("has", login.mapping_key)), note=note)


def _by_token(pool: IdentityPool, login: ProvenLogin, mapping: RoleMapping) -> tuple[str | None, list[Check]]:
    """Take the preferred role that the token names, or the only one of its roles."""
    del pool, mapping
    preferred, roles = login.claims.get(PREFERRED), offered(login.claims)
    role = preferred if isinstance(preferred, str) else roles[0] if len(roles) == 1 else None
    found = (_claim("preferred", PREFERRED, login.claims), _claim("roles", ROLES, login.claims))
    note = "" if role else "several roles, and none is preferred" if roles else "the token names no role"
    return role, [Check("identity.role.token", role is not None, found, note=note)]


def _by_rules(pool: IdentityPool, login: ProvenLogin, mapping: RoleMapping) -> tuple[str | None, list[Check]]:
    """Take the role of the first rule that matches; what stands after it is not looked at."""
    checks: list[Check] = []
    role: str | None = None
    for number, rule in enumerate(mapping.rules):
        checks.append(_rule_check(pool, login, number, rule, reached=role is None))
        if checks[-1].passed:
            role = rule.role_arn
    return role, checks


_BY_TYPE = {"Token": _by_token, "Rules": _by_rules}


def _rule_check(pool: IdentityPool, login: ProvenLogin, number: int, rule: MappingRule, *, reached: bool) -> Check:
    """Tell what a rule wants, what the claim is, and how near it came."""
    pointer = f"/{_escaped(login.mapping_key)}/rules/{number}"
    place = pool.place(f"rule {number + 1} for {login.mapping_key}", "role_mappings", pointer)
    wants = Fact("wants", rule.value, msgspec.structs.replace(place, pointer=f"{pointer}/value"))
    role = Fact("role", rule.role_arn, msgspec.structs.replace(place, pointer=f"{pointer}/role_arn"))
    found = (Fact("match", rule.match), wants, _claim("has", rule.claim, login.claims), role)
    if not reached:
        return Check("identity.role.rule", None, found, place=place)
    passed = matches(rule, login.claims.get(rule.claim))
    note = "" if passed else missed_by(rule, login.claims)
    return Check("identity.role.rule", passed, (Fact("claim", rule.claim), *found), place=place, note=note)


def _ambiguous(pool: IdentityPool, login: ProvenLogin, mapping: RoleMapping) -> Check:
    place = _setting(pool, login, "ambiguous")
    resolution = Fact("has", mapping.ambiguous, place)
    return Check("identity.role.ambiguous", mapping.ambiguous == "AuthenticatedRole", (resolution,), place=place)


def _customised(pool: IdentityPool, logins: tuple[ProvenLogin, ...], custom: Fact, tried: list[Check]) -> Choice:
    """Give the role asked for when one of the logins may have it.

    DIFFERS: what becomes of CustomRoleArn without a mapping is not published; here the token must offer the role.
    """
    allowed = {login.mapping_key: _allowed(pool, login) for login in logins}
    offering = next((key for key, roles in allowed.items() if custom.value in roles), "")
    wants = [role for roles in allowed.values() for role in roles]
    step = Check("identity.role.custom", bool(offering), (Fact("wants", list(dict.fromkeys(wants))), custom))
    role = str(custom.value) if offering else None
    return Choice(role, Check("identity.role.choice", bool(offering), (custom,), (*tried, step)), offering)


def _allowed(pool: IdentityPool, login: ProvenLogin) -> list[str]:
    """Return the roles that a login may ask for: those of the rules that match, or those that the token names."""
    mapping = pool.role_mappings.get(login.mapping_key)
    if mapping is not None and mapping.type == "Rules":
        return [rule.role_arn for rule in mapping.rules if matches(rule, login.claims.get(rule.claim))]
    return offered(login.claims)


def offered(claims: dict[str, Any]) -> list[str]:
    """Return the roles that a token names: a list, or as the guide describes it names with commas between."""
    roles = claims.get(ROLES)
    if isinstance(roles, str):
        return [role.strip() for role in roles.split(",") if role.strip()]
    return [str(role) for role in cast("list[Any]", roles)] if isinstance(roles, list) else []


def _claim(name: str, claim: str, claims: dict[str, Any]) -> Fact:
    return Fact(name, claims[claim], claim_place(claim)) if claim in claims else Fact(name, None)


def _setting(pool: IdentityPool, login: ProvenLogin, member: str) -> Place:
    pointer = f"/{_escaped(login.mapping_key)}/{member}"
    return pool.place(f"role mapping for {login.mapping_key}", "role_mappings", pointer)


def _escaped(key: str) -> str:
    """Return a key as a JSON pointer has it (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
