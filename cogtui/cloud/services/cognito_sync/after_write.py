"""What follows a stored change: pushes to the identity's other devices, and a record in the pool's stream."""

from __future__ import annotations

from collections.abc import Sequence

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_sync.records import Dataset, SyncRecord


def tell(
    call: Call, dataset: Dataset, changed: Sequence[SyncRecord], *, writer: str, removed: bool = False
) -> None:
    """Tell of a change; whatever becomes of it, the change stands. `removed`: the dataset was deleted."""
