"""A client's request as code and as HTTP: what it sent stands as it came, and nobody's secret is made up."""

from __future__ import annotations

import msgspec
import pytest

from cogtui.cloud.callers import Origin, Signed
from cogtui.cloud.signing.sigv4 import EMPTY_HASH
from cogtui.cloud.trail import Record
from cogtui.console.code import code_of

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260105/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=9f"
)
HEADERS = (("host", "127.0.0.1:4577"), ("x-odd", "caf\udcc3\udca9 \udcff"), ("authorization", AUTHORIZATION))


def record_of(service: str, operation: str, params: dict[str, str], **more: str) -> Record:
    """Return a record of a request with a signature."""
    given = {"method": "POST", "path": "/", "query": "", "payload_hash": "ab", "access_key_id": "AKIAEXAMPLE"}
    caller = msgspec.convert({"type": "signed", "headers": HEADERS, "received": 0.0, **given, **more}, Signed)
    origin = Origin("127.0.0.1", "Boto3/1.44.5")
    return Record(
        "1", "call", service, operation, "App", "STS", 0.0, "1", "us-east-1", caller, origin=origin, request=params
    )


GET_ROLE = record_of("iam", "GetRole", {"RoleName": "Readers"})


def test_the_http_view_has_the_request_as_it_came() -> None:
    asked = code_of(GET_ROLE, "http").partition("\n\nHTTP/1.1 ")[0].split("\n")
    assert asked[:2] == [
        "# First line and headers are as the client sent them, the signature with them.",
        "# The body is written anew from what it said.",
    ]
    assert asked[2:6] == [
        "POST / HTTP/1.1",
        "host: 127.0.0.1:4577",
        "x-odd: caf\u00e9 \ufffd",
        f"authorization: {AUTHORIZATION}",
    ]
    assert asked[6] == ""
    assert "RoleName=Readers" in "".join(asked[7:])


def test_a_presigned_url_stands_in_the_first_line_and_has_no_body() -> None:
    record = record_of(
        "s3",
        "GetObject",
        {"Bucket": "b", "Key": "k"},
        method="GET",
        path="/b/k",
        query="X-Amz-Signature=9f",
        payload_hash=EMPTY_HASH,
    )
    asked = code_of(record, "http").partition("\n\nHTTP/1.1 ")[0]
    assert "GET /b/k?X-Amz-Signature=9f HTTP/1.1\n" in asked
    assert "body" not in asked


@pytest.mark.parametrize("form", ["cli", "boto3"])
def test_code_says_whose_key_it_was_and_leaves_the_secret_to_the_shell(form: str) -> None:
    code = code_of(GET_ROLE, form)
    assert code.count("# Signed with the key AKIAEXAMPLE; the shell's variables tell ") == 1
    assert "AWS_SECRET" not in code
    assert "aws_secret" not in code


@pytest.mark.parametrize("form", ["cli", "boto3"])
def test_an_id_that_is_no_key_s_stays_out_of_the_code(form: str) -> None:
    code = code_of(record_of("iam", "GetRole", {"RoleName": "R"}, access_key_id="$(rm)", session_token="t"), form)
    assert "# Signed with a key that can't be read and its session token;" in code
    assert "$(rm)" not in code


@pytest.mark.parametrize("form", ["cli", "boto3"])
def test_operations_without_a_signature_need_no_word_about_it(form: str) -> None:
    assert "Signed" not in code_of(record_of("cognito-identity", "GetId", {"IdentityPoolId": "p"}), form)
