"""An identity with data in Cognito Sync, for tests of the door and of clients."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from tests.builders import done, policy

DATASET = "prefs"

Params = dict[str, Any]


def whose(world: World) -> Params:
    """Return the ready-made pool and the identity that is signed in, as calls name them."""
    return {"IdentityPoolId": settings_of(world).identity_pool_id, "IdentityId": world.held("app")["identity_id"]}


def session_of(world: World, dataset: str = DATASET) -> str:
    """Return the token of a session about a dataset."""
    return done(world, "cognito-sync", "ListRecords", **whose(world), DatasetName=dataset)["SyncSessionToken"]


def wrote(world: World, dataset: str, *patches: Params) -> None:
    """Patch records as a developer."""
    session = session_of(world, dataset)
    given = {"DatasetName": dataset, "SyncSessionToken": session, "RecordPatches": list(patches)}
    done(world, "cognito-sync", "UpdateRecords", **whose(world), **given)


def replaced(key: str, value: str, count: int = 0) -> Params:
    """Return a patch."""
    return {"Op": "replace", "Key": key, "Value": value, "SyncCount": count}


def removed(key: str, count: int = 0) -> Params:
    """Return the patch that removes a record."""
    return {"Op": "remove", "Key": key, "SyncCount": count}


def furnish_sync(world: World) -> None:
    """Give the identity that is signed in two datasets, and its role what it takes to synchronise them."""
    role = settings_of(world).role_arn.rpartition("/")[2]
    allowed = policy({"Action": "cognito-sync:*", "Resource": "*"})
    done(world, "iam", "PutRolePolicy", RoleName=role, PolicyName="Sync", PolicyDocument=allowed)
    wrote(world, DATASET, *(replaced(key, "one") for key in ("theme", "lang", "size")))
    wrote(world, DATASET, replaced("theme", "dark", 1), removed("lang", 1))
    wrote(world, "scores", replaced("best", "9000"))


def known_in_sync(world: World) -> dict[str, list[Any]]:
    """Return values of the world's data by the names of the members that take them."""
    return {
        "DatasetName": [DATASET, "scores", "nothing"],
        "SyncSessionToken": [session_of(world), "AAAA"],
        "LastSyncCount": [0, 1, 2],
        "RecordPatches": [
            [replaced("theme", "light", 2), removed("size", 1)],
            [replaced("new", "x"), removed("unknown")],
            [replaced("lang", "en")],
            [replaced("lang", "en", 2), replaced("lang", "de", 2)],
            [],
        ],
    }
