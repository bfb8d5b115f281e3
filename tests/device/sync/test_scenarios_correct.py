"""The scenarios of Cognito Sync with the manager that keeps its promises, numbered as the reference numbers them.

Which stand elsewhere, and which are none of a manager's: `test_where_the_scenarios_are.py`.
"""

from __future__ import annotations

import pytest

from cogtui.cloud.device_sync.records import DELETED
from cogtui.cloud.trail import Record
from cogtui.device.sync import devices
from cogtui.device.sync.manager import CANCELLED, EXHAUSTED
from cogtui.device.sync.progress import Handlers, drive, resolve_all
from tests.device.sync.lab import Between, Lab, stuck, told


def two(**values: str | None) -> tuple[Lab, str, str]:
    """Return a lab with two phones that have the same records, clean."""
    lab = Lab("correct", "correct")
    a, b = lab.names
    if values:
        lab.shared(**values)
    return lab, a, b


def in_conflict() -> tuple[Lab, str, str]:
    """Return a lab in which both phones changed `k`, and the second one synchronised."""
    lab, a, b = two(k="v0")
    lab.put(b, k="B")
    assert lab.sync(b).ok
    lab.put(a, k="A")
    return lab, a, b


def test_01_the_first_push_is_one_step_for_all_its_records() -> None:
    lab, a, _ = two()
    lab.put(a, theme="dark", lang="en")
    calls = lab.calls(lambda: lab.sync(a))
    assert calls == ["List(0)", "Update rep lang@0, rep theme@0"]
    assert lab.cloud() == {"theme": ("dark", 1), "lang": ("en", 1)}
    assert (lab.count(), lab.last(a), lab.dirty(a)) == (1, 1, [])


def test_02_an_empty_device_pulls_everything_with_one_list() -> None:
    lab, a, b = two()
    lab.put(a, theme="dark", lang="en")
    lab.sync(a)
    calls = lab.calls(lambda: lab.sync(b))
    assert calls == ["List(0)"]
    assert lab.cache(b) == {"theme": "dark", "lang": "en"}
    assert lab.last(b) == 1


def test_03_edits_of_different_keys_do_not_conflict() -> None:
    lab, a, b = two(k1="x", k2="x")
    lab.put(a, k1="A")
    lab.put(b, k2="B")
    assert lab.sync(b).pushed == ("k2",)
    outcome = lab.sync(a)
    assert (outcome.pulled, outcome.pushed) == (("k2",), ("k1",))
    assert lab.cloud() == {"k1": ("A", 3), "k2": ("B", 2)}
    assert lab.cache(b)["k1"] == "x"
    assert lab.sync(b).ok
    assert lab.cache(b) == lab.cache(a) == {"k1": "A", "k2": "B"}


@pytest.mark.parametrize(
    ("choice", "value", "sent", "cloud"),
    [
        pytest.param("remote", None, [], ("B", 2), id="4: remote"),
        pytest.param("local", None, ["Update rep k@2"], ("A", 3), id="5: local"),
        pytest.param("custom", "B+A", ["Update rep k@2"], ("B+A", 3), id="6: a value of its own"),
        pytest.param("custom", "B", [], ("B", 2), id="6: the remote value typed in"),
        pytest.param("custom", None, ["Update rem k@2"], (None, 3), id="6: removed by hand"),
    ],
)
def test_04_to_06_a_resolution_decides_on_both_sides(
    choice: str, value: str | None, sent: list[str], cloud: tuple[str | None, int]
) -> None:
    lab, a, b = in_conflict()
    handlers = Handlers(on_conflict=resolve_all(choice, value))  # pyright: ignore[reportArgumentType] - from the table
    calls = lab.calls(lambda: devices.synchronize(lab.world, a, "d", handlers))
    assert calls == ["List(1)", *sent]
    assert lab.cloud() == {"k": cloud}
    assert lab.rows(a) == {"k": (*cloud, False)}
    assert lab.sync(b).ok
    assert lab.rows(b) == lab.rows(a)


@pytest.mark.parametrize(("first", "second"), [(0, 60), (60, 0)])
def test_06_the_last_writer_is_the_one_with_the_later_clock(first: float, second: float) -> None:
    lab, a, b = two(k="v0")
    devices.set_skew(lab.world, b, first)
    devices.set_skew(lab.world, a, second)
    lab.put(b, k="B")
    lab.sync(b)
    lab.put(a, k="A")
    assert lab.sync(a, conflict="last_writer").ok
    assert lab.cloud()["k"][0] == ("A" if second > first else "B")


