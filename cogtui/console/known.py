"""What stands in the world that a parameter could name: pools, clients, roles, buckets, keys, users."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar

import msgspec

from cogtui.cloud.accounts.credentials import ACCESS_KEYS, HELD_KEYS
from cogtui.cloud.accounts.customer_policies import MANAGED_POLICIES, POLICY_VERSIONS
from cogtui.cloud.accounts.principals import ATTACHED_POLICIES, INLINE_POLICIES, ROLES
from cogtui.cloud.accounts.users import GROUPS
from cogtui.cloud.accounts.users import USERS as IAM_USERS
from cogtui.cloud.issuers import user_pool_name
from cogtui.cloud.services.cognito_identity.records import IDENTITIES
from cogtui.cloud.services.cognito_identity.records import POOLS as IDENTITY_POOLS
from cogtui.cloud.services.cognito_idp.records import CLIENTS, POOLS, USERS
from cogtui.cloud.services.s3.records import BUCKETS, OBJECTS
from cogtui.cloud.store import Reader, Table
from cogtui.console.known_sync import OF_SYNC

Found = Iterable[tuple[str, str]]
"""(what can be typed, what it is)"""
Given = Mapping[str, str]
"""Parameters that stand in the line already: the user pool tells which users there are."""

Known = Callable[[str, Given], Found]
"""From a parameter and what is given to what the world has for it."""

R = TypeVar("R", bound=msgspec.Struct)


def known_in(reader: Reader) -> Known:
    """Return the look-up in a world."""

    def known(parameter: str, given: Given) -> Found:
        look = _PARAMETERS.get(parameter)
        return look(reader, given) if look else ()

    return known


def _rows(reader: Reader, table: Table[R], scope: str = "") -> Iterator[R]:
    """Return the rows of a scope; of all when it is empty or has none."""
    wanted = [scope] if scope in reader.scopes(table) else reader.scopes(table)
    for name in wanted:
        yield from reader.scan(table, name)


def _identity_pools(reader: Reader, _: Given) -> Found:
    return ((pool.id, pool.name) for pool in _rows(reader, IDENTITY_POOLS))


def _identities(reader: Reader, given: Given) -> Found:
    rows = _rows(reader, IDENTITIES, given.get("IdentityPoolId", ""))
    return (
        (row.id, ", ".join((*row.logins, *row.developer_users)) or "a guest") for row in rows if not row.merged_into
    )


def _user_pools(reader: Reader, _: Given) -> Found:
    return ((pool.id, pool.name) for pool in _rows(reader, POOLS))


def _clients(reader: Reader, given: Given) -> Found:
    return ((client.client_id, client.name) for client in _rows(reader, CLIENTS, given.get("UserPoolId", "")))


def _users(reader: Reader, given: Given) -> Found:
    rows = _rows(reader, USERS, given.get("UserPoolId", ""))
    return ((user.username, user.attributes.get("email", user.status)) for user in rows)


def _role_names(reader: Reader, _: Given) -> Found:
    return ((role.name, role.description or "") for role in _rows(reader, ROLES))


def _role_arns(reader: Reader, _: Given) -> Found:
    return ((role.arn, role.description or "") for role in _rows(reader, ROLES))


def _policy_names(reader: Reader, given: Given) -> Found:
    rows = (row for row in _rows(reader, INLINE_POLICIES))
    wanted = given.get("RoleName") or given.get("UserName") or given.get("GroupName", "")
    return ((row.name, f"of {row.holder} {row.holder_name}") for row in rows if row.holder_name == wanted or not wanted)


def _policy_arns(reader: Reader, _: Given) -> Found:
    for policy in _rows(reader, MANAGED_POLICIES):
        yield policy.arn, policy.description or ""
    for row in _rows(reader, ATTACHED_POLICIES):
        yield row.policy_arn, f"attached to {row.holder_name}"


def _versions(reader: Reader, _: Given) -> Found:
    return ((row.version_id, f"of {row.policy_name}") for row in _rows(reader, POLICY_VERSIONS))


def _iam_users(reader: Reader, _: Given) -> Found:
    return ((user.name, user.arn) for user in _rows(reader, IAM_USERS))


def _groups(reader: Reader, given: Given) -> Found:
    """Return IAM's groups; a line that names a user pool is about the pool's own."""
    return () if "UserPoolId" in given else ((group.name, group.arn) for group in _rows(reader, GROUPS))


def _access_keys(reader: Reader, _: Given) -> Found:
    keys = (reader.get(ACCESS_KEYS, (row.access_key_id,)) for row in _rows(reader, HELD_KEYS))
    return ((key.access_key_id, f"of {key.principal.arn}") for key in keys if key is not None)


def _buckets(reader: Reader, _: Given) -> Found:
    return ((bucket.name, f"{bucket.region}") for bucket in _rows(reader, BUCKETS))


def _keys(reader: Reader, given: Given) -> Found:
    return ((row.key, f"{len(row.body):,} bytes") for row in _rows(reader, OBJECTS, given.get("Bucket", "")))


def _addresses(reader: Reader, _: Given) -> Found:
    """Return every object's address as `aws s3` has it; of a bucket without objects its own."""
    for bucket in _rows(reader, BUCKETS):
        keys = [row.key for row in reader.scan(OBJECTS, bucket.name)]
        yield from ((f"s3://{bucket.name}/{key}", "an object") for key in keys)
        if not keys:
            yield f"s3://{bucket.name}/", "a bucket"


def _prefixes(reader: Reader, given: Given) -> Found:
    parents = (row.key.rpartition("/")[0] for row in _rows(reader, OBJECTS, given.get("Bucket", "")))
    return ((f"{parent}/", "keys that begin so") for parent in dict.fromkeys(parents) if parent)


def _login_keys(reader: Reader, _: Given) -> Found:
    """Return keys of `Logins`, each to be followed by a token."""
    yield "graph.facebook.com=", "Facebook's access token follows"
    yield "accounts.google.com=", "Google's ID token follows"
    for pool in _rows(reader, POOLS):
        yield f"{user_pool_name(pool.region, pool.id)}=", f"the ID token of {pool.name} follows"


_PARAMETERS: Final[dict[str, Callable[[Reader, Given], Found]]] = {
    "IdentityPoolId": _identity_pools,
    "IdentityId": _identities,
    "UserPoolId": _user_pools,
    "ClientId": _clients,
    "Username": _users,
    "UserName": _iam_users,
    "GroupName": _groups,
    "AccessKeyId": _access_keys,
    "RoleName": _role_names,
    "RoleArn": _role_arns,
    "PolicyName": _policy_names,
    "PolicyArn": _policy_arns,
    "VersionId": _versions,
    "Bucket": _buckets,
    "Key": _keys,
    "Prefix": _prefixes,
    "S3Address": _addresses,
    "Logins": _login_keys,
    **OF_SYNC,
}
