"""Every simulated operation says no as AWS does, to requests that boto3 would not even send."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.clients.forms import assert_error
from tests.clients.prepared import Prepared
from tests.clients.sdk import operation_model, protocol_of
from tests.clients.valid import SIMULATED, VALID
from tests.clients.wrong import MISTYPED, Raw, path_of, ruled_out

CONSTRAINT = {
    "cognito-idp": "InvalidParameterException",
    "cognito-identity": "ValidationException",
    "cognito-sync": "InvalidParameterException",
    "sts": "ValidationError",
    "iam": "ValidationError",
}
"""The code for a value that breaks a rule of the model; S3 has words of its own."""

FRAMED = [(service, operation) for service, operation in SIMULATED if service in CONSTRAINT]
REQUIRED = [
    (service, operation, member)
    for service, operation in FRAMED
    if (shape := operation_model(service, operation).input_shape) is not None
    for member in shape.required_members
    if shape.members[member].serialization.get("location") != "uri"  # without it the path is none
]
JSON = [(service, operation) for service, operation in SIMULATED if protocol_of(service) == "json"]


def each(cases: list[tuple[str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("service", "operation"), cases, ids=lambda part: part)


@pytest.mark.parametrize(("service", "operation", "member"), REQUIRED, ids=lambda part: part)
def test_what_is_required_is_missed(prepared: Prepared, service: str, operation: str, member: str) -> None:
    params = VALID[service, operation](prepared)
    del params[member]
    answer = Raw(prepared.here, service, operation, params).asked()
    assert_error(answer, service, CONSTRAINT[service], 400)
    expected = rf"1 validation error detected: Value (null )?at '{path_of(member)}' failed to satisfy constraint: Member must not be null"
    assert re.fullmatch(expected, answer.error["Message"])


@each(FRAMED)
def test_what_the_model_rules_out_is_refused(prepared: Prepared, service: str, operation: str) -> None:
    params = VALID[service, operation](prepared)
    for wrong in ruled_out(service, operation):
        answer = Raw(prepared.here, service, operation, params | {wrong.member: wrong.value}).asked()
        assert_error(answer, service, CONSTRAINT[service], 400)
        framed = f"at '{path_of(wrong.member)}' failed to satisfy constraint: {wrong.rule}"
        assert says(answer.error["Message"], framed, path_of(wrong.member), by_iam=service == "iam")


def says(message: str, framed: str, path: str, *, by_iam: bool) -> bool:
    """Tell whether a message has the framework's sentence; IAM leaves out the sets of enums, and has one of its own."""
    if by_iam and message.startswith(f"The specified value for {path} is invalid."):
        return True
    return (framed.partition(": [")[0] if by_iam and "enum value set" in framed else framed) in message


@each(JSON)
def test_json_of_another_type_is_refused(prepared: Prepared, service: str, operation: str) -> None:
    params = VALID[service, operation](prepared)
    shape = operation_model(service, operation).input_shape
    for member, part in shape.members.items() if shape else ():
        if getattr(part, "is_document_type", False):
            continue  # whatever JSON somebody likes
        wrong = {member: MISTYPED[part.type_name]}
        answer = Raw(prepared.here, service, operation, params).retyped(wrong)
        assert_error(answer, service, "SerializationException", 400)


def test_a_message_that_quotes_a_long_value_does_not_burst_the_headers(prepared: Prepared) -> None:
    # Node's clients read 16 KiB of headers altogether, Python's 64 KiB of each.
    params = {"MaxResults": 1, "NextToken": "a" * 65_536}
    answer = Raw(prepared.here, "cognito-identity", "ListIdentityPools", params).asked()
    assert_error(answer, "cognito-identity", "ValidationException", 400)
    assert len(answer.error["Message"]) > 65_536
    assert sum(map(len, answer.headers.values())) < 4096


def test_there_is_much_that_the_model_rules_out() -> None:
    assert len(REQUIRED) > 250
    assert sum(len(list(ruled_out(service, operation))) for service, operation in FRAMED) > 500


