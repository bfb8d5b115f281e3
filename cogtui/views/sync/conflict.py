"""A conflict between a device and the service: both versions side by side, and what each resolution would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from cogtui.cloud.device_sync.conflicts import Choice, Conflict, RemoteRecord
from cogtui.cloud.device_sync.last_writer import last_writer
from cogtui.cloud.device_sync.records import SyncDevice
from cogtui.views.ink import OK, PENDING, Ink, Piece, fit, ink, middle, pad, size, squeezed
from cogtui.views.sync.clocks import clock_words, moments
from cogtui.views.sync.values import value_piece, written

CHOICES: dict[Choice, str] = {
    "remote": "keep theirs",
    "local": "keep ours",
    "last_writer": "last writer",
    "custom": "own value",
}
"""The four resolutions, in the order of their keys 1 to 4."""

LABEL = 9
"""Cells of what stands before the versions."""
TITLE = 15
"""Cells of a resolution's number and title."""


class Decision(msgspec.Struct, frozen=True):
    """What was decided about a key."""

    choice: Choice
    value: str | None = None
    """custom: the value to keep."""


def heading(conflicts: Sequence[Conflict], device: SyncDevice) -> str:
    """Return the dialog's title."""
    dataset = squeezed(conflicts[0].dataset, 24) if conflicts else ""
    if len(conflicts) == 1:
        return f"{device.name}: conflict about {squeezed(conflicts[0].key, 24)} in dataset {dataset}"
    return f"{device.name}: {len(conflicts)} conflicts in dataset {dataset}"


# --- the keys in dispute -------------------------------------------------------------------------------------------------


def conflict_row(conflict: Conflict, decided: Decision | None, cells: int) -> Ink:
    """Return one key as a row: both values, and what was decided."""
    sign: Piece = (OK, "ok") if decided else (PENDING, "dim")
    told = ink((CHOICES[decided.choice] if decided else "to decide", "" if decided else "mark"))
    room = max(cells - 14, 12)
    key, value = room // 3, room // 3 - 3
    both: Ink = (
        *pad(ink((middle(conflict.key, max(key - 1, 1)), "strong")), key),
        *pad(ink(value_piece(conflict.local.value, value)), value),
        (" | ", "dim"),
        *fit(ink(value_piece(conflict.remote.value, value)), value),
    )
    return fit((sign, (" ", ""), *pad(both, room), *told), cells)


# --- both versions -------------------------------------------------------------------------------------------------------


