"""The role that a pool's settings name: Cognito Sync assumes it, and acts under its credentials until they expire.

Source: Developer Guide, "Push sync" and "Amazon Cognito Streams": the role trusts `cognito-sync.amazonaws.com`, may ask for
`aws:SourceArn` (the pool's, as identity pools spell it) and `aws:SourceAccount`.
"""

from __future__ import annotations

from cogtui.cloud.accounts.principals import role_by_arn
from cogtui.cloud.call import Call
from cogtui.cloud.callers import Keys, Service
from cogtui.cloud.services.cognito_sync.push_records import ROLE_SESSIONS, RoleSession

PRINCIPAL = "cognito-sync.amazonaws.com"
SESSION_NAME = "CognitoSync"
SECONDS = 900
"""How long credentials are used. DIFFERS: how long AWS uses them is not published."""


def ourselves(call: Call, pool_id: str) -> Service:
    """Return Cognito Sync as a caller that acts for a pool."""
    return Service(PRINCIPAL, f"arn:aws:cognito-identity:{call.region}:{call.account}:identitypool/{pool_id}")


def keys_for(call: Call, pool_id: str, role_arn: str) -> Keys:
    """Return credentials of a role, which it takes STS to get unless there are some; AwsError where STS refuses.

    DIFFERS: a trust policy that was changed is felt at once; at AWS credentials that were handed out work to their end.
    """
    role = role_by_arn(call.tx, role_arn)
    kept = call.tx.get(ROLE_SESSIONS, (pool_id, role_arn))
    if kept is not None and role is not None and call.now < kept.expires and kept.trust == role.trust_policy:
        return kept.keys
    asked = {"RoleArn": role_arn, "RoleSessionName": SESSION_NAME, "DurationSeconds": SECONDS}
    given = call.invoke("sts", "AssumeRole", asked, ourselves(call, pool_id))["Credentials"]
    keys = Keys(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    trust = role.trust_policy if role is not None else ""
    call.tx.put(ROLE_SESSIONS, RoleSession(pool_id, role_arn, trust, keys, call.now + SECONDS))
    return keys
