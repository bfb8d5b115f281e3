"""Listing a dataset's records: what changed since the count that a device has seen (API reference, ListRecords)."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_sync.datasets import datasets_of
from cogtui.cloud.services.cognito_sync.holdings import changed_since, position, use
from cogtui.cloud.services.cognito_sync.lookup import as_either
from cogtui.cloud.services.cognito_sync.paging import BY_NEXT_TOKEN, MOST_RECORDS, size_of
from cogtui.cloud.services.cognito_sync.records import DATASETS, POOL_USAGE, Dataset
from cogtui.cloud.services.cognito_sync.session_tokens import LIFETIME, Session, require_session, token_of
from cogtui.cloud.services.cognito_sync.shapes import shown

Output = dict[str, Any]


def list_records(
    call: Call,
    *,
    IdentityPoolId: str,
    IdentityId: str,
    DatasetName: str,
    LastSyncCount: int | None = None,
    NextToken: str | None = None,
    MaxResults: int | None = None,
    SyncSessionToken: str | None = None,
) -> Output:
    """List the records that were touched after a count, removed ones without a value, and open a session for the answer.

    A dataset that is not there is an ordinary answer. DIFFERS: whether Count is the page's or the whole list's is not published;
    here it is the page's. Nor is DatasetSyncCount of a dataset that never was: 0 here.
    """
    as_either(call, IdentityPoolId, IdentityId)
    token = _session(call, IdentityPoolId, IdentityId, DatasetName, SyncSessionToken, turns=NextToken is not None)
    dataset = call.tx.get(DATASETS, (IdentityId, DatasetName))
    seen = LastSyncCount or 0
    rows = changed_since(call.tx, dataset, seen) if dataset else []
    page = page_of(call, rows, position, size_of(MaxResults, MOST_RECORDS), BY_NEXT_TOKEN)
    return {
        "Records": [shown(record) for record in page.rows],
        "Count": len(page.rows),
        **page.more,
        "DatasetSyncCount": dataset.sync_count if dataset else 0,
        **({"LastModifiedBy": dataset.modified_by} if dataset else {}),
        "MergedDatasetNames": _merged(call, IdentityId, DatasetName),
        "DatasetExists": dataset is not None and dataset.exists,
        "DatasetDeletedAfterRequestedSyncCount": _deleted_since(call, dataset, seen),
        "SyncSessionToken": token,
    }


def _session(call: Call, pool_id: str, identity_id: str, dataset: str, given: str | None, *, turns: bool) -> str:
    """Return the token of the session that the call goes on with, or opens.

    DIFFERS: what AWS counts as a session is not published; here it is a list without a session's token, with all its pages.
    """
    if given is not None:
        require_session(call, given, pool_id, identity_id, dataset)
        return given
    usage = call.tx.get(POOL_USAGE, (pool_id,)) if turns else None
    usage = usage or use(call.tx, pool_id, call.now, sessions=1)
    return token_of(call.ids, Session(usage.sessions, pool_id, identity_id, dataset, call.now + LIFETIME))


def _deleted_since(call: Call, dataset: Dataset | None, seen: int) -> bool:
    """Tell whether the dataset was deleted after a count that the caller has seen, even if it is there again.

    DIFFERS: what AWS tells a caller who has seen nothing is not published; were it "deleted", every new device would believe it.
    """
    deleted = dataset is not None and 0 < seen < dataset.deleted_at
    if dataset is not None and seen > 0:
        place = Place("setting", f"dataset {dataset.name}", DATASETS.name, (dataset.identity_id, dataset.name))
        at = Fact("deleted_at", dataset.deleted_at, place)
        call.note("sync.deleted_since", not deleted, seen=seen, deleted_at=at, now=dataset.sync_count)
    return deleted


def _merged(call: Call, identity_id: str, name: str) -> list[str]:
    """Return the names of the datasets that merges left beside one.

    DIFFERS: whether AWS reports them beside a dataset that the identity does not have itself is not published; here it does.
    """
    names = [row.name for row in datasets_of(call.tx, identity_id) if row.merged_into == name]
    if names:
        call.note("sync.unmerged", passed=False, merged=names)
    return names
