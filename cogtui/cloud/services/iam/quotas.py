"""How many there may be of what (IAM User Guide, "IAM and AWS STS quotas")."""

from __future__ import annotations

from typing import Literal

from cogtui.cloud.accounts.principals import HolderKind
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import errors

Quota = Literal[
    "AccessKeysPerUser",
    "ClientIdsPerOpenIdConnectProvider",
    "GroupsPerAccount",
    "GroupsPerUser",
    "MFADevicesPerUser",
    "OpenIdConnectProvidersPerAccount",
    "PoliciesPerAccount",
    "PoliciesPerGroup",
    "PoliciesPerRole",
    "PoliciesPerUser",
    "PolicySize",
    "RolesPerAccount",
    "SAMLProvidersPerAccount",
    "TagsPerEntity",
    "UsersPerAccount",
]
"""A quota, by the name that IAM's message has for it."""

MOST: dict[Quota, int] = {
    "AccessKeysPerUser": 2,
    "ClientIdsPerOpenIdConnectProvider": 100,
    "GroupsPerAccount": 300,
    "GroupsPerUser": 10,
    "MFADevicesPerUser": 8,
    "OpenIdConnectProvidersPerAccount": 100,
    "PoliciesPerAccount": 1500,
    "PoliciesPerGroup": 10,
    "PoliciesPerRole": 10,
    "PoliciesPerUser": 10,
    "PolicySize": 6144,
    "RolesPerAccount": 1000,
    "SAMLProvidersPerAccount": 100,
    "TagsPerEntity": 50,
    "UsersPerAccount": 5000,
}

INLINE_CHARACTERS: dict[HolderKind, int] = {"user": 2048, "group": 5120, "role": 10_240}
"""What the inline policies of one holder may have together, white space aside."""

ATTACHED: dict[HolderKind, Quota] = {
    "user": "PoliciesPerUser",
    "group": "PoliciesPerGroup",
    "role": "PoliciesPerRole",
}

VERSIONS_PER_POLICY = 5


def require_within(call: Call, quota: Quota, wanted: int) -> None:
    """Refuse what would go over a quota; `wanted` is what there would be."""
    most = MOST[quota]
    call.require(
        "iam.quota", wanted <= most, lambda: errors.over_quota(quota, most), quota=quota, most=most, has=wanted
    )
