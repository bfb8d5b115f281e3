"""Settings of buckets that have one value here: who owns objects, how they are encrypted, no versions."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import BUCKETS
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]

ENFORCED = "BucketOwnerEnforced"
"""The one simulated ObjectOwnership: ACLs are off."""

_ENCRYPTION = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]}
"""What every bucket has since January 2023."""


@also_takes(*EVERYWHERE, *SENT_ALONG)
def put_bucket_ownership_controls(call: Call, *, Bucket: str, OwnershipControls: dict[str, Any]) -> Output:
    """Say that the bucket's owner owns all objects in it."""
    bucket = bucket_named(call, Bucket)
    rules = OwnershipControls["Rules"]
    call.require("s3.bucket.one_rule", len(rules) == 1, errors.malformed_xml, has=len(rules))
    require_enforced(call, rules[0]["ObjectOwnership"])
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket, ownership=ENFORCED))
    return {}


@also_takes(*EVERYWHERE)
def get_bucket_ownership_controls(call: Call, *, Bucket: str) -> Output:
    """Show who owns objects in the bucket."""
    bucket = bucket_named(call, Bucket)
    call.require("s3.bucket.ownership", bucket.ownership, lambda: errors.no_ownership_controls(Bucket), has=Bucket)
    return {"OwnershipControls": {"Rules": [{"ObjectOwnership": bucket.ownership}]}}


@also_takes(*EVERYWHERE)
def delete_bucket_ownership_controls(call: Call, *, Bucket: str) -> Output:
    """Take the ownership controls away. DIFFERS: at AWS that turns ACLs on; here they stay off."""
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket_named(call, Bucket), ownership=""))
    return {}


@also_takes(*EVERYWHERE, *SENT_ALONG)
def put_bucket_encryption(call: Call, *, Bucket: str, ServerSideEncryptionConfiguration: dict[str, Any]) -> Output:
    """Say that objects are encrypted with S3's own keys, as they are."""
    bucket_named(call, Bucket)
    for rule in ServerSideEncryptionConfiguration["Rules"]:
        algorithm = rule.get("ApplyServerSideEncryptionByDefault", {}).get("SSEAlgorithm", "AES256")
        if algorithm != "AES256":
            call.refuse("door.simulated", NotSimulated(f"SSEAlgorithm {algorithm}"), has=algorithm)
    return {}


@also_takes(*EVERYWHERE)
def get_bucket_encryption(call: Call, *, Bucket: str) -> Output:
    """Show how objects are encrypted that do not say it themselves."""
    bucket_named(call, Bucket)
    return {"ServerSideEncryptionConfiguration": _ENCRYPTION}


@also_takes(*EVERYWHERE)
def delete_bucket_encryption(call: Call, *, Bucket: str) -> Output:
    """Go back to S3's own keys, which the bucket never left."""
    bucket_named(call, Bucket)
    return {}


@also_takes(*EVERYWHERE)
def get_bucket_versioning(call: Call, *, Bucket: str) -> Output:
    """Show nothing: versioning was never turned on."""
    bucket_named(call, Bucket)
    return {}


def require_enforced(call: Call, ownership: str) -> None:
    """Refuse to give objects to whoever uploads them."""
    if ownership != ENFORCED:
        call.refuse("door.simulated", NotSimulated(f"ObjectOwnership {ownership}"), has=ownership)
