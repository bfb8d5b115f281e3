"""Whose bucket or object a request is about, and which policies of theirs take part in the verdict.

S3 User Guide, "How Amazon S3 authorizes a request": the bucket's owner answers for the bucket and for what comes into it; for
reading an object, its list and changing that, the object's owner answers, and the bucket's owner can only deny.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cogtui.cloud.accounts.principals import as_it_reads
from cogtui.cloud.call import Call
from cogtui.cloud.door.binding import resource_controls
from cogtui.cloud.policy.request import ContextValue, PolicySource
from cogtui.cloud.services.registry import Owner, Resource
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.acl_policies import bucket_acl, object_acl, owners_deletion, restriction
from cogtui.cloud.services.s3.acl_requests import lists_in, names_everybody, require_not_public
from cogtui.cloud.services.s3.records import BUCKETS, OBJECTS, PARTITION, Bucket, S3Object
from cogtui.cloud.services.s3.signature_keys import signature_keys
from cogtui.cloud.services.s3.tags import request_tags
from cogtui.cloud.store import Reader

_WITHOUT_BUCKET = ("CreateBucket", "ListBuckets")
"""Operations that are about no bucket that exists."""

_TAGGED = frozenset(
    {
        "DeleteObjectTagging",
        "GetObject",
        "GetObjectAcl",
        "GetObjectTagging",
        "HeadObject",
        "PutObjectAcl",
        "PutObjectTagging",
    }
)
"""Operations whose policies see the tags that the object has (Service Authorization Reference, Amazon S3)."""

_TAGGING = frozenset({"CopyObject", "CreateMultipartUpload", "PutObject", "PutObjectTagging"})
"""Operations whose policies see the tags that the object is to have."""

_OBJECT_OWNERS = frozenset(
    {
        "s3:getobject",
        "s3:getobjectacl",
        "s3:getobjectversion",
        "s3:getobjectversionacl",
        "s3:putobjectacl",
        "s3:putobjectversionacl",
    }
)
"""Actions, in small letters, that the owner of an object answers for."""

_ACTIONS = {
    "GetObject": "s3:GetObject",
    "HeadObject": "s3:GetObject",
    "GetObjectAcl": "s3:GetObjectAcl",
    "PutObjectAcl": "s3:PutObjectAcl",
    "DeleteObject": "s3:DeleteObject",
}
"""Operations for which it matters whose the object is."""

_DELETIONS = ("s3:deleteobject", "s3:deleteobjectversion")

_POLICY_OPERATIONS = ("GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy")

FOREIGN = "the object is another account's: the bucket's owner can keep people from it, but let nobody in"

_ACCOUNT = re.compile(r"[0-9]{12}")


def owner(state: Reader, params: dict[str, Any]) -> Owner | None:
    """Return whose the bucket is.

    DIFFERS: AWS redirects requests that reach another region than the bucket's, and SDKs follow; here they have arrived.
    """
    name = params.get("Bucket")
    bucket = state.get(BUCKETS, (PARTITION, name)) if isinstance(name, str) else None
    return Owner(bucket.account, bucket.region) if bucket else None


def resource(call: Call) -> Resource | None:
    """Return what authorisation must know of the bucket; a bucket that isn't there is told before any policy is asked."""
    if call.operation in _WITHOUT_BUCKET:
        return None
    name = call.params["Bucket"]
    bucket = call.tx.get(BUCKETS, (PARTITION, name))
    if bucket is None:
        call.refuse("s3.bucket", errors.no_such_bucket(name), has=name)
    check_owner(call, bucket, "ExpectedBucketOwner")
    _check_list(call, bucket)
    looked_at = call.operation in _TAGGED or call.operation == "DeleteObject"
    found = call.tx.get(OBJECTS, (name, call.params["Key"])) if looked_at else None
    known = resource_of(call.tx, bucket, found, _ACTIONS.get(call.operation, ""))
    if call.operation in _POLICY_OPERATIONS and _is_own_root(call, bucket):
        known = Resource(known.account, (), known.context)
    known.context.update(signature_keys(call))
    if call.operation in _TAGGING and call.params.get("Tagging"):
        tags = request_tags(call.params)
        known.context.update({f"s3:RequestObjectTag/{key}": value for key, value in tags.items()})
        known.context["s3:RequestObjectTagKeys"] = tuple(tags)
    return known


