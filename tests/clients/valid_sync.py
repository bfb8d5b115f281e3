"""One call that goes well for every simulated operation of Cognito Sync."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.clients.prepared import Params, Prepared
from tests.clients.valid_cognito import Valid
from tests.cloud.sync_worlds import DATASET, removed, replaced

AT = datetime(2026, 1, 5, 8, 59, 58, 250_000, tzinfo=UTC)


def of_pool(here: Prepared) -> Params:
    return {"IdentityPoolId": here.app.identity_pool_id}


def of_identity(here: Prepared) -> Params:
    return of_pool(here) | {"IdentityId": here.held["identity_id"]}


def of_dataset(here: Prepared) -> Params:
    return of_identity(here) | {"DatasetName": DATASET}


def _session(here: Prepared) -> str:
    return here.done("cognito-sync", "ListRecords", **of_dataset(here))["SyncSessionToken"]


def _patches(here: Prepared) -> Params:
    dated = replaced("theme", "light é", 2) | {"DeviceLastModifiedDate": AT}
    patches = [dated, removed("size", 1), replaced("my key/ü", "")]
    told = {"DeviceId": "phone-1", "ClientContext": "test"}
    return of_dataset(here) | {"SyncSessionToken": _session(here), "RecordPatches": patches} | told


COGNITO_SYNC: dict[str, Valid] = {
    "DeleteDataset": of_dataset,
    "DescribeDataset": of_dataset,
    "DescribeIdentityPoolUsage": of_pool,
    "DescribeIdentityUsage": of_identity,
    "ListDatasets": lambda here: of_identity(here) | {"MaxResults": 1},
    "ListIdentityPoolUsage": lambda here: {"MaxResults": 1},
    "ListRecords": lambda here: (
        of_dataset(here) | {"LastSyncCount": 1, "MaxResults": 1, "SyncSessionToken": _session(here)}
    ),
    "UpdateRecords": _patches,
}
