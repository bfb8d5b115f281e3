"""The words behind the rule ids `iam.*`: what IAM asks before it keeps a role or a policy."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_QUOTAS = 'IAM User Guide, "IAM and AWS STS quotas"'
_GRAMMAR = 'IAM User Guide, "Grammar of the IAM JSON policy language"'
_DELETE = "IAM API Reference, DeleteRole"

RULES = {
    "iam.role": Rule("the account has the role", "IAM API Reference, GetRole", "the account has no such role"),
    "iam.role.name": Rule(
        "no role of the account has this name, capitals aside", "IAM API Reference, CreateRole", "the name is taken"
    ),
    "iam.role.own": Rule(
        "the role is not the one that the console itself uses",
        "IAM API Reference, DeleteRole (UnmodifiableEntity)",
        "this role carries the console; without it nobody could act here any more",
    ),
    "iam.role.inline": Rule("the role has no inline policies left", _DELETE, "the role still has inline policies"),
    "iam.role.attached": Rule("the role has no managed policies left", _DELETE, "managed policies are still attached"),
    "iam.trust.document": Rule(
        "the trust policy is one that IAM can read", _GRAMMAR, "IAM cannot make sense of the trust policy"
    ),
    "iam.trust.size": Rule("the trust policy is within its quota", _QUOTAS, "the trust policy is too long"),
    "iam.trust.cognito": Rule(
        "the trust policy says which identity pool, or which kind of login, it trusts",
        'Amazon Cognito Developer Guide, "Role trust and permissions"',
        "every identity pool of every account could become this role",
    ),
    "iam.policy.document": Rule("the policy is one that IAM can read", _GRAMMAR, "IAM cannot make sense of the policy"),
    "iam.policy.size": Rule(
        "the role's inline policies are within their quota together", _QUOTAS, "the inline policies are too long"
    ),
    "iam.policy": Rule(
        "the role has the inline policy", "IAM API Reference, GetRolePolicy", "the role has no such inline policy"
    ),
    "iam.managed.arn": Rule("the ARN names a policy", "IAM API Reference, AttachRolePolicy", "that is no policy's ARN"),
    "iam.managed": Rule(
        "the managed policy exists", "IAM API Reference, AttachRolePolicy", "CogTUI knows no such managed policy"
    ),
    "iam.managed.attached": Rule(
        "the managed policy is attached", "IAM API Reference, DetachRolePolicy", "it is not attached to the role"
    ),
    "iam.page.marker": Rule(
        "the marker comes from the page before", "IAM API Reference, ListRoles", "the marker is of another list"
    ),
}
