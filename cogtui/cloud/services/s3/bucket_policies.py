"""Bucket policies: put, read, delete (S3 API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts.named_principals import with_roots
from cogtui.cloud.accounts.principals import as_it_reads, principal_ids
from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.policy_checks import check_policy
from cogtui.cloud.services.s3.public_policy import is_public
from cogtui.cloud.services.s3.records import BUCKETS, Bucket
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]


@also_takes(*EVERYWHERE, *SENT_ALONG, "ConfirmRemoveSelfBucketAccess")
def put_bucket_policy(call: Call, *, Bucket: str, Policy: str) -> Output:
    """Give a bucket a policy in place of the one it has, unless it is public and the bucket was told to have none."""
    bucket = _own_bucket(call, Bucket, "PUT")
    check_policy(call, bucket, Policy)
    if bucket.blocks("BlockPublicPolicy"):
        error = errors.public_policy_blocked(call.principal.arn, bucket.arn)
        place = bucket.place("BlockPublicPolicy of Block Public Access", "public_access")
        call.require("s3.public.policy", not is_public(Policy), error, place=place, has=Bucket)
    document = with_roots(Policy)
    ids = principal_ids(call.tx, document)
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket, policy=document, named=ids))
    return {}


@also_takes(*EVERYWHERE)
def get_bucket_policy(call: Call, *, Bucket: str) -> Output:
    """Return a bucket's policy; whoever it named and is gone shows as a unique id."""
    bucket = _own_bucket(call, Bucket, "GET")
    call.require("s3.policy", bucket.policy, lambda: errors.no_such_policy(Bucket), has=Bucket)
    return {"Policy": as_it_reads(call.tx, bucket.policy, bucket.named)}


@also_takes(*EVERYWHERE)
def delete_bucket_policy(call: Call, *, Bucket: str) -> Output:
    """Take a bucket's policy away; a bucket without one is left as it is."""
    bucket = _own_bucket(call, Bucket, "DELETE")
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket, policy="", named={}))
    return {}


def _own_bucket(call: Call, name: str, method: str) -> Bucket:
    """Return a bucket of the caller's own account: no policy can hand its own making to another account."""
    bucket = bucket_named(call, name)
    own = call.exempt or call.principal.account == bucket.account
    call.require("s3.bucket.owner", own, lambda: errors.not_your_bucket(method), wants=bucket.account)
    return bucket
