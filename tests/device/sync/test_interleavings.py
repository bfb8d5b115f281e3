"""Whatever happens between devices, in whatever order: in the end all agree with the cloud, and nothing was lost unsaid.

Edits, removals, wrong clocks, spells offline, synchronisations with every kind of resolution and with others' writes between
their steps, writes by developers. The JavaScript manager's lost updates are what the same law catches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cogtui.cloud.device_sync.conflicts import Choice, Conflict, Resolution
from cogtui.cloud.device_sync.records import Profile
from cogtui.cloud.services.cognito_sync.records import DATASETS, RECORDS
from cogtui.cloud.trail import Record
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers, Outcome
from tests.device.sync.lab import Lab

NAMES = ("phone", "phone-2", "phone-3", "phone-4")
SETS = ("d", "e", "f")
KEYS = ("k", "l", "m")

a_device = st.sampled_from(NAMES)
a_set = st.sampled_from(SETS)
a_key = st.sampled_from(KEYS)
CHOICES: tuple[Choice | None, ...] = ("remote", "local", "last_writer", "custom", None)
a_choice = st.sampled_from(CHOICES)
"""How an app resolves what it is asked; None: it wants to stop."""


class Law:
    """What everybody was told and saw, and what must be so because of it."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.taken: dict[tuple[str, str], tuple[str | None, int]] = {}
        """(dataset, key) -> the value that the service took last, and its count: an acknowledged write."""
        self.counts: dict[tuple[str, str], int] = {}
        self.seen: dict[tuple[str, str, str], str | None] = {}
        """(device, dataset, key) -> what somebody last saw there of the service's record before changing it."""
        self.waiting: dict[tuple[str, str, str], str] = {}
        """The same -> an edit that the service has not taken, and that nobody gave up."""

    def edit(self, name: str, dataset: str, key: str, value: str | None) -> None:
        """Edit a record on a device, and take down what was there to see."""
        record = self.lab.rows(name, dataset).get(key)
        if record is None or not record[2]:
            self.seen[name, dataset, key] = record[0] if record else None
        self.waiting.pop((name, dataset, key), None)
        if value is not None:
            self.waiting[name, dataset, key] = value
        self.lab.put(name, dataset, **{key: value})

    def resolve(self, conflict: Conflict, choice: Choice) -> Resolution:
        """Resolve a conflict: whoever does has seen the service's record, and may give up the edit."""
        where = (conflict.local.device, conflict.dataset, conflict.key)
        self.seen[where] = conflict.remote.value
        if choice != "local":
            self.waiting.pop(where, None)
        return Resolution(conflict.key, choice, f"{conflict.local.value}+{conflict.remote.value}"[:20])

    def note(self, record: Record) -> None:
        """Take down what an answer of UpdateRecords acknowledges: nobody writes over what he has not seen."""
        if record.operation != "UpdateRecords" or record.output is None:
            return
        for row in record.output["Records"]:
            dataset, key, value = record.request["DatasetName"], row["Key"], row.get("Value")
            mine = (record.device, dataset, key)
            before = self.taken.get((dataset, key), (None, 0))[0]
            assert not record.device or self.seen[mine] == before
            self.seen[mine] = value
            self.taken[dataset, key] = (value, row["SyncCount"])
            if value is not None and self.waiting.get(mine) == value:
                del self.waiting[mine]

    def holds_at_the_service(self) -> None:
        """Every acknowledged write is there until another one was acknowledged; counts only grow."""
        store = self.lab.world.store
        identity = self.lab.identity()
        for (dataset, key), told in self.taken.items():
            row = store.get(RECORDS, (f"{identity} {dataset}", key))
            assert row is not None
            assert (row.value, row.sync_count) == told
        for row in store.scan(DATASETS, identity):
            before = self.counts.get((row.identity_id, row.name), 0)
            assert row.sync_count >= before
            self.counts[row.identity_id, row.name] = row.sync_count

    def holds_everywhere(self, names: Sequence[str]) -> None:
        """Every device has what the cloud has and nothing to send, and every edit was taken or given up."""
        for dataset in SETS:
            cloud = {key: value for key, (value, _) in self.lab.cloud(dataset).items() if value is not None}
            for name in names:
                assert self.lab.cache(name, dataset) == cloud, name
                assert self.lab.dirty(name, dataset) == []
        assert self.waiting == {}


