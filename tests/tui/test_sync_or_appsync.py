"""Cognito Sync beside AppSync, on the screen."""

from __future__ import annotations

import pytest

from cogtui.tui.screens.sync_or_appsync import Comparison, SyncOrAppSync
from tests.tui.driving import SIZES, SMALL, opened
from tests.tui.laws import faults


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_it_fits_and_scrolls_to_its_last_line(size: tuple[int, int]) -> None:
    async with opened(size=size) as app:
        app.app.push_screen(SyncOrAppSync())
        await app.until(SyncOrAppSync)
        await app.settle()
        assert faults(app.app) == []
        shown = app.one(Comparison)
        await app.press("end")
        assert shown.scroll_offset.y == shown.max_scroll_y
        assert faults(app.app) == []
        await app.press("escape")
        assert not isinstance(app.app.screen, SyncOrAppSync)


async def test_the_arrow_keys_move_it_where_it_is_longer_than_the_screen() -> None:
    async with opened(size=SMALL) as app:
        app.app.push_screen(SyncOrAppSync())
        await app.until(SyncOrAppSync)
        await app.settle()
        await app.press("down", "down")
        assert app.one(Comparison).scroll_offset.y == 2
