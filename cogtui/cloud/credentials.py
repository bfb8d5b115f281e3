"""Access keys that the world issued: long-term ones and the temporary ones of sessions."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.clock import iso, timestamp
from cogtui.cloud.explain import Place
from cogtui.cloud.ids import Ids
from cogtui.cloud.policy.request import ContextValue, PolicySource, Principal
from cogtui.cloud.store import Reader, Table, Transaction


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
    active: bool = True


ACCESS_KEYS = Table("iam.access_keys", AccessKey, lambda row: (row.access_key_id,))


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
    )
    tx.put(ACCESS_KEYS, key)
    return key


def find(reader: Reader, access_key_id: str) -> AccessKey | None:
    """Return the key with that id, or None."""
    return reader.get(ACCESS_KEYS, (access_key_id,))


def as_sts(key: AccessKey) -> dict[str, Any]:
    """Return the credentials in STS's shape."""
    return {
        "AccessKeyId": key.access_key_id,
        "SecretAccessKey": key.secret,
        "SessionToken": key.token,
        "Expiration": timestamp(key.expires or 0),
    }
