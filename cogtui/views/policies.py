"""The policies of a role as documents that can be read and edited, and why this role is the one that is looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from cogtui.cloud.accounts.principals import Role, session_principal, trust_source
from cogtui.cloud.door.binding import identity_policies
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.managed import GUEST_SESSION_POLICY_ARN, guest_session_policy, managed
from cogtui.cloud.policy.request import PolicySource
from cogtui.cloud.services.cognito_identity.records import POOLS
from cogtui.cloud.store import Reader


class Document(msgspec.Struct, frozen=True):
    """One policy of a role, and the IAM operation that replaces it."""

    place: Place
    text: str
    account: str
    operation: str
    """"UpdateAssumeRolePolicy" or "PutRolePolicy"; empty for a text that the role only shares, or that AWS puts on top."""
    role: str
    policy: str = ""
    """Name of an inline policy."""
    called: str = ""
    """What people call it where its place doesn't say so."""

    @property
    def title(self) -> str:
        """What the policy is called beside the role's name."""
        return self.called or self.place.label.removeprefix(f"role {self.role}, ")

    def params(self, text: str) -> dict[str, Any]:
        """Return the operation's parameters that make `text` the policy."""
        if self.policy:
            return {"RoleName": self.role, "PolicyName": self.policy, "PolicyDocument": text}
        return {"RoleName": self.role, "PolicyDocument": text}


def documents_of(reader: Reader, role: Role, *, trust: bool, hidden: bool = False) -> list[Document]:
    """Return the role's trust policy, or its permission policies.

    With `hidden` come the session policies that the enhanced flow puts on guests (Amazon Cognito Developer Guide, "IAM roles").
    """
    if trust:
        return [
            Document(
                role.trust_place, trust_source(reader, role).document, role.account, "UpdateAssumeRolePolicy", role.name
            )
        ]
    held = identity_policies(reader, session_principal(role, "any"))
    return [*(_permission(role, source) for source in held), *(_hidden(role) if hidden else ())]


def _permission(role: Role, source: PolicySource) -> Document:
    place = source.place or Place("policy", source.label)
    if source.arn or place.key is None:
        return Document(place, _spread(source.document), role.account, "", role.name)
    return Document(place, source.document, role.account, "PutRolePolicy", role.name, place.key[1])


def _hidden(role: Role) -> Iterator[Document]:
    """Yield the two session policies; each has the place that the checks of a session name."""
    inline = Place("parameter", "parameter Policy of AssumeRoleWithWebIdentity")
    yield Document(
        inline, _spread(guest_session_policy()), role.account, "", role.name, called="hidden inline session policy"
    )
    name = GUEST_SESSION_POLICY_ARN.rpartition("/")[2]
    place = Place("policy", f"session policy {name}")
    text = managed(GUEST_SESSION_POLICY_ARN) or "{}"
    yield Document(place, _spread(text), role.account, "", role.name, called=f"hidden {name}")


def _spread(text: str) -> str:
    """Return a policy over several lines, so that it can be read."""
    return text if "\n" in text.strip() else json.dumps(json.loads(text), indent=2)


def why_this_role(reader: Reader, role: Role, identity_pool_id: str) -> str:
    """Return what the identity pool uses the role for."""
    pool = reader.get(POOLS, (identity_pool_id,)) if identity_pool_id else None
    uses = [kind for kind, arn in (pool.roles.items() if pool else ()) if arn == role.arn]
    if not uses:
        return "no role of the identity pool; the classic flow can name it all the same"
    return f"the identity pool's role for {'guests' if uses == ['unauthenticated'] else 'people who signed in'}"


def is_for_guests(reader: Reader, role: Role, identity_pool_id: str) -> bool:
    """Return whether the identity pool gives the role to guests."""
    pool = reader.get(POOLS, (identity_pool_id,)) if identity_pool_id else None
    return pool is not None and pool.roles.get("unauthenticated") == role.arn
