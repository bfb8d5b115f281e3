"""The words behind the rule ids `iam.*`: what IAM asks before it keeps or gives away something."""

from __future__ import annotations

from cogtui.cloud.rules import Rule
from cogtui.cloud.services.iam.mfa_rules import RULES as _MFA
from cogtui.cloud.services.iam.oidc_rules import RULES as _OIDC
from cogtui.cloud.services.iam.saml_rules import RULES as _SAML
from cogtui.cloud.services.iam.simulation_rules import RULES as _SIMULATION

_QUOTAS = 'IAM User Guide, "IAM and AWS STS quotas"'
_GRAMMAR = 'IAM User Guide, "Grammar of the IAM JSON policy language"'
_IDENTIFIERS = 'IAM User Guide, "IAM identifiers"'
_TAGS = 'IAM User Guide, "Tags for AWS Identity and Access Management resources"'


def _api(operation: str) -> str:
    return f"IAM API Reference, {operation}"


_ENTITIES = {
    "iam.role": Rule("the account has the role", _api("GetRole"), "the account has no such role"),
    "iam.role.name": Rule("no role of the account has this name, capitals aside", _IDENTIFIERS, "the name is taken"),
    "iam.role.own": Rule(
        "the role is not the one that the console itself uses",
        _api("DeleteRole (UnmodifiableEntity)"),
        "this role carries the console; without it nobody could act here any more",
    ),
    "iam.role.inline": Rule(
        "the role has no inline policies left", _api("DeleteRole"), "the role still has inline policies"
    ),
    "iam.role.attached": Rule(
        "the role has no managed policies left", _api("DeleteRole"), "managed policies are still attached"
    ),
    "iam.user": Rule("the account has the user", _api("GetUser"), "the account has no such user"),
    "iam.user.name": Rule("no user of the account has this name, capitals aside", _IDENTIFIERS, "the name is taken"),
    "iam.user.inline": Rule(
        "the user has no inline policies left", _api("DeleteUser"), "the user still has inline policies"
    ),
    "iam.user.attached": Rule(
        "the user has no managed policies left", _api("DeleteUser"), "managed policies are still attached"
    ),
    "iam.user.groups": Rule("the user is in no group any more", _api("DeleteUser"), "the user is still in groups"),
    "iam.user.mfa": Rule("the user has no MFA devices left", _api("DeleteUser"), "the user still has MFA devices"),
    "iam.user.keys": Rule("the user has no access keys left", _api("DeleteUser"), "the user still has access keys"),
    "iam.group": Rule("the account has the group", _api("GetGroup"), "the account has no such group"),
    "iam.group.name": Rule("no group of the account has this name, capitals aside", _IDENTIFIERS, "the name is taken"),
    "iam.group.inline": Rule(
        "the group has no inline policies left", _api("DeleteGroup"), "the group still has inline policies"
    ),
    "iam.group.attached": Rule(
        "the group has no managed policies left", _api("DeleteGroup"), "managed policies are still attached"
    ),
    "iam.group.members": Rule("nobody is in the group any more", _api("DeleteGroup"), "users are still in the group"),
}

_KEYS = {
    "iam.caller.user": Rule(
        "a call that names no user comes from one", _api("GetUser"), "the caller is no user, so nobody is meant"
    ),
    "iam.caller.session": Rule(
        "the caller's keys may call IAM",
        "STS API Reference, GetSessionToken",
        "sessions of GetFederationToken, and those of GetSessionToken without MFA, cannot call IAM",
    ),
    "iam.key": Rule("the user has the access key", _api("DeleteAccessKey"), "the user has no such access key"),
    "iam.key.account": Rule(
        "the account has the access key", _api("GetAccessKeyLastUsed"), "the account has no such access key"
    ),
}

_POLICIES = {
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
        "the holder's inline policies are within their quota together", _QUOTAS, "the inline policies are too long"
    ),
    "iam.policy": Rule(
        "the holder has the inline policy", _api("GetRolePolicy"), "there is no such inline policy there"
    ),
    "iam.managed.arn": Rule("the ARN names a policy", _api("AttachRolePolicy"), "that is no policy's ARN"),
    "iam.managed": Rule(
        "the managed policy exists", _api("GetPolicy"), "neither the account nor AWS has such a managed policy here"
    ),
    "iam.managed.attached": Rule("the managed policy is attached", _api("DetachRolePolicy"), "it is not attached"),
    "iam.managed.name": Rule(
        "no managed policy of the account has this name, capitals aside", _api("CreatePolicy"), "the name is taken"
    ),
    "iam.managed.own": Rule(
        "the managed policy is the account's own",
        'IAM User Guide, "Managed policies and inline policies"',
        "only AWS changes the policies that AWS manages",
    ),
    "iam.managed.unused": Rule(
        "the policy is attached to nobody and bounds nobody", _api("DeletePolicy"), "somebody still has it"
    ),
    "iam.managed.single": Rule(
        "the policy has no further versions", _api("DeletePolicy"), "the policy still has other versions"
    ),
    "iam.boundary": Rule(
        "the permissions boundary is a managed policy that exists",
        'IAM User Guide, "Permissions boundaries for IAM entities"',
        "neither the account nor AWS has such a managed policy here",
    ),
    "iam.version": Rule("the policy has the version", _api("GetPolicyVersion"), "the policy has no such version"),
    "iam.version.room": Rule(
        "the policy has room for one more version", _api("CreatePolicyVersion"), "a policy has five versions at most"
    ),
    "iam.version.spare": Rule(
        "the version is not the one that counts", _api("DeletePolicyVersion"), "it is the version that counts"
    ),
}

RULES = {
    **_ENTITIES,
    **_KEYS,
    **_POLICIES,
    **_OIDC,
    **_SAML,
    **_SIMULATION,
    **_MFA,
    "iam.quota": Rule("there is room for one more", _QUOTAS, "that would be more than there may be"),
    "iam.tag.once": Rule("every tag key is given once", _TAGS, "a tag key is given twice"),
    "iam.tag.reserved": Rule("no tag key begins with aws:", _TAGS, "keys that begin with aws: are AWS's own"),
    "iam.alias": Rule("the account has the alias", _api("DeleteAccountAlias"), "the account has another alias or none"),
    "iam.alias.free": Rule("no account has the alias yet", _api("CreateAccountAlias"), "an account has this alias"),
    "iam.page.marker": Rule(
        "the marker comes from the page before", _api("ListRoles"), "the marker is of another list"
    ),
}
