"""Scenarios of pushes, triggers and streams as the service sees them, by their numbers among those of the Sync screen.

23 to 28 and 31: an uninstalled app, a late push, no subscription, a developer's write, a trigger that adds or takes too long,
and a second bulk publish. What devices do about it is told with the sync managers.
"""

from __future__ import annotations

import pytest

from tests.cloud.services.cognito_sync.pushing import Pool, a_pool, failed, why
from tests.cloud.services.cognito_sync.syncing import developer, seen


@pytest.fixture
def pool() -> Pool:
    return a_pool("scenarios")


def test_23_an_uninstalled_app_switches_its_endpoint_off_and_both_writes_succeed(pool: Pool) -> None:
    phone = pool.phone()
    pool.subscribed(phone.token)
    pool.world.act("sync.uninstall", device=phone.name)
    first = pool.ana.write({"k": ("w", 1)})
    second = pool.ana.write({"k": ("x", 2)})
    assert first.ok
    assert second.ok
    publishes = [reply.record.children[-1] for reply in (first, second)]
    assert [record.operation for record in publishes] == ["Publish", "Publish"]
    assert publishes[0].ok
    assert publishes[0].children[0].error is not None, "the platform knows no such token any more"
    assert publishes[1].error is not None
    assert publishes[1].error.code == "EndpointDisabled"
    assert failed(second.record) == ["sync.push.sent"]
    assert pool.ana.row().sync_count == 3


def test_24_a_push_for_an_offline_device_comes_later_with_the_count_of_its_write(pool: Pool) -> None:
    phone = pool.phone()
    pool.subscribed(phone.token)
    pool.world.act("sync.set", online=False, device=phone.name)
    pool.ana.wrote({"k": ("w", 1)})
    assert [push.state for push in pool.pushes(phone.name)] == ["waiting"]
    assert pool.ana.records()["DatasetSyncCount"] == 2, "by now it may have synchronised on its own"
    pool.world.act("sync.set", online=True, device=phone.name)
    assert [(push.state, push.content["syncCount"]) for push in pool.pushes(phone.name)] == [("arrived", "2")]


def test_25_who_is_registered_but_not_subscribed_to_this_dataset_gets_nothing(pool: Pool) -> None:
    registered, elsewhere = pool.phone(), pool.phone()
    pool.ana.wrote({"k": ("v", 0)}, "e")
    pool.registered(registered.token)
    pool.subscribed(elsewhere.token, "e")
    pool.ana.wrote({"k": ("w", 1)})
    assert (pool.heard(registered.name), pool.heard(elsewhere.name)) == ([], [])
    pool.ana.wrote({"k": ("w", 1)}, "e")
    assert (pool.heard(registered.name), pool.heard(elsewhere.name)) == ([], ["2"])


def test_26_a_developer_s_write_is_stored_and_streamed_and_the_trigger_does_not_run(pool: Pool) -> None:
    pool.streams_to()
    pool.runs({"deny": "never"})
    reply = developer(pool.ana).write({"k": ("w", 1)})
    assert reply.ok
    assert pool.ana.row().sync_count == 2
    assert [one["syncCount"] for one in pool.streamed()] == [2]
    assert [child for child in reply.record.children if child.kind == "trigger"] == []
    assert "sync.trigger.identity" in failed(reply.record)


def test_27_what_the_trigger_adds_comes_back_with_the_same_count(pool: Pool) -> None:
    pool.streams_to()
    pool.runs(
        {
            "when": "to_number(datasetRecords.score.newValue) > `100`",
            "set": {"datasetRecords.badge": {"newValue": "gold", "op": "replace"}},
        }
    )
    records = pool.ana.wrote({"score": ("250", 0)})
    assert seen({"Records": records}) == {"score": ("250", 2), "badge": ("gold", 2)}
    assert [row["key"] for row in pool.streamed()[0]["kinesisSyncRecords"]] == ["score", "badge"]
    assert seen({"Records": pool.ana.wrote({"score": ("20", 2)})}) == {"score": ("20", 3)}


def test_28_a_trigger_that_sleeps_six_seconds_stores_nothing_however_often_it_is_tried(pool: Pool) -> None:
    pool.runs({"takes": "6s"})
    for _ in range(2):
        reply = pool.ana.write({"k": ("w", 1)})
        code, rules = why(reply)
        assert code == "LambdaSocketTimeoutException"
        assert rules[0] == "sync.trigger.ran"
        assert "function.in_time" in rules
    assert seen(pool.ana.records()) == {"k": ("v", 1)}


def test_31_a_bulk_publish_is_refused_while_one_runs_and_three_hours_after_one_that_succeeded(pool: Pool) -> None:
    pool.streams_to()
    pool.asked("BulkPublish")
    assert why(pool.refused("BulkPublish"))[0] == "DuplicateRequestException"
    pool.world.act("clock.advance", seconds=3 * 3600)
    assert pool.asked("GetBulkPublishDetails")["BulkPublishStatus"] == "SUCCEEDED"
    assert why(pool.refused("BulkPublish"))[0] == "AlreadyStreamedException"
