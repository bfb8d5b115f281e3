"""What denials call the resource, action by action, as people have published them."""

from __future__ import annotations

import pytest

from cogtui.cloud.policy.told_resource import told_resource

HERE = "arn:aws:iam::111122223333:"


@pytest.mark.parametrize(
    ("action", "arn", "told"),
    [
        ("iam:GetRole", "role/app", "role app"),
        ("iam:GetRole", "role/service-role/app", "role app"),
        ("iam:AttachRolePolicy", "role/app", "role app"),
        ("iam:PutRolePolicy", "role/app", "role app"),
        ("iam:DeleteRolePermissionsBoundary", "role/app", "role app"),
        ("iam:CreateRole", "role/app", HERE + "role/app"),
        ("iam:TagRole", "role/app", HERE + "role/app"),
        ("iam:PassRole", "role/app", HERE + "role/app"),
        ("iam:PutRolePermissionsBoundary", "role/app", HERE + "role/app"),
        ("iam:ListRoles", "role/", HERE + "role/"),
        ("iam:GetUser", "user/ana", "user ana"),
        ("iam:GetUserPolicy", "user/ana", "user ana"),
        ("iam:GetLoginProfile", "user/ana", "user ana"),
        ("iam:ListAccessKeys", "user/ana", "user ana"),
        ("iam:ListMFADevices", "user/ana", "user ana"),
        ("iam:CreateUser", "user/ana", HERE + "user/ana"),
        ("iam:ListUsers", "user/", HERE + "user/"),
        ("iam:SimulatePrincipalPolicy", "user/ana", HERE + "user/ana"),
        ("iam:GetGroup", "group/team", "group team"),
        ("iam:AddUserToGroup", "group/team", "group team"),
        ("iam:RemoveUserFromGroup", "group/team", "group team"),
        ("iam:CreateGroup", "group/team", HERE + "group/team"),
        ("iam:GetInstanceProfile", "instance-profile/web", "instance profile web"),
        ("iam:CreatePolicy", "policy/read", "policy read"),
        ("iam:TagPolicy", "policy/read", "policy read"),
        ("iam:GetPolicy", "policy/read", f"policy {HERE}policy/read"),
        ("iam:CreatePolicyVersion", "policy/read", f"policy {HERE}policy/read"),
        ("iam:CreateVirtualMFADevice", "mfa/phone", HERE + "mfa/phone"),
        ("iam:DeleteVirtualMFADevice", "mfa/phone", HERE + "mfa/phone"),
        ("iam:GetSAMLProvider", "saml-provider/corp", HERE + "saml-provider/corp"),
        ("iam:DeleteOpenIDConnectProvider", "oidc-provider/a.example/id/1", HERE + "oidc-provider/a.example/id/1"),
        ("sts:AssumeRole", "role/app", HERE + "role/app"),
    ],
)
def test_iam_mostly_says_the_kind_and_the_name(action: str, arn: str, told: str) -> None:
    assert told_resource(action, HERE + arn) == told


@pytest.mark.parametrize("action", ["sts:GetAccessKeyInfo", "sts:DecodeAuthorizationMessage"])
def test_an_action_of_sts_about_nothing_has_no_resource(action: str) -> None:
    assert told_resource(action, "*") == ""


@pytest.mark.parametrize("resource", ["*", "policy path /", "arn:aws:iam::111122223333:user", "arn:aws:s3:::b/role/x"])
def test_what_names_no_entity_of_iam_is_told_as_it_is(resource: str) -> None:
    assert told_resource("iam:GetRole", resource) == resource
