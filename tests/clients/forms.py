"""How each of AWS's protocols says no."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

from tests.clients.sdk import Answer, protocol_of

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def assert_error(answer: Answer, service: str, code: str, status: int, *, bodiless: bool = False) -> None:
    """Assert that an answer is an error of this code in the form of the service's protocol."""
    assert answer.status == status, answer.body
    if bodiless:
        assert answer.body == b""
        return
    assert answer.error["Code"] == code, answer.body
    _FORMS[protocol_of(service)](answer, code)


def _json(answer: Answer, code: str) -> None:
    assert answer.headers["content-type"] == "application/x-amz-json-1.1"
    assert UUID.fullmatch(answer.headers["x-amzn-requestid"])
    assert answer.headers["x-amzn-errortype"] == f"{code}:"
    body = json.loads(answer.body)
    assert body["__type"] == code
    assert isinstance(body["message"], str)


def _rest_json(answer: Answer, code: str) -> None:
    assert answer.headers["content-type"] == "application/json"
    assert UUID.fullmatch(answer.headers["x-amzn-requestid"])
    assert answer.headers["x-amzn-errortype"] == code
    assert json.loads(answer.body).keys() == {"message"}


def _query(answer: Answer, code: str) -> None:
    assert answer.headers["content-type"] == "text/xml"
    root = ET.fromstring(answer.body)
    space = root.tag.rpartition("}")[0] + "}"
    assert root.tag == f"{space}ErrorResponse"
    assert space.endswith("/}")
    error = root.find(f"{space}Error")
    assert error is not None
    assert error.findtext(f"{space}Code") == code
    assert error.findtext(f"{space}Type") == ("Sender" if answer.status < 500 else "Receiver")
    assert root.findtext(f"{space}RequestId") == answer.headers["x-amzn-requestid"]


def _s3(answer: Answer, code: str) -> None:
    assert answer.headers["content-type"] == "application/xml"
    root = ET.fromstring(answer.body)
    assert [child.tag for child in root][:2] == ["Code", "Message"]
    assert root.tag == "Error", "S3's errors have no namespace"
    assert root.findtext("RequestId") == answer.headers["x-amz-request-id"]
    assert root.findtext("HostId") == answer.headers["x-amz-id-2"]
    assert root.findtext("Code") == code


_FORMS = {"json": _json, "rest-json": _rest_json, "query": _query, "rest-xml": _s3}
