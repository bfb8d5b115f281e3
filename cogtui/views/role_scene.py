"""What decides about a login's role, as it stands in the world: the pool's mapping, the login's claims, the user's groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cogtui.cloud.accounts.principals import OPERATOR_ROLE, ROLES
from cogtui.cloud.providers.records import TOKENS
from cogtui.cloud.providers.registry import PROVIDERS
from cogtui.cloud.services.cognito_identity.records import POOLS, IdentityPool
from cogtui.cloud.services.cognito_identity.role_mappings import RoleMapping
from cogtui.cloud.services.cognito_idp.groups.group_claims import claims_of
from cogtui.cloud.services.cognito_idp.groups.group_records import GROUPS, MEMBERSHIPS
from cogtui.cloud.services.cognito_idp.records import CLIENTS, USERS, Client, User
from cogtui.cloud.services.cognito_idp.records import POOLS as USER_POOLS
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens import read

GROUP_CLAIMS = ("cognito:groups", "cognito:roles", "cognito:preferred_role")


class GroupState(msgspec.Struct, frozen=True):
    """A group of the user pool, seen from the user."""

    name: str
    role: str = ""
    """ARN, or empty."""
    precedence: int | None = None
    member: bool = False


class Scene(msgspec.Struct, frozen=True):
    """Everything about one login; the members about a user pool are empty for other providers."""

    pool: IdentityPool | None
    logins: tuple[str, ...] = ()
    """Providers that the app is signed in with, as they are sent."""
    provider: str = ""
    """The one looked at; empty for a guest."""
    token: str = ""
    claims: dict[str, Any] = {}
    opaque: bool = False
    """Whether only the provider can read the token."""
    user: User | None = None
    client: Client | None = None
    """The app client that the token was made for."""
    schema: tuple[str, ...] = ()
    """The user pool's attributes."""
    groups: tuple[GroupState, ...] = ()
    stale: bool = False
    """Whether the token says other groups than the directory."""
    roles: tuple[str, ...] = ()
    """ARNs of the account's roles, the operator's aside."""

    @property
    def key(self) -> str:
        """The login's key in RoleMappings."""
        client = str(self.claims.get("azp") or self.claims.get("aud", ""))
        return f"{self.provider}:{client}" if self.provider.startswith("cognito-idp.") else self.provider

    @property
    def mapping(self) -> RoleMapping | None:
        """The pool's mapping for the login."""
        return self.pool.role_mappings.get(self.key) if self.pool is not None else None


def scene_of(reader: Reader, pool_id: str, logins: Mapping[str, str], provider: str = "") -> Scene:
    """Return the scene for one of the logins that the app would send: the one named, else the first."""
    pool = reader.get(POOLS, (pool_id,)) if pool_id else None
    roles = _roles(reader, pool.account) if pool is not None else ()
    if not logins or pool is None:
        return Scene(pool, tuple(logins), roles=roles)
    named = provider if provider in logins else next(iter(logins))
    token = logins[named]
    claims = read(token).claims
    said = _providers_word(reader, pool, named, token) if claims is None else claims
    scene = Scene(pool, tuple(logins), named, token, said, claims is None, roles=roles)
    return _with_user(reader, scene) if named.startswith("cognito-idp.") else scene


def _providers_word(reader: Reader, pool: IdentityPool, provider: str, token: str) -> dict[str, Any]:
    """Return what rules can ask of a login whose token only its provider reads: three claims, no more.

    Amazon Cognito Developer Guide, "Using rules to assign roles to users".
    """
    named = next((name for name, one in PROVIDERS.items() if one.login_key == provider), "")
    known = reader.get(TOKENS, (named, token))
    app = pool.login_providers.get(provider, "")
    return {"iss": provider, "aud": app, "sub": known.user_id} if known is not None else {}


def _with_user(reader: Reader, scene: Scene) -> Scene:
    pool_id = scene.provider.rpartition("/")[2]
    pool = reader.get(USER_POOLS, (pool_id,))
    user = next((one for one in reader.scan(USERS, pool_id) if one.sub == scene.claims.get("sub")), None)
    if pool is None or user is None:
        return scene
    membership = reader.get(MEMBERSHIPS, (pool_id, user.key))
    names = membership.groups if membership is not None else ()
    found = [
        GroupState(one.name, one.role_arn or "", one.precedence, one.name in names)
        for one in reader.scan(GROUPS, pool_id)
    ]
    now = claims_of(reader, pool_id, user.key)
    return msgspec.structs.replace(
        scene,
        user=user,
        client=reader.get(CLIENTS, (pool_id, str(scene.claims.get("aud", "")))),
        schema=tuple(attribute.name for attribute in pool.schema),
        groups=tuple(sorted(found, key=_rank)),
        stale=any(now.get(name) != scene.claims.get(name) for name in GROUP_CLAIMS),
    )


def _rank(group: GroupState) -> tuple[float, str]:
    return (float("inf") if group.precedence is None else group.precedence), group.name


def _roles(reader: Reader, account: str) -> tuple[str, ...]:
    return tuple(role.arn for role in reader.scan(ROLES, account) if role.name != OPERATOR_ROLE)
