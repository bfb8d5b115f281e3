"""What people do to the Sync pane that it did not expect: in the middle of a flight, of a question, of a field."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, RadioSet

from cogtui.cloud.world import World
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers, drive
from cogtui.tui.panes.sync import Sync
from cogtui.tui.screens.conflict import ConflictScreen
from cogtui.tui.screens.form import FormScreen
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.session import Session
from cogtui.tui.widgets import sync_wire
from cogtui.tui.widgets.sync_columns import Column, InPlace
from cogtui.tui.widgets.sync_wire import SyncWire
from tests.builders import done
from tests.tui.driving import SMALL, TYPED, Driver, drawn, opened
from tests.tui.laws import faults
from tests.tui.sync_world import anas_devices

NONE = Handlers()
DATASET = "settings"


@asynccontextmanager
async def on(world: World, size: tuple[int, int] = SMALL) -> AsyncGenerator[Driver]:
    """Open a world's Sync pane."""
    async with opened(size=size, session=Session(world, title="sync")) as app:
        await app.pane_shown("7", "sync")
        yield app


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages be on their way until somebody hurries; they are drawn once, so that the app has nothing to do."""
    monkeypatch.setattr(sync_wire, "FLIGHT", 1e9)
    monkeypatch.setattr(sync_wire, "FRAME", 1e3)


def pane(app: Driver) -> Sync:
    """Return the pane."""
    assert isinstance(app.pane, Sync)
    return app.pane


def cached(app: Driver) -> dict[str, str | None]:
    """Return the records of the device in view."""
    view = pane(app).view
    assert view is not None
    return {row.key: row.value for row in view.records}


def told(app: Driver) -> str:
    """Return what the wire says."""
    return str(app.workspace.query_one(SyncWire).render()).strip()


def in_conflict() -> World:
    """Return a world in which the phone's next synchronisation asks about `theme`."""
    world = anas_devices()
    for name, value in (("phone", "blue"), ("tablet", "red")):
        devices.synchronize(world, name, DATASET, NONE)
        devices.edit(world, name, DATASET, "theme", value)
        devices.synchronize(world, name, DATASET, NONE)
    devices.edit(world, "phone", DATASET, "theme", "dark")
    return world


# --- while messages fly ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("endless")
async def test_what_was_undone_under_another_pane_goes_no_further() -> None:
    world = anas_devices()
    devices.edit(world, "phone", DATASET, "theme", "dark")
    async with on(world) as app:
        app.app.animation_level = "full"
        await app.press("s")
        assert pane(app).stage.player.busy
        await app.pane_shown("4", "trail")
        await app.press("u")
        position, epoch = world.history.position, world.history.epoch
        app.workspace.query_one(SyncWire).arrive()
        await app.settle()
        assert (world.history.position, world.history.epoch) == (position, epoch)
        await app.press("U")
        assert world.history.position > position, "what was undone can be brought back"


@pytest.mark.usefixtures("endless")
async def test_another_history_of_the_same_length_ends_what_was_under_way() -> None:
    world = anas_devices()
    devices.edit(world, "phone", DATASET, "theme", "dark")
    async with on(world) as app:
        app.app.animation_level = "full"
        await app.press("s")
        await app.pane_shown("4", "trail")
        position = world.history.position
        world.undo()
        while world.history.position < position:
            devices.edit(world, "tablet", DATASET, "font", str(world.history.position))
        app.workspace.query_one(SyncWire).arrive()
        await app.settle()
        assert world.history.position == position
        await app.pane_shown("7", "sync")
        assert told(app) == "what was under way ended: time went back"


@pytest.mark.usefixtures("endless")
@pytest.mark.parametrize("key", ["r", "e", "a", "P", "z", "s", "A", "x"])
async def test_a_question_on_the_way_comes_before_the_next_key(key: str) -> None:
    world = in_conflict()
    async with on(world) as app:
        app.app.animation_level = "full"
        await app.press("s", key)
        await app.until(ConflictScreen)
        assert len(app.app.screen_stack) == 3
        assert pane(app).columns.names == ["phone", "tablet", "web"]
        await app.press("2")
        assert "phone synchronised" in told(app) or pane(app).stage.player.busy
        assert faults(app.app) == []


async def test_a_device_that_goes_while_it_synchronises_ends_that() -> None:
    world = in_conflict()
    course = devices.synchronization(world, "phone", DATASET)
    next(course)
    devices.remove(world, "phone")
    assert drive(course, NONE).state == "failed"


@pytest.mark.usefixtures("endless")
async def test_a_script_s_hurried_step_leaves_nothing_in_the_air() -> None:
    async with on(anas_devices()) as app:
        app.app.animation_level = "full"
        await app.press("P", "enter")
        app.workspace.query_one(SyncWire).draw()
        assert "●" in told(app)
        await app.press("space")
        assert "●" not in told(app)


# --- in a field ------------------------------------------------------------------------------------------------------------


