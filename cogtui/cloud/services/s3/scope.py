"""Whose bucket a request is about, and which bucket policy takes part in the verdict."""

from __future__ import annotations

import re
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.policy.request import ContextValue, PolicySource, Principal
from cogtui.cloud.principals import as_it_reads
from cogtui.cloud.services.registry import Owner, Resource
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.public_policy import is_public
from cogtui.cloud.services.s3.records import BUCKETS, OBJECTS, PARTITION, Bucket, S3Object
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
    _check_restriction(call, bucket)
    found = call.tx.get(OBJECTS, (name, call.params["Key"])) if call.operation in _TAGGED else None
    known = resource_of(call.tx, bucket, found)
    if call.operation in _TAGGING and call.params.get("Tagging"):
        tags = request_tags(call.params)
        known.context.update({f"s3:RequestObjectTag/{key}": value for key, value in tags.items()})
        known.context["s3:RequestObjectTagKeys"] = tuple(tags)
    return known


def resource_at(reader: Reader, arn: str) -> Resource | None:
    """Return the bucket or object that an ARN names, as authorisation sees it; None without the bucket."""
    name, _, key = arn.removeprefix("arn:aws:s3:::").partition("/")
    bucket = reader.get(BUCKETS, (PARTITION, name))
    return resource_of(reader, bucket, reader.get(OBJECTS, (name, key)) if key else None) if bucket else None


def resource_of(reader: Reader, bucket: Bucket, found: S3Object | None = None) -> Resource:
    """Return a bucket, or an object in it, as authorisation sees it: under "Bucket owner enforced" both are one owner's."""
    policies = ()
    if bucket.policy:
        place = bucket.policy_place
        document = as_it_reads(reader, bucket.policy, bucket.named)
        policies = (PolicySource("resource", place.label, document, place, account=bucket.account),)
    context: dict[str, ContextValue] = {"aws:ResourceAccount": bucket.account, "s3:ResourceAccount": bucket.account}
    if found is not None and found.content.tags:
        context |= {f"s3:ExistingObjectTag/{key}": value for key, value in found.content.tags.items()}
    return Resource(bucket.account, policies, context)


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


def _check_restriction(call: Call, bucket: Bucket) -> None:
    """Refuse strangers at a bucket with a public policy that was told to keep them out.

    DIFFERS: a bucket that nobody told anything behaves as if the setting were off, though it shows as on.
    """
    if not call.exempt and keeps_out(bucket, call.principal):
        place = bucket.place("Block Public Access", "public_access")
        call.refuse("s3.public.restricted", errors.access_denied(), account=call.principal.account, place=place)


def keeps_out(bucket: Bucket, principal: Principal) -> bool:
    """Tell whether a bucket with a public policy was told to keep strangers out, and this is one."""
    restricted = bucket.public_access is not None and bucket.public_access.get("RestrictPublicBuckets", False)
    if not restricted or principal.kind == "service" or principal.account == bucket.account:
        return False
    return bool(bucket.policy) and is_public(bucket.policy)
