"""Buckets: make, find, list, delete (S3 API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import BUCKETS, OBJECTS, PARTITION, Bucket, canonical_id
from cogtui.cloud.services.s3.scope import bucket_named

Output = dict[str, Any]

HOME = "us-east-1"
"""The region whose endpoint makes buckets in every region, and that `LocationConstraint` cannot name."""
_OLD_NAMES = {"EU": "eu-west-1"}


def create_bucket(call: Call, *, Bucket: str, CreateBucketConfiguration: dict[str, Any] | None = None) -> Output:
    """Make a bucket in the region of the endpoint, or from us-east-1 in any other."""
    region = _location(call, (CreateBucketConfiguration or {}).get("LocationConstraint", ""))
    there = call.tx.get(BUCKETS, (PARTITION, Bucket))
    if there is not None:
        # A relic of the first region: making one's own bucket there again is no error.
        again = there.account == call.account and there.region == region == HOME
        taken = errors.bucket_is_yours if there.account == call.account else errors.bucket_taken
        call.require("s3.bucket.free", again, lambda: taken(Bucket), has=Bucket)
    else:
        call.tx.put(BUCKETS, _new(call, Bucket, region))
    location = f"/{Bucket}" if region == HOME else f"http://{Bucket}.s3.amazonaws.com/"
    return {"Location": location, "BucketArn": f"arn:aws:s3:::{Bucket}"}


def head_bucket(call: Call, *, Bucket: str) -> Output:
    """Tell whether a bucket is there and where. DIFFERS: in process, refusals have a code; over HTTP HEAD has no body."""
    bucket = bucket_named(call, Bucket)
    return {"BucketArn": bucket.arn, "BucketRegion": bucket.region, "AccessPointAlias": False}


def get_bucket_location(call: Call, *, Bucket: str) -> Output:
    """Tell a bucket's region; us-east-1 is the one that goes unnamed."""
    region = bucket_named(call, Bucket).region
    return {} if region == HOME else {"LocationConstraint": region}


def list_buckets(call: Call, *, Prefix: str = "") -> Output:
    """List the caller's own account's buckets by name."""
    own = [row for row in call.tx.scan(BUCKETS, PARTITION) if row.account == call.account]
    shown = [
        {"Name": bucket.name, "CreationDate": timestamp(int(bucket.created)), "BucketArn": bucket.arn}
        for bucket in own
        if bucket.name.startswith(Prefix)
    ]
    listed: Output = {"Buckets": shown, "Owner": {"ID": canonical_id(call.account)}}
    return listed | {"Prefix": Prefix} if Prefix else listed


def delete_bucket(call: Call, *, Bucket: str) -> Output:
    """Delete an empty bucket, its policy with it."""
    bucket = bucket_named(call, Bucket)
    first = next((found.key for found in call.tx.scan(OBJECTS, bucket.name)), None)
    call.require("s3.bucket.empty", first is None, lambda: errors.bucket_not_empty(Bucket), first=first)
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


def _new(call: Call, name: str, region: str) -> Bucket:
    return Bucket(name, call.account, region, call.now)
