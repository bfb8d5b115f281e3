"""Goals about data that devices synchronise, judged from the world: what is still missing, in words."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cogtui.cloud.device_sync.cache import (
    device_named,
    devices_of,
    dirty_records,
    identity_of,
    local_dataset,
    local_records,
)
from cogtui.cloud.device_sync.records import DELETED, UNKNOWN
from cogtui.cloud.services.cognito_sync.records import DATASETS, RECORDS
from cogtui.cloud.store import Reader
from cogtui.course.synced import CLOUD, Synced


class Side(msgspec.Struct, frozen=True):
    """A dataset as a device has it, or the cloud."""

    name: str
    """What sentences call it: "the phone"."""
    exists: bool
    count: int
    values: dict[str, str]
    """Without what was removed."""


def missing(wanted: Synced, reader: Reader) -> str:
    """Return what is still missing, one sentence without a full stop; empty when all holds."""
    if wanted.at != CLOUD and device_named(reader, wanted.at) is None:
        return f"there is no {wanted.at}"
    side = _cloud(wanted, reader) if wanted.at == CLOUD else _device(wanted.at, wanted.dataset, reader)
    return next(_problems(wanted, side, reader), "")


def _problems(wanted: Synced, side: Side, reader: Reader) -> Iterator[str]:
    device = device_named(reader, wanted.at)
    if wanted.online is not None and device is not None and device.online != wanted.online:
        yield f"{side.name} is {'online' if device.online else 'offline'}"
    if wanted.gone and side.exists:
        yield f"{side.name} still has the dataset `{wanted.dataset}`"
    if wanted.key:
        yield from _record(wanted, side)
    if wanted.dirty is not None or wanted.same:
        yield from _waiting(wanted.dirty or 0, side, _dirty(wanted, reader))
    if wanted.same:
        yield from _differences(side, _of_identity(identity_of(reader, wanted.at), wanted.dataset, reader))
    if (wanted.count is not None and side.count != wanted.count) or side.count < (wanted.least or 0):
        yield _counted(side)


def _record(wanted: Synced, side: Side) -> Iterator[str]:
    has = side.values.get(wanted.key)
    if wanted.removed:
        if has is not None:
            yield f"{side.name} still has `{wanted.key}`"
    elif has is None:
        yield f"{side.name} has no `{wanted.key}`"
    elif wanted.value is not None and has != wanted.value:
        yield f"{side.name} has `{wanted.key}` = `{has}`"


def _dirty(wanted: Synced, reader: Reader) -> list[str]:
    return [record.key for record in dirty_records(reader, wanted.at, identity_of(reader, wanted.at), wanted.dataset)]


def _waiting(wanted: int, side: Side, dirty: list[str]) -> Iterator[str]:
    if len(dirty) == wanted:
        return
    named = ", ".join(f"`{key}`" for key in dirty)
    waits = f"{named} {'waits' if len(dirty) == 1 else 'wait'}" if dirty else "nothing waits"
    yield f"{waits} on {side.name} to be sent"


def _differences(side: Side, cloud: Side) -> Iterator[str]:
    for key in sorted({*side.values, *cloud.values}):
        ours, theirs = side.values.get(key), cloud.values.get(key)
        if ours != theirs:
            yield f"{_has(side, key, ours)}, {_has(cloud, key, theirs)}"


def _has(side: Side, key: str, value: str | None) -> str:
    return f"{side.name} has no `{key}`" if value is None else f"{side.name} has `{key}` = `{value}`"


def _counted(side: Side) -> str:
    if side.name == _CLOUD:
        return f"{side.name} is at count {side.count}"
    return (
        f"{side.name} has synchronised up to count {side.count}"
        if side.count > 0
        else f"{side.name} never synchronised it"
    )


_CLOUD = "the cloud"


def _cloud(wanted: Synced, reader: Reader) -> Side:
    names = [wanted.of] if wanted.of else [device.name for device in devices_of(reader)]
    ids = (identity_of(reader, name) for name in names)
    return _of_identity(next((each for each in ids if each != UNKNOWN), UNKNOWN), wanted.dataset, reader)


def _of_identity(identity_id: str, dataset: str, reader: Reader) -> Side:
    row = reader.get(DATASETS, (identity_id, dataset))
    if row is None:
        return Side(_CLOUD, exists=False, count=0, values={})
    values = {record.key: record.value for record in reader.scan(RECORDS, row.scope) if record.value is not None}
    return Side(_CLOUD, row.exists, row.sync_count, values)


def _device(name: str, dataset: str, reader: Reader) -> Side:
    identity_id = identity_of(reader, name)
    row = local_dataset(reader, name, identity_id, dataset)
    if row is None or row.last_sync_count == DELETED:
        return Side(f"the {name}", exists=False, count=0, values={})
    records = local_records(reader, name, identity_id, dataset)
    values = {record.key: record.value for record in records if record.value is not None}
    return Side(f"the {name}", exists=True, count=row.last_sync_count, values=values)
