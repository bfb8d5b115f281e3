"""A world that is being made, and then begins."""

from __future__ import annotations

from pathlib import Path

from cogtui.cloud.devices import HELD
from cogtui.cloud.save import Save
from cogtui.cloud.world import World
from tests.cloud.worlds import ready_made, walk


def everything_but_devices(world: World) -> list[tuple[str, tuple[str, ...], object]]:
    return [row for row in world.store.every() if row[0] != HELD.name]


def test_a_settled_world_keeps_its_state_and_has_no_past() -> None:
    world = ready_made()
    walk(world)
    before, held = everything_but_devices(world), world.held("app")
    world.settle()
    assert (everything_but_devices(world), world.held("app")) == (before, held)
    assert (world.trail, world.history.position, world.undo()) == ([], 0, None)


def test_what_a_device_holds_names_no_call_of_the_trail_that_is_gone() -> None:
    world = ready_made()
    walk(world)
    world.settle()
    assert [row.name for row in world.store.scan(HELD, "app") if row.record] == []


def test_calls_after_that_are_numbered_from_one_and_can_be_undone_to_the_beginning() -> None:
    world = ready_made()
    world.settle()
    before = list(world.store.every())
    walk(world)
    assert world.trail[0].no == "1"
    world.seek(0)
    assert list(world.store.every()) == before


def test_a_saved_world_begins_where_it_was_settled(tmp_path: Path) -> None:
    world = ready_made()
    world.settle()
    with_credentials = Save.create(tmp_path / "x.cogtui", world)
    walk(world)
    with_credentials.close()
    opened = Save.open(tmp_path / "x.cogtui")
    assert [record.name for record in opened.world.trail] == [record.name for record in world.trail]
    opened.world.seek(0)
    assert not opened.world.held("app").get("credentials")
    opened.close()


def test_listeners_are_told_that_everything_moved() -> None:
    world = World()
    told: list[str] = []
    world.subscribe(lambda event, record: told.append(event))
    world.settle()
    assert told == ["sought"]
