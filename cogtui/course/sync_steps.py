"""What devices that synchronise do when a lesson says so: `device: phone.sync`."""

from __future__ import annotations

from functools import partial
from typing import Any, Final, get_args

from cogtui.cloud.device_sync.cache import device_named
from cogtui.cloud.device_sync.conflicts import Choice
from cogtui.cloud.device_sync.records import DeviceKind, Profile
from cogtui.cloud.devices import SAVED_LOGIN
from cogtui.cloud.world import World
from cogtui.course.device_step import DeviceStep, Taker
from cogtui.course.synced import DATASET
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers, Outcome, Synchronization, drive, resolve_all

KINDS: Final[tuple[str, ...]] = get_args(DeviceKind)
NAMES: Final = frozenset(f"{kind}{count}" for kind in KINDS for count in ("", "-2", "-3", "-4"))
"""What devices are called: by their kind, and counted from the second one on."""

_STATES: Final = ("done", "failed", "cancelled", "offline", "crashed")
"""How a synchronisation may end: the states of `Outcome`."""


def missing(world: World, device: str, step: str) -> str:
    """Return why a step cannot be taken: there is no such device, or one already. Empty when all is well."""
    there = device_named(world.store, device) is not None
    if step == "add":
        return f"there is a device `{device}` already" if there else ""
    return "" if there else f"the world has no device `{device}`"


def _add(world: World, device: str, profile: Any = "correct", platform: Any = None, **login: str) -> str:
    kind: Any = device.partition("-")[0]
    saved = {"username": login["username"], "password": login["password"]} if login else None
    try:
        name = devices.add(world, kind, profile=profile, platform=platform, login=saved)
    except ValueError as problem:
        return str(problem)
    return "" if name == device else f"the next {kind} of this world is called `{name}`"


def _sign_in(world: World, device: str, **login: str) -> None:
    """Sign in with the saved login, or with another one, which is saved first."""
    if login:
        saved = {SAVED_LOGIN: {"username": login["username"], "password": login["password"]}}
        world.act("device.keep", values=saved, device=device, title=f"{device}: type name and password")
    devices.sign_in(world, device)


def _edit(world: World, device: str, key: str, value: str | None = None, dataset: str = DATASET) -> None:
    devices.edit(world, device, dataset, key, value)


def _on_dataset(step: Taker) -> Taker:
    """Return how a step is taken that is about one dataset and nothing else."""

    def take_it(world: World, device: str, dataset: str = DATASET) -> None:
        step(world, device, dataset)

    return take_it


def _plain(step: Taker) -> Taker:
    """Return how a step is taken that needs nothing to be said."""

    def take_it(world: World, device: str) -> None:
        step(world, device)

    return take_it


def _clock(world: World, device: str, seconds: float) -> None:
    devices.set_skew(world, device, seconds)


def _manager(world: World, device: str, profile: Any) -> None:
    devices.set_profile(world, device, profile)


def _sync(world: World, device: str, dataset: str = DATASET, **answers: Any) -> str:
    return _ended(devices.synchronization(world, device, dataset), **answers)


def _catch_up(world: World, device: str, **answers: Any) -> str:
    del device  # whoever has something waiting
    return _ended(_all_follow(world), **answers)


def _all_follow(world: World) -> Synchronization:
    """Let every device do what waits for it, and end as the first that does not end well."""
    outcomes = yield from devices.follow_ups(world)
    return next((outcome for outcome in outcomes if not outcome.ok), Outcome("done"))


def _ended(
    course: Synchronization,
    *,
    resolve: Choice | None = None,
    value: str | None = None,
    deleted: bool = False,
    merged: bool = False,
    ends: str = "done",
) -> str:
    """Synchronise with an app that answers so when it is asked; return how it ended where that is not as it should."""
    handlers = Handlers(on_deleted=lambda _: deleted, on_merged=lambda _, __: merged)
    if resolve is not None:
        handlers = Handlers(resolve_all(resolve, value), handlers.on_deleted, handlers.on_merged)
    outcome = drive(course, handlers)
    said = f" ({outcome.message})" if outcome.message else ""
    return "" if outcome.state == ends else f"it ended as `{outcome.state}`{said}, and `{ends}` was expected"


