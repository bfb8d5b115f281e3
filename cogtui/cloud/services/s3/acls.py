"""Access control lists: put and shown (S3 API Reference, GetBucketAcl, PutBucketAcl, GetObjectAcl, PutObjectAcl).

Under "Bucket owner enforced" they are off: the bucket's owner has everything, and a list that was put before lies idle.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import acl_errors
from cogtui.cloud.services.s3.acl_grants import in_force, shown
from cogtui.cloud.services.s3.acl_requests import ACL, list_asked, lists_in
from cogtui.cloud.services.s3.finding import object_named
from cogtui.cloud.services.s3.records import BUCKETS, OBJECTS
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]


@also_takes(*EVERYWHERE)
def get_bucket_acl(call: Call, *, Bucket: str) -> Output:
    """Show who may do what with a bucket."""
    bucket = bucket_named(call, Bucket)
    return shown(in_force(bucket.acl if bucket.has_acls else None, bucket.account), bucket.account)


@also_takes(*EVERYWHERE, "VersionId")
def get_object_acl(call: Call, *, Bucket: str, Key: str) -> Output:
    """Show whose an object is, and who else may do what with it."""
    found = object_named(call, Bucket, Key)
    bucket = bucket_named(call, Bucket)
    owner = bucket.owner_of(found)
    return shown(in_force(found.acl if bucket.has_acls else None, owner), owner)


@also_takes(*EVERYWHERE, *SENT_ALONG, *ACL, "AccessControlPolicy")
def put_bucket_acl(call: Call, *, Bucket: str) -> Output:
    """Put a list in place of the one that there is."""
    bucket = bucket_named(call, Bucket)
    _require_list(call)
    acl = list_asked(call, bucket, bucket.account)
    if acl is not None:
        call.tx.put(BUCKETS, msgspec.structs.replace(bucket, acl=acl))
    return {}


@also_takes(*EVERYWHERE, *SENT_ALONG, *ACL, "AccessControlPolicy", "VersionId")
def put_object_acl(call: Call, *, Bucket: str, Key: str) -> Output:
    """Put a list in place of the one that an object has; whose the object is stays as it is."""
    found = object_named(call, Bucket, Key)
    bucket = bucket_named(call, Bucket)
    _require_list(call)
    acl = list_asked(call, bucket, bucket.owner_of(found))
    if acl is not None:
        call.tx.put(OBJECTS, msgspec.structs.replace(found, acl=acl))
    return {}


def _require_list(call: Call) -> None:
    given = lists_in(call)
    call.require("s3.acl.form", given, acl_errors.no_list, has=sorted(given))
