"""What happens seldom to the manager that keeps its promises: long talks, long lists, datasets that went without a word."""

from __future__ import annotations

from collections.abc import Sequence

from cogtui.cloud.device_sync.conflicts import Conflict, Resolution
from cogtui.cloud.trail import Record
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers, resolve_all
from tests.device.sync.lab import Lab


def test_who_never_had_a_deleted_dataset_is_not_asked_about_it() -> None:
    lab = Lab("correct", "correct")
    a, b = lab.names
    lab.put(a, k="v")
    lab.sync(a)
    devices.delete_dataset(lab.world, a, "d")
    lab.sync(a)
    assert lab.sync(b).ok
    assert lab.last(b) == 0
    assert lab.sync(b).ok
    lab.put(b, k="new")
    assert lab.sync(b).ok
    assert lab.cloud() == {"k": ("new", 3)}


def test_a_dataset_that_is_not_there_any_more_was_deleted_even_if_nobody_says_so() -> None:
    lab = Lab("correct")
    (a,) = lab.names
    lab.shared(k="v")
    ahead = {"identity_id": lab.identity(), "dataset": "d", "last_sync_count": 99}
    assert lab.world.act("sync.store", device=a, **ahead).ok  # further than the deletion's own count
    assert lab.ask("DeleteDataset", DatasetName="d").ok
    assert lab.sync(a).state == "cancelled"
    assert lab.sync(a, deleted=True).ok
    assert lab.last(a) is None


def test_an_app_that_thinks_for_longer_than_a_session_lives_pushes_in_a_new_one() -> None:
    lab = Lab("correct", "correct")
    a, b = lab.names
    lab.shared(k="v0")
    lab.put(b, k="B")
    lab.sync(b)
    lab.put(a, k="A")

    def thinks(conflicts: Sequence[Conflict]) -> Sequence[Resolution]:
        lab.world.act("clock.advance", seconds=1200)
        return resolve_all("local")(conflicts)

    outcome = lab.sync(a, conflict=thinks)
    assert (outcome.state, outcome.passes) == ("done", 2)
    assert lab.cloud() == {"k": ("A", 3)}


def test_an_app_is_told_of_a_merge_once_in_all_passes() -> None:
    lab = Lab("correct", "correct")
    a, b = lab.names
    devices.sign_in_as_guest(lab.world, a)
    lab.put(a, k="guest")
    lab.sync(a)
    lab.put(b, k="ana")
    lab.sync(b)
    devices.sign_in(lab.world, a)
    lab.put(a, other="A")
    asked: list[tuple[str, ...]] = []

    def tells(dataset: str, merged: tuple[str, ...]) -> bool:
        asked.append(merged)
        return dataset == "d"

    def writes(record: Record) -> None:
        if (
            record.operation == "ListRecords"
            and record.device == a
            and "other" not in lab.cloud(identity=lab.identity(b))
        ):
            lab.develop(other="dev")

    handlers = Handlers(on_conflict=resolve_all("local"), on_merged=tells, on_sent=writes)
    outcome = devices.synchronize(lab.world, a, "d", handlers)
    assert (outcome.state, outcome.passes) == ("done", 2)
    assert len(asked) == 1


def test_a_list_of_several_pages_is_pulled_whole() -> None:
    lab = Lab("correct", "correct")
    a, b = lab.names
    lab.put(a, "d", **{f"old{number:04}": "v" for number in range(600)})
    assert lab.sync(a).ok
    lab.put(a, "d", **dict.fromkeys((f"old{number:04}" for number in range(600)), None))
    lab.put(a, "d", **{f"new{number:04}": "v" for number in range(600)})
    assert lab.sync(a).ok
    assert lab.calls(lambda: lab.sync(b)) == ["List(0)", "List(0)"]
    assert lab.cache(b) == lab.cache(a)
    assert len(lab.rows(b)) == 1200
