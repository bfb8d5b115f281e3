"""Who am I? The one operation that nobody can be denied. And: whose key is this?"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts import credentials
from cogtui.cloud.call import Call
from cogtui.cloud.services.sts import errors


def get_caller_identity(call: Call) -> dict[str, Any]:
    """Return who the caller's credentials are for (IAM User Guide, "Principal key values")."""
    principal = call.principal
    return {"UserId": principal.user_id or principal.account, "Account": principal.account, "Arn": principal.arn}


def get_access_key_info(call: Call, *, AccessKeyId: str) -> dict[str, Any]:
    """Return the account that a key belongs to, whether the key is still good or not.

    DIFFERS: AWS reads the account off the id, so it answers for keys that are long gone; here the key must be there.
    """
    key = credentials.find(call.tx, AccessKeyId)
    call.require("sts.key", key, lambda: errors.no_such_key(AccessKeyId), has=AccessKeyId)
    assert key is not None
    return {"Account": key.account}
