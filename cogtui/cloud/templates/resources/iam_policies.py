"""Resource types of IAM that are policies.

Source: CloudFormation User Guide, "AWS Identity and Access Management resource type reference".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from cogtui.cloud.accounts.principals import HolderKind
from cogtui.cloud.templates.resources.blame import Way, by_code, in_policy
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import fields, many, policy, text


class Holding(NamedTuple):
    """What a kind of holder is called in operations and in templates."""

    name: str
    """The parameter with its name."""
    put: str
    attach: str
    listed: str
    """The property that lists holders of this kind."""


HOLDINGS: dict[HolderKind, Holding] = {
    "group": Holding("GroupName", "PutGroupPolicy", "AttachGroupPolicy", "Groups"),
    "role": Holding("RoleName", "PutRolePolicy", "AttachRolePolicy", "Roles"),
    "user": Holding("UserName", "PutUserPolicy", "AttachUserPolicy", "Users"),
}

_INLINE = {"PolicyName": text, "PolicyDocument": policy}
inline = fields(dict(_INLINE), required=tuple(_INLINE))
"""The shape of one inline policy in a role, user or group."""


def put(making: Making, kind: HolderKind, name: str, given: dict[str, Any], *, way: Way = (), holder: Way = ()) -> None:
    """Put an inline policy into a holder; `way` leads to the policy, `holder` to the holder's name, for blame."""
    holding = HOLDINGS[kind]
    asked = {holding.name: name, "PolicyName": given["PolicyName"], "PolicyDocument": given["PolicyDocument"]}
    in_document = in_policy((*way, "PolicyDocument"), asked["PolicyDocument"], "identity")
    by_name = by_code({"NoSuchEntity": holder} if holder else {})
    making.invoke("iam", holding.put, asked, blame=lambda error: in_document(error) or by_name(error))


def attach(making: Making, kind: HolderKind, name: str, arn: str, way: Way) -> None:
    """Attach a managed policy to a holder; `way` leads to what names the one that may not be there."""
    holding = HOLDINGS[kind]
    blame = by_code(dict.fromkeys(("NoSuchEntity", "ValidationError", "LimitExceeded"), way))
    making.invoke("iam", holding.attach, {holding.name: name, "PolicyArn": arn}, blame=blame)


def put_policy(making: Making) -> Made:
    """Make an AWS::IAM::Policy: one inline policy in each of its groups, roles and users."""
    holders = list(_holders(making))
    if not holders:
        message = f"`{making.resource.logical_id}` needs one of `Groups`, `Roles` and `Users`: it belongs to somebody"
        raise making.scope.document.error_at_key(making.resource.pointer, message)
    for kind, name, way in holders:
        put(making, kind, name, making.given, holder=way)
    return making.made(making.given["PolicyName"])


def put_one_policy(kind: HolderKind) -> Callable[[Making], Made]:
    """Return what makes an AWS::IAM::RolePolicy, UserPolicy or GroupPolicy."""

    def make(making: Making) -> Made:
        put(making, kind, making.given[HOLDINGS[kind].name], making.given, holder=(HOLDINGS[kind].name,))
        return making.made(making.given["PolicyName"])

    return make


def create_managed_policy(making: Making) -> Made:
    """Make an AWS::IAM::ManagedPolicy and attach it to its groups, roles and users."""
    asked = {"PolicyName": making.new_name(), **making.parameters}
    blame = in_policy(("PolicyDocument",), asked["PolicyDocument"], "identity")
    made = making.invoke("iam", "CreatePolicy", asked, blame=blame)["Policy"]
    for kind, name, way in _holders(making):
        attach(making, kind, name, made["Arn"], way)
    found = making.invoke("iam", "GetPolicy", {"PolicyArn": made["Arn"]})["Policy"]
    return making.made(
        found["Arn"],
        PolicyArn=found["Arn"],
        PolicyId=found["PolicyId"],
        DefaultVersionId=found["DefaultVersionId"],
        AttachmentCount=str(found["AttachmentCount"]),
        PermissionsBoundaryUsageCount=str(found["PermissionsBoundaryUsageCount"]),
        IsAttachable="true",
        CreateDate=found["CreateDate"].isoformat(),
        UpdateDate=found["UpdateDate"].isoformat(),
    )


def _holders(making: Making) -> Iterator[tuple[HolderKind, str, Way]]:
    for kind, holding in HOLDINGS.items():
        for index, name in enumerate(making.given.get(holding.listed, [])):
            yield kind, name, (holding.listed, index)


_LISTS = {holding.listed: Property(many(text)) for holding in HOLDINGS.values()}
_DOCUMENT = {"PolicyName": Property(text, required=True), "PolicyDocument": Property(policy, required=True)}


def _one_policy(type_name: str, kind: HolderKind) -> Kind:
    named = {HOLDINGS[kind].name: Property(text, required=True)}
    return Kind(type_name, {**_DOCUMENT, **named}, put_one_policy(kind))


KINDS = (
    Kind("AWS::IAM::Policy", {**_DOCUMENT, **_LISTS}, put_policy),
    _one_policy("AWS::IAM::GroupPolicy", "group"),
    _one_policy("AWS::IAM::RolePolicy", "role"),
    _one_policy("AWS::IAM::UserPolicy", "user"),
    Kind(
        "AWS::IAM::ManagedPolicy",
        {
            **parameters("iam", "CreatePolicy", "Description", "Path", ManagedPolicyName="PolicyName"),
            "PolicyDocument": Property(policy, "PolicyDocument", required=True),
            **_LISTS,
        },
        create_managed_policy,
    ),
)
