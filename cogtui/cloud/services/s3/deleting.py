"""Deleting objects, one or many (S3 API Reference, DeleteObject and DeleteObjects)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.door.authorise import Question, permit
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.conditions import DELETING, check_deleting
from cogtui.cloud.services.s3.finding import check_version, version_shown
from cogtui.cloud.services.s3.records import OBJECTS, Bucket
from cogtui.cloud.services.s3.scope import bucket_named, resource_of
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes

Output = dict[str, Any]

MOST_AT_ONCE = 1000


@also_takes(*EVERYWHERE, *DELETING, "VersionId", "BypassGovernanceRetention")
def delete_object(call: Call, *, Bucket: str, Key: str) -> Output:
    """Delete an object; one that isn't there counts as deleted."""
    bucket = bucket_named(call, Bucket)
    _require_no_bypass(call)
    check_version(call, call.params.get("VersionId"), Key)
    check_deleting(call, call.tx.get(OBJECTS, (bucket.name, Key)))
    call.tx.delete(OBJECTS, (bucket.name, Key))
    return version_shown(call)


@also_takes(*EVERYWHERE, *SENT_ALONG, "BypassGovernanceRetention")
def delete_objects(call: Call, *, Bucket: str, Delete: dict[str, Any]) -> Output:
    """Delete objects, each judged by itself: what may not be deleted is an entry of `Errors` and stops nothing."""
    bucket = bucket_named(call, Bucket)
    _require_no_bypass(call)
    wanted: list[dict[str, Any]] = Delete["Objects"]
    fits = 0 < len(wanted) <= MOST_AT_ONCE
    call.require("s3.delete.count", fits, errors.malformed_xml, most=MOST_AT_ONCE, has=len(wanted))
    deleted: list[Output] = []
    refused: list[Output] = []
    for each in wanted:
        named = {name: each[name] for name in ("Key", "VersionId") if name in each}
        try:
            _delete(call, bucket, each)
        except AwsError as error:
            refused.append({**named, "Code": error.code, "Message": error.message})
        else:
            deleted.append(named)
    told = [] if Delete.get("Quiet") else deleted
    return {name: rows for name, rows in (("Deleted", told), ("Errors", refused)) if rows}


def _require_no_bypass(call: Call) -> None:
    """Refuse to pass by a retention; saying `false` is refused too (localstack/localstack, TestS3ObjectLock)."""
    bypass = call.params.get("BypassGovernanceRetention")
    if bypass is not None:
        call.refuse("s3.delete.lock", errors.no_lock(), has=bypass)


def _delete(call: Call, bucket: Bucket, named: dict[str, Any]) -> None:
    key, version_id = named["Key"], named.get("VersionId")
    if not call.exempt:
        action = "s3:DeleteObjectVersion" if version_id else "s3:DeleteObject"
        found = call.tx.get(OBJECTS, (bucket.name, key))
        permit(call, Question(action, f"{bucket.arn}/{key}", resource_of(call.tx, bucket, found, action)))
    check_version(call, version_id, key)
    call.tx.delete(OBJECTS, (bucket.name, key))
