"""Datasets: describing, listing and deleting them, and what comes after a deletion."""

from __future__ import annotations

import pytest

from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.cognito_sync.records import RECORDS, STEPS
from tests.builders import state
from tests.cloud.services.cognito_sync.syncing import Party, ana, seen, synchronising


@pytest.fixture
def phone() -> Party:
    return ana(synchronising())


def test_a_dataset_is_described_without_its_count(phone: Party) -> None:
    began = phone.world.now
    phone.wrote({"k": ("é", 0), "gone": ("1", 0)})
    phone.world.act("clock.advance", seconds=60)
    phone.wrote({"gone": (None, 1)}, DeviceId="device-1")
    expected = {
        "IdentityId": phone.identity,
        "DatasetName": "d",
        "CreationDate": timestamp(began),
        "LastModifiedDate": timestamp(began + 60),
        "LastModifiedBy": "device-1",
        "DataStorage": len("k") + 2 + len("gone"),
        "NumRecords": 1,
    }
    assert phone.done("DescribeDataset", DatasetName="d") == {"Dataset": expected}
    assert phone.done("ListDatasets") == {"Datasets": [expected], "Count": 1}


def test_datasets_are_listed_by_name_page_by_page(phone: Party) -> None:
    for name in "cab":
        phone.wrote({"k": ("1", 0)}, name)
    first = phone.done("ListDatasets", MaxResults=2)
    assert [row["DatasetName"] for row in first["Datasets"]] == ["a", "b"]
    second = phone.done("ListDatasets", MaxResults=2, NextToken=first["NextToken"])
    assert [row["DatasetName"] for row in second["Datasets"]] == ["c"]
    assert "NextToken" not in second


@pytest.mark.parametrize("operation", ["DescribeDataset", "DeleteDataset"])
@pytest.mark.parametrize("deleted", [False, True], ids=["never was", "was deleted"])
def test_a_dataset_that_is_not_there_can_be_neither_described_nor_deleted(
    phone: Party, operation: str, deleted: bool
) -> None:
    if deleted:
        phone.wrote({"k": ("1", 0)})
        phone.done("DeleteDataset", DatasetName="d")
    before = state(phone.world)
    reply = phone.ask(operation, DatasetName="d")
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("ResourceNotFoundException", 404)
    assert reply.record.refused_by == ("sync.dataset.exists",)
    assert state(phone.world) == before


def test_deleting_shows_what_was_deleted_and_leaves_no_record(phone: Party) -> None:
    phone.wrote({"k": ("1", 0)})
    described = phone.done("DescribeDataset", DatasetName="d")
    assert phone.done("DeleteDataset", DatasetName="d") == described
    assert phone.names() == []
    scope = phone.row().scope
    assert list(phone.world.store.scan(RECORDS, scope)) == list(phone.world.store.scan(STEPS, scope)) == []


def test_who_had_seen_a_deleted_dataset_is_told_and_who_had_not_is_not(phone: Party) -> None:
    phone.wrote({"k": ("1", 0)})
    phone.wrote({"k": ("2", 1)})
    phone.done("DeleteDataset", DatasetName="d")
    told = {since: phone.records(since) for since in (0, 1, 2, 3)}
    flags = {since: listed["DatasetDeletedAfterRequestedSyncCount"] for since, listed in told.items()}
    assert flags == {0: False, 1: True, 2: True, 3: False}
    assert all(not listed["DatasetExists"] and listed["Records"] == [] for listed in told.values())
    assert {listed["DatasetSyncCount"] for listed in told.values()} == {3}


def test_the_why_of_a_list_says_when_the_dataset_was_deleted(phone: Party) -> None:
    phone.wrote({"k": ("1", 0)})
    phone.done("DeleteDataset", DatasetName="d")
    reply = phone.ask("ListRecords", DatasetName="d", LastSyncCount=1)
    (check,) = [check for check in reply.record.why() if check.rule == "sync.deleted_since"]
    assert (check.passed, check.fact("seen"), check.fact("deleted_at")) == (False, 1, 2)


def test_a_new_dataset_of_the_name_goes_on_counting_and_old_devices_are_told_all_the_same(phone: Party) -> None:
    phone.wrote({"k": ("1", 0), "old": ("1", 0)})
    phone.done("DeleteDataset", DatasetName="d")
    phone.world.act("clock.advance", seconds=60)
    phone.wrote({"k": ("new", 0)})
    listed = phone.records(1)
    assert (listed["DatasetExists"], listed["DatasetDeletedAfterRequestedSyncCount"]) == (True, True)
    assert seen(listed) == seen(phone.records()) == {"k": ("new", 3)}
    assert phone.records(3)["DatasetDeletedAfterRequestedSyncCount"] is False
    assert phone.done("DescribeDataset", DatasetName="d")["Dataset"]["CreationDate"] == timestamp(phone.world.now)


def test_who_writes_to_a_deleted_dataset_with_old_counts_learns_of_it(phone: Party) -> None:
    phone.wrote({"k": ("1", 0)})
    phone.done("DeleteDataset", DatasetName="d")
    reply = phone.write({"k": ("2", 1)})
    assert reply.error is not None
    assert reply.error.message == "Current SyncCount for: k is: 0 not: 1"
    assert phone.names() == []
