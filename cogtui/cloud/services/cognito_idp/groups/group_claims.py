"""What a user's groups put into tokens: `cognito:groups`, `cognito:roles`, `cognito:preferred_role`.

Source: Developer Guide, "Adding groups to a user pool"; API CreateGroup, Precedence.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.services.cognito_idp.groups.group_records import GROUPS, MEMBERSHIPS, Group
from cogtui.cloud.store import Reader

GROUPS_CLAIM = "cognito:groups"
ROLES_CLAIM = "cognito:roles"
PREFERRED_ROLE_CLAIM = "cognito:preferred_role"

_LAST = float("inf")
"""The precedence of a group that has none."""


def groups_of(reader: Reader, pool_id: str, user_key: str) -> list[Group]:
    """Return the groups that a user is in, the one that takes precedence first."""
    membership = reader.get(MEMBERSHIPS, (pool_id, user_key))
    if membership is None:
        return []
    found = [reader.get(GROUPS, (pool_id, name)) for name in membership.groups]
    return sorted((group for group in found if group is not None), key=_rank)


def claims_of(reader: Reader, pool_id: str, user_key: str) -> dict[str, Any]:
    """Return the claims that an ID token has of the user's groups; an access token has `cognito:groups` alone.

    A preferred role is there where the groups of the best precedence agree on one; groups without a role have no say.
    """
    groups = groups_of(reader, pool_id, user_key)
    if not groups:
        return {}
    claims: dict[str, Any] = {GROUPS_CLAIM: [group.name for group in groups]}
    with_roles = [group for group in groups if group.role_arn]
    if with_roles:
        claims[ROLES_CLAIM] = list(dict.fromkeys(group.role_arn for group in with_roles))
        best = {group.role_arn for group in with_roles if _precedence(group) == _precedence(with_roles[0])}
        if len(best) == 1:
            claims[PREFERRED_ROLE_CLAIM] = with_roles[0].role_arn
    return claims


def _precedence(group: Group) -> float:
    return _LAST if group.precedence is None else group.precedence


def _rank(group: Group) -> tuple[float, str]:
    # AWS documents no order among equals.
    return _precedence(group), group.name
