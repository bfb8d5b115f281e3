"""Acts of the devices: what people do to them, and what their sync managers write into the local caches.

Every one can be undone like a call. The device that acts is the call's; those about a whole device name it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, get_args

import msgspec

from cogtui.cloud import devices
from cogtui.cloud.any_text import is_writable
from cogtui.cloud.call import Call
from cogtui.cloud.device_sync import push_acts
from cogtui.cloud.device_sync.cache import (
    device_named,
    devices_of,
    forget_records,
    identity_of,
    local_dataset,
    local_record,
    put_records,
)
from cogtui.cloud.device_sync.install import add_device, installed_device, remove_device, wipe
from cogtui.cloud.device_sync.records import (
    DELETED,
    DEVICES,
    LOCAL_DATASETS,
    LONGEST_KEY,
    LONGEST_VALUE,
    MOST_SKEW,
    DeviceKind,
    LocalDataset,
    LocalRecord,
    Platform,
    Profile,
    SyncDevice,
)
from cogtui.cloud.device_sync.relabel import relabel
from cogtui.cloud.errors import AwsError

Output = dict[str, Any]

_NAME: Final = re.compile(r"[a-zA-Z0-9_.:-]{1,128}")


def add(
    call: Call,
    *,
    kind: str,
    name: str = "",
    profile: str = "correct",
    platform: str = "",
    login: dict[str, str] | None = None,
) -> Output:
    """Put one more device into the world; a name is found where none is given."""
    _one_of("kind", kind, get_args(DeviceKind))
    _one_of("profile", profile, get_args(Profile))
    _one_of("platform", platform, get_args(Platform))
    given = {"kind": kind, "name": name, "profile": profile, "platform": platform}
    device = add_device(call.tx, call.ids, **given)  # pyright: ignore[reportArgumentType] - held against the closed sets
    if login is not None:
        devices.keep(call.tx, device.name, {devices.SAVED_LOGIN: login}, now=call.now, record=call.no)
    return {"name": device.name}


def remove(call: Call, *, name: str) -> Output:
    """Take a device out of the world, with all that is on it."""
    remove_device(call.tx, _device(call, name))
    return {}


def change(call: Call, *, online: bool | None = None, skew: float | None = None, profile: str | None = None) -> Output:
    """Change a device's settings; those that are not named stay. Back online, it gets the pushes that waited for it."""
    if profile is not None:
        _one_of("profile", profile, get_args(Profile))
    if skew is not None and abs(skew) > MOST_SKEW:
        raise AwsError("InvalidAct", "`skew` is out of range: at most 10 years either way, in seconds")
    named = {"online": online, "skew": skew, "profile": profile}
    device = _device(call, call.device)
    call.tx.put(
        DEVICES,
        msgspec.structs.replace(device, **{name: value for name, value in named.items() if value is not None}),
    )
    arrived = push_acts.arrive(call.tx, device.name) if online else 0
    return {"arrived": arrived}


def install(call: Call) -> Output:
    """Install the app on a device: the operating system gives it a new token."""
    device = _device(call, call.device)
    call.tx.put(DEVICES, installed_device(call.ids, device))
    return {}


def uninstall(call: Call) -> Output:
    """Remove the app from a device: its cache, its tokens and ids go, and the operating system forgets its token."""
    wipe(call.tx, _device(call, call.device))
    return {}


def attempt(call: Call, *, problem: str) -> Output:
    """Refuse what the device's app tried before anything was sent."""
    device = _device(call, call.device)
    code, text = _PROBLEMS[problem]
    raise AwsError(code, text.format(device=device.name))


_PROBLEMS: Final = {
    "offline": ("NetworkException", "Network connectivity unavailable."),
    "not_installed": ("InvalidAct", "the app is not installed on `{device}`"),
    "no_push": ("InvalidAct", "there are no pushes for `{device}`: the JavaScript client and browsers have none"),
    "no_pool": ("InvalidAct", "`{device}` has no identity pool to ask: the world has none"),
    "no_login": ("InvalidAct", "`{device}` has no saved login to sign in with"),
    "not_registered": ("InvalidAct", "Device hasn't been registered yet"),
}
"""What may stand in the way -> code and words; those about the network and registration are the Android client's own."""