class Apps:
    """Apps that answer by a choice."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def answering(self, choice: Choice | None) -> Handlers:
        """Return the handlers of an app that resolves by a choice; None: it wants to stop."""

        def resolve(conflicts: Sequence[Conflict]) -> Sequence[Resolution] | None:
            return [self.law.resolve(conflict, choice) for conflict in conflicts] if choice else None

        return Handlers(on_conflict=resolve, on_deleted=lambda dataset: True, on_sent=self.law.note)


class Devices(RuleBasedStateMachine):
    """Up to four devices and three datasets."""

    def __init__(self) -> None:
        super().__init__()
        self.lab = Lab("correct", "correct", "correct", "correct")
        for name in NAMES:
            assert devices.sign_in(self.lab.world, name).ok
        self.law = Law(self.lab)
        self.apps = Apps(self.law)
        self.number = 0

    @rule(name=a_device, dataset=a_set, key=a_key)
    def edit(self, name: str, dataset: str, key: str) -> None:
        self.number += 1
        self.law.edit(name, dataset, key, f"{name}{self.number}")

    @rule(name=a_device, dataset=a_set, key=a_key)
    def remove(self, name: str, dataset: str, key: str) -> None:
        self.law.edit(name, dataset, key, None)

    @rule(name=a_device, online=st.booleans())
    def switch(self, name: str, online: bool) -> None:
        devices.set_online(self.lab.world, name, online)

    @rule(name=a_device, seconds=st.sampled_from((-3600, 0, 3600)))
    def skew(self, name: str, seconds: int) -> None:
        devices.set_skew(self.lab.world, name, seconds)

    @rule(dataset=a_set, key=a_key, removes=st.booleans())
    def develop(self, dataset: str, key: str, removes: bool) -> None:
        self.number += 1
        self.lab.develop(dataset, **{key: None if removes else f"dev{self.number}"})
        self.law.note(self.lab.world.trail[-1])

    @rule(name=a_device, dataset=a_set, choice=a_choice)
    def synchronize(self, name: str, dataset: str, choice: Choice | None) -> None:
        offline = not self._online(name)
        outcome = devices.synchronize(self.lab.world, name, dataset, self.apps.answering(choice))
        assert (outcome.state == "offline") == offline
        assert outcome.state in ({"offline", "done", "cancelled"} if choice is None else {"offline", "done"})

    @rule(name=a_device, other=a_device, dataset=a_set, choice=a_choice, data=st.data())
    def synchronize_with_others_in_between(
        self, name: str, other: str, dataset: str, choice: Choice | None, data: st.DataObject
    ) -> None:
        """Go a step at a time, with edits here and synchronisations there between the steps."""
        run = devices.synchronization(self.lab.world, name, dataset)
        handlers = self.apps.answering(choice)
        answer: object = None
        for _ in range(40):
            try:
                step = run.send(answer)  # pyright: ignore[reportArgumentType] - an answer of the handlers
            except StopIteration:
                return
            answer = _answer(step, handlers)
            happens = data.draw(st.sampled_from(("nothing", "nothing", "edit", "other")))
            if happens == "edit":
                self.edit(name, dataset, data.draw(a_key))
            elif happens == "other" and other != name:
                self.edit(other, dataset, data.draw(a_key))
                devices.synchronize(self.lab.world, other, dataset, self.apps.answering("local"))
        run.close()

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        self.law.holds_at_the_service()

    def _online(self, name: str) -> bool:
        return next(row.online for row in devices.devices_of(self.lab.world.store) if row.name == name)

    def teardown(self) -> None:
        settle(self.lab, self.apps)
        self.law.holds_at_the_service()
        self.law.holds_everywhere(NAMES)


def _answer(step: object, handlers: Handlers) -> object:
    from cogtui.device.sync.progress import Asks, AsksDeleted, Sent

    if isinstance(step, Sent):
        handlers.on_sent(step.record)
        return None
    return handlers.on_conflict(step.conflicts) if isinstance(step, Asks) else isinstance(step, AsksDeleted)


def settle(lab: Lab, apps: Apps, rounds: int = 6) -> list[Outcome]:
    """Bring all devices online and let them synchronise until nothing moves any more; return the last round's outcomes."""
    for device in devices.devices_of(lab.world.store):
        devices.set_online(lab.world, device.name, online=True)
    outcomes: list[Outcome] = []
    for _ in range(rounds):
        outcomes = [
            devices.synchronize(lab.world, device.name, dataset, apps.answering("local"))
            for device in devices.devices_of(lab.world.store)
            for dataset in SETS
        ]
        if all(outcome.ok and not outcome.pulled and not outcome.pushed for outcome in outcomes):
            break
    return outcomes


def test_after_any_interleaving_all_devices_agree_with_the_cloud_and_nothing_acknowledged_is_lost() -> None:
    run_state_machine_as_test(
        Devices,
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


class Named:
    """The JavaScript manager's lost updates, step by step."""

    @staticmethod
    def j1(lab: Lab, law: Law) -> None:
        """A conflict, and a change of another key in the same list."""
        apps = Apps(law)
        law.edit("phone-2", "d", "k", "B")
        law.edit("phone-2", "d", "l", "B")
        devices.synchronize(lab.world, "phone-2", "d", apps.answering("local"))
        law.edit("phone", "d", "k", "A")
        devices.synchronize(lab.world, "phone", "d", apps.answering("local"))

    @staticmethod
    def j2(lab: Lab, law: Law) -> None:
        """A change of another key between list and push."""
        apps = Apps(law)
        law.edit("phone", "d", "k", "A")
        law.edit("phone-2", "d", "l", "B")

        def between(record: Record) -> None:
            law.note(record)
            if record.operation == "ListRecords" and lab.dirty("phone-2"):
                devices.synchronize(lab.world, "phone-2", "d", apps.answering("local"))

        devices.synchronize(lab.world, "phone", "d", Handlers(on_sent=between))


@pytest.mark.parametrize("happens", [Named.j1, Named.j2], ids=["J1", "J2"])
@pytest.mark.parametrize(("profile", "agrees"), [("correct", True), ("javascript", False)])
def test_the_lost_updates_of_the_javascript_manager_break_the_law_that_the_correct_one_keeps(
    happens: Callable[[Lab, Law], None], profile: Profile, agrees: bool
) -> None:
    lab = Lab(profile, "correct")
    lab.shared(k="v0", l="v0")
    law = Law(lab)
    law.taken = {("d", "k"): ("v0", 1), ("d", "l"): ("v0", 1)}
    happens(lab, law)
    settle(lab, Apps(law))
    law.holds_at_the_service()
    assert lab.cloud()["l"][0] == "B"
    assert (lab.cache("phone")["l"] == "B") is agrees
    if agrees:
        law.holds_everywhere(("phone", "phone-2"))
    else:
        with pytest.raises(AssertionError):
            law.holds_everywhere(("phone", "phone-2"))
