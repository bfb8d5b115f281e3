"""What follows a stored change: pushes to the identity's other devices, and a record in the pool's stream."""

from __future__ import annotations

from collections.abc import Sequence

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_sync import notifying, streaming
from cogtui.cloud.services.cognito_sync.push_records import CONFIGURATIONS, REGISTERED, SUBSCRIPTIONS, subscribed
from cogtui.cloud.services.cognito_sync.records import Dataset, SyncRecord


def tell(call: Call, dataset: Dataset, changed: Sequence[SyncRecord], *, writer: str, removed: bool = False) -> None:
    """Tell of a change; whatever becomes of it, the change stands.

    `writer` is the DeviceId of the device that made it, empty where it gave none. `removed`: the dataset was deleted, and its
    subscriptions go with it. DIFFERS: whether AWS tells of deletions, and whether subscriptions outlive them, is not known.
    """
    configuration = call.tx.get(CONFIGURATIONS, (dataset.pool_id,))
    if configuration is not None:
        notifying.send(call, configuration, dataset, writer)
        streaming.stream(call, configuration, dataset, changed, removed=removed)
    if removed:
        for row in subscribed(call.tx, dataset.identity_id, dataset.name):
            call.tx.delete(SUBSCRIPTIONS, (row.identity_id, row.dataset, row.device_id))


def forget_identity(call: Call, identity_id: str) -> None:
    """Forget the devices of an identity that was deleted, or merged into another.

    DIFFERS: what becomes of the latter's devices is not published; at the other identity they register anew, as the clients do.
    """
    for row in list(call.tx.scan(SUBSCRIPTIONS, identity_id)):
        call.tx.delete(SUBSCRIPTIONS, (row.identity_id, row.dataset, row.device_id))
    for device in list(call.tx.scan(REGISTERED, identity_id)):
        call.tx.delete(REGISTERED, (identity_id, device.device_id))
