"""Whose a role is, and what the door must know of it before somebody assumes it."""

from __future__ import annotations

import re
from typing import Any

from cogtui.cloud.accounts.organizations import same_organization
from cogtui.cloud.accounts.principals import Role, role_by_arn, trust_source
from cogtui.cloud.call import Call
from cogtui.cloud.door.authenticate import session_of
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.services.registry import Owner, Resource
from cogtui.cloud.services.sts import errors, mfa, source_identity
from cogtui.cloud.services.sts.session_tags import given, inherited, require_keys, require_tags
from cogtui.cloud.services.sts.source_identity import require_kept
from cogtui.cloud.store import Reader

_IAM_ARN = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}):.+")


def account_of(role_arn: str) -> str | None:
    """Return the account that an ARN of IAM names, None for what is no such ARN."""
    found = _IAM_ARN.fullmatch(role_arn)
    return found.group(1) if found else None


def owner(state: Reader, params: dict[str, Any]) -> Owner | None:
    """Return the account of the role that `params` name; the region is the endpoint's."""
    del state
    arn = params.get("RoleArn")
    account = account_of(arn) if isinstance(arn, str) else None
    return Owner(account) if account else None


def require_arn(call: Call, arn: str) -> Fact:
    """Refuse a text that names nothing in IAM; return it as a fact."""
    named = Fact("role", arn, Place("parameter", f"parameter RoleArn of {call.operation}"))
    call.require("sts.role.arn", account_of(arn) is not None, lambda: errors.invalid_role_arn(arn), role=named)
    return named


_OPEN_TO_ALL = ("GetCallerIdentity", "GetSessionToken", "GetFederationToken")
"""Operations that refuse nobody, or have their own words for whom they refuse."""

_SESSIONS = {
    "user": (*_OPEN_TO_ALL, "AssumeRole"),
    "root": (*_OPEN_TO_ALL, "AssumeRole"),
    "federated-user": _OPEN_TO_ALL,
}
"""What STS lets the sessions of GetSessionToken and GetFederationToken ask."""


def resource(call: Call) -> Resource | None:
    """Return the role that AssumeRole is about, its trust policy as the resource's policy."""
    _require_session_may(call)
    arn = call.params.get("RoleArn")
    if call.operation == "GetFederationToken":
        require_keys(call, [tag["Key"] for tag in given(call, "Tags")])
    if call.operation != "AssumeRole" or not isinstance(arn, str):
        return None
    named = require_arn(call, arn)
    is_root = call.principal.kind == "root"
    call.require("sts.caller.root", not is_root, errors.root_may_not, caller=call.principal.arn)
    require_tags(call)
    require_kept(call)
    return _to_assume(call, arn, named)


def _to_assume(call: Call, arn: str, named: Fact) -> Resource:
    """Return the role, with the condition keys that a second factor and the caller's own session bring."""
    factor = mfa.asked(call)
    role = role_by_arn(call.tx, arn)
    own, account = call.principal.account, account_of(arn) or ""
    close = own == account or same_organization(call.tx, own, account)
    refusal = errors.may_not_assume(call.principal.arn, arn, close=close)
    call.require("sts.role.exists", role is not None, refusal, role=named)
    assert role is not None
    found = _as_resource(call.tx, role)
    # Transitive tags take the place of the role's own while its trust policy is asked.
    passed_on: dict[str, ContextValue] = {
        f"aws:ResourceTag/{key}": value for key, value in inherited(call).values.items()
    }
    tags = {key.lower() for key in passed_on}
    kept = {key: value for key, value in found.context.items() if key.lower() not in tags}
    return Resource(found.account, found.policies, {**kept, **passed_on, **factor})


def named(call: Call) -> dict[str, str]:
    """Return what the caller's session passes on to a role without the parameters telling: tags, the source identity."""
    if call.operation != "AssumeRole":
        return {}
    return {"InheritedTags": ",".join(inherited(call).values), "InheritedSource": source_identity.inherited(call)}


def resource_at(reader: Reader, arn: str, _action: str = "") -> Resource | None:
    """Return the role that an ARN names, its trust policy as the resource's policy; None where there is none."""
    role = role_by_arn(reader, arn)
    return _as_resource(reader, role) if role else None


def _as_resource(reader: Reader, role: Role) -> Resource:
    tags: dict[str, ContextValue] = {f"aws:ResourceTag/{key}": value for key, value in role.tags.items()}
    return Resource(role.account, (trust_source(reader, role),), tags)


def _require_session_may(call: Call) -> None:
    key = session_of(call)
    operations = _SESSIONS.get(call.principal.kind) if key is not None and key.token else None
    allowed = operations is None or call.operation in operations
    refusal = errors.session_may_not(call.operation)
    call.require("sts.caller.session", allowed, refusal, caller=call.principal.arn, operation=call.operation)
