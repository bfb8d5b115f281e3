"""Access control lists and Block Public Access as the policy engine takes them: as policies of the resource.

A grant to an account leaves it to the account's own policies, as a bucket policy that names the account does; a grant to
everybody is one to "*". Which permission stands for which actions: S3 User Guide, "Access control list (ACL) overview",
"Mapping of ACL permissions and access policy permissions".

DIFFERS: IgnorePublicAcls takes the grants to everybody out of a list. S3's pages say that public lists are ignored, and
call a list public as soon as one grant of it is; what becomes of its grants to accounts they do not say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import PolicySource
from cogtui.cloud.services.s3.acl_grants import (
    ALL_USERS,
    AUTHENTICATED_USERS,
    FULL_CONTROL,
    LOG_DELIVERY,
    accounts_by_id,
    in_force,
    is_public_grant,
)
from cogtui.cloud.services.s3.public_policy import is_public
from cogtui.cloud.services.s3.records import ANONYMOUS_OWNER, OBJECTS, Acl, Bucket, Grant, S3Object, canonical_id
from cogtui.cloud.store import Reader

IGNORED: Final = "the setting IgnorePublicAcls of Block Public Access is on: grants to everybody count for nothing"

_ON_BUCKET: Final = {
    "READ": ("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
    "WRITE": ("s3:PutObject",),
    "READ_ACP": ("s3:GetBucketAcl",),
    "WRITE_ACP": ("s3:PutBucketAcl",),
}
_ON_OBJECT: Final = {
    "READ": ("s3:GetObject", "s3:GetObjectVersion"),
    "WRITE": (),
    "READ_ACP": ("s3:GetObjectAcl", "s3:GetObjectVersionAcl"),
    "WRITE_ACP": ("s3:PutObjectAcl", "s3:PutObjectVersionAcl"),
}
_GROUPS: Final[dict[str, dict[str, Any]]] = {
    ALL_USERS: {"Principal": "*"},
    AUTHENTICATED_USERS: {
        "Principal": "*",
        "Condition": {"StringNotEquals": {"aws:PrincipalType": "Anonymous"}},
    },
    LOG_DELIVERY: {"Principal": {"Service": "logging.s3.amazonaws.com"}},
}
"""Whom a group means, as a statement says it."""


def bucket_acl(reader: Reader, bucket: Bucket) -> Iterator[PolicySource]:
    """Yield what the bucket's list grants on the bucket, and on objects to be."""
    about = _About(bucket, bucket.account, bucket.place("ACL", "acl"), (bucket.arn, f"{bucket.arn}/*"))
    yield from _sources(reader, in_force(bucket.acl, bucket.account), about)


def object_acl(reader: Reader, bucket: Bucket, found: S3Object) -> Iterator[PolicySource]:
    """Yield what the object's list grants on it."""
    owner = bucket.owner_of(found)
    label = f"object {found.key} in bucket {bucket.name}, ACL"
    place = Place("setting", label, OBJECTS.name, (bucket.name, found.key), "acl")
    about = _About(bucket, owner, place, (f"{bucket.arn}/{_literal(found.key)}",))
    yield from _sources(reader, in_force(found.acl, owner), about)


def owners_deletion(bucket: Bucket, found: S3Object) -> Iterator[PolicySource]:
    """Yield that the owner of an object may delete it, which goes with being allowed to write to the bucket.

    Nobody's own objects can be deleted by nobody: recorded at AWS (localstack/localstack,
    test_s3_batch_delete_public_objects_using_requests).
    """
    owner = bucket.owner_of(found)
    if owner == bucket.account:
        return
    writers = [one for one in in_force(bucket.acl, bucket.account) if one.permission in ("WRITE", FULL_CONTROL)]
    everybody = (ALL_USERS,) if owner == ANONYMOUS_OWNER else (ALL_USERS, AUTHENTICATED_USERS)
    named = any(one.grantee == canonical_id(owner) for one in writers)
    if not named and not any(one.grantee in everybody for one in writers):
        return
    place = bucket.place("ACL, what writers own", "acl")
    void = "" if named or not bucket.blocks("IgnorePublicAcls") else IGNORED
    document = _deleting(owner, f"{bucket.arn}/{_literal(found.key)}")
    yield PolicySource("resource", place.label, document, place, account=bucket.account, void=void)


