"""Who am I? The one operation that nobody can be denied."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call


def get_caller_identity(call: Call) -> dict[str, Any]:
    """Return who the caller's credentials are for (IAM User Guide, "Principal key values")."""
    principal = call.principal
    return {"UserId": principal.user_id or principal.account, "Account": principal.account, "Arn": principal.arn}
