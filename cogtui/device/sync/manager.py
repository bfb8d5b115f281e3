"""The sync manager that keeps its promises: pull, resolve, push, and again while others write.

The algorithm is the one that the Android, iOS and .NET clients share (aws-sdk-android, `DefaultDataset`; aws-sdk-ios,
`AWSCognitoDataset`; aws-sdk-net, `Dataset`), with the better of their ways where they differ. "The last writer wins" is here what
it says: of two edits the later one stays, as far as the devices' clocks are right. Android compares the service's date of the
remote record with the service's date of the local one, which edits leave alone, so that practically always the remote record
wins. iOS compares the time of the local edit, by the device's clock, with the service's date of the remote record.
"""

from __future__ import annotations

from typing import ClassVar, Final

import msgspec

from cogtui.cloud.device_sync.cache import local_datasets, local_records
from cogtui.cloud.device_sync.conflicts import Conflict
from cogtui.cloud.device_sync.records import DELETED, MERGED_BY, LocalRecord
from cogtui.cloud.trail import Reply
from cogtui.device.sync.base import Ended, Manager, Steps
from cogtui.device.sync.progress import AsksDeleted, AsksMerged, Synchronization
from cogtui.device.sync.remote import Listing, remote_record
from cogtui.device.sync.sorting import gone, is_identity, patch, pushed_records, sort_out

PASSES: Final = 4
CANCELLED: Final = "Manual cancel"
EXHAUSTED: Final = "Synchronize failed because it exceeded the maximum retries"
"""The Android client's words."""


