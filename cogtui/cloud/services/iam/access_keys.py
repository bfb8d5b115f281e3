"""Long-term access keys of users and of root (IAM API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.accounts.users import user_behind, user_principal
from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.policy.request import Principal
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.lookup import page
from cogtui.cloud.services.iam.moments import timestamp
from cogtui.cloud.services.iam.quotas import require_within
from cogtui.cloud.services.iam.users import user_or_caller

Output = dict[str, Any]

_STATUS = {"Active": True, "Inactive": False}


def create_access_key(call: Call, *, UserName: str | None = None) -> Output:
    """Make a key; this answer is the only one that has its secret."""
    holder = _holder(call, UserName)
    require_within(call, "AccessKeysPerUser", len(credentials.keys_of(call.tx, holder)) + 1)
    key = credentials.issue_long_term(call.tx, call.ids, holder, call.now)
    return {"AccessKey": _shown(call, key) | {"SecretAccessKey": key.secret}}


def list_access_keys(
    call: Call, *, UserName: str | None = None, Marker: str | None = None, MaxItems: int = 100
) -> Output:
    """List somebody's keys, without their secrets."""
    del Marker
    keys = [_shown(call, key) for key in credentials.keys_of(call.tx, _holder(call, UserName))]
    return page(call, "AccessKeyMetadata", keys, lambda key: key["AccessKeyId"], MaxItems)


def update_access_key(call: Call, *, AccessKeyId: str, Status: str, UserName: str | None = None) -> Output:
    """Switch a key off, or on again; the door refuses keys that are off."""
    key = _key_of(call, _holder(call, UserName), AccessKeyId)
    if Status not in _STATUS:
        call.refuse("door.simulated", NotSimulated(f"Status {Status} of UpdateAccessKey"), has=Status)
    call.tx.put(credentials.ACCESS_KEYS, msgspec.structs.replace(key, active=_STATUS[Status]))
    return {}


def delete_access_key(call: Call, *, AccessKeyId: str, UserName: str | None = None) -> Output:
    """Delete a key."""
    credentials.forget(call.tx, _key_of(call, _holder(call, UserName), AccessKeyId))
    return {}


def get_access_key_last_used(call: Call, *, AccessKeyId: str) -> Output:
    """Return whose key it is.

    DIFFERS: nothing is written when a key is used, so that reading changes nothing; every key looks unused.
    """
    key = credentials.find(call.tx, AccessKeyId)
    known = key is not None and not key.token and key.account == call.account
    unknown = errors.unknown_last_use(call.principal.arn, AccessKeyId)
    call.require("iam.key.account", known, unknown, has=AccessKeyId, account=call.account)
    assert key is not None
    return {**_owner(call, key), "AccessKeyLastUsed": {"ServiceName": "N/A", "Region": "N/A"}}


def _holder(call: Call, name: str | None) -> Principal:
    """Return whose keys the call is about; without a name the caller's own, root's too."""
    if name is None and call.principal.kind == "root":
        return call.principal
    return user_principal(user_or_caller(call, name))


def _key_of(call: Call, holder: Principal, access_key_id: str) -> AccessKey:
    found = {key.access_key_id: key for key in credentials.keys_of(call.tx, holder)}.get(access_key_id)
    call.require("iam.key", found, lambda: errors.no_such_key(access_key_id), has=access_key_id, holder=holder.arn)
    assert found is not None
    return found


def _shown(call: Call, key: AccessKey) -> Output:
    status = "Active" if key.active else "Inactive"
    return {
        **_owner(call, key),
        "AccessKeyId": key.access_key_id,
        "Status": status,
        "CreateDate": timestamp(key.issued),
    }


def _owner(call: Call, key: AccessKey) -> Output:
    """Return the member `UserName`, which keys of root lack."""
    user = user_behind(call.tx, key.principal) if key.principal.kind == "user" else None
    return {"UserName": user.name} if user else {}
