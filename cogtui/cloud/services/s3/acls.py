"""Access control lists where there are none: under "Bucket owner enforced" the owner has everything, and nobody adds to it.

S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.finding import object_named
from cogtui.cloud.services.s3.records import Bucket, canonical_id
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]

GRANTS = ("GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP")
ACL = ("ACL", *GRANTS)
_LISTS = frozenset((*ACL, "AccessControlPolicy"))
OWNER_ONLY = "bucket-owner-full-control"
"""The canned list that says what holds anyway, and is taken therefore."""


@also_takes(*EVERYWHERE)
def get_bucket_acl(call: Call, *, Bucket: str) -> Output:
    """Show who may: the owner, everything."""
    return _owner_only(bucket_named(call, Bucket))


@also_takes(*EVERYWHERE, "VersionId")
def get_object_acl(call: Call, *, Bucket: str, Key: str) -> Output:
    """Show who may: the bucket's owner, everything."""
    object_named(call, Bucket, Key)
    return _owner_only(bucket_named(call, Bucket))


@also_takes(*EVERYWHERE, *SENT_ALONG, *ACL, "AccessControlPolicy")
def put_bucket_acl(call: Call, *, Bucket: str) -> Output:
    """Refuse an access control list."""
    bucket_named(call, Bucket)
    call.refuse("s3.acl", errors.no_acls(), has=_lists_of(call))


@also_takes(*EVERYWHERE, *SENT_ALONG, *ACL, "AccessControlPolicy", "VersionId")
def put_object_acl(call: Call, *, Bucket: str, Key: str) -> Output:
    """Refuse an access control list, but for the one that changes nothing."""
    object_named(call, Bucket, Key)
    has = _lists_of(call)
    call.require("s3.acl", has == {"ACL": OWNER_ONLY}, errors.no_acls, has=has)
    return {}


def require_no_acl(call: Call) -> None:
    """Refuse a new object with an access control list of its own."""
    has = _lists_of(call)
    if has:
        call.require("s3.acl", has == {"ACL": OWNER_ONLY}, errors.no_acls, wants=OWNER_ONLY, has=has)


def _lists_of(call: Call) -> dict[str, Any]:
    if _LISTS.isdisjoint(call.params):
        return {}
    return {name: value for name, value in call.params.items() if name in _LISTS and value is not None}


def _owner_only(bucket: Bucket) -> Output:
    owner = {"ID": canonical_id(bucket.account)}
    return {"Owner": owner, "Grants": [{"Grantee": {**owner, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}]}
