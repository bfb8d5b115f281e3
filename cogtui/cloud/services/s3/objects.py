"""Objects: put, get, look at, delete (S3 API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.authorise import Question, permit
from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import OBJECTS, S3Object
from cogtui.cloud.services.s3.scope import bucket_named, resource_of

Output = dict[str, Any]

MOST_METADATA = 2048
"""Octets that the names and values of an object's own metadata may have together."""


def put_object(
    call: Call,
    *,
    Bucket: str,
    Key: str,
    Body: bytes | bytearray | str = b"",
    ContentType: str = "binary/octet-stream",
    Metadata: dict[str, str] | None = None,
) -> Output:
    """Put an object into a bucket, or in place of the one with its key."""
    bucket = bucket_named(call, Bucket)
    metadata = {name.lower(): value for name, value in (Metadata or {}).items()}
    size = sum(len(text.encode()) for pair in metadata.items() for text in pair)
    too_large = errors.metadata_too_large(size, MOST_METADATA)
    call.require("s3.object.metadata", size <= MOST_METADATA, too_large, most=MOST_METADATA, has=size)
    body = Body.encode() if isinstance(Body, str) else bytes(Body)
    stored = S3Object(bucket.name, Key, body, ContentType, call.now, metadata)
    call.tx.put(OBJECTS, stored)
    return {"ETag": stored.etag}


def get_object(call: Call, *, Bucket: str, Key: str) -> Output:
    """Return an object, `Body` as bytes."""
    found = _named(call, Bucket, Key)
    return {**_described(found), "Body": found.body}


def head_object(call: Call, *, Bucket: str, Key: str) -> Output:
    """Return what GetObject returns, without the body. DIFFERS: refusals as for HeadBucket."""
    return _described(_named(call, Bucket, Key))


def delete_object(call: Call, *, Bucket: str, Key: str) -> Output:
    """Delete an object; one that isn't there counts as deleted."""
    call.tx.delete(OBJECTS, (bucket_named(call, Bucket).name, Key))
    return {}


def _named(call: Call, bucket_name: str, key: str) -> S3Object:
    """Return an object; only those who may list the bucket are told that it isn't there, the others get a denial.

    S3 API Reference, GetObject, "Permissions".
    """
    bucket = bucket_named(call, bucket_name)
    found = call.tx.get(OBJECTS, (bucket.name, key))
    call.note("s3.object", found is not None, has=key)
    if found is None:
        if not call.exempt:
            permit(call, Question("s3:ListBucket", bucket.arn, resource_of(bucket)))
        raise errors.no_such_key(key)
    return found


def _described(found: S3Object) -> Output:
    return {
        "AcceptRanges": "bytes",
        "LastModified": timestamp(int(found.modified)),
        "ContentLength": len(found.body),
        "ETag": found.etag,
        "ContentType": found.content_type,
        "Metadata": dict(found.metadata),
    }