_GO: Final = "Go to Sync (7), to the {{device}} with the arrow keys, and press {}."
_ANSWERS: Final = ("resolve", "value", "deleted", "merged", "ends")
_AMONG: Final[dict[str, tuple[str, ...]]] = {"resolve": get_args(Choice), "ends": _STATES}
_LOGIN: Final = ("username", "password")

_TEXT: Final = ("text", (str,))
_TRUTH: Final = ("true or false", (bool,))

WRITTEN: Final[dict[str, tuple[str, tuple[type, ...]]]] = {
    **dict.fromkeys(("dataset", "key", "value", "platform", *_LOGIN), _TEXT),
    **dict.fromkeys(("deleted", "merged"), _TRUTH),
    "seconds": ("a number of seconds", (int, float)),
}
"""What steps are given -> how it is written, for people and as types."""

SYNC_STEPS: Final[dict[str, DeviceStep]] = {
    "add": DeviceStep(
        _add,
        "one more device",
        "Go to Sync (7) and press a.",
        ("profile", "platform", *_LOGIN),
        among={"profile": get_args(Profile)},
    ),
    "drop": DeviceStep(_plain(devices.remove), "one device less", _GO.format("r")),
    "install": DeviceStep(_plain(devices.install), "installing the app", _GO.format("A")),
    "uninstall": DeviceStep(_plain(devices.uninstall), "removing the app", _GO.format("A")),
    "sign-in": DeviceStep(_sign_in, "the sign-in", _GO.format("i"), _LOGIN),
    "guest": DeviceStep(_plain(devices.sign_in_as_guest), "going on as a guest", _GO.format("i")),
    "sign-out": DeviceStep(_plain(devices.sign_out), "sign out", _GO.format("i")),
    "edit": DeviceStep(
        _edit, "an edit", f"{_GO.format('e')} Write {{key}} = {{value}}.", ("dataset", "key", "value"), ("key", "value")
    ),
    "remove": DeviceStep(_edit, "a removal", _GO.format("x on the record {key}"), ("dataset", "key"), ("key",)),
    "delete-dataset": DeviceStep(
        _on_dataset(devices.delete_dataset), "deleting the dataset", _GO.format("D"), ("dataset",)
    ),
    "sync": DeviceStep(_sync, "the synchronisation", _GO.format("s"), ("dataset", *_ANSWERS), among=_AMONG),
    "when-connected": DeviceStep(
        _on_dataset(devices.synchronize_when_connected),
        "a synchronisation when connected",
        _GO.format("q"),
        ("dataset",),
    ),
    "catch-up": DeviceStep(
        _catch_up,
        "what waits on the devices",
        "Go to Sync (7): devices that are online do by themselves what waits for them.",
        _ANSWERS,
        among=_AMONG,
    ),
    "offline": DeviceStep(partial(devices.set_online, online=False), "going offline", _GO.format("o")),
    "online": DeviceStep(partial(devices.set_online, online=True), "going online", _GO.format("o")),
    "push-on": DeviceStep(_on_dataset(devices.push_on), "push on", _GO.format("p"), ("dataset",)),
    "push-off": DeviceStep(_on_dataset(devices.push_off), "push off", _GO.format("p"), ("dataset",)),
    "lose-pushes": DeviceStep(_plain(devices.lose_pushes), "pushes that get lost", _GO.format("L")),
    "clock": DeviceStep(_clock, "another time of day", _GO.format("c"), ("seconds",), ("seconds",)),
    "manager": DeviceStep(
        _manager,
        "another sync manager",
        _GO.format("t"),
        ("profile",),
        ("profile",),
        among={"profile": get_args(Profile)},
    ),
}
"""Step -> how it is taken."""
