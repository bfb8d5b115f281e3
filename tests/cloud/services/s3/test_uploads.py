"""Uploads in parts: what is sent in pieces comes back whole, and what is given up leaves nothing."""

from __future__ import annotations

import base64
import hashlib
import zlib
from typing import Any

import pytest

from cogtui.cloud.world import World
from tests.builders import policy, state
from tests.cloud.services.s3.buckets import may, refusal, s3, someone, with_bucket

LEAST = 5 * 1024 * 1024
BIG, SMALL = b"a" * LEAST, b"tail"


@pytest.fixture
def world() -> World:
    return with_bucket()


def begun(world: World, key: str = "big", **params: Any) -> str:
    return s3(world, "CreateMultipartUpload", Key=key, **params)["UploadId"]


def sent(world: World, upload: str, number: int, body: bytes, key: str = "big", **params: Any) -> dict[str, Any]:
    return s3(world, "UploadPart", Key=key, UploadId=upload, PartNumber=number, Body=body, **params)


def listed(*parts: dict[str, Any]) -> dict[str, Any]:
    """Return the parts as a completion lists them, numbered from 1."""
    members = ("ETag", "ChecksumCRC32", "ChecksumSHA256")
    rows = [{name: part[name] for name in members if name in part} for part in parts]
    return {"Parts": [{"PartNumber": number, **row} for number, row in enumerate(rows, 1)]}


def completed(world: World, upload: str, *parts: dict[str, Any], **params: Any) -> dict[str, Any]:
    return s3(world, "CompleteMultipartUpload", Key="big", UploadId=upload, MultipartUpload=listed(*parts), **params)


def left_over(world: World) -> list[str]:
    return [table for table, _, _ in state(world) if table in ("s3.uploads", "s3.parts")]


def test_the_parts_become_one_object_with_what_was_said_at_the_beginning(world: World) -> None:
    upload = begun(world, ContentType="text/plain", Metadata={"A": "b"}, Tagging="t=1", CacheControl="no-cache")
    parts = [sent(world, upload, number, body) for number, body in ((1, BIG), (2, SMALL))]
    assert "Contents" not in s3(world, "ListObjectsV2")
    done = completed(world, upload, *parts, MpuObjectSize=LEAST + 4)
    md5s = b"".join(hashlib.md5(body).digest() for body in (BIG, SMALL))
    assert done["ETag"] == f'"{hashlib.md5(md5s).hexdigest()}-2"'
    assert done["Location"] == "https://reports.s3.us-east-1.amazonaws.com/big"
    found = s3(world, "GetObject", Key="big")
    assert found["Body"] == BIG + SMALL
    assert (found["ContentType"], found["Metadata"], found["CacheControl"]) == ("text/plain", {"a": "b"}, "no-cache")
    assert found["TagCount"] == 1
    assert left_over(world) == []


def test_a_checksum_of_parts_is_made_of_theirs(world: World) -> None:
    upload = begun(world, ChecksumAlgorithm="CRC32")
    parts = [sent(world, upload, number, body) for number, body in ((1, BIG), (2, SMALL))]
    crcs = b"".join(zlib.crc32(body).to_bytes(4, "big") for body in (BIG, SMALL))
    expected = base64.b64encode(zlib.crc32(crcs).to_bytes(4, "big")).decode() + "-2"
    assert completed(world, upload, *parts)["ChecksumCRC32"] == expected
    found = s3(world, "HeadObject", Key="big", ChecksumMode="ENABLED")
    assert (found["ChecksumCRC32"], found["ChecksumType"]) == (expected, "COMPOSITE")


@pytest.mark.parametrize("params", [{}, {"ChecksumAlgorithm": "CRC32", "ChecksumType": "FULL_OBJECT"}])
def test_a_checksum_of_the_whole_object_is_what_one_put_would_have(world: World, params: dict[str, str]) -> None:
    upload = begun(world, **params)
    completed(world, upload, sent(world, upload, 1, BIG), sent(world, upload, 2, SMALL))
    algorithm = params.get("ChecksumAlgorithm", "CRC64NVME")
    whole = s3(world, "PutObject", Key="one", Body=BIG + SMALL, ChecksumAlgorithm=algorithm)
    found = s3(world, "HeadObject", Key="big", ChecksumMode="ENABLED")
    assert found["ChecksumType"] == "FULL_OBJECT"
    assert found[f"Checksum{algorithm}"] == whole[f"Checksum{algorithm}"]


def test_a_part_sent_again_replaces_the_first_and_one_left_out_is_gone(world: World) -> None:
    upload = begun(world)
    sent(world, upload, 1, b"first try")
    part = sent(world, upload, 1, SMALL)
    sent(world, upload, 7, b"left out")
    completed(world, upload, part)
    assert s3(world, "GetObject", Key="big")["Body"] == SMALL
    assert left_over(world) == []


