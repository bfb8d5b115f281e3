"""boto3 against the endpoint: addressing, bodies, presigned URLs, checksums and errors as its users meet them."""

from __future__ import annotations

import io
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore import UNSIGNED
from botocore.exceptions import ClientError

from tests.wire.loop import KEY, SECRET, Loop
from tests.wire.requests import request

KEYS = ["plain.txt", "a b/c+d", "%41", "näh/日本", "a//b/../c", "?x=1&y#z", "~-._", "'()*!"]
STYLES: dict[str, dict[str, Any]] = {
    "path": {"s3": {"addressing_style": "path"}},
    "host": {"s3": {"addressing_style": "virtual"}, "endpoint_url": "http://s3.localhost:4577"},
    "bare host": {"s3": {"addressing_style": "virtual"}, "endpoint_url": "http://localhost:4577"},
}


@pytest.fixture(name="loop")
def a_loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    found = Loop(monkeypatch)
    found.client("s3").create_bucket(Bucket="my-bucket")
    return found


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("key", KEYS)
def test_an_object_comes_back_by_its_key_in_every_style(loop: Loop, style: str, key: str) -> None:
    client = loop.client("s3", **STYLES[style])
    client.put_object(Bucket="my-bucket", Key=key, Body=b"\x00some\xff", Metadata={"one": "1"}, ContentType="text/x")
    found = client.get_object(Bucket="my-bucket", Key=key)
    assert (found["Body"].read(), found["Metadata"], found["ContentType"]) == (b"\x00some\xff", {"one": "1"}, "text/x")
    assert loop.world.trail[-1].request["Key"] == key
    assert [each["Key"] for each in client.list_objects_v2(Bucket="my-bucket")["Contents"]] == [key]
    client.delete_object(Bucket="my-bucket", Key=key)
    with pytest.raises(client.exceptions.NoSuchKey):
        client.get_object(Bucket="my-bucket", Key=key)


BODIES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "bytes": {"Body": b"some bytes"},
    "a file": {"Body": io.BytesIO(b"some bytes" * 20_000)},
    "SHA-256": {"Body": b"some bytes", "ChecksumAlgorithm": "SHA256"},
    "a file, SHA-1": {"Body": io.BytesIO(b"some bytes" * 20_000), "ChecksumAlgorithm": "SHA1"},
    "an encoding": {"Body": io.BytesIO(b"some bytes"), "ContentEncoding": "gzip"},
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_body_arrives_whole_however_it_is_sent(loop: Loop, body: str, scheme: str) -> None:
    client = loop.client("s3", endpoint_url=f"{scheme}://127.0.0.1:4577")
    params = BODIES[body]
    content = params.get("Body", b"")
    if isinstance(content, io.BytesIO):
        content.seek(0)
    client.put_object(Bucket="my-bucket", Key="k", **params)
    kept = content.getvalue() if isinstance(content, io.BytesIO) else content
    found = client.get_object(Bucket="my-bucket", Key="k")
    assert found["Body"].read() == kept
    assert found.get("ContentEncoding", "") == params.get("ContentEncoding", "")


def test_a_part_of_an_object_has_status_206(loop: Loop) -> None:
    client = loop.client("s3")
    client.put_object(Bucket="my-bucket", Key="k", Body=b"0123456789")
    found = client.get_object(Bucket="my-bucket", Key="k", Range="bytes=2-4")
    assert (found["Body"].read(), found["ResponseMetadata"]["HTTPStatusCode"]) == (b"234", 206)


def test_boto3_does_send_bodies_in_chunks_with_a_trailer(loop: Loop) -> None:
    loop.client("s3", endpoint_url="https://127.0.0.1:4577").put_object(Bucket="my-bucket", Key="k", Body=b"some")
    assert loop.sent[-1].header("x-amz-content-sha256") == "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    assert loop.world.trail[-1].request.keys() == {"Bucket", "Key", "Body", "ChecksumAlgorithm", "ChecksumCRC32"}


def test_a_presigned_url_is_good_for_whoever_has_it(loop: Loop) -> None:
    client = loop.client("s3", signature_version="s3v4")
    client.put_object(Bucket="my-bucket", Key="a b", Body=b"some")
    url = urlsplit(client.generate_presigned_url("get_object", {"Bucket": "my-bucket", "Key": "a b"}))
    sent = request("GET", url.path, url.query, {"host": url.netloc}, received=time.time())
    assert loop.answer(sent).body == b"some"
    changed = request("GET", url.path.replace("my", "mx"), url.query, {"host": url.netloc}, received=time.time())
    assert loop.answer(changed).status == 403