def test_07_without_an_answer_both_sides_stay_and_the_conflict_comes_back() -> None:
    lab, a, _ = in_conflict()
    for _ in range(2):
        outcome = lab.sync(a)
        assert (outcome.state, outcome.message) == ("cancelled", CANCELLED)
        assert lab.rows(a) == {"k": ("A", 1, True)}
        assert lab.cloud() == {"k": ("B", 2)}


def test_08_the_same_value_on_both_sides_is_no_conflict_and_is_not_pushed() -> None:
    lab, a, b = two(k="v0")
    lab.put(b, k="x")
    lab.sync(b)
    lab.put(a, k="x")
    calls = lab.calls(lambda: lab.sync(a))
    assert calls == ["List(1)"]
    assert lab.rows(a) == {"k": ("x", 2, False)}


def test_09_a_write_in_between_becomes_a_conflict_in_the_next_pass() -> None:
    lab, a, b = two(k="v0", other="v0")
    lab.put(a, k="A", other="A")
    lab.put(b, k="B")
    between = Between(lab, lambda: lab.sync(b))
    calls = lab.calls(lambda: between.sync(a, "local"))
    assert calls == [
        "List(1)",
        "List(1)",
        "Update rep k@1",
        "Update rep k@1, rep other@1",
        "List(1)",
        "Update rep k@2, rep other@1",
    ]
    assert lab.cloud() == {"k": ("A", 3), "other": ("A", 3)}


def test_10_a_write_to_another_key_in_between_comes_at_the_next_synchronisation() -> None:
    lab, a, b = two(k1="x", k2="x")
    lab.put(a, k1="A")
    lab.put(b, k2="B")
    outcome = Between(lab, lambda: lab.sync(b)).sync(a)
    assert outcome.ok
    assert (lab.cloud()["k1"], lab.last(a)) == (("A", 3), 1)
    assert lab.sync(a).pulled == ("k2",)
    assert (lab.cache(a), lab.last(a)) == ({"k1": "A", "k2": "B"}, 3)


def test_11_a_count_that_went_too_far_is_repaired() -> None:
    lab, a, _ = stuck()
    assert devices.set_profile(lab.world, a, "correct").ok
    assert lab.sync(a, conflict="local").ok
    assert lab.cloud()["k2"] == ("A", 4)
    assert lab.rows(a) == {"k1": ("A", 3, False), "k2": ("A", 4, False)}


def test_12_what_comes_beside_a_conflict_is_kept() -> None:
    lab, a, b = two(k1="x", k2="x")
    lab.put(b, k1="B", k2="B")
    lab.sync(b)
    lab.put(a, k1="A")
    assert lab.sync(a).state == "cancelled"
    assert lab.cache(a) == {"k1": "A", "k2": "B"}
    assert lab.sync(a, conflict="local").ok
    assert lab.cloud() == {"k1": ("A", 3), "k2": ("B", 2)}
    assert lab.cache(a) == {"k1": "A", "k2": "B"}


def test_13_a_removed_record_is_a_tombstone_that_other_devices_pull() -> None:
    lab, a, b = two(k="v0")
    lab.put(a, k=None)
    assert lab.calls(lambda: lab.sync(a)) == ["List(1)", "Update rem k@1"]
    assert lab.cloud() == {"k": (None, 2)}
    assert lab.sync(b).pulled == ("k",)
    assert lab.cache(b) == {}


@pytest.mark.parametrize(("choice", "cloud"), [("local", ("edited", 3)), ("remote", (None, 2))])
def test_14_an_edit_against_a_removal_is_a_conflict(choice: str, cloud: tuple[str | None, int]) -> None:
    lab, a, b = two(k="v0")
    lab.put(a, k=None)
    lab.sync(a)
    lab.put(b, k="edited")
    assert lab.sync(b, conflict=choice).ok
    assert lab.cloud() == {"k": cloud}
    assert lab.sync(a).ok
    assert lab.rows(a) == lab.rows(b) == {"k": (*cloud, False)}


def test_15_a_removed_key_goes_on_from_its_count_when_it_is_written_again() -> None:
    lab, a, b = two(k="v0")
    lab.put(a, k=None)
    lab.sync(a)
    lab.sync(b)
    lab.put(b, k="again")
    assert lab.calls(lambda: lab.sync(b)) == ["List(2)", "Update rep k@2"]
    assert lab.cloud() == {"k": ("again", 3)}


def test_16_a_deleted_dataset_is_deleted_here_too_or_the_copy_stays() -> None:
    lab, a, b = two(k="v0")
    devices.delete_dataset(lab.world, a, "d")
    assert lab.last(a) == DELETED
    assert lab.calls(lambda: lab.sync(a)) == ["Delete"]
    assert (lab.exists(), lab.last(a)) == (False, None)
    outcome = lab.sync(b, deleted=False)
    assert (outcome.state, outcome.message, lab.cache(b)) == ("cancelled", CANCELLED, {"k": "v0"})
    assert lab.sync(b, deleted=True).ok
    assert (lab.last(b), lab.cache(b)) == (None, {})
    assert not lab.exists()
    assert lab.sync(b).ok  # who purged it is not asked again


