"""Which IAM roles a pool gives: to guests, to those who logged in, and to some of them by their claims."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.principals import role_by_arn
from cogtui.cloud.call import Call
from cogtui.cloud.door import authorise
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.policy.evaluate import evaluate
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.lookup import pool_named
from cogtui.cloud.services.cognito_identity.records import POOLS, IdentityPool, RoleKind
from cogtui.cloud.services.cognito_identity.role_mappings import checked_mappings, mapped_roles, mappings_shape
from cogtui.cloud.services.registry import Resource

SERVICE = "cognito-identity.amazonaws.com"
"""The service principal to which roles are passed."""


Output = dict[str, Any]


def set_identity_pool_roles(
    call: Call, *, IdentityPoolId: str, Roles: dict[RoleKind, str], RoleMappings: dict[str, Any] | None = None
) -> Output:
    """Give the pool its roles and role mappings in place of those it had: mappings that are not given are gone."""
    pool = pool_named(call, IdentityPoolId)
    mappings = checked_mappings(call, pool.mapping_keys, RoleMappings or {})
    wanted = [*((f"Roles.{kind}", arn) for kind, arn in Roles.items()), *mapped_roles(mappings)]
    for parameter, arn in wanted:
        _require_role(call, pool, parameter, arn)
    call.tx.put(POOLS, msgspec.structs.replace(pool, roles=dict(Roles), role_mappings=mappings))
    return {}


def get_identity_pool_roles(call: Call, *, IdentityPoolId: str) -> Output:
    """Show the pool's roles and role mappings; what was never set is left out."""
    pool = pool_named(call, IdentityPoolId)
    roles: Output = {"Roles": dict(pool.roles)} if pool.roles else {}
    mappings: Output = {"RoleMappings": mappings_shape(pool.role_mappings)} if pool.role_mappings else {}
    return {"IdentityPoolId": pool.id, **roles, **mappings}


def _require_role(call: Call, pool: IdentityPool, parameter: str, arn: str) -> None:
    """Refuse what is no role of the pool's account that the caller may pass on; AWS gives one answer for all of it."""
    forbidden = errors.role_forbidden(arn)
    named = Fact("role", arn, Place("parameter", f"parameter {parameter} of {call.operation}"))
    role = role_by_arn(call.tx, arn)
    call.require("identity.role.exists", role is not None, forbidden, role=named)
    assert role is not None
    call.require(
        "identity.role.account", role.account == pool.account, forbidden, role=named, pool_account=pool.account
    )
    if call.exempt:
        return
    resource = Resource(role.account, context={"iam:PassedToService": SERVICE})
    inputs = authorise.inputs(call, authorise.Question("iam:PassRole", arn, resource))
    call.decide(evaluate(*inputs, "identity.role.pass"), forbidden)
