"""The JavaScript profile calls and ends as amazon-cognito-js does: the Node suite plays the same cases with that client."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from cogtui.cloud.device_sync.conflicts import Choice, Conflict, Resolution
from cogtui.cloud.trail import Record, Reply
from cogtui.device.sync import devices
from cogtui.device.sync.javascript import CRASH, SILENT
from cogtui.device.sync.progress import Handlers, Outcome
from tests.device.sync.lab import LOGIN, Lab
from tests.hygiene.project import ROOT

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (ROOT / "tests" / "node" / "sync-cases.json").read_text(encoding="utf-8")
)

ENDS = {CRASH: "crash", SILENT: "silence"}


class Scene:
    """The devices of a case: `a` and `b` are signed in as Ana, `guest` is a guest until it signs in."""

    def __init__(self) -> None:
        self.lab = Lab()
        self.made: dict[str, str] = {}
        self.guest = ""

    def play(self, steps: Sequence[dict[str, Any]]) -> None:
        for step in steps:
            getattr(self, f"_{next(iter(step))}")(step)

    def device(self, name: str) -> str:
        """Return a device's name in the world; it is made when it is first spoken of."""
        if name not in self.made:
            added = devices.add(self.lab.world, "web", profile="javascript", login=LOGIN)
            self.made[name] = added
            if name == "guest":
                assert devices.sign_in_as_guest(self.lab.world, added).ok
                self.guest = self.lab.identity(added)
            else:
                assert devices.sign_in(self.lab.world, added).ok
        return self.made[name]

    def named(self, text: str) -> str:
        return text.replace("{guest}", self.guest)

    # --- what was before ---------------------------------------------------------------------------------------------

    def _both(self, step: dict[str, Any]) -> None:
        self._written("a", step["both"])
        for name in ("a", "b"):
            self._synchronized(name)

    def _conflict(self, step: dict[str, Any]) -> None:
        given, beside = step["conflict"], step.get("beside", {})
        self._both({"both": dict.fromkeys({**given, **beside}, "v0")})
        self._written("b", {key: both[1] for key, both in given.items()} | beside)
        self._synchronized("b")
        self._written("a", {key: both[0] for key, both in given.items()})

    def _merge(self, step: dict[str, Any]) -> None:
        for side, name in enumerate(("guest", "a")):
            self._written(name, {key: both[side] for key, both in step["merge"].items()})
            self._synchronized(name)
        self._on({"on": "guest", "sign in": "another identity"})

    def _written(self, name: str, values: dict[str, str | None]) -> None:
        self.lab.put(self.device(name), "d", **values)

    def _synchronized(self, name: str) -> None:
        assert self.lab.sync(self.device(name)).ok

    # --- the service -------------------------------------------------------------------------------------------------

    def _developer(self, step: dict[str, Any]) -> None:
        self.lab.names = [self.device("a")]
        self.lab.develop(**step["developer"])

    def _trigger(self, step: dict[str, Any]) -> None:
        self.lab.furnish_trigger(*step["trigger"])

    def _cloud(self, step: dict[str, Any]) -> None:
        whose = self.lab.identity(self.device("a"))
        assert self.lab.exists("d", whose) == (step["cloud"] is not None)
        assert self.lab.cloud("d", whose) == {key: tuple(row) for key, row in (step["cloud"] or {}).items()}

    # --- a device ----------------------------------------------------------------------------------------------------

    def _on(self, step: dict[str, Any]) -> None:
        name, dataset = self.device(step["on"]), self.named(step.get("in", "d"))
        before = len(self.lab.world.trail)
        for verb in step:
            if verb in VERBS:
                VERBS[verb](self, name, dataset, step)
        if "calls" in step:
            assert [*map(told, self._calls(name, before))] == step["calls"]
        if "rows" in step:
            assert self.lab.rows(name, dataset) == {key: tuple(row) for key, row in step["rows"].items()}
        if "all" in step:
            assert self.lab.cache(name, dataset) == step["all"]
        if "last" in step:
            assert self.lab.last(name, dataset) == step["last"]

    def _calls(self, name: str, before: int) -> list[Record]:
        made = self.lab.world.trail[before:]
        return [record for record in made if record.service == "cognito-sync" and record.device == name]

    def put(self, name: str, dataset: str, step: dict[str, Any]) -> None:
        for key, value in step["put"].items():
            self._refused_or_not(devices.edit(self.lab.world, name, dataset, key, value), step)

    def open(self, name: str, dataset: str, step: dict[str, Any]) -> None:
        self._refused_or_not(devices.open_dataset(self.lab.world, name, self.named(step["open"])), step)

    def delete(self, name: str, dataset: str, step: dict[str, Any]) -> None:
        assert devices.delete_dataset(self.lab.world, name, self.named(step["delete"])).ok

    def refresh(self, name: str, dataset: str, step: dict[str, Any]) -> None:
        assert devices.refresh_metadata(self.lab.world, name).ok

    def sign_in(self, name: str, dataset: str, step: dict[str, Any]) -> None:
        was = self.lab.identity(name)
        assert devices.sign_in(self.lab.world, name).ok
        assert (self.lab.identity(name) == was) == (step["sign in"] == "the same identity")

    def sync(self, name: str, dataset: str, step: dict[str, Any]) -> None:
        app = App(step, lambda: self.play(step["then"]))
        outcome = devices.synchronize(self.lab.world, name, dataset, app.handlers)
        assert how(outcome) == step["sync"]
        assert app.asked == step.get("asked", app.asked)
        assert app.named == [[self.named(one) for one in names] for names in step.get("named", [])]

    def _refused_or_not(self, reply: Reply, step: dict[str, Any]) -> None:
        assert (reply.error.message if reply.error else None) == step.get("refused")


