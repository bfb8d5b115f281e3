"""Whatever arrives gets a proper answer: random requests, broken bodies, values of the wrong types."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.callers import Keys
from cogtui.cloud.catalog import reader
from cogtui.cloud.world import World
from cogtui.wire import aws, unsimulated
from cogtui.wire.http import Request, Response
from cogtui.wire.routing import destination
from tests.cloud.worlds import ready_made
from tests.wire.requests import OPERATIONS, parameters, request, serialized
from tests.wire.test_routing import signed


@cache
def world() -> World:
    made = ready_made()
    made.most_calls = 100
    made.act("endpoint.root_key", access_key_id="AKIAX", secret_access_key="x")
    return made


def answered(sent: Request) -> Response | None:
    """Return the answer of the world, to nobody in particular and to its root; None for pages."""
    found = destination(sent)
    if found.kind == "elsewhere":
        return unsimulated.answer(sent, found.service)
    if found.kind != "aws":
        return None
    return aws.answer(world(), found.service, found.region, sent, verify=False)


def is_proper(answer: Response | None) -> bool:
    return answer is None or (200 <= answer.status < 600 and all(map(str.isprintable, map("".join, answer.headers))))


METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "x"])
PIECES = st.sampled_from(
    [
        "/",
        "//",
        "/bucket",
        "/bucket/key",
        "/identitypools/p",
        "/%ff",
        "/..",
        "/login",
        "/us-east-1_a/.well-known/x",
        "/%",
    ]
)
PATHS = st.lists(PIECES | st.text(max_size=5), max_size=4).map("".join).map(lambda path: f"/{path}")
QUERIES = st.lists(
    st.sampled_from(
        ["acl", "policy", "list-type=2", "uploadId=x", "Action=AssumeRole", "Version=2011-06-15", "max-keys=x", "x=%ff", "&&", "delete",
         "X-Amz-Credential=a/b/c/s3/d", "X-Amz-Signature=x", "AWSAccessKeyId=x", "Signature=y"]
    ) | st.text(max_size=6),
    max_size=4,
).map("&".join)  # fmt: skip
HEADERS = st.fixed_dictionaries(
    {"x-amz-date": st.sampled_from(["20260105T090000Z"] * 4 + ["x"])},
    optional={
        "host": st.sampled_from(["s3.amazonaws.com", "b.s3.localhost", "sts.amazonaws.com", "x.localhost", "", "[::1]:1"]),
        "authorization": st.sampled_from([signed(name)["authorization"] for name in reader.services()]) | st.text(max_size=20),
        "x-amz-target": st.sampled_from(["AWSCognitoIdentityService.GetId", "AWSCognitoIdentityProviderService.X", ".", "x"]),
        "content-type": st.sampled_from(["application/x-amz-json-1.1", "text/plain", "multipart/form-data", "\udcff"]),
        "x-amz-content-sha256": st.sampled_from(["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "0" * 64]),
        "x-amz-decoded-content-length": st.sampled_from(["0", "-1", "x"]),
        "x-amz-copy-source": st.text(max_size=10),
        "x-amz-meta-\udcff": st.text("\udcffa", max_size=3),
        "content-md5": st.text(max_size=5),
        "range": st.text("bytes=-0123456789,", max_size=20),
        "if-modified-since": st.text(max_size=10),
    },
)  # fmt: skip
BODIES = st.binary(max_size=60) | st.sampled_from(
    [
        b"{}",
        b"[" * 100_000,
        b'{"a":' * 5000,
        b'{"IdentityPoolId": [1], "Logins": {"a": [{}]}}',
        b'"x"',
        b"null",
        b"\xff",
        b"<a>" * 10_000,
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<Delete><Object><Key>a</Key></Object></Delete>",
        b"Action=" + b"a" * 10_000,
        b"Action=GetCallerIdentity&Version=2011-06-15&Action=AssumeRole",
        b"Action=AssumeRole&Version=2011-06-15&Tags=x&Tags.member.99999999999.Key=y&Tags.member.1.Key.Key=z",
        b".".join([b"a"] * 5000) + b"=1",
        b"a=1&" * 10_001,
    ]
)


@given(METHODS, PATHS, QUERIES, HEADERS, BODIES)
@settings(max_examples=1500)
def test_any_request_gets_a_proper_answer(
    method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    assert is_proper(answered(request(method, path, query, headers, body)))


@pytest.mark.parametrize("service", reader.services())
@given(data=st.data())
@settings(max_examples=150)
def test_a_request_cut_short_or_changed_gets_a_proper_answer(service: str, data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(sorted(name for owner, name in OPERATIONS if owner == service)))
    sent = serialized(service, operation, data.draw(parameters(service, operation)))
    at = data.draw(st.integers(0, len(sent.body)))
    body = sent.body[:at] + data.draw(st.binary(max_size=3)) + sent.body[at + data.draw(st.integers(0, 5)) :]
    headers = (*sent.headers, *signed(service, "us-east-1").items())
    assert is_proper(answered(msgspec.structs.replace(sent, body=body, headers=headers)))


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@pytest.mark.parametrize("service", ["cognito-idp", "cognito-identity"])
@given(data=st.data())
@settings(max_examples=400)
def test_members_of_any_type_get_a_proper_answer(service: str, data: st.DataObject) -> None:
    known = reader.service(service)
    name = data.draw(st.sampled_from(reader.operations(service)))
    shape = known.input(name) if known.operations[name].input else None
    members = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(shape.members if shape else (), ANY_JSON)))
    headers = {"x-amz-target": f"{known.target_prefix}.{name}", **signed(service, "us-east-1")}
    try:
        body = msgspec.json.encode(members)
    except UnicodeEncodeError:
        body = b"{}"
    assert is_proper(answered(request(headers=headers, body=body)))


@pytest.mark.parametrize("depth", [60, 70, 300, 500, 900, 5000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_parameters_of_any_depth_get_a_proper_answer(depth: int, opening: str, closing: str) -> None:
    headers = {"x-amz-target": "AWSCognitoIdentityService.GetId"}
    body = f'{{"Logins": {opening * depth}1{closing * depth}}}'.encode()
    found = answered(request(headers=headers, body=body))
    assert found is not None
    assert b"SerializationException" in found.body


def test_metadata_in_latin_1_comes_back_as_text() -> None:
    made = world()
    root = Keys("AKIAX", "x")
    made.call("s3", "CreateBucket", {"Bucket": "latin"}, caller=root)
    headers = {**signed("s3", "us-east-1"), "x-amz-date": "20260105T090000Z", "x-amz-meta-name": "J\udcfcrgen"}
    found = answered(request("PUT", "/latin/k", "", headers, b"x"))
    assert found is not None
    assert found.status == 200
    assert made.call("s3", "HeadObject", {"Bucket": "latin", "Key": "k"}, caller=root).output["Metadata"] == {
        "name": "Jürgen"
    }


UNREADABLE: list[tuple[Request, int, bytes]] = [
    (request(headers={"x-amz-target": "AWSCognitoIdentityService.GetId"}, body=b"{"), 400, b"SerializationException"),
    (
        request(headers={"x-amz-target": "AWSCognitoIdentityService.GetId"}, body=b"[]"),
        400,
        b"Start of list found where not expected",
    ),
    (
        request(headers={"x-amz-target": "AWSCognitoIdentityService.GetId"}, body=b'{"IdentityPoolId": 5}'),
        400,
        b"NUMBER_VALUE can not be converted to a String",
    ),
    (request(headers={"x-amz-target": "AWSCognitoIdentityService.Nope"}), 400, b"UnknownOperationException"),
    (request(headers=signed("cognito-idp")), 400, b"UnknownOperationException"),
    (request("GET", "/identitypools/a/b/c", headers=signed("cognito-sync")), 404, b"message"),
    (request(headers=signed("sts")), 400, b"<Code>MissingAction</Code>"),
    (
        request(body=b"Action=AssumeRole&Version=2010-01-01", headers=signed("sts")),
        400,
        b"Could not find operation AssumeRole for version 2010-01-01",
    ),
    (
        request(body=b"Action=AssumeRole", headers=signed("sts")),
        400,
        b"Could not find operation AssumeRole for version NO_VERSION_SPECIFIED",
    ),
    (
        request(body=b"Action=Foo&Version=2011-06-15", headers=signed("sts")),
        400,
        b"<Code>InvalidAction</Code><Message>Could not find operation Foo for version 2011-06-15</Message>",
    ),
    (request(body=b"Action=%ff", headers=signed("iam")), 404, b"<Code>MalformedQueryString</Code>"),
    (request("PATCH", "/b/k", headers=signed("s3")), 405, b"<Code>MethodNotAllowed</Code>"),
    (request("POST", "/b/k", headers=signed("s3")), 405, b"<ResourceType>OBJECT</ResourceType>"),
    (request("GET", "/b/%ff", headers=signed("s3")), 400, b"<Code>InvalidURI</Code>"),
    (request("GET", "/b", "replication"), 501, b"<Code>NotImplemented</Code>"),
    (request(headers=signed("lambda")), 501, b"NotImplemented"),
]


@pytest.mark.parametrize(("sent", "status", "text"), UNREADABLE)
def test_what_can_not_be_read_is_answered_in_the_protocol_s_own_words(sent: Request, status: int, text: bytes) -> None:
    found: Any = answered(sent)
    assert text in found.body
    assert found.status == status


HOSTILE = [
    b'<!DOCTYPE a [<!ENTITY b "c">]><Tagging>&b;</Tagging>',
    b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><Tagging/>',
    b"<Tagging>" + b"<a>" * 40 + b"</a>" * 40 + b"</Tagging>",
    b"<Tagging><TagSet>" + b"<Tag/>" * 200_001 + b"</TagSet></Tagging>",
    b"<Other/>",
    b"<Tagging>",
    b"\xff\xfe<",
    b'<?xml version="1.0" encoding="nonsense"?><Tagging/>',
]


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: body[:30])
def test_xml_that_nobody_has_a_reason_to_send_is_malformed(body: bytes) -> None:
    from cogtui.wire.protocols import rest_xml

    parsed = rest_xml.read(reader.service("s3"), request("PUT", "/b", "tagging", body=body))
    assert parsed.operation == "PutBucketTagging"
    assert parsed.unreadable is not None
    assert parsed.unreadable.code == "MalformedXML"
