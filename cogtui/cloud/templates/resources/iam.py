"""Resource types of IAM.

Source: CloudFormation User Guide, "AWS Identity and Access Management resource type reference".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.templates.resources.blame import Way, by_code, in_policy
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import fields, many, policy, text


def create_role(making: Making) -> Made:
    """Make an AWS::IAM::Role with its inline and managed policies."""
    asked = {"RoleName": making.new_name(), **making.parameters}
    blame = in_policy(("AssumeRolePolicyDocument",), asked["AssumeRolePolicyDocument"], "trust")
    role = making.invoke("iam", "CreateRole", asked, blame=blame)["Role"]
    name = role["RoleName"]
    for index, inline in enumerate(making.given.get("Policies", [])):
        _put(making, name, inline, ("Policies", index))
    for index, arn in enumerate(making.given.get("ManagedPolicyArns", [])):
        blame = by_code(dict.fromkeys(("NoSuchEntity", "ValidationError"), ("ManagedPolicyArns", index)))
        making.invoke("iam", "AttachRolePolicy", {"RoleName": name, "PolicyArn": arn}, blame=blame)
    return making.made(name, Arn=role["Arn"], RoleId=role["RoleId"])


def put_policy(making: Making) -> Made:
    """Make an AWS::IAM::Policy: one inline policy in each of the roles."""
    for role in making.given["Roles"]:
        _put(making, role, making.given)
    return making.made(making.given["PolicyName"])


def put_role_policy(making: Making) -> Made:
    """Make an AWS::IAM::RolePolicy."""
    _put(making, making.given["RoleName"], making.given)
    return making.made(making.given["PolicyName"])


def _put(making: Making, role: str, inline: dict[str, Any], way: Way = ()) -> None:
    asked = {"RoleName": role, "PolicyName": inline["PolicyName"], "PolicyDocument": inline["PolicyDocument"]}
    blame = in_policy((*way, "PolicyDocument"), asked["PolicyDocument"], "identity")
    making.invoke("iam", "PutRolePolicy", asked, blame=blame)


_INLINE = {"PolicyName": text, "PolicyDocument": policy}

KINDS = (
    Kind(
        "AWS::IAM::Role",
        {
            **parameters(
                "iam",
                "CreateRole",
                "Description",
                "MaxSessionDuration",
                "Path",
                "PermissionsBoundary",
                "RoleName",
                "Tags",
            ),
            "AssumeRolePolicyDocument": Property(policy, "AssumeRolePolicyDocument", required=True),
            "ManagedPolicyArns": Property(many(text)),
            "Policies": Property(many(fields(dict(_INLINE), required=tuple(_INLINE)))),
        },
        create_role,
    ),
    Kind(
        "AWS::IAM::Policy",
        {
            "PolicyName": Property(text, required=True),
            "PolicyDocument": Property(policy, required=True),
            "Roles": Property(many(text), required=True),
        },
        put_policy,
        elsewhere=("Groups", "Users"),
    ),
    Kind(
        "AWS::IAM::RolePolicy",
        {
            "PolicyName": Property(text, required=True),
            "PolicyDocument": Property(policy, required=True),
            "RoleName": Property(text, required=True),
        },
        put_role_policy,
    ),
)
