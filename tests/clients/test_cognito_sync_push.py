"""boto3 at Cognito Sync's surroundings: devices and pushes, settings of pools, streams and bulk runs, sync triggers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from cogtui.cloud.device_sync.cache import device_named
from cogtui.cloud.device_sync.records import PUSHES, SyncDevice
from cogtui.cloud.streams.directory import arn_of, records_in
from tests.builders import policy
from tests.clients.serving import REGION, Served
from tests.clients.test_boto3_sync import Boto, Visitor, put
from tests.clients.test_cognito_sync import answer_of, without_metadata
from tests.cloud.sync_push_worlds import STREAM

NO_POOL = "us-east-1:00000000-0000-4000-8000-000000000000"
FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:f"


@pytest.fixture
def visitor(here: Served, boto: Boto) -> Visitor:
    return Visitor(here, boto)


@pytest.fixture
def pool(visitor: Visitor) -> dict[str, str]:
    return {"IdentityPoolId": visitor.named["IdentityPoolId"]}


@pytest.fixture
def furnished(visitor: Visitor, boto: Boto, pool: dict[str, str]) -> dict[str, Any]:
    """Let the pool push to phones and stream its changes, as a developer sets it up; return its settings."""
    visitor.here.do(lambda: visitor.here.world.act("stream.put", name=STREAM))
    key = {"PlatformCredential": "key"}
    application = boto("sns").create_platform_application(Name="app", Platform="GCM", Attributes=key)
    trust = policy({"Principal": {"Service": "cognito-sync.amazonaws.com"}, "Action": "sts:AssumeRole"})
    role = boto("iam").create_role(RoleName="Sync", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    allowed = policy({"Action": ["sns:*", "kinesis:PutRecord"], "Resource": "*"})
    boto("iam").put_role_policy(RoleName="Sync", PolicyName="Sync", PolicyDocument=allowed)
    settings = {
        "PushSync": {"ApplicationArns": [application["PlatformApplicationArn"]], "RoleArn": role},
        "CognitoStreams": {"StreamName": STREAM, "RoleArn": role, "StreamingStatus": "ENABLED"},
    }
    answer = boto("cognito-sync").set_identity_pool_configuration(**pool, **settings)
    assert without_metadata(answer) == pool | settings
    return settings


# ------------------------------------------------------------------------------------------------------ devices and pushes


class Phone:
    """A phone of the served world, which its visitor's app registers."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.world = visitor.here.world
        self.name: str = visitor.here.do(lambda: self.world.act("sync.add", kind="phone", platform="GCM")).output[
            "name"
        ]
        self.id: str = visitor.ask("register_device", Platform="GCM", Token=self.device.token)["DeviceId"]

    @property
    def device(self) -> SyncDevice:
        found = device_named(self.world.store, self.name)
        assert found is not None
        return found

    @property
    def pushes(self) -> list[dict[str, Any]]:
        return [push.content for push in self.world.store.scan(PUSHES, self.name)]

    @property
    def subscription(self) -> dict[str, str]:
        return {"DatasetName": "prefs", "DeviceId": self.id}


@pytest.mark.usefixtures("furnished")
def test_a_phone_is_registered_and_told_of_what_others_write(visitor: Visitor, pool: dict[str, str]) -> None:
    phone = Phone(visitor)
    assert visitor.ask("register_device", Platform="GCM", Token=phone.device.token)["DeviceId"] == phone.id
    visitor.write([put("k", "1")])
    assert without_metadata(visitor.ask("subscribe_to_dataset", **phone.subscription)) == {}
    visitor.write([put("k", "2", 1)])
    assert phone.pushes == [
        {
            "source": "cognito-sync",
            "identityPoolId": pool["IdentityPoolId"],
            "identityId": visitor.named["IdentityId"],
            "datasetName": "prefs",
            "syncCount": "2",
        }
    ]
    (stored,) = visitor.write([put("k", "3", 2)], DeviceId=phone.id)
    assert (stored["SyncCount"], stored["LastModifiedBy"]) == (3, phone.id)
    assert len(phone.pushes) == 1, "who wrote it isn't told"
    assert without_metadata(visitor.ask("unsubscribe_from_dataset", **phone.subscription)) == {}
    visitor.write([put("k", "4", 3)])
    assert len(phone.pushes) == 1
    with pytest.raises(visitor.boto.exceptions.ResourceNotFoundException) as raised:
        visitor.ask("unsubscribe_from_dataset", **phone.subscription)
    assert answer_of(raised)[2] == f"Device '{phone.id}' is not subscribed to Dataset 'prefs'."


