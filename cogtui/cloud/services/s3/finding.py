"""Finding the object that a request names, and saying that it isn't there to those who may know."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.door.authorise import Question, permit
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.records import OBJECTS, Bucket, S3Object
from cogtui.cloud.services.s3.scope import bucket_named, resource_of

ONLY_VERSION = "null"
"""The version id of every object in a bucket that was never versioned."""


def object_named(call: Call, bucket_name: str, key: str, *, missing: str = "") -> S3Object:
    """Return the object that a request is about; `missing` is what the error calls it where that is not its key."""
    check_version(call, call.params.get("VersionId"), key)
    return object_in(call, bucket_named(call, bucket_name), key, missing=missing)


def object_in(call: Call, bucket: Bucket, key: str, *, missing: str = "") -> S3Object:
    """Return an object; only those who may list the bucket are told that it isn't there, the others get a denial.

    S3 API Reference, GetObject, "Permissions".
    """
    found = call.tx.get(OBJECTS, (bucket.name, key))
    call.note("s3.object", found is not None, has=key)
    if found is None:
        if not call.exempt:
            permit(call, Question("s3:ListBucket", bucket.arn, resource_of(call.tx, bucket)))
        raise errors.no_such_key(missing or key)
    return found


def check_version(call: Call, version_id: str | None, key: str) -> None:
    """Refuse any version but the only one there is; buckets are never versioned here.

    An id in the form of one is told the same at such a bucket (localstack/localstack, TestS3ObjectCRUD).
    """
    if version_id is not None:
        call.require(
            "s3.object.version",
            version_id == ONLY_VERSION,
            lambda: errors.invalid_argument("Invalid version id specified", "versionId", version_id),
            key=key,
            has=version_id,
        )


def version_shown(call: Call) -> dict[str, str]:
    """Return the version in an answer: only those who ask for it are told."""
    asked = call.params.get("VersionId")
    return {"VersionId": asked} if asked else {}
