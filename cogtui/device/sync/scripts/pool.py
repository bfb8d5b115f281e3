"""The operator's part in scripts: an identity pool that sends pushes, where it does not yet."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, Final

from cogtui.cloud.accounts.principals import ROLES
from cogtui.cloud.callers import Operator
from cogtui.cloud.device_sync.cache import device_named
from cogtui.cloud.services.cognito_sync.push_records import CONFIGURATIONS, PushSync
from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from cogtui.device.sync.scripts.cast import Kinds, player
from cogtui.device.sync.scripts.script import NOTHING, Course, Take, done

NAME: Final = "SyncScripts"
"""Of the platform application and the role that scripts make."""

_TRUST: Final = {"Effect": "Allow", "Principal": {"Service": "cognito-sync.amazonaws.com"}, "Action": "sts:AssumeRole"}
_PUBLISH: Final = {"Effect": "Allow", "Action": ["sns:CreatePlatformEndpoint", "sns:Publish"], "Resource": "*"}
_CREDENTIALS: Final = {"PlatformPrincipal": "certificate", "PlatformCredential": "key"}


def operator(world: World, service: str, operation: str, **params: Any) -> None:
    """Make a call as the account's operator."""
    world.call(service, operation, params, caller=Operator(world.account))


def pushes(kinds: Kinds, number: int) -> Take:
    """Have the identity pool able to push to one of the cast: an application of its platform, and a role to publish with."""
    return player(kinds, number, _able_to_push)


def _able_to_push(world: World, name: str) -> Course:
    device, pool = device_named(world.store, name), settings_of(world, name).identity_pool_id
    assert device is not None
    configuration = world.store.get(CONFIGURATIONS, (pool,))
    push = configuration.push if configuration is not None else None
    if push is not None and push.application_for(device.platform):
        return NOTHING
    problem = (yield from _role(world)) if push is None else NOTHING
    if problem:
        return problem
    given = {"Name": NAME, "Platform": device.platform, "Attributes": _attributes(device.platform)}
    problem = yield from done(world, partial(operator, world, "sns", "CreatePlatformApplication", **given))
    if problem:
        return problem
    arn = f"arn:aws:sns:{world.region}:{world.account}:app/{device.platform}/{NAME}"
    known = push or PushSync((), f"arn:aws:iam::{world.account}:role/{NAME}")
    settings = {"ApplicationArns": [*known.application_arns, arn], "RoleArn": known.role_arn}
    asked = {"IdentityPoolId": pool, "PushSync": settings}
    return (yield from done(world, partial(operator, world, "cognito-sync", "SetIdentityPoolConfiguration", **asked)))


def _attributes(platform: str) -> dict[str, str]:
    """Return the credentials that a platform asks for; Google's has no principal."""
    return {name: value for name, value in _CREDENTIALS.items() if platform != "GCM" or name == "PlatformCredential"}


def _role(world: World) -> Course:
    if world.store.get(ROLES, (world.account, NAME)) is not None:
        return NOTHING
    made = partial(operator, world, "iam", "CreateRole", RoleName=NAME, AssumeRolePolicyDocument=_policy(_TRUST))
    problem = yield from done(world, made)
    if problem:
        return problem
    given = {"RoleName": NAME, "PolicyName": "Push", "PolicyDocument": _policy(_PUBLISH)}
    return (yield from done(world, partial(operator, world, "iam", "PutRolePolicy", **given)))


def _policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)
