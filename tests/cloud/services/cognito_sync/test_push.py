"""Devices register and subscribe, and hear of changes that others made."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.services.cognito_sync.push_records import REGISTERED, ROLE_SESSIONS, SUBSCRIPTIONS
from tests.builders import done, state
from tests.cloud.services.cognito_sync.pushing import Pool, a_pool, failed, why
from tests.cloud.services.cognito_sync.syncing import ana, developer, guest, signs_in


@pytest.fixture
def pool() -> Pool:
    return a_pool()


def endpoint_of(pool: Pool, device_id: str) -> str:
    row = pool.world.store.get(REGISTERED, (pool.ana.identity, device_id))
    assert row is not None
    return row.endpoint_arn


def switched_off(pool: Pool, device_id: str) -> None:
    arn = endpoint_of(pool, device_id)
    done(pool.world, "sns", "SetEndpointAttributes", EndpointArn=arn, Attributes={"Enabled": "false"})


# ------------------------------------------------------------------------------------------------------------ registering


def test_a_device_gets_an_id_and_an_endpoint_in_sns(pool: Pool) -> None:
    device_id = pool.registered("token-1")
    endpoint = done(pool.world, "sns", "GetEndpointAttributes", EndpointArn=endpoint_of(pool, device_id))
    assert endpoint["Attributes"]["Token"] == "token-1"
    assert endpoint_of(pool, device_id).startswith(pool.application.replace(":app/", ":endpoint/"))


def test_the_same_token_once_more_is_the_same_device_and_another_token_another_one(pool: Pool) -> None:
    first = pool.registered("token-1")
    assert pool.registered("token-1") == first
    assert pool.registered("token-2") != first


def test_another_identity_on_the_same_phone_registers_it_for_itself(pool: Pool) -> None:
    bea = ana(pool.fed, "bea-sub")
    assert pool.registered("token-1") != pool.registered("token-1", bea)
    assert [row.identity_id for row in pool.world.store.scan(REGISTERED, bea.identity)] == [bea.identity]


def test_the_role_is_assumed_once_for_many_calls_and_again_when_its_session_is_over(pool: Pool) -> None:
    pool.registered("token-1")
    session = pool.world.store.get(ROLE_SESSIONS, (pool.fed.pool, pool.role))
    pool.registered("token-2")
    assert [child.operation for child in pool.world.trail[-1].children] == ["CreatePlatformEndpoint"]
    assert pool.world.store.get(ROLE_SESSIONS, (pool.fed.pool, pool.role)) == session
    pool.world.act("clock.advance", seconds=900)
    pool.registered("token-3")
    assert [child.operation for child in pool.world.trail[-1].children] == ["AssumeRole", "CreatePlatformEndpoint"]


def test_the_role_may_ask_for_which_pool_and_account_it_is_assumed(pool: Pool) -> None:
    arn = f"arn:aws:cognito-identity:us-east-1:{pool.world.account}:identitypool/{pool.fed.pool}"
    asked = {"StringEquals": {"aws:SourceAccount": pool.world.account}, "ArnEquals": {"aws:SourceArn": arn}}
    pool.trusts(Condition=asked)
    assert pool.registered("token-1")
    pool.trusts(Condition={"ArnEquals": {"aws:SourceArn": arn + "x"}})
    reply = pool.ana.ask("RegisterDevice", Platform="GCM", Token="token-2")
    assert why(reply)[0] == "InvalidConfigurationException"


def gone(pool: Pool) -> None:
    done(pool.world, "iam", "DeleteRolePolicy", RoleName="Sync", PolicyName="Sync")
    done(pool.world, "iam", "DeleteRole", RoleName="Sync")


MISCONFIGURED: dict[str, tuple[Any, str]] = {
    "another platform": (lambda _: None, "sync.push.platform"),
    "a role that trusts somebody else": (
        lambda pool: pool.trusts(Principal={"Service": "sns.amazonaws.com"}),
        "sync.push.role",
    ),
    "a role that is gone": (gone, "sync.push.role"),
    "a role that may not make endpoints": (lambda pool: pool.may("sns:Publish"), "sync.push.endpoint"),
    "an application that is gone": (
        lambda pool: done(pool.world, "sns", "DeletePlatformApplication", PlatformApplicationArn=pool.application),
        "sync.push.endpoint",
    ),
}


@pytest.mark.parametrize("case", MISCONFIGURED)
def test_a_device_cannot_register_where_the_pool_is_not_set_up_for_it(pool: Pool, case: str) -> None:
    spoil, rule = MISCONFIGURED[case]
    spoil(pool)
    before = state(pool.world)
    platform = "ADM" if case == "another platform" else "GCM"
    reply = pool.ana.ask("RegisterDevice", Platform=platform, Token="token-1")
    code, rules = why(reply)
    assert code == "InvalidConfigurationException"
    assert rule in rules
    assert state(pool.world) == before


@pytest.mark.parametrize("operation", ["RegisterDevice", "SubscribeToDataset", "UnsubscribeFromDataset"])
def test_only_the_identity_s_own_credentials_are_good_for_devices(pool: Pool, operation: str) -> None:
    device_id = pool.registered("token-1")
    named: dict[str, Any] = {"DatasetName": "d", "DeviceId": device_id}
    params = {"Platform": "GCM", "Token": "t"} if operation == "RegisterDevice" else named
    for stranger in (developer(pool.ana), pool.ana._replace(caller=guest(pool.fed).caller)):
        code, rules = why(stranger.ask(operation, **params))
        assert (code, rules[-1]) == ("NotAuthorizedException", "sync.credentials.identity")


# ------------------------------------------------------------------------------------------------------------ subscribing


def test_a_subscription_is_there_once_however_often_it_is_asked_for(pool: Pool) -> None:
    device_id = pool.subscribed("token-1")
    pool.ana.done("SubscribeToDataset", DatasetName="d", DeviceId=device_id)
    assert [row.device_id for row in pool.world.store.scan(SUBSCRIPTIONS, pool.ana.identity)] == [device_id]


def test_an_ended_subscription_can_t_be_ended_again(pool: Pool) -> None:
    device_id = pool.subscribed("token-1")
    pool.ana.done("UnsubscribeFromDataset", DatasetName="d", DeviceId=device_id)
    reply = pool.ana.ask("UnsubscribeFromDataset", DatasetName="d", DeviceId=device_id)
    assert why(reply) == ("ResourceNotFoundException", ("sync.push.subscribed",))
    assert reply.error is not None
    assert reply.error.status == 404


@pytest.mark.parametrize("operation", ["SubscribeToDataset", "UnsubscribeFromDataset"])
@pytest.mark.parametrize(
    ("missing", "rule"), [("DatasetName", "sync.dataset.exists"), ("DeviceId", "sync.push.device")]
)
def test_dataset_and_device_must_be_there(pool: Pool, operation: str, missing: str, rule: str) -> None:
    named = {"DatasetName": "d", "DeviceId": pool.registered("token-1")} | {missing: "nothing"}
    assert why(pool.ana.ask(operation, **named)) == ("ResourceNotFoundException", (rule,))


def test_nobody_subscribes_where_pushes_were_switched_off(pool: Pool) -> None:
    device_id = pool.registered("token-1")
    assert pool.configured(PushSync={}).ok
    reply = pool.ana.ask("SubscribeToDataset", DatasetName="d", DeviceId=device_id)
    assert why(reply) == ("InvalidConfigurationException", ("sync.push.configured",))


# ---------------------------------------------------------------------------------------------------------------- hearing


def test_every_other_subscribed_device_is_told_the_new_count(pool: Pool) -> None:
    phone, tablet = pool.phone(), pool.phone()
    writer = pool.subscribed(phone.token)
    pool.subscribed(tablet.token)
    reply = pool.ana.write({"k": ("w", 1)}, DeviceId=writer)
    assert pool.heard(phone.name) == []
    assert pool.heard(tablet.name) == ["2"]
    assert reply.record.children[-1].operation == "Publish"
    assert ("sync.push.others", True) in [(check.rule, check.passed) for check in reply.record.checks]
    assert failed(reply.record) == []
    content = pool.pushes(tablet.name)[0].content
    assert content == {
        "source": "cognito-sync",
        "identityPoolId": pool.fed.pool,
        "identityId": pool.ana.identity,
        "datasetName": "d",
        "syncCount": "2",
    }


def test_everybody_is_told_of_a_write_that_names_no_device_and_of_a_developer_s(pool: Pool) -> None:
    phone = pool.phone()
    pool.subscribed(phone.token)
    pool.ana.wrote({"k": ("w", 1)})
    developer(pool.ana).wrote({"k": ("x", 2)})
    assert pool.heard(phone.name) == ["2", "3"]


def test_a_deleted_dataset_is_told_once_and_its_subscriptions_go(pool: Pool) -> None:
    phone = pool.phone()
    pool.subscribed(phone.token)
    pool.ana.done("DeleteDataset", DatasetName="d")
    assert pool.heard(phone.name) == ["2"]
    pool.ana.wrote({"k": ("again", 0)})
    assert pool.heard(phone.name) == ["2"]


def test_a_refused_write_tells_nobody(pool: Pool) -> None:
    phone = pool.phone()
    pool.subscribed(phone.token)
    assert not pool.ana.write({"k": ("w", 7)}).ok
    assert pool.heard(phone.name) == []


def test_apple_s_notifications_are_silent_and_hold_the_same(pool: Pool) -> None:
    asked = {
        "Name": "app2",
        "Platform": "APNS",
        "Attributes": {"PlatformCredential": "key", "PlatformPrincipal": "cert"},
    }
    arn = done(pool.world, "sns", "CreatePlatformApplication", **asked)["PlatformApplicationArn"]
    assert pool.configured(PushSync={"ApplicationArns": [pool.application, arn], "RoleArn": pool.role}).ok
    phone = pool.phone("APNS")
    device_id = pool.registered(phone.token, platform="APNS")
    pool.ana.done("SubscribeToDataset", DatasetName="d", DeviceId=device_id)
    reply = pool.ana.write({"k": ("w", 1)})
    sent = reply.record.children[-1].children[0].request["message"]
    assert sent["aps"] == {"content-available": 1}
    assert sent["data"]["syncCount"] == "2"
    assert pool.heard(phone.name) == ["2"]


BROKEN: dict[str, tuple[Any, str, str]] = {
    "an endpoint that is switched off": (switched_off, "sync.push.sent", "EndpointDisabled"),
    "an endpoint that is gone": (
        lambda pool, device_id: done(pool.world, "sns", "DeleteEndpoint", EndpointArn=endpoint_of(pool, device_id)),
        "sync.push.sent",
        "InvalidParameter",
    ),
    "an application whose credentials expired": (
        lambda pool, _: done(
            pool.world,
            "sns",
            "SetPlatformApplicationAttributes",
            PlatformApplicationArn=pool.application,
            Attributes={"Enabled": "false"},
        ),
        "sync.push.sent",
        "PlatformApplicationDisabled",
    ),
    "a role that may not publish": (lambda pool, _: pool.may("sns:Create*"), "sync.push.sent", "AuthorizationError"),
    "a role that trusts nobody of ours": (
        lambda pool, _: pool.trusts(Principal={"Service": "sns.amazonaws.com"}),
        "sync.push.role",
        "",
    ),
    "no push settings any more": (lambda pool, _: pool.configured(PushSync={}), "sync.push.configured", ""),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_writer_never_learns_that_a_push_failed(pool: Pool, case: str) -> None:
    spoil, rule, code = BROKEN[case]
    phone = pool.phone()
    spoil(pool, pool.subscribed(phone.token))
    reply = pool.ana.write({"k": ("w", 1)})
    assert reply.ok
    assert pool.ana.row().sync_count == 2
    assert pool.heard(phone.name) == []
    check = next(check for check in reply.record.why() if check.rule == rule)
    assert check.passed is False
    assert (check.fact("code") or "") == code


def test_one_device_that_is_not_reached_keeps_nothing_from_the_others(pool: Pool) -> None:
    phone, tablet = pool.phone(), pool.phone()
    switched_off(pool, pool.subscribed(phone.token))
    pool.subscribed(tablet.token)
    assert pool.ana.write({"k": ("w", 1)}).ok
    assert (pool.heard(phone.name), pool.heard(tablet.name)) == ([], ["2"])


def test_a_deleted_identity_leaves_no_devices(pool: Pool) -> None:
    pool.subscribed("token-1")
    done(pool.world, "cognito-identity", "DeleteIdentities", IdentityIdsToDelete=[pool.ana.identity])
    assert list(pool.world.store.scan(REGISTERED, pool.ana.identity)) == []
    assert list(pool.world.store.scan(SUBSCRIPTIONS, pool.ana.identity)) == []


def test_an_identity_that_was_merged_into_another_leaves_no_devices_and_the_other_registers_its_own(pool: Pool) -> None:
    visitor = guest(pool.fed)
    visitor.wrote({"k": ("1", 0)})
    pool.subscribed("token-1", who=visitor)
    phone = signs_in(pool.fed, visitor)
    assert phone.identity == pool.ana.identity
    for identity in (visitor.identity, phone.identity):
        assert list(pool.world.store.scan(REGISTERED, identity)) == []
        assert list(pool.world.store.scan(SUBSCRIPTIONS, identity)) == []
    assert pool.subscribed("token-1", who=phone)


def test_cognito_sync_is_the_party_that_publishes(pool: Pool) -> None:
    pool.subscribed("token-1")
    children = pool.ana.write({"k": ("w", 1)}).record.children
    assert [(child.source, child.target) for child in children] == [("Sync", "SNS")]
