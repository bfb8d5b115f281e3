"""Whose bucket a request is about, and which bucket policy takes part in the verdict."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.policy.request import PolicySource
from cogtui.cloud.services.registry import Owner, Resource
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import BUCKETS, PARTITION, Bucket
from cogtui.cloud.store import Reader

_WITHOUT_BUCKET = ("CreateBucket", "ListBuckets")
"""Operations that are about no bucket that exists."""


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
    return resource_of(bucket)


def resource_of(bucket: Bucket) -> Resource:
    """Return a bucket, or an object in it, as authorisation sees it: under "Bucket owner enforced" both are one owner's."""
    policies = ()
    if bucket.policy:
        place = bucket.policy_place
        policies = (PolicySource("resource", place.label, bucket.policy, place, account=bucket.account),)
    context = {"aws:ResourceAccount": bucket.account, "s3:ResourceAccount": bucket.account}
    return Resource(bucket.account, policies, dict(context))


def bucket_named(call: Call, name: str) -> Bucket:
    """Return the bucket that a call names."""
    bucket = call.tx.get(BUCKETS, (PARTITION, name))
    call.require("s3.bucket", bucket, lambda: errors.no_such_bucket(name), has=name)
    assert bucket is not None
    return bucket
