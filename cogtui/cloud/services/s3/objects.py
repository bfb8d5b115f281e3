"""Objects: put, get, look at (S3 API Reference)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.door.authorise import Question, inputs
from cogtui.cloud.policy.evaluate import decide
from cogtui.cloud.services.s3.acl_requests import ACL
from cogtui.cloud.services.s3.checksums import MEMBERS, checked
from cogtui.cloud.services.s3.conditions import READING, check_reading, check_writing
from cogtui.cloud.services.s3.content import CONTENT, OVERRIDES, STORAGE, content_of, headers_of
from cogtui.cloud.services.s3.finding import object_named, version_shown
from cogtui.cloud.services.s3.ownership import owned
from cogtui.cloud.services.s3.ranges import Span, span_asked
from cogtui.cloud.services.s3.records import BUCKETS, OBJECTS, PARTITION, S3Object, etag_of
from cogtui.cloud.services.s3.scope import bucket_named, resource_of
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]

ENCRYPTED: Output = {"ServerSideEncryption": "AES256"}
"""What S3 says of every object since January 2023."""

_READ = (*EVERYWHERE, *READING, *OVERRIDES, "Range", "VersionId")


@also_takes(*EVERYWHERE, *SENT_ALONG, *ACL, *MEMBERS, *CONTENT, *STORAGE, "ContentLength", "IfMatch", "IfNoneMatch")
def put_object(call: Call, *, Bucket: str, Key: str, Body: bytes | bytearray | str = b"") -> Output:
    """Put an object into a bucket, or in place of the one with its key."""
    bucket = bucket_named(call, Bucket)
    owner, acl = owned(call, bucket)
    content = content_of(call)
    body = Body.encode() if isinstance(Body, str) else bytes(Body)
    checksums = checked(call, body)
    check_writing(call, call.tx.get(OBJECTS, (bucket.name, Key)), Key)
    stored = S3Object(bucket.name, Key, body, call.now, etag_of(body), content, checksums, owner=owner, acl=acl)
    call.tx.put(OBJECTS, stored)
    return {"ETag": stored.etag, **checksums, "ChecksumType": stored.checksum_type, **ENCRYPTED}


@also_takes(*_READ)
def get_object(call: Call, *, Bucket: str, Key: str, ChecksumMode: str | None = None) -> Output:
    """Return an object or a part of it, `Body` as bytes; an answer with ContentRange has status 206 on the wire."""
    found = object_named(call, Bucket, Key)
    check_reading(call, found)
    span = span_asked(call, len(found.body))
    body = span.of(found.body) if span else found.body
    return {**_described(call, found, span, ChecksumMode), "Body": body}


@also_takes(*_READ)
def head_object(call: Call, *, Bucket: str, Key: str, ChecksumMode: str | None = None) -> Output:
    """Return what GetObject returns, without the body.

    DIFFERS: in process, refusals have a code; over HTTP HEAD has no body.
    """
    found = object_named(call, Bucket, Key)
    check_reading(call, found)
    return _described(call, found, span_asked(call, len(found.body)), ChecksumMode)


def _described(call: Call, found: S3Object, span: Span | None, checksum_mode: str | None) -> Output:
    length = span.last + 1 - span.first if span else len(found.body)
    described: Output = {
        "AcceptRanges": "bytes",
        "LastModified": timestamp(int(found.modified)),
        "ContentLength": length,
        "ETag": found.etag,
        **headers_of(call, found.content),
        **ENCRYPTED,
        "Metadata": dict(found.content.metadata),
        **version_shown(call),
    }
    if span:
        described["ContentRange"] = span.text
    elif checksum_mode == "ENABLED":  # of the whole object, so that it says nothing about a part
        described |= {**found.checksums, "ChecksumType": found.checksum_type}
    if found.content.tags and _may_see_tags(call, found):
        described["TagCount"] = len(found.content.tags)
    return described


def _may_see_tags(call: Call, found: S3Object) -> bool:
    """Tell whether the caller may know how many tags there are; who may not is not refused, only told less."""
    if call.exempt:
        return True
    bucket = call.tx.get(BUCKETS, (PARTITION, found.bucket))
    assert bucket is not None
    question = Question("s3:GetObjectTagging", f"{bucket.arn}/{found.key}", resource_of(call.tx, bucket, found))
    return decide(*inputs(call, question)).allowed
