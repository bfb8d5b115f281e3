"""The condition keys of a request that do not come from its parameters: time, caller, organizations, the resource's owner.

IAM User Guide, "AWS global condition context keys".
"""

from __future__ import annotations

from cogtui.cloud.accounts.organizations import organization_of, path_of
from cogtui.cloud.accounts.principals import role_behind
from cogtui.cloud.accounts.users import user_behind
from cogtui.cloud.callers import Origin
from cogtui.cloud.clock import iso
from cogtui.cloud.policy.request import ContextValue, Principal
from cogtui.cloud.store import Reader

Context = dict[str, ContextValue]

PRINCIPAL_TYPES = {
    "root": "Account",
    "user": "User",
    "role-session": "AssumedRole",
    "federated-user": "FederatedUser",
    "service": "Service",
}
"""aws:PrincipalType by kind of principal; all others are Anonymous."""


def circumstances(now: float, region: str, origin: Origin) -> Context:
    """Return the keys that every request has."""
    return {
        "aws:CurrentTime": iso(now),
        "aws:EpochTime": str(int(now)),
        "aws:SecureTransport": str(origin.secure).lower(),
        "aws:RequestedRegion": region,
        "aws:UserAgent": origin.agent,
        "aws:SourceIp": origin.address,
        "aws:ViaAWSService": "false",
    }


def caller_keys(reader: Reader, principal: Principal) -> Context:
    """Return the keys that tell who asks; what a session carries comes on top (its tags win over the role's)."""
    context: Context = {"aws:PrincipalType": PRINCIPAL_TYPES.get(principal.kind, "Anonymous")}
    if principal.kind == "anonymous":
        return context | {"aws:PrincipalAccount": "anonymous", "aws:userid": "anonymous"}
    if principal.kind == "service":
        return context | _service_keys(principal)
    if not principal.account:
        return context
    context["aws:PrincipalAccount"] = principal.account
    context["aws:PrincipalArn"] = principal.principal_arn or principal.arn
    context["aws:PrincipalIsAWSService"] = "false"
    context["aws:userid"] = principal.user_id
    context.update(_own_keys(reader, principal))
    organization = organization_of(reader, principal.account)
    if organization is not None:
        context["aws:PrincipalOrgID"] = organization.id
        context["aws:PrincipalOrgPaths"] = (path_of(reader, principal.account),)
    return context


def resource_keys(reader: Reader, account: str) -> Context:
    """Return the keys that tell whose the resource is."""
    context: Context = {"aws:ResourceAccount": account} if account else {}
    organization = organization_of(reader, account)
    if organization is not None:
        context["aws:ResourceOrgID"] = organization.id
        context["aws:ResourceOrgPaths"] = (path_of(reader, account),)
    return context


def _service_keys(principal: Principal) -> Context:
    """Return what tells of an AWS service that asks for itself. DIFFERS: AWS lists all names that a service has."""
    return {
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": principal.service,
        "aws:PrincipalServiceNamesList": (principal.service,),
    }


def _own_keys(reader: Reader, principal: Principal) -> Context:
    """Return the user's name, and the tags of the user or role."""
    keys: Context = {}
    tags: dict[str, str] = {}
    if principal.kind == "user" and (user := user_behind(reader, principal)) is not None:
        keys["aws:username"], tags = user.name, user.tags
    elif principal.kind == "role-session" and (role := role_behind(reader, principal)) is not None:
        tags = role.tags
    for key, value in tags.items():
        keys[f"aws:PrincipalTag/{key}"] = value
    return keys


def merged(*parts: Context) -> Context:
    """Return one context of several: the later wins, and upper and lower case count for nothing in the names of keys."""
    found: Context = {}
    spelled: dict[str, str] = {}
    for part in parts:
        for key, value in part.items():
            found[spelled.setdefault(key.lower(), key)] = value
    return found
