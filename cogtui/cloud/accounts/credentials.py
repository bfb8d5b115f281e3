"""Access keys that the world issued: long-term ones and the temporary ones of sessions."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.principals import root_principal
from cogtui.cloud.clock import iso, timestamp
from cogtui.cloud.explain import Place
from cogtui.cloud.ids import BASE32, BASE64, Ids
from cogtui.cloud.policy.request import ContextValue, PolicySource, Principal
from cogtui.cloud.store import Reader, Table, Transaction

MFA_PRESENT = "aws:MultiFactorAuthPresent"
MFA_AGE = "aws:MultiFactorAuthAge"
"""Condition keys of sessions: whether they began with a second factor, and how many seconds ago."""


class AccessKey(msgspec.Struct, frozen=True, gc=False):
    """An access key and the session behind it."""

    access_key_id: str
    """AKIA... long-term, ASIA... temporary."""
    secret: str
    account: str
    principal: Principal
    issued: float
    token: str = ""
    """Session token; empty for long-term keys."""
    expires: float | None = None
    """Epoch seconds; None for long-term keys."""
    context: dict[str, ContextValue] = {}
    """Condition keys that the session carries: `aws:FederatedProvider`, `cognito-identity.amazonaws.com:sub`."""
    origins: dict[str, Place] = {}
    """Where those values came from."""
    session_policies: tuple[PolicySource, ...] = ()
    transitive: tuple[str, ...] = ()
    """Keys of the session tags that go on to every role that this session assumes."""
    active: bool = True
    """Whether a long-term key is `Active`, not `Inactive`."""


class HeldKey(msgspec.Struct, frozen=True, gc=False):
    """A user, or an account's root user, has a long-term key: finds the keys of one holder."""

    holder: str
    """The holder's `aws:userid`, which stays when a user gets another name: AIDA..., for root the account."""
    access_key_id: str


ACCESS_KEYS = Table("iam.access_keys", AccessKey, lambda row: (row.access_key_id,), expires=lambda row: row.expires)
HELD_KEYS = Table("iam.held_keys", HeldKey, lambda row: (row.holder, row.access_key_id))


def issue_session(
    tx: Transaction,
    ids: Ids,
    principal: Principal,
    *,
    now: float,
    seconds: int,
    context: dict[str, ContextValue],
    origins: dict[str, Place],
    session_policies: tuple[PolicySource, ...] = (),
    transitive: tuple[str, ...] = (),
) -> AccessKey:
    """Make and store temporary credentials for `principal`, valid for `seconds`.

    DIFFERS: the session token is a random text; AWS's holds the encrypted session. Both are opaque to clients.
    """
    key_id, secret, token = ids.session_keys()
    key = AccessKey(
        access_key_id=key_id,
        secret=secret,
        account=principal.account,
        principal=principal,
        issued=now,
        token=token,
        expires=now + seconds,
        context={"aws:TokenIssueTime": iso(now), **context},
        origins=origins,
        session_policies=session_policies,
        transitive=transitive,
    )
    tx.put(ACCESS_KEYS, key)
    return key


def issue_long_term(tx: Transaction, ids: Ids, principal: Principal, now: float) -> AccessKey:
    """Make and store an access key of a user or of root."""
    key_id, secret = f"AKIA{ids.text(16, BASE32)}", ids.text(40, BASE64)
    return _kept(tx, AccessKey(key_id, secret, principal.account, principal, now))


def root_key(tx: Transaction, account: str, access_key_id: str, secret: str, *, now: float) -> AccessKey:
    """Store a key pair of any form that somebody brings along as a key of an account's root user."""
    known = find(tx, access_key_id)
    if known is not None and (known.secret, known.principal) == (secret, root_principal(account)):
        return known
    return _kept(tx, AccessKey(access_key_id, secret, account, root_principal(account), now))


def _kept(tx: Transaction, key: AccessKey) -> AccessKey:
    tx.put(ACCESS_KEYS, key)
    tx.put(HELD_KEYS, HeldKey(key.principal.user_id, key.access_key_id))
    return key


def forget(tx: Transaction, key: AccessKey) -> None:
    """Take a long-term key out of the world."""
    tx.delete(ACCESS_KEYS, (key.access_key_id,))
    tx.delete(HELD_KEYS, (key.principal.user_id, key.access_key_id))


def keys_of(reader: Reader, principal: Principal) -> list[AccessKey]:
    """Return the long-term keys of a user or of root, by id."""
    found = (find(reader, row.access_key_id) for row in reader.scan(HELD_KEYS, principal.user_id))
    return [key for key in found if key is not None]


def carried(key: AccessKey, now: float) -> dict[str, ContextValue]:
    """Return the condition keys that requests of a session carry at a time."""
    if key.context.get(MFA_PRESENT) != "true":
        return key.context
    return {**key.context, MFA_AGE: str(max(0, int(now - key.issued)))}


def find(reader: Reader, access_key_id: str) -> AccessKey | None:
    """Return the key with that id, or None."""
    return reader.get(ACCESS_KEYS, (access_key_id,))


def as_sts(key: AccessKey) -> dict[str, Any]:
    """Return the credentials in STS's shape, which has whole seconds."""
    return {
        "AccessKeyId": key.access_key_id,
        "SecretAccessKey": key.secret,
        "SessionToken": key.token,
        "Expiration": timestamp(int(key.expires or 0)),
    }
