"""A dataset's records, and the index of what each step of its count touched: reading what changed, writing changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from cogtui.cloud.services.cognito_sync.records import POOL_USAGE, RECORDS, STEPS, Dataset, PoolUsage, Step, SyncRecord
from cogtui.cloud.store import Reader, Transaction

FEW_STEPS = 32
"""As many steps are looked up one by one whatever the size of the dataset."""


class Records(Mapping[str, SyncRecord]):
    """The records of a dataset by key, tombstones too; each is read when it is asked for."""

    def __init__(self, reader: Reader, scope: str) -> None:
        self._reader = reader
        self._scope = scope

    def __getitem__(self, key: str) -> SyncRecord:
        found = self._reader.get(RECORDS, (self._scope, key))
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return (record.key for record in self._reader.scan(RECORDS, self._scope))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def position(record: SyncRecord) -> str:
    """Return where a record stands in lists: what is written while somebody turns the pages comes on a later page."""
    return f"{step_name(record.sync_count)} {record.key}"


def changed_since(reader: Reader, dataset: Dataset, count: int) -> list[SyncRecord]:
    """Return the records that were touched after the dataset had a count, those touched first at the front."""
    if count <= 0:
        return sorted(reader.scan(RECORDS, dataset.scope), key=position)
    keys = [key for step in _steps_after(reader, dataset, count) for key in step.keys]
    found = [reader.get(RECORDS, (dataset.scope, key)) for key in keys]
    return sorted([record for record in found if record is not None], key=position)


def _steps_after(reader: Reader, dataset: Dataset, count: int) -> list[Step]:
    """Return the steps after a count, the way that is less work."""
    few = dataset.sync_count - count <= max(dataset.count, FEW_STEPS)
    return steps_looked_up(reader, dataset, count) if few else steps_looked_over(reader, dataset, count)


def steps_looked_up(reader: Reader, dataset: Dataset, count: int) -> list[Step]:
    """Return the steps after a count that still hold records, asking for one after the other: for few writes since."""
    counts = range(count + 1, dataset.sync_count + 1)
    found = [reader.get(STEPS, (dataset.scope, step_name(each))) for each in counts]
    return [step for step in found if step is not None]


def steps_looked_over(reader: Reader, dataset: Dataset, count: int) -> list[Step]:
    """Return the same steps by a look at all that hold records: for many writes to few records."""
    return [step for step in reader.scan(STEPS, dataset.scope) if step.count > step_name(count)]


def write(tx: Transaction, dataset: Dataset, changed: Sequence[SyncRecord]) -> None:
    """Store records that all have the dataset's new count, and have the index say so."""
    leaving: dict[int, set[str]] = {}
    for record in changed:
        before = tx.get(RECORDS, (record.scope, record.key))
        if before is not None:
            leaving.setdefault(before.sync_count, set()).add(record.key)
        tx.put(RECORDS, record)
    for count, keys in leaving.items():
        _leave(tx, dataset.scope, step_name(count), keys)
    if changed:
        name = step_name(dataset.sync_count)
        tx.put(STEPS, Step(dataset.scope, name, tuple([record.key for record in changed])))


def _leave(tx: Transaction, scope: str, name: str, keys: set[str]) -> None:
    """Take keys out of a step; one without any goes."""
    step = tx.get(STEPS, (scope, name))
    assert step is not None
    left = tuple([key for key in step.keys if key not in keys])
    if left:
        tx.put(STEPS, msgspec.structs.replace(step, keys=left))
    else:
        tx.delete(STEPS, (scope, name))


def wipe(tx: Transaction, scope: str) -> None:
    """Take all records of a dataset away."""
    for record in tx.scan(RECORDS, scope):
        tx.delete(RECORDS, (scope, record.key))
    for step in tx.scan(STEPS, scope):
        tx.delete(STEPS, (scope, step.count))


def use(tx: Transaction, pool_id: str, now: float, *, sessions: int = 0, octets: int = 0) -> PoolUsage:
    """Add to what a pool used, and return that."""
    before = tx.get(POOL_USAGE, (pool_id,)) or PoolUsage(pool_id, 0, now)
    after = PoolUsage(pool_id, before.sessions + sessions, now, before.size + octets)
    tx.put(POOL_USAGE, after)
    return after


def step_name(count: int) -> str:
    """Return a count as the index has it: keys sort as text."""
    return f"{count:012d}"
