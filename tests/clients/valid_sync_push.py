"""One call that goes well for every operation of Cognito Sync that is about devices, settings and streams."""

from __future__ import annotations

from cogtui.cloud.callers import Keys
from tests.clients.prepared import Params, Prepared
from tests.clients.valid_cognito import Valid
from tests.clients.valid_sync import of_dataset, of_identity, of_pool
from tests.cloud.sync_push_worlds import blocks_of, device_of, own_keys

FUNCTION = "arn:aws:lambda:us-east-1:{}:function:f"


def _of_device(here: Prepared) -> Params:
    return of_dataset(here) | {"DeviceId": here.here.do(lambda: device_of(here.here.world))}


SYNC_PUSH: dict[str, Valid] = {
    "BulkPublish": of_pool,
    "GetBulkPublishDetails": of_pool,
    "GetCognitoEvents": of_pool,
    "GetIdentityPoolConfiguration": of_pool,
    "RegisterDevice": lambda here: of_identity(here) | {"Platform": "GCM", "Token": "another phone's/é"},
    "SetCognitoEvents": lambda here: of_pool(here) | {"Events": {"SyncTrigger": FUNCTION.format(here.account)}},
    "SetIdentityPoolConfiguration": lambda here: of_pool(here) | here.here.do(lambda: blocks_of(here.here.world)),
    "SubscribeToDataset": lambda here: _of_device(here) | {"DatasetName": "scores"},
    "UnsubscribeFromDataset": _of_device,
}

OF_IDENTITIES = frozenset({"RegisterDevice", "SubscribeToDataset", "UnsubscribeFromDataset"})
"""Operations that an identity's own credentials alone are good for."""


def signer(here: Prepared, service: str, operation: str) -> Keys:
    """Return the keys with which an operation goes well: an administrator's, or those of the identity that is signed in."""
    if service == "cognito-sync" and operation in OF_IDENTITIES:
        return here.here.do(lambda: own_keys(here.here.world))
    return here.here.demo
