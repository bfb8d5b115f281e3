"""Records and their counts: what is listed, what a write does, and what makes it be refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cogtui.cloud.clock import timestamp
from tests.builders import state
from tests.cloud.services.cognito_sync.syncing import Party, Patches, ana, developer, patch, seen, synchronising


@pytest.fixture
def phone() -> Party:
    """Somebody with an empty account."""
    return ana(synchronising())


def test_a_dataset_that_never_was_is_an_ordinary_answer(phone: Party) -> None:
    listed = phone.records()
    assert listed.pop("SyncSessionToken")
    assert listed == {
        "Records": [],
        "Count": 0,
        "DatasetSyncCount": 0,
        "MergedDatasetNames": [],
        "DatasetExists": False,
        "DatasetDeletedAfterRequestedSyncCount": False,
    }
    assert phone.names() == []


def test_a_write_is_one_step_of_the_count_however_many_records_it_has(phone: Party) -> None:
    phone.wrote({"a": ("1", 0), "b": ("2", 0), "c": ("3", 0)})
    phone.wrote({"a": ("4", 1)})
    listed = phone.records()
    assert seen(listed) == {"b": ("2", 1), "c": ("3", 1), "a": ("4", 2)}
    assert (listed["DatasetSyncCount"], listed["DatasetExists"], listed["Count"]) == (2, True, 3)


def test_only_what_changed_since_the_count_is_listed(phone: Party) -> None:
    phone.wrote({"a": ("1", 0), "b": ("2", 0)})
    phone.wrote({"b": ("3", 1), "c": ("4", 0)})
    phone.wrote({"c": (None, 2)})
    assert seen(phone.records(1)) == {"b": ("3", 2), "c": (None, 3)}
    assert seen(phone.records(2)) == {"c": (None, 3)}
    assert seen(phone.records(3)) == {}
    assert seen(phone.records(99)) == {}


def test_a_negative_count_lists_everything(phone: Party) -> None:
    phone.wrote({"a": ("1", 0)})
    assert seen(phone.records(-1)) == {"a": ("1", 1)}


def test_a_write_answers_every_record_as_it_is_now_stored(phone: Party) -> None:
    at = datetime(2026, 1, 4, 12, 30, 0, 250_000, tzinfo=UTC)
    phone.wrote({"b": ("old", 0)})
    phone.world.act("clock.advance", seconds=60)
    dated = patch("a", ("1", 0)) | {"DeviceLastModifiedDate": at}
    answered = phone.wrote({}, RecordPatches=[dated, patch("b", (None, 1))], DeviceId="device-1")
    now = timestamp(phone.world.now)
    by = {"LastModifiedDate": now, "LastModifiedBy": "device-1", "SyncCount": 2}
    assert answered == [{"Key": "a", "Value": "1", "DeviceLastModifiedDate": at, **by}, {"Key": "b", **by}]
    assert phone.records(1)["Records"] == answered


def test_without_a_device_the_identity_is_who_changed_it_last(phone: Party) -> None:
    developer(phone).wrote({"a": ("1", 0)})
    listed = phone.records()
    assert listed["LastModifiedBy"] == listed["Records"][0]["LastModifiedBy"] == phone.identity


STALE: dict[str, tuple[Patches, str]] = {
    "an older count": ({"k": ("x", 1)}, "Current SyncCount for: k is: 2 not: 1"),
    "a larger count": ({"k": ("x", 7)}, "Current SyncCount for: k is: 2 not: 7"),
    "a key that is new to the caller alone": ({"k": ("x", 0)}, "Current SyncCount for: k is: 2 not: 0"),
    "a removal": ({"k": (None, 1)}, "Current SyncCount for: k is: 2 not: 1"),
    "a key that never was": ({"n": ("x", 1)}, "Current SyncCount for: n is: 0 not: 1"),
    "a removed key taken for a new one": ({"gone": ("x", 0)}, "Current SyncCount for: gone is: 3 not: 0"),
    "a negative count": ({"k": ("x", -1)}, "Current SyncCount for: k is: 2 not: -1"),
    "the first of several": (
        {"new": ("x", 0), "gone": ("x", 1), "k": ("x", 1)},
        "Current SyncCount for: gone is: 3 not: 1",
    ),
}


@pytest.mark.parametrize("case", STALE)
def test_a_record_that_is_not_as_the_caller_saw_it_refuses_the_whole_call(phone: Party, case: str) -> None:
    patches, text = STALE[case]
    phone.wrote({"k": ("1", 0), "gone": ("1", 0)})
    phone.wrote({"k": ("2", 1)})
    phone.wrote({"gone": (None, 1)})
    session = phone.token()
    before = state(phone.world)
    reply = phone.write(patches, SyncSessionToken=session)
    assert reply.error is not None
    assert (reply.error.code, reply.error.status) == ("ResourceConflictException", 409)
    assert reply.error.message == text
    assert reply.record.refused_by == ("sync.count",)
    assert state(phone.world) == before


def test_others_may_write_other_keys_between_a_list_and_its_update(phone: Party) -> None:
    tablet = developer(phone)
    phone.wrote({"a": ("1", 0), "b": ("1", 0)})
    session = phone.token()
    tablet.wrote({"b": ("2", 1)})
    assert [one["SyncCount"] for one in phone.wrote({"a": ("2", 1)}, SyncSessionToken=session)] == [3]


def test_a_removed_record_keeps_its_count_and_comes_back_with_it(phone: Party) -> None:
    phone.wrote({"k": ("1", 0)})
    assert "Value" not in phone.wrote({"k": (None, 1)})[0]
    assert phone.row().count == 0
    phone.wrote({"k": ("2", 2)})
    assert seen(phone.records()) == {"k": ("2", 3)}
    assert phone.row().count == 1


def test_the_removal_of_a_record_that_never_was_is_stored_and_told(phone: Party) -> None:
    assert phone.wrote({"k": (None, 0)})[0].keys() == {"Key", "SyncCount", "LastModifiedDate", "LastModifiedBy"}
    assert seen(phone.records()) == {"k": (None, 1)}
    assert phone.row().exists


def test_the_same_value_again_is_a_change_all_the_same(phone: Party) -> None:
    phone.wrote({"k": ("1", 0)})
    phone.wrote({"k": ("1", 1)})
    assert seen(phone.records()) == {"k": ("1", 2)}


def test_an_empty_text_is_a_value(phone: Party) -> None:
    phone.wrote({"k": ("", 0)})
    assert seen(phone.records()) == {"k": ("", 1)}


@pytest.mark.parametrize("given", [{}, {"RecordPatches": []}], ids=["none", "empty"])
def test_a_call_without_patches_changes_nothing(phone: Party, given: dict[str, Any]) -> None:
    session = phone.token()
    before = state(phone.world)
    reply = phone.ask("UpdateRecords", DatasetName="d", SyncSessionToken=session, **given)
    assert reply.output == {"Records": []}
    assert state(phone.world) == before


def framed(value: str, member: str, rule: str) -> str:
    """Return the framework's sentence about a member of the first patch."""
    at = f"'recordPatches.1.member.{member}'"
    return f"1 validation error detected: Value '{value}' at {at} failed to satisfy constraint: {rule}"