def versions(conflict: Conflict, device: SyncDevice, cells: int, writers: Mapping[str, str] | None = None) -> list[Ink]:
    """Return both versions side by side, with the value that both started from; `writers` are DeviceIds with their devices."""
    side = max((cells - LABEL) // 2, 4)
    local, remote = conflict.local, conflict.remote
    ours, theirs = moments(local.device_modified, remote.modified)
    rows: list[tuple[str, Ink, Ink]] = [
        (
            "",
            ink((f"{device.name}, count {local.sync_count}", "yours")),
            ink((f"the service, count {remote.sync_count}", "cognito")),
        ),
        (
            "value",
            ink(value_piece(local.value, side - 1, "strong")),
            ink(value_piece(remote.value, side - 1, "strong")),
        ),
        ("written", ink(ours, (f" by {device.name}'s clock", "dim")), ink(theirs, (" by the service's clock", "dim"))),
        ("", ink(clock_words(local.device_modified, device.skew)), ink(_by_the_writer(remote))),
        ("by", ink(device.name), ink(_writer(conflict, device, side - 1, writers or {}))),
    ]
    lines = [fit((*_label(name), *pad(left, side), *fit(right, side)), cells) for name, left, right in rows]
    return [*lines, _base_line(conflict, cells)]


def _label(name: str) -> Ink:
    return pad(ink((name, "dim")), LABEL)


def _by_the_writer(remote: RemoteRecord) -> Piece:
    if remote.device_modified is None:
        return "the writer told no time of its own", "dim"
    told, _ = moments(remote.device_modified, remote.modified)
    return f"{told} by the writer's clock", "dim"


def _writer(conflict: Conflict, device: SyncDevice, cells: int, writers: Mapping[str, str]) -> str:
    """Return who wrote the service's version: LastModifiedBy is a DeviceId, or the identity where no device told its id."""
    by = conflict.remote.modified_by
    if by and by in device.device_ids.values():
        return f"{device.name} itself"
    if not by or by == conflict.local.identity_id:
        return "a device that told no DeviceId"
    if by in writers:
        return f"{writers[by]}, by its DeviceId"
    return "DeviceId " + middle(by, max(cells - 9, 1))


def _base_line(conflict: Conflict, cells: int) -> Ink:
    local = conflict.local
    if not local.sync_count:
        return fit((*_label("base"), *ink(("none: both made this key new", "dim"))), cells)
    note = f"@{local.sync_count}, from which both started"
    value = value_piece(local.base, max(cells - LABEL - len(note), 4))
    return fit((*_label("base"), *ink(value, (note, "dim"))), cells)


# --- the resolutions -----------------------------------------------------------------------------------------------------


def choice_line(conflict: Conflict, choice: Choice, cells: int, typed: Decision | None = None) -> Ink:
    """Return a resolution with what it will do; `typed` is what was decided about the key so far."""
    number = list(CHOICES).index(choice) + 1
    chosen = typed is not None and typed.choice == choice
    sign: Piece = (OK, "ok") if chosen else (" ", "")
    head: Ink = (*pad(ink((f"{number} ", "mark"), (CHOICES[choice], "strong")), TITLE), sign, (" ", ""))
    room = max(cells - size(head), 0)
    return fit((*head, *_does(conflict, choice, room, typed)), cells)


def _does(conflict: Conflict, choice: Choice, cells: int, typed: Decision | None) -> Ink:
    if choice == "remote":
        return _takes(conflict, cells)
    if choice == "local":
        return _sends(conflict, conflict.local.value, cells)
    if choice == "last_writer":
        return _last(conflict)
    if typed is not None and typed.choice == "custom":
        return _sends(conflict, typed.value, cells)
    return ink(f"you type it; it is sent with count {conflict.remote.sync_count}, the service's")


def _takes(conflict: Conflict, cells: int) -> Ink:
    remote = conflict.remote
    end = "; nothing is sent for it"
    if remote.value is None:
        return ink("the record goes here too", end)
    return ink("this device takes ", written(conflict.key, remote.value, cells - 18 - len(end)), end)


def _sends(conflict: Conflict, value: str | None, cells: int) -> Ink:
    count = f" with count {conflict.remote.sync_count}, the service's"
    if value is None:
        return ink("removes ", middle(conflict.key, max(cells - 8 - len(count), 8)), count)
    return ink("sends ", written(conflict.key, value, max(cells - 6 - len(count), 8)), count)


def _last(conflict: Conflict) -> Ink:
    found = last_writer(conflict.local.device_modified, conflict.remote.modified, conflict.remote.device_modified)
    ours, theirs = moments(found.ours, found.theirs)
    if ours == theirs:
        return ink(("ours" if found.local else "theirs"), f": both at {ours}")
    if found.local:
        return ink(f"ours: {ours} is later than {theirs}")
    return ink(f"theirs: {theirs} is later than {ours}")


def last_row(row: str, undecided: int, count: int, cells: int) -> Ink:
    """Return one of the rows that concern all keys: "same" and "go"."""
    if row == "same":
        head, words = ink(("a ", "mark"), ("same for all", "strong")), "all that are undecided"
    elif undecided:
        head, words = ink(("s go on", "dim")), f"{undecided} of {count} keys are still to decide"
    else:
        head, words = ink(("s ", "mark"), ("go on", "strong")), "all keys are decided"
    return fit((*pad(head, TITLE + 2), *ink((words, "dim"))), cells)


def about(choice: Choice, device: SyncDevice) -> str:
    """Return what else there is to know about a resolution: how the real clients do it."""
    if choice == "last_writer":
        if device.profile == "javascript":
            return "amazon-cognito-js has no such rule: an app that wants it compares the dates by itself. " + _IOS
        return _ANDROID + _IOS
    if choice in ("local", "custom") and device.profile == "javascript":
        return _LOST
    return _ABOUT[choice]


_ANDROID = "Android compares the service's date with the last one it pulled, which edits here leave alone: theirs, as good as always. "
_IOS = "iOS compares this edit's time with the service's: a wrong clock decides."
_LOST = "amazon-cognito-js sends it, then takes its count for everything pulled: other keys' changes of the same pull are lost here."
_ABOUT: dict[Choice, str] = {
    "remote": "What was written here is lost. Android and JavaScript: resolveWithRemoteRecord.",
    "local": "The next UpdateRecords replaces what the other device wrote; it learns of that when it synchronises. "
    "Android and JavaScript: resolveWithLocalRecord.",
    "custom": "For values that can be merged: a list, a sum, the higher score. The next UpdateRecords replaces both versions. "
    "Android and JavaScript: resolveWithValue.",
}
