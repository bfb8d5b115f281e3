"""Presigned URLs opened over HTTP, held against answers that were recorded at AWS.

The answers are those of localstack/localstack (Apache-2.0), tests/aws/services/s3/test_s3.snapshot.json, TestS3PresignedUrl; each
row names the test that made the request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree as ET

import httpx
import pytest

from tests.builders import policy
from tests.clients.sdk import Sdk
from tests.clients.serving import Served
from tests.cloud.services.s3.buckets import ACCOUNT, may, someone
from tests.cloud.services.s3.cast import a_user, world_of_three

Boto = Callable[..., Any]

UNSIGNED = "There were headers present in the request which were not signed"
NO_MATCH = (
    "The request signature we calculated does not match the signature you provided. Check your key and signing method."
)
SHOWN = {"AWSAccessKeyId", "SignatureProvided", "StringToSign", "StringToSignBytes"}
MISMATCH = {"Code": "SignatureDoesNotMatch", "Message": NO_MATCH}
ALWAYS = {"RequestId", "HostId"}


class Row(NamedTuple):
    """A request by a presigned URL, and what AWS answered."""

    recorded: str
    """The test that made it."""
    operation: str
    params: dict[str, Any]
    """What was signed, beside bucket and key."""
    headers: dict[str, str]
    """What was sent along."""
    status: int
    members: dict[str, str]
    """Of the error document; of a signature that does not match only code and message."""
    changed: Callable[[str], str] = str
    """What was done to the URL."""
    version: str = "s3v4"
    """Of the signature; `s3` is the old one."""


def without(name: str) -> Callable[[str], str]:
    """Return a change that takes a parameter out of a URL."""

    def change(url: str) -> str:
        parts = urlsplit(url)
        left = [(key, value) for key, value in parse_qsl(parts.query) if key != name]
        return parts._replace(query=urlencode(left)).geturl()

    return change


def not_signed(*names: str) -> dict[str, str]:
    return {"Code": "AccessDenied", "Message": UNSIGNED, "HeadersNotSigned": ", ".join(names)}


TYPED = {"ContentType": "text/plain"}
CODED = {"ContentEncoding": "identity"}
STREAMED = {
    "Content-MD5": "pX8KKuGXS1f2VTcuJpqjkw==",
    "Content-Type": "application/octet-stream",
    "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "x-amz-date": "20211122T191045Z",
}
SIGNED_TYPE = {"ContentType": "application/octet-stream", "ContentMD5": STREAMED["Content-MD5"]}
HEADERS = "test_s3_put_presigned_url_with_different_headers"
TWICE = "test_s3_put_presigned_url_same_header_and_qs_parameter"
CHUNKS = "test_put_object_with_md5_and_chunk_signature_bad_headers"
META: dict[str, Any] = {"Metadata": {"foo": "bar"}}
METADATA = "test_put_url_metadata_with_sig_s3v4"

ROWS = [
    Row(
        "test_s3_put_presigned_url_missing_sig_param",
        "get_object",
        {},
        {},
        400,
        {
            "Code": "AuthorizationQueryParametersError",
            "Message": "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
            "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        },
        without("X-Amz-Date"),
    ),
    Row(
        "test_presigned_double_encoded_credentials",
        "get_object",
        {},
        {},
        400,
        {
            "Code": "AuthorizationQueryParametersError",
            "Message": "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
            '"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
        },
        lambda url: url.replace("%2F", "%252F"),
    ),
    Row(HEADERS, "put_object", TYPED, {"Content-Type": "text/plain"}, 200, {}),
    Row(HEADERS, "put_object", TYPED, {"Content-Type": "text/xml"}, 403, MISMATCH),
    Row(HEADERS, "put_object", CODED, {"Content-Encoding": "identity", "Content-Type": "text/xml"}, 200, {}),
    Row(HEADERS, "put_object", CODED, {"Content-Encoding": "gzip"}, 403, MISMATCH),
    Row(
        TWICE,
        "put_object",
        {"RequestPayer": "requester"},
        {"x-amz-request-payer": "requester"},
        403,
        MISMATCH,
        lambda url: url.replace("?", "?x-amz-request-payer=non-valid&"),
    ),
    Row(
        TWICE,
        "put_object",
        {"RequestPayer": "requester"},
        {"x-amz-expires": "5"},
        403,
        not_signed("x-amz-expires"),
    ),
    Row(
        CHUNKS,
        "put_object",
        SIGNED_TYPE,
        {**STREAMED, "x-amz-decoded-content-length": "test"},
        403,
        not_signed("x-amz-date", "x-amz-decoded-content-length"),
    ),
    Row(CHUNKS, "put_object", SIGNED_TYPE, STREAMED, 403, not_signed("x-amz-date")),
    Row(METADATA, "put_object", META, {"x-amz-meta-foo": "bar"}, 200, {}),
    Row(METADATA, "put_object", META, {}, 403, MISMATCH),
    Row(METADATA, "put_object", META, {"x-amz-meta-wrong": "x"}, 403, not_signed("x-amz-meta-wrong")),
]

ROWS += [
    row._replace(version="s3")
    for row in (
        Row(
            "test_s3_put_presigned_url_missing_sig_param",
            "get_object",
            {},
            {},
            403,
            {
                "Code": "AccessDenied",
                "Message": "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
            },
            without("Expires"),
        ),
        Row("test_presigned_url_signature_authentication", "get_object", {}, {}, 200, {}),
        Row(
            "test_presigned_url_signature_authentication",
            "get_object",
            {"ResponseContentType": "text/plain", "ResponseContentDisposition": "attachment;  filename=test.txt"},
            {},
            200,
            {},
        ),
        Row(
            "test_presigned_url_signature_authentication",
            "get_object",
            {"ResponseContentType": "text/plain", "ResponseContentDisposition": "attachment;  filename=test.txt"},
            {},
            403,
            MISMATCH,
            lambda url: url.replace("text", "test"),
        ),
        Row("test_presigned_url_signature_authentication", "put_object", {}, {}, 200, {}),
        Row(HEADERS, "put_object", TYPED, {"Content-Type": "text/plain"}, 200, {}),
        Row(HEADERS, "put_object", TYPED, {"Content-Type": "text/xml"}, 403, MISMATCH),
        Row(HEADERS, "put_object", CODED, {"Content-Encoding": "identity", "Content-Type": "text/xml"}, 403, MISMATCH),
        Row(HEADERS, "put_object", CODED, {"Content-Encoding": "gzip"}, 200, {}),
        Row(CHUNKS, "put_object", SIGNED_TYPE, STREAMED, 403, MISMATCH),
        Row("test_put_url_metadata_with_sig_s3", "put_object", META, {}, 200, {}),
        Row("test_put_url_metadata_with_sig_s3", "put_object", META, {"x-amz-meta-wrong": "wrong"}, 403, MISMATCH),
    )
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.recorded}-{row.version}-{row.status}")
def test_a_presigned_url_is_answered_as_it_was_at_aws(boto: Boto, here: Served, row: Row) -> None:
    here.become(world_of_three("", "k"))
    keys = here.do(lambda: a_user(here.world, ACCOUNT, "alice", {"Action": "s3:*", "Resource": "*"}))
    client = boto("s3", keys, signature_version=row.version)
    url = client.generate_presigned_url(row.operation, Params={"Bucket": "reports", "Key": "k", **row.params})
    method = "PUT" if row.operation == "put_object" else "GET"
    answer = httpx.request(method, row.changed(url), headers=row.headers, content=b"x" if method == "PUT" else b"")
    assert answer.status_code == row.status, answer.text
    if row.status == 200:
        return
    told = {member.tag: member.text or "" for member in ET.fromstring(answer.text)}
    shown = set(told) - ALWAYS - {"Code", "Message"}
    if row.members is MISMATCH:
        canonical = {"CanonicalRequest", "CanonicalRequestBytes"} if row.version == "s3v4" else set[str]()
        assert shown == SHOWN | canonical
    assert {name: told[name] for name in told if name in row.members} == row.members
    assert row.members is MISMATCH or set(told) - ALWAYS == set(row.members)


def test_an_old_url_ends_and_is_of_no_use_in_newer_regions(boto: Boto, here: Served) -> None:
    here.become(world_of_three("", "k"))
    keys = here.do(lambda: a_user(here.world, ACCOUNT, "alice", {"Action": "s3:*", "Resource": "*"}))
    client = boto("s3", keys, signature_version="s3")
    named = {"Bucket": "reports", "Key": "k"}
    url = client.generate_presigned_url("get_object", Params=named, ExpiresIn=-10)
    answer = httpx.get(url)
    told = {member.tag: member.text for member in ET.fromstring(answer.text)}
    assert (answer.status_code, told["Message"]) == (403, "Request has expired")
    assert set(told) - ALWAYS == {"Code", "Message", "Expires", "ServerTime"}
    here.call("s3", "CreateBucket", Bucket="anew", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    answer = httpx.get(client.generate_presigned_url("get_object", Params={**named, "Bucket": "anew"}))
    assert (answer.status_code, "Please use AWS4-HMAC-SHA256" in answer.text) == (400, True)


def test_an_old_url_is_good_with_a_session_and_policies_tell_it_from_a_new_one(boto: Boto, here: Served) -> None:
    here.become(world_of_three("", "k"))
    keys = here.do(lambda: someone(here.world, may("GetObject")))
    url = boto("s3", keys, signature_version="s3").generate_presigned_url(
        "get_object", Params={"Bucket": "reports", "Key": "k"}
    )
    assert httpx.get(url).text == "k"
    new_only = {"StringEquals": {"s3:signatureversion": "AWS"}}
    denial = may("GetObject") | {"Effect": "Deny", "Principal": "*", "Condition": new_only}
    here.call("s3", "PutBucketPolicy", Bucket="reports", Policy=policy(denial))
    assert httpx.get(url).status_code == 403


def test_an_old_url_may_have_the_bucket_in_its_host(here: Served, sdk: Sdk) -> None:
    here.become(world_of_three("", "k"))
    keys = here.do(lambda: a_user(here.world, ACCOUNT, "alice", {"Action": "s3:*", "Resource": "*"}))
    client = sdk.client(
        "s3", "https://s3.amazonaws.com", keys, signature_version="s3", s3={"addressing_style": "virtual"}
    )
    url = urlsplit(client.generate_presigned_url("get_object", Params={"Bucket": "reports", "Key": "k"}))
    assert url.netloc == "reports.s3.amazonaws.com"
    answer = httpx.get(f"{here.url}{url.path}?{url.query}", headers={"Host": url.netloc})
    assert (answer.status_code, answer.text) == (200, "k")
