"""What happens to identities and pools, as far as it concerns their data (see `registry.announce`)."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_sync.after_write import forget_identity
from cogtui.cloud.services.cognito_sync.datasets import datasets_of
from cogtui.cloud.services.cognito_sync.holdings import use, wipe
from cogtui.cloud.services.cognito_sync.merging import leave_beside
from cogtui.cloud.services.cognito_sync.push_records import BULK_RUNS, CONFIGURATIONS
from cogtui.cloud.services.cognito_sync.records import DATASETS, POOL_USAGE


def identities_merged(call: Call, *, pool_id: str, parent: str, absorbed: str) -> None:
    """Put the absorbed identity's datasets beside those of the one that remains."""
    rows = list(datasets_of(call.tx, absorbed))
    left = [leave_beside(call, dataset, parent, absorbed) for dataset in rows]
    if left:
        octets = sum(dataset.size for dataset in left) - sum(dataset.size for dataset in rows)
        use(call.tx, pool_id, call.now, octets=octets)
        names = [dataset.name for dataset in left]
        call.note("sync.merged", passed=True, datasets=names, parent=parent, absorbed=absorbed)
    _forget(call, absorbed)


def identity_deleted(call: Call, *, identity_id: str) -> None:
    """Delete an identity's data."""
    for dataset in datasets_of(call.tx, identity_id):
        use(call.tx, dataset.pool_id, call.now, octets=-dataset.size)
    _forget(call, identity_id)


def pool_deleted(call: Call, *, pool_id: str) -> None:
    """Forget what a pool used and how it was set; its identities' data went with them."""
    call.tx.delete(POOL_USAGE, (pool_id,))
    call.tx.delete(CONFIGURATIONS, (pool_id,))
    call.tx.delete(BULK_RUNS, (pool_id,))


def _forget(call: Call, identity_id: str) -> None:
    """Take away all that was kept for an identity, deleted datasets too."""
    for dataset in call.tx.scan(DATASETS, identity_id):
        wipe(call.tx, dataset.scope)
        call.tx.delete(DATASETS, (identity_id, dataset.name))
    forget_identity(call, identity_id)
