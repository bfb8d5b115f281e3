"""Temporary credentials that users get with their own keys: for themselves, or for somebody whom they vouch for.

IAM User Guide, "Requesting temporary security credentials".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud import credentials
from cogtui.cloud.authenticate import session_of
from cogtui.cloud.call import Call
from cogtui.cloud.policy.request import PolicySource, Principal
from cogtui.cloud.services.sts import errors, session

USUAL_SECONDS = 43_200
ROOT_SECONDS = 3600
"""The longest session of a root user; what is asked beyond it is cut off, not refused."""


def get_session_token(call: Call, *, DurationSeconds: int = USUAL_SECONDS) -> dict[str, Any]:
    """Open a session that is the caller itself, and can neither call IAM nor most of STS. No MFA yet."""
    _require_long_term(call)
    return {"Credentials": _opened(call, call.principal, DurationSeconds)}


def get_federation_token(
    call: Call,
    *,
    Name: str,
    Policy: str | None = None,
    PolicyArns: list[dict[str, str]] | None = None,
    DurationSeconds: int = USUAL_SECONDS,
) -> dict[str, Any]:
    """Open a session for somebody else: what the user may, cut down by the policies sent along. Without any: nothing."""
    _require_long_term(call)
    policies = session.session_policies(call, Policy, PolicyArns or ())
    user = federated_user(call.principal, Name)
    return {
        "Credentials": _opened(call, user, DurationSeconds, policies.sources),
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


def _opened(call: Call, principal: Principal, wanted: int, policies: tuple[PolicySource, ...] = ()) -> dict[str, Any]:
    seconds = min(wanted, ROOT_SECONDS) if call.principal.kind == "root" else wanted
    key = credentials.issue_session(
        call.tx,
        call.ids,
        principal,
        now=call.now,
        seconds=seconds,
        context={},
        origins={},
        session_policies=policies,
    )
    return credentials.as_sts(key)