@pytest.mark.parametrize(
    ("service", "operation", "field"),
    [
        ("sts", "AssumeRole", "DurationSeconds"),
        ("sts", "GetSessionToken", "DurationSeconds"),
        ("iam", "ListUsers", "MaxItems"),
        ("iam", "CreateRole", "MaxSessionDuration"),
        ("iam", "CreatePolicyVersion", "SetAsDefault"),
    ],
)
def test_a_form_s_field_of_another_type_is_refused(
    prepared: Prepared, service: str, operation: str, field: str
) -> None:
    params = VALID[service, operation](prepared)
    answer = Raw(prepared.here, service, operation, params).refielded({field: "many"})
    assert_error(answer, service, "MalformedInput", 400)


S3_WRONG = [
    ("CreateBucket", {"Bucket": "No_Such_Name"}, "InvalidBucketName"),
    ("CreateBucket", {"CreateBucketConfiguration": {"LocationConstraint": "nowhere"}}, "InvalidLocationConstraint"),
    ("PutObject", {"Key": "k" * 1025}, "KeyTooLongError"),
    ("PutObject", {"ACL": "everybody"}, "InvalidArgument"),
    ("PutObject", {"ContentMD5": "no MD5"}, "InvalidDigest"),
    ("PutObject", {"ContentMD5": "AAAAAAAAAAAAAAAAAAAAAA=="}, "BadDigest"),
    ("PutObject", {"ChecksumCRC32": "AAAAAQ=="}, "BadDigest"),
    ("ListObjectsV2", {"MaxKeys": "many"}, "InvalidArgument"),
    ("ListObjectsV2", {"MaxKeys": -1}, "InvalidArgument"),
    ("ListObjectsV2", {"ContinuationToken": "none of ours"}, "InvalidArgument"),
    ("ListObjects", {"EncodingType": "none"}, "InvalidArgument"),
    ("UploadPart", {"PartNumber": 0}, "InvalidArgument"),
    ("UploadPart", {"PartNumber": "many"}, "InvalidArgument"),
    ("CompleteMultipartUpload", {"MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": "none"}]}}, "InvalidPart"),
    ("CopyObject", {"CopySource": "no-slash"}, "InvalidArgument"),
    ("PutBucketPolicy", {"Policy": "no policy"}, "MalformedPolicy"),
    ("PutBucketTagging", {"Tagging": {"TagSet": [{"Key": "", "Value": ""}]}}, "InvalidTag"),
    ("PutBucketOwnershipControls", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "Mine"}]}}, "MalformedXML"),
    ("DeleteObjects", {"Delete": {"Objects": []}}, "MalformedXML"),
]


@pytest.mark.parametrize(("operation", "wrong", "code"), S3_WRONG, ids=str)
def test_s3_refuses_in_its_own_words(prepared: Prepared, operation: str, wrong: dict[str, Any], code: str) -> None:
    params = VALID["s3", operation](prepared) | wrong
    answer = Raw(prepared.here, "s3", operation, params).asked()
    assert_error(answer, "s3", code, 400)


@pytest.mark.parametrize("operation", ["PutObjectTagging", "PutBucketTagging", "PutPublicAccessBlock", "DeleteObjects"])
@pytest.mark.parametrize(
    ("body", "code"), [(b"", "MissingRequestBodyError"), (b"<Tag", "MalformedXML"), (b"<Other/>", "MalformedXML")]
)
def test_s3_wants_the_document_that_belongs_there(prepared: Prepared, operation: str, body: bytes, code: str) -> None:
    params = VALID["s3", operation](prepared)
    answer = Raw(prepared.here, "s3", operation, params).rewritten(body)
    assert_error(answer, "s3", code, 400)


@pytest.mark.parametrize("body", [b"", b"no JSON", b'{"UserPoolId": ', b"[]", b'"text"', b"\xff\xfe", b"null"], ids=str)
def test_json_that_is_none_is_refused(prepared: Prepared, body: bytes) -> None:
    answer = Raw(prepared.here, "cognito-idp", "DescribeUserPool", {}).rewritten(body)
    assert answer.status == 400
    assert answer.error["Code"] in ("SerializationException", "InvalidParameterException")
