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


def on_screen(app: Shelf) -> list[str]:
    """Return what stands on the screen, line by line."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


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


async def test_of_rows_that_look_alike_only_the_others_are_drawn() -> None:
    app = Shelf(range(1, 100))
    async with app.run_test(size=(40, 10)) as pilot:
        rows = app.query_one(Numbers)
        drawn = rows.drawn
        rows.show((*range(1, 4), 55, *range(5, 100)), alike=True)
        await pilot.pause()
        assert rows.drawn == drawn + 1
        assert on_screen(app)[2:5] == ["row 3", "row 55", "row 5"]
        rows.show(range(1, 100))
        await pilot.pause()
        assert rows.drawn > drawn + 5


async def test_rows_that_come_and_go_are_scrolled_over_without_a_new_layout() -> None:
    app = Shelf(range(1, 5))
    async with app.run_test(size=(40, 10)) as pilot:
        rows = app.query_one(Numbers)
        assert not rows.show_vertical_scrollbar
        rows.show(range(1, 51), alike=True)
        await pilot.press("end")
        await pilot.pause()
        assert (rows.show_vertical_scrollbar, rows.max_scroll_y) == (True, 40)
        assert on_screen(app)[9].startswith("row 50")
        rows.show(range(1, 4), alike=True)
        await pilot.pause()
        assert (rows.show_vertical_scrollbar, rows.scroll_offset.y) == (False, 0)
        assert on_screen(app) == ["row 1", "row 2", "row 3", *[""] * 7]


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