def resource_at(reader: Reader, arn: str, action: str = "") -> Resource | None:
    """Return the bucket or object that an ARN names, as authorisation sees it for an action; None without the bucket."""
    name, _, key = arn.removeprefix("arn:aws:s3:::").partition("/")
    bucket = reader.get(BUCKETS, (PARTITION, name))
    return resource_of(reader, bucket, reader.get(OBJECTS, (name, key)) if key else None, action) if bucket else None


def resource_of(reader: Reader, bucket: Bucket, found: S3Object | None = None, action: str = "") -> Resource:
    """Return a bucket, or an object in it, as authorisation sees it for an action."""
    by_object_owner = found is not None and bucket.has_acls and action.lower() in _OBJECT_OWNERS
    account = bucket.owner_of(found) if by_object_owner else bucket.account
    policies = tuple(_policies(reader, bucket, found if by_object_owner else None, account))
    deletes = action.lower() in _DELETIONS
    if deletes and found is not None and bucket.has_acls:
        policies += tuple(owners_deletion(bucket, found))
    context: dict[str, ContextValue] = {"aws:ResourceAccount": bucket.account, "s3:ResourceAccount": bucket.account}
    if found is not None and found.content.tags and not deletes:
        context |= {f"s3:ExistingObjectTag/{key}": value for key, value in found.content.tags.items()}
    return Resource(account, policies, context)


def _policies(reader: Reader, bucket: Bucket, found: S3Object | None, account: str) -> Iterator[PolicySource]:
    """Yield the bucket policy, the access control list that counts, and all that guards the bucket besides."""
    if bucket.policy:
        place, void = bucket.policy_place, "" if account == bucket.account else FOREIGN
        document = as_it_reads(reader, bucket.policy, bucket.named)
        yield PolicySource("resource", place.label, document, place, account=bucket.account, void=void)
    if bucket.has_acls:
        yield from object_acl(reader, bucket, found) if found else bucket_acl(reader, bucket)
    if account != bucket.account:  # those of the object's owner count anyway
        yield from resource_controls(reader, "s3:GetObject", bucket.account)
    shut = restriction(bucket)
    if shut is not None:
        yield shut


def _is_own_root(call: Call, bucket: Bucket) -> bool:
    """Tell whether the root user of the bucket's own account asks: no bucket policy can shut it out of the bucket policy.

    S3 API Reference, PutBucketPolicy.
    """
    return call.principal.kind == "root" and call.principal.account == bucket.account


def bucket_named(call: Call, name: str) -> Bucket:
    """Return the bucket that a call names."""
    bucket = call.tx.get(BUCKETS, (PARTITION, name))
    call.require("s3.bucket", bucket, lambda: errors.no_such_bucket(name), has=name)
    assert bucket is not None
    return bucket


def check_owner(call: Call, bucket: Bucket, member: str) -> None:
    """Refuse a request whose sender takes the bucket for another account's."""
    expected = call.params.get(member)
    if expected is None:
        return
    formed = _ACCOUNT.fullmatch(expected)
    call.require("s3.bucket.expected", formed, lambda: errors.no_account(expected), has=expected)
    same = expected == bucket.account
    call.require("s3.bucket.expected", same, errors.access_denied, wants=bucket.account, has=expected)


def _check_list(call: Call, bucket: Bucket) -> None:
    """Refuse to put a public list where they are blocked, whatever policies and Object Ownership say.

    S3 was seen to say so to users whose policies do not allow PutObjectAcl, and at buckets where lists are off: public
    write-ups of AWS Academy's lab "Working with Amazon S3". DIFFERS: lists that come with an upload are asked after the
    policies, for whose order nothing was found.
    """
    if call.operation in ("PutBucketAcl", "PutObjectAcl") and bucket.blocks("BlockPublicAcls"):
        require_not_public(call, bucket, public=names_everybody(lists_in(call)))
