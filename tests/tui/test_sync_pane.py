"""The Sync pane: devices edit, go offline, synchronise and settle conflicts by keys alone, at three sizes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from textual.widgets import Static

from cogtui.cloud.device_sync.records import LocalRecord
from cogtui.cloud.services.cognito_sync.records import SyncRecord
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.resources import lessons_dir
from cogtui.tui.panes.sync import Sync
from cogtui.tui.screens.conflict import ConflictScreen
from cogtui.tui.screens.form import FormScreen
from cogtui.tui.session import Session
from cogtui.tui.widgets.sync_columns import CLOUD, Column
from cogtui.tui.widgets.sync_wire import SyncWire
from tests.tui.driving import LARGE, MIDDLE, SIZES, SMALL, TYPED, Driver, opened
from tests.tui.laws import faults

TEMPLATE = lessons_dir() / "worlds" / "sync.yaml"


@asynccontextmanager
async def on_pane(size: tuple[int, int] = MIDDLE) -> AsyncGenerator[Driver]:
    """Open the Sync pane on Ana's three devices."""
    world = World("sync")
    apply(world, TEMPLATE.read_text(), str(TEMPLATE))
    world.settle()
    async with opened(size=size, session=Session(world, title="sync")) as app:
        await app.pane_shown("7", "sync")
        yield app


def pane(app: Driver) -> Sync:
    """Return the pane."""
    assert isinstance(app.pane, Sync)
    return app.pane


def shown(app: Driver, column: str) -> dict[str, tuple[str | None, int, bool]]:
    """Return what a column shows: key -> value, count, whether it waits to be sent."""
    rows = pane(app).columns.column(column).records.rows
    return {
        row.key: (row.value, row.sync_count, isinstance(row, LocalRecord) and row.dirty)
        for row in rows
        if isinstance(row, LocalRecord | SyncRecord)
    }


def told(app: Driver) -> str:
    """Return what the wire says."""
    return str(app.pane.query_one(SyncWire).render()).strip()


async def to_device(app: Driver, name: str) -> None:
    """Go to a device's column."""
    while pane(app).columns.at != name:
        await app.press("right")


async def write(app: Driver, name: str, line: str) -> None:
    """Write a new record on a device: `key = value`."""
    await to_device(app, name)
    await app.press("end", "e", TYPED + line, "enter")


