"""The sync manager as amazon-cognito-js 1.1.0 does it, with what it loses on the way.

Where it does otherwise than the correct manager (its `CognitoSyncDataset.synchronize` read, and run against an endpoint):

| | here | effect |
|---|---|---|
| push | LastSyncCount becomes the count that the answer has, whatever others wrote | their changes never come |
| conflict | what else the list brought is not stored | it never comes either, once the push has moved LastSyncCount |
| refused push | tried again as it is; LastSyncCount stays | fails forever when the record's news was passed over |
| success | only in a pass whose list was empty | one list more |
| removed | an empty text stays in the cache, and an empty text is sent as a removal | empty texts cannot be synchronised |
| removed twice | it is a change again | sent again, one count more |
| own value | sent even where it is the remote one | one count more |
| dataset deleted there | only the flag of the list counts; yes: purged, then a TypeError | no callback, the dataset is lost hold of |
| dataset deleted here | after it is lost hold of too | fails until the app opens it again |
| dataset merged | any name that begins with `name.`, of any identity | `app` and `app.settings` cannot both be synchronised |
| identity | the cache does not follow to another one | what was written before stays behind |
| push notifications, DeviceId | none | |
"""

from __future__ import annotations

from typing import ClassVar, Final

import msgspec

from cogtui.cloud.device_sync.conflicts import Conflict, RemoteRecord, Resolution
from cogtui.cloud.device_sync.records import DELETED, LOCAL_DATASETS, MERGED_BY, LocalRecord
from cogtui.device.sync.base import Ended, Manager, Steps
from cogtui.device.sync.progress import AsksDeleted, AsksMerged, Synchronization
from cogtui.device.sync.remote import Listing, remote_record
from cogtui.device.sync.sorting import patch

ATTEMPTS: Final = 4
EXHAUSTED: Final = "Synchronize failed: exceeded maximum retry count."
CRASH: Final = "TypeError: root._synchronizeInternal is not a function"
SILENT: Final = "no callback was ever called"


class JavaScriptManager(Manager):
    """Synchronises one dataset of a device, once, as the JavaScript client does."""

    offline: ClassVar[str] = "Network Failure"

    def _synchronized(self) -> Synchronization:
        if self.dataset in self.device.lost:
            return self.outcome("failed", "Dataset doesn't exist.")
        for attempt in range(1, ATTEMPTS + 1):
            self.passes = attempt
            if (yield from self._passed()):
                return self.outcome("done")
        return self.outcome("failed", EXHAUSTED)

    def _passed(self) -> Steps[bool]:
        """Go through `synchronize` once; False when it calls itself again."""
        here = self._merged_here()
        if here:
            yield from self._agreed_to_merge(here)
            return False
        if self.last_sync_count == DELETED:
            yield from self._delete()
            return True
        listing = yield from self._list(self.last_sync_count)
        yield from self._tell(listing)
        if not listing.records:
            return (yield from self._push(listing.token))
        conflicts = self._conflicts(listing)
        if conflicts:
            yield from self._resolve(conflicts)
            yield from self._push(listing.token)
        else:
            self.pulled |= dict.fromkeys(record.key for record in listing.records)
            yield from self._store(map(self.clean, listing.records), listing.count)
        return False

    # --- whole datasets ----------------------------------------------------------------------------------------------

    def _delete(self) -> Steps[None]:
        reply = yield from self._send("DeleteDataset", DatasetName=self.dataset)
        if not reply.ok:
            raise self.fail("Failed to delete dataset.")
        yield from self._purge(lost=True)

    def _merged_here(self) -> tuple[str, ...]:
        """Return every other dataset whose name begins like one that a merge left, whoever's it is."""
        rows = self.world.store.scan(LOCAL_DATASETS, self.name)
        names = {row.name: None for row in rows if row.name.startswith(self.dataset + MERGED_BY)}
        return tuple(names)

    def _agreed_to_merge(self, here: tuple[str, ...]) -> Steps[None]:
        if not (yield AsksMerged(self.dataset, here)):
            raise self.fail("Synchronization cancelled by onDatasetsMerged() callback returning false.")

    def _tell(self, listing: Listing) -> Steps[None]:
        """Tell the app of merges and of the dataset's end. Whatever it says, the synchronisation is over."""
        if listing.merged:
            if not (yield AsksMerged(self.dataset, listing.merged)):
                raise self.fail("Cancelled due to .onDatasetsMerged result.")
            raise self._crash(CRASH)
        if listing.deleted:
            if not (yield AsksDeleted(self.dataset)):
                raise self.fail("Cancelled due to .onDatasetDeleted result.")
            yield from self._purge(lost=True)
            raise self._crash(CRASH)

    def _crash(self, message: str) -> Ended:
        return Ended(self.outcome("crashed", message))

    # --- records -----------------------------------------------------------------------------------------------------

    def clean(self, remote: RemoteRecord) -> LocalRecord:
        """Return a record of the service as this client's cache keeps it: a removed one has an empty text."""
        return super().clean(msgspec.structs.replace(remote, value=remote.value or ""))

    def _conflicts(self, listing: Listing) -> list[Conflict]:
        pairs = [(self.local(remote.key), remote) for remote in listing.records]
        return [
            Conflict(self.dataset, local, remote)
            for local, remote in pairs
            if local is not None and local.dirty and (local.value or "") != (remote.value or "")
        ]

    def _resolve(self, conflicts: list[Conflict]) -> Steps[None]:
        """Let the app decide and `dataset.resolve` store it; nothing else of the list is stored."""
        answers = yield from self._ask(conflicts)
        if answers is None:
            raise self.fail("Sync cancelled. Conflict callback returned false.")
        if not answers:
            raise self._crash(SILENT)  # dataset.resolve([]) does not call back
        chosen = [conflict for conflict in conflicts if conflict.key in answers]
        yield from self._store([self.resolved(conflict, answers[conflict.key]) for conflict in chosen])

    def resolved(self, conflict: Conflict, resolution: Resolution) -> LocalRecord:
        """Return what the cache keeps of a conflict: an empty text for what is removed; a value of the app's own is always sent."""
        record = super().resolved(conflict, resolution)
        dirty = record.dirty or resolution.choice == "custom"
        return msgspec.structs.replace(record, value=record.value or "", dirty=dirty)

    def _push(self, token: str) -> Steps[bool]:
        """Send what is dirty; False when the service refused, for whatever reason."""
        dirty = self.dirty()
        if not dirty:
            yield from self._store((), synced=True)
            return True
        patches = [patch(msgspec.structs.replace(record, value=record.value or None)) for record in dirty]
        reply = yield from self._send(
            "UpdateRecords", DatasetName=self.dataset, SyncSessionToken=token, RecordPatches=patches
        )
        if not reply.ok:
            return False
        told = [remote_record(row) for row in reply.output["Records"]]
        if not told:
            raise self._crash(SILENT)
        self.pushed |= dict.fromkeys(record.key for record in told)
        yield from self._store(map(self.clean, told), max(record.sync_count for record in told), synced=True)
        return True
