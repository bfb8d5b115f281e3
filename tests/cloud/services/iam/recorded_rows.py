"""Refusals of IAM as AWS answered them in 2025 and 2026, recorded by LocalStack's snapshot tests (tests/aws/services/iam).

The row's comment names the file; names of users, roles and policies are ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.callers import Operator
from cogtui.cloud.world import World
from tests.builders import done, policy
from tests.cloud.services.error_table import Row
from tests.cloud.services.iam.people import HERE, a_key, a_policy

DOCUMENT = policy({"Action": "s3:ListBucket", "Resource": "*"})
TRUST = policy({"Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"})
OF_AWS = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
KEY = "AKIAIOSFODNN7EXAMPLE"


class Account(msgspec.Struct, frozen=True):
    """An account with one of everything."""

    world: World


def account() -> Account:
    world = World(seed="recorded")
    a_policy(world, "Pol", "s3:ListBucket")
    a_policy(world, "Full", "s3:ListBucket")
    for _ in range(4):
        done(world, "iam", "CreatePolicyVersion", PolicyArn=of("Full"), PolicyDocument=DOCUMENT)
    for name in ("ana", "holder"):
        done(world, "iam", "CreateUser", UserName=name)
    a_key(world, "holder")
    a_key(world, "holder")
    done(world, "iam", "AttachUserPolicy", UserName="holder", PolicyArn=of("Full"))
    for name in ("R", "Inline"):
        done(world, "iam", "CreateRole", RoleName=name, AssumeRolePolicyDocument=TRUST)
    done(world, "iam", "PutRolePolicy", RoleName="Inline", PolicyName="own", PolicyDocument=DOCUMENT)
    done(world, "iam", "CreateGroup", GroupName="G")
    done(world, "iam", "CreateGroup", GroupName="H")
    done(world, "iam", "CreateVirtualMFADevice", VirtualMFADeviceName="phone")
    named = {"Url": "https://a.example", "ThumbprintList": ["a" * 40], "Tags": tags(50)}
    done(world, "iam", "CreateOpenIDConnectProvider", **named)
    return Account(world)


def of(name: str, kind: str = "policy") -> str:
    return f"arn:aws:iam::{HERE}:{kind}/{name}"


def tags(count: int) -> list[dict[str, str]]:
    return [{"Key": f"key-{number}", "Value": "v"} for number in range(count)]


def one_tag(key: str = "k", value: str = "v") -> list[dict[str, str]]:
    return [{"Key": key, "Value": value}]


def asks(operation: str, params: dict[str, Any]) -> Callable[[Account], object]:
    return lambda here: here.world.call("iam", operation, params, caller=Operator(HERE))


def row(code: str, status: int, text: str, operation: str, /, **params: Any) -> Row[Account]:
    return Row(code, text, account, asks(operation, params), status=status)


def missing(text: str, operation: str, /, **params: Any) -> Row[Account]:
    return row("NoSuchEntity", 404, text, operation, **params)


def taken(text: str, operation: str, /, **params: Any) -> Row[Account]:
    return row("EntityAlreadyExists", 409, text, operation, **params)


def in_use(text: str, operation: str, /, **params: Any) -> Row[Account]:
    return row("DeleteConflict", 409, text, operation, **params)


def too_much(text: str, operation: str, /, **params: Any) -> Row[Account]:
    return row("LimitExceeded", 409, text, operation, **params)


def invalid(text: str, operation: str, /, **params: Any) -> Row[Account]:
    return row("ValidationError", 400, text, operation, **params)


def malformed(text: str, operation: str, /, **params: Any) -> Row[Account]:
    return row("MalformedPolicyDocument", 400, text, operation, **params)


def constraint(path: str, rule: str, operation: str, /, **params: Any) -> Row[Account]:
    text = f"1 validation error detected: Value at '{path}' failed to satisfy constraint: {rule}"
    return invalid(text, operation, **params)


def not_ours(text: str, operation: str, /, **params: Any) -> Row[Account]:
    return row("AccessDenied", 403, text, operation, PolicyArn=OF_AWS, **params)


NO_USER = "The user with name nobody cannot be found."
NO_ROLE = "The role with name nobody cannot be found."
NO_GROUP = "The group with name nobody cannot be found."
NO_VERSION = f"Policy {of('Pol')} version v9 does not exist or is not attachable."
NO_POLICY = f"Policy {of('No')} was not found."
NOT_ATTACHABLE = f"Policy {of('No')} does not exist or is not attachable."
NO_DEVICE = f"MFA Device with serial number {of('no', 'mfa')} does not exist."
NO_MANIFEST = f"Manifest not found for arn {of('No', 'saml-provider')}"
BAD_BOUNDARY = f"ARN {of('invalid', 'not_a_policy')} is not valid."
PATH = (
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters "
    "and/or / characters."
)
LETTERS = "is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-"
VERSION = r"Member must satisfy regular expression pattern: v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"
TAG_KEY = r"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+"
AT_MOST = "Member must have length less than or equal to "
KEYS = (
    f"Member must satisfy constraint: [{AT_MOST}128, Member must have length greater than or equal to 1, {TAG_KEY}, "
    "Member must not be null]"
)
THREE = (
    "3 validation errors detected: Value at 'clientIDList' failed to satisfy constraint: Member must satisfy constraint: "
    f"[{AT_MOST}255, Member must have length greater than or equal to 1]; Value at 'thumbprintList' failed to satisfy "
    f"constraint: Member must satisfy constraint: [{AT_MOST}40, Member must have length greater than or equal to 40]; "
    f"Value at 'url' failed to satisfy constraint: {AT_MOST}255"
)

PEOPLE: list[Row[Account]] = [  # test_iam_users, test_iam_groups
    taken("User with name ana already exists.", "CreateUser", UserName="ana"),
    missing(NO_USER, "GetUser", UserName="nobody"),
    missing(NO_USER, "UpdateUser", UserName="nobody", NewUserName="x"),
    missing(NO_USER, "DeleteUser", UserName="nobody"),
    in_use("Cannot delete entity, must detach all policies first.", "DeleteUser", UserName="holder"),
    too_much("Cannot exceed quota for AccessKeysPerUser: 2", "CreateAccessKey", UserName="holder"),
    missing(NO_USER, "CreateAccessKey", UserName="nobody"),
    missing(f"The Access Key with id {KEY} cannot be found.", "UpdateAccessKey",
            UserName="ana", AccessKeyId=KEY, Status="Inactive"),
    invalid("Must specify userName when calling with non-User credentials", "DeleteAccessKey", AccessKeyId=KEY),
    missing(NO_USER, "TagUser", UserName="nobody", Tags=one_tag()),
    missing(NO_USER, "UntagUser", UserName="nobody", TagKeys=["k"]),
    missing(NO_USER, "ListUserTags", UserName="nobody"),
    missing(NOT_ATTACHABLE, "AttachUserPolicy", UserName="ana", PolicyArn=of("No")),
    missing(f"Policy {of('Pol')} was not found.", "DetachUserPolicy", UserName="ana", PolicyArn=of("Pol")),
    taken("Group with name G already exists.", "CreateGroup", GroupName="G"),
    taken("Group with name H already exists.", "UpdateGroup", GroupName="G", NewGroupName="H"),
    missing(NO_GROUP, "UpdateGroup", GroupName="nobody", NewGroupName="x"),
    missing(NO_GROUP, "DeleteGroup", GroupName="nobody"),
    missing(NO_USER, "AddUserToGroup", GroupName="G", UserName="nobody"),
    missing(NO_GROUP, "AddUserToGroup", GroupName="nobody", UserName="ana"),
    missing(NO_GROUP, "RemoveUserFromGroup", GroupName="nobody", UserName="ana"),
    missing(NO_USER, "RemoveUserFromGroup", GroupName="nobody", UserName="nobody"),
    missing("The group policy with name no cannot be found.", "GetGroupPolicy", GroupName="G", PolicyName="no"),
    missing(f"Policy {of('Pol')} was not found.", "DetachGroupPolicy", GroupName="G", PolicyArn=of("Pol")),
]  # fmt: skip

ROLES: list[Row[Account]] = [  # test_iam_roles
    taken("Role with name R already exists.", "CreateRole", RoleName="R", AssumeRolePolicyDocument=TRUST),
    missing(NO_ROLE, "GetRole", RoleName="nobody"),
    missing(NO_ROLE, "UpdateRole", RoleName="nobody", Description="x"),
    missing(NO_ROLE, "DeleteRole", RoleName="nobody"),
    in_use("Cannot delete entity, must delete policies first.", "DeleteRole", RoleName="Inline"),
    missing("The role policy with name no cannot be found.", "GetRolePolicy", RoleName="R", PolicyName="no"),
    missing("The role policy with name no cannot be found.", "DeleteRolePolicy", RoleName="R", PolicyName="no"),
    missing(NO_ROLE, "PutRolePolicy", RoleName="nobody", PolicyName="no", PolicyDocument=DOCUMENT),
    missing(NO_ROLE, "GetRolePolicy", RoleName="nobody", PolicyName="no"),
    missing(NO_ROLE, "DeleteRolePolicy", RoleName="nobody", PolicyName="no"),
    invalid("ARN longpolicynamebutnoarn is not valid.", "AttachRolePolicy",
            RoleName="R", PolicyArn="longpolicynamebutnoarn"),
    missing(NOT_ATTACHABLE, "AttachRolePolicy", RoleName="R", PolicyArn=of("No")),
    missing(f"Policy {of('Pol')} was not found.", "DetachRolePolicy", RoleName="R", PolicyArn=of("Pol")),
    missing("Policy arn:aws:iam::aws:policy/Nonexistent was not found.", "DetachRolePolicy",
            RoleName="R", PolicyArn="arn:aws:iam::aws:policy/Nonexistent"),
    row("InvalidInput", 400, BAD_BOUNDARY, "PutRolePermissionsBoundary",
        RoleName="R", PermissionsBoundary=of("invalid", "not_a_policy")),
    row("InvalidInput", 400, BAD_BOUNDARY, "CreateRole",
        RoleName="New", AssumeRolePolicyDocument=TRUST, PermissionsBoundary=of("invalid", "not_a_policy")),
    missing(f"Scope ARN: {of('No')} does not exist or is not attachable.", "PutRolePermissionsBoundary",
            RoleName="R", PermissionsBoundary=of("No")),
    missing(NO_ROLE, "PutRolePermissionsBoundary", RoleName="nobody", PermissionsBoundary=of("Pol")),
    malformed("This policy contains invalid Json", "UpdateAssumeRolePolicy", RoleName="R", PolicyDocument="not valid json"),
    malformed("AssumeRole policy may only specify STS AssumeRole actions.", "UpdateAssumeRolePolicy",
              RoleName="R", PolicyDocument=TRUST.replace("sts:AssumeRole", "sts:InvalidAction")),
    malformed("Has prohibited field Resource", "UpdateAssumeRolePolicy",
              RoleName="R", PolicyDocument=TRUST.replace('"Action"', '"Resource": "arn:aws:s3:::b", "Action"')),
]  # fmt: skip

TAGS: list[Row[Account]] = [  # test_iam_roles, test_iam_policies
    missing(NO_ROLE, "TagRole", RoleName="nobody", Tags=one_tag()),
    missing(NO_ROLE, "UntagRole", RoleName="nobody", TagKeys=["k"]),
    missing(NO_ROLE, "ListRoleTags", RoleName="nobody"),
    constraint("tags", AT_MOST + "50", "TagRole", RoleName="R", Tags=tags(51)),
    constraint("tags.1.member.key", AT_MOST + "128", "TagRole", RoleName="R", Tags=one_tag("k" * 129)),
    constraint("tags.1.member.value", AT_MOST + "256", "TagRole", RoleName="R", Tags=one_tag(value="v" * 257)),
    constraint("tags.1.member.key", TAG_KEY, "TagRole", RoleName="R", Tags=one_tag("NOWAY!")),
    constraint("tagKeys", AT_MOST + "50", "UntagRole", RoleName="R", TagKeys=["k"] * 51),
    constraint("tagKeys", KEYS, "UntagRole", RoleName="R", TagKeys=["k" * 129]),
    constraint("tagKeys", KEYS, "UntagPolicy", PolicyArn=of("Pol"), TagKeys=["NOWAY!"]),
    row("InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.", "TagRole",
        RoleName="R", Tags=[*one_tag("k"), *one_tag("K")]),
    row("InvalidInput", 400, "Duplicate tag keys found.", "TagPolicy", PolicyArn=of("Pol"), Tags=one_tag() * 2),
    missing(NO_POLICY, "TagPolicy", PolicyArn=of("No"), Tags=one_tag()),
    missing(NO_POLICY, "UntagPolicy", PolicyArn=of("No"), TagKeys=["k"]),
    too_much("The number of tags has reached the maximum limit.", "TagOpenIDConnectProvider",
             OpenIDConnectProviderArn=of("a.example", "oidc-provider"), Tags=one_tag("overflow")),
]  # fmt: skip

POLICIES: list[Row[Account]] = [  # test_iam_policies, test_iam_managed_policies
    taken("A policy called Pol already exists. Duplicate names are not allowed.", "CreatePolicy",
          PolicyName="Pol", PolicyDocument=DOCUMENT),
    missing(NO_POLICY, "DeletePolicy", PolicyArn=of("No")),
    in_use("Cannot delete a policy attached to entities.", "DeletePolicy", PolicyArn=of("Full")),
    too_much("A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing "
             "version.", "CreatePolicyVersion", PolicyArn=of("Full"), PolicyDocument=DOCUMENT),
    missing(NOT_ATTACHABLE.replace("does", "version v1 does"), "GetPolicyVersion", PolicyArn=of("No"), VersionId="v1"),
    missing(NO_VERSION, "GetPolicyVersion", PolicyArn=of("Pol"), VersionId="v9"),
    missing(NO_VERSION, "DeletePolicyVersion", PolicyArn=of("Pol"), VersionId="v9"),
    missing(NO_VERSION, "SetDefaultPolicyVersion", PolicyArn=of("Pol"), VersionId="v9"),
    in_use("Cannot delete the default version of a policy.", "DeletePolicyVersion", PolicyArn=of("Pol"), VersionId="v1"),
    constraint("versionId", VERSION, "SetDefaultPolicyVersion", PolicyArn=of("Pol"), VersionId="wrong_version_id"),
    constraint("versionId", VERSION, "GetPolicyVersion", PolicyArn=OF_AWS, VersionId="v0"),
    missing(NOT_ATTACHABLE, "ListEntitiesForPolicy", PolicyArn=of("No")),
    not_ours("Cannot delete policies outside your own account.", "DeletePolicy"),
    not_ours("Cannot delete policy versions for policies outside your own account.", "DeletePolicyVersion", VersionId="v1"),
    not_ours("Cannot update policies outside your own account.", "SetDefaultPolicyVersion", VersionId="v1"),
]  # fmt: skip

DEVICES: list[Row[Account]] = [  # test_iam_mfa
    taken("MFA device already exists.", "CreateVirtualMFADevice", VirtualMFADeviceName="phone"),
    invalid(PATH, "CreateVirtualMFADevice", VirtualMFADeviceName="other", Path="test/"),
    invalid(PATH, "CreateVirtualMFADevice", VirtualMFADeviceName="other", Path="/test"),
    constraint("path", AT_MOST + "512", "CreateVirtualMFADevice", VirtualMFADeviceName="other", Path=f"/{'a' * 511}/"),
    missing(NO_DEVICE, "DeleteVirtualMFADevice", SerialNumber=of("no", "mfa")),
    missing(NO_DEVICE, "DeactivateMFADevice", UserName="ana", SerialNumber=of("no", "mfa")),
    missing(NO_USER, "DeactivateMFADevice", UserName="nobody", SerialNumber=of("phone", "mfa")),
    missing(NO_USER, "EnableMFADevice", UserName="nobody", SerialNumber=of("phone", "mfa"),
            AuthenticationCode1="123456", AuthenticationCode2="654321"),
    invalid("Invalid Marker.", "ListVirtualMFADevices", Marker="invalid"),
]  # fmt: skip

PROVIDERS: list[Row[Account]] = [  # test_iam_oidc, test_iam_saml_providers
    taken("Provider with url https://a.example already exists.", "CreateOpenIDConnectProvider",
          Url="https://a.example", ThumbprintList=["a" * 40]),
    row("InvalidInput", 400, "Thumbprint list must contain fewer than 5 entries.", "CreateOpenIDConnectProvider",
        Url="https://b.example", ThumbprintList=["a" * 40] * 6),
    too_much("Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100", "CreateOpenIDConnectProvider",
             Url="https://b.example", ThumbprintList=["a" * 40], ClientIDList=[str(number) for number in range(101)]),
    invalid("Invalid Open ID Connect Provider URL", "CreateOpenIDConnectProvider", Url="b.example"),
    invalid(THREE, "CreateOpenIDConnectProvider",
            Url=f"https://{'a' * 256}", ThumbprintList=["b" * 41], ClientIDList=["c" * 256]),
    missing(f"OpenIDConnect Provider not found for arn {of('no.example', 'oidc-provider')}", "GetOpenIDConnectProvider",
            OpenIDConnectProviderArn=of("no.example", "oidc-provider")),
    missing(f"OpenId connect Provider {of('no.example', 'oidc-provider')} cannot be found.",
            "DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=of("no.example", "oidc-provider")),
    missing(NO_MANIFEST, "GetSAMLProvider", SAMLProviderArn=of("No", "saml-provider")),
    missing(NO_MANIFEST, "DeleteSAMLProvider", SAMLProviderArn=of("No", "saml-provider")),
]  # fmt: skip

QUOTED: list[Row[Account]] = [  # not LocalStack's: quoted by users of AWS, of the CLI and of Terraform's provider
    invalid(f"The specified value for roleName {LETTERS}", "GetRole", RoleName="service-role/R"),
    invalid(f"The specified value for policyName {LETTERS}", "DeleteGroupPolicy", GroupName="G", PolicyName=OF_AWS),
    invalid(f"The specified value for userName {LETTERS}", "CreateUser", UserName="ana/bo"),
    constraint("status", "Member must satisfy enum value set", "UpdateAccessKey",
               UserName="ana", AccessKeyId=KEY, Status="On"),
]  # fmt: skip

RECORDED: list[Row[Account]] = [*PEOPLE, *ROLES, *TAGS, *POLICIES, *DEVICES, *PROVIDERS, *QUOTED]
