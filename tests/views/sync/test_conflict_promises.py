"""What the conflict dialog says a resolution will do is what the sync manager then does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from cogtui.cloud.device_sync.cache import device_named, identity_of, local_record
from cogtui.cloud.device_sync.conflicts import Choice, Conflict, Resolution
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers, resolve_all
from cogtui.resources import lessons_dir
from cogtui.views.ink import plain
from cogtui.views.sync.conflict import Decision, choice_line, versions
from cogtui.views.sync.messages import words_of

TEMPLATE = lessons_dir() / "worlds" / "sync.yaml"


def in_conflict(skew: float) -> World:
    """Return a world where phone and tablet changed `theme` to different values, and the phone's is at the service."""
    world = World("promises")
    apply(world, TEMPLATE.read_text(), str(TEMPLATE))
    for name in ("phone", "tablet"):
        devices.sign_in(world, name)
    devices.set_skew(world, "tablet", skew)
    devices.edit(world, "phone", "prefs", "theme", "light")
    devices.synchronize(world, "phone", "prefs")
    devices.synchronize(world, "tablet", "prefs")
    devices.edit(world, "phone", "prefs", "theme", "dark")
    devices.synchronize(world, "phone", "prefs")
    devices.edit(world, "tablet", "prefs", "theme", "blue")
    return world


CASES: tuple[tuple[Choice, float, str, str, str], ...] = (
    ("remote", 0, "this device takes theme=dark; nothing is sent", "dark", ""),
    ("local", 0, "sends theme=blue with count 2", "blue", "UpdateRecords theme=blue@2 -> @3"),
    ("custom", 0, "sends theme=grey with count 2", "grey", "UpdateRecords theme=grey@2 -> @3"),
    ("last_writer", 60, "ours", "blue", "UpdateRecords theme=blue@2 -> @3"),
    ("last_writer", -60, "theirs", "dark", ""),
)


@pytest.mark.parametrize(("choice", "skew", "says", "value", "sent"), CASES)
def test_a_resolution_does_what_its_line_says(choice: Choice, skew: float, says: str, value: str, sent: str) -> None:
    world = in_conflict(skew)
    before = len(world.trail)
    lines: list[str] = []

    def decide(found: Sequence[Conflict]) -> Any:
        lines.append(plain(choice_line(found[0], choice, 72, Decision(choice, "grey"))))
        shown = "\n".join(plain(line) for line in versions(found[0], _tablet(world), 72))
        assert all(words in shown for words in ("tablet, count 1", "the service, count 2", "blue", "dark", "light@1"))
        answer = resolve_all(choice, "grey")(found)
        assert answer == [Resolution("theme", choice, "grey")]
        return answer

    assert devices.synchronize(world, "tablet", "prefs", Handlers(on_conflict=decide)).ok
    assert says in lines[0]
    kept = local_record(world.store, "tablet", identity_of(world.store, "tablet"), "prefs", "theme")
    assert kept is not None
    assert (kept.value, kept.dirty) == (value, False)
    writes = [words_of(record) for record in world.trail[before:] if record.operation == "UpdateRecords"]
    assert writes == ([sent] if sent else [])


def _tablet(world: World) -> Any:
    return device_named(world.store, "tablet")
