"""Watching the devices' story again: it goes back and forward in time, calls nothing, and always ends in the present."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import ComposeResult
from textual.screen import Screen

from cogtui.cloud.device_sync.cache import devices_of
from cogtui.cloud.trail import Record
from cogtui.cloud.world import Event, World
from cogtui.device.sync import devices
from cogtui.tui.screens.replaying import PACES, Replaying, begin
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.session import Session
from cogtui.tui.sync.replay import Replay
from cogtui.tui.widgets.sync_timeline import SyncTimeline
from cogtui.views.sync.timeline import story_start
from tests.builders import a_world, done
from tests.tui.driving import SIZES, SMALL, Driver, drawn, lines_of, opened
from tests.tui.laws import faults


def a_story() -> World:
    """Return a world with a bucket, a phone with two edits, and another bucket in between."""
    world = a_world()
    done(world, "s3", "CreateBucket", Bucket="before")
    devices.add(world, "phone")
    devices.edit(world, "phone", "prefs", "theme", "dark")
    done(world, "s3", "CreateBucket", Bucket="between")
    devices.edit(world, "phone", "prefs", "lang", "en")
    return world


def a_replay(world: World) -> tuple[Replay, list[Record | None]]:
    """Return a replay that has begun, and what it tells."""
    told: list[Record | None] = []
    replay = Replay(world, story_start(world.trail), told.append)
    replay.begin()
    return replay, told


# --- the controller ------------------------------------------------------------------------------------------------------


def test_it_goes_back_and_shows_one_record_of_a_device_after_the_other() -> None:
    world = a_story()
    trail = list(world.trail)
    replay, told = a_replay(world)
    assert not devices_of(world.store)
    assert (replay.steps, replay.done) == (3, 0)
    while replay.step():
        pass
    assert [record.no if record else None for record in told] == [None, "2", "3", "5", None]
    assert list(world.trail) == trail
    assert world.history.position == len(trail)
    assert not replay.running


def test_it_can_be_ended_anywhere_and_goes_back_a_record() -> None:
    world = a_story()
    replay, _ = a_replay(world)
    replay.step()
    replay.step()
    replay.back()
    assert world.history.position == 2
    assert replay.record is world.trail[1]
    replay.back()
    replay.back()
    assert world.history.position == replay.start == 1
    replay.end()
    assert world.history.position == 5
    replay.step()
    replay.back()
    assert world.history.position == 5


def test_a_call_meanwhile_finds_the_present_and_loses_no_future() -> None:
    world = a_story()
    replay, _ = a_replay(world)
    epoch = world.history.epoch
    done(world, "s3", "CreateBucket", Bucket="meanwhile")
    assert not replay.running
    assert len(world.trail) == world.history.position == 6
    assert world.history.epoch == epoch
    assert world.before_entry is None
    assert devices_of(world.store)


def test_a_trial_meanwhile_does_not_end_it() -> None:
    world = a_story()
    replay, _ = a_replay(world)
    with world.what_if() as trial:
        done(trial, "s3", "CreateBucket", Bucket="trial")
    assert replay.running
    assert world.history.position == replay.start
    replay.end()
    assert len(world.trail) == world.history.position == 5


@pytest.mark.parametrize("move", [World.undo, World.redo, lambda world: world.seek(2)], ids=["undo", "redo", "seek"])
def test_whoever_else_moves_in_time_is_where_they_wanted_to_be(move: Any) -> None:
    world = a_story()
    replay, told = a_replay(world)
    replay.step()
    move(world)
    position = world.history.position
    assert not replay.running
    assert told[-1] is None
    replay.end()
    assert world.history.position == position


def test_another_world_in_its_place_ends_it() -> None:
    world = a_story()
    replay, _ = a_replay(world)
    world.become(a_world("other"))
    assert not replay.running
    replay.end()
    assert not world.trail


def test_it_returns_to_the_present_when_following_it_fails() -> None:
    world = a_story()
    replay, _ = a_replay(world)

    def fails(event: Event, record: Record | None) -> None:
        raise RuntimeError("could not be drawn")

    stop = world.subscribe(fails)
    with pytest.raises(RuntimeError):
        replay.step()
    stop()
    assert world.history.position == 5
    assert not replay.running
    assert world.before_entry is None


def test_what_was_undone_before_stays_undone() -> None:
    world = a_story()
    world.undo()
    replay, _ = a_replay(world)
    while replay.step():
        pass
    assert world.history.position == 4
    assert len(world.trail) == 5


# --- in the app ----------------------------------------------------------------------------------------------------------


async def watching(app: Driver) -> list[str]:
    """Begin to watch, holding; return the list that gets the numbers of what is seen."""
    seen: list[str] = []
    begin(app.workspace, app.session, lambda record: seen.append(record.no))
    await app.until(Replaying)
    await app.press("left")
    return seen


async def test_it_is_watched_by_hand_and_ends_with_esc() -> None:
    async with opened(session=Session(a_story(), title="sync")) as app:
        seen = await watching(app)
        await app.press("right", "right")
        assert seen == ["2", "3"]
        assert app.world.history.position == 3
        await app.press("escape")
        assert app.world.history.position == 5
        assert isinstance(app.app.screen, Workspace)


@pytest.mark.parametrize("key", ["u", "1", "x", "ctrl+p", "enter"])
async def test_any_other_key_ends_it_and_does_nothing_in_the_past(key: str) -> None:
    async with opened(session=Session(a_story(), title="sync")) as app:
        await watching(app)
        await app.press("right", key)
        await app.press("escape")
        await app.settle()
        assert (app.world.history.position, len(app.world.trail)) == (5, 5)
        assert isinstance(app.app.screen, Workspace)


async def test_a_click_ends_it() -> None:
    async with opened(session=Session(a_story(), title="sync")) as app:
        await watching(app)
        await app.pilot.click(offset=(20, 10))
        await app.settle()
        assert app.world.history.position == 5
        assert isinstance(app.app.screen, Workspace)


async def test_leaving_the_app_leaves_the_world_in_the_present() -> None:
    world = a_story()
    async with opened(session=Session(world, title="sync")) as app:
        await watching(app)
        assert world.history.position == 1
    assert world.history.position == 5


async def test_the_timer_steps_at_the_pace_and_holds_where_motion_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Replaying, "pace", 1)
    async with opened(session=Session(a_story(), title="sync")) as app:
        for moving in (True, False):
            app.app.animation_level = "full" if moving else "none"
            begin(app.workspace, app.session, lambda record: None)
            await app.until(Replaying)
            screen = app.screen(Replaying)
            assert (screen._timer is not None) == moving
            await app.press("plus")
            assert screen._timer is not None
            assert screen._timer._interval == PACES[screen.pace]
            await app.press("space")
            assert screen._timer is None
            await app.press("escape")


async def test_without_a_story_there_is_nothing_to_watch() -> None:
    async with opened(session=Session(a_world(), title="empty")) as app:
        begin(app.workspace, app.session, lambda record: None)
        await app.settle()
        assert isinstance(app.app.screen, Workspace)
        assert "nothing to watch" in app.toasts[-1]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_its_line_fits(size: tuple[int, int]) -> None:
    world = a_story()
    devices.edit(world, "phone", "prefs", "theme", "[/]" * 500)
    async with opened(size=size, session=Session(world, title="sync")) as app:
        await watching(app)
        await app.press("right", "right", "right", "right")
        assert not faults(app.app)


# --- the timeline --------------------------------------------------------------------------------------------------------


class Alone(Screen[None]):
    """A timeline and nothing else."""

    def compose(self) -> ComposeResult:
        yield SyncTimeline()


async def with_timeline(app: Driver, world: World) -> SyncTimeline:
    """Show a world's history in a timeline of its own."""
    app.app.push_screen(Alone())
    await app.until(Alone)
    timeline = app.one(SyncTimeline)
    timeline.show(world)
    await app.settle()
    return timeline


async def test_the_timeline_follows_the_newest_record_and_tells_which_is_chosen() -> None:
    world = a_story()
    async with opened(size=SMALL, session=Session(world, title="sync")) as app:
        timeline = await with_timeline(app, world)
        assert timeline.chosen is world.trail[4]
        devices.edit(world, "phone", "prefs", "lang", "de")
        timeline.show(world)
        assert timeline.chosen is world.trail[5]
        timeline.take_focus()
        await app.press("up", "up")
        assert timeline.chosen is world.trail[2]
        world.undo()
        timeline.show(world)
        assert timeline.chosen is world.trail[2]
        assert any("now: what follows is undone" in line for line in drawn(timeline.list))
        assert lines_of(timeline.list)[0].startswith("  2 ~")
        assert not faults(app.app)


async def test_an_empty_timeline_says_what_to_do() -> None:
    world = a_world()
    async with opened(size=SMALL, session=Session(world, title="sync")) as app:
        timeline = await with_timeline(app, world)
        assert timeline.chosen is None
        assert not timeline.diagram.display
        assert timeline.query_one(".empty").display
        assert not faults(app.app)
