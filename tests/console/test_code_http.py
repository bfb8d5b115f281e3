"""The boto3 code, run by boto3 itself, sends the very request that the http view shows; boto3 reads its answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import botocore.awsrequest
import botocore.handlers
import botocore.loaders
import botocore.model
import botocore.parsers
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cogtui.cloud.callers import ANONYMOUS, Caller, Keys, Operator
from cogtui.cloud.catalog import reader
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.trail import Record
from cogtui.console.code import code_of
from cogtui.console.http_message import readable
from cogtui.console.http_response import response_of
from cogtui.console.names import streamed
from tests.console.sdk import Wire
from tests.console.shapes import SIMULATED, parameters, value

KEYS = Keys("ASIAEXAMPLE", "secret", "token")
CALLERS: list[Caller] = [ANONYMOUS, KEYS, Operator("111122223333")]

NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=20, max_size=30)
"""Names that every constraint which boto3 itself checks lets pass, buckets too."""

SDK_S_OWN = {
    "user-agent",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "content-length",
    "expect",
    "transfer-encoding",
    "x-amz-checksum-crc32",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-trailer",
    "x-amz-decoded-content-length",
    "content-encoding",
    "x-amz-checksum-mode",
}
"""Headers that the SDK adds on its own account and the http view leaves out."""


@pytest.fixture(name="wire")
def a_wire(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Wire:
    return Wire(monkeypatch, tmp_path)


def record_of(service: str, operation: str, params: dict[str, Any], caller: Caller = ANONYMOUS, **more: Any) -> Record:
    return Record(
        "1", "call", service, operation, "App", "STS", 1767603600.0, "111122223333", "eu-west-1", caller,
        request=params, request_id="0e1f2a3b-4c5d-4e6f-a7b8-c9d0e1f2a3b4", **more,
    )  # fmt: skip


class Shown:
    """The request part of an http view, taken apart."""

    def __init__(self, text: str) -> None:
        asked = text.partition("\n\nHTTP/1.1 ")[0]
        head, _, self.body = asked.partition("\n\n")
        first, *lines = head.split("\n")
        self.method, self.target, _ = first.split(" ")
        self.headers = {name.lower(): text for name, text in (line.split(": ", 1) for line in lines)}


def same_body(shown: Shown, sent: botocore.awsrequest.AWSPreparedRequest) -> bool:
    body: Any = sent.body.read() if hasattr(sent.body, "read") else sent.body or b""
    text = readable(body) if isinstance(body, bytes) else body
    kind = shown.headers.get("content-type", "")
    if "json" in kind:
        return json.loads(shown.body) == json.loads(text)
    if "form" in kind:
        return sorted(parse_qsl(shown.body.replace("&\n", "&"), True)) == sorted(parse_qsl(text, True))
    if shown.body.startswith("<?xml"):
        return canonical(shown.body) == canonical(text)
    return shown.body == text


def canonical(text: str) -> str:
    return ET.canonicalize(text, strip_text=True)


@pytest.mark.parametrize(("service", "operation"), SIMULATED)
@given(data=st.data())
@settings(max_examples=4, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_boto3_sends_what_the_http_view_shows(service: str, operation: str, wire: Wire, data: st.DataObject) -> None:
    params = data.draw(parameters(service, operation, NAMES))
    params = {
        name: item
        for name, item in params.items()
        if not name.startswith(("SSECustomer", "CopySourceSSECustomer", "Checksum"))
    }
    caller = data.draw(st.sampled_from(CALLERS))
    record = record_of(service, operation, params, caller)
    sent = wire.run(code_of(record, "boto3"))
    shown = Shown(code_of(record, "http"))
    url = urlsplit(sent.url)
    assert shown.method == sent.method
    assert shown.headers["host"] == url.netloc
    path, _, query = shown.target.partition("?")
    assert path == url.path
    extra = {("encoding-type", "url")} if "EncodingType" not in params and operation.startswith("ListObject") else set()
    assert set(parse_qsl(query, True)) | extra == set(parse_qsl(url.query, True))
    assert same_body(shown, sent)
    headers = {name.lower(): item.decode() if isinstance(item, bytes) else item for name, item in sent.headers.items()}
    compare_headers(shown.headers, headers, caller)


def compare_headers(shown: dict[str, str], sent: dict[str, str], caller: Caller) -> None:
    varying = SDK_S_OWN | {
        "host",
        "authorization",
        "x-amz-date",
        "x-amz-security-token",
        "x-amz-content-sha256",
        "content-type",
    }
    assert {name: item for name, item in shown.items() if name not in varying} == {
        name: item for name, item in sent.items() if name not in varying
    }
    assert ("authorization" in shown) == ("authorization" in sent)
    if "authorization" in shown:
        scope = r"Credential=[^/]+/\d{8}/(\S+), "
        assert re.findall(scope, shown["authorization"]) == re.findall(scope, sent["authorization"])
        if isinstance(caller, Keys):
            assert shown["x-amz-security-token"] == sent["x-amz-security-token"]


# ------------------------------------------------------------------------------------------------------------- answers

LOADER = botocore.loaders.Loader()
PRINTED = st.text("abcdefghijklmnopqrstuvwxyz<>&\"' 0123456789", min_size=1, max_size=12).map(lambda text: f"x{text}x")


def outputs(service: str, operation: str) -> st.SearchStrategy[dict[str, Any]]:
    known = reader.service(service)
    use = known.operations[operation].output
    return st.just({}) if use is None else value(known, use, PRINTED)


def read_by_boto3(service: str, operation: str, record: Record) -> dict[str, Any]:
    model = botocore.model.ServiceModel(LOADER.load_service_model(service, "service-2"), service)
    answer = response_of(record)
    shape = model.operation_model(operation).output_shape
    body = answer.content
    wire = {"status_code": answer.status, "headers": CaseInsensitive(dict(answer.headers)), "body": body}
    found = botocore.parsers.create_parser(model.metadata["protocol"]).parse(wire, shape)
    found.pop("ResponseMetadata")
    if operation == "GetBucketLocation":  # no model says it; boto3 reads it by hand
        botocore.handlers.parse_get_bucket_location(found, SimpleNamespace(raw=True, content=body))
        found["LocationConstraint"] = found["LocationConstraint"] or ""
    return found


class CaseInsensitive(dict[str, str]):
    """Headers by their names in any case."""

    def __init__(self, found: dict[str, str]) -> None:
        super().__init__({name.lower(): text for name, text in found.items()})

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).lower())


def without_empty(value: Any) -> Any:
    """Leave out what XML cannot tell from nothing."""
    if isinstance(value, dict):
        parts = {name: without_empty(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in ({}, [], "")}
    return [without_empty(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("service", "operation"), SIMULATED)
@given(data=st.data())
@settings(max_examples=20)
def test_boto3_reads_the_answers_of_the_http_view(service: str, operation: str, data: st.DataObject) -> None:
    output = data.draw(outputs(service, operation))
    if streamed(reader.service(service), operation):
        output["Body"] = data.draw(PRINTED)
    record = record_of(service, operation, {}, output=output)
    assert without_empty(read_by_boto3(service, operation, record)) == without_empty(output)


@pytest.mark.parametrize(("service", "operation"), SIMULATED)
def test_boto3_reads_the_errors_of_the_http_view(service: str, operation: str) -> None:
    error = ErrorInfo("NoSuchThing", 'There is no "thing" <here> & now', 404, {"Reason": "gone"})
    found = read_by_boto3(service, operation, record_of(service, operation, {}, error=error))
    head = reader.operation(service, operation).http.method == "HEAD"
    code, message = ("404", "Not Found") if head else (error.code, error.message)
    assert (found["Error"]["Code"], found["Error"]["Message"]) == (code, message)
