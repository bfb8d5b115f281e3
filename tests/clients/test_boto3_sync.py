"""boto3 at Cognito Sync: an identity's own credentials over HTTP, paths with colons, times with fractions, errors, pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cogtui.device.settings import settings_of
from tests.builders import policy
from tests.clients.sdk import request_of, sent, signed
from tests.clients.serving import Served
from tests.clients.test_boto3_credentials import keys_of

Boto = Callable[..., Any]

AT = datetime(2026, 1, 5, 8, 59, 58, 250_000, tzinfo=UTC)


class Visitor:
    """A guest of the ready-made pool, asking through boto3 with credentials of its own."""

    def __init__(self, here: Served, boto: Boto) -> None:
        app = settings_of(here.world)
        role = app.guest_role_arn.rpartition("/")[2]
        allowed = policy({"Action": "cognito-sync:*", "Resource": "*"})
        boto("iam").put_role_policy(RoleName=role, PolicyName="Sync", PolicyDocument=allowed)
        pools = boto("cognito-identity", None)
        identity = pools.get_id(IdentityPoolId=app.identity_pool_id)["IdentityId"]
        given = pools.get_credentials_for_identity(IdentityId=identity)["Credentials"]
        self.named = {"IdentityPoolId": app.identity_pool_id, "IdentityId": identity}
        self.keys = keys_of(given)
        self.boto = boto("cognito-sync", self.keys)
        self.here = here

    def ask(self, operation: str, **params: Any) -> Any:
        return getattr(self.boto, operation)(**self.named, **params)

    def write(self, patches: list[dict[str, Any]], dataset: str = "prefs", **more: Any) -> Any:
        session = self.ask("list_records", DatasetName=dataset)["SyncSessionToken"]
        given = {"DatasetName": dataset, "SyncSessionToken": session, "RecordPatches": patches}
        return self.ask("update_records", **(given | more))["Records"]


@pytest.fixture
def visitor(here: Served, boto: Boto) -> Visitor:
    return Visitor(here, boto)


def put(key: str, value: str, count: int = 0, **more: Any) -> dict[str, Any]:
    return {"Op": "replace", "Key": key, "Value": value, "SyncCount": count, **more}


def test_an_identity_writes_lists_and_deletes_with_its_own_credentials(visitor: Visitor) -> None:
    stored = visitor.write([put("ключ /%3A?", "значение", DeviceLastModifiedDate=AT), put("b", "")], "a:b.c-d_e")
    assert [record["SyncCount"] for record in stored] == [1, 1]
    assert stored[0]["DeviceLastModifiedDate"] == AT
    listed = visitor.ask("list_records", DatasetName="a:b.c-d_e", LastSyncCount=0)
    by_key = {record["Key"]: record["Value"] for record in listed["Records"]}
    assert by_key == {"ключ /%3A?": "значение", "b": ""}
    assert listed["DatasetExists"] is True
    described = visitor.ask("describe_dataset", DatasetName="a:b.c-d_e")["Dataset"]
    assert visitor.ask("list_datasets")["Datasets"] == [described]
    assert visitor.ask("describe_identity_usage")["IdentityUsage"]["DatasetCount"] == 1
    assert visitor.ask("delete_dataset", DatasetName="a:b.c-d_e")["Dataset"] == described
    assert visitor.ask("list_datasets")["Count"] == 0


def test_a_removed_record_comes_without_a_value(visitor: Visitor) -> None:
    visitor.write([put("k", "1")])
    visitor.write([{"Op": "remove", "Key": "k", "SyncCount": 1}])
    (record,) = visitor.ask("list_records", DatasetName="prefs", LastSyncCount=1)["Records"]
    assert "Value" not in record


ERRORS: dict[str, tuple[str, dict[str, Any], str, int, str]] = {
    "a stale count": (
        "update_records",
        {"DatasetName": "prefs", "RecordPatches": [put("k", "2", 0)]},
        "ResourceConflictException",
        409,
        "Current SyncCount for: k is: 1 not: 0",
    ),
    "a session of another dataset": (
        "update_records",
        {"DatasetName": "other", "RecordPatches": []},
        "InvalidParameterException",
        400,
        "SyncSessionToken not valid for these inputs",
    ),
    "a dataset that is not there": (
        "describe_dataset",
        {"DatasetName": "other"},
        "ResourceNotFoundException",
        404,
        "Dataset 'other' not found.",
    ),
    "what boto3 does not check": (
        "describe_dataset",
        {"DatasetName": "bad name!"},
        "InvalidParameterException",
        400,
        (
            "1 validation error detected: Value 'bad name!' at 'datasetName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.:-]+"
        ),
    ),
    "an operation of patches that there is not": (
        "update_records",
        {"DatasetName": "prefs", "RecordPatches": [put("k", "2", 1) | {"Op": "bogus"}]},
        "InvalidParameterException",
        400,
        (
            "1 validation error detected: Value 'bogus' at 'recordPatches.1.member.op' failed to satisfy constraint: "
            "Member must satisfy enum value set: [replace, remove]"
        ),
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_refusals_have_their_code_their_status_and_their_text(visitor: Visitor, case: str) -> None:
    operation, params, code, status, text = ERRORS[case]
    visitor.write([put("k", "1")])
    if operation == "update_records":
        params = params | {"SyncSessionToken": visitor.ask("list_records", DatasetName="prefs")["SyncSessionToken"]}
    with pytest.raises(ClientError) as raised:
        visitor.ask(operation, **params)
    answer: Any = raised.value.response
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)
    assert answer["Error"]["Message"] == text
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-errortype"] == code


def test_another_identity_s_credentials_are_refused(visitor: Visitor, here: Served, boto: Boto) -> None:
    other = Visitor(here, boto)
    with pytest.raises(ClientError, match="These credentials are not valid for accessing this resource") as raised:
        other.boto.list_datasets(**visitor.named)
    answer: Any = raised.value.response
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == ("NotAuthorizedException", 403)


def test_a_developer_sees_the_usage_of_pools(visitor: Visitor, boto: Boto) -> None:
    visitor.write([put("k", "123")])
    developer = boto("cognito-sync")
    pool = {"IdentityPoolId": visitor.named["IdentityPoolId"]}
    usage = developer.describe_identity_pool_usage(**pool)["IdentityPoolUsage"]
    assert (usage["SyncSessionsCount"], usage["DataStorage"]) == (1, 4)
    assert usage["LastModifiedDate"].tzinfo is not None
    assert developer.list_identity_pool_usage(MaxResults=5)["IdentityPoolUsages"] == [usage]


@pytest.mark.parametrize(("operation", "rows"), [("list_datasets", "Datasets"), ("list_records", "Records")])
def test_page_by_page_boto3_finds_what_one_call_finds(visitor: Visitor, operation: str, rows: str) -> None:
    for name in "abc":
        visitor.write([put(name * number, "1") for number in (1, 2, 3)], name)
    named = {"DatasetName": "a"} if operation == "list_records" else {}
    at_once = visitor.ask(operation, **named)[rows]
    found: list[Any] = []
    more: dict[str, Any] = {}
    while True:
        page = visitor.ask(operation, MaxResults=1, **named, **more)
        assert page["Count"] == len(page[rows]) == 1
        found += page[rows]
        if "NextToken" not in page:
            break
        more = {"NextToken": page["NextToken"]}
    assert found == at_once
    assert len(found) == 3


def test_a_page_without_rows_cannot_be_asked_for(visitor: Visitor) -> None:
    with pytest.raises(ClientError, match="at 'maxResults' failed to satisfy constraint") as raised:
        visitor.ask("list_datasets", MaxResults=0)
    answer: Any = raised.value.response
    assert answer["Error"]["Code"] == "InvalidParameterException"


def test_on_the_wire_colons_are_escaped_and_times_are_seconds(visitor: Visitor) -> None:
    visitor.write([put("k", "1", DeviceLastModifiedDate=AT)])
    request = request_of("cognito-sync", "ListRecords", visitor.named | {"DatasetName": "prefs"}, visitor.here.url)
    assert "/identitypools/us-east-1%3A" in request.url
    answer = sent(signed(request, "cognito-sync", visitor.keys), "cognito-sync", "ListRecords")
    assert answer.status == 200
    (record,) = json.loads(answer.body)["Records"]
    assert record["DeviceLastModifiedDate"] == AT.timestamp()
    assert isinstance(record["LastModifiedDate"], int | float)


def test_a_client_that_leaves_colons_as_they_are_is_understood(visitor: Visitor) -> None:
    request = request_of("cognito-sync", "ListDatasets", visitor.named, visitor.here.url)
    request.url = request.url.replace("%3A", ":")
    answer = sent(signed(request, "cognito-sync", visitor.keys), "cognito-sync", "ListDatasets")
    assert (answer.status, json.loads(answer.body)) == (200, {"Datasets": [], "Count": 0})


def test_a_post_needs_neither_a_body_nor_a_type(visitor: Visitor) -> None:
    developer = visitor.here.demo
    pool = {"IdentityPoolId": visitor.named["IdentityPoolId"]}
    request = request_of("cognito-sync", "GetBulkPublishDetails", pool, visitor.here.url)
    del request.headers["Content-Type"]
    request.data = b""
    answer = sent(signed(request, "cognito-sync", developer), "cognito-sync", "GetBulkPublishDetails")
    assert answer.status == 200
    assert json.loads(answer.body)["IdentityPoolId"] == pool["IdentityPoolId"]
