"""An identity pool that sends pushes and streams its changes, for tests of the door and of clients."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.callers import Keys
from cogtui.cloud.holdings import keys_of
from cogtui.cloud.services.cognito_sync.push_records import REGISTERED
from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from tests.builders import done, policy, role_of
from tests.cloud.sync_worlds import DATASET, Params, whose

TOKEN = "phone-1"
STREAM = "changes"
_TRUST = policy({"Principal": {"Service": "cognito-sync.amazonaws.com"}, "Action": "sts:AssumeRole"})
_ALLOWED = policy({"Action": ["sns:*", "kinesis:PutRecord"], "Resource": "*"})


def own_keys(world: World) -> Keys:
    """Return the credentials of the identity that is signed in."""
    keys = keys_of(world.held("app"))
    assert keys is not None
    return keys


def as_identity(world: World, operation: str, **params: Any) -> Params:
    """Make a call about the identity with its own credentials, which must succeed."""
    reply = world.call("cognito-sync", operation, whose(world) | params, caller=own_keys(world))
    assert reply.ok, reply.error
    return reply.output


def furnish_push(world: World) -> None:
    """Let the pool send pushes through the account's application, and stream its changes; the identity has a subscribed device."""
    role = role_of(world, "Sync", trust=_TRUST)
    done(world, "iam", "PutRolePolicy", RoleName="Sync", PolicyName="Sync", PolicyDocument=_ALLOWED)
    applications = done(world, "sns", "ListPlatformApplications")["PlatformApplications"]
    world.act("stream.put", name=STREAM)
    push = {"ApplicationArns": [applications[0]["PlatformApplicationArn"]], "RoleArn": role}
    streams = {"StreamName": STREAM, "RoleArn": role, "StreamingStatus": "ENABLED"}
    pool = {"IdentityPoolId": settings_of(world).identity_pool_id}
    done(world, "cognito-sync", "SetIdentityPoolConfiguration", **pool, PushSync=push, CognitoStreams=streams)
    device_id = as_identity(world, "RegisterDevice", Platform="GCM", Token=TOKEN)["DeviceId"]
    as_identity(world, "SubscribeToDataset", DatasetName=DATASET, DeviceId=device_id)


def device_of(world: World) -> str:
    """Return the DeviceId of the identity's device."""
    return next(world.store.scan(REGISTERED, whose(world)["IdentityId"])).device_id


def blocks_of(world: World) -> Params:
    """Return the pool's settings as SetIdentityPoolConfiguration takes them."""
    shown = done(world, "cognito-sync", "GetIdentityPoolConfiguration", IdentityPoolId=whose(world)["IdentityPoolId"])
    return {name: shown[name] for name in ("PushSync", "CognitoStreams")}


def known_in_push(world: World) -> dict[str, list[Any]]:
    """Return values of the world's pushes and streams by the names of the members that take them."""
    blocks = blocks_of(world)
    function = f"arn:aws:lambda:us-east-1:{world.account}:function:f"
    return {
        "DeviceId": [device_of(world), "nothing"],
        "PushSync": [blocks["PushSync"], {}, {"RoleArn": blocks["PushSync"]["RoleArn"]}],
        "CognitoStreams": [blocks["CognitoStreams"], {"StreamingStatus": "DISABLED"}, {"StreamingStatus": "ENABLED"}],
        "Events": [{"SyncTrigger": function}, {"SyncTrigger": ""}, {"Other": function}, {}],
    }