def test_a_url_of_the_old_kind_is_good_for_whoever_has_it(loop: Loop) -> None:
    loop.client("s3").put_object(Bucket="my-bucket", Key="a b", Body=b"some")
    client = loop.client("s3", signature_version="s3")
    url = urlsplit(client.generate_presigned_url("get_object", {"Bucket": "my-bucket", "Key": "a b"}))
    assert "AWSAccessKeyId" in url.query
    sent = request("GET", url.path, url.query, {"host": url.netloc}, received=time.time())
    assert loop.answer(sent).body == b"some"
    changed = request("GET", url.path + "x", url.query, {"host": url.netloc}, received=time.time())
    assert b"<Code>SignatureDoesNotMatch</Code>" in loop.answer(changed).body


def error_of(call: Any, /, **params: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as failed:
        call(**params)
    answer: Any = failed.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def test_errors_have_codes_and_statuses_that_boto3_knows(loop: Loop) -> None:
    s3, idp, sts, iam = (loop.client(name) for name in ("s3", "cognito-idp", "sts", "iam"))
    sync = loop.client("cognito-sync")
    assert error_of(s3.get_object, Bucket="none-such", Key="k") == ("NoSuchBucket", 404)
    assert error_of(s3.head_object, Bucket="my-bucket", Key="none") == ("404", 404)
    assert error_of(s3.get_bucket_replication, Bucket="my-bucket") == ("NotImplemented", 501)
    assert error_of(idp.describe_user_pool, UserPoolId="us-east-1_nowhere") == ("ResourceNotFoundException", 400)
    assert error_of(idp.list_user_pool_replicas, UserPoolId="us-east-1_a") == ("NotImplemented", 501)
    assert error_of(sync.list_datasets, IdentityPoolId="us-east-1:x", IdentityId="us-east-1:y")[1] in (400, 403, 501)
    assert error_of(sts.assume_role, RoleArn="arn:aws:iam::111122223333:role/none", RoleSessionName="me") == (
        "AccessDenied",
        403,
    )
    assert error_of(iam.get_role, RoleName="none") == ("NoSuchEntity", 404)
    assert error_of(loop.client("dynamodb").list_tables) == ("NotImplemented", 501)


@pytest.mark.parametrize(
    ("service", "operation", "expected"),
    [
        ("sts", "get_caller_identity", ("SignatureDoesNotMatch", 403)),
        ("s3", "list_buckets", ("SignatureDoesNotMatch", 403)),
        ("cognito-identity", "list_identity_pools", ("InvalidSignatureException", 400)),
    ],
)
def test_another_secret_is_refused_in_the_service_s_words(
    loop: Loop, service: str, operation: str, expected: tuple[str, int]
) -> None:
    client = loop.client_with(service, (KEY, "another"))
    params = {"MaxResults": 1} if service == "cognito-identity" else {}
    assert error_of(getattr(client, operation), **params) == expected
    assert "door.signature" in loop.world.trail[-1].refused_by


def test_anybody_may_call_what_takes_no_signature(loop: Loop) -> None:
    client = loop.client("cognito-identity", signature_version=UNSIGNED)
    code, _ = error_of(client.get_id, IdentityPoolId="us-east-1:00000000-0000-4000-8000-000000000000")
    assert code == "ResourceNotFoundException"


def test_a_session_works_with_its_token_and_not_without(loop: Loop) -> None:
    sts = loop.client("sts")
    loop.client("iam").create_user(UserName="ana")
    made = loop.client("iam").create_access_key(UserName="ana")["AccessKey"]
    own = loop.client_with("sts", (made["AccessKeyId"], made["SecretAccessKey"]))
    assert own.get_caller_identity()["Arn"].endswith(":user/ana")
    found = own.get_session_token()["Credentials"]
    keys = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
    assert loop.client_with("sts", keys).get_caller_identity()["Arn"].endswith(":user/ana")
    assert error_of(loop.client_with("sts", keys[:2]).get_caller_identity) == ("InvalidClientTokenId", 403)
    assert sts.get_caller_identity()["Account"] == loop.world.account


def test_the_region_of_a_call_is_that_of_its_signature(loop: Loop) -> None:
    made = loop.client("cognito-idp", "eu-west-1").create_user_pool(PoolName="p")["UserPool"]
    assert made["Id"].startswith("eu-west-1_")
    assert made["CreationDate"].tzinfo is not None
    assert SECRET not in str(loop.sent)
