"""botocore reads our answers as what the operation gave, whatever it gave; and errors as what they were."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.reader import Reference
from cogtui.cloud.errors import ErrorInfo, NotSimulated
from tests.cloud.test_every_operation import SIMULATED, lent, params_of
from tests.wire.answers import REQUEST_ID, answered, read_by_botocore, record_of
from tests.wire.requests import ANYTHING, OPERATIONS, PRINTED, WORDS, XML_TEXTS, value

APART = {"SelectObjectContent", "GetBucketNotification", "PutBucketNotification"}
"""A stream of events; and older names of operations, with members that share a name on the wire."""


def outputs(service: str, operation: str) -> st.SearchStrategy[dict[str, Any]]:
    known = reader.service(service)
    use = known.operations[operation].output
    if use is None:
        return st.just({})
    members = {name: member(service, part) for name, part in known.target(use).members.items()}
    return st.fixed_dictionaries(
        {}, optional={name: found for name, found in members.items() if name != "ContentRange"}
    )


def member(service: str, use: Reference) -> st.SearchStrategy[Any]:
    known = reader.service(service)
    if use.location in ("header", "headers"):
        return value(known, use, WORDS if known.target(use).type == "map" else PRINTED)
    if use.location is not None:
        return st.just(200)
    return value(known, use, ANYTHING if known.protocol.endswith("json") else XML_TEXTS)


def full(value: Any, *, xml: bool) -> Any:
    """Leave out what XML cannot tell from nothing."""
    if not xml:
        return value
    if isinstance(value, dict):
        parts = {name: full(part, xml=xml) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in ({}, [], "", None, b"")}
    return [full(part, xml=xml) for part in value] if isinstance(value, list) else value


def same(service: str, operation: str, output: dict[str, Any], found: dict[str, Any]) -> None:
    assert found["ResponseMetadata"].pop("HTTPStatusCode") in (200, 204, 206)
    assert found.pop("ResponseMetadata")["HTTPHeaders"]
    known = reader.service(service)
    shape = known.output(operation) if known.operations[operation].output else None
    kept = {name: part for name, part in output.items() if shape is not None and name in shape.members}
    if operation in ("HeadObject", "HeadBucket"):
        kept.pop("Body", None)
    if shape is not None and shape.payload and known.target(shape.members[shape.payload]).type in ("blob", "string"):
        kept.setdefault(shape.payload, b"")
        found[shape.payload] = found.get(shape.payload) or b""
        kept[shape.payload] = octets(kept[shape.payload])
        found[shape.payload] = octets(found[shape.payload])
    xml = xml_of(service)
    assert full(found, xml=xml) == full(kept, xml=xml)


UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML has no place for."""


def xml_of(service: str) -> bool:
    return reader.service(service).protocol in ("query", "rest-xml")


