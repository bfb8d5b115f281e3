"""What a merge of identities leaves: the absorbed one's datasets beside the other's, under longer names.

Amazon Cognito Developer Guide, "Handling callbacks": nothing is merged by value; the app does that, and deletes what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_sync.holdings import write
from cogtui.cloud.services.cognito_sync.records import DATASETS, PARENT_SEPARATOR, RECORDS, Dataset

LONGEST_NAME: Final = 128


def leave_beside(call: Call, dataset: Dataset, parent: str, absorbed: str) -> Dataset:
    """Copy a dataset to the identity that remains: the copy and its records begin with a count of 1.

    DIFFERS: only the name and the count are known. Here removed records are left behind, since nobody has seen them under the
    new name, and a dataset that an earlier merge left is reported where it was before.
    """
    kept = [record for record in call.tx.scan(RECORDS, dataset.scope) if record.value is not None]
    name = next(each for each in _names(dataset.name, absorbed) if call.tx.get(DATASETS, (parent, each)) is None)
    copy = Dataset(
        pool_id=dataset.pool_id,
        identity_id=parent,
        name=name,
        created=dataset.created,
        modified=dataset.modified,
        modified_by=dataset.modified_by,
        sync_count=1,
        size=sum(record.size for record in kept),
        count=len(kept),
        merged_into=dataset.merged_into or dataset.name,
    )
    write(call.tx, copy, [msgspec.structs.replace(record, scope=copy.scope, sync_count=1) for record in kept])
    call.tx.put(DATASETS, copy)
    return copy


def _names(name: str, absorbed: str) -> Iterator[str]:
    """Yield the names that a dataset may get: NAME.IDENTITY, and with a number where that is taken.

    DIFFERS: what AWS does with names that become longer than 128 characters is not published; here NAME is cut.
    """
    for number in count(1):
        suffix = f"{PARENT_SEPARATOR}{absorbed}{f'.{number}' if number > 1 else ''}"
        yield name[: LONGEST_NAME - len(suffix)] + suffix
