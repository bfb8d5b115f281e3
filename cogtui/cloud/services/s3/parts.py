"""Parts of an upload: sending, copying, listing them (S3 API Reference, UploadPart, UploadPartCopy, ListParts)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.checksums import MEMBERS, checked, computed
from cogtui.cloud.services.s3.conditions import check_source
from cogtui.cloud.services.s3.copying import SOURCE, source
from cogtui.cloud.services.s3.listing import MOST_KEYS, page_size
from cogtui.cloud.services.s3.objects import ENCRYPTED
from cogtui.cloud.services.s3.ranges import span_copied
from cogtui.cloud.services.s3.records import PARTS, Part, Upload, etag_of
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, SENT_ALONG, also_takes
from cogtui.cloud.services.s3.uploads import checksum_shown, people, upload_named

Output = dict[str, Any]

MOST_PARTS = 10_000


@also_takes(*EVERYWHERE, *SENT_ALONG, *MEMBERS, "ContentLength")
def upload_part(
    call: Call, *, Bucket: str, Key: str, UploadId: str, PartNumber: int, Body: bytes | bytearray | str = b""
) -> Output:
    """Send a part, new or in place of the one with its number.

    SDKs send a CRC32 with every part, asked or not: an upload that was begun without a word of checksums takes any.
    """
    upload = upload_named(call, Bucket, Key, UploadId)
    body = Body.encode() if isinstance(Body, str) else bytes(Body)
    checksums = checked(call, body, upload.algorithm if upload.told else "")
    own = checksums.get(f"Checksum{upload.algorithm}") or computed(upload.algorithm, body)
    part = _put(call, upload, PartNumber, body, own)
    shown = checksums if upload.told or any(name in call.params for name in MEMBERS) else {}
    return {"ETag": part.etag, **shown, **ENCRYPTED}


@also_takes(*EVERYWHERE, *SOURCE)
def upload_part_copy(
    call: Call,
    *,
    Bucket: str,
    Key: str,
    UploadId: str,
    PartNumber: int,
    CopySource: str,
    CopySourceRange: str | None = None,
) -> Output:
    """Take a part from an object that is there already."""
    upload = upload_named(call, Bucket, Key, UploadId)
    found = source(call, CopySource)
    check_source(call, found)
    body = found.body if CopySourceRange is None else span_copied(call, CopySourceRange, len(found.body)).of(found.body)
    part = _put(call, upload, PartNumber, body, computed(upload.algorithm, body))
    told: Output = {"ETag": part.etag, "LastModified": timestamp(int(part.modified)), **_checksum_of(upload, part)}
    return {"CopyPartResult": told, **ENCRYPTED}


@also_takes(*EVERYWHERE)
def list_parts(
    call: Call, *, Bucket: str, Key: str, UploadId: str, MaxParts: int = MOST_KEYS, PartNumberMarker: int = 0
) -> Output:
    """List the parts that an upload has so far."""
    upload = upload_named(call, Bucket, Key, UploadId)
    most = page_size(call, "MaxParts", MaxParts)
    parts = [part for part in call.tx.scan(PARTS, upload.upload_id) if part.number > PartNumberMarker]
    page = parts[:most]
    return {
        "Bucket": upload.bucket,
        "Key": upload.key,
        "UploadId": upload.upload_id,
        "PartNumberMarker": PartNumberMarker,
        "NextPartNumberMarker": page[-1].number if page else 0,
        "MaxParts": most,
        "IsTruncated": len(parts) > most,
        **({"Parts": [_listed(upload, part) for part in page]} if page else {}),
        **people(upload, bucket_named(call, Bucket).account),
        "StorageClass": "STANDARD",
        **checksum_shown(upload),
    }


def _put(call: Call, upload: Upload, number: int, body: bytes, checksum: str) -> Part:
    text = f"Part number must be an integer between 1 and {MOST_PARTS}, inclusive"
    error = errors.invalid_argument(text, "partNumber", number)
    call.require("s3.part.number", 1 <= number <= MOST_PARTS, error, most=MOST_PARTS, has=number)
    part = Part(upload.upload_id, number, body, call.now, etag_of(body), checksum)
    call.tx.put(PARTS, part)
    return part


def _listed(upload: Upload, part: Part) -> Output:
    return {
        "PartNumber": part.number,
        "LastModified": timestamp(part.modified),
        "ETag": part.etag,
        "Size": len(part.body),
        **_checksum_of(upload, part),
    }


def _checksum_of(upload: Upload, part: Part) -> Output:
    return {f"Checksum{upload.algorithm}": part.checksum} if upload.told else {}
