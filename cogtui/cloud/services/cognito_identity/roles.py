"""Which IAM roles a pool gives to guests and to those who logged in."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud import authorise
from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.policy.evaluate import evaluate
from cogtui.cloud.principals import role_by_arn
from cogtui.cloud.services.cognito_identity import errors
from cogtui.cloud.services.cognito_identity.lookup import pool_named
from cogtui.cloud.services.cognito_identity.records import POOLS, IdentityPool, RoleKind
from cogtui.cloud.services.registry import Resource

SERVICE = "cognito-identity.amazonaws.com"
"""The service principal to which roles are passed."""


def set_identity_pool_roles(call: Call, *, IdentityPoolId: str, Roles: dict[RoleKind, str]) -> dict[str, Any]:
    """Give the pool its roles in place of those it had."""
    pool = pool_named(call, IdentityPoolId)
    for kind, arn in Roles.items():
        _require_role(call, pool, kind, arn)
    call.tx.put(POOLS, msgspec.structs.replace(pool, roles=dict(Roles)))
    return {}


def get_identity_pool_roles(call: Call, *, IdentityPoolId: str) -> dict[str, Any]:
    """Show the pool's roles; `Roles` is left out when none were ever set."""
    pool = pool_named(call, IdentityPoolId)
    roles = {"Roles": dict(pool.roles)} if pool.roles else {}
    return {"IdentityPoolId": pool.id, **roles}


def _require_role(call: Call, pool: IdentityPool, kind: RoleKind, arn: str) -> None:
    """Refuse what is no role of the pool's account that the caller may pass on; AWS gives one answer for all of it."""
    forbidden = errors.role_forbidden(arn)
    named = Fact("role", arn, Place("parameter", f"parameter Roles.{kind} of {call.operation}"))
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
