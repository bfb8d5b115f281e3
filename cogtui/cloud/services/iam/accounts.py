"""The account as a whole: its alias, and what it has of everything (IAM API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.customer_policies import MANAGED_POLICIES
from cogtui.cloud.accounts.mfa_devices import MFA_DEVICES
from cogtui.cloud.accounts.oidc_providers import OIDC_PROVIDERS
from cogtui.cloud.accounts.principals import ROLES, root_principal
from cogtui.cloud.accounts.saml_providers import SAML_PROVIDERS
from cogtui.cloud.accounts.users import GROUPS, USERS
from cogtui.cloud.call import Call
from cogtui.cloud.services.iam import errors
from cogtui.cloud.services.iam.lookup import page
from cogtui.cloud.services.iam.policies import uses_of
from cogtui.cloud.services.iam.quotas import INLINE_CHARACTERS, MOST, VERSIONS_PER_POLICY
from cogtui.cloud.services.iam.records import ALIASES, AccountAlias
from cogtui.cloud.services.iam.trust import MOST_CHARACTERS

Output = dict[str, Any]


def create_account_alias(call: Call, *, AccountAlias: str) -> Output:
    """Give the account an alias, in place of the one it has; no two accounts have the same."""
    accounts = call.tx.scopes(ALIASES)
    taken = any(row.alias == AccountAlias for account in accounts for row in call.tx.scan(ALIASES, account))
    call.require("iam.alias.free", not taken, lambda: errors.alias_taken(AccountAlias), has=AccountAlias)
    call.tx.put(ALIASES, _alias(call.account, AccountAlias))
    return {}


def delete_account_alias(call: Call, *, AccountAlias: str) -> Output:
    """Take the account's alias away."""
    own = call.tx.get(ALIASES, (call.account,))
    same = own is not None and own.alias == AccountAlias
    call.require("iam.alias", same, lambda: errors.no_such_alias(AccountAlias), has=AccountAlias)
    call.tx.delete(ALIASES, (call.account,))
    return {}


def list_account_aliases(call: Call, *, Marker: str | None = None, MaxItems: int = 100) -> Output:
    """List the account's alias, if it has one."""
    del Marker
    return page(call, "AccountAliases", [row.alias for row in call.tx.scan(ALIASES, call.account)], str, MaxItems)


def get_account_summary(call: Call) -> Output:
    """Return how much there is of everything, and how much there may be."""
    return {"SummaryMap": {**_counts(call), **_QUOTAS, **_ABSENT}}


def _counts(call: Call) -> dict[str, int]:
    root_keys = credentials.keys_of(call.tx, root_principal(call.account))
    devices = list(call.tx.scan(MFA_DEVICES, call.account))
    return {
        "AccountAccessKeysPresent": int(bool(root_keys)),
        "Groups": len(list(call.tx.scan(GROUPS, call.account))),
        "MFADevices": len(devices),
        "MFADevicesInUse": len([device for device in devices if device.holder]),
        "Policies": len(list(call.tx.scan(MANAGED_POLICIES, call.account))),
        "Providers": len([*call.tx.scan(OIDC_PROVIDERS, call.account), *call.tx.scan(SAML_PROVIDERS, call.account)]),
        "PolicyVersionsInUse": len(uses_of(call).attached),
        "Roles": len(list(call.tx.scan(ROLES, call.account))),
        "Users": len(list(call.tx.scan(USERS, call.account))),
    }


_QUOTAS = {
    "AccessKeysPerUserQuota": MOST["AccessKeysPerUser"],
    "AssumeRolePolicySizeQuota": MOST_CHARACTERS,
    "AttachedPoliciesPerGroupQuota": MOST["PoliciesPerGroup"],
    "AttachedPoliciesPerRoleQuota": MOST["PoliciesPerRole"],
    "AttachedPoliciesPerUserQuota": MOST["PoliciesPerUser"],
    "GroupPolicySizeQuota": INLINE_CHARACTERS["group"],
    "GroupsPerUserQuota": MOST["GroupsPerUser"],
    "GroupsQuota": MOST["GroupsPerAccount"],
    "PoliciesQuota": MOST["PoliciesPerAccount"],
    "PolicySizeQuota": MOST["PolicySize"],
    "PolicyVersionsInUseQuota": 10_000,
    "RolePolicySizeQuota": INLINE_CHARACTERS["role"],
    "RolesQuota": MOST["RolesPerAccount"],
    "UserPolicySizeQuota": INLINE_CHARACTERS["user"],
    "UsersQuota": MOST["UsersPerAccount"],
    "VersionsPerPolicyQuota": VERSIONS_PER_POLICY,
}

_ABSENT = {
    "AccountMFAEnabled": 0,
    "AccountPasswordPresent": 0,
    "AccountSigningCertificatesPresent": 0,
    "GlobalEndpointTokenVersion": 1,
    "InstanceProfiles": 0,
    "InstanceProfilesQuota": 1000,
    "ServerCertificates": 0,
    "ServerCertificatesQuota": 20,
    "SigningCertificatesPerUserQuota": 2,
}
"""What CogTUI does not simulate, so what no account has."""

_alias = AccountAlias
"""The record, under a name that the parameter of the operations doesn't hide."""