VERBS: dict[str, Callable[[Scene, str, str, dict[str, Any]], None]] = {
    "put": Scene.put,
    "open": Scene.open,
    "delete": Scene.delete,
    "refresh": Scene.refresh,
    "sign in": Scene.sign_in,
    "sync": Scene.sync,
}
"""What a step may say that somebody does."""


class App:
    """Answers as a step says, and remembers what it was asked."""

    def __init__(self, step: dict[str, Any], then: Callable[[], None]) -> None:
        self.step = step
        self.then: Callable[[], None] | None = then if "after" in step else None
        self.asked: dict[str, list[str | None]] = {}
        self.named: list[list[str]] = []

    @property
    def handlers(self) -> Handlers:
        given: dict[str, Any] = {"on_conflict": self._conflicts} if "resolve" in self.step else {}
        return Handlers(on_deleted=self._deleted, on_merged=self._merged, on_sent=self._sent, **given)

    def _conflicts(self, conflicts: Sequence[Conflict]) -> list[Resolution]:
        self.asked = {one.key: [one.local.value or "", one.remote.value or ""] for one in conflicts}
        resolve: Any = self.step["resolve"]
        if resolve == "nothing":
            return []
        choice: Choice = resolve if isinstance(resolve, str) else "custom"  # pyright: ignore[reportAssignmentType]
        value = None if isinstance(resolve, str) else resolve["value"]
        return [Resolution(one.key, choice, value) for one in conflicts]

    def _deleted(self, dataset: str) -> bool:
        return self.step.get("deleted", False)

    def _merged(self, dataset: str, names: tuple[str, ...]) -> bool:
        self.named.append([*names])
        return self.step.get("merged", False)

    def _sent(self, record: Record) -> None:
        if self.then is not None and record.operation == f"{self.step['after']}Records":
            then, self.then = self.then, None
            then()


def how(outcome: Outcome) -> str:
    return "done" if outcome.ok else ENDS.get(outcome.message, outcome.message)


def told(record: Record) -> str:
    """Return a call in the words of the cases: `List(2)`, `Update k@1, -gone@0`."""
    request = record.request
    if record.operation == "ListRecords":
        return f"List({request['LastSyncCount']})"
    if record.operation == "UpdateRecords":
        signs = {"replace": "", "remove": "-"}
        patches = (f"{signs[one['Op']]}{one['Key']}@{one['SyncCount']}" for one in request["RecordPatches"])
        return f"Update {', '.join(sorted(patches))}"
    return {"DeleteDataset": "Delete"}.get(record.operation, record.operation)


@pytest.mark.parametrize("case", CASES)
def test_it_calls_and_ends_as_amazon_cognito_js_does(case: str) -> None:
    Scene().play(CASES[case])


OPENINGS = {"both", "conflict", "merge", "developer", "trigger", "cloud", "on"}
WORDS = OPENINGS | VERBS.keys() | {
    "all", "after", "asked", "beside", "calls", "deleted", "in", "last", "merged", "named", "refused", "resolve", "rows", "then",
}  # fmt: skip


def test_the_cases_say_nothing_that_nobody_looks_at() -> None:
    steps = [step for case in CASES.values() for step in case]
    nested = [step for outer in steps for step in outer.get("then", [])]
    assert {word for step in (*steps, *nested) for word in step} == WORDS
    assert {next(iter(step)) for step in steps} == OPENINGS
