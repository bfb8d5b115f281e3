"""Putting, showing and taking away the tags of objects and buckets (S3 API Reference)."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.finding import object_named, version_shown
from cogtui.cloud.services.s3.records import BUCKETS, OBJECTS, S3Object
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.tags import BUCKET, OBJECT, tag_set, tags_of
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]


@also_takes(*EVERYWHERE, *SENT_ALONG, "VersionId")
def put_object_tagging(call: Call, *, Bucket: str, Key: str, Tagging: dict[str, Any]) -> Output:
    """Give an object tags in place of those that it has."""
    found = object_named(call, Bucket, Key)
    return _tagged(call, found, tags_of(call, Tagging["TagSet"], OBJECT))


@also_takes(*EVERYWHERE, "VersionId")
def get_object_tagging(call: Call, *, Bucket: str, Key: str) -> Output:
    """Show an object's tags; none is an empty set. That there is no such object S3 says with the bucket's name as well."""
    found = object_named(call, Bucket, Key, missing=f"{Bucket}/{Key}")
    return {**version_shown(call), "TagSet": tag_set(found.content.tags)}


@also_takes(*EVERYWHERE, "VersionId")
def delete_object_tagging(call: Call, *, Bucket: str, Key: str) -> Output:
    """Take an object's tags away."""
    return _tagged(call, object_named(call, Bucket, Key), {})


@also_takes(*EVERYWHERE, *SENT_ALONG)
def put_bucket_tagging(call: Call, *, Bucket: str, Tagging: dict[str, Any]) -> Output:
    """Give a bucket tags in place of those that it has."""
    bucket = bucket_named(call, Bucket)
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket, tags=tags_of(call, Tagging["TagSet"], BUCKET)))
    return {}


@also_takes(*EVERYWHERE)
def get_bucket_tagging(call: Call, *, Bucket: str) -> Output:
    """Show a bucket's tags; having none is an error, unlike for objects."""
    bucket = bucket_named(call, Bucket)
    call.require("s3.bucket.tags", bucket.tags, lambda: errors.no_such_tag_set(Bucket), has=Bucket)
    return {"TagSet": tag_set(bucket.tags)}


@also_takes(*EVERYWHERE)
def delete_bucket_tagging(call: Call, *, Bucket: str) -> Output:
    """Take a bucket's tags away."""
    call.tx.put(BUCKETS, msgspec.structs.replace(bucket_named(call, Bucket), tags={}))
    return {}


def _tagged(call: Call, found: S3Object, tags: dict[str, str]) -> Output:
    """Keep an object with other tags; it counts as unmodified."""
    content = msgspec.structs.replace(found.content, tags=tags)
    call.tx.put(OBJECTS, msgspec.structs.replace(found, content=content))
    return version_shown(call)
