"""Temporary credentials that users get with their own keys: for themselves, or for somebody whom they vouch for.

IAM User Guide, "Requesting temporary security credentials".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts import credentials
from cogtui.cloud.call import Call
from cogtui.cloud.door.authenticate import session_of
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import ContextValue, PolicySource, Principal
from cogtui.cloud.services.sts import errors, mfa, session
from cogtui.cloud.services.sts.session_tags import sent

USUAL_SECONDS = 43_200
ROOT_SECONDS = 3600
"""The longest session of a root user; what is asked beyond it is cut off, not refused."""


def get_session_token(
    call: Call,
    *,
    DurationSeconds: int = USUAL_SECONDS,
    SerialNumber: str | None = None,
    TokenCode: str | None = None,
) -> dict[str, Any]:
    """Open a session that is the caller itself, and can call little of STS; IAM only when it began with MFA."""
    del SerialNumber, TokenCode  # `mfa` reads them
    _require_long_term(call)
    factor = mfa.PRESENT if mfa.used_up(call) else mfa.ABSENT
    return {"Credentials": _opened(call, call.principal, DurationSeconds, context=factor)}


def get_federation_token(
    call: Call,
    *,
    Name: str,
    Policy: str | None = None,
    PolicyArns: list[dict[str, str]] | None = None,
    DurationSeconds: int = USUAL_SECONDS,
    Tags: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Open a session for somebody else: what the user may, cut down by the policies sent along. Without any: nothing."""
    del Tags  # `sent` reads them
    _require_long_term(call)
    tags = sent(call)
    policies = session.session_policies(call, call.account, Policy, PolicyArns or (), tags)
    user = federated_user(call.principal, Name)
    return {
        "Credentials": _opened(
            call, user, DurationSeconds, policies.sources, context=mfa.ABSENT | tags.context, origins=tags.origins
        ),
        "FederatedUser": {"FederatedUserId": user.user_id, "Arn": user.arn},
        "PackedPolicySize": 0,
        **policies.packed_size,
    }


def federated_user(parent: Principal, name: str) -> Principal:
    """Return the principal that a GetFederationToken session is (IAM User Guide, "Principal key values")."""
    account = parent.account
    arn = f"arn:aws:sts::{account}:federated-user/{name}"
    user_id = f"{account}:{name}"
    return Principal("federated-user", arn=arn, account=account, principal_arn=arn, user_id=user_id, parent=parent.arn)


def _require_long_term(call: Call) -> None:
    """Refuse everybody who has no key of a user or of root."""
    key = session_of(call)
    long_term = key is not None and not key.token
    call.require(
        "sts.caller.key", long_term, lambda: errors.session_may_not_call(call.operation), caller=call.principal.arn
    )


def _opened(
    call: Call,
    principal: Principal,
    wanted: int,
    policies: tuple[PolicySource, ...] = (),
    *,
    context: dict[str, ContextValue],
    origins: dict[str, Place] | None = None,
) -> dict[str, Any]:
    seconds = min(wanted, ROOT_SECONDS) if call.principal.kind == "root" else wanted
    key = credentials.issue_session(
        call.tx,
        call.ids,
        principal,
        now=call.now,
        seconds=seconds,
        context=context,
        origins=origins or {},
        session_policies=policies,
    )
    return credentials.as_sts(key)