def write(call: Call, *, dataset: str, key: str, value: str | None) -> Output:
    """Write a record into the cache, or remove it with None; an equal value changes nothing, as in the real clients."""
    device = _working(call)
    _check_dataset(dataset)
    _check_key(device, key)
    _check_value(value)
    identity_id = identity_of(call.tx, device.name)
    old = local_record(call.tx, device.name, identity_id, dataset, key)
    if _changes_nothing(device, old, value):
        return {"changed": False}
    if device.profile == "javascript":
        value = value or ""  # remove() leaves an empty text behind, and put(key, "") is no different
    now = call.now + device.skew
    record = old or LocalRecord(device.name, identity_id, dataset, key, None)
    put_records(call.tx, [msgspec.structs.replace(record, value=value, dirty=True, device_modified=now)])
    row = _opened(call, device, identity_id, dataset)
    call.tx.put(LOCAL_DATASETS, msgspec.structs.replace(row, modified=now))
    return {"changed": True}


def _changes_nothing(device: SyncDevice, old: LocalRecord | None, value: str | None) -> bool:
    """Tell whether a write changes nothing, in the eyes of the device's client."""
    if device.profile == "javascript":  # to its remove() no record is removed, for what is has an empty text
        return old is not None and value is not None and (old.value or "") == value
    return value is None if old is None else old.value == value


def open_dataset(call: Call, *, dataset: str) -> Output:
    """Open a dataset on a device, or make it there (openOrCreateDataset)."""
    device = _working(call)
    _check_dataset(dataset)
    call.tx.put(LOCAL_DATASETS, _opened(call, device, identity_of(call.tx, device.name), dataset))
    return {}


def delete_dataset(call: Call, *, dataset: str) -> Output:
    """Delete a dataset on a device; the service is told at the next synchronisation."""
    device = _working(call)
    row = local_dataset(call.tx, device.name, identity_of(call.tx, device.name), dataset)
    if row is None:
        raise AwsError("InvalidAct", f"`{device.name}` has no dataset `{dataset}`")
    forget_records(call.tx, row.scope)
    gone = msgspec.structs.replace(row, last_sync_count=DELETED, modified=call.now + device.skew)
    call.tx.put(LOCAL_DATASETS, gone)
    return {}


def store(
    call: Call,
    *,
    identity_id: str,
    dataset: str,
    records: Sequence[dict[str, Any]] = (),
    last_sync_count: int | None = None,
    synced: bool = False,
) -> Output:
    """Write what a synchronisation brought into the cache: records, and up to which count it has everything now."""
    device = _working(call)
    whose = {"device": device.name, "identity_id": identity_id, "dataset": dataset}
    put_records(call.tx, (msgspec.convert(row | whose, LocalRecord) for row in records))
    row = _opened(call, device, identity_id, dataset)
    if last_sync_count is not None:
        row = msgspec.structs.replace(row, last_sync_count=last_sync_count)
    call.tx.put(LOCAL_DATASETS, msgspec.structs.replace(row, last_sync=call.now) if synced else row)
    if synced:
        _unqueue(call, dataset)
    return {}


def purge(call: Call, *, identity_id: str, dataset: str, lost: bool = False) -> Output:
    """Forget a dataset on a device. `lost`: the app goes on holding it, as after the JavaScript manager's TypeError."""
    device = _working(call)
    row = local_dataset(call.tx, device.name, identity_id, dataset)
    if row is not None:
        forget_records(call.tx, row.scope)
        call.tx.delete(LOCAL_DATASETS, LOCAL_DATASETS.key(row))
    if lost:
        call.tx.put(DEVICES, msgspec.structs.replace(device, lost=tuple(sorted({*device.lost, dataset}))))
    return {}


def refresh(call: Call, *, datasets: Sequence[str]) -> Output:
    """Let a device ask for all of these datasets again (refreshDatasetMetadata); that one is to be deleted is forgotten."""
    device = _working(call)
    identity_id = identity_of(call.tx, device.name)
    for name in datasets:
        row = _opened(call, device, identity_id, name)
        call.tx.put(LOCAL_DATASETS, msgspec.structs.replace(row, last_sync_count=0))
    return {}


def relabel_rows(call: Call, *, before: str, after: str) -> Output:
    """Let the cache follow the app to another identity id."""
    return {"datasets": relabel(call.tx, _working(call).name, before, after)}