async def both_changed(app: Driver) -> None:
    """Let tablet and phone change the same record, the tablet first at the service."""
    await write(app, "phone", "theme = blue")
    await app.press("s")
    await to_device(app, "tablet")
    await app.press("s", "home", "e", TYPED + "red", "enter", "s")
    await to_device(app, "phone")
    await app.press("greater_than_sign", "home", "e", TYPED + "dark", "enter", "s")
    await app.until(ConflictScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_a_record_written_on_one_device_reaches_another(size: tuple[int, int]) -> None:
    async with on_pane(size) as app:
        await write(app, "phone", "theme = dark")
        assert shown(app, "phone") == {"theme": ("dark", 0, True)}
        assert shown(app, CLOUD) == {}
        await app.press("s")
        assert shown(app, "phone") == {"theme": ("dark", 1, False)}
        assert shown(app, CLOUD) == {"theme": ("dark", 1, False)}
        assert told(app) == "✓ phone synchronised  0 pulled, 1 pushed"
        await to_device(app, "tablet")
        await app.press("s")
        assert shown(app, "tablet") == {"theme": ("dark", 1, False)}
        assert told(app) == "✓ tablet synchronised  1 pulled, 0 pushed"
        assert faults(app.app) == []


@pytest.mark.parametrize(
    ("key", "cloud", "count"),
    [("1", "red", 2), ("2", "dark", 3), ("3", "dark", 3)],
    ids=["theirs", "ours", "last-writer"],
)
async def test_a_conflict_is_settled_as_the_reader_says(key: str, cloud: str, count: int) -> None:
    async with on_pane() as app:
        await both_changed(app)
        await app.press("right" if key == "9" else key)
        assert shown(app, CLOUD) == {"theme": (cloud, count, False)}
        assert shown(app, "phone") == {"theme": (cloud, count, False)}


async def test_a_conflict_takes_a_value_of_ones_own() -> None:
    async with on_pane(SMALL) as app:
        await both_changed(app)
        await app.press("4", TYPED + " and more", "enter")
        value, count, dirty = shown(app, CLOUD)["theme"]
        assert value is not None
        assert value.endswith(" and more")
        assert (count, dirty) == (3, False)
        assert shown(app, "phone")["theme"] == (value, 3, False)


async def test_who_leaves_a_conflict_open_keeps_what_was_written() -> None:
    async with on_pane() as app:
        await both_changed(app)
        await app.press("escape")
        assert shown(app, "phone") == {"theme": ("dark", 1, True)}
        assert shown(app, CLOUD) == {"theme": ("red", 2, False)}
        assert told(app).startswith("· phone stopped")


async def test_an_offline_device_reaches_nobody_and_synchronises_once_it_is_online() -> None:
    async with on_pane() as app:
        await app.press("o")
        await write(app, "phone", "theme = dark")
        await app.press("s")
        assert "phone did not reach anybody: Network connectivity unavailable." in told(app)
        assert shown(app, CLOUD) == {}
        await app.press("q")
        assert shown(app, CLOUD) == {}
        await app.press("o")
        assert shown(app, CLOUD) == {"theme": ("dark", 1, False)}


async def test_push_lets_another_device_follow_by_itself() -> None:
    async with opened(size=MIDDLE) as app:
        await app.pane_shown("7", "sync")
        await write(app, "phone", "theme = dark")
        await app.press("s")
        await to_device(app, "tablet")
        await app.press("s", "p")
        view = pane(app).view
        assert view is not None
        assert view.subscribed
        await write(app, "phone", "font = large")
        await app.press("s")
        assert shown(app, "tablet")["font"] == ("large", 2, False)
        assert "then 1 more by itself" in told(app)


async def test_what_cannot_be_written_is_told_on_the_device_and_the_field_stays() -> None:
    async with on_pane() as app:
        await app.press("end", "e", TYPED + "no equals sign", "enter")
        column = pane(app).columns.column("phone")
        assert "a record is written `key = value`" in str(column.query_one(".says", Static).render())
        assert column.query_one("InPlace").has_focus
        await app.press("escape")
        assert column.records.has_focus
        assert shown(app, "phone") == {}


async def test_records_and_brackets_are_never_markup() -> None:
    async with on_pane() as app:
        await write(app, "phone", "k[b] = [bold]x[/]")
        assert shown(app, "phone") == {"k[b]": ("[bold]x[/]", 0, True)}
        assert faults(app.app) == []


async def test_undo_takes_back_what_a_device_did_and_redo_brings_it_again() -> None:
    async with on_pane() as app:
        await write(app, "phone", "theme = dark")
        await app.press("x")
        await app.press("u", "u")
        assert shown(app, "phone") == {}
        await app.press("U")
        assert shown(app, "phone") == {"theme": ("dark", 0, True)}


async def test_a_device_is_added_by_form_and_belongs_to_the_same_person() -> None:
    async with on_pane() as app:
        await app.press("a")
        await app.until(FormScreen)
        await app.press("enter")
        assert pane(app).columns.names == ["phone", "tablet", "web", "phone-2"]
        assert pane(app).columns.at == "phone-2"
        await app.press("s")
        assert "phone-2 synchronised" in told(app)
        await app.press("a")
        assert any("4 devices are the most" in note for note in app.toasts)


async def test_a_device_that_goes_takes_its_column_with_it() -> None:
    async with on_pane() as app:
        await app.press("r")
        assert pane(app).columns.names == ["tablet", "web"]
        await app.press("u")
        assert pane(app).columns.names == ["phone", "tablet", "web"]


async def test_without_devices_the_pane_says_how_to_get_one() -> None:
    async with on_pane(SMALL) as app:
        await app.press("r", "r", "r")
        assert "a adds a phone" in str(app.pane.query_one("#story", Static).render())
        for key in ("s", "o", "e", "x", "p", "c", "t", "q", "i", "A", "L", "r", "D", "d", "left", "right"):
            await app.press(key)
        assert faults(app.app) == []


async def test_the_clock_of_a_device_is_set_by_form_and_nonsense_is_refused_there() -> None:
    async with on_pane() as app:
        await app.press("c")
        await app.until(FormScreen)
        await app.press("home", "shift+end", TYPED + "soon", "enter")
        assert "is no number of seconds" in str(app.screen(FormScreen).query_one("#said", Static).render())
        await app.press("escape")
        await app.press("c")
        await app.until(FormScreen)
        await app.press("home", "shift+end", TYPED + "-90", "enter")
        device = pane(app).device
        assert device is not None
        assert device.skew == -90


async def test_where_there_is_little_room_the_devices_are_tabs() -> None:
    async with on_pane(SMALL) as app:
        assert [column.of for column in app.pane.query(Column) if column.display] == ["phone", CLOUD]
        await app.press("right", "right")
        assert pane(app).columns.at == "tablet"
        assert [column.of for column in app.pane.query(Column) if column.display] == ["tablet", CLOUD]


async def test_with_room_all_stand_around_the_service() -> None:
    async with on_pane(LARGE) as app:
        assert [column.of for column in app.pane.query(Column) if column.display] == ["phone", "tablet", CLOUD, "web"]


async def test_enter_on_the_timeline_opens_the_why_and_escape_comes_back() -> None:
    async with on_pane(SMALL) as app:
        await write(app, "phone", "theme = dark")
        await app.press("s", "tab", "tab")
        detail = app.pane.query_one("#sync-detail")
        assert not detail.display
        await app.press("enter")
        assert detail.display
        assert detail.has_focus_within
        await app.press("escape")
        assert not detail.display
