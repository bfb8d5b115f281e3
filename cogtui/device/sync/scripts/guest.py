"""The script "guest signs in": with a login that the pool does not know, and with one that it does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Final

from cogtui.cloud.device_sync.cache import identity_of, local_datasets
from cogtui.cloud.device_sync.records import DELETED, UNKNOWN
from cogtui.cloud.devices import SAVED_LOGIN
from cogtui.cloud.services.cognito_idp.records import CLIENT_HOMES, USERS
from cogtui.cloud.services.cognito_sync.records import PARENT_SEPARATOR
from cogtui.cloud.store import Reader
from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Answer, AsksMerged, Outcome
from cogtui.device.sync.scripts.cast import Kinds, cast, does, player, ready, sign_in_as, value_of, writes
from cogtui.device.sync.scripts.pool import operator
from cogtui.device.sync.scripts.script import NOTHING, Course, Script, Step, Take, done, in_turn, said, settled, told
from cogtui.device.sync.scripts.synchronising import syncs

DATASET: Final = "game"
_CAST: Final[Kinds] = ("phone", "tablet")
_PHONE, _TABLET = 0, 1
_NAME: Final = "carla"
_PASSWORD: Final = "Pool-carla-1"
_ON_PHONE: Final = {"level": "3", "coins": "50"}
_ON_TABLET: Final = {"level": "7"}


def _somebody_new(world: World) -> Course:
    """Have a user in the user pool who has never been at the identity pool, her login saved on both devices."""
    pool_id = _pool_of(world)
    name = next(each for each in _names() if world.store.get(USERS, (pool_id, each)) is None)
    for operation, more in (
        ("AdminCreateUser", {"MessageAction": "SUPPRESS"}),
        ("AdminSetUserPassword", {"Password": _PASSWORD, "Permanent": True}),
    ):
        problem = yield from done(
            world, partial(operator, world, "cognito-idp", operation, UserPoolId=pool_id, Username=name, **more)
        )
        if problem:
            return problem
    for device in cast(world, _CAST):
        if identity_of(world.store, device) != UNKNOWN:
            yield from done(world, partial(devices.sign_out, world, device))
        yield from done(world, partial(_save, world, device, name))
    return NOTHING


def _names() -> Iterator[str]:
    yield _NAME
    yield from (f"{_NAME}-{number}" for number in count(2))


def _pool_of(world: World) -> str:
    home = world.store.get(CLIENT_HOMES, (settings_of(world, cast(world, _CAST)[_PHONE]).user_pool_client_id,))
    return home.pool_id if home else ""


def _save(world: World, device: str, username: str) -> None:
    login = {SAVED_LOGIN: {"username": username, "password": _PASSWORD}}
    world.act("device.keep", values=login, device=device, title=f"{device}: the login of {username} is saved")


def _signs_in(number: int) -> Take:
    return player(_CAST, number, lambda world, name: sign_in_as(world, name, world.held(name)[SAVED_LOGIN]))


def _finds_the_merge(world: World, name: str) -> Course:
    """Synchronise and stop where the app is told of the merge: it has yet to look at what the guest had."""
    course = devices.synchronization(world, name, DATASET)
    answer: Answer = None
    while True:
        try:
            step = course.send(answer)
        except StopIteration as end:
            outcome: Outcome = end.value
            return NOTHING if outcome.state == "cancelled" else said(outcome)
        answer = False if isinstance(step, AsksMerged) else (yield step)


def _takes_over(world: World, name: str) -> Course:
    """Synchronise what the guest had, keep the best of it, and delete it everywhere."""
    best = ""
    for merged in _leftovers(world.store, name):
        problem = said((yield from settled(devices.synchronization(world, name, merged), "remote")))
        if problem:
            return problem
        best = max(best, value_of(world.store, name, merged, "level") or "")
        yield from told(world, partial(devices.delete_dataset, world, name, merged))
        problem = said((yield from settled(devices.synchronization(world, name, merged), "remote")))
        if problem:
            return problem
    outcome = yield from settled(devices.synchronization(world, name, DATASET), "remote")
    if outcome.ok and best > (value_of(world.store, name, DATASET, "level") or ""):
        yield from done(world, partial(devices.edit, world, name, DATASET, "level", best))
    return said(outcome)


def _leftovers(reader: Reader, name: str) -> list[str]:
    rows = local_datasets(reader, name, identity_of(reader, name))
    prefix = DATASET + PARENT_SEPARATOR
    return [row.name for row in rows if row.name.startswith(prefix) and row.last_sync_count != DELETED]


GUEST_SIGNS_IN: Final = Script(
    "guest-signs-in",
    "guest signs in",
    "A guest who signs in keeps the identity, or comes to one that the login has already: then the datasets are put side by side.",
    DATASET,
    (
        Step(
            "A phone and a tablet, nobody signed in on either. In the user pool is somebody new, whom the identity pool never saw.",
            in_turn(ready(_CAST), _somebody_new),
        ),
        Step(
            "On the phone a guest plays. Guests have an identity of their own, and datasets too: level 3, 50 coins.",
            in_turn(
                does(_CAST, _PHONE, devices.sign_in_as_guest),
                writes(_CAST, _PHONE, DATASET, _ON_PHONE),
                syncs(_CAST, _PHONE, DATASET),
            ),
        ),
        Step(
            "The guest signs in. The pool has never seen this login and links it to the guest's identity: the identity id stays, "
            "the dataset too, and there is nothing to merge.",
            in_turn(_signs_in(_PHONE), syncs(_CAST, _PHONE, DATASET)),
        ),
        Step(
            "The same person plays on the tablet, as a guest again: another identity, with a dataset of the same name. Level 7.",
            in_turn(
                does(_CAST, _TABLET, devices.sign_in_as_guest),
                writes(_CAST, _TABLET, DATASET, _ON_TABLET),
                syncs(_CAST, _TABLET, DATASET),
            ),
        ),
        Step(
            "This guest signs in with the same login. It belongs to the phone's identity, so the two merge: the tablet gets the "
            "phone's identity id, and its guest's is disabled.",
            _signs_in(_TABLET),
        ),
        Step(
            "The tablet synchronises and is told of a merge: what the guest had stands beside the dataset, under the guest's "
            "identity id. Nothing was merged by value; the app stops to look.",
            player(_CAST, _TABLET, _finds_the_merge),
        ),
        Step(
            "The app pulls what the guest had, keeps the higher level, and deletes the rest: until then it would be told of the "
            "merge each time, and one of the 20 datasets would be taken.",
            in_turn(player(_CAST, _TABLET, _takes_over), syncs(_CAST, _TABLET, DATASET)),
        ),
        Step(
            "The phone synchronises: level 7 and 50 coins on both.",
            syncs(_CAST, _PHONE, DATASET),
        ),
    ),
)
