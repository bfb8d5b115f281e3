"""Credentials of a role for somebody who has AWS credentials already, in this account or another.

Who may is asked before the handler runs: the caller's policies and the role's trust policy together, see `scope`.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts.principals import role_by_arn
from cogtui.cloud.call import Call
from cogtui.cloud.door.authenticate import session_of
from cogtui.cloud.services.sts import errors, mfa, session, source_identity
from cogtui.cloud.services.sts.session_tags import inherited, joined, sent

CHAINED_SECONDS = 3600
"""The longest session that somebody with temporary credentials can open."""


def assume_role(
    call: Call,
    *,
    RoleArn: str,
    RoleSessionName: str,
    PolicyArns: list[dict[str, str]] | None = None,
    Policy: str | None = None,
    DurationSeconds: int | None = None,
    Tags: list[dict[str, str]] | None = None,
    TransitiveTagKeys: list[str] | None = None,
    ExternalId: str | None = None,
    SerialNumber: str | None = None,
    TokenCode: str | None = None,
    SourceIdentity: str | None = None,
) -> dict[str, Any]:
    """Open a session of a role whose trust policy, like the caller's own policies, has just agreed."""
    # The door has checked these, see `scope`; of the external id it is policies alone that look at it.
    del ExternalId, Tags, TransitiveTagKeys, SerialNumber, TokenCode
    role = role_by_arn(call.tx, RoleArn)
    assert role is not None
    seconds = session.duration(call, role, DurationSeconds)
    key = session_of(call)
    chained = call.principal.kind == "role-session" or (key is not None and bool(key.token))
    short_enough = not chained or seconds <= CHAINED_SECONDS
    call.require(
        "sts.duration.chain", short_enough, errors.duration_over_chaining_maximum, most=CHAINED_SECONDS, has=seconds
    )
    tags = joined(inherited(call), sent(call))
    policies = session.session_policies(call, role.account, Policy, PolicyArns or (), tags)
    source = SourceIdentity or source_identity.inherited(call)
    mfa.used_up(call)
    opened = session.opened(call, role, RoleSessionName, seconds, policies, tags=tags, source=source)
    return {
        "Credentials": opened.credentials,
        "AssumedRoleUser": opened.user,
        **policies.packed_size,
        **source_identity.member(source),
    }
