"""What the door must know of the IAM entity that a call is about: its ARN's missing parts and its tags."""

from __future__ import annotations

from cogtui.cloud.accounts import credentials, mfa_devices
from cogtui.cloud.accounts.customer_policies import policy_by_arn
from cogtui.cloud.accounts.oidc_providers import SCHEME
from cogtui.cloud.accounts.oidc_providers import by_arn as oidc_by_arn
from cogtui.cloud.accounts.principals import ROLES, Role
from cogtui.cloud.accounts.saml_providers import by_arn as saml_by_arn
from cogtui.cloud.accounts.users import GROUPS, USERS, Group, User, user_behind
from cogtui.cloud.call import Call
from cogtui.cloud.door.authenticate import session_of
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.registry import Resource

_CREATING = ("CreateRole", "CreateUser", "CreateGroup")
_OF_KEYS = ("CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey")
_OF_CALLER = ("GetUser", "ListMFADevices", "DeactivateMFADevice", *_OF_KEYS)
"""Operations that are about the caller when they name nobody."""

_BOUNDED = frozenset(
    f"{verb}{kind}{what}"
    for kind in ("Role", "User")
    for verb, what in (
        ("Attach", "Policy"),
        ("Detach", "Policy"),
        ("Put", "Policy"),
        ("Delete", "Policy"),
        ("Delete", "PermissionsBoundary"),
    )
)
"""Operations whose policies see the boundary that the entity has (Service Authorization Reference, AWS IAM)."""

LIMITED = ("user", "root", "federated-user")
"""Whose temporary credentials come from GetSessionToken or GetFederationToken."""


def named(call: Call) -> dict[str, str]:
    """Return the parts of the entity's ARN that the parameters do not tell: who a call without a name is about, the path."""
    if call.operation in _CREATING:
        return {}
    if call.operation == "CreateOpenIDConnectProvider":
        return {"Url": str(call.params.get("Url", "")).removeprefix(SCHEME)}
    name = _user_name(call)
    entity = _entity(call, name)
    told = {"UserName": name} if name else {}
    return {**told, "Path": entity.path} if entity is not None else told


def resource(call: Call) -> Resource | None:
    """Return the entity with its tags; refuse the sessions that IAM does not take.

    STS API Reference, GetSessionToken and GetFederationToken: their credentials cannot call IAM (without MFA).
    """
    session = session_of(call)
    limited = session is not None and bool(session.token) and call.principal.kind in LIMITED
    if session is not None and session.context.get(credentials.MFA_PRESENT) == "true":
        limited = False
    call.require("iam.caller.session", not limited, errors.session_may_not, caller=call.principal.arn)
    entity = None if call.operation in _CREATING else _entity(call, _user_name(call))
    tags = entity.tags if isinstance(entity, (Role, User)) else {}
    if entity is None and (policy := policy_by_arn(call.tx, str(call.params.get("PolicyArn", "")))) is not None:
        tags = policy.tags
    if (oidc := oidc_by_arn(call.tx, str(call.params.get("OpenIDConnectProviderArn", "")))) is not None:
        tags = oidc.tags
    if (saml := saml_by_arn(call.tx, str(call.params.get("SAMLProviderArn", "")))) is not None:
        tags = saml.tags
    if (device := mfa_devices.by_serial(call.tx, str(call.params.get("SerialNumber", "")))) is not None:
        tags = tags or device.tags
    context: dict[str, ContextValue] = {}
    for key, value in tags.items():
        context[f"aws:ResourceTag/{key}"] = context[f"iam:ResourceTag/{key}"] = value
    if call.operation in _BOUNDED and isinstance(entity, (Role, User)) and entity.boundary:
        context["iam:PermissionsBoundary"] = entity.boundary
    return Resource(call.account, context=context)


def _entity(call: Call, user_name: str) -> Role | User | Group | None:
    """Return the group, role or user that the call is about; one about a group and a user is about the group."""
    if "GroupName" in call.params:
        return call.tx.get(GROUPS, (call.account, str(call.params["GroupName"])))
    if "RoleName" in call.params:
        return call.tx.get(ROLES, (call.account, str(call.params["RoleName"])))
    return call.tx.get(USERS, (call.account, user_name)) if user_name else None


def _user_name(call: Call) -> str:
    if "UserName" in call.params:
        return str(call.params["UserName"])
    if call.operation == "GetAccessKeyLastUsed":
        key = credentials.find(call.tx, str(call.params.get("AccessKeyId", "")))
        own = key is not None and key.account == call.account and key.principal.kind == "user"
        user = user_behind(call.tx, key.principal) if own and key is not None else None
    elif call.operation in _OF_CALLER and call.principal.kind == "user":
        user = user_behind(call.tx, call.principal)
    else:
        user = None
    return user.name if user else ""
