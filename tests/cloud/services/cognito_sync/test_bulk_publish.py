"""BulkPublish: all that a pool holds into its stream, once a day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.cloud.services.cognito_sync.pushing import STREAM, Pool, a_pool, why
from tests.cloud.services.cognito_sync.syncing import ana

HOUR = 3600


@pytest.fixture
def pool() -> Pool:
    pool = a_pool("bulk")
    pool.streams_to()
    return pool


def status(pool: Pool) -> str:
    return pool.asked("GetBulkPublishDetails")["BulkPublishStatus"]


def test_before_the_first_run_nothing_was_started(pool: Pool) -> None:
    assert pool.asked("GetBulkPublishDetails") == {
        "IdentityPoolId": pool.fed.pool,
        "BulkPublishStatus": "NOT_STARTED",
    }


def test_every_dataset_of_every_identity_goes_into_the_stream(pool: Pool) -> None:
    bea = ana(pool.fed, "bea-sub")
    pool.streams_to(status="DISABLED")
    bea.wrote({"a": ("1", 0), "b": ("2", 0)}, "e")
    bea.wrote({"b": (None, 1)}, "e")
    bea.wrote({"x": ("1", 0)}, "gone")
    bea.done("DeleteDataset", DatasetName="gone")
    pool.streams_to()
    assert pool.asked("BulkPublish") == {"IdentityPoolId": pool.fed.pool}
    found = {
        (one["identityId"], one["dataSetName"]): [(row["key"], row["op"]) for row in one["kinesisSyncRecords"]]
        for one in pool.streamed()
    }
    assert found == {
        (pool.ana.identity, "d"): [("k", "replace")],
        (bea.identity, "e"): [("a", "replace"), ("b", "remove")],
    }


def test_a_run_is_in_progress_for_some_seconds_and_has_succeeded_then(pool: Pool) -> None:
    started = datetime.fromtimestamp(pool.world.now, UTC)
    pool.asked("BulkPublish")
    assert pool.asked("GetBulkPublishDetails") == {
        "IdentityPoolId": pool.fed.pool,
        "BulkPublishStatus": "IN_PROGRESS",
        "BulkPublishStartTime": started,
    }
    pool.world.act("clock.advance", seconds=10)
    details = pool.asked("GetBulkPublishDetails")
    assert details["BulkPublishStatus"] == "SUCCEEDED"
    assert details["BulkPublishStartTime"] == started < details["BulkPublishCompleteTime"]


def test_there_is_one_run_at_a_time_and_one_success_a_day(pool: Pool) -> None:
    pool.asked("BulkPublish")
    assert why(pool.refused("BulkPublish")) == ("DuplicateRequestException", ("sync.bulk.running",))
    pool.world.act("clock.advance", seconds=23 * HOUR)
    assert why(pool.refused("BulkPublish")) == ("AlreadyStreamedException", ("sync.bulk.day",))
    assert len(pool.streamed()) == 1
    pool.world.act("clock.advance", seconds=2 * HOUR)
    pool.asked("BulkPublish")
    assert len(pool.streamed()) == 2


def test_a_run_that_failed_says_why_and_may_be_tried_again(pool: Pool) -> None:
    pool.world.act("stream.delete", name=STREAM)
    pool.asked("BulkPublish")
    pool.world.act("clock.advance", seconds=10)
    details = pool.asked("GetBulkPublishDetails")
    assert details["BulkPublishStatus"] == "FAILED"
    assert STREAM in details["FailureMessage"]
    assert pool.status() == "DISABLED"
    pool.world.act("stream.put", name=STREAM)
    pool.streams_to()
    pool.asked("BulkPublish")
    pool.world.act("clock.advance", seconds=10)
    assert status(pool) == "SUCCEEDED"


def test_without_a_stream_there_is_no_run(pool: Pool) -> None:
    pool.streams_to(status="DISABLED")
    assert why(pool.refused("BulkPublish")) == ("InvalidParameterException", ("sync.bulk.streaming",))
    assert status(pool) == "NOT_STARTED"


@pytest.mark.parametrize("operation", ["BulkPublish", "GetBulkPublishDetails"])
def test_an_identity_s_credentials_are_no_good_for_it(pool: Pool, operation: str) -> None:
    reply = pool.ana.ask(operation, IdentityId=None)
    assert why(reply) == ("NotAuthorizedException", ("sync.credentials.developer",))
