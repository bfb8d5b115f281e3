"""Builders for role mappings: the federation's pool with rules or tokens that choose the role."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.explain import Check
from cogtui.cloud.trail import Reply
from tests.builders import asked, cognito_trust, role_of
from tests.cloud.services.federation import CLIENT, PEOPLE, Federation, as_keys, as_logins

KEY = f"{PEOPLE}:{CLIENT}"
"""The user pool's app client, as RoleMappings name it."""
ROLE = "arn:aws:iam::111122223333:role/"


def rule(claim: str, match: str, value: str, role: str) -> dict[str, str]:
    """Return a rule; `role` is the role's name."""
    return {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": ROLE + role}


def by_rules(*rules: dict[str, str], ambiguous: str = "Deny") -> dict[str, Any]:
    """Return a mapping of type Rules."""
    return {"Type": "Rules", "AmbiguousRoleResolution": ambiguous, "RulesConfiguration": {"Rules": list(rules)}}


def by_token(ambiguous: str = "Deny") -> dict[str, Any]:
    """Return a mapping of type Token."""
    return {"Type": "Token", "AmbiguousRoleResolution": ambiguous}


def staff(fed: Federation, *names: str) -> None:
    """Make roles that trust those who log in to the pool."""
    for name in names:
        role_of(fed.world, name, trust=cognito_trust(fed.pool))


def set_mappings(fed: Federation, mappings: dict[str, Any]) -> Reply:
    """Give the pool role mappings beside its two roles."""
    roles = {"authenticated": fed.readers, "unauthenticated": fed.guests}
    return asked(
        fed.world,
        "cognito-identity",
        "SetIdentityPoolRoles",
        IdentityPoolId=fed.pool,
        Roles=roles,
        RoleMappings=mappings,
    )


def mapped(fed: Federation, mapping: dict[str, Any], key: str = KEY) -> None:
    """Give the pool one mapping, which must go well."""
    reply = set_mappings(fed, {key: mapping})
    assert reply.ok, reply.error


def credentials_of(fed: Federation, custom: str = "", **logins: str) -> Reply:
    """Get credentials by some logins; `custom` is the name of the role that is asked for."""
    asking = {"CustomRoleArn": ROLE + custom} if custom else {}
    identity = fed.get_id(**logins)
    return fed.identity("GetCredentialsForIdentity", IdentityId=identity, **as_logins(**logins), **asking)


def role_got(fed: Federation, reply: Reply) -> str:
    """Return the name of the role that the credentials are of, the error's message where there are none."""
    if reply.error is not None:
        return reply.error.message
    who = fed.world.call("sts", "GetCallerIdentity", {}, caller=as_keys(reply.output["Credentials"])).output
    return who["Arn"].split("/")[1]


def steps(reply: Reply) -> list[Check]:
    """Return the steps of the choice."""
    return next(list(check.children) for check in reply.record.why() if check.rule == "identity.role.choice")


def answers(reply: Reply, rule_id: str) -> list[bool | None]:
    """Return how the steps of one kind came out."""
    return [step.passed for step in steps(reply) if step.rule == rule_id]