@pytest.mark.usefixtures("furnished")
def test_a_phone_without_the_app_is_switched_off_in_sns_and_writers_notice_nothing(
    visitor: Visitor, boto: Boto
) -> None:
    phone, sns = Phone(visitor), boto("sns")
    visitor.write([put("k", "1")])
    visitor.ask("subscribe_to_dataset", **phone.subscription)
    token = phone.device.token
    (application,) = sns.list_platform_applications()["PlatformApplications"]
    named = {"PlatformApplicationArn": application["PlatformApplicationArn"]}

    def enabled() -> list[str]:
        found = sns.list_endpoints_by_platform_application(**named)["Endpoints"]
        return [row["Attributes"]["Enabled"] for row in found if row["Attributes"]["Token"] == token]

    assert enabled() == ["true"]
    visitor.here.do(lambda: phone.world.act("sync.uninstall", device=phone.name))
    assert [record["SyncCount"] for record in visitor.write([put("k", "2", 1)])] == [2]
    assert enabled() == ["false"]
    assert [record["SyncCount"] for record in visitor.write([put("k", "3", 2)])] == [3]


DEVICES: dict[str, tuple[str, dict[str, str], str, int, str]] = {
    "a platform that the pool has no application for": (
        "register_device",
        {"Platform": "APNS", "Token": "t"},
        "InvalidConfigurationException",
        400,
        "The identity pool has no push sync application for the platform APNS.",
    ),
    "a platform that there is not": (
        "register_device",
        {"Platform": "PIGEON", "Token": "t"},
        "InvalidParameterException",
        400,
        (
            "1 validation error detected: Value 'PIGEON' at 'platform' failed to satisfy constraint: "
            "Member must satisfy enum value set: [APNS, APNS_SANDBOX, GCM, ADM]"
        ),
    ),
    "a dataset that is not there": (
        "subscribe_to_dataset",
        {"DatasetName": "none", "DeviceId": "x"},
        "ResourceNotFoundException",
        404,
        "Dataset 'none' not found.",
    ),
    "a device that is not there": (
        "subscribe_to_dataset",
        {"DatasetName": "prefs", "DeviceId": "x y/z"},
        "ResourceNotFoundException",
        404,
        "Device 'x y/z' not found.",
    ),
}


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("case", DEVICES)
def test_devices_are_refused_with_boto3_s_own_classes(visitor: Visitor, case: str) -> None:
    operation, params, code, status, text = DEVICES[case]
    visitor.write([put("k", "1")])
    with pytest.raises(getattr(visitor.boto.exceptions, code)) as raised:
        visitor.ask(operation, **params)
    assert answer_of(raised) == (code, status, text)


# ------------------------------------------------------------------------------------------------------- a pool's settings


def test_settings_are_given_back_and_a_block_that_is_left_out_stays(
    boto: Boto, pool: dict[str, str], furnished: dict[str, Any]
) -> None:
    developer = boto("cognito-sync")
    before = without_metadata(developer.get_identity_pool_configuration(**pool))
    assert before == pool | furnished
    streams = furnished["CognitoStreams"] | {"StreamingStatus": "DISABLED"}
    after = without_metadata(developer.set_identity_pool_configuration(**pool, CognitoStreams=streams))
    assert after == before | {"CognitoStreams": streams}
    assert without_metadata(developer.get_identity_pool_configuration(**pool)) == after
    off = developer.set_identity_pool_configuration(**pool, PushSync={})
    assert without_metadata(off) == pool | {"CognitoStreams": streams}


def test_the_sync_trigger_is_set_shown_and_taken_away(boto: Boto, pool: dict[str, str]) -> None:
    developer = boto("cognito-sync")
    assert developer.get_cognito_events(**pool)["Events"] == {}
    assert without_metadata(developer.set_cognito_events(**pool, Events={"SyncTrigger": FUNCTION})) == {}
    assert developer.get_cognito_events(**pool)["Events"] == {"SyncTrigger": FUNCTION}
    developer.set_cognito_events(**pool, Events={"SyncTrigger": ""})
    assert developer.get_cognito_events(**pool)["Events"] == {}


@pytest.mark.usefixtures("furnished")
def test_a_bulk_run_has_its_stages_and_its_day(visitor: Visitor, boto: Boto, pool: dict[str, str]) -> None:
    developer, here = boto("cognito-sync"), visitor.here
    assert without_metadata(developer.get_bulk_publish_details(**pool)) == pool | {"BulkPublishStatus": "NOT_STARTED"}
    visitor.write([put("ключ", "значение")])
    assert without_metadata(developer.bulk_publish(**pool)) == pool
    running = developer.get_bulk_publish_details(**pool)
    assert running["BulkPublishStatus"] == "IN_PROGRESS"
    assert abs(datetime.now(UTC) - running["BulkPublishStartTime"]) < timedelta(minutes=1)
    with pytest.raises(developer.exceptions.DuplicateRequestException):
        developer.bulk_publish(**pool)
    here.do(lambda: here.world.act("clock.advance", seconds=10))
    ended = developer.get_bulk_publish_details(**pool)
    assert ended["BulkPublishStatus"] == "SUCCEEDED"
    assert ended["BulkPublishStartTime"] < ended["BulkPublishCompleteTime"]
    with pytest.raises(developer.exceptions.AlreadyStreamedException) as raised:
        developer.bulk_publish(**pool)
    assert answer_of(raised)[1] == 400
    streamed = [
        json.loads(record.data) for record in records_in(here.world.store, arn_of(here.world.account, REGION, STREAM))
    ]
    own = [one for one in streamed if one["identityId"] == visitor.named["IdentityId"]]
    assert [one["kinesisSyncRecords"][0]["value"] for one in own] == ["значение"] * 2, "as it was written, and in bulk"


