"""Settings of buckets that have one value here: how objects are encrypted, no versions."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]

_ENCRYPTION = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]}
"""What every bucket has since January 2023."""


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