def registered(call: Call, *, identity_id: str, device_id: str) -> Output:
    """Keep the DeviceId that RegisterDevice gave: clients never register twice for an identity."""
    device = _working(call)
    call.tx.put(DEVICES, msgspec.structs.replace(device, device_ids={**device.device_ids, identity_id: device_id}))
    return {}


def queue(call: Call, *, dataset: str) -> Output:
    """Remember to synchronise a dataset once the network is there (synchronizeOnConnectivity): once, however often it is asked."""
    device = _working(call)
    _check_dataset(dataset)
    others = tuple(name for name in device.when_connected if name != dataset)
    call.tx.put(DEVICES, msgspec.structs.replace(device, when_connected=(*others, dataset)))
    return {}


def unqueue(call: Call, *, dataset: str) -> Output:
    """Take a dataset off the list of those that wait for the network."""
    _unqueue(call, dataset)
    return {}


def _unqueue(call: Call, dataset: str) -> None:
    device = _device(call, call.device)
    left = tuple(name for name in device.when_connected if name != dataset)
    call.tx.put(DEVICES, msgspec.structs.replace(device, when_connected=left))


def _opened(call: Call, device: SyncDevice, identity_id: str, dataset: str) -> LocalDataset:
    """Return a dataset's row, a new one where there is none, and let the app have hold of it again."""
    if dataset in device.lost:
        left = tuple(name for name in device.lost if name != dataset)
        call.tx.put(DEVICES, msgspec.structs.replace(device, lost=left))
    now = call.now + device.skew
    row = local_dataset(call.tx, device.name, identity_id, dataset)
    return row or LocalDataset(device.name, identity_id, dataset, created=now, modified=now)


def _device(call: Call, name: str) -> SyncDevice:
    device = device_named(call.tx, name)
    if device is None:
        known = ", ".join(f"`{other.name}`" for other in devices_of(call.tx)) or "none"
        raise AwsError("InvalidAct", f"there is no device `{name}`: the world has {known}")
    return device


def _working(call: Call) -> SyncDevice:
    device = _device(call, call.device)
    if not device.installed:
        code, text = _PROBLEMS["not_installed"]
        raise AwsError(code, text.format(device=device.name))
    return device


def _one_of(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise AwsError("InvalidAct", f"`{name}` is `{value}`: one of {', '.join(known)} is expected")


def _check_dataset(name: str) -> None:
    """Hold a name against the rule of the service and all clients; the words are the JavaScript client's."""
    if not _NAME.fullmatch(name):
        raise AwsError("InvalidAct", "Dataset name must match the pattern /^[a-zA-Z0-9_.:-]{1,128}$/")


def _check_key(device: SyncDevice, key: str) -> None:
    """Hold a key against what the device's client takes; JavaScript's takes far less than the others."""
    if device.profile == "javascript" and not _NAME.fullmatch(key):
        raise AwsError("InvalidAct", "Invalid key.")
    _check_text(key)
    if not 1 <= len(key.encode()) <= LONGEST_KEY:
        raise AwsError("InvalidAct", f"a key has 1 to {LONGEST_KEY} bytes in UTF-8: this one has {len(key.encode())}")


def _check_value(value: Any) -> None:
    """Hold a value against what the API takes; None removes. Whether it fits into its dataset is the service's matter."""
    if value is not None and not isinstance(value, str):
        raise AwsError("InvalidAct", f"The value type must be a string but was {type(value).__name__}.")
    if value is not None and len(value) > LONGEST_VALUE:
        raise AwsError("InvalidAct", f"a value has at most {LONGEST_VALUE:,} characters")
    _check_text(value or "")


def _check_text(text: str) -> None:
    if not is_writable(text):
        raise AwsError("InvalidAct", "half of a character can't be kept: this is no Unicode text")


SYNC_ACTS: Final[dict[str, Callable[..., Output]]] = {
    "add": add,
    "remove": remove,
    "set": change,
    "install": install,
    "uninstall": uninstall,
    "attempt": attempt,
    "write": write,
    "open": open_dataset,
    "delete_dataset": delete_dataset,
    "store": store,
    "purge": purge,
    "refresh": refresh,
    "relabel": relabel_rows,
    "registered": registered,
    "queue": queue,
    "unqueue": unqueue,
    "judge_push": push_acts.judge,
    "lose_pushes": push_acts.lose,
}
"""What follows `sync.` in the name of an act."""
