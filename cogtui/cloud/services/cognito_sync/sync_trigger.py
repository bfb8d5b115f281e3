"""The sync trigger (Cognito Events): a function that has its say about changes before they are stored."""

from __future__ import annotations

from collections.abc import Mapping

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_sync.records import Dataset, SyncRecord


def applied(
    call: Call, dataset: Dataset, before: Mapping[str, SyncRecord], changes: dict[str, str | None]
) -> dict[str, str | None]:
    """Return what is to be stored after the trigger had its say; None is a removal."""
    return changes
