"""All that decides who may do what in an account (IAM API Reference, GetAccountAuthorizationDetails)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from cogtui.cloud.accounts.customer_policies import MANAGED_POLICIES, POLICY_VERSIONS, ManagedPolicy
from cogtui.cloud.accounts.principals import ATTACHED_POLICIES, INLINE_POLICIES, ROLES, Role
from cogtui.cloud.accounts.users import GROUPS, USERS, Group, User, groups_of
from cogtui.cloud.call import Call
from cogtui.cloud.policy.managed import NAMES, managed
from cogtui.cloud.services.iam import aws_policies, boundaries, groups, policies, policy_versions, roles, users
from cogtui.cloud.services.iam.documents import encoded
from cogtui.cloud.services.iam.lookup import Holder, page
from cogtui.cloud.services.iam.policies import Uses, uses_of
from cogtui.cloud.services.iam.tags import shown as shown_tags

Output = dict[str, Any]

_LISTS = {
    "User": "UserDetailList",
    "Group": "GroupDetailList",
    "Role": "RoleDetailList",
    "LocalManagedPolicy": "Policies",
    "AWSManagedPolicy": "Policies",
}
"""Kind, as `Filter` names it -> the list of the answer that it stands in."""


class _Row(NamedTuple):
    """One thing of the answer."""

    kind: str
    name: str
    shown: Output

    @property
    def key(self) -> str:
        """Its place in the whole answer, whose lists come one after the other."""
        return f"{list(_LISTS).index(self.kind)} {self.name}"


def get_account_authorization_details(
    call: Call, *, Filter: list[str] | None = None, Marker: str | None = None, MaxItems: int = 100
) -> Output:
    """List users, groups, roles and managed policies with all that they hold; of AWS's policies those in use."""
    del Marker
    rows = sorted((row for row in _rows(call) if row.kind in (Filter or _LISTS)), key=lambda row: row.key)
    paged = page(call, "", rows, lambda row: row.key, MaxItems)
    found: list[_Row] = paged.pop("")
    lists: dict[str, list[Output]] = {name: [] for name in _LISTS.values()}
    for row in found:
        lists[_LISTS[row.kind]].append(row.shown)
    return {**lists, **paged}


def _rows(call: Call) -> Iterator[_Row]:
    uses = uses_of(call)
    for user in call.tx.scan(USERS, call.account):
        yield _Row("User", user.name, _user(call, user))
    for group in call.tx.scan(GROUPS, call.account):
        yield _Row("Group", group.name, _group(call, group))
    for role in call.tx.scan(ROLES, call.account):
        yield _Row("Role", role.name, _role(call, role))
    for policy in call.tx.scan(MANAGED_POLICIES, call.account):
        yield _Row("LocalManagedPolicy", policy.name, _own(call, policy, uses))
    for name in NAMES:
        if uses.total(aws_policies.PREFIX + name):
            yield _Row("AWSManagedPolicy", name, _of_aws(name, uses))


def _user(call: Call, user: User) -> Output:
    holder = Holder(user.account, "user", user.name)
    inline = _inline(call, holder)
    return {
        **users.shown(user),
        **({"UserPolicyList": inline} if inline else {}),
        "GroupList": list(groups_of(call.tx, user)),
        "AttachedManagedPolicies": _attached(call, holder),
        **boundaries.shown(user),
        "Tags": shown_tags(user.tags),
    }


def _group(call: Call, group: Group) -> Output:
    holder = Holder(group.account, "group", group.name)
    held = {"GroupPolicyList": _inline(call, holder), "AttachedManagedPolicies": _attached(call, holder)}
    return groups.shown(group) | held


def _role(call: Call, role: Role) -> Output:
    """Return a role. DIFFERS: there are no instance profiles, and every role looks unused."""
    holder = Holder(role.account, "role", role.name)
    listed = roles.listed(call, role)
    return {
        **{name: value for name, value in listed.items() if name not in ("Description", "MaxSessionDuration")},
        "InstanceProfileList": [],
        "RolePolicyList": _inline(call, holder),
        "AttachedManagedPolicies": _attached(call, holder),
        **boundaries.shown(role),
        "Tags": shown_tags(role.tags),
        "RoleLastUsed": {},
    }


def _own(call: Call, policy: ManagedPolicy, uses: Uses) -> Output:
    versions = sorted(call.tx.scan(POLICY_VERSIONS, policy.scope), key=lambda row: -row.number)
    listed = [
        {
            "Document": encoded(row.document),
            **policy_versions.listed(row.version_id, policy.default_version, row.created),
        }
        for row in versions
    ]
    described = {} if policy.description is None else {"Description": policy.description}
    return {**policies.listed(policy, uses), **described, "PolicyVersionList": listed}


def _of_aws(name: str, uses: Uses) -> Output:
    document = encoded(managed(aws_policies.PREFIX + name) or "")
    version = {"Document": document, **policy_versions.of_aws(name)}
    return {**policies.of_aws(name, uses), "PolicyVersionList": [version]}


def _inline(call: Call, holder: Holder) -> list[Output]:
    found = call.tx.scan(INLINE_POLICIES, holder.scope)
    return [{"PolicyName": row.name, "PolicyDocument": encoded(row.document)} for row in found]


def _attached(call: Call, holder: Holder) -> list[Output]:
    found = call.tx.scan(ATTACHED_POLICIES, holder.scope)
    return [{"PolicyName": row.policy_arn.rsplit("/", 1)[1], "PolicyArn": row.policy_arn} for row in found]
