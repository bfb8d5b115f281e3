"""How the devices and the dataset look: two lines of heading each, and a row for each record."""

from __future__ import annotations

from collections.abc import Sequence

from cogtui.cloud.device_sync.records import LocalRecord, Profile
from cogtui.cloud.services.cognito_sync.records import Dataset, SyncRecord
from cogtui.views.ink import NO, OK, Ink, Piece, beside, choice, fit, ink, middle, pad, size, visible, width
from cogtui.views.sync.board import Board, CloudView, DeviceView
from cogtui.views.sync.clocks import clock_off
from cogtui.views.sync.values import value_piece

MOST_DATASETS = 20

LEAST = 23
"""Cells that a column needs."""

PROFILES: dict[Profile, str] = {"correct": "", "javascript": "JS"}
"""What marks a device whose app has another manager than the correct one."""


def columns_fit(cells: int, devices: int) -> bool:
    """Say whether all devices and the service have room beside each other."""
    return cells >= (devices + 1) * (LEAST + 1)


def network(view: DeviceView) -> Piece:
    """Return whether a device is online, as glyph and word."""
    return (f"{OK} online", "ok") if view.device.online else (f"{NO} offline", "no")


def device_tabs(board: Board, chosen: str, cells: int) -> Ink:
    """Return the devices as tabs, for where they have no room beside each other."""
    names: list[Piece] = []
    for view in board.devices:
        names.append(choice(view.device.name, chosen=view.device.name == chosen))
        names.append((OK, "ok") if view.device.online else (NO, "no"))
        names.append((f" *{view.dirty}  " if view.dirty else "  ", "dim"))
    return fit(ink(" ", *names), cells)


def device_head(view: DeviceView, cells: int) -> tuple[Ink, Ink]:
    """Return the two lines over a device's records."""
    device = view.device
    marks = " ".join(part for part in (PROFILES[device.profile], _person(view)) if part)
    name = ink((f" {device.name} ", "title"), (f"{marks} ", "dim"))
    return beside(name, ink(network(view), " "), cells), fit(ink(" ", *_state(view)), cells)


def _person(view: DeviceView) -> str:
    return view.person.partition("@")[0]


def _state(view: DeviceView) -> Sequence[Piece]:
    """Return what there is to know of a device beside its records, the most important first."""
    device = view.device
    parts: list[Piece] = []
    if not device.installed:
        return [("the app is not installed", "no")]
    if view.deleted:
        parts.append(("deleted here, ", "no"))
    parts.append((f"L={view.count}", "number"))
    parts.append((f" {view.dirty} dirty" if view.dirty else " clean", "mark" if view.dirty else "dim"))
    if device.when_connected:
        parts.append((" queued", "mark"))
    if view.waiting:
        parts.append((" 1 push waits" if view.waiting == 1 else f" {view.waiting} pushes wait", "mark"))
    if view.subscribed:
        parts.append((" push", "ok"))
    if device.skew:
        parts.append((f" clock {clock_off(device.skew)}", "no"))
    return parts


def cloud_head(cloud: CloudView, name: str, cells: int) -> tuple[Ink, Ink]:
    """Return the two lines over the service's records."""
    words = f"{len(cloud.datasets)} of {MOST_DATASETS} datasets "
    named = ink((" Cognito Sync ", "cognito"), (name, "strong"))
    head = beside(named, ink((words if size(named) + len(words) < cells else "", "dim")), cells)
    beside_it = ", ".join(cloud.left_beside(name))
    return head, fit((*_kept(cloud.dataset), *ink((f"  merged: {beside_it}" if beside_it else "", "mark"))), cells)


def _kept(kept: Dataset | None) -> Ink:
    if kept is None:
        return ink((" never written", "dim"))
    if not kept.exists:
        return ink((f" deleted at count {kept.deleted_at}", "no"))
    return ink((f" count {kept.sync_count}", "number"), (f"  {_records(kept.count)}, {kept.size:,} B", "dim"))


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"


def device_row(record: LocalRecord, cells: int) -> Ink:
    """Return a cached record: a mark where it waits to be sent, key, value, the count that the service told last."""
    mark: Piece = ("* ", "mark") if record.dirty else ("  ", "")
    return _row(mark, record.key, record.value, record.sync_count, cells)


def cloud_row(record: SyncRecord, cells: int) -> Ink:
    """Return a record at the service."""
    return _row(("  ", ""), record.key, record.value, record.sync_count, cells)


def _row(mark: Piece, key: str, value: str | None, count: int, cells: int) -> Ink:
    right = ink((f"@{count}", "number" if count else "dim"), " ")
    room = max(cells - size(right) - 2, 6)
    named = max(min(width(visible(key)), room // 2), 4)
    worth = value_piece(value, max(room - named - 2, 4), "text")
    left = (*ink(mark), *pad(ink((middle(key, named), "key")), named + 1), *ink(worth))
    return beside(left, right, cells)
