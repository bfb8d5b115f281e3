"""Credentials for somebody who is known elsewhere: a token of Cognito, Google or Facebook instead of AWS keys."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.sts import session
from cogtui.cloud.services.sts.scope import require_arn
from cogtui.cloud.services.sts.social_token import identity_by_asking
from cogtui.cloud.services.sts.source_identity import member
from cogtui.cloud.services.sts.trust import require_trust, role_for
from cogtui.cloud.services.sts.web_token import identity_by_signature

Output = dict[str, Any]


def assume_role_with_web_identity(
    call: Call,
    *,
    RoleArn: str,
    RoleSessionName: str,
    WebIdentityToken: str,
    ProviderId: str | None = None,
    PolicyArns: list[dict[str, str]] | None = None,
    Policy: str | None = None,
    DurationSeconds: int | None = None,
) -> Output:
    """Open a session of a role for whoever the token is about, when the role's trust policy lets them in."""
    named = require_arn(call, RoleArn)
    if ProviderId is None:
        identity = identity_by_signature(call, WebIdentityToken)
    else:
        identity = identity_by_asking(call, ProviderId, WebIdentityToken)
    role = role_for(call, RoleArn, named)
    require_trust(call, role, identity)
    seconds = session.duration(call, role, DurationSeconds)
    policies = session.session_policies(call, role.account, Policy, PolicyArns or (), identity.tags)
    opened = session.opened_for(call, role, RoleSessionName, seconds, policies, identity=identity)
    return {
        "Credentials": opened.credentials,
        "SubjectFromWebIdentityToken": identity.subject,
        "AssumedRoleUser": opened.user,
        **policies.packed_size,
        "Provider": identity.provider,
        "Audience": identity.audience,
        **member(identity.source),
    }
