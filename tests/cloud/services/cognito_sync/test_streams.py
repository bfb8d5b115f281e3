"""Each stored change is a record in the pool's stream, until stream or role fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cogtui.cloud.save import Save
from cogtui.cloud.streams.directory import arn_of, records_in, streams
from cogtui.cloud.streams.records import STREAMS
from cogtui.cloud.world import World
from tests.builders import role_of, state
from tests.cloud.services.cognito_sync.pushing import STREAM, Pool, a_pool, failed
from tests.cloud.services.cognito_sync.syncing import developer


@pytest.fixture
def pool() -> Pool:
    pool = a_pool("stream")
    pool.streams_to()
    return pool


def test_a_change_is_one_record_of_the_stream_with_all_that_it_touched(pool: Pool) -> None:
    pool.world.act("clock.advance", seconds=0.5)
    pool.ana.wrote({"k": (None, 1), "new": ("é", 0)})
    now = int(pool.world.now * 1000)
    assert pool.streamed() == [
        {
            "identityPoolId": pool.fed.pool,
            "identityId": pool.ana.identity,
            "dataSetName": "d",
            "operation": "replace",
            "kinesisSyncRecords": [
                {"key": "k", "syncCount": 2, "lastModifiedDate": now, "op": "remove"},
                {"key": "new", "value": "é", "syncCount": 2, "lastModifiedDate": now, "op": "replace"},
            ],
            "lastModifiedDate": now,
            "payloadType": "Inline",
            "syncCount": 2,
        }
    ]


def test_records_are_put_under_the_identity_and_in_order(pool: Pool) -> None:
    reply = pool.ana.write({"k": ("w", 1)})
    pool.ana.wrote({"k": ("x", 2)})
    records = records_in(pool.world.store, arn_of(pool.world.account, "us-east-1", STREAM))
    assert [record.partition_key for record in records] == [pool.ana.identity] * 2
    assert records[0].sequence < records[1].sequence
    sent = reply.record.children[-1]
    assert (sent.service, sent.operation, sent.source, sent.target) == ("kinesis", "PutRecord", "Sync", "Kinesis")
    assert sent.output is not None
    assert sent.output["SequenceNumber"] == records[0].sequence


def test_what_was_written_before_it_was_enabled_is_not_streamed(pool: Pool) -> None:
    assert pool.streamed() == []


def test_a_developer_s_write_and_a_deletion_are_streamed_too(pool: Pool) -> None:
    developer(pool.ana).wrote({"k": ("w", 1)})
    pool.ana.done("DeleteDataset", DatasetName="d")
    assert [(one["operation"], one["syncCount"]) for one in pool.streamed()] == [("replace", 2), ("remove", 3)]
    assert pool.streamed()[1]["kinesisSyncRecords"] == []


def test_a_refused_write_and_one_of_a_pool_that_does_not_stream_leave_the_stream_alone(pool: Pool) -> None:
    assert not pool.ana.write({"k": ("w", 7)}).ok
    pool.streams_to(status="DISABLED")
    pool.ana.wrote({"k": ("w", 1)})
    assert pool.streamed() == []
    assert pool.status() == "DISABLED"


BROKEN: dict[str, tuple[Any, str]] = {
    "the stream is gone": (lambda pool: pool.world.act("stream.delete", name=STREAM), "sync.stream.put"),
    "the role trusts somebody else": (
        lambda pool: pool.trusts(Principal={"Service": "sns.amazonaws.com"}),
        "sync.stream.role",
    ),
    "the role may not put records": (lambda pool: pool.may("sns:*", "kinesis:GetRecords"), "policy"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_breaks_switches_streaming_off_and_the_write_stands(pool: Pool, case: str) -> None:
    spoil, rule = BROKEN[case]
    spoil(pool)
    reply = pool.ana.write({"k": ("w", 1)})
    assert reply.ok
    assert pool.ana.row().sync_count == 2
    assert [found for found in failed(reply.record) if found.startswith(rule)]
    assert pool.status() == "DISABLED"


def test_streaming_comes_back_only_when_somebody_enables_it(pool: Pool) -> None:
    pool.world.act("stream.delete", name=STREAM)
    pool.ana.wrote({"k": ("w", 1)})
    pool.world.act("stream.put", name=STREAM)
    pool.ana.wrote({"k": ("x", 2)})
    assert pool.streamed() == []
    pool.streams_to()
    pool.ana.wrote({"k": ("y", 3)})
    assert [one["syncCount"] for one in pool.streamed()] == [4]


def test_a_stream_has_its_own_role(pool: Pool) -> None:
    pool.streams_to(role=role_of(pool.world, "Closed"))
    pool.ana.wrote({"k": ("w", 1)})
    assert pool.status() == "DISABLED"


def test_what_is_too_large_for_a_record_is_said_not_to_be_streamed(pool: Pool) -> None:
    reply = pool.ana.write({"k": ("x" * 1_048_500, 1)})
    assert reply.ok
    assert "sync.stream.size" in failed(reply.record)
    assert pool.streamed() == []
    assert pool.status() == "ENABLED"


def test_streams_are_made_and_taken_away_by_acts_that_say_what_is_wrong(pool: Pool) -> None:
    world = pool.world
    assert [stream.name for stream in streams(world.store)] == [STREAM]
    before = state(world)
    for act, name in (("stream.put", "a b"), ("stream.delete", "none")):
        refused = world.act(act, name=name)
        assert refused.error is not None
        assert f"`{name}`" in refused.error.message
    assert not world.act("stream.put", name="many", shards=0).ok
    assert state(world) == before
    pool.ana.wrote({"k": ("w", 1)})
    assert world.act("stream.put", name=STREAM, shards=4).ok
    assert len(pool.streamed()) == 1
    assert world.act("stream.delete", name=STREAM).ok
    assert (pool.streamed(), world.store.scopes(STREAMS)) == ([], [])


def kept(world: World) -> list[tuple[Any, ...]]:
    """Return what a world keeps for Cognito Sync and in streams."""
    return [row for row in world.store.every() if row[0].startswith(("cognito_sync.", "streams."))]


def test_a_saved_world_goes_on_pushing_and_streaming(pool: Pool, tmp_path: Path) -> None:
    phone = pool.phone()
    save = Save.create(tmp_path / "world.cogtui", pool.world)
    pool.subscribed(phone.token)
    pool.ana.wrote({"k": ("w", 1)})
    before = kept(pool.world)
    save.close()
    world = Save.open(tmp_path / "world.cogtui").world
    assert kept(world) == before
    again = pool._replace(fed=pool.fed._replace(world=world), ana=pool.ana._replace(world=world))
    again.ana.wrote({"k": ("x", 2)})
    assert again.heard(phone.name) == ["2", "3"]
    assert [one["syncCount"] for one in again.streamed()] == [2, 3]