def test_an_upload_that_is_given_up_leaves_nothing(world: World) -> None:
    upload = begun(world)
    sent(world, upload, 1, SMALL)
    assert s3(world, "AbortMultipartUpload", Key="big", UploadId=upload) == {}
    assert left_over(world) == []
    for operation, params in (
        ("AbortMultipartUpload", {}),
        ("UploadPart", {"PartNumber": 1, "Body": b"x"}),
        ("ListParts", {}),
        ("CompleteMultipartUpload", {"MultipartUpload": {"Parts": []}}),
    ):
        found = refusal(world, operation, Key="big", UploadId=upload, **params)
        assert found == ("NoSuchUpload", 404, "s3.upload")


def test_a_deleted_bucket_takes_its_uploads_along(world: World) -> None:
    sent(world, begun(world), 1, SMALL)
    s3(world, "DeleteBucket")
    assert left_over(world) == []


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"MultipartUpload": {"Parts": []}}, ("InvalidRequest", 400, "s3.upload.parts")),
        ({"MultipartUpload": None}, ("InvalidRequest", 400, "s3.upload.parts")),
        ({"order": [2, 1]}, ("InvalidPartOrder", 400, "s3.part.order")),
        ({"order": [1, 1]}, ("InvalidPartOrder", 400, "s3.part.order")),
        ({"order": [1, 3]}, ("InvalidPart", 400, "s3.part")),
        ({"etag": "x"}, ("InvalidPart", 400, "s3.part")),
        ({}, ("EntityTooSmall", 400, "s3.part.size")),
        ({"order": [2], "MpuObjectSize": 9}, ("InvalidRequest", 400, "s3.upload.size")),
        ({"order": [2], "ChecksumCRC64NVME": "MTIzNDU2Nzg="}, ("BadDigest", 400, "s3.checksum")),
        ({"order": [2], "ChecksumType": "COMPOSITE"}, ("InvalidRequest", 400, "s3.checksum.type")),
        ({"order": [2], "IfMatch": "abcdef"}, ("NoSuchKey", 404, "s3.object")),
    ],
)
def test_a_completion_that_does_not_fit_is_refused(
    world: World, change: dict[str, Any], refused: tuple[str, int, str]
) -> None:
    upload = begun(world)
    etags = {number: sent(world, upload, number, SMALL)["ETag"] for number in (1, 2)}
    order = change.pop("order", [1, 2])
    etag = change.pop("etag", "")
    parts = [{"PartNumber": number, "ETag": etag or etags.get(number, "x")} for number in order]
    asked = {"Key": "big", "UploadId": upload, "MultipartUpload": {"Parts": parts}} | change
    assert refusal(world, "CompleteMultipartUpload", **asked) == refused


def test_parts_may_bring_checksums_that_the_upload_was_not_begun_with(world: World) -> None:
    # What boto3 does in create_multipart_upload and upload_part, when it is told nothing of checksums.
    upload = begun(world)
    crc32 = base64.b64encode(zlib.crc32(SMALL).to_bytes(4)).decode()
    part = sent(world, upload, 1, SMALL, ChecksumCRC32=crc32)
    assert part["ChecksumCRC32"] == crc32
    assert completed(world, upload, part)["ChecksumType"] == "FULL_OBJECT"
    assert s3(world, "GetObject", Key="big")["Body"] == SMALL


def test_a_part_brings_the_checksum_that_its_upload_was_begun_with_or_none(world: World) -> None:
    upload = begun(world, ChecksumAlgorithm="CRC32")
    sent(world, upload, 1, SMALL)
    asked = {"Key": "big", "UploadId": upload, "PartNumber": 1, "Body": SMALL, "ChecksumSHA1": "x"}
    assert refusal(world, "UploadPart", **asked) == ("InvalidRequest", 400, "s3.checksum.type")


def test_a_checksum_of_parts_needs_every_part_s(world: World) -> None:
    upload = begun(world, ChecksumAlgorithm="SHA256")
    part = sent(world, upload, 1, SMALL)
    bare = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    asked = {"Key": "big", "UploadId": upload, "MultipartUpload": bare}
    assert refusal(world, "CompleteMultipartUpload", **asked) == ("InvalidRequest", 400, "s3.part.checksum")
    assert completed(world, upload, part)["ChecksumType"] == "COMPOSITE"


@pytest.mark.parametrize(
    ("operation", "params", "refused"),
    [
        ("UploadPart", {"PartNumber": 0}, ("InvalidArgument", 400, "s3.part.number")),
        ("UploadPart", {"PartNumber": 10_001}, ("InvalidArgument", 400, "s3.part.number")),
        ("UploadPart", {"PartNumber": 1, "ChecksumSHA1": "x"}, ("InvalidRequest", 400, "s3.checksum.form")),
        ("UploadPart", {"PartNumber": 1, "ChecksumCRC32": "AAAAAQ=="}, ("BadDigest", 400, "s3.checksum")),
        ("UploadPart", {"PartNumber": 1, "ContentMD5": "AAAAAAAAAAAAAAAAAAAAAA=="}, ("BadDigest", 400, "s3.digest")),
        ("ListParts", {"MaxParts": -1}, ("InvalidArgument", 400, "s3.list.size")),
    ],
)
def test_a_part_that_does_not_fit_is_refused(
    world: World, operation: str, params: dict[str, Any], refused: tuple[str, int, str]
) -> None:
    upload = begun(world)
    assert refusal(world, operation, Key="big", UploadId=upload, **params) == refused


