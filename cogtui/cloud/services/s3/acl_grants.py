"""What access control lists are made of: groups, permissions, the canned lists, and what of a list is public.

S3 User Guide, "Access control list (ACL) overview".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cogtui.cloud.services.s3.records import Acl, Grant, canonical_id
from cogtui.cloud.store import Reader

ALL_USERS: Final = "http://acs.amazonaws.com/groups/global/AllUsers"
AUTHENTICATED_USERS: Final = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
LOG_DELIVERY: Final = "http://acs.amazonaws.com/groups/s3/LogDelivery"
GROUPS: Final = (ALL_USERS, AUTHENTICATED_USERS, LOG_DELIVERY)
PUBLIC: Final = (ALL_USERS, AUTHENTICATED_USERS)
"""Everybody, and everybody who signs: what Block Public Access is against."""
PUBLIC_CANNED: Final = ("public-read", "public-read-write", "authenticated-read")

BUNDLE_READER: Final = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c"
"""The canonical id under which Amazon EC2 fetches the bundle of an image; `aws-exec-read` grants to it."""

FULL_CONTROL: Final = "FULL_CONTROL"

HEADERS: Final = {
    "GrantFullControl": FULL_CONTROL,
    "GrantRead": "READ",
    "GrantReadACP": "READ_ACP",
    "GrantWrite": "WRITE",
    "GrantWriteACP": "WRITE_ACP",
}
"""Parameter of a request -> the permission that it grants."""

_Others = Callable[[str], Acl]

_CANNED: Final[dict[str, _Others]] = {
    "private": lambda _: (),
    "public-read": lambda _: (Grant(ALL_USERS, "READ"),),
    "public-read-write": lambda _: (Grant(ALL_USERS, "READ"), Grant(ALL_USERS, "WRITE")),
    "authenticated-read": lambda _: (Grant(AUTHENTICATED_USERS, "READ"),),
    "aws-exec-read": lambda _: (Grant(BUNDLE_READER, "READ"),),
    "bucket-owner-read": lambda bucket_owner: (Grant(canonical_id(bucket_owner), "READ"),),
    "bucket-owner-full-control": lambda bucket_owner: (Grant(canonical_id(bucket_owner), FULL_CONTROL),),
    "log-delivery-write": lambda _: (Grant(LOG_DELIVERY, "WRITE"), Grant(LOG_DELIVERY, "READ_ACP")),
}
"""Canned list -> what it grants to others than the owner, given whose the bucket is."""

CANNED: Final = tuple(_CANNED)


def canned(name: str, owner: str, bucket_owner: str) -> Acl:
    """Return the list that a canned one stands for, for something that an account owns."""
    own = Grant(canonical_id(owner), FULL_CONTROL)
    return (own, *(grant for grant in _CANNED[name](bucket_owner) if grant.grantee != own.grantee))


def in_force(acl: Acl | None, owner: str) -> Acl:
    """Return a list as it counts: where nobody put one, the owner has everything."""
    return canned("private", owner, owner) if acl is None else acl


def is_public_grant(grant: Grant) -> bool:
    """Tell whether a grant is to everybody, or to everybody who signs."""
    return grant.grantee in PUBLIC


def is_public_acl(acl: Acl) -> bool:
    """Tell whether Block Public Access counts a list as public."""
    return any(is_public_grant(grant) for grant in acl)


def gives_bucket_owner_everything(acl: Acl, bucket_owner: str) -> bool:
    """Tell whether a list says what `bucket-owner-full-control` says: to the bucket's owner at least."""
    return Grant(canonical_id(bucket_owner), FULL_CONTROL) in acl


def shown(acl: Acl, owner: str) -> dict[str, Any]:
    """Return a list in the API's shape."""
    return {"Owner": {"ID": canonical_id(owner)}, "Grants": [_shown(grant) for grant in acl]}


def _shown(grant: Grant) -> dict[str, Any]:
    group = grant.grantee in GROUPS
    who = {"URI": grant.grantee, "Type": "Group"} if group else {"ID": grant.grantee, "Type": "CanonicalUser"}
    return {"Grantee": who, "Permission": grant.permission}


def accounts_by_id(reader: Reader) -> dict[str, str]:
    """Return the world's accounts by their canonical ids."""
    from cogtui.cloud.accounts.principals import ACCOUNTS

    return {canonical_id(account): account for account in reader.scopes(ACCOUNTS)}
