"""Multipart uploads: begin, look at, give up (S3 User Guide, "Uploading and copying objects using multipart upload")."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.acl_requests import ACL
from cogtui.cloud.services.s3.checksums import ALGORITHMS, algorithm_asked
from cogtui.cloud.services.s3.content import CONTENT, STORAGE, content_of
from cogtui.cloud.services.s3.listing import MOST_KEYS, entries, page_size, spelling
from cogtui.cloud.services.s3.markers import present
from cogtui.cloud.services.s3.objects import ENCRYPTED
from cogtui.cloud.services.s3.ownership import owned
from cogtui.cloud.services.s3.records import PARTS, UPLOADS, Upload, canonical_id
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, also_takes

Output = dict[str, Any]

ID_LENGTH = 128

_FULL_OBJECT = ("CRC32", "CRC32C", "CRC64NVME")
"""Algorithms that can be of the whole object: a CRC of it follows from those of its parts."""


@also_takes(*EVERYWHERE, *ACL, *CONTENT, *STORAGE, "ChecksumAlgorithm")
def create_multipart_upload(call: Call, *, Bucket: str, Key: str, ChecksumType: str | None = None) -> Output:
    """Begin an upload in parts; all that is to be said of the object is said here."""
    bucket = bucket_named(call, Bucket)
    owner, acl = owned(call, bucket)
    told = call.params.get("ChecksumAlgorithm") is not None
    upload = Upload(
        bucket=bucket.name,
        key=Key,
        upload_id=call.ids.text(ID_LENGTH, ALNUM),
        started=call.now,
        initiator=call.principal.arn,
        content=content_of(call),
        algorithm=algorithm_asked(call),
        checksum_type=_checksum_type(call, ChecksumType, told=told),
        told=told,
        owner=owner,
        acl=acl,
    )
    call.tx.put(UPLOADS, upload)
    return {"Bucket": bucket.name, "Key": Key, "UploadId": upload.upload_id, **checksum_shown(upload), **ENCRYPTED}


@also_takes(*EVERYWHERE)
def abort_multipart_upload(call: Call, *, Bucket: str, Key: str, UploadId: str) -> Output:
    """Give an upload up; its parts are gone."""
    forget(call, upload_named(call, Bucket, Key, UploadId))
    return {}


@also_takes(*EVERYWHERE)
def list_multipart_uploads(
    call: Call,
    *,
    Bucket: str,
    Prefix: str = "",
    Delimiter: str = "",
    KeyMarker: str = "",
    UploadIdMarker: str = "",
    MaxUploads: int = MOST_KEYS,
    EncodingType: str = "",
) -> Output:
    """List the uploads of a bucket that are neither completed nor aborted.

    DIFFERS: AWS orders the uploads of one key by their beginning; here they are in the order of their ids.
    """
    bucket = bucket_named(call, Bucket)
    most = page_size(call, "MaxUploads", MaxUploads)
    rows = [row for row in call.tx.scan(UPLOADS, bucket.name) if _is_behind(row, KeyMarker, UploadIdMarker)]
    matching = (row for row in rows if row.key.startswith(Prefix))
    lines = [
        line
        for line in entries(matching, Prefix, Delimiter, lambda row: row.key)
        if line.name != KeyMarker or line.found
    ]
    page, truncated = lines[:most], 0 < most < len(lines)
    shown = spelling(EncodingType)
    last = page[-1] if truncated else None
    optional: Output = {
        "Uploads": [_listed(line.found, bucket.account, shown(line.name)) for line in page if line.found],
        "CommonPrefixes": [{"Prefix": shown(line.name)} for line in page if not line.found],
        "Delimiter": shown(Delimiter),
        "Prefix": shown(Prefix),
        "EncodingType": EncodingType,
        "NextKeyMarker": shown(last.name) if last else "",
        "NextUploadIdMarker": last.found.upload_id if last and last.found else "",
    }
    return {
        "Bucket": bucket.name,
        "KeyMarker": shown(KeyMarker),
        "UploadIdMarker": UploadIdMarker,
        "MaxUploads": most,
        "IsTruncated": truncated,
        **present(optional),
    }


def upload_named(call: Call, bucket_name: str, key: str, upload_id: str) -> Upload:
    """Return the upload that a request names."""
    bucket = bucket_named(call, bucket_name)
    upload = call.tx.get(UPLOADS, (bucket.name, key, upload_id))
    call.require("s3.upload", upload, lambda: errors.no_such_upload(upload_id), key=key, has=upload_id)
    assert upload is not None
    return upload


def forget(call: Call, upload: Upload) -> None:
    """Take an upload away with its parts."""
    for part in call.tx.scan(PARTS, upload.upload_id):
        call.tx.delete(PARTS, PARTS.key(part))
    call.tx.delete(UPLOADS, UPLOADS.key(upload))


def checksum_shown(upload: Upload) -> Output:
    """Return what an upload's checksums are, where the client said so."""
    return {"ChecksumAlgorithm": upload.algorithm, "ChecksumType": upload.checksum_type} if upload.told else {}


def _checksum_type(call: Call, asked: str | None, *, told: bool) -> str:
    algorithm = algorithm_asked(call)
    if asked is None:
        return ALGORITHMS[algorithm].type
    can = told and (
        (asked == "FULL_OBJECT") if algorithm == "CRC64NVME" else (asked == "COMPOSITE" or algorithm in _FULL_OBJECT)
    )
    error = errors.checksum_type_for(asked, algorithm if told else "")
    call.require("s3.upload.checksum_type", can, error, algorithm=algorithm, has=asked)
    return asked


def _is_behind(upload: Upload, key_marker: str, id_marker: str) -> bool:
    if id_marker and upload.key == key_marker:
        return upload.upload_id > id_marker
    return upload.key > key_marker


def _listed(upload: Upload, account: str, key: str) -> Output:
    return {
        "UploadId": upload.upload_id,
        "Key": key,
        "Initiated": timestamp(upload.started),
        "StorageClass": "STANDARD",
        **people(upload, account),
        **checksum_shown(upload),
    }


def people(upload: Upload, account: str) -> Output:
    """Return who began an upload, and whose the object will be."""
    return {"Initiator": {"ID": upload.initiator}, "Owner": {"ID": canonical_id(upload.owner or account)}}