def octets(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


@pytest.mark.parametrize(("service", "operation"), [pair for pair in OPERATIONS if pair[1] not in APART])
@given(data=st.data())
@settings(max_examples=10, phases=[Phase.generate])
def test_botocore_reads_what_an_operation_gave(service: str, operation: str, data: st.DataObject) -> None:
    output = data.draw(outputs(service, operation))
    same(service, operation, output, read_by_botocore(record_of(service, operation, output=output)))


@pytest.mark.parametrize(("service", "operation"), SIMULATED)
@given(data=st.data())
@settings(max_examples=3, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
def test_botocore_reads_what_the_world_answers(service: str, operation: str, data: st.DataObject) -> None:
    params = data.draw(params_of(service, operation))
    with lent() as world:
        record = world.call(service, operation, params, caller=world.operator).record
    found = read_by_botocore(record)
    if record.error is None:
        same(service, operation, record.output or {}, found)
    elif reader.operation(service, operation).http.method != "HEAD" and record.error.status != 304:
        assert found["Error"]["Code"] == record.error.code
        said = UNPRINTED.sub("\ufffd", record.error.message) if xml_of(service) else record.error.message
        assert (found["Error"].get("Message") or "").split() == said.split()


def error_of(problem: NotSimulated) -> ErrorInfo:
    return ErrorInfo(problem.code, problem.message, problem.status, problem.extra)


ERRORS = [
    ErrorInfo("NotAuthorizedException", "Incorrect username or password.", 400),
    ErrorInfo("InvalidParameterException", 'Väluë <x> & "y"\nand more', 400, {"reasonCode": "R"}),
    ErrorInfo("InternalErrorException", "", 500),
    error_of(NotSimulated("iam CreateVirtualMFADevice")),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("cognito-idp", "InitiateAuth"),
        ("cognito-identity", "GetId"),
        ("cognito-sync", "UpdateRecords"),
        ("sts", "AssumeRole"),
        ("iam", "CreateRole"),
        ("sns", "Publish"),
        ("s3", "GetObject"),
        ("sts", "NoSuchOperation"),
    ],
)
def test_botocore_reads_an_error_with_code_message_status_and_request_id(
    service: str, operation: str, error: ErrorInfo
) -> None:
    found = read_by_botocore(record_of(service, operation, error=error))
    assert (found["Error"]["Code"], found["Error"].get("Message") or "") == (error.code, error.message)
    assert found["ResponseMetadata"]["HTTPStatusCode"] == error.status
    expected = REQUEST_ID.replace("-", "")[:16].upper() if service == "s3" else REQUEST_ID
    assert found["ResponseMetadata"]["RequestId"] == expected


def test_errors_to_head_have_a_status_and_nothing_else() -> None:
    error = ErrorInfo("NoSuchKey", "The specified key does not exist.", 404, {"Key": "k"})
    record = record_of("s3", "HeadObject", error=error)
    assert answered(record).body == b""
    found = read_by_botocore(record)
    assert (found["Error"]["Code"], found["Error"]["Message"]) == ("404", "Not Found")


def test_not_modified_has_no_body() -> None:
    record = record_of("s3", "GetObject", error=ErrorInfo("NotModified", "Not Modified", 304))
    found = answered(record)
    assert (found.status, found.body) == (304, b"")


EXACT = [
    (
        record_of("sts", "GetCallerIdentity", output={"UserId": "U", "Account": "1", "Arn": "a"}),
        b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
        b"<UserId>U</UserId><Account>1</Account><Arn>a</Arn></GetCallerIdentityResult><ResponseMetadata><RequestId>"
        + REQUEST_ID.encode()
        + b"</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
    ),
    (record_of("cognito-idp", "DeleteUser", output={}), b"{}"),
    (record_of("cognito-identity", "ListIdentities", output={"Identities": []}), b'{"Identities":[]}'),
    (
        record_of("s3", "GetBucketLocation", output={}),
        b'<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>',
    ),
    (
        record_of("s3", "GetBucketVersioning", output={}),
        (
            b'<?xml version="1.0" encoding="UTF-8"?>\n<VersioningConfiguration '
            b'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></VersioningConfiguration>'
        ),
    ),
    (record_of("s3", "DeleteObject", output={}), b""),
    (record_of("s3", "GetBucketPolicy", output={"Policy": "{}"}), b"{}"),
]


@pytest.mark.parametrize(("record", "body"), EXACT, ids=lambda part: getattr(part, "operation", ""))
def test_bodies_are_what_aws_sends(record: Any, body: bytes) -> None:
    assert answered(record).body == body


STATUSES = [
    (record_of("s3", "DeleteObject", output={}), 204),
    (record_of("s3", "PutBucketPolicy", output={}), 204),
    (record_of("s3", "GetObject", output={"Body": b"x", "ContentRange": "bytes 0-0/5", "ContentLength": 1}), 206),
    (record_of("s3", "GetObject", output={"Body": b"x", "ContentLength": 1}), 200),
    (record_of("s3", "HeadObject", output={"ContentLength": 7}), 200),
]


@pytest.mark.parametrize(("record", "status"), STATUSES)
def test_statuses_are_what_aws_sends(record: Any, status: int) -> None:
    assert answered(record).status == status


@pytest.mark.parametrize("text", ["a\r\nSet-Cookie: x=1", "näh", "\x00"])
def test_no_text_of_an_answer_can_break_out_of_its_header(text: str) -> None:
    records = [
        record_of("cognito-idp", "InitiateAuth", error=ErrorInfo("X", text, 400)),
        record_of("s3", "GetObject", output={"Body": b"", "ContentDisposition": text, "Metadata": {"k": text}}),
    ]
    for record in records:
        for header in answered(record).headers:
            assert "".join(header).isascii()
            assert "".join(header).isprintable()
