"""The two sides of the matrix: who may ask (its rows), and what there is to ask for (its columns)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from cogtui.cloud.accounts.credentials import keys_of
from cogtui.cloud.accounts.principals import OPERATOR_ROLE, ROLES, Role, accounts_of, root_principal, session_principal
from cogtui.cloud.accounts.users import USERS, user_principal
from cogtui.cloud.door.asking import Asker, ask
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, Principal
from cogtui.cloud.services.cognito_identity.records import POOLS, IdentityPool
from cogtui.cloud.services.s3.records import BUCKETS, OBJECTS, PARTITION, Bucket
from cogtui.cloud.store import Reader, rows_of
from cogtui.views.verdicts import COGNITO, WEB_IDENTITY

WhoKind = Literal["root", "user", "role", "signed-in", "guests", "anonymous"]
WhatKind = Literal["bucket", "object", "role"]

SESSION_NAME = "session"
"""What the sessions are called that stand for a role."""
NO_KEY = "any-object"
"""The key that is asked about in a bucket that holds nothing yet."""


class Who(msgspec.Struct, frozen=True):
    """A principal: one row."""

    kind: WhoKind
    name: str
    account: str
    """Empty for anonymous."""
    asker: Asker

    @property
    def id(self) -> str:
        """Stays the same while the world moves, so that the cursor stays where it is."""
        return f"{self.kind} {self.account} {self.asker.principal.arn or self.name}"


class What(msgspec.Struct, frozen=True):
    """A resource: one column."""

    kind: WhatKind
    name: str
    account: str
    arn: str
    within: str = ""
    """object: the bucket."""

    @property
    def id(self) -> str:
        """Stays the same while the world moves."""
        return f"{self.kind} {self.arn}"


def principals(reader: Reader, *, operators: bool = False) -> list[Who]:
    """Return who may ask: by account root (if it has keys), users, roles as sessions, pools that a role lets in; at last anybody.

    The role of the person at the console may do everything everywhere, and is left out unless `operators` asks for it.
    """
    found: list[Who] = []
    for account in accounts_of(reader):
        root = root_principal(account)
        if keys_of(reader, root):
            found.append(Who("root", "root", account, Asker(root)))
        found.extend(Who("user", one.name, account, Asker(user_principal(one))) for one in reader.scan(USERS, account))
        found.extend(_session(role) for role in _roles(reader, account, operators))
        found.extend(_of_pools(reader, account))
    return [*found, Who("anonymous", "anybody", "", Asker(ANONYMOUS_PRINCIPAL))]


def _session(role: Role) -> Who:
    return Who("role", role.name, role.account, Asker(session_principal(role, SESSION_NAME)))


def _of_pools(reader: Reader, account: str) -> Iterator[Who]:
    """Yield those who come through an account's identity pools, signed in or as guests, where a role lets them in."""
    roles = [role for role in rows_of(reader, ROLES) if "AssumeRoleWithWebIdentity" in role.trust_policy]
    for pool in sorted(rows_of(reader, POOLS), key=lambda one: (one.name, one.id)):
        if pool.account != account or not roles:
            continue
        for who in (_through(pool, "signed-in"), _through(pool, "guests")):
            if any(ask(reader, who.asker, WEB_IDENTITY, role.arn).passed for role in roles):
                yield who


def _through(pool: IdentityPool, kind: Literal["signed-in", "guests"]) -> Who:
    amr = "authenticated" if kind == "signed-in" else "unauthenticated"
    asker = Asker(Principal("web-identity", federated=COGNITO), {f"{COGNITO}:aud": pool.id, f"{COGNITO}:amr": (amr,)})
    return Who(kind, f"{kind.replace('-', ' ')}: {pool.name}", pool.account, asker)


def resources(reader: Reader, action: str, *, operators: bool = False) -> list[What]:
    """Return what there is to ask for, by account: buckets, or their objects where the action is about those; then roles."""
    found: list[What] = []
    buckets = list(reader.scan(BUCKETS, PARTITION))
    for account in accounts_of(reader):
        for bucket in buckets:
            if bucket.account == account:
                found.extend(_in_bucket(reader, bucket, action))
        found.extend(What("role", role.name, account, role.arn) for role in _roles(reader, account, operators))
    return found


def _roles(reader: Reader, account: str, operators: bool) -> list[Role]:
    return [role for role in reader.scan(ROLES, account) if operators or role.name != OPERATOR_ROLE]


def _in_bucket(reader: Reader, bucket: Bucket, action: str) -> Iterator[What]:
    """Yield the bucket; for an action on objects the first object of each of its folders: policies seldom part a folder."""
    if action == "s3:ListBucket":
        yield What("bucket", bucket.name, bucket.account, bucket.arn)
        return
    first: dict[str, str] = {}
    for one in reader.scan(OBJECTS, bucket.name):
        first.setdefault(one.key.rpartition("/")[0], one.key)
    for key in first.values() or (NO_KEY,):
        yield What("object", key, bucket.account, f"{bucket.arn}/{key}", bucket.name)


def fitting(who: list[Who], what: list[What], words: str, letters: dict[str, str]) -> tuple[list[Who], list[What]]:
    """Return the rows and columns that fit some words: each word narrows the rows, the columns or both, whichever has it."""
    for word in words.lower().split():
        rows = [one for one in who if word in _text(one, letters)]
        columns = [one for one in what if word in _text(one, letters)]
        if not rows and not columns:
            return [], []
        who, what = rows or who, columns or what
    return who, what


def _text(side: Any, letters: dict[str, str]) -> str:
    within = f" {side.within}" if isinstance(side, What) else ""
    return f"{side.kind} {side.name}@{letters.get(side.account, '')} {side.account}{within}".lower()
