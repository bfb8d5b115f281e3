"""What a guest's credentials are cut down to in the enhanced flow, whatever the role allows.

Amazon Cognito Developer Guide, "IAM roles": services that unauthenticated identities can access.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from cogtui.cloud.policy.managed import GUEST_SESSION_POLICY_ARN, guest_session_policy


def scope_down() -> dict[str, Any]:
    """Return the session policies as parameters of AssumeRoleWithWebIdentity."""
    return {"Policy": _compact(guest_session_policy()), "PolicyArns": [{"arn": GUEST_SESSION_POLICY_ARN}]}


@cache
def _compact(document: str) -> str:
    """Return the policy without white space, which counts in a session policy."""
    return json.dumps(json.loads(document), separators=(",", ":"))