def test_17_a_dataset_that_was_deleted_and_is_there_again_was_deleted_all_the_same() -> None:
    lab, a, b = two(k="v0")
    devices.delete_dataset(lab.world, a, "d")
    lab.sync(a)
    lab.put(a, new="1")
    lab.sync(a)
    assert lab.exists()
    assert lab.sync(b, deleted=True).ok
    assert lab.cache(b) == {}
    assert lab.sync(b).ok
    assert lab.cache(b) == {"new": "1"}


def test_17_what_is_written_after_a_local_deletion_is_a_new_dataset() -> None:
    lab, a, _ = two(k="v0")
    devices.delete_dataset(lab.world, a, "d")
    lab.put(a, new="1")
    assert lab.calls(lambda: lab.sync(a)) == ["Delete", "List(0)", "Update rep new@0"]
    assert lab.cloud() == {"new": ("1", 3)}
    assert (lab.cache(a), lab.last(a)) == ({"new": "1"}, 3)


def test_18_a_dataset_that_the_service_never_had_is_deleted_all_the_same() -> None:
    lab, a, _ = two()
    lab.put(a, k="v")
    devices.delete_dataset(lab.world, a, "d")
    assert lab.sync(a).ok
    assert lab.last(a) is None


def test_29_the_21st_dataset_is_written_here_and_refused_there() -> None:
    lab, a, _ = two()
    for number in range(20):
        lab.put(a, f"set{number}", k="v")
        assert lab.sync(a, f"set{number}").ok
    lab.put(a, k="v")
    outcome = lab.sync(a)
    assert outcome.state == "failed"
    assert "limit" in outcome.message.lower()
    assert lab.dirty(a) == ["k"]


def test_30_datasets_that_wait_for_the_network_are_synchronised_once() -> None:
    lab, a, _ = two(k="v0")
    devices.set_online(lab.world, a, online=False)
    lab.put(a, k="offline")
    outcome = lab.sync(a)
    assert (outcome.state, outcome.message) == ("offline", "Network connectivity unavailable.")
    for _ in range(3):
        assert devices.synchronize_when_connected(lab.world, a, "d").ok
    assert drive(devices.follow_ups(lab.world), Handlers()) == []
    devices.set_online(lab.world, a, online=True)
    calls = lab.calls(lambda: drive(devices.follow_ups(lab.world), Handlers()))
    assert calls == ["List(1)", "Update rep k@1"]
    assert lab.cloud()["k"][0] == "offline"
    assert lab.calls(lambda: drive(devices.follow_ups(lab.world), Handlers())) == []


def test_passes_are_bounded_when_somebody_always_writes_in_between() -> None:
    lab, a, b = two(k="v0")
    lab.put(a, k="A")
    numbers = iter(range(100))

    def writes() -> None:
        lab.put(b, k=f"B{next(numbers)}")
        lab.sync(b, conflict="local")

    outcome = Between(lab, writes, always=True).sync(a, "local")
    assert (outcome.state, outcome.message, outcome.passes) == ("failed", EXHAUSTED, 4)
    assert lab.dirty(a) == ["k"]
    assert lab.sync(a, conflict="local").ok


def test_an_edit_during_the_push_is_kept_and_sent_next_time() -> None:
    lab, a, _ = two(k="v0")
    lab.put(a, k="first")

    def edits(record: Record) -> None:
        if record.operation == "UpdateRecords":
            lab.put(a, k="second")

    assert devices.synchronize(lab.world, a, "d", Handlers(on_sent=edits)).ok
    assert lab.cloud() == {"k": ("first", 2)}
    assert lab.rows(a) == {"k": ("second", 2, True)}
    assert lab.calls(lambda: lab.sync(a)) == ["List(2)", "Update rep k@2"]


def test_an_edit_while_the_app_is_asked_is_asked_about_again() -> None:
    lab, a, _ = in_conflict()
    asked: list[str | None] = []

    def decides(conflicts: object) -> object:
        asked.append(lab.rows(a)["k"][0])
        if len(asked) == 1:
            lab.put(a, k="A2")
        return told(conflicts, k="local")  # pyright: ignore[reportArgumentType] - what the manager gives

    assert lab.sync(a, conflict=decides).ok
    assert asked == ["A", "A2"]
    assert lab.cloud() == {"k": ("A2", 3)}
