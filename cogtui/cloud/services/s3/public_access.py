"""Block Public Access: the settings of a bucket, and whether its policy is public (S3 API Reference).

A new bucket has all four settings on (since April 2023). What they come to: BlockPublicAcls in `acl_requests`,
IgnorePublicAcls and RestrictPublicBuckets in `acl_policies`, BlockPublicPolicy in `bucket_policies`.
DIFFERS: there are no settings of the account (S3 Control) or the organization, which at AWS count as well.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.public_policy import is_public
from cogtui.cloud.services.s3.records import BUCKETS
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]

SETTINGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


@also_takes(*EVERYWHERE, *SENT_ALONG)
def put_public_access_block(call: Call, *, Bucket: str, PublicAccessBlockConfiguration: dict[str, bool]) -> Output:
    """Put the four settings in place of those that there are; one that is not given is off."""
    bucket = bucket_named(call, Bucket)
    settings = {name: bool(PublicAccessBlockConfiguration.get(name)) for name in SETTINGS}
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket, public_access=settings))
    return {}


@also_takes(*EVERYWHERE)
def get_public_access_block(call: Call, *, Bucket: str) -> Output:
    """Show the four settings."""
    bucket = bucket_named(call, Bucket)
    settings = dict.fromkeys(SETTINGS, True) if bucket.public_access is None else bucket.public_access
    call.require("s3.public.settings", settings, lambda: errors.no_public_access_block(Bucket), has=Bucket)
    return {"PublicAccessBlockConfiguration": dict(settings)}


@also_takes(*EVERYWHERE)
def delete_public_access_block(call: Call, *, Bucket: str) -> Output:
    """Take the settings away, which turns them off."""
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket_named(call, Bucket), public_access={}))
    return {}


@also_takes(*EVERYWHERE)
def get_bucket_policy_status(call: Call, *, Bucket: str) -> Output:
    """Tell whether the bucket's policy is public."""
    bucket = bucket_named(call, Bucket)
    call.require("s3.policy", bucket.policy, lambda: errors.no_such_policy(Bucket), has=Bucket)
    return {"PolicyStatus": {"IsPublic": is_public(bucket.policy)}}
