"""boto3 and the AWS CLI at Cognito Sync: what is stored, how much of it, and who may do what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.builders import policy
from tests.clients.cli import aws
from tests.clients.sdk import request_of, sent, signed
from tests.clients.serving import REGION, Served
from tests.clients.test_boto3_sync import Boto, Visitor, put

MOST_OCTETS = 1_048_576


@pytest.fixture
def visitor(here: Served, boto: Boto) -> Visitor:
    return Visitor(here, boto)


@pytest.fixture
def pool(visitor: Visitor) -> dict[str, str]:
    return {"IdentityPoolId": visitor.named["IdentityPoolId"]}


def answer_of(raised: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Return code, status and text of an error."""
    told: Any = raised.value.response
    return told["Error"]["Code"], told["ResponseMetadata"]["HTTPStatusCode"], told["Error"]["Message"]


def without_metadata(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


# ---------------------------------------------------------------------------------------------------------- what it stores

KEYS = {
    "a space": "my key",
    "slashes": "a/b//c/../d",
    "percent signs": "100%%3A%2F",
    "what URLs are made of": "?q=1&r=a+b#c;d",
    "an emoji": "\N{GRINNING FACE}",
    "accents of their own": "e\N{COMBINING ACUTE ACCENT}",
    "quotes and ends of lines": "\"\\\n\t'",
    "1024 characters": "k" * 1024,
}


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_key_is_any_text_and_so_is_a_value(visitor: Visitor, key: str) -> None:
    (stored,) = visitor.write([put(key, key)])
    assert (stored["Key"], stored["Value"]) == (key, key)
    assert visitor.ask("list_records", DatasetName="prefs")["Records"] == [stored]
    with pytest.raises(visitor.boto.exceptions.ResourceConflictException) as raised:
        visitor.write([put(key, "again")])
    assert answer_of(raised) == ("ResourceConflictException", 409, f"Current SyncCount for: {key} is: 1 not: 0")
    (gone,) = visitor.write([{"Op": "remove", "Key": key, "SyncCount": 1}])
    assert (gone["Key"], gone.get("Value"), gone["SyncCount"]) == (key, None, 2)


def test_times_have_a_zone_and_the_device_s_own_comes_back(visitor: Visitor) -> None:
    at = datetime(2030, 2, 28, 23, 59, 59, 678_000, tzinfo=UTC)
    (stored,) = visitor.write([put("k", "v", DeviceLastModifiedDate=at)])
    assert stored["DeviceLastModifiedDate"] == at
    assert abs(datetime.now(UTC) - stored["LastModifiedDate"]) < timedelta(minutes=1)
    described = visitor.ask("describe_dataset", DatasetName="prefs")["Dataset"]
    assert described["CreationDate"] == described["LastModifiedDate"] == stored["LastModifiedDate"]
    usage = visitor.ask("describe_identity_usage")["IdentityUsage"]
    assert (usage["LastModifiedDate"], usage["DataStorage"]) == (stored["LastModifiedDate"], 2)


def test_a_dataset_holds_a_mebibyte_and_not_one_byte_more(visitor: Visitor) -> None:
    (stored,) = visitor.write([put("k", "x" * (MOST_OCTETS - 1))])
    assert len(stored["Value"]) == MOST_OCTETS - 1
    assert visitor.ask("describe_dataset", DatasetName="prefs")["Dataset"]["DataStorage"] == MOST_OCTETS
    with pytest.raises(visitor.boto.exceptions.LimitExceededException) as raised:
        visitor.write([put("l", "")])
    assert answer_of(raised)[1] == 400
    visitor.write([put("l", "")], "other")


def test_a_dataset_holds_1024_records_and_an_identity_20_datasets(visitor: Visitor) -> None:
    visitor.write([put(f"k{number}", "") for number in range(1024)])
    listed = visitor.ask("list_records", DatasetName="prefs", MaxResults=1024)
    assert (listed["Count"], "NextToken" in listed) == (1024, False)
    with pytest.raises(visitor.boto.exceptions.LimitExceededException):
        visitor.write([put("one more", "")])
    for number in range(19):
        visitor.write([put("k", "")], f"set{number}")
    with pytest.raises(visitor.boto.exceptions.LimitExceededException):
        visitor.write([put("k", "")], "one-more")
    assert visitor.ask("describe_identity_usage")["IdentityUsage"]["DatasetCount"] == 20


BAD = ("InvalidParameterException", 400)
STALE = ("ResourceConflictException", 409)

PATCHES: dict[str, tuple[list[dict[str, Any]], tuple[str, int], str]] = {
    "a key of 1025 characters": (
        [put("k" * 1025, "")],
        BAD,
        "at 'recordPatches.1.member.key' failed to satisfy constraint",
    ),
    "a value of a mebibyte": (
        [put("k", "x" * MOST_OCTETS)],
        BAD,
        "at 'recordPatches.1.member.value' failed to satisfy",
    ),
    "a count below zero": ([put("k", "", -1)], STALE, "Current SyncCount for: k is: 0 not: -1"),
    "a key twice": ([put("k", "1"), put("k", "2")], BAD, "RecordPatches has more than one patch for the key 'k'."),
    "no value": ([{"Op": "replace", "Key": "k", "SyncCount": 0}], BAD, "replaces the record but has no Value."),
}


@pytest.mark.parametrize("case", PATCHES)
def test_patches_that_boto3_lets_pass_are_refused_here(visitor: Visitor, case: str) -> None:
    patches, code, text = PATCHES[case]
    with pytest.raises(ClientError) as raised:
        visitor.write(patches)
    assert answer_of(raised)[:2] == code
    assert text in answer_of(raised)[2]
    assert visitor.ask("list_datasets")["Datasets"] == []


@pytest.mark.parametrize("name", ["bad name!", "a/b", "ü", "x" * 129, "%2e%2e"])
def test_names_that_boto3_lets_pass_are_refused_here(visitor: Visitor, name: str) -> None:
    for operation in ("list_records", "delete_dataset"):
        with pytest.raises(visitor.boto.exceptions.InvalidParameterException) as raised:
            visitor.ask(operation, DatasetName=name)
        assert f"Value '{name}' at 'datasetName' failed to satisfy constraint" in answer_of(raised)[2]


def test_the_usage_of_pools_comes_page_by_page(visitor: Visitor, boto: Boto, pool: dict[str, str]) -> None:
    pools, developer = boto("cognito-identity"), boto("cognito-sync")
    second = pools.create_identity_pool(IdentityPoolName="second", AllowUnauthenticatedIdentities=True)[
        "IdentityPoolId"
    ]
    identity = boto("cognito-identity", None).get_id(IdentityPoolId=second)["IdentityId"]
    visitor.write([put("k", "1")])
    developer.list_records(IdentityPoolId=second, IdentityId=identity, DatasetName="prefs")
    first = developer.list_identity_pool_usage(MaxResults=1)
    assert (first["Count"], first["MaxResults"]) == (1, 1)
    rest = developer.list_identity_pool_usage(NextToken=first["NextToken"])
    assert "NextToken" not in rest
    found = {
        row["IdentityPoolId"]: row["DataStorage"] for row in first["IdentityPoolUsages"] + rest["IdentityPoolUsages"]
    }
    assert found == {pool["IdentityPoolId"]: 2, second: 0}
    with pytest.raises(developer.exceptions.InvalidParameterException):
        developer.list_identity_pool_usage(NextToken="made-up")


def test_a_pool_s_colon_may_be_escaped_or_not(visitor: Visitor) -> None:
    for plain in (False, True):
        request = request_of("cognito-sync", "ListDatasets", visitor.named, visitor.here.url)
        assert "%3A" in request.url
        request.url = request.url.replace("%3A", ":") if plain else request.url
        answer = sent(signed(request, "cognito-sync", visitor.keys), "cognito-sync", "ListDatasets")
        assert (answer.status, answer.parsed["Datasets"]) == (200, [])


# ------------------------------------------------------------------------------------------------------------- who may what

OF_DEVELOPERS: dict[str, dict[str, Any]] = {
    "describe_identity_pool_usage": {},
    "get_identity_pool_configuration": {},
    "set_identity_pool_configuration": {"PushSync": {}},
    "get_cognito_events": {},
    "set_cognito_events": {"Events": {"SyncTrigger": ""}},
    "bulk_publish": {},
    "get_bulk_publish_details": {},
}

OF_IDENTITIES: dict[str, dict[str, Any]] = {
    "register_device": {"Platform": "GCM", "Token": "t"},
    "subscribe_to_dataset": {"DatasetName": "prefs", "DeviceId": "x"},
    "unsubscribe_from_dataset": {"DatasetName": "prefs", "DeviceId": "x"},
}

NOT_VALID = ("NotAuthorizedException", 403, "These credentials are not valid for accessing this resource")


@pytest.mark.parametrize("operation", [*OF_DEVELOPERS, "list_identity_pool_usage"])
def test_an_identity_s_credentials_are_no_good_for_pools(
    visitor: Visitor, pool: dict[str, str], operation: str
) -> None:
    named = {} if operation == "list_identity_pool_usage" else pool | OF_DEVELOPERS[operation]
    with pytest.raises(visitor.boto.exceptions.NotAuthorizedException) as raised:
        getattr(visitor.boto, operation)(**named)
    assert answer_of(raised) == NOT_VALID


@pytest.mark.parametrize("operation", OF_IDENTITIES)
def test_a_developer_s_credentials_are_no_good_for_devices(visitor: Visitor, boto: Boto, operation: str) -> None:
    developer = boto("cognito-sync")
    with pytest.raises(developer.exceptions.NotAuthorizedException) as raised:
        getattr(developer, operation)(**visitor.named, **OF_IDENTITIES[operation])
    assert answer_of(raised) == NOT_VALID


OWN = (
    "arn:aws:cognito-sync:us-east-1:111122223333:identitypool/${cognito-identity.amazonaws.com:aud}"
    "/identity/${cognito-identity.amazonaws.com:sub}/*"
)


@pytest.fixture
def narrow(visitor: Visitor, boto: Boto) -> Visitor:
    """Return a visitor whose role has the developer guide's policy: one's own datasets, and it ends in `/*`."""
    arn = boto("sts", visitor.keys).get_caller_identity()["Arn"]
    allowed = policy({"Action": "cognito-sync:*", "Resource": OWN})
    boto("iam").put_role_policy(RoleName=arn.split("/")[1], PolicyName="Sync", PolicyDocument=allowed)
    return visitor


def denied(visitor: Visitor, boto: Boto, action: str, rest: str, pool: str) -> str:
    """Return how AWS tells somebody that IAM said no."""
    arn = boto("sts", visitor.keys).get_caller_identity()["Arn"]
    return (
        f"User: {arn} is not authorized to perform: cognito-sync:{action} on resource: "
        f"arn:aws:cognito-sync:us-east-1:111122223333:identitypool/{pool}/{rest}"
    )


def test_the_usual_policy_covers_one_s_datasets_but_no_device_and_no_usage(narrow: Visitor, boto: Boto) -> None:
    narrow.write([put("k", "v")])
    assert narrow.ask("list_datasets")["Count"] == 1
    whose = f"identity/{narrow.named['IdentityId']}"
    refused: dict[str, tuple[str, dict[str, Any]]] = {
        "RegisterDevice": ("register_device", OF_IDENTITIES["register_device"]),
        "DescribeIdentityUsage": ("describe_identity_usage", {}),
    }
    for action, (operation, params) in refused.items():
        with pytest.raises(ClientError) as raised:
            narrow.ask(operation, **params)
        code, status, text = answer_of(raised)
        assert (code, status) == ("AccessDeniedException", 403)
        assert text.startswith(denied(narrow, boto, action, whose, narrow.named["IdentityPoolId"]))


def test_a_list_of_another_s_datasets_is_denied_at_the_dataset_null(narrow: Visitor, boto: Boto) -> None:
    other = f"{REGION}:00000000-0000-4000-8000-000000000001"
    with pytest.raises(ClientError) as raised:
        narrow.boto.list_datasets(**narrow.named | {"IdentityId": other})
    code, status, text = answer_of(raised)
    assert (code, status) == ("AccessDeniedException", 403)
    wanted = denied(narrow, boto, "ListDatasets", f"identity/{other}/dataset/null", narrow.named["IdentityPoolId"])
    assert text.startswith(wanted)


# ------------------------------------------------------------------------------------------------------------- the AWS CLI


@pytest.fixture
def cli(visitor: Visitor, tmp_path: Path) -> Callable[..., Any]:
    """Return the AWS CLI's `cognito-sync` with two profiles, `visitor` and `developer`."""
    sections = {"visitor": visitor.keys, "developer": visitor.here.demo}
    (tmp_path / "aws-config").write_text(
        "".join(
            f"[profile {name}]\nregion = {REGION}\nendpoint_url = {visitor.here.url}\n"
            f"aws_access_key_id = {keys.access_key_id}\naws_secret_access_key = {keys.secret_access_key}\n"
            + (f"aws_session_token = {keys.session_token}\n" if keys.session_token else "")
            for name, keys in sections.items()
        )
    )
    named = ("--identity-pool-id", visitor.named["IdentityPoolId"])

    def run(profile: str, operation: str, *words: str, fails: bool = False) -> Any:
        said = aws("cognito-sync", operation, *named, *words, "--profile", profile, "--output", "json")
        assert (said.code != 0) is fails, said.err
        return said.err if fails else json.loads(said.out or "null")

    return run


def test_the_aws_cli_writes_lists_and_deletes_with_profiles(visitor: Visitor, cli: Callable[..., Any]) -> None:
    whose = ("--identity-id", visitor.named["IdentityId"])
    dataset = (*whose, "--dataset-name", "prefs")
    session = cli("visitor", "list-records", *dataset)["SyncSessionToken"]
    patches = json.dumps([put("my key", "Grüße"), put("b", "")])
    update = ("--sync-session-token", session, "--record-patches", patches)
    stored = cli("visitor", "update-records", *dataset, *update)["Records"]
    assert [(record["Key"], record["Value"], record["SyncCount"]) for record in stored] == [
        ("my key", "Grüße", 1),
        ("b", "", 1),
    ]
    listed = cli("developer", "list-records", *dataset, "--query", "Records[].Key")
    assert sorted(listed) == ["b", "my key"]
    assert cli("developer", "describe-dataset", *dataset)["Dataset"]["NumRecords"] == 2
    assert cli("developer", "get-cognito-events") == {"Events": {}}
    conflict = cli("visitor", "update-records", *dataset, *update, fails=True)
    assert "(ResourceConflictException) when calling the UpdateRecords operation" in conflict
    assert "Current SyncCount for: my key is: 1 not: 0" in conflict
    refused = cli("visitor", "get-cognito-events", fails=True)
    assert "(NotAuthorizedException) when calling the GetCognitoEvents operation" in refused
    assert cli("visitor", "delete-dataset", *dataset)["Dataset"]["DatasetName"] == "prefs"
    assert cli("visitor", "list-datasets", *whose) == {"Datasets": [], "Count": 0}
