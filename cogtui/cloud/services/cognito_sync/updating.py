"""Writing records: all patches of a call or none, and one step of the dataset's count (API reference, UpdateRecords)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_sync import after_write, sync_trigger
from cogtui.cloud.services.cognito_sync.holdings import Records, use, write
from cogtui.cloud.services.cognito_sync.limits import require_room, require_within
from cogtui.cloud.services.cognito_sync.lookup import as_either, existing
from cogtui.cloud.services.cognito_sync.patches import Patch, read_patches, require_counts
from cogtui.cloud.services.cognito_sync.records import DATASETS, Dataset, SyncRecord
from cogtui.cloud.services.cognito_sync.session_tokens import require_session
from cogtui.cloud.services.cognito_sync.shapes import Output, shown


def update_records(
    call: Call,
    *,
    IdentityPoolId: str,
    IdentityId: str,
    DatasetName: str,
    SyncSessionToken: str,
    RecordPatches: list[dict[str, Any]] | None = None,
    DeviceId: str | None = None,
    ClientContext: str | None = None,
) -> Output:
    """Store what the patches say where the caller knew every record as it is; a dataset that is not there comes into being.

    DIFFERS: in which order AWS checks is not published, nor what LastModifiedBy holds: here the DeviceId, which need not be
    registered, or else the identity's id.
    """
    del ClientContext  # documented as not implemented
    patches = read_patches(call, RecordPatches or [])
    as_either(call, IdentityPoolId, IdentityId)
    require_session(call, SyncSessionToken, IdentityPoolId, IdentityId, DatasetName)
    dataset = _of_name(call, IdentityPoolId, IdentityId, DatasetName)
    before = Records(call.tx, dataset.scope)
    require_counts(call, dataset.scope, before, patches)
    changes = sync_trigger.applied(call, dataset, before, {patch.key: patch.value for patch in patches})
    if not changes:
        return {"Records": _untouched(before, patches)}
    if existing(call, IdentityId, DatasetName) is None:
        require_room(call, IdentityId)
    changed = _records(call, dataset, patches, changes, DeviceId or IdentityId)
    after = _stored(call, dataset, before, changed)
    after_write.tell(call, after, changed, writer=DeviceId or "")
    return {"Records": [shown(record) for record in changed]}


def _of_name(call: Call, pool_id: str, identity_id: str, name: str) -> Dataset:
    """Return the dataset as it is, or a new one; where there was one before, the count goes on from there."""
    dataset = call.tx.get(DATASETS, (identity_id, name))
    if dataset is None:
        return Dataset(pool_id, identity_id, name, call.now, call.now, identity_id)
    return dataset if dataset.exists else msgspec.structs.replace(dataset, exists=True, created=call.now)


def _records(
    call: Call, dataset: Dataset, patches: Sequence[Patch], changes: dict[str, str | None], writer: str
) -> list[SyncRecord]:
    """Return the records as the call leaves them; what a trigger added has no date of a device."""
    told = {patch.key: patch.device_modified for patch in patches}
    count = dataset.sync_count + 1
    return [
        SyncRecord(dataset.scope, key, value, count, call.now, writer, told.get(key)) for key, value in changes.items()
    ]


def _stored(call: Call, dataset: Dataset, before: Records, changed: Sequence[SyncRecord]) -> Dataset:
    """Store the records, and what the dataset and the pool hold with them."""
    replaced = [record for one in changed if (record := before.get(one.key)) is not None]
    octets = sum(one.size for one in changed) - sum(one.size for one in replaced)
    count = _living(changed) - _living(replaced)
    after = msgspec.structs.replace(
        dataset,
        sync_count=dataset.sync_count + 1,
        size=dataset.size + octets,
        count=dataset.count + count,
        modified=call.now,
        modified_by=changed[0].modified_by,
    )
    require_within(call, after)
    write(call.tx, after, changed)
    call.tx.put(DATASETS, after)
    use(call.tx, dataset.pool_id, call.now, octets=octets)
    return after


def _living(records: Sequence[SyncRecord]) -> int:
    return sum(1 for record in records if record.value is not None)


def _untouched(before: Records, patches: Sequence[Patch]) -> list[Output]:
    """Return the records that were asked for as they are, where a trigger let nothing through.

    DIFFERS: what AWS answers then is not published; to an empty list the JavaScript client waits for ever.
    """
    return [
        shown(record) if (record := before.get(patch.key)) else {"Key": patch.key, "SyncCount": 0} for patch in patches
    ]
