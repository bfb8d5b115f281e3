"""Buckets: make, find, list, delete (S3 API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.paging import Paging, page_of
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.acl_errors import new_bucket_public
from cogtui.cloud.services.s3.acl_grants import HEADERS, is_public_acl
from cogtui.cloud.services.s3.acl_requests import list_asked
from cogtui.cloud.services.s3.records import BUCKETS, ENFORCED, OBJECTS, PARTITION, UPLOADS, Acl, canonical_id
from cogtui.cloud.services.s3.records import Bucket as _Bucket
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.tags import BUCKET, tags_of
from cogtui.cloud.services.s3.taking import EVERYWHERE, also_takes
from cogtui.cloud.services.s3.uploads import forget

Output = dict[str, Any]

HOME = "us-east-1"
"""The region whose endpoint makes buckets in every region, and that `LocationConstraint` cannot name."""
_OLD_NAMES = {"EU": "eu-west-1"}
MOST_BUCKETS = 10_000

_PAGING = Paging("s3.list.token", errors.bad_token, token="ContinuationToken", size="MaxBuckets")


@also_takes(*HEADERS)
def create_bucket(
    call: Call,
    *,
    Bucket: str,
    CreateBucketConfiguration: dict[str, Any] | None = None,
    ACL: str = "private",
    ObjectOwnership: str = ENFORCED,
    ObjectLockEnabledForBucket: bool = False,
) -> Output:
    """Make a bucket in the region of the endpoint, or from us-east-1 in any other."""
    asked = CreateBucketConfiguration or {}
    region = _location(call, asked.get("LocationConstraint", ""))
    _require_simulated(call, asked, locked=ObjectLockEnabledForBucket)
    new = _Bucket(Bucket, call.account, region, call.now, ownership=ObjectOwnership)
    new = msgspec.structs.replace(new, acl=_list_for(call, new, ACL))
    there = call.tx.get(BUCKETS, (PARTITION, Bucket))
    if there is not None:
        # A relic of the first region: making one's own bucket there again is no error, unless the request brings tags.
        again = there.account == call.account and there.region == region == HOME and not asked.get("Tags")
        taken = errors.bucket_is_yours if there.account == call.account else errors.bucket_taken
        call.require("s3.bucket.free", again, lambda: taken(Bucket), has=Bucket)
    else:
        tags = tags_of(call, asked.get("Tags", []), BUCKET)
        call.tx.put(BUCKETS, msgspec.structs.replace(new, tags=tags))
    location = f"/{Bucket}" if region == HOME else f"http://{Bucket}.s3.amazonaws.com/"
    return {"Location": location, "BucketArn": f"arn:aws:s3:::{Bucket}"}


@also_takes(*EVERYWHERE)
def head_bucket(call: Call, *, Bucket: str) -> Output:
    """Tell whether a bucket is there and where. DIFFERS: in process, refusals have a code; over HTTP HEAD has no body."""
    bucket = bucket_named(call, Bucket)
    return {"BucketArn": bucket.arn, "BucketRegion": bucket.region, "AccessPointAlias": False}


@also_takes(*EVERYWHERE)
def get_bucket_location(call: Call, *, Bucket: str) -> Output:
    """Tell a bucket's region; us-east-1 is the one that goes unnamed."""
    region = bucket_named(call, Bucket).region
    return {} if region == HOME else {"LocationConstraint": region}


@also_takes("ContinuationToken")
def list_buckets(call: Call, *, Prefix: str = "", BucketRegion: str = "", MaxBuckets: int = MOST_BUCKETS) -> Output:
    """List the caller's own account's buckets by name."""
    own = [
        bucket
        for bucket in call.tx.scan(BUCKETS, PARTITION)
        if bucket.account == call.account and bucket.name.startswith(Prefix) and BucketRegion in ("", bucket.region)
    ]
    page = page_of(call, own, lambda bucket: bucket.name, MaxBuckets, _PAGING)
    told = [_listed(bucket, with_region=bool(call.params)) for bucket in page.rows]
    listed: Output = {"Buckets": told, "Owner": {"ID": canonical_id(call.account)}, **page.more}
    return listed | {"Prefix": Prefix} if Prefix else listed


@also_takes(*EVERYWHERE)
def delete_bucket(call: Call, *, Bucket: str) -> Output:
    """Delete an empty bucket; its settings and what was never completed go with it."""
    bucket = bucket_named(call, Bucket)
    first = next((found.key for found in call.tx.scan(OBJECTS, bucket.name)), None)
    call.require("s3.bucket.empty", first is None, lambda: errors.bucket_not_empty(Bucket), first=first)
    for upload in call.tx.scan(UPLOADS, bucket.name):
        forget(call, upload)
    call.tx.delete(BUCKETS, (PARTITION, bucket.name))
    return {}


def _location(call: Call, given: str) -> str:
    """Return the region to make the bucket in."""
    given = _OLD_NAMES.get(given, given)
    if call.region == HOME:
        return given or HOME
    fits = given == call.region
    call.require("s3.bucket.location", fits, lambda: errors.wrong_region(given), wants=call.region, has=given)
    return call.region


def _list_for(call: Call, bucket: _Bucket, canned: str) -> Acl | None:
    """Return a new bucket's access control list: none where lists are off, and none that is public.

    S3 User Guide, "Creating a general purpose bucket": a new bucket has Block Public Access on.
    """
    granted = [name for name in HEADERS if call.params.get(name) is not None]
    plain = canned == "private" and not granted
    call.require("s3.acl", plain or bucket.has_acls, errors.no_bucket_acl, has=[canned, *granted])
    acl = None if plain else list_asked(call, bucket, bucket.account)
    call.require("s3.public.acl", acl is None or not is_public_acl(acl), new_bucket_public, has=[canned, *granted])
    return acl


def _require_simulated(call: Call, asked: dict[str, Any], *, locked: bool) -> None:
    """Refuse buckets of other kinds."""
    kinds = {"ObjectLockEnabledForBucket": locked, **{name: name in asked for name in ("Location", "Bucket")}}
    for name, wanted in kinds.items():
        if wanted:
            call.refuse("door.simulated", NotSimulated(f"member {name} of {call.operation}"), member=name)


def _listed(bucket: _Bucket, *, with_region: bool) -> Output:
    """Return a bucket in a list; S3 tells the region to those who ask for anything in particular."""
    region = {"BucketRegion": bucket.region} if with_region else {}
    return {"Name": bucket.name, "CreationDate": timestamp(int(bucket.created)), "BucketArn": bucket.arn, **region}
