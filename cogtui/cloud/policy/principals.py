"""The Principal element: whom a resource-based or trust policy names, and how (IAM User Guide, "Principal")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from cogtui.cloud.accounts.canonical import canonical_user_id
from cogtui.cloud.policy.request import Principal

Named = Literal["anyone", "user", "root", "session", "service", "federated", "role", "parent", "account", "holder"]
"""How a policy names the one who asks; decides what its Allow is worth in the same account (see `combine`).

`parent` is the user behind a GetFederationToken session; `holder` the one that a policy without principals hangs on.
"""

KINDS = ("AWS", "CanonicalUser", "Federated", "Service")
"""The members that a Principal map may have."""

Facet = tuple[Named, str]
"""One way in which a principal can be named: how, and the `Kind:value` that a policy would write."""

_ACCOUNT = re.compile(r"[0-9]{12}")
ACCOUNT_ENTRY = re.compile(r"AWS:(?:[0-9]{12}|arn:aws[a-z-]*:iam::[0-9]{12}:root)")
"""How a Principal names a whole account, as `Kind:value`."""
_ROOT = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}):root")
_ANYONE = "AWS:*"


class PrincipalElement(msgspec.Struct, frozen=True):
    """A Principal or NotPrincipal element."""

    name: str
    """As written: "Principal"."""
    pointer: str
    values: tuple[str, ...]
    """`Kind:value` for each, as written."""
    entries: frozenset[str]
    """The same, an account's root ARN as the account's number."""
    canonical: frozenset[str] = frozenset()
    """The canonical user ids among them: each is another name of an account."""

    def named(self, facets: tuple[Facet, ...]) -> Named | None:
        """Return how the element names a principal: the way that gives most, None where it does not."""
        for how, entry in facets:
            if entry in self.entries:
                return how
        return next((how for how, entry in facets if self.lists(how, entry)), None) if self.canonical else None

    def lists(self, how: Named, entry: str) -> bool:
        """Say whether one way to name a principal stands in the element."""
        if entry in self.entries:
            return True
        is_account = bool(self.canonical) and how in ("account", "root")
        return is_account and canonical_user_id(entry.removeprefix("AWS:")) in self.canonical


def principal_element(name: str, pointer: str, members: Mapping[str, Iterable[str]]) -> PrincipalElement:
    """Compile a Principal or NotPrincipal element; `"*"` is given as `{"AWS": ["*"]}`."""
    values = tuple(f"{kind}:{value}" for kind, listed in members.items() for value in listed)
    canonical = frozenset(members.get("CanonicalUser", ()))
    return PrincipalElement(name, pointer, values, frozenset(_normal(value) for value in values), canonical)


def _normal(entry: str) -> str:
    kind, _, value = entry.partition(":")
    root = _ROOT.fullmatch(value) if kind == "AWS" else None
    return f"AWS:{root.group(1)}" if root else entry


def facets(principal: Principal) -> tuple[Facet, ...]:
    """Return the ways in which a policy can name this principal, those that grant most first."""
    own: list[Facet]
    match principal.kind:
        case "user":
            own = [("user", f"AWS:{principal.arn}"), ("user", f"AWS:{principal.user_id}")]
        case "role-session":
            role_id = principal.user_id.partition(":")[0]
            own = [("session", f"AWS:{principal.arn}"), ("role", f"AWS:{principal.principal_arn}")]
            own.append(("role", f"AWS:{role_id}"))
        case "federated-user":
            own = [("session", f"AWS:{principal.arn}"), ("parent", f"AWS:{principal.parent}")]
        case "service":
            return (("anyone", _ANYONE), ("service", f"Service:{principal.service}"))
        case "web-identity":
            return (("anyone", _ANYONE), ("federated", f"Federated:{principal.federated}"))
        case "anonymous":
            return (("anyone", _ANYONE),)
        case "root":
            return (("anyone", _ANYONE), ("root", f"AWS:{principal.account}"))
    return (("anyone", _ANYONE), *own, ("account", f"AWS:{principal.account}"))


def standing(element: PrincipalElement, known: tuple[Facet, ...], effect: str, *, bounded: bool) -> Named | None:
    """Return how a statement's Principal or NotPrincipal covers the one who asks, None when it does not."""
    if element.name == "Principal":
        return element.named(known)
    if effect == "Allow":
        return None if element.named(known) else "anyone"
    return None if _exempt(element, known) and not bounded else "anyone"


def _exempt(element: PrincipalElement, known: tuple[Facet, ...]) -> bool:
    """Say whether a Deny with NotPrincipal spares the principal.

    IAM User Guide, "NotPrincipal": the account, the role and the session must all be listed (or the account and the user);
    a principal with a permissions boundary is never spared, which the caller judges.
    """
    if _ANYONE in element.entries:
        return True
    wanted = {how for how, _ in known} - {"anyone", "parent"}
    listed = {how for how, entry in known if element.lists(how, entry)}
    return bool(wanted) and wanted <= listed


def is_valid_aws(value: str) -> bool:
    """Say whether an AWS principal has one of the forms that a policy may name; a unique id may still be nobody's."""
    return bool(value == "*" or _ACCOUNT.fullmatch(value) or _AWS_ARN.fullmatch(value)) or is_unique_id(value)


def is_unique_id(value: str) -> bool:
    """Say whether a name is a user's or role's unique id (IAM User Guide, "IAM identifiers")."""
    return _UNIQUE_ID.fullmatch(value) is not None


_UNIQUE_ID = re.compile(r"A(?:IDA|ROA)[A-Z0-9]{12,}")


def is_valid_canonical_user(value: str) -> bool:
    """Say whether a text has the form of a canonical user id."""
    return bool(_CANONICAL_USER.fullmatch(value))


_CANONICAL_USER = re.compile(r"[0-9a-f]{64}")
_AWS_ARN = re.compile(
    r"arn:aws[a-z-]*:(?:iam::[0-9]{12}:(?:root|(?:user|role)/[^*?]+)|sts::[0-9]{12}:(?:assumed-role/[^/*?]+|federated-user)/[^/*?]+)"
)
