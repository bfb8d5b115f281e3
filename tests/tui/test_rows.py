"""The one list of the app: keys, mouse and ten thousand rows."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult

from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, ink
from tests.tui.driving import lines_of, opened


class Numbers(RowList):
    """Numbers; those that are divisible by seven can't be chosen."""

    drawn = 0

    def draw(self, row: Any, width: int) -> Ink:
        self.drawn += 1
        return ink(f"row {row}")

    def selectable(self, row: Any) -> bool:
        return row % 7 != 0


class Shelf(App[None]):
    """Holds a list, and notes what is opened in it."""

    def __init__(self, rows: range) -> None:
        super().__init__()
        self.shown = rows
        self.opened: list[int] = []

    def compose(self) -> ComposeResult:
        yield Numbers()

    def on_mount(self) -> None:
        self.query_one(Numbers).show(self.shown)
        self.query_one(Numbers).focus()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        self.opened.append(event.index)


async def test_the_cursor_passes_over_rows_that_cannot_be_chosen() -> None:
    app = Shelf(range(20))
    async with app.run_test(size=(40, 10)) as pilot:
        rows = app.query_one(Numbers)
        assert rows.cursor == 1
        await pilot.press("up")
        assert rows.cursor == 1
        await pilot.press(*("down",) * 6)
        assert rows.cursor == 8
        await pilot.press("k", "j", "j")
        assert rows.cursor == 9
        await pilot.press("end")
        assert rows.cursor == 19
        await pilot.press("home")
        assert rows.cursor == 1


async def test_enter_and_a_double_click_open_and_a_click_chooses() -> None:
    app = Shelf(range(20))
    async with app.run_test(size=(40, 10)) as pilot:
        rows = app.query_one(Numbers)
        await pilot.press("enter")
        assert app.opened == [1]
        await pilot.click(Numbers, offset=(3, 4))
        assert (rows.cursor, app.opened) == (4, [1])
        await pilot.click(Numbers, offset=(3, 7))
        assert rows.cursor == 4
        await pilot.double_click(Numbers, offset=(3, 5))
        assert (rows.cursor, app.opened) == (5, [1, 5])


async def test_ten_thousand_rows_cost_what_a_screenful_does() -> None:
    app = Shelf(range(1, 10_001))
    async with app.run_test(size=(40, 10)) as pilot:
        rows = app.query_one(Numbers)
        assert rows.drawn <= 40
        await pilot.press("end", "pageup", "pageup")
        await pilot.pause()
        assert rows.drawn <= 120
        assert rows.scroll_offset.y > 9_900
        assert rows.render_line(rows.cursor - rows.scroll_offset.y).text.startswith(f"row {rows.cursor + 1}")


async def test_an_empty_list_has_no_cursor_and_takes_any_key() -> None:
    app = Shelf(range(0))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down", "up", "pagedown", "home", "end", "enter")
        rows = app.query_one(Numbers)
        assert (rows.cursor, rows.chosen, app.opened) == (-1, None, [])
        await pilot.click(Numbers, offset=(3, 3))
        rows.show(range(1, 4))
        await pilot.press("down")
        assert rows.cursor == 1


async def test_the_cursor_stays_where_it_was_when_other_rows_are_shown() -> None:
    app = Shelf(range(20))
    async with app.run_test(size=(40, 10)):
        rows = app.query_one(Numbers)
        rows.cursor = 12
        rows.show(range(100))
        assert rows.cursor == 12
        rows.show(range(5))
        assert rows.cursor == 4


async def test_panes_and_views_are_there_for_the_mouse_too() -> None:
    async with opened() as app:
        await app.pilot.click("Status", offset=(21, 0))
        await app.settle()
        assert app.pane.pane_id == "exchange"
        await app.pilot.click("Status", offset=(4, 0))
        await app.settle()
        assert app.pane.pane_id == "sign-in"
        await app.press(*("enter",) * 4)
        await app.pilot.click("RecordDetail .rule", offset=(60, 0))
        await app.settle()
        assert "changes" in str(app.pane.query_one(".rule").render())
        assert "[changes]" in str(app.pane.query_one(".rule").render())
        assert any("identities" in line for line in lines_of(app.pane.query_one("#json", RowList)))
