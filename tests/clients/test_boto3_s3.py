"""boto3's S3: transfers in parts, ranges, presigned URLs, waiters, checksums, errors, in both styles of addressing."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3.s3.transfer
import botocore.httpchecksum
import httpx
import pytest
from botocore.exceptions import ClientError, WaiterError

from cogtui.cloud.callers import Keys
from tests.builders import keys_for, policy, role_of
from tests.clients.serving import Served

Boto = Callable[..., Any]

BUCKET, KEY = "anas-reports", "reports/welcome.txt"
MIB = 2**20
BIG = bytes(range(256)) * (9 * MIB // 256)
"""9 MiB: in parts for boto3 and the AWS CLI, which begin to cut at 8."""

STYLES: list[dict[str, Any]] = [
    {"signature_version": "s3v4", "s3": {"addressing_style": "path"}},
    {"signature_version": "s3v4", "s3": {"addressing_style": "virtual"}},
]


def reader_of(here: Served, *statements: dict[str, Any]) -> Keys:
    """Return a session of a role that may do what the statements say, and nothing else."""

    def made() -> Keys:
        arn = role_of(here.world, "Somebody")
        document = policy(*statements or [{"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/reports/*"}])
        params = {"RoleName": "Somebody", "PolicyName": "Reads", "PolicyDocument": document}
        assert here.world.call("iam", "PutRolePolicy", params, caller=here.world.operator).ok
        return keys_for(here.world, arn)

    return here.do(made)


def code_of(raised: pytest.ExceptionInfo[ClientError]) -> tuple[str, int]:
    response = raised.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


# ------------------------------------------------------------------------------------------------------------- transfers


@pytest.mark.parametrize("checksums", ["when_supported", "when_required"])
def test_a_file_goes_up_in_parts_and_comes_down_whole(boto: Boto, here: Served, tmp_path: Path, checksums: str) -> None:
    s3 = boto("s3", request_checksum_calculation=checksums, response_checksum_validation=checksums)
    (tmp_path / "up").write_bytes(BIG)
    transfer = boto3.s3.transfer.TransferConfig(max_concurrency=4)
    s3.upload_file(str(tmp_path / "up"), BUCKET, "big.bin", ExtraArgs={"ContentType": "x/y"}, Config=transfer)
    operations = [record.operation for record in here.world.trail]
    assert (operations.count("UploadPart"), operations[-1]) == (2, "CompleteMultipartUpload")
    found = s3.head_object(Bucket=BUCKET, Key="big.bin")
    assert (found["ContentLength"], found["ContentType"]) == (len(BIG), "x/y")
    assert found["ETag"].endswith('-2"')
    s3.download_file(BUCKET, "big.bin", str(tmp_path / "down"), Config=transfer)
    assert (tmp_path / "down").read_bytes() == BIG


@pytest.mark.parametrize("checksums", ["when_supported", "when_required"])
@pytest.mark.parametrize("body", [b"", b"a few octets", BIG[: 2 * MIB]], ids=len)
def test_a_stream_is_put_as_it_is(boto: Boto, body: bytes, checksums: str) -> None:
    s3 = boto("s3", request_checksum_calculation=checksums)
    put = s3.put_object(Bucket=BUCKET, Key="a stream", Body=io.BytesIO(body))
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    assert s3.get_object(Bucket=BUCKET, Key="a stream")["Body"].read() == body


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_a_checksum_that_the_client_names_is_kept_and_given_back(boto: Boto, algorithm: str) -> None:
    s3 = boto("s3")
    put = s3.put_object(Bucket=BUCKET, Key="k", Body=b"abc", ChecksumAlgorithm=algorithm)
    found = s3.get_object(Bucket=BUCKET, Key="k", ChecksumMode="ENABLED")
    assert found[f"Checksum{algorithm}"] == put[f"Checksum{algorithm}"]
    assert found["Body"].read() == b"abc"


def test_parts_are_sent_one_by_one_as_the_manual_has_it(boto: Boto) -> None:
    s3 = boto("s3")
    named = {"Bucket": BUCKET, "Key": "parts"}
    upload = s3.create_multipart_upload(**named)["UploadId"]
    bodies = [BIG[: 5 * MIB], b"tail"]
    parts = [
        {
            "PartNumber": number,
            "ETag": s3.upload_part(**named, UploadId=upload, PartNumber=number, Body=body)["ETag"],
        }
        for number, body in enumerate(bodies, 1)
    ]
    assert [part["Size"] for part in s3.list_parts(**named, UploadId=upload)["Parts"]] == [5 * MIB, 4]
    s3.complete_multipart_upload(**named, UploadId=upload, MultipartUpload={"Parts": parts})
    assert s3.get_object(**named, Range="bytes=-4")["Body"].read() == b"tail"
    with pytest.raises(s3.exceptions.NoSuchUpload):
        s3.list_parts(**named, UploadId=upload)


@pytest.mark.parametrize("size", [0, 6, 3 * MIB])
def test_a_body_in_chunks_with_its_checksum_behind_it_is_unpacked(
    boto: Boto, here: Served, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    # boto3 sends such bodies where the connection is encrypted.
    monkeypatch.setattr(botocore.httpchecksum, "urlparse", lambda _: SimpleNamespace(scheme="https"))
    s3 = boto("s3")
    put = s3.put_object(Bucket=BUCKET, Key="framed", Body=io.BytesIO(BIG[:size]), ChecksumAlgorithm="SHA256")
    arrived = dict(here.last.caller.headers)  # pyright: ignore[reportAttributeAccessIssue] - it was signed
    assert arrived["x-amz-content-sha256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    assert arrived["x-amz-trailer"] == "x-amz-checksum-sha256"
    assert put["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(BIG[:size]).digest()).decode()
    found = s3.get_object(Bucket=BUCKET, Key="framed")
    assert found["Body"].read() == BIG[:size]
    assert "ContentEncoding" not in found


# ---------------------------------------------------------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("asked", "content", "told"),
    [
        ("bytes=0-6", b"Welcome", "bytes 0-6/"),
        ("bytes=9-12", b"Ana.", "bytes 9-12/"),
        ("bytes=-1", b"\n", "bytes "),
    ],
)
def test_a_range_of_an_object(boto: Boto, asked: str, content: bytes, told: str) -> None:
    found = boto("s3").get_object(Bucket=BUCKET, Key=KEY, Range=asked)
    assert found["Body"].read() == content
    assert found["ContentRange"].startswith(told)
    assert found["ResponseMetadata"]["HTTPStatusCode"] == 206


def test_a_range_behind_the_end_cannot_be_had(boto: Boto) -> None:
    with pytest.raises(ClientError) as raised:
        boto("s3").get_object(Bucket=BUCKET, Key=KEY, Range="bytes=9999-")
    assert code_of(raised) == ("InvalidRange", 416)


def test_an_object_that_did_not_change_is_not_sent_again(boto: Boto) -> None:
    s3 = boto("s3")
    etag = s3.head_object(Bucket=BUCKET, Key=KEY)["ETag"]
    with pytest.raises(ClientError) as raised:
        s3.get_object(Bucket=BUCKET, Key=KEY, IfNoneMatch=etag)
    assert code_of(raised) == ("304", 304)


@pytest.mark.parametrize(
    ("key", "may_list", "code"),
    [("reports/none.txt", True, "404"), ("reports/none.txt", False, "403"), ("private/x", True, "403")],
)
def test_head_says_no_with_nothing_but_a_status(boto: Boto, here: Served, key: str, may_list: bool, code: str) -> None:
    statements = [{"Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/reports/*"}]
    statements += [{"Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{BUCKET}"}] if may_list else []
    s3 = boto("s3", reader_of(here, *statements))
    with pytest.raises(ClientError) as raised:
        s3.head_object(Bucket=BUCKET, Key=key)
    assert code_of(raised) == (code, int(code))
    assert raised.value.response["Error"]["Message"] == {"404": "Not Found", "403": "Forbidden"}[code]


def test_the_errors_have_classes_of_their_own(boto: Boto) -> None:
    s3 = boto("s3")
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket=BUCKET, Key="none")
    with pytest.raises(s3.exceptions.NoSuchBucket):
        s3.list_objects_v2(Bucket="no-such-bucket")
    with pytest.raises(s3.exceptions.BucketAlreadyOwnedByYou):
        boto("s3", region="eu-west-1").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )


def test_every_kind_of_key_comes_back_as_it_was(boto: Boto) -> None:
    s3 = boto("s3")
    keys = [
        "a b",
        "ü/ö",
        "a+b",
        "100%",
        "a?b#c",
        "..",
        "a//b",
        "./a",
        "~x",
        "'q'",
        "<xml>&",
        "日本",
        "a\tb",
        "back\\slash",
    ]
    for key in keys:
        s3.put_object(Bucket=BUCKET, Key=f"keys/{key}", Body=key.encode())
    listed = [found["Key"] for found in s3.list_objects_v2(Bucket=BUCKET, Prefix="keys/")["Contents"]]
    assert listed == sorted((f"keys/{key}" for key in keys), key=str.encode)
    assert [s3.get_object(Bucket=BUCKET, Key=key)["Body"].read().decode() for key in listed] == [
        key.removeprefix("keys/") for key in listed
    ]


# --------------------------------------------------------------------------------------------------------- presigned URLs


@pytest.mark.parametrize("settings", STYLES, ids=["path", "virtual"])
@pytest.mark.usefixtures("local_names")
def test_a_presigned_url_reads_and_writes(sdk: Any, here: Served, settings: dict[str, Any]) -> None:
    url = here.url.replace("127.0.0.1", "localhost")
    s3 = sdk.client("s3", url, here.demo, **settings)
    named = {"Bucket": BUCKET, "Key": "a b/ü.txt"}
    writing = s3.generate_presigned_url("put_object", Params=named | {"ContentType": "text/plain"})
    reading = s3.generate_presigned_url("get_object", Params=named | {"ResponseContentType": "x/y"}, ExpiresIn=60)
    assert ("http://anas-reports.localhost" in reading) == (settings["s3"]["addressing_style"] == "virtual")
    assert httpx.put(writing, content=b"Hello", headers={"Content-Type": "text/plain"}).status_code == 200
    answer = httpx.get(reading)
    assert (answer.content, answer.headers["content-type"]) == (b"Hello", "x/y")


@pytest.mark.parametrize(
    ("spoil", "code", "status"),
    [
        (lambda url: url.replace("welcome", "2025-q4"), "SignatureDoesNotMatch", 403),
        (lambda url: url.replace("X-Amz-Expires=3600", "X-Amz-Expires=9999"), "SignatureDoesNotMatch", 403),
        (lambda url: url.replace("X-Amz-Expires=3600&", ""), "AuthorizationQueryParametersError", 400),
        (lambda url: url.replace("AKIA", "ASIA"), "InvalidAccessKeyId", 403),
    ],
)
def test_a_presigned_url_that_was_changed_is_refused(
    boto: Boto, spoil: Callable[[str], str], code: str, status: int
) -> None:
    s3 = boto("s3", signature_version="s3v4")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": KEY})
    assert httpx.get(url).status_code == 200
    answer = httpx.get(spoil(url))
    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (status, True)


def test_a_presigned_url_ends_with_its_session(boto: Boto, here: Served) -> None:
    s3 = boto("s3", reader_of(here), signature_version="s3v4")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": KEY}, ExpiresIn=7200)
    assert httpx.get(url).status_code == 200
    here.do(lambda: here.world.act("clock.advance", seconds=3700))
    answer = httpx.get(url)
    assert (answer.status_code, "<Code>ExpiredToken</Code>" in answer.text) == (400, True)


def test_a_url_that_boto3_presigns_by_itself_is_of_the_old_kind_and_opens(boto: Boto) -> None:
    url = boto("s3").generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": KEY})
    assert "AWSAccessKeyId=" in url
    answer = httpx.get(url)
    assert answer.status_code == 200
    assert answer.content == boto("s3").get_object(Bucket=BUCKET, Key=KEY)["Body"].read()
    assert httpx.get(url.replace("Signature=", "Signature=A")).status_code == 403


@pytest.mark.usefixtures("local_names")
def test_buckets_can_be_named_in_the_host(sdk: Any, here: Served) -> None:
    s3 = sdk.client("s3", here.url.replace("127.0.0.1", "localhost"), here.demo, **STYLES[1])
    s3.create_bucket(Bucket="in-the-host")
    s3.put_object(Bucket="in-the-host", Key="k", Body=b"x")
    assert [found["Key"] for found in s3.list_objects_v2(Bucket="in-the-host")["Contents"]] == ["k"]
    assert here.last.caller.path == "/"  # pyright: ignore[reportAttributeAccessIssue] - it was signed
    s3.delete_object(Bucket="in-the-host", Key="k")
    s3.delete_bucket(Bucket="in-the-host")


# ---------------------------------------------------------------------------------------------------------------- waiters


@pytest.mark.parametrize(
    ("waiter", "named", "comes"),
    [
        ("bucket_exists", {"Bucket": BUCKET}, True),
        ("bucket_exists", {"Bucket": "no-such-bucket"}, False),
        ("bucket_not_exists", {"Bucket": "no-such-bucket"}, True),
        ("object_exists", {"Bucket": BUCKET, "Key": KEY}, True),
        ("object_exists", {"Bucket": BUCKET, "Key": "none"}, False),
        ("object_not_exists", {"Bucket": BUCKET, "Key": "none"}, True),
    ],
)
def test_a_waiter_sees_what_is_there(boto: Boto, waiter: str, named: dict[str, str], comes: bool) -> None:
    waiting = boto("s3").get_waiter(waiter)
    once = {"Delay": 0, "MaxAttempts": 1}
    if comes:
        waiting.wait(**named, WaiterConfig=once)
    else:
        with pytest.raises(WaiterError, match="Max attempts exceeded"):
            waiting.wait(**named, WaiterConfig=once)


# ---------------------------------------------------------------------------------------------------------------- regions


def test_a_bucket_is_where_it_was_made(boto: Boto, here: Served) -> None:
    there = boto("s3", region="eu-west-1")
    there.create_bucket(Bucket="in-ireland", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert there.get_bucket_location(Bucket="in-ireland")["LocationConstraint"] == "eu-west-1"
    assert (
        there.head_bucket(Bucket="in-ireland")["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] == "eu-west-1"
    )


def test_boto3_follows_a_bucket_into_another_region(boto: Boto) -> None:
    elsewhere = boto("s3", region="eu-west-1", signature_version="s3v4")
    assert elsewhere.get_object(Bucket=BUCKET, Key=KEY)["Body"].read().startswith(b"Welcome")


# ----------------------------------------------------------------------------------------------------------------- nobody


def test_nobody_may_read_what_is_not_public(boto: Boto, here: Served) -> None:
    nobody = boto("s3", None)
    for call in (nobody.list_buckets, lambda: nobody.get_object(Bucket=BUCKET, Key=KEY)):
        with pytest.raises(ClientError) as raised:
            call()
        assert code_of(raised) == ("AccessDenied", 403)
    assert httpx.get(here.url).text.startswith("CogTUI "), "a browser that opens the same address is told what this is"


def test_everybody_may_read_what_a_bucket_policy_makes_public(boto: Boto) -> None:
    s3 = boto("s3")
    s3.delete_public_access_block(Bucket=BUCKET)
    s3.put_bucket_policy(
        Bucket=BUCKET,
        Policy=policy({"Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/public/*"}),
    )
    nobody = boto("s3", None)
    assert nobody.get_object(Bucket=BUCKET, Key="public/hello.txt")["Body"].read().startswith(b"Hello!")
    with pytest.raises(ClientError):
        nobody.get_object(Bucket=BUCKET, Key=KEY)
