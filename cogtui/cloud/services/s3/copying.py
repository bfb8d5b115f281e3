"""Copying an object: the source of a copy, and CopyObject (S3 API Reference)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.door.authorise import Question, permit
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.acl_requests import ACL
from cogtui.cloud.services.s3.checksums import algorithm_asked, computed
from cogtui.cloud.services.s3.conditions import READING, check_source, check_writing
from cogtui.cloud.services.s3.content import CONTENT, STORAGE, content_of
from cogtui.cloud.services.s3.finding import check_version, object_in
from cogtui.cloud.services.s3.objects import ENCRYPTED
from cogtui.cloud.services.s3.ownership import owned
from cogtui.cloud.services.s3.records import OBJECTS, Bucket, Content, S3Object, etag_of
from cogtui.cloud.services.s3.scope import bucket_named, check_owner, resource_of
from cogtui.cloud.services.s3.taking import EVERYWHERE, also_takes

Output = dict[str, Any]

SOURCE = ("ExpectedSourceBucketOwner", *(f"CopySource{name}" for name in READING))


@also_takes(
    *EVERYWHERE, *ACL, *CONTENT, *STORAGE, *SOURCE, "ChecksumAlgorithm", "IfMatch", "IfNoneMatch", "AnnotationDirective"
)
def copy_object(
    call: Call,
    *,
    Bucket: str,
    Key: str,
    CopySource: str,
    MetadataDirective: str = "COPY",
    TaggingDirective: str = "COPY",
) -> Output:
    """Copy an object, with what is said of it or with something new."""
    bucket = bucket_named(call, Bucket)
    owner, acl = owned(call, bucket)
    found = source(call, CopySource)
    replaced = MetadataDirective == "REPLACE" or TaggingDirective == "REPLACE" or "StorageClass" in call.params
    elsewhere = (found.bucket, found.key) != (bucket.name, Key)
    call.require("s3.copy.changes", elsewhere or replaced, errors.copy_onto_itself, has=CopySource)
    check_source(call, found)
    check_writing(call, call.tx.get(OBJECTS, (bucket.name, Key)), Key)
    content = _content(call, found, bucket, Key, metadata=MetadataDirective, tagging=TaggingDirective)
    etag, checksums = etag_of(found.body), _checksums(call, found)
    stored = S3Object(bucket.name, Key, found.body, call.now, etag, content, checksums, owner=owner, acl=acl)
    call.tx.put(OBJECTS, stored)
    modified = timestamp(int(stored.modified))
    told = {"ETag": stored.etag, "LastModified": modified, **stored.checksums, "ChecksumType": stored.checksum_type}
    return {"CopyObjectResult": told, **ENCRYPTED}


def source(call: Call, text: str) -> S3Object:
    """Return the object that is to be copied: the caller must be able to read it, by its own bucket's policy too."""
    path, _, query = text.partition("?")
    name, _, key = unquote(path).removeprefix("/").partition("/")
    call.require("s3.copy.source", name and key, lambda: errors.bad_copy_source(text), has=text)
    version_id = parse_qs(query).get("versionId", [None])[0]
    bucket = bucket_named(call, name)
    check_owner(call, bucket, "ExpectedSourceBucketOwner")
    check_version(call, version_id, key)
    _permit(call, "s3:GetObjectVersion" if version_id else "s3:GetObject", bucket, key)
    return object_in(call, bucket, key)


def _permit(call: Call, action: str, bucket: Bucket, key: str) -> None:
    if not call.exempt:
        found = call.tx.get(OBJECTS, (bucket.name, key))
        permit(call, Question(action, f"{bucket.arn}/{key}", resource_of(call.tx, bucket, found, action)))


def _content(call: Call, found: S3Object, bucket: Bucket, key: str, *, metadata: str, tagging: str) -> Content:
    """Return what the copy says of itself: the source's words, or the request's."""
    said = content_of(call)
    content = said if metadata == "REPLACE" else found.content
    if tagging == "REPLACE":
        return msgspec.structs.replace(content, tags=said.tags)
    if found.content.tags:
        _permit(call, "s3:GetObjectTagging", bucket_named(call, found.bucket), found.key)
        _permit(call, "s3:PutObjectTagging", bucket, key)
    return msgspec.structs.replace(content, tags=found.content.tags)


def _checksums(call: Call, found: S3Object) -> dict[str, str]:
    """Return the copy's checksum: the source's kind, unless it was of parts or the request names another."""
    if found.checksum_type == "FULL_OBJECT" and call.params.get("ChecksumAlgorithm") is None:
        return found.checksums
    algorithm = algorithm_asked(call)
    return {f"Checksum{algorithm}": computed(algorithm, found.body)}