SETTINGS: dict[str, tuple[str, dict[str, Any], str]] = {
    "half of the push settings": (
        "set_identity_pool_configuration",
        {"PushSync": {"RoleArn": "arn:aws:iam::111122223333:role/Sync"}},
        "PushSync needs ApplicationArns.",
    ),
    "a role of another account": (
        "set_identity_pool_configuration",
        {
            "CognitoStreams": {
                "StreamName": "s",
                "RoleArn": "arn:aws:iam::444455556666:role/r",
                "StreamingStatus": "ENABLED",
            }
        },
        "arn:aws:iam::444455556666:role/r is not in the account of the identity pool.",
    ),
    "an event that there is not": (
        "set_cognito_events",
        {"Events": {"Other": FUNCTION}},
        "Unknown event 'Other': SyncTrigger is the only one.",
    ),
    "a trigger that is no function": (
        "set_cognito_events",
        {"Events": {"SyncTrigger": "f"}},
        "'f' is not the ARN of a Lambda function.",
    ),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_settings_that_make_no_sense_are_refused(boto: Boto, pool: dict[str, str], case: str) -> None:
    operation, params, text = SETTINGS[case]
    developer = boto("cognito-sync")
    with pytest.raises(developer.exceptions.InvalidParameterException) as raised:
        getattr(developer, operation)(**pool, **params)
    assert answer_of(raised) == ("InvalidParameterException", 400, text)


@pytest.mark.parametrize("operation", ["describe_identity_pool_usage", "get_cognito_events", "bulk_publish"])
def test_a_pool_that_is_not_there_is_not_found(boto: Boto, operation: str) -> None:
    developer = boto("cognito-sync")
    with pytest.raises(developer.exceptions.ResourceNotFoundException) as raised:
        getattr(developer, operation)(IdentityPoolId=NO_POOL)
    assert answer_of(raised)[1:] == (404, f"IdentityPool '{NO_POOL}' not found.")


# --------------------------------------------------------------------------------------------------------------- triggers


def triggered(visitor: Visitor, boto: Boto, *rules: dict[str, Any]) -> None:
    """Have a function of these rules asked before changes are stored."""
    here = visitor.here
    arn = here.do(lambda: here.world.act("function.put", name="trigger", rules=list(rules))).output["arn"]
    pool = visitor.named["IdentityPoolId"]
    boto("cognito-sync").set_cognito_events(IdentityPoolId=pool, Events={"SyncTrigger": arn})


def test_a_trigger_adds_a_record_and_developers_pass_it_by(visitor: Visitor, boto: Boto) -> None:
    badge = {"datasetRecords.badge.newValue": "'gold'", "datasetRecords.badge.op": "'replace'"}
    triggered(visitor, boto, {"set": badge})
    stored = visitor.write([put("score", "7")])
    assert {record["Key"]: (record["Value"], record["SyncCount"]) for record in stored} == {
        "score": ("7", 1),
        "badge": ("gold", 1),
    }
    developer = boto("cognito-sync")
    whose = visitor.named | {"DatasetName": "other"}
    session = developer.list_records(**whose)["SyncSessionToken"]
    written = developer.update_records(**whose, SyncSessionToken=session, RecordPatches=[put("score", "8")])["Records"]
    assert [(record["Key"], record["Value"]) for record in written] == [("score", "8")]
    (seen,) = visitor.ask("list_records", DatasetName="other")["Records"]
    assert seen == written[0], "the identity sees what the developer wrote"


@pytest.mark.parametrize(
    ("rule", "code", "status"),
    [
        ({"set": {"response.x": True}}, "InvalidLambdaFunctionOutputException", 400),
        ({"deny": "no"}, "InvalidLambdaFunctionOutputException", 400),
        ({"takes": "6s"}, "LambdaSocketTimeoutException", 400),
    ],
    ids=["touches what it may not", "fails", "takes too long"],
)
def test_a_trigger_that_fails_fails_the_write(
    visitor: Visitor, boto: Boto, rule: dict[str, Any], code: str, status: int
) -> None:
    triggered(visitor, boto, rule)
    with pytest.raises(ClientError) as raised:
        visitor.write([put("score", "7")])
    assert answer_of(raised)[:2] == (code, status)
    assert visitor.ask("list_records", DatasetName="prefs")["DatasetExists"] is False
