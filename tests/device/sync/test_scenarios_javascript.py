"""The scenarios of Cognito Sync as the JavaScript manager goes through them, numbered as the reference numbers them."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.device_sync.records import DELETED
from cogtui.device.sync import devices
from cogtui.device.sync.javascript import CRASH, EXHAUSTED, SILENT
from cogtui.device.sync.progress import Handlers, drive, resolve_all
from tests.device.sync.lab import Between, Lab, stuck


def lab_of(**values: str | None) -> tuple[Lab, str, str]:
    """Return a lab with a JavaScript device and a correct one that have the same records, clean."""
    lab = Lab("javascript", "correct")
    a, b = lab.names
    if values:
        lab.shared(**values)
    return lab, a, b


def in_conflict(**more: str) -> tuple[Lab, str, str]:
    """Return a lab in which both devices changed `k`, the correct one `more` besides, and that one synchronised."""
    lab, a, b = lab_of(k="v0", **dict.fromkeys(more, "v0"))
    lab.put(b, k="B", **more)
    assert lab.sync(b).ok
    lab.put(a, k="A")
    return lab, a, b


def test_01_and_02_it_succeeds_only_in_a_pass_that_pulled_nothing() -> None:
    lab, a, _ = lab_of()
    lab.put(a, theme="dark", lang="en")
    assert lab.calls(lambda: lab.sync(a)) == ["List(0)", "Update rep lang@0, rep theme@0"]
    assert lab.calls(lambda: lab.sync(a)) == ["List(1)"]
    second = lab.add("web", "javascript")
    assert lab.calls(lambda: lab.sync(second)) == ["List(0)", "List(1)"]
    assert (lab.cache(second), lab.last(second)) == ({"theme": "dark", "lang": "en"}, 1)


def test_03_edits_of_different_keys_do_not_conflict() -> None:
    lab, a, b = lab_of(k1="x", k2="x")
    lab.put(a, k1="A")
    lab.put(b, k2="B")
    lab.sync(b)
    assert lab.calls(lambda: lab.sync(a)) == ["List(1)", "List(2)", "Update rep k1@1"]
    assert lab.cache(a) == {"k1": "A", "k2": "B"}


@pytest.mark.parametrize(
    ("choice", "value", "calls", "cloud"),
    [
        pytest.param("remote", None, ["List(1)", "List(1)", "List(2)"], ("B", 2), id="4: remote"),
        pytest.param("local", None, ["List(1)", "Update rep k@2", "List(3)"], ("A", 3), id="5: local"),
        pytest.param("custom", "B+A", ["List(1)", "Update rep k@2", "List(3)"], ("B+A", 3), id="6: a value of its own"),
    ],
)
def test_04_to_06_a_resolution_decides_on_both_sides(
    choice: Any, value: str | None, calls: list[str], cloud: tuple[str, int]
) -> None:
    lab, a, _ = in_conflict()
    handlers = Handlers(on_conflict=resolve_all(choice, value))
    assert lab.calls(lambda: devices.synchronize(lab.world, a, "d", handlers)) == calls
    assert lab.cloud() == {"k": cloud}
    assert lab.rows(a) == {"k": (*cloud, False)}


def test_07_without_a_handler_it_fails_and_both_sides_stay() -> None:
    lab, a, _ = in_conflict()
    for _ in range(2):
        outcome = lab.sync(a)
        assert (outcome.state, outcome.message) == ("failed", "Sync cancelled. Conflict callback returned false.")
        assert (lab.rows(a), lab.cloud()) == ({"k": ("A", 1, True)}, {"k": ("B", 2)})


def test_08_the_same_value_on_both_sides_is_no_conflict_and_is_not_pushed() -> None:
    lab, a, b = lab_of(k="v0")
    lab.put(b, k="x")
    lab.sync(b)
    lab.put(a, k="x")
    assert lab.calls(lambda: lab.sync(a)) == ["List(1)", "List(2)"]
    assert lab.rows(a) == {"k": ("x", 2, False)}


def test_09_a_write_in_between_becomes_a_conflict_in_the_next_attempt() -> None:
    lab, a, b = lab_of(k="v0")
    lab.put(a, k="A")
    lab.put(b, k="B")
    calls = lab.calls(lambda: Between(lab, lambda: lab.sync(b)).sync(a, "local"))
    assert calls[-4:] == ["Update rep k@1", "List(1)", "Update rep k@2", "List(3)"]
    assert lab.cloud() == {"k": ("A", 3)}


def test_10_j2_a_write_to_another_key_in_between_never_comes() -> None:
    lab, a, b = lab_of(k1="x", k2="x")
    lab.put(a, k1="A")
    lab.put(b, k2="B")
    assert Between(lab, lambda: lab.sync(b)).sync(a).ok
    assert lab.last(a) == lab.count() == 3
    assert lab.sync(a).ok
    assert (lab.cloud()["k2"], lab.cache(a)["k2"]) == (("B", 2), "x")


def test_11_j3_an_edit_of_what_was_passed_over_fails_for_ever_and_j8_is_the_way_out() -> None:
    lab, a, _ = stuck()
    for _ in range(2):
        outcome = lab.sync(a, conflict="local")
        assert (outcome.state, outcome.message, outcome.passes) == ("failed", EXHAUSTED, 4)
    assert lab.calls(lambda: lab.sync(a)) == ["List(3)", "Update rep k2@1"] * 4
    devices.refresh_metadata(lab.world, a)
    assert lab.last(a) == 0
    assert lab.sync(a, conflict="local").ok
    assert lab.cloud()["k2"] == ("A", 4)


def test_12_j1_what_comes_beside_a_conflict_is_lost() -> None:
    lab, a, _ = in_conflict(k2="B")
    assert lab.sync(a, conflict="local").ok
    assert lab.cloud() == {"k": ("A", 3), "k2": ("B", 2)}
    assert lab.sync(a).ok
    assert (lab.cache(a)["k2"], lab.last(a)) == ("v0", 3)


def test_13_j4_a_removed_record_is_an_empty_text() -> None:
    lab, a, b = lab_of(k="v0")
    lab.put(b, k=None)
    lab.sync(b)
    assert lab.sync(a).ok
    assert lab.rows(a) == {"k": ("", 2, False)}
    lab.put(a, k="again")
    assert lab.sync(a).ok
    lab.put(a, k=None)
    assert lab.cache(a) == {"k": ""}
    assert lab.calls(lambda: lab.sync(a)) == ["List(3)", "Update rem k@3"]
    assert lab.cloud() == {"k": (None, 4)}
    assert lab.cache(a) == {"k": ""}


def test_13_j5_an_empty_text_is_sent_as_a_removal() -> None:
    lab, a, _ = lab_of(k="v0")
    lab.put(a, k="")
    lab.sync(a)
    assert lab.cloud() == {"k": (None, 2)}


def test_13_j13_two_removals_do_not_conflict() -> None:
    lab, a, b = lab_of(k="v0")
    lab.put(a, k=None)
    lab.put(b, k=None)
    lab.sync(b)
    assert lab.sync(a).ok
    assert lab.cloud() == {"k": (None, 2)}


def test_14_j14_an_edit_against_a_removal_is_a_conflict_and_local_brings_it_back() -> None:
    lab, a, b = lab_of(k="v0")
    lab.put(b, k=None)
    lab.sync(b)
    lab.put(a, k="edited")
    assert lab.calls(lambda: lab.sync(a, conflict="local")) == ["List(1)", "Update rep k@2", "List(3)"]
    assert lab.cloud() == {"k": ("edited", 3)}


def test_15_a_removed_key_goes_on_from_its_count_when_it_is_written_again() -> None:
    lab, a, _ = lab_of(k="v0")
    lab.put(a, k=None)
    lab.sync(a)
    lab.put(a, k="again")
    assert lab.calls(lambda: lab.sync(a)) == ["List(2)", "Update rep k@2"]
    assert lab.cloud() == {"k": ("again", 3)}


def test_a_key_that_is_made_and_removed_before_the_first_synchronisation_is_sent() -> None:
    lab, a, _ = lab_of()
    lab.put(a, k="v")
    lab.put(a, k=None)
    assert lab.calls(lambda: lab.sync(a)) == ["List(0)", "Update rem k@0"]


@pytest.mark.parametrize("again", [False, True], ids=["16: deleted", "17: deleted and there again"])
def test_16_and_17_j6_of_a_deleted_dataset_it_keeps_all_or_crashes(again: bool) -> None:
    lab, a, b = lab_of(k="v0")
    devices.delete_dataset(lab.world, b, "d")
    lab.sync(b)
    if again:
        lab.put(b, new="1")
        lab.sync(b)
    outcome = lab.sync(a, deleted=False)
    assert (outcome.state, outcome.message) == ("failed", "Cancelled due to .onDatasetDeleted result.")
    assert lab.cache(a) == {"k": "v0"}
    outcome = lab.sync(a, deleted=True)
    assert (outcome.state, outcome.message) == ("crashed", CRASH)
    assert lab.last(a) is None
    outcome = lab.sync(a)
    assert (outcome.state, outcome.message) == ("failed", "Dataset doesn't exist.")
    assert devices.open_dataset(lab.world, a, "d").ok
    assert lab.sync(a).ok
    assert lab.cache(a) == ({"new": "1"} if again else {})


def test_16_j11_a_dataset_that_is_deleted_here_is_deleted_there() -> None:
    lab, a, _ = lab_of(k="v0")
    devices.delete_dataset(lab.world, a, "d")
    assert lab.calls(lambda: lab.sync(a)) == ["Delete"]
    assert (lab.exists(), lab.last(a)) == (False, None)


def test_18_to_delete_what_the_service_never_had_fails() -> None:
    lab, a, _ = lab_of()
    lab.put(a, k="v")
    devices.delete_dataset(lab.world, a, "d")
    outcome = lab.sync(a)
    assert (outcome.state, outcome.message) == ("failed", "Failed to delete dataset.")
    assert lab.last(a) == DELETED


def test_j8_a_refresh_forgets_that_a_dataset_is_to_be_deleted() -> None:
    lab, a, _ = lab_of(k="v0")
    devices.delete_dataset(lab.world, a, "d")
    devices.refresh_metadata(lab.world, a)
    assert lab.sync(a).ok
    assert lab.exists()
    assert lab.cache(a) == {"k": "v0"}


def test_19_a_login_that_nobody_has_keeps_identity_and_data() -> None:
    lab, a, _ = lab_of()
    devices.sign_in_as_guest(lab.world, a)
    lab.put(a, k="guest")
    lab.sync(a)
    guest = lab.identity(a)
    assert devices.sign_in(lab.world, a).ok
    assert lab.identity(a) == guest
    assert lab.calls(lambda: lab.sync(a)) == ["List(1)"]
    assert lab.cache(a) == {"k": "guest"}


def test_20_after_a_login_the_guests_data_stays_behind() -> None:
    lab, a, _ = lab_of()
    devices.sign_in_as_guest(lab.world, a)
    guest = lab.identity(a)
    lab.put(a, k="guest")
    lab.sync(a)
    other = lab.add("web")
    lab.put(other, k="ana")
    lab.sync(other)
    assert devices.sign_in(lab.world, a).ok
    assert lab.identity(a) == lab.identity(other) != guest
    assert lab.cache(a) == {}
    outcome = lab.sync(a)
    assert (outcome.state, outcome.message) == ("failed", "Cancelled due to .onDatasetsMerged result.")


def test_21_j7_a_merge_that_the_service_tells_of_crashes_it() -> None:
    lab, a, _ = lab_of()
    devices.sign_in_as_guest(lab.world, a)
    lab.put(a, k="guest")
    lab.sync(a)
    other = lab.add("web")
    lab.put(other, k="ana")
    lab.sync(other)
    devices.sign_in(lab.world, a)
    outcome = lab.sync(a, merged=True)
    assert (outcome.state, outcome.message) == ("crashed", CRASH)


def test_22_a_name_that_begins_alike_passes_for_a_merge() -> None:
    lab, a, _ = lab_of()
    lab.put(a, "app", k="v")
    lab.put(a, "app.settings", k="v")
    text = "Synchronization cancelled by onDatasetsMerged() callback returning false."
    assert lab.sync(a, "app").message == text
    asked: list[tuple[str, ...]] = []

    def agrees(dataset: str, names: tuple[str, ...]) -> bool:
        asked.append(names)
        return dataset == "app"

    outcome = devices.synchronize(lab.world, a, "app", Handlers(on_merged=agrees))
    assert (outcome.state, outcome.message) == ("failed", EXHAUSTED)
    assert asked == [("app.settings",)] * 4
    assert lab.sync(a, "app.settings").ok
    assert not lab.exists("app")


def test_24_and_25_it_takes_no_pushes_and_says_no_device_id() -> None:
    lab, a, b = lab_of(k="v0")
    lab.furnish_push()
    assert devices.push_on(lab.world, b, "d").ok
    assert not devices.push_on(lab.world, a, "d").ok
    devices.set_profile(lab.world, b, "javascript")
    lab.put(b, k="B")
    assert lab.sync(b).ok
    assert [state for state, _ in lab.pushes(b)] == ["arrived"]  # nobody knows that it is the writer
    assert lab.calls(lambda: drive(devices.follow_ups(lab.world), Handlers())) == []
    assert lab.pushes(b) == [("ignored", "the JavaScript manager takes no pushes")]


def test_29_the_21st_dataset_is_tried_four_times() -> None:
    lab, a, _ = lab_of()
    for number in range(20):
        lab.put(a, f"set{number}", k="v")
        lab.sync(a, f"set{number}")
    lab.put(a, k="v")
    assert lab.sync(a).message == EXHAUSTED
    assert lab.dirty(a) == ["k"]


def test_30_offline_it_fails_with_the_sdks_words() -> None:
    lab, a, _ = lab_of(k="v0")
    devices.set_online(lab.world, a, online=False)
    lab.put(a, k="A")
    outcome = lab.sync(a)
    assert (outcome.state, outcome.message) == ("offline", "Network Failure")
    assert lab.dirty(a) == ["k"]


def test_j9_resolve_with_nothing_never_calls_back() -> None:
    lab, a, _ = in_conflict()
    outcome = lab.sync(a, conflict=lambda conflicts: [])
    assert (outcome.state, outcome.message) == ("crashed", SILENT)
    assert lab.rows(a) == {"k": ("A", 1, True)}


@pytest.mark.parametrize("key", ["my key", "é", "k" * 129])
def test_j12_keys_that_other_clients_write_are_invalid_here(key: str) -> None:
    lab, a, _ = lab_of()
    reply = devices.edit(lab.world, a, "d", key, "v")
    assert reply.error is not None
    assert reply.error.message == "Invalid key."


def test_an_edit_during_the_push_is_overwritten() -> None:
    lab, a, _ = lab_of(k="v0")
    lab.put(a, k="first")

    def edits(record: Any) -> None:
        if record.operation == "UpdateRecords":
            lab.put(a, k="second")

    devices.synchronize(lab.world, a, "d", Handlers(on_sent=edits))
    assert lab.rows(a) == {"k": ("first", 2, False)}
