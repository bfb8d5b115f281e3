"""RegisterDevice, SubscribeToDataset, UnsubscribeFromDataset: which devices are told of changes.

Source: Developer Guide, "Push sync"; API reference of the three.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_sync import errors, push_errors
from cogtui.cloud.services.cognito_sync.lookup import as_identity, dataset_named
from cogtui.cloud.services.cognito_sync.push_records import (
    REGISTERED,
    SUBSCRIPTIONS,
    PoolConfiguration,
    PushSync,
    RegisteredDevice,
    Subscription,
    configuration_of,
)
from cogtui.cloud.services.cognito_sync.role_sessions import keys_for


def register_device(call: Call, *, IdentityPoolId: str, IdentityId: str, Platform: str, Token: str) -> dict[str, Any]:
    """Make an endpoint in SNS for a device, and give the device an id.

    DIFFERS: what a second registration of the same token gives is not published; here it is the same DeviceId.
    """
    as_identity(call, IdentityPoolId, IdentityId)
    configuration = configuration_of(call.tx, IdentityPoolId)
    push = _push_for(call, configuration, Platform)
    endpoint = _endpoint(call, configuration, push, Platform, Token)
    for known in call.tx.scan(REGISTERED, IdentityId):
        if (known.platform, known.token, known.endpoint_arn) == (Platform, Token, endpoint):
            return {"DeviceId": known.device_id}
    device = RegisteredDevice(IdentityId, call.ids.uuid(), Platform, Token, endpoint, call.now)
    call.tx.put(REGISTERED, device)
    return {"DeviceId": device.device_id}


def subscribe_to_dataset(
    call: Call, *, IdentityPoolId: str, IdentityId: str, DatasetName: str, DeviceId: str
) -> dict[str, Any]:
    """Let a device hear of changes of a dataset; nothing happens when it does already."""
    as_identity(call, IdentityPoolId, IdentityId)
    configuration = configuration_of(call.tx, IdentityPoolId)
    place = configuration.place("PushSync", "push")
    call.require("sync.push.configured", configuration.push, push_errors.no_push, place=place, pool=IdentityPoolId)
    dataset_named(call, IdentityId, DatasetName)
    _device_named(call, IdentityId, DeviceId)
    call.tx.put(SUBSCRIPTIONS, Subscription(IdentityId, DatasetName, DeviceId))
    return {}


def unsubscribe_from_dataset(
    call: Call, *, IdentityPoolId: str, IdentityId: str, DatasetName: str, DeviceId: str
) -> dict[str, Any]:
    """Let a device hear no more of changes of a dataset."""
    as_identity(call, IdentityPoolId, IdentityId)
    dataset_named(call, IdentityId, DatasetName)
    _device_named(call, IdentityId, DeviceId)
    subscription = (IdentityId, DatasetName, DeviceId)
    known = call.tx.get(SUBSCRIPTIONS, subscription)
    missing = push_errors.not_subscribed(DeviceId, DatasetName)
    call.require("sync.push.subscribed", known is not None, missing, device=DeviceId, dataset=DatasetName)
    call.tx.delete(SUBSCRIPTIONS, subscription)
    return {}


def _push_for(call: Call, configuration: PoolConfiguration, platform: str) -> PushSync:
    push = configuration.push
    listed = push.application_arns if push else ()
    application = push.application_for(platform) if push else ""
    error = push_errors.no_application(platform)
    place = configuration.place("PushSync", "push")
    call.require("sync.push.platform", application, error, place=place, platform=platform, has=listed)
    assert push is not None
    return push


def _endpoint(call: Call, configuration: PoolConfiguration, push: PushSync, platform: str, token: str) -> str:
    """Return the ARN of the device's endpoint, which SNS makes unless there is one for the token.

    DIFFERS: what AWS writes into CustomUserData is not published. Here it is nothing, so that a phone on which somebody else
    signs in has the same endpoint.
    """
    place = configuration.place("PushSync", "push")
    try:
        keys = keys_for(call, configuration.pool_id, push.role_arn)
    except AwsError as problem:
        error = push_errors.role_not_assumed(push.role_arn)
        call.require("sync.push.role", False, error, place=place, role=push.role_arn, problem=problem.message)
        raise
    asked = {"PlatformApplicationArn": push.application_for(platform), "Token": token}
    try:
        return call.invoke("sns", "CreatePlatformEndpoint", asked, keys)["EndpointArn"]
    except AwsError as problem:
        error = push_errors.no_endpoint(problem.message)
        call.require("sync.push.endpoint", False, error, place=place, problem=problem.message, code=problem.code)
        raise


def _device_named(call: Call, identity_id: str, device_id: str) -> None:
    known = call.tx.get(REGISTERED, (identity_id, device_id))
    missing = errors.not_found("Device", device_id)
    call.require("sync.push.device", known is not None, missing, device=device_id, identity=identity_id)
