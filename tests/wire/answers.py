"""Answers as botocore reads them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import botocore.handlers
import botocore.parsers
from botocore.awsrequest import HeadersDict

from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.catalog import reader
from cogtui.cloud.trail import Record
from cogtui.wire.http import Response
from cogtui.wire.protocols import json11, query, rest_json, rest_xml
from tests.wire.requests import NOW, model

PROTOCOLS = {"json": json11, "rest-json": rest_json, "query": query, "rest-xml": rest_xml}
REQUEST_ID = "0e1f2a3b-4c5d-4e6f-a7b8-c9d0e1f2a3b4"


def record_of(service: str, operation: str, **more: Any) -> Record:
    """Build the record of a call."""
    return Record(
        "1", "call", service, operation, "App", "STS", NOW, "111122223333", "eu-west-1", ANONYMOUS,
        request_id=REQUEST_ID, **more,
    )  # fmt: skip


def answered(record: Record) -> Response:
    """Return what the endpoint sends for a call."""
    service = reader.service(record.service)
    return PROTOCOLS[service.protocol].answer(service, record)


def read_by_botocore(record: Record) -> dict[str, Any]:
    """Return what botocore makes of the answer to a call."""
    known: Any = model(record.service)
    has = record.operation in known.operation_names
    shape = known.operation_model(record.operation).output_shape if has else None
    found = answered(record)
    body = bytearray(found.body) if shape is not None and shape.serialization.get("payload") else found.body
    wire = {"status_code": found.status, "headers": HeadersDict(dict(found.headers)), "body": body}
    parsed = botocore.parsers.create_parser(known.metadata["protocol"]).parse(wire, shape)
    if record.operation == "GetBucketLocation" and record.ok:  # no model says it; boto3 reads it by hand
        botocore.handlers.parse_get_bucket_location(parsed, SimpleNamespace(raw=True, content=found.body))
    return parsed
