"""Whose objects are: ObjectOwnership, and what it makes of an upload.

S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket".
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.acl_grants import in_force
from cogtui.cloud.services.s3.acl_requests import OWNER_ONLY, list_asked
from cogtui.cloud.services.s3.records import ANONYMOUS_OWNER, BUCKETS, ENFORCED, Acl, Bucket
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]

PREFERRED: Final = "BucketOwnerPreferred"


@also_takes(*EVERYWHERE, *SENT_ALONG)
def put_bucket_ownership_controls(call: Call, *, Bucket: str, OwnershipControls: dict[str, Any]) -> Output:
    """Say whose uploads are; lists can be turned off only where the bucket's own grants nothing to others."""
    bucket = bucket_named(call, Bucket)
    rules = OwnershipControls["Rules"]
    call.require("s3.bucket.one_rule", len(rules) == 1, errors.malformed_xml, has=len(rules))
    ownership: str = rules[0]["ObjectOwnership"]
    if ownership == ENFORCED:
        acl = in_force(bucket.acl, bucket.account)
        private = set(acl) <= set(in_force(None, bucket.account))
        place = bucket.place("ACL", "acl")
        call.require("s3.acl", private, errors.no_bucket_acl, place=place, has=[grant.grantee for grant in acl])
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket, ownership=ownership))
    return {}


@also_takes(*EVERYWHERE)
def get_bucket_ownership_controls(call: Call, *, Bucket: str) -> Output:
    """Show whose uploads are."""
    bucket = bucket_named(call, Bucket)
    call.require("s3.bucket.ownership", bucket.ownership, lambda: errors.no_ownership_controls(Bucket), has=Bucket)
    return {"OwnershipControls": {"Rules": [{"ObjectOwnership": bucket.ownership}]}}


@also_takes(*EVERYWHERE)
def delete_bucket_ownership_controls(call: Call, *, Bucket: str) -> Output:
    """Take the ownership controls away, which turns access control lists on."""
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket_named(call, Bucket), ownership=""))
    return {}


def owned(call: Call, bucket: Bucket) -> tuple[str, Acl | None]:
    """Return the owner (empty: the bucket's) and the access control list that an upload gets."""
    writer = _writer(call, bucket) if bucket.has_acls else bucket.account
    acl = list_asked(call, bucket, writer)
    if bucket.ownership == PREFERRED and call.params.get("ACL") == OWNER_ONLY:
        return "", None
    return ("" if writer == bucket.account else writer), acl


def _writer(call: Call, bucket: Bucket) -> str:
    """Return the account of whoever uploads; what a service writes is the bucket owner's."""
    if call.principal.kind == "anonymous" and not call.exempt:
        return ANONYMOUS_OWNER
    return call.principal.account or bucket.account