async def test_the_field_keeps_to_its_record_and_its_column_when_the_terminal_changes() -> None:
    world = anas_devices()
    devices.edit(world, "phone", DATASET, "b", "1")
    async with on(world, (120, 40)) as app:
        await app.press("home", "e", f"{TYPED}2")
        await app.pilot.resize_terminal(*SMALL)
        assert faults(app.app) == []
        devices.edit(world, "phone", DATASET, "a", "0")  # as a client of the endpoint may, or a push
        await app.settle()
        await app.press("enter")
        assert cached(app) == {"a": "0", "b": "2"}


async def test_a_text_that_is_refused_stays_in_sight() -> None:
    async with on(anas_devices()) as app:
        await app.press("e", f"{TYPED}one=1", "enter", "end", "e", f"{TYPED}two=2", "enter", "end", "e")
        await app.press(f"{TYPED}{'k' * 129}=v", "enter")
        await app.settle()
        field = app.one(InPlace, "#device-0 InPlace")
        assert field.has_focus
        assert "129 bytes" in str(app.one(Column).query_one(".says").render())
        assert faults(app.app) == []


async def test_the_cursor_stands_on_what_was_written_last() -> None:
    world = anas_devices()
    devices.edit(world, "phone", DATASET, "m", "1")
    async with on(world) as app:
        await app.press("end", "e", f"{TYPED}a=1", "enter", "x")
        assert cached(app) == {"a": None, "m": "1"}


async def test_wide_keys_have_their_cells_and_empty_values_are_said() -> None:
    async with on(anas_devices()) as app:
        await app.press("e", f"{TYPED}字字字=字", "enter", "end", "e", f"{TYPED}none=", "enter")
        lines = drawn(pane(app).columns.column("phone").records)
        assert "字字字" in lines[1]
        assert "(empty text)" in lines[0]


# --- forms and the palette -------------------------------------------------------------------------------------------------


async def test_a_form_of_choices_alone_has_the_focus() -> None:
    async with on(anas_devices()) as app:
        await app.press("a")
        await app.until(FormScreen)
        assert isinstance(app.focused, RadioSet)


async def test_a_clock_that_is_ten_years_off_is_written_out_and_keeps_its_seconds() -> None:
    async with on(anas_devices()) as app:
        devices.set_skew(app.world, "phone", 315_360_001)
        await app.settle()
        assert "its clock is 315,360,001 s ahead" in app.last.name
        assert "clock +3650 d 1 s" in str(app.one(Column).query_one(".state").render())
        await app.press("c")
        await app.until(FormScreen)
        assert app.one(Input).value == "315360001"


async def test_there_is_one_palette_and_none_over_too_small_a_terminal() -> None:
    async with on(anas_devices()) as app:
        await app.press("ctrl+p")
        await app.pilot.resize_terminal(60, 15)
        await app.press("ctrl+p", "ctrl+p")
        palettes = [screen for screen in app.app.screen_stack if isinstance(screen, CommandPalette)]
        assert len(palettes) == 1
        await app.pilot.resize_terminal(*SMALL)
        await app.press("escape", "escape")
        assert isinstance(app.app.screen, Workspace)


# --- what AWS says no to ---------------------------------------------------------------------------------------------------


async def test_a_denial_names_the_action_in_one_line_and_its_row_has_the_why() -> None:
    world = anas_devices()
    done(world, "iam", "DeleteRolePolicy", RoleName="SignedIn", PolicyName="OnesOwnData")
    async with on(world) as app:
        await app.press("s")
        assert told(app) == "✗ phone failed: cognito-sync:ListRecords not authorized; its row tells why"
        assert app.last.operation == "ListRecords"


async def test_devices_whose_pool_is_gone_say_so() -> None:
    world = anas_devices()
    pools = done(world, "cognito-identity", "ListIdentityPools", MaxResults=10)["IdentityPools"]
    done(world, "cognito-identity", "DeleteIdentityPool", IdentityPoolId=pools[0]["IdentityPoolId"])
    async with on(world) as app:
        await app.press("s")
        assert told(app) == "✗ phone failed: `phone` has no identity pool to ask: the world has none"
        await app.press("p")
        assert told(app) == "✗ phone: `phone` has no identity pool to ask: the world has none"


async def test_the_focus_comes_back_to_what_had_no_room() -> None:
    async with on(anas_devices()) as app:
        await app.press("g")
        records = app.focused
        assert records is not None
        await app.pilot.resize_terminal(60, 8)
        await app.pilot.resize_terminal(40, 3)
        await app.pilot.resize_terminal(*SMALL)
        await app.settle()
        assert app.focused is records


async def test_undo_of_a_device_gives_the_focus_to_another() -> None:
    async with on(anas_devices()) as app:
        await app.press("a", "enter")
        assert pane(app).columns.at == "phone-2"
        await app.press("u")
        assert pane(app).columns.at == "phone"
        assert app.focused is pane(app).columns.column("phone").records
        await app.press("o")
        device = pane(app).device
        assert device is not None
        assert not device.online
