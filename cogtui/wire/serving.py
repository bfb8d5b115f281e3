"""A world to serve: made from a seed and a template, or taken from a state file, with keys for its clients."""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from cogtui.cloud.demo import demo_key, demo_user
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.ids import FreshKeys
from cogtui.cloud.issuers import KEYS
from cogtui.cloud.save import Save
from cogtui.cloud.templates.placed import Placed, accounts_of, apply_each
from cogtui.cloud.world import World
from cogtui.wire.environment import ClientSettings, Profile, profile_name


class RootKey(msgspec.Struct, frozen=True):
    """A key pair that a test suite brings along; it acts as the root of the first account."""

    access_key_id: str
    secret_access_key: str

    @classmethod
    def parse(cls, text: str) -> RootKey:
        """Read ID:SECRET; AuthoringError where it is none."""
        key_id, colon, secret = text.partition(":")
        if not colon or not key_id or not secret or any(char.isspace() or char in "/," for char in key_id):
            raise AuthoringError("a root key is ID:SECRET, with neither blanks nor commas nor slashes in the ID")
        if not text.isprintable() or not key_id.isascii():
            raise AuthoringError(
                "a root key is ID:SECRET, an ID of ASCII and a secret of characters that can be printed"
            )
        return cls(key_id, secret)


class Plan(msgspec.Struct, frozen=True):
    """What the world is made of."""

    seed: str | None = None
    """None: ids, secrets and keys are new each time."""
    templates: tuple[Placed, ...] = ()
    accounts: tuple[str, ...] = ()
    """Numbers of accounts without a template."""
    state: Path | None = None
    """The file that keeps the world from one run to the next."""
    root_keys: tuple[RootKey, ...] = ()


class Served(msgspec.Struct, frozen=True):
    """A world that is ready to be served."""

    world: World
    save: Save | None
    restored: bool
    """Whether it came from the state file."""


FRESH_SEED_BYTES: Final = 16


def make(plan: Plan, fresh_keys: FreshKeys, *, seed: str | None = None) -> World:
    """Return a new world as the plan says; AuthoringError where the template does not hold.

    Its signing keys are fresh unless the plan has a seed; `seed` is what everything else derives from where it has none.
    """
    fallback = secrets.token_hex(FRESH_SEED_BYTES) if seed is None else seed
    seeded = plan.seed is not None
    world = World(
        plan.seed if plan.seed is not None else fallback,
        accounts=accounts_of(plan.templates, plan.accounts),
        fresh_keys=None if seeded else fresh_keys,
    )
    apply_each(world, plan.templates)
    _equip_each(world, plan.root_keys)
    return world


def _equip_each(world: World, root_keys: tuple[RootKey, ...]) -> None:
    """Give each account that the world began with an IAM user `demo`, as far as IAM lets it have a key."""
    equip(world, root_keys)
    for account in world.founded[1:]:
        with contextlib.suppress(LookupError):
            demo_user(world, account)


def equip(world: World, root_keys: tuple[RootKey, ...] = ()) -> ClientSettings:
    """Give the world an IAM user `demo` and the root keys, where it lacks them; return how `demo`'s clients find it.

    The settings have no key where IAM gives `demo` none: it has two, and somebody has made both inactive.
    """
    for key in root_keys:
        reply = world.act(
            "endpoint.root_key",
            access_key_id=key.access_key_id,
            secret_access_key=key.secret_access_key,
            title=f"Accept the root key {key.access_key_id}",
        )
        if reply.error is not None:
            raise AuthoringError(reply.error.message)
    try:
        key = demo_user(world)
    except LookupError:
        return ClientSettings("", world.region, "", "")
    return ClientSettings("", world.region, key.access_key_id, key.secret)


def profiles(world: World, endpoint: str) -> tuple[Profile, ...]:
    """Return how clients find each account: without a key where there is no user `demo` with one."""
    found = [(account, demo_key(world, account)) for account in world.accounts]
    return tuple(
        Profile(
            account,
            profile_name(place, account),
            ClientSettings(endpoint, world.region, key.access_key_id if key else "", key.secret if key else ""),
        )
        for place, (account, key) in enumerate(found)
    )


def prepare(plan: Plan, fresh_keys: FreshKeys) -> Served:
    """Make the world or load it, and keep it in the state file from now on; AuthoringError where that can't be done."""
    if plan.state is None:
        return Served(make(plan, fresh_keys), None, restored=False)
    if not plan.state.exists():
        world = make(plan, fresh_keys)
        return Served(world, _created(plan.state, world), restored=False)
    save = Save.open(plan.state)
    if save.obstacle:
        save.close()
        raise AuthoringError(_OBSTACLES[save.obstacle], file=str(plan.state))
    if plan.seed is None:
        save.world.fresh_keys = fresh_keys
    _equip_each(save.world, plan.root_keys)
    return Served(save.world, save, restored=True)


_OBSTACLES: Final = {
    "in use": "another CogTUI has this state in use",
    "newer": "a newer CogTUI wrote this state, which this one can only look at",
    "protected": "this state can't be written",
}


def _created(path: Path, world: World) -> Save:
    if path.exists():
        raise AuthoringError(_OBSTACLES["in use"], file=str(path))
    try:
        return Save.create(path, world)
    except (OSError, sqlite3.Error) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise AuthoringError(f"the state can't be kept here: {reason}", file=str(path)) from problem


def remaker(plan: Plan, fresh_keys: FreshKeys, world: World) -> Callable[[], World]:
    """Return the way to make the world anew from its own seed, so that the key of `demo` stays what it was."""
    seed = world.seed
    return lambda: make(plan, fresh_keys, seed=seed)


def has_public_keys(world: World) -> bool:
    """Tell whether tokens of this world are signed with keys that anybody has: those of the published ring."""
    return any(key.ring is not None for _, key in world.store.rows(KEYS))