@lru_cache(maxsize=1024)
def _deleting(owner: str, arn: str) -> str:
    anonymous = {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalType": "Anonymous"}}}
    who = anonymous if owner == ANONYMOUS_OWNER else {"Principal": {"AWS": owner}}
    return _document([{"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": arn, **who}])


def restriction(bucket: Bucket) -> PolicySource | None:
    """Return what RestrictPublicBuckets comes to: a public policy shuts out all but services and the owner's own account.

    S3 User Guide, "Blocking public access to your Amazon S3 storage". DIFFERS: another account of the same organization
    reads of an explicit deny in a resource-based policy; AWS's words for this are not known.
    """
    if not (bucket.policy and bucket.blocks("RestrictPublicBuckets") and is_public(bucket.policy)):
        return None
    place = bucket.place("RestrictPublicBuckets of Block Public Access", "public_access")
    return PolicySource(
        "resource", place.label, _restricting(bucket.arn, bucket.account), place, account=bucket.account
    )


@lru_cache(maxsize=1024)
def _restricting(arn: str, account: str) -> str:
    strangers = {"StringNotEquals": {"aws:PrincipalAccount": account, "aws:PrincipalType": "Service"}}
    statement = {"Sid": "PolicyIsPublic", "Effect": "Deny", "Principal": "*", "Action": "s3:*"}
    return _document([{**statement, "Resource": [arn, f"{arn}/*"], "Condition": strangers}])


class _About(msgspec.Struct, frozen=True):
    """What a list is about."""

    bucket: Bucket
    owner: str
    place: Place
    arns: tuple[str, ...]
    """Of the bucket and all that comes into it, or of one object."""


def _sources(reader: Reader, acl: Acl, about: _About) -> Iterator[PolicySource]:
    """Yield the list as a policy; grants to everybody apart, where they are to be ignored."""
    known, place = accounts_by_id(reader), about.place
    ignored = tuple(grant for grant in acl if is_public_grant(grant)) if about.bucket.blocks("IgnorePublicAcls") else ()
    counting = tuple(grant for grant in acl if grant not in ignored)
    aside = msgspec.structs.replace(place, label=f"{place.label}, grants to everybody")
    for grants, at, void in ((counting, place, ""), (ignored, aside, IGNORED)):
        document = _granting(tuple((grant, known.get(grant.grantee, "")) for grant in grants), about.arns)
        if document:
            yield PolicySource("resource", at.label, document, at, account=about.owner, void=void)


@lru_cache(maxsize=1024)
def _granting(grants: tuple[tuple[Grant, str], ...], arns: tuple[str, ...]) -> str:
    """Return grants as a policy; empty where there is nothing to it."""
    table = _ON_BUCKET if len(arns) > 1 else _ON_OBJECT
    statements = [one for grant, account in grants if (one := _statement(grant, account, table, arns))]
    return _document(statements) if statements else ""


def _statement(
    grant: Grant, account: str, table: dict[str, tuple[str, ...]], arns: tuple[str, ...]
) -> dict[str, Any] | None:
    """Return a grant as a statement; None for a permission that means nothing here."""
    permissions = tuple(table) if grant.permission == FULL_CONTROL else (grant.permission,)
    actions = [action for permission in permissions for action in table[permission]]
    account_form = {"Principal": {"AWS": account} if account else {"CanonicalUser": grant.grantee}}
    who = _GROUPS.get(grant.grantee, account_form)
    return {"Effect": "Allow", "Action": actions, "Resource": list(arns), **who} if actions else None


def _document(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def _literal(key: str) -> str:
    """Return a key as a Resource that means it and no other."""
    return key.replace("$", "${$}").replace("*", "${*}").replace("?", "${?}")