REFUSED: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "one key twice": (
        [patch("k", ("1", 0)), patch("k", (None, 0))],
        "sync.keys.once",
        "RecordPatches has more than one patch for the key 'k'.",
    ),
    "nothing in place of a value": (
        [{"Op": "replace", "Key": "k", "SyncCount": 0}],
        "sync.patch.value",
        "The patch for the key 'k' replaces the record but has no Value.",
    ),
    "an operation that there is not": (
        [{"Op": "bogus", "Key": "k", "SyncCount": 0}],
        "door.parameters",
        framed("bogus", "op", "Member must satisfy enum value set: [replace, remove]"),
    ),
    "a key that is too long": (
        [patch("k" * 1025, ("1", 0))],
        "door.parameters",
        framed("k" * 1025, "key", "Member must have length less than or equal to 1024"),
    ),
    "an empty key": (
        [patch("", ("1", 0))],
        "door.parameters",
        framed("", "key", "Member must have length greater than or equal to 1"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_patches_that_make_no_sense_are_refused(phone: Party, case: str) -> None:
    patches, rule, text = REFUSED[case]
    session = phone.token()
    before = state(phone.world)
    reply = phone.write({}, RecordPatches=patches, SyncSessionToken=session)
    assert reply.error is not None
    assert (reply.error.code, reply.error.message) == ("InvalidParameterException", text)
    assert reply.record.refused_by == (rule,)
    assert state(phone.world) == before


@pytest.mark.parametrize("name", ["bad name!", "a/b", "é", "n" * 129])
def test_a_dataset_s_name_has_its_letters_and_its_length(phone: Party, name: str) -> None:
    for operation in ("ListRecords", "DescribeDataset", "DeleteDataset"):
        reply = phone.ask(operation, DatasetName=name)
        assert reply.error is not None
        assert (reply.error.code, reply.error.status) == ("InvalidParameterException", 400)
        assert reply.record.refused_by == ("door.parameters",)


@pytest.mark.parametrize("key", ["my key", "é", "a/b?c", "k" * 1024])
def test_the_api_takes_keys_that_the_javascript_client_would_not_send(phone: Party, key: str) -> None:
    phone.wrote({key: ("1", 0)})
    assert seen(phone.records()) == {key: ("1", 1)}


# ------------------------------------------------------------------------------------------------------------------ pages


def test_a_page_holds_a_full_dataset(phone: Party) -> None:
    phone.wrote({f"key-{number:04}": ("x", 0) for number in range(1024)})
    listed = phone.records()
    assert listed["Count"] == 1024
    assert "NextToken" not in listed


def test_pages_are_turned_with_their_token_alone(phone: Party) -> None:
    phone.wrote({name: (name, 0) for name in "edcba"})
    phone.wrote({"b": ("x", 1)})
    found: list[str] = []
    more: dict[str, Any] = {}
    while True:
        listed = phone.records(MaxResults=2, **more)
        found += [record["Key"] for record in listed["Records"]]
        if "NextToken" not in listed:
            break
        more = {"NextToken": listed["NextToken"]}
    assert found == ["a", "c", "d", "e", "b"]


def test_a_session_may_come_along_with_a_page_or_not(phone: Party) -> None:
    phone.wrote({name: (name, 0) for name in "abc"})
    first = phone.records(MaxResults=2)
    second = phone.records(MaxResults=2, NextToken=first["NextToken"], SyncSessionToken=first["SyncSessionToken"])
    assert seen(second) == {"c": ("c", 1)}
    assert second["SyncSessionToken"] == first["SyncSessionToken"]


def test_what_is_written_while_somebody_turns_the_pages_comes_on_a_later_one(phone: Party) -> None:
    phone.wrote({name: (name, 0) for name in "abcd"})
    first = phone.records(MaxResults=2)
    assert list(seen(first)) == ["a", "b"]
    phone.wrote({"a": ("new", 1), "c": ("new", 1)})
    assert seen(phone.records(NextToken=first["NextToken"])) == {"d": ("d", 1), "a": ("new", 2), "c": ("new", 2)}


def test_a_page_of_another_list_is_refused(phone: Party) -> None:
    phone.wrote({name: (name, 0) for name in "abc"})
    token = phone.records(MaxResults=1)["NextToken"]
    for params in ({"DatasetName": "e"}, {"DatasetName": "d", "LastSyncCount": 1}):
        reply = phone.ask("ListRecords", NextToken=token, **params)
        assert reply.error is not None
        assert (reply.error.code, reply.error.message) == ("InvalidParameterException", "Invalid NextToken.")
        assert reply.record.refused_by == ("sync.page.token",)
