"""What a denial calls the resource: its ARN, but for IAM, which mostly says what kind of thing it is and its name.

Source: denials that users of AWS have published between 2014 and 2026, such as `iam:GetRole on resource: role app`,
`iam:GetPolicy on resource: policy arn:aws:iam::111122223333:policy/app`. Policies are matched against the ARN all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_IN_FULL: Final = frozenset(
    f"iam:{action}".lower()
    for action in (
        "CreateGroup",
        "CreateInstanceProfile",
        "CreateRole",
        "CreateUser",
        "GetAccessKeyLastUsed",  # DIFFERS: how this one's denial reads for a key of the account is not known
        "GetContextKeysForPrincipalPolicy",
        "ListGroups",
        "ListInstanceProfiles",
        "ListRoles",
        "ListUsers",
        "PassRole",
        "PutRolePermissionsBoundary",
        "PutUserPermissionsBoundary",
        "SimulatePrincipalPolicy",
        "TagRole",  # DIFFERS: known of CreateRole with tags alone
        "TagUser",
    )
)
"""Actions whose denials have the ARN although it is a user's, role's, group's or instance profile's."""

_BY_NAME: Final = frozenset({"iam:createpolicy", "iam:tagpolicy"})
"""Actions on a policy that isn't there yet, which has no ARN in their denials."""


def told_resource(action: str, arn: str) -> str:
    """Return a resource as the denial of an action names it; empty for an action of STS that is about nothing.

    Those read `... is not authorized to perform: sts:GetAccessKeyInfo because ...`; IAM's go on with `on resource: *`.
    """
    written = action.lower()
    if arn == "*" and written.startswith("sts:"):
        return ""
    if not written.startswith("iam:") or written in _IN_FULL or not arn.startswith("arn:"):
        return arn
    kind, slash, path = arn.rpartition(":")[2].partition("/")
    tell = _TOLD.get(kind)
    return tell(written, arn, path.rpartition("/")[2]) if tell and slash and path else arn


def _named(kind: str) -> Callable[[str, str, str], str]:
    return lambda _, __, name: f"{kind} {name}"


def _policy(action: str, arn: str, name: str) -> str:
    return f"policy {name if action in _BY_NAME else arn}"


_TOLD: Final[dict[str, Callable[[str, str, str], str]]] = {
    "group": _named("group"),
    "instance-profile": _named("instance profile"),
    "policy": _policy,
    "role": _named("role"),
    "user": _named("user"),
}
"""Kind of resource in an ARN -> what is said of it; devices and providers keep their ARNs."""
