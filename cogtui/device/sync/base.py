"""What sync managers have in common: the network, the credentials, the cache, and how a synchronisation ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable
from typing import Any, ClassVar, Literal, TypeVar

import msgspec

from cogtui.cloud.device_sync.cache import (
    device_named,
    dirty_records,
    identity_of,
    local_dataset,
    local_record,
)
from cogtui.cloud.device_sync.conflicts import Conflict, RemoteRecord, Resolution
from cogtui.cloud.device_sync.last_writer import last_writer
from cogtui.cloud.device_sync.records import LocalDataset, LocalRecord, SyncDevice
from cogtui.cloud.holdings import CREDENTIALS
from cogtui.cloud.trail import Record, Reply
from cogtui.cloud.world import World
from cogtui.device.sync import session, words
from cogtui.device.sync.progress import Answer, Asks, Outcome, Progress, Sent, Synchronization
from cogtui.device.sync.remote import PAGE, Listing, Remote, listed

T = TypeVar("T")
Steps = Generator[Progress, Answer, T]

CHALLENGED = "the user pool asks for more than a password"


class Ended(Exception):
    """The synchronisation is over before its last step."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(outcome.message)


class Manager(ABC):
    """Synchronises one dataset of a device, once."""

    offline: ClassVar[str]
    """What it says when nobody can be reached."""

    def __init__(self, world: World, name: str, dataset: str) -> None:
        self.world = world
        self.name = name
        self.dataset = dataset
        self.remote = Remote(world, name)
        self.passes = 1
        self.pulled: dict[str, None] = {}
        self.pushed: dict[str, None] = {}

    def run(self) -> Synchronization:
        """Go through the synchronisation, a step at a time."""
        try:
            yield from self._connected()
            return (yield from self._synchronized())
        except Ended as end:
            return end.outcome

    @abstractmethod
    def _synchronized(self) -> Synchronization:
        """Synchronise, with credentials at hand."""

    # --- the device --------------------------------------------------------------------------------------------------

    @property
    def device(self) -> SyncDevice:
        """The device as it is now."""
        device = device_named(self.world.store, self.name)
        if device is None:
            raise self.fail("the device is gone")
        return device

    @property
    def identity_id(self) -> str:
        """Whose data it is about."""
        return identity_of(self.world.store, self.name)

    @property
    def row(self) -> LocalDataset | None:
        """The dataset in the cache; None when it is not there."""
        return local_dataset(self.world.store, self.name, self.identity_id, self.dataset)

    @property
    def last_sync_count(self) -> int:
        """Up to which count everything was pulled."""
        row = self.row
        return row.last_sync_count if row else 0

    def local(self, key: str) -> LocalRecord | None:
        """Return a record of the cache, or None."""
        return local_record(self.world.store, self.name, self.identity_id, self.dataset, key)

    def dirty(self) -> list[LocalRecord]:
        """Return the records that wait to be sent."""
        return dirty_records(self.world.store, self.name, self.identity_id, self.dataset)

    # --- ends --------------------------------------------------------------------------------------------------------

    def outcome(
        self, state: Literal["done", "failed", "cancelled", "offline", "crashed"], message: str = ""
    ) -> Outcome:
        """Return the outcome, with what came and went until now."""
        return Outcome(state, message, tuple(self.pulled), tuple(self.pushed), self.passes)

    def fail(self, message: str) -> Ended:
        """Return the end of a synchronisation that failed."""
        return Ended(self.outcome("failed", message))

    # --- steps -------------------------------------------------------------------------------------------------------

    def _connected(self) -> Steps[None]:
        if not self.device.installed:
            raise self.fail("the app is not installed")
        yield from self._require_network()
        if not self.remote.has_pool:
            reply = session.attempt(self.world, self.name, "no_pool")
            yield Sent(reply.record)
            raise self.fail(reply.error.message if reply.error else "")
        steps = session.connect(self.world, self.name)
        while True:
            try:
                yield Sent(next(steps).record)
            except StopIteration as end:
                connected: Reply | None = end.value
                break
        if connected is not None and connected.error is not None:
            raise self.fail(connected.error.message)
        if not session.holds(self.world.held(self.name).get(CREDENTIALS), self.world.now):
            raise self.fail(CHALLENGED)

    def _require_network(self) -> Steps[None]:
        """End here while the device is offline; the trail tells that it was tried."""
        if not self.device.online:
            yield Sent(session.attempt(self.world, self.name, "offline").record)
            raise Ended(self.outcome("offline", self.offline))

    def _send(self, operation: str, **params: Any) -> Steps[Reply]:
        yield from self._require_network()
        reply = self.remote.send(operation, **params)
        yield Sent(reply.record)
        return reply

    def _list(self, count: int) -> Steps[Listing]:
        """List what changed since a count, all pages of it."""
        pages: list[dict[str, Any]] = []
        more: dict[str, Any] = {}
        while not pages or more:
            reply = yield from self._send(
                "ListRecords", DatasetName=self.dataset, LastSyncCount=count, MaxResults=PAGE, **more
            )
            if reply.error is not None:
                raise self.fail(reply.error.message)
            pages.append(reply.output)
            more = {"NextToken": reply.output["NextToken"]} if "NextToken" in reply.output else {}
        return listed(count, pages)

    def _store(self, records: Iterable[LocalRecord], count: int | None = None, *, synced: bool = False) -> Steps[None]:
        """Write records into the cache, and up to which count it has everything now."""
        rows = [_plain(record) for record in records]
        given: dict[str, Any] = {"records": rows, "last_sync_count": count, "synced": synced}
        yield Sent(self._act("sync.store", words.stored(self.name, rows, count), **given))

    def _purge(self, *, lost: bool = False) -> Steps[None]:
        yield Sent(self._act("sync.purge", f"{self.name} forgets {self.dataset}", lost=lost))

    def _act(self, act: str, title: str, **params: Any) -> Record:
        whose = {"identity_id": self.identity_id, "dataset": self.dataset}
        reply = self.world.act(act, device=self.name, title=title, **whose, **params)
        if reply.error is not None:  # the device went, or its app, in the middle of it
            raise self.fail(reply.error.message)
        return reply.record

    # --- records -----------------------------------------------------------------------------------------------------

    def clean(self, remote: RemoteRecord) -> LocalRecord:
        """Return a record of the service as the cache keeps it."""
        return LocalRecord(
            self.name,
            self.identity_id,
            self.dataset,
            remote.key,
            remote.value,
            sync_count=remote.sync_count,
            dirty=False,
            modified=remote.modified,
            modified_by=remote.modified_by,
            device_modified=remote.device_modified or 0,
            base=remote.value,
        )

    def _ask(self, conflicts: list[Conflict]) -> Steps[dict[str, Resolution] | None]:
        """Ask the app; None when it wants to stop, or leaves a conflict as it is."""
        answer = yield Asks(tuple(conflicts))
        if answer is None or isinstance(answer, bool):
            return None
        return {resolution.key: resolution for resolution in answer}

    def resolved(self, conflict: Conflict, resolution: Resolution) -> LocalRecord:
        """Return what the cache keeps of a conflict; what is to be sent has the service's count, so that it is taken."""
        local, remote = conflict.local, self.clean(conflict.remote)
        choice = resolution.choice
        if choice == "last_writer":
            ours = last_writer(local.device_modified, conflict.remote.modified, conflict.remote.device_modified).local
            choice = "local" if ours else "remote"
        if choice == "remote":
            return remote
        now = self.world.now + self.device.skew
        value, at = (local.value, local.device_modified) if choice == "local" else (resolution.value, now)
        return msgspec.structs.replace(remote, value=value, device_modified=at, dirty=value != remote.value)


def _plain(record: LocalRecord) -> dict[str, Any]:
    """Return a record for the act that stores it, which knows device, identity and dataset."""
    row: dict[str, Any] = msgspec.to_builtins(record)
    return {name: value for name, value in row.items() if name not in ("device", "identity_id", "dataset")}
