"""Datasets: listing, describing and deleting those of an identity.

Amazon Cognito Sync API reference, ListDatasets, DescribeDataset, DeleteDataset.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_sync import after_write
from cogtui.cloud.services.cognito_sync.holdings import use, wipe
from cogtui.cloud.services.cognito_sync.lookup import as_either, dataset_named
from cogtui.cloud.services.cognito_sync.paging import BY_NEXT_TOKEN, MOST_DATASETS, size_of
from cogtui.cloud.services.cognito_sync.records import DATASETS, Dataset
from cogtui.cloud.services.cognito_sync.shapes import described
from cogtui.cloud.store import Reader

Output = dict[str, Any]


def list_datasets(
    call: Call, *, IdentityPoolId: str, IdentityId: str, NextToken: str | None = None, MaxResults: int | None = None
) -> Output:
    """List an identity's datasets, with those that merges left; none is an ordinary answer."""
    del NextToken  # the page reads it
    as_either(call, IdentityPoolId, IdentityId)
    most = size_of(MaxResults, MOST_DATASETS)
    page = page_of(call, list(datasets_of(call.tx, IdentityId)), lambda row: row.name, most, BY_NEXT_TOKEN)
    return {"Datasets": [described(row) for row in page.rows], "Count": len(page.rows), **page.more}


def describe_dataset(call: Call, *, IdentityPoolId: str, IdentityId: str, DatasetName: str) -> Output:
    """Show a dataset: dates, size, number of records."""
    as_either(call, IdentityPoolId, IdentityId)
    return {"Dataset": described(dataset_named(call, IdentityId, DatasetName))}


def delete_dataset(call: Call, *, IdentityPoolId: str, IdentityId: str, DatasetName: str) -> Output:
    """Delete a dataset with its records, for good; devices that know it learn of it when they list its records next.

    DIFFERS: what becomes of the count is not published. Here deletion is one step of it, and a new dataset of the name goes on
    from there, so that counts never come back.
    """
    as_either(call, IdentityPoolId, IdentityId)
    dataset = dataset_named(call, IdentityId, DatasetName)
    count = dataset.sync_count + 1
    gone = msgspec.structs.replace(
        dataset,
        exists=False,
        sync_count=count,
        deleted_at=count,
        size=0,
        count=0,
        merged_into="",
        modified=call.now,
        modified_by=IdentityId,
    )
    wipe(call.tx, dataset.scope)
    call.tx.put(DATASETS, gone)
    use(call.tx, dataset.pool_id, call.now, octets=-dataset.size)
    after_write.tell(call, gone, (), writer="", removed=True)
    return {"Dataset": described(dataset)}


def datasets_of(reader: Reader, identity_id: str) -> Iterator[Dataset]:
    """Yield the datasets that an identity has, by name."""
    return (row for row in reader.scan(DATASETS, identity_id) if row.exists)
