"""What holds for a dataset whatever several callers do to it, in whatever order."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cogtui.cloud.services.cognito_sync import holdings
from cogtui.cloud.services.cognito_sync.records import DATASETS, POOL_USAGE, RECORDS, STEPS, Dataset, SyncRecord
from tests.builders import state
from tests.cloud.services.cognito_sync.syncing import Party, ana, developer, patch, synchronising

KEYS = st.sampled_from(["a", "b", "c", "é"])
VALUES = st.sampled_from(["", "1", "значение", None])
NAMES = st.sampled_from(["d", "e"])
WHO = st.sampled_from([0, 1])


class Counting(RuleBasedStateMachine):
    """Two callers list, write with counts that may be right or stale, and delete; each call is undone and redone at times."""

    @initialize()
    def begin(self) -> None:
        phone = ana(synchronising())
        self.callers = [phone, developer(phone)]
        self.world = phone.world
        self.identity = phone.identity
        self.known: list[dict[tuple[str, str], int]] = [{}, {}]
        """What each caller saw last: the count by dataset and key."""
        self.counts: dict[str, int] = {}

    def row(self, name: str) -> Dataset | None:
        return self.world.store.get(DATASETS, (self.identity, name))

    def records(self, name: str) -> list[SyncRecord]:
        row = self.row(name)
        return list(self.world.store.scan(RECORDS, row.scope)) if row else []

    @rule(who=WHO, name=NAMES, since=st.integers(0, 6))
    def lists(self, who: int, name: str, since: int) -> None:
        listed = self.callers[who].records(since, name)
        after = {record.key: record for record in self.records(name) if record.sync_count > since}
        assert {record["Key"]: record["SyncCount"] for record in listed["Records"]} == {
            key: record.sync_count for key, record in after.items()
        }
        row = self.row(name)
        assert listed["DatasetSyncCount"] == (row.sync_count if row else 0)
        assert listed["DatasetExists"] == (row is not None and row.exists)
        self.known[who].update({(name, record["Key"]): record["SyncCount"] for record in listed["Records"]})

    @rule(who=WHO, name=NAMES, changes=st.dictionaries(KEYS, VALUES, min_size=1))
    def writes(self, who: int, name: str, changes: dict[str, str | None]) -> None:
        party, before = self.callers[who], {record.key: record.sync_count for record in self.records(name)}
        seen = {key: self.known[who].get((name, key), 0) for key in changes}
        session = party.token(name)
        earlier, row = state(self.world), self.row(name)
        patches = [patch(key, (value, seen[key])) for key, value in changes.items()]
        reply = party.write({}, name, RecordPatches=patches, SyncSessionToken=session)
        fits = all(before.get(key, 0) == count for key, count in seen.items())
        assert reply.ok is fits
        if not fits:
            assert reply.record.refused_by == ("sync.count",)
            assert state(self.world) == earlier
            return
        count = (row.sync_count if row else 0) + 1
        answered = {record["Key"]: (record.get("Value"), record["SyncCount"]) for record in reply.output["Records"]}
        assert answered == {key: (value, count) for key, value in changes.items()}
        self.known[who].update({(name, key): count for key in changes})

    @rule(who=WHO, name=NAMES)
    def deletes(self, who: int, name: str) -> None:
        row = self.row(name)
        reply = self.callers[who].ask("DeleteDataset", DatasetName=name)
        assert reply.ok is (row is not None and row.exists)
        if reply.ok:
            self.known = [{which: at for which, at in one.items() if which[0] != name} for one in self.known]

    @precondition(lambda self: self.world.history.position > 0)
    @rule()
    def is_undone_and_redone(self) -> None:
        earlier = state(self.world)
        self.world.undo()
        self.world.redo()
        assert state(self.world) == earlier

    @invariant()
    def counts_only_grow(self) -> None:
        for name in ("d", "e"):
            row = self.row(name)
            now = row.sync_count if row else 0
            assert now >= self.counts.get(name, 0)
            assert all(1 <= record.sync_count <= now for record in self.records(name))
            self.counts[name] = now

    @invariant()
    def the_index_says_what_the_records_say(self) -> None:
        for name in ("d", "e"):
            row = self.row(name)
            if row is None:
                continue
            steps = list(self.world.store.scan(STEPS, row.scope))
            pairs = sorted((int(step.count), key) for step in steps for key in step.keys)
            assert pairs == sorted((record.sync_count, record.key) for record in self.records(name))
            assert all(step.keys for step in steps)

    @invariant()
    def figures_are_those_of_the_records(self) -> None:
        total = 0
        for name in ("d", "e"):
            row = self.row(name)
            if row is not None:
                found = self.records(name)
                assert row.size == sum(len(one.key.encode()) + len((one.value or "").encode()) for one in found)
                assert row.count == sum(1 for one in found if one.value is not None)
                total += row.size
        usage = self.world.store.get(POOL_USAGE, (self.callers[0].pool,))
        assert total == (usage.size if usage else 0)


Counting.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestCounting: Any = Counting.TestCase


class Whichever(RuleBasedStateMachine):
    """A dataset of many records and many steps: both ways to find what changed find the same."""

    @initialize()
    def begin(self) -> None:
        self.phone: Party = ana(synchronising())
        self.phone.wrote({f"k-{number}": ("0", 0) for number in range(60)})

    @rule(numbers=st.sets(st.integers(0, 70), min_size=1, max_size=6))
    def writes(self, numbers: set[int]) -> None:
        row = self.phone.row()
        counts = {record.key: record.sync_count for record in self.phone.world.store.scan(RECORDS, row.scope)}
        self.phone.wrote({f"k-{number}": ("x", counts.get(f"k-{number}", 0)) for number in numbers})

    @invariant()
    def both_ways_agree_with_the_records(self) -> None:
        row, store = self.phone.row(), self.phone.world.store
        for since in range(row.sync_count + 2):
            expected = sorted(
                (record for record in store.scan(RECORDS, row.scope) if record.sync_count > since),
                key=lambda record: (record.sync_count, record.key),
            )
            few, many = (
                [step for step in found if step.keys]
                for found in (
                    holdings.steps_looked_up(store, row, since),
                    holdings.steps_looked_over(store, row, since),
                )
            )
            assert sorted(few, key=lambda step: step.count) == sorted(many, key=lambda step: step.count)
            assert holdings.changed_since(store, row, since) == expected


Whichever.TestCase.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
TestWhichever: Any = Whichever.TestCase
