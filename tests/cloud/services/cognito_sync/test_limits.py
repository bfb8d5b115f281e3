"""How much can be stored: the last that fits, and the first that does not."""

from __future__ import annotations

import pytest

from cogtui.cloud.trail import Reply
from tests.builders import state
from tests.cloud.services.cognito_sync.syncing import Party, ana, guest, signs_in, synchronising


@pytest.fixture
def phone() -> Party:
    return ana(synchronising())


def refused(reply: Reply, rule: str) -> None:
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("LimitExceededException", 400)
    assert reply.record.refused_by == (rule,)


def test_an_identity_has_twenty_datasets_and_no_more(phone: Party) -> None:
    for number in range(20):
        phone.wrote({"k": ("1", 0)}, f"d-{number}")
    session = phone.token("d-20")
    before = state(phone.world)
    refused(phone.write({"k": ("1", 0)}, "d-20", SyncSessionToken=session), "sync.limit.datasets")
    assert state(phone.world) == before
    phone.wrote({"k": ("2", 1)}, "d-19")
    phone.done("DeleteDataset", DatasetName="d-3")
    phone.wrote({"k": ("1", 0)}, "d-20")
    refused(phone.write({"k": ("1", 0)}, "d-3"), "sync.limit.datasets")


def test_what_a_merge_left_counts_until_it_is_deleted() -> None:
    fed = synchronising()
    phone, visitor = ana(fed), guest(fed)
    for number in range(19):
        phone.wrote({"k": ("1", 0)}, f"d-{number}")
    visitor.wrote({"k": ("1", 0)}, "d-0")
    signs_in(fed, visitor)
    refused(phone.write({"k": ("1", 0)}, "new"), "sync.limit.datasets")
    phone.done("DeleteDataset", DatasetName=f"d-0.{visitor.identity}")
    phone.wrote({"k": ("1", 0)}, "new")


def test_a_dataset_has_1024_records_removed_ones_apart(phone: Party) -> None:
    phone.wrote({f"k-{number}": ("1", 0) for number in range(1024)})
    session = phone.token()
    before = state(phone.world)
    refused(phone.write({"more": ("1", 0)}, SyncSessionToken=session), "sync.limit.records")
    assert state(phone.world) == before
    phone.wrote({"k-0": (None, 1), "more": ("1", 0)})
    assert phone.row().count == 1024


def test_a_dataset_has_a_mebibyte(phone: Party) -> None:
    value = "x" * (524_288 - 1)
    phone.wrote({"a": (value, 0)})
    phone.wrote({"b": (value, 0)})
    assert phone.row().size == 1_048_576
    refused(phone.write({"c": ("", 0)}), "sync.limit.size")
    refused(phone.write({"a": (value + "x", 1)}), "sync.limit.size")
    phone.wrote({"a": (value[:-1], 1), "c": ("", 0)})
    assert phone.row().size == 1_048_576


def test_size_is_that_of_utf_8_and_a_removed_record_keeps_its_key(phone: Party) -> None:
    phone.wrote({"ключ": ("значение", 0), "a": ("1", 0)})
    assert phone.row().size == 8 + 16 + 2
    phone.wrote({"ключ": (None, 1)})
    assert phone.row().size == 8 + 2


def test_a_value_is_no_longer_than_the_api_has_it(phone: Party) -> None:
    reply = phone.write({"a": ("x" * 1_048_576, 0)})
    assert reply.error is not None
    assert reply.error.code == "InvalidParameterException"
    assert reply.record.refused_by == ("door.parameters",)
    assert phone.wrote({"a": ("x" * 1_048_575, 0)})
