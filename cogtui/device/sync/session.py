"""Who a device's app works as: signing in and out, and credentials before they are needed, as the SDKs' providers get them.

When the app comes to another identity id, its cache follows (see `cloud.device_sync.relabel`); the JavaScript manager's does not.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import Any, Final

from cogtui.cloud.device_sync.cache import device_named, identity_of, local_datasets
from cogtui.cloud.device_sync.records import UNKNOWN
from cogtui.cloud.devices import SAVED_LOGIN
from cogtui.cloud.holdings import CREDENTIALS, ID_TOKEN, IDENTITY_ID, REFRESH_TOKEN
from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.pool_sign_in import PoolSignIn
from cogtui.device.settings import settings_of
from cogtui.device.sign_in import SignInClient

Replies = Generator[Reply, None, Reply]
"""Calls and acts, one after another; the last one ends it."""

_PASSWORDS: Final = "USER_PASSWORD_AUTH"


def sign_in(world: World, name: str) -> Reply:
    """Sign in with the saved login at the user pool, then get credentials with it; a guest's identity is taken along."""
    refused = _refused(world, name)
    if refused is not None:
        return refused
    if SAVED_LOGIN not in world.held(name):
        return attempt(world, name, "no_login")
    if ID_TOKEN in world.held(name):
        sign_out(world, name)
    return _last(_signed_in(world, name))


def sign_in_as_guest(world: World, name: str) -> Reply:
    """Get an identity and credentials without a login."""
    refused = _refused(world, name)
    if refused is not None:
        return refused
    if CredentialsProvider(world, name).logins():
        sign_out(world, name)
    return _last(_with_credentials(world, name))


def sign_out(world: World, name: str) -> Reply:
    """Forget tokens, identity and credentials. Nothing is sent, and the cache stays."""
    return SignInClient(world, name).sign_out()


def connect(world: World, name: str) -> Generator[Reply, None, Reply | None]:
    """Get credentials where the device has none that hold; the first step that fails ends it. None: there was nothing to do.

    Who has no identity yet signs in with the login that the device has saved, or is a guest without one; guests stay guests.
    """
    held = world.held(name)
    if holds(held.get(CREDENTIALS), world.now):
        adopted = _adopted(world, name)
        if adopted is not None:
            yield adopted
        return None
    if ID_TOKEN in held:
        return (yield from _renewed(world, name))
    if IDENTITY_ID not in held and SAVED_LOGIN in held:
        return (yield from _signed_in(world, name))
    return (yield from _with_credentials(world, name))


def connected(world: World, name: str) -> Reply | None:
    """Get credentials where the device has none that hold, and return the last reply; None: there was nothing to do."""
    steps = connect(world, name)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def begin(world: World, name: str) -> None:
    """Let an app get its credentials when it starts, where its manager wants them then and the network is there."""
    device = device_named(world.store, name)
    early = device is not None and device.profile == "javascript" and device.online and device.installed
    if early and identity_of(world.store, name) == UNKNOWN:
        connected(world, name)


def holds(credentials: dict[str, Any] | None, now: float) -> bool:
    """Tell whether a device's credentials are there and have not run out."""
    return bool(credentials) and datetime.fromisoformat(credentials["Expiration"]).timestamp() > now


def attempt(world: World, name: str, problem: str) -> Reply:
    """Leave on the trail that the app tried something that its device could not do."""
    return world.act("sync.attempt", problem=problem, device=name, title=f"{name}: {_TRIED[problem]}")


_TRIED: Final = {
    "offline": "nobody to send to",
    "not_installed": "no app to do it",
    "no_push": "no pushes here",
    "no_pool": "no identity pool to ask",
    "no_login": "no login to sign in with",
    "not_registered": "not registered for pushes",
}


def _refused(world: World, name: str) -> Reply | None:
    device = device_named(world.store, name)
    if device is None or not device.installed:
        return attempt(world, name, "not_installed")
    return without_pool(world, name) if device.online else attempt(world, name, "offline")


def without_pool(world: World, name: str) -> Reply | None:
    """Return the refusal of a device whose app knows no identity pool; None when it knows one."""
    return None if settings_of(world, name).identity_pool_id else attempt(world, name, "no_pool")


def _renewed(world: World, name: str) -> Replies:
    """Get credentials with the ID token; one that has run out is refreshed first, or the person signs in anew."""
    if _expired(str(world.held(name).get(ID_TOKEN)), world.now):
        if REFRESH_TOKEN in world.held(name):
            refreshed = SignInClient(world, name).refresh()
            yield refreshed
            if refreshed.ok:
                return (yield from _with_credentials(world, name))
        if SAVED_LOGIN in world.held(name):
            return (yield from _signed_in(world, name))
    return (yield from _with_credentials(world, name))


def _expired(token: str, now: float) -> bool:
    claims = read(token).claims or {}
    return float(claims.get("exp", now + 1)) <= now


def _signed_in(world: World, name: str) -> Replies:
    login: dict[str, str] = world.held(name)[SAVED_LOGIN]
    reply = PoolSignIn(world, name).begin(_PASSWORDS, login["username"], login["password"])
    yield reply
    if not reply.ok or ID_TOKEN not in world.held(name):
        return reply
    return (yield from _with_credentials(world, name))


def _with_credentials(world: World, name: str) -> Replies:
    """Get an identity where there is none, and credentials for it: the enhanced flow. The cache follows."""
    provider = CredentialsProvider(world, name)
    before = identity_of(world.store, name)
    if before == UNKNOWN:
        reply = provider.get_id()
        yield reply
        if not reply.ok:
            return reply
    reply = provider.get_credentials()
    yield reply
    after = identity_of(world.store, name)
    moved = _follow(world, name, before, after) if reply.ok and before != after else None
    if moved is not None:
        yield moved
    return reply


def _adopted(world: World, name: str) -> Reply | None:
    """Let the cache follow where the app came to its identity by itself, and what was nobody's is left."""
    if not local_datasets(world.store, name, UNKNOWN):
        return None
    return _follow(world, name, UNKNOWN, identity_of(world.store, name))


def _follow(world: World, name: str, before: str, after: str) -> Reply | None:
    device = device_named(world.store, name)
    if device is None or device.profile == "javascript" or not local_datasets(world.store, name, before):
        return None
    title = f"{name}: the cache follows to the identity"
    return world.act("sync.relabel", before=before, after=after, device=name, title=title)


def _last(steps: Replies) -> Reply:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
