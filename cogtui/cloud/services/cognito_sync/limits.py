"""How much an identity can store: datasets, records of a dataset, its size (Developer Guide, "Quotas in Amazon Cognito")."""

from __future__ import annotations

from typing import Final

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_sync import errors
from cogtui.cloud.services.cognito_sync.datasets import datasets_of
from cogtui.cloud.services.cognito_sync.records import Dataset

MOST_DATASETS: Final = 20
MOST_RECORDS: Final = 1024
"""DIFFERS: whether removed records count is not published; here they do not."""
MOST_OCTETS: Final = 1_048_576


def require_room(call: Call, identity_id: str) -> None:
    """Refuse one more dataset where an identity has as many as it can; what merges left counts too."""
    has = sum(1 for _ in datasets_of(call.tx, identity_id))
    full = errors.limit_exceeded(f"an identity can have {MOST_DATASETS} datasets")
    call.require("sync.limit.datasets", has < MOST_DATASETS, full, most=MOST_DATASETS, has=has)


def require_within(call: Call, dataset: Dataset) -> None:
    """Refuse a dataset that has grown beyond what is stored; one that fits goes without saying."""
    if dataset.count > MOST_RECORDS:
        many = errors.limit_exceeded(f"a dataset can have {MOST_RECORDS} records")
        call.refuse("sync.limit.records", many, most=MOST_RECORDS, would_have=dataset.count)
    if dataset.size > MOST_OCTETS:
        large = errors.limit_exceeded(f"a dataset can have {MOST_OCTETS} bytes")
        call.refuse("sync.limit.size", large, most=MOST_OCTETS, would_have=dataset.size)
