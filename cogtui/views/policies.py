"""The policies of a role as documents that can be read and edited, and why this role is the one that is looked at."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.principals import INLINE_POLICIES, Role
from cogtui.cloud.services.cognito_identity.records import POOLS
from cogtui.cloud.store import Reader


class Document(msgspec.Struct, frozen=True):
    """One policy of a role, and the IAM operation that replaces it."""

    place: Place
    text: str
    account: str
    operation: str
    """"UpdateAssumeRolePolicy" or "PutRolePolicy"."""
    role: str
    policy: str = ""
    """Name of an inline policy."""

    def params(self, text: str) -> dict[str, Any]:
        """Return the operation's parameters that make `text` the policy."""
        if self.policy:
            return {"RoleName": self.role, "PolicyName": self.policy, "PolicyDocument": text}
        return {"RoleName": self.role, "PolicyDocument": text}


def documents_of(reader: Reader, role: Role, *, trust: bool) -> list[Document]:
    """Return the role's trust policy, or its inline policies."""
    if trust:
        return [Document(role.trust_place, role.trust_policy, role.account, "UpdateAssumeRolePolicy", role.name)]
    scope = f"{role.account}/role/{role.name}"
    return [
        Document(
            Place(
                "policy",
                f"role {role.name}, inline policy {one.name}",
                INLINE_POLICIES.name,
                (scope, one.name),
                "document",
            ),
            one.document,
            role.account,
            "PutRolePolicy",
            role.name,
            one.name,
        )
        for one in reader.scan(INLINE_POLICIES, scope)
    ]


def why_this_role(reader: Reader, role: Role, identity_pool_id: str) -> str:
    """Return what the identity pool uses the role for."""
    pool = reader.get(POOLS, (identity_pool_id,)) if identity_pool_id else None
    uses = [kind for kind, arn in (pool.roles.items() if pool else ()) if arn == role.arn]
    if not uses:
        return "no role of the identity pool; the classic flow can name it all the same"
    return f"the identity pool's role for {'guests' if uses == ['unauthenticated'] else 'people who signed in'}"
