"""What botocore sends is read as what the caller gave it, for every operation of the catalog."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cogtui.cloud.catalog import reader
from cogtui.wire.http import Request
from cogtui.wire.protocols import json11, query, rest_json, rest_xml
from cogtui.wire.protocols.parsed import Parsed
from tests.wire.requests import OPERATIONS, parameters, request, serialized

PROTOCOLS = {"json": json11, "rest-json": rest_json, "query": query, "rest-xml": rest_xml}

NEWER = {
    "GetBucketLifecycle": "GetBucketLifecycleConfiguration",
    "GetBucketNotification": "GetBucketNotificationConfiguration",
    "ListDirectoryBuckets": "ListBuckets",
    "PutBucketLifecycle": "PutBucketLifecycleConfiguration",
    "PutBucketNotification": "PutBucketNotificationConfiguration",
}
"""Operations whose requests are those of another one."""
ELSEWHERE = ("WriteGetObjectResponse",)
"""Sent to an endpoint of its own."""


def read(service: str, sent: Request) -> Parsed:
    known = reader.service(service)
    return PROTOCOLS[known.protocol].read(known, sent)


def full(value: Any) -> Any:
    """Leave out what forms and XML cannot tell from nothing; header names have no capitals."""
    if isinstance(value, dict):
        parts = {name: full(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in ({}, [], b"")}
    return [part for part in map(full, value) if part not in ({}, [])] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("service", "operation"), [pair for pair in OPERATIONS if pair[1] not in ELSEWHERE + tuple(NEWER)]
)
@given(data=st.data())
@settings(max_examples=12, phases=[Phase.generate])
def test_what_botocore_sends_is_read_as_what_it_was_given(service: str, operation: str, data: st.DataObject) -> None:
    params = data.draw(parameters(service, operation))
    params.pop("ContentLength", None)  # the body's, which goes without saying
    found = read(service, serialized(service, operation, params))
    assert found.unreadable is None
    assert found.operation == operation
    assert full(found.params) == full(params)


def test_a_presigned_url_carries_headers_but_no_checksum() -> None:
    url = "X-Amz-Expires=60&x-amz-acl=private&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32"
    found = read("s3", request("PUT", "/my-bucket/k", url, body=b"some"))
    assert found.operation == "PutObject"
    assert found.params == {"Bucket": "my-bucket", "Key": "k", "ACL": "private", "Body": b"some"}
