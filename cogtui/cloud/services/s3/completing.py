"""Completing an upload: the parts become an object (S3 API Reference, CompleteMultipartUpload).

DIFFERS: at AWS a completion that is sent again answers like the first; here the upload is gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from cogtui.cloud.call import Call
from cogtui.cloud.services.s3 import errors
from cogtui.cloud.services.s3.checksums import MEMBERS, composite, computed, given
from cogtui.cloud.services.s3.conditions import check_writing
from cogtui.cloud.services.s3.objects import ENCRYPTED
from cogtui.cloud.services.s3.records import OBJECTS, PARTS, Part, S3Object, Upload
from cogtui.cloud.services.s3.scope import bucket_named
from cogtui.cloud.services.s3.taking import EVERYWHERE, also_takes
from cogtui.cloud.services.s3.uploads import forget, upload_named

Output = dict[str, Any]

LEAST_OCTETS = 5 * 1024 * 1024
"""Of every part but the last."""


@also_takes(*EVERYWHERE, *MEMBERS, "IfMatch", "IfNoneMatch")
def complete_multipart_upload(
    call: Call,
    *,
    Bucket: str,
    Key: str,
    UploadId: str,
    MultipartUpload: dict[str, Any] | None = None,
    ChecksumType: str | None = None,
    MpuObjectSize: int | None = None,
) -> Output:
    """Make an object of the parts that the request lists; parts that it leaves out are gone."""
    upload = upload_named(call, Bucket, Key, UploadId)
    bucket = bucket_named(call, Bucket)
    parts = _parts(call, upload, (MultipartUpload or {}).get("Parts", []))
    check_writing(call, call.tx.get(OBJECTS, (bucket.name, Key)), Key)
    body = b"".join([part.body for part in parts])
    whole = MpuObjectSize in (None, len(body))
    call.require("s3.upload.size", whole, lambda: errors.wrong_size(MpuObjectSize, len(body)), has=MpuObjectSize)
    checksums = _checksums(call, upload, parts, body, ChecksumType)
    said = (upload.content, checksums, upload.checksum_type)
    stored = S3Object(bucket.name, Key, body, call.now, _etag(parts), *said, upload.owner, upload.acl)
    call.tx.put(OBJECTS, stored)
    forget(call, upload)
    return {
        "Location": f"https://{bucket.name}.s3.{bucket.region}.amazonaws.com/{quote(Key, safe='')}",
        "Bucket": bucket.name,
        "Key": Key,
        "ETag": stored.etag,
        **checksums,
        "ChecksumType": upload.checksum_type,
        **ENCRYPTED,
    }


def _parts(call: Call, upload: Upload, listed: Sequence[dict[str, Any]]) -> list[Part]:
    """Return the parts that the request lists, each held against what was sent."""
    call.require("s3.upload.parts", listed, errors.no_parts, has=0)
    numbers = [each.get("PartNumber", 0) for each in listed]
    ordered = all(number < following for number, following in pairwise(numbers))
    call.require("s3.part.order", ordered, lambda: errors.part_order(upload.upload_id), has=numbers)
    parts = [_part(call, upload, each) for each in listed]
    for part in parts[:-1]:
        if len(part.body) < LEAST_OCTETS:
            error = errors.part_too_small(part.number, len(part.body), LEAST_OCTETS, part.etag)
            call.refuse("s3.part.size", error, least=LEAST_OCTETS, has=len(part.body))
    return parts


def _part(call: Call, upload: Upload, listed: dict[str, Any]) -> Part:
    number, etag, name = listed.get("PartNumber", 0), str(listed.get("ETag", "")), f"Checksum{upload.algorithm}"
    part = call.tx.get(PARTS, (upload.upload_id, f"{number:05}"))
    same = part is not None and part.etag.strip('"') == etag.strip('"') and listed.get(name) in (None, part.checksum)
    if part is None or not same:
        error = errors.invalid_part(upload.upload_id, number, etag)
        call.refuse("s3.part", error, wants=part.etag if part else None, has=etag)
    told = upload.checksum_type == "FULL_OBJECT" or name in listed
    call.require("s3.part.checksum", told, lambda: errors.part_without_checksum(upload.algorithm, number), has=number)
    return part


def _etag(parts: Sequence[Part]) -> str:
    """Return the MD5 of the parts' MD5s, and how many parts there were."""
    octets = b"".join([bytes.fromhex(part.etag.strip('"')) for part in parts])
    return f'"{hashlib.md5(octets, usedforsecurity=False).hexdigest()}-{len(parts)}"'


def _checksums(
    call: Call, upload: Upload, parts: Sequence[Part], body: bytes, checksum_type: str | None
) -> dict[str, str]:
    """Return the object's checksum, which must be the one that the request brings, if it brings one."""
    fits = checksum_type in (None, upload.checksum_type)
    error = errors.checksum_type(upload.checksum_type, checksum_type or "")
    call.require("s3.checksum.type", fits, error, wants=upload.checksum_type, has=checksum_type)
    if upload.checksum_type == "COMPOSITE":
        value = composite(upload.algorithm, [part.checksum for part in parts])
    else:
        value = computed(upload.algorithm, body)
    brought = given(call, call.params)
    if brought is not None:
        same = brought[0] == upload.algorithm and brought[1].partition("-")[0] == value.partition("-")[0]
        call.require("s3.checksum", same, lambda: errors.bad_checksum(brought[0]), wants=value, has=brought[1])
    return {f"Checksum{upload.algorithm}": value}