class SyncManager(Manager):
    """Synchronises one dataset of a device, once; what it loses, somebody told it to."""

    offline: ClassVar[str] = "Network connectivity unavailable."
    _refusals = 0
    _told: frozenset[str] = frozenset()

    def _synchronized(self) -> Synchronization:
        for number in range(1, PASSES + 1):
            self.passes = number
            if (yield from self._passed()):
                return self.outcome("done")
        return self.outcome("failed", EXHAUSTED)

    def _passed(self) -> Steps[bool]:
        """Pull, resolve and push; False when somebody else wrote in between."""
        if self.last_sync_count == DELETED and (yield from self._delete()):
            return True
        count = self.last_sync_count
        listing = yield from self._list(count)
        yield from self._tell_merged(listing)
        if listing.deleted or (count != 0 and not listing.exists):
            yield from self._tell_deleted()
            return True
        yield from self._pull(listing)
        return (yield from self._push(listing))

    # --- whole datasets ----------------------------------------------------------------------------------------------

    def _delete(self) -> Steps[bool]:
        """Have the service delete the dataset; False when the app wrote into it again meanwhile."""
        reply = yield from self._send("DeleteDataset", DatasetName=self.dataset)
        if reply.error is not None and reply.error.code != "ResourceNotFoundException":
            raise self.fail(reply.error.message)
        if self.dirty():
            yield from self._store((), 0)
            return False
        yield from self._purge()
        return True

    def _tell_deleted(self) -> Steps[None]:
        if not (yield AsksDeleted(self.dataset)):
            raise self._cancelled()
        yield from self._purge()

    def _tell_merged(self, listing: Listing) -> Steps[None]:
        """Tell the app of datasets that a merge left, once; only names that a merge can have made count."""
        merged = tuple(sorted({*listing.merged, *self._merged_here()} - self._told))
        if not merged:
            return
        self._told |= frozenset(merged)
        if not (yield AsksMerged(self.dataset, merged)):
            raise self._cancelled()

    def _merged_here(self) -> set[str]:
        rows = local_datasets(self.world.store, self.name, self.identity_id)
        prefix = self.dataset + MERGED_BY
        there = {row.name for row in rows if row.last_sync_count != DELETED and row.name.startswith(prefix)}
        return {name for name in there if is_identity(name.removeprefix(prefix))}

    def _cancelled(self) -> Ended:
        return Ended(self.outcome("cancelled", CANCELLED))

    # --- pull --------------------------------------------------------------------------------------------------------

    def _pull(self, listing: Listing) -> Steps[None]:
        """Store what came; of a dataset that is not there nothing is known yet, whatever its count."""
        count = listing.count if listing.exists else 0
        resolved: list[LocalRecord] = []
        while True:
            sorted_out = sort_out(listing.records, self.local)
            self.pulled |= dict.fromkeys(record.key for record in sorted_out.news)
            if not sorted_out.conflicts:
                break
            if sorted_out.news:
                yield from self._store(map(self.clean, sorted_out.news))
            found = yield from self._resolve(sorted_out.conflicts)
            if found is not None:
                resolved = found
                sorted_out = msgspec.structs.replace(sorted_out, news=[], conflicts=[])
                break
        yield from self._pulled([*map(self.clean, sorted_out.news), *resolved, *self._gone(listing)], count)

    def _gone(self, listing: Listing) -> list[LocalRecord]:
        if listing.since or self.row is None:
            return []
        cached = local_records(self.world.store, self.name, self.identity_id, self.dataset)
        return gone(listing.records, cached)

    def _pulled(self, records: list[LocalRecord], count: int) -> Steps[None]:
        settled = {record.key for record in records if not record.dirty}
        waiting = {record.key for record in (*self.dirty(), *records) if record.dirty} - settled
        if records or count != self.last_sync_count or not waiting:
            yield from self._store(records, count, synced=not waiting)

    def _resolve(self, conflicts: list[Conflict]) -> Steps[list[LocalRecord] | None]:
        """Ask the app about conflicts; None when somebody edited one of the records meanwhile, so that it must be asked again."""
        answers = yield from self._ask(conflicts)
        if answers is None or not answers.keys() >= {conflict.key for conflict in conflicts}:
            raise self._cancelled()
        if any(self.local(conflict.key) != conflict.local for conflict in conflicts):
            return None
        resolved = [self.resolved(conflict, answers[conflict.key]) for conflict in conflicts]
        self.pulled |= dict.fromkeys(record.key for record in resolved if not record.dirty)
        return resolved

    # --- push --------------------------------------------------------------------------------------------------------

    def _push(self, listing: Listing) -> Steps[bool]:
        dirty = self.dirty()
        if not dirty:
            return True
        device_id = self.device.device_ids.get(self.identity_id)
        named = {"DeviceId": device_id} if device_id else {}
        patches = [patch(record) for record in dirty]
        reply = yield from self._send(
            "UpdateRecords", DatasetName=self.dataset, SyncSessionToken=listing.token, RecordPatches=patches, **named
        )
        if reply.error is None:
            yield from self._pushed(dirty, reply, listing)
            return True
        if not _worth_another(reply):
            raise self.fail(reply.error.message)
        yield from self._go_back(dirty)
        return False

    def _pushed(self, sent: list[LocalRecord], reply: Reply, listing: Listing) -> Steps[None]:
        """Store what the service took. Nobody else wrote since the list if the count is the next one; else the rest comes later."""
        told = [remote_record(row) for row in reply.output["Records"]]
        counts = {record.key: record.sync_count for record in sent}
        self.pushed |= dict.fromkeys(one.key for one in told if one.sync_count > counts.get(one.key, one.sync_count))
        self.pulled |= dict.fromkeys(one.key for one in told if one.key not in counts)
        records, complete = pushed_records(sent, told, self.local, self.clean)
        newest = max((record.sync_count for record in told), default=0)
        count = newest if complete and newest == listing.count + 1 else self.last_sync_count
        yield from self._store(records, count, synced=True)

    def _go_back(self, dirty: list[LocalRecord]) -> Steps[None]:
        """Ask for more at the next list if one list did not show what the service has newer: the cache missed it before.

        The .NET client's repair of a LastSyncCount that had gone too far.
        """
        self._refusals += 1
        lowest = min(record.sync_count for record in dirty)
        if self._refusals > 1 and lowest < self.last_sync_count:
            yield from self._store((), lowest)


def _worth_another(reply: Reply) -> bool:
    """Tell whether another list may help: somebody wrote since, or the app took so long that the session ran out."""
    error = reply.error
    assert error is not None
    return error.code == "ResourceConflictException" or error.message.startswith("SyncSessionToken")
