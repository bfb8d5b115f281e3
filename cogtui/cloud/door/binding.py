"""Which policies bind a request: those that its caller holds, its session's, those of both accounts' organizations.

IAM User Guide, "Policy evaluation logic". Who asks brings the resource's own policies along.
"""

from __future__ import annotations

from collections.abc import Iterator

from cogtui.cloud.accounts.customer_policies import managed_text
from cogtui.cloud.accounts.organizations import control_policies
from cogtui.cloud.accounts.principals import (
    ADMINISTRATOR_ACCESS,
    ATTACHED_POLICIES,
    INLINE_POLICIES,
    HolderKind,
    Role,
    holder_scope,
    role_behind,
    root_principal,
)
from cogtui.cloud.accounts.users import User, groups_of, user_behind, user_by_arn, user_principal
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import NO_RESOURCE, PolicySource, Principal
from cogtui.cloud.store import Reader

RCP_SERVICES = frozenset({"cognito-identity", "cognito-idp", "s3", "sts"})
"""Services that RCPs reach, by the prefix of their actions.

Organizations User Guide, "Resource control policies", list of services (Cognito since January 2026); those of ours that are
not on it are IAM, SNS, Organizations itself and Cognito Sync. DIFFERS: of Cognito's operations that take no signature AWS
says nothing; here no policy is asked about them.
"""

_BOUND_BY_SCPS = frozenset({"user", "role-session", "federated-user", "root"})


def binding_policies(
    reader: Reader,
    principal: Principal,
    action: str,
    resource_account: str,
    session_policies: tuple[PolicySource, ...] = (),
    *,
    resource: str = "",
) -> Iterator[PolicySource]:
    """Yield every policy that binds a request but the resource's own.

    RCPs guard resources: none binds an action on `*`, such as listing all buckets (Organizations User Guide, "RCP effects
    on permissions").
    """
    yield from identity_policies(reader, principal)
    yield from boundaries(reader, principal)
    yield from session_policies
    if principal.kind in _BOUND_BY_SCPS:
        yield from control_policies(reader, "SERVICE_CONTROL_POLICY", principal.account)
    if principal.kind != "service" and resource not in NO_RESOURCE:
        yield from resource_controls(reader, action, resource_account)


def resource_controls(reader: Reader, action: str, resource_account: str) -> Iterator[PolicySource]:
    """Yield the RCPs that guard a resource of an account against an action."""
    if action.partition(":")[0].lower() in RCP_SERVICES:
        yield from control_policies(reader, "RESOURCE_CONTROL_POLICY", resource_account)


def boundaries(reader: Reader, principal: Principal) -> Iterator[PolicySource]:
    """Yield the permissions boundary of a user or role, of the user behind a federated session."""
    holder: User | Role | None = None
    if principal.kind == "user":
        holder = user_behind(reader, principal)
    elif principal.kind == "role-session":
        holder = role_behind(reader, principal)
    elif principal.kind == "federated-user":
        holder = user_by_arn(reader, principal.parent)
    if holder is None or not holder.boundary:
        return
    kind = "role" if isinstance(holder, Role) else "user"
    label = f"{kind} {holder.name}, permissions boundary {holder.boundary.rsplit('/', 1)[1]}"
    text = managed_text(reader, holder.boundary, label)
    if text is not None:
        yield PolicySource("boundary", label, text.document, text.place, holder.boundary, holder.account)


def identity_policies(reader: Reader, principal: Principal) -> Iterator[PolicySource]:
    """Yield the identity policies that a principal holds now; none once its role or user is gone or was made anew."""
    if principal.kind == "role-session":
        role = role_behind(reader, principal)
        if role is not None:
            yield from held(reader, role.account, "role", role.name)
    elif principal.kind == "user":
        yield from _of_user(reader, principal)
    elif principal.kind == "federated-user":
        yield from _of_parent(reader, principal)


def _of_user(reader: Reader, principal: Principal) -> Iterator[PolicySource]:
    user = user_behind(reader, principal)
    if user is None:
        return
    yield from held(reader, user.account, "user", user.name)
    for group in groups_of(reader, user):
        yield from held(reader, user.account, "group", group)


def _of_parent(reader: Reader, principal: Principal) -> Iterator[PolicySource]:
    """Yield what the user behind a GetFederationToken session holds; the root user may do everything."""
    parent = user_by_arn(reader, principal.parent)
    if parent is not None:
        yield from _of_user(reader, user_principal(parent))
    elif principal.parent == root_principal(principal.account).arn:
        place = Place("policy", "root user: full access")
        text = managed_text(reader, ADMINISTRATOR_ACCESS, place.label)
        assert text is not None
        yield PolicySource("identity", place.label, text.document, place, account=principal.account)


def held(reader: Reader, account: str, holder: HolderKind, name: str) -> Iterator[PolicySource]:
    """Yield the policies that hang on a role, user or group itself."""
    scope = holder_scope(account, holder, name)
    for inline in reader.scan(INLINE_POLICIES, scope):
        label = f"{holder} {name}, inline policy {inline.name}"
        place = Place("policy", label, INLINE_POLICIES.name, (scope, inline.name), "document")
        yield PolicySource("identity", label, inline.document, place, account=account)
    for attached in reader.scan(ATTACHED_POLICIES, scope):
        label = f"{holder} {name}, managed policy {attached.policy_arn.rsplit('/', 1)[1]}"
        text = managed_text(reader, attached.policy_arn, label)
        if text is not None:
            yield PolicySource("identity", label, text.document, text.place, attached.policy_arn, account)
