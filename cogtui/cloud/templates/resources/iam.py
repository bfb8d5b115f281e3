"""Resource types of IAM.

Source: CloudFormation User Guide, "AWS Identity and Access Management resource type reference".
"""

from __future__ import annotations

from cogtui.cloud.accounts.principals import HolderKind
from cogtui.cloud.templates.resources.blame import Way, by_code, either, in_policy
from cogtui.cloud.templates.resources.iam_policies import attach, inline, put
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import many, one_of, policy, text, whole


def create_role(making: Making) -> Made:
    """Make an AWS::IAM::Role with its inline and managed policies."""
    asked = {"RoleName": making.new_name(), **making.parameters}
    blame = in_policy(("AssumeRolePolicyDocument",), asked["AssumeRolePolicyDocument"], "trust")
    role = making.invoke("iam", "CreateRole", asked, blame=either(blame, _AT_BOUNDARY))["Role"]
    _give_policies(making, "role", role["RoleName"])
    return making.made(role["RoleName"], Arn=role["Arn"], RoleId=role["RoleId"])


def create_user(making: Making) -> Made:
    """Make an AWS::IAM::User with its policies, in its groups."""
    named = {"UserName": making.new_name(), **making.parameters}
    user = making.invoke("iam", "CreateUser", named, blame=_AT_BOUNDARY)["User"]
    name: str = user["UserName"]
    _give_policies(making, "user", name)
    for index, group in enumerate(making.given.get("Groups", [])):
        _join(making, group, name, ("Groups", index))
    return making.made(name, Arn=user["Arn"])


def create_group(making: Making) -> Made:
    """Make an AWS::IAM::Group with its policies."""
    group = making.invoke("iam", "CreateGroup", {"GroupName": making.new_name(), **making.parameters})["Group"]
    _give_policies(making, "group", group["GroupName"])
    return making.made(group["GroupName"], Arn=group["Arn"])


def add_users(making: Making) -> Made:
    """Make an AWS::IAM::UserToGroupAddition."""
    for index, user in enumerate(making.given["Users"]):
        _join(making, making.given["GroupName"], user, ("Users", index))
    return making.made(making.new_name())


def create_access_key(making: Making) -> Made:
    """Make an AWS::IAM::AccessKey; a new `Serial` makes another key, so it is only looked at by those who update."""
    user: str = making.given["UserName"]
    blame = by_code({"NoSuchEntity": ("UserName",), "LimitExceeded": ("UserName",)})
    key = making.invoke("iam", "CreateAccessKey", {"UserName": user}, blame=blame)["AccessKey"]
    if making.given.get("Status") == "Inactive":
        asked = {"UserName": user, "AccessKeyId": key["AccessKeyId"], "Status": "Inactive"}
        making.invoke("iam", "UpdateAccessKey", asked)
    return making.made(key["AccessKeyId"], SecretAccessKey=key["SecretAccessKey"])


def create_oidc_provider(making: Making) -> Made:
    """Make an AWS::IAM::OIDCProvider; Ref gives its ARN."""
    made = making.invoke("iam", "CreateOpenIDConnectProvider", making.parameters)
    return making.made(made["OpenIDConnectProviderArn"], Arn=made["OpenIDConnectProviderArn"])


def create_saml_provider(making: Making) -> Made:
    """Make an AWS::IAM::SAMLProvider; Ref gives its ARN."""
    named = {"Name": making.new_name()} | making.parameters
    made = making.invoke("iam", "CreateSAMLProvider", named)
    return making.made(made["SAMLProviderArn"], Arn=made["SAMLProviderArn"])


def _give_policies(making: Making, kind: HolderKind, name: str) -> None:
    for index, each in enumerate(making.given.get("Policies", [])):
        put(making, kind, name, each, way=("Policies", index))
    for index, arn in enumerate(making.given.get("ManagedPolicyArns", [])):
        attach(making, kind, name, arn, ("ManagedPolicyArns", index))


def _join(making: Making, group: str, user: str, way: Way) -> None:
    blame = by_code(dict.fromkeys(("NoSuchEntity", "LimitExceeded"), way))
    making.invoke("iam", "AddUserToGroup", {"GroupName": group, "UserName": user}, blame=blame)


_AT_BOUNDARY = by_code({"NoSuchEntity": ("PermissionsBoundary",)})
"""Of all that a new user or role names only the boundary can be missing."""

_POLICIES = {"ManagedPolicyArns": Property(many(text)), "Policies": Property(many(inline))}

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
            **_POLICIES,
        },
        create_role,
    ),
    Kind(
        "AWS::IAM::User",
        {
            **parameters("iam", "CreateUser", "Path", "PermissionsBoundary", "Tags", "UserName"),
            **_POLICIES,
            "Groups": Property(many(text)),
        },
        create_user,
        elsewhere=("LoginProfile",),
    ),
    Kind("AWS::IAM::Group", {**parameters("iam", "CreateGroup", "GroupName", "Path"), **_POLICIES}, create_group),
    Kind(
        "AWS::IAM::UserToGroupAddition",
        {"GroupName": Property(text, required=True), "Users": Property(many(text), required=True)},
        add_users,
    ),
    Kind(
        "AWS::IAM::OIDCProvider",
        parameters(
            "iam",
            "CreateOpenIDConnectProvider",
            "Tags",
            "ThumbprintList",
            "Url",
            required=("Url",),
            ClientIdList="ClientIDList",
        ),
        create_oidc_provider,
    ),
    Kind(
        "AWS::IAM::SAMLProvider",
        parameters(
            "iam",
            "CreateSAMLProvider",
            "Name",
            "Tags",
            required=("SamlMetadataDocument",),
            SamlMetadataDocument="SAMLMetadataDocument",
        ),
        create_saml_provider,
        elsewhere=("AddPrivateKey", "AssertionEncryptionMode", "PrivateKeyList", "RemovePrivateKey"),
    ),
    Kind(
        "AWS::IAM::AccessKey",
        {
            "Serial": Property(whole),
            "Status": Property(one_of("Active", "Inactive")),
            "UserName": Property(text, required=True),
        },
        create_access_key,
    ),
)
