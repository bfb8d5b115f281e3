"""What CogTUI does not simulate says so to boto3, and never looks like a success."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from cogtui.cloud.catalog import reader
from cogtui.cloud.services import registry
from tests.clients.forms import assert_error
from tests.clients.prepared import Prepared
from tests.clients.sdk import REGION, Sdk, called, operation_model, request_of, sent, signed

ELSEWHERE = {"ListDirectoryBuckets", "WriteGetObjectResponse"}
"""Operations of other endpoints of S3's; here they are requests to S3 itself for something else."""

REST = [
    (service, operation)
    for service in reader.services()
    for operation in sorted(set(reader.operations(service)) - registry.simulated(service) - ELSEWHERE)
]

OLD_NAMES = {
    "GetBucketLifecycle": "GetBucketLifecycleConfiguration",
    "GetBucketNotification": "GetBucketNotificationConfiguration",
    "PutBucketLifecycle": "PutBucketLifecycleConfiguration",
    "PutBucketNotification": "PutBucketNotificationConfiguration",
}
"""Operations that have two names and one form on the wire."""


def least(shape: Any) -> Any:
    """Return the least that a client sends for a shape."""
    match shape.type_name:
        case "structure":
            return {name: least(shape.members[name]) for name in shape.required_members}
        case "list":
            return [least(shape.member)] * shape.metadata.get("min", 0)
        case "map":
            return {}
        case "string":
            return shape.enum[0] if shape.enum else "a" * max(shape.metadata.get("min", 3), 3)
        case kind:
            return {"boolean": True, "blob": b"x", "timestamp": 0}.get(kind, 1)


@pytest.mark.parametrize(("service", "operation"), REST, ids=lambda part: part)
def test_boto3_raises_not_implemented(prepared: Prepared, sdk: Sdk, service: str, operation: str) -> None:
    client = sdk.client(
        service, prepared.here.url, prepared.here.demo, parameter_validation=False, inject_host_prefix=False
    )
    shape = operation_model(service, operation).input_shape
    before = prepared.here.world.history.position
    with pytest.raises(ClientError, match="not simulated by CogTUI") as raised:
        called(client, operation, least(shape) if shape is not None else {})
    assert raised.value.response["Error"]["Code"] == "NotImplemented"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert prepared.here.world.history.position == before + 1
    assert prepared.here.last.operation == OLD_NAMES.get(operation, operation)
    assert prepared.here.last.changes == ()


UNKNOWN = [
    ("cognito-idp", "UnknownOperationException", 400),
    ("cognito-identity", "UnknownOperationException", 400),
    ("sts", "InvalidAction", 400),
    ("iam", "InvalidAction", 400),
    ("sns", "InvalidAction", 400),
]


@pytest.mark.parametrize(("service", "code", "status"), UNKNOWN)
def test_an_operation_that_aws_does_not_have_is_unknown(
    prepared: Prepared, service: str, code: str, status: int
) -> None:
    request = request_of(service, reader.operations(service)[0], {}, prepared.here.url)
    if "X-Amz-Target" in request.headers:
        request.headers.replace_header("X-Amz-Target", request.headers["X-Amz-Target"].rpartition(".")[0] + ".MakeTea")
    else:
        request.data = {**request.data, "Action": "MakeTea"}
    answer = sent(signed(request, service, prepared.here.demo), service, "MakeTea")
    assert_error(answer, service, code, status)


@pytest.mark.parametrize(
    ("service", "method"), [("dynamodb", "list_tables"), ("lambda", "list_functions"), ("ec2", "describe_regions")]
)
def test_a_service_that_nobody_simulates_says_so(prepared: Prepared, service: str, method: str) -> None:
    keys = prepared.here.demo
    client = boto3.client(
        service,
        endpoint_url=prepared.here.url,
        region_name=REGION,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )
    with pytest.raises(ClientError, match=f"the service `{service}` is not simulated by CogTUI") as raised:
        getattr(client, method)()
    client.close()
    assert raised.value.response["Error"]["Code"] == "NotImplemented"