@pytest.mark.parametrize(
    "params",
    [
        {"ChecksumType": "COMPOSITE"},
        {"ChecksumAlgorithm": "SHA256", "ChecksumType": "FULL_OBJECT"},
        {"ChecksumAlgorithm": "CRC64NVME", "ChecksumType": "COMPOSITE"},
    ],
)
def test_not_every_type_of_checksum_goes_with_every_algorithm(world: World, params: dict[str, str]) -> None:
    found = refusal(world, "CreateMultipartUpload", Key="big", **params)
    assert found == ("InvalidRequest", 400, "s3.upload.checksum_type")


def test_a_part_is_taken_from_an_object_that_is_there(world: World) -> None:
    s3(world, "PutObject", Key="source", Body=b"0123456789")
    upload = begun(world)
    asked = {"Key": "big", "UploadId": upload, "PartNumber": 1, "CopySource": "reports/source"}
    copied = s3(world, "UploadPartCopy", **asked, CopySourceRange="bytes=2-4")["CopyPartResult"]
    completed(world, upload, copied)
    assert s3(world, "GetObject", Key="big")["Body"] == b"234"
    asked["UploadId"] = begun(world)
    for text in ("bytes=5-10", "bytes=5-", "5-6"):
        found = refusal(world, "UploadPartCopy", **asked, CopySourceRange=text)
        assert found == ("InvalidArgument", 400, "s3.copy.range")


def test_parts_are_listed_in_pages(world: World) -> None:
    upload = begun(world)
    for number in (3, 1, 20):
        sent(world, upload, number, str(number).encode())
    first = s3(world, "ListParts", Key="big", UploadId=upload, MaxParts=2)
    assert [part["PartNumber"] for part in first["Parts"]] == [1, 3]
    assert (first["IsTruncated"], first["NextPartNumberMarker"]) == (True, 3)
    rest = s3(world, "ListParts", Key="big", UploadId=upload, PartNumberMarker=first["NextPartNumberMarker"])
    assert [(part["PartNumber"], part["Size"]) for part in rest["Parts"]] == [(20, 2)]
    assert not rest["IsTruncated"]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_uploads_are_listed_in_pages(world: World, size: int) -> None:
    ids = {begun(world, key) for key in ("a", "a", "b/1", "b/2", "c")}
    found: list[str] = []
    marker: dict[str, str] = {}
    while True:
        page = s3(world, "ListMultipartUploads", MaxUploads=size, **marker)
        found += [one["UploadId"] for one in page["Uploads"]]
        if not page["IsTruncated"]:
            break
        marker = {"KeyMarker": page["NextKeyMarker"], "UploadIdMarker": page["NextUploadIdMarker"]}
    assert (len(found), set(found)) == (5, ids)
    grouped = s3(world, "ListMultipartUploads", Delimiter="/")
    assert [one["Key"] for one in grouped["Uploads"]] == ["a", "a", "c"]
    assert grouped["CommonPrefixes"] == [{"Prefix": "b/"}]


@pytest.mark.parametrize(
    ("operation", "action", "on"),
    [
        ("CreateMultipartUpload", "PutObject", "/*"),
        ("UploadPart", "PutObject", "/*"),
        ("CompleteMultipartUpload", "PutObject", "/*"),
        ("AbortMultipartUpload", "AbortMultipartUpload", "/*"),
        ("ListParts", "ListMultipartUploadParts", "/*"),
        ("ListMultipartUploads", "ListBucketMultipartUploads", ""),
    ],
)
def test_each_step_needs_its_permission(world: World, operation: str, action: str, on: str) -> None:
    upload = begun(world)
    part = sent(world, upload, 1, SMALL)
    params: dict[str, Any] = {"Bucket": "reports"}
    if operation != "ListMultipartUploads":
        params["Key"] = "big"
    if operation not in ("ListMultipartUploads", "CreateMultipartUpload"):
        params["UploadId"] = upload
    if operation == "UploadPart":
        params |= {"PartNumber": 2, "Body": b"x"}
    if operation == "CompleteMultipartUpload":
        params["MultipartUpload"] = listed(part)
    keys = someone(world)
    assert refusal(world, operation, caller=keys, **params) == ("AccessDenied", 403, "policy.verdict")
    allowed = {"RoleName": "Readers", "PolicyName": "p", "PolicyDocument": policy(may(action, on=on))}
    world.call("iam", "PutRolePolicy", allowed, caller=world.operator)
    reply = world.call("s3", operation, params, caller=keys)
    assert reply.ok, reply.error
