"""RowList: the one list of the app. Rows of ink, a cursor, keys and mouse; ten thousand rows cost what thirty do.

Subclasses set `rows` (any objects) and implement `draw(row, width)`; a row that can't be chosen returns False from
`selectable`. The trail, the flow diagram and the why tree are RowLists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from cogtui.tui.content import content
from cogtui.views.ink import Ink, fit


class RowList(ScrollView, can_focus=True):
    """A scrolling list of one-line rows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--row", "rows--cursor", "rows--cursor-blurred"}
    DEFAULT_CSS = """
    RowList {
        background: $background;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;
        overflow-x: hidden;
        & .rows--row { background: $background; color: $foreground; }
        & .rows--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & .rows--cursor-blurred {
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "to_end(0)", "First", show=False),
        Binding("end", "to_end(1)", "Last", show=False),
        Binding("enter", "open", "Open", show=False),
    ]

    cursor: reactive[int] = reactive(0, init=False)
    """Index of the row under the cursor; -1 when there are no rows."""

    @dataclass
    class Highlighted(Message):
        """The cursor came to a row."""

        list: RowList
        index: int

        @property
        def control(self) -> RowList:
            return self.list

    @dataclass
    class Opened(Message):
        """Enter or a double click on a row."""

        list: RowList
        index: int

        @property
        def control(self) -> RowList:
            return self.list

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: Sequence[Any] = ()
        self._strips: dict[tuple[int, int, str], Strip] = {}

    # --- rows --------------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[Any]:
        """What is listed."""
        return self._rows

    def show(self, rows: Sequence[Any], *, cursor: int | None = None, alike: bool = False) -> None:
        """List other rows; the cursor stays at its place as far as it can, or goes where it is told.

        `alike`: a row that equals the one at its place before looks as that did, so that only the others are drawn.
        """
        before, self._rows = self._rows, rows
        if alike:
            self._draw_changed(before)
        else:
            self._strips.clear()
        self._resize_to(len(rows))
        wanted = self.cursor if cursor is None else cursor
        self.cursor = self._nearest(max(0, min(wanted, len(rows) - 1)), 1)
        if not alike or self.styles.is_auto_height:
            self.refresh(layout=self.styles.is_auto_height)

    def _resize_to(self, count: int) -> None:
        """Scroll over so many rows. The screen is laid out anew only where a height hangs on how many there are."""
        size = Size(0, count)
        if any(isinstance(one, Widget) and one.styles.is_auto_height for one in self.ancestors_with_self):
            self.virtual_size = size
        elif size != self.virtual_size:
            self.set_reactive(cast("Reactive[Size]", Widget.virtual_size), size)
            self._scroll_update(size)

    def _draw_changed(self, before: Sequence[Any]) -> None:
        """Draw the rows that are others than before."""
        rows, both = self._rows, zip(before, self._rows, strict=False)
        changed = {at for at, (old, new) in enumerate(both) if old is not new and old != new}
        changed |= {*range(min(len(before), len(rows)), max(len(before), len(rows)))}
        for drawn in [drawn for drawn in self._strips if drawn[0] in changed]:
            del self._strips[drawn]
        top = self.scroll_offset.y
        self.refresh_rows(*(at for at in changed if top <= at < top + self.size.height))

    def draw(self, row: Any, width: int) -> Ink:
        """Return the row's ink, at most `width` cells wide."""
        raise NotImplementedError

    def selectable(self, row: Any) -> bool:
        """Return whether the cursor may stand on the row."""
        return True

    @property
    def chosen(self) -> Any | None:
        """The row under the cursor, or None."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    # --- drawing -----------------------------------------------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self._rows))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        index = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        if not 0 <= index < len(self._rows):
            return Strip.blank(width, self.get_visual_style("rows--row").rich_style)
        look = self._look(index)
        key = (index, width, look)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > 2000:
                self._strips.clear()
            strip = self._strips[key] = self._strip(index, width, look)
        return strip

    def _look(self, index: int) -> str:
        if index != self.cursor:
            return "rows--row"
        return "rows--cursor" if self.has_focus else "rows--cursor-blurred"

    def _strip(self, index: int, width: int, look: str) -> Strip:
        line = content(fit(self.draw(self._rows[index], width), width))
        names = ("rows--row",) if look == "rows--row" else ("rows--row", look)
        style = self.get_visual_style(*names)
        if self.get_component_styles(look).text_style.reverse:  # Textual leaves that out of visual styles
            style += Style(reverse=True)
        strips = Visual.to_strips(self, line, width, 1, style, apply_selection=False)
        strip = strips[0] if strips else Strip.blank(width, style.rich_style)
        return strip.extend_cell_length(width, style.rich_style)

    # --- the cursor --------------------------------------------------------------------------------------------------

    def _nearest(self, index: int, step: int) -> int:
        """Return the first selectable row from `index` on, looking in the direction of `step`, then in the other."""
        for direction in (step, -step):
            at = index
            while 0 <= at < len(self._rows):
                if self.selectable(self._rows[at]):
                    return at
                at += direction
        return -1

    def watch_cursor(self, old: int, new: int) -> None:
        self.refresh_rows(old, new)
        self._keep_in_sight()
        self.post_message(self.Highlighted(self, new))

    def on_resize(self) -> None:
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        if self.cursor >= 0 and self.size.height:
            self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    def refresh_rows(self, *indices: int) -> None:
        """Draw some rows again."""
        top = self.scroll_offset.y
        for index in indices:
            self.refresh(Region(0, index - top, self.size.width, 1))

    def on_focus(self) -> None:
        self.refresh_rows(self.cursor)

    def on_blur(self) -> None:
        self.refresh_rows(self.cursor)

    def action_move(self, step: int) -> None:
        """Move the cursor to the next selectable row."""
        wanted = self.cursor + step
        if 0 <= wanted < len(self._rows):
            found = self._nearest(wanted, step)
            if (found - self.cursor) * step > 0:
                self.cursor = found

    def action_page(self, step: int) -> None:
        """Move the cursor by a screenful."""
        height = max(1, self.scrollable_content_region.height - 1)
        wanted = max(0, min(self.cursor + step * height, len(self._rows) - 1))
        self.cursor = self._nearest(wanted, step)

    def action_to_end(self, last: int) -> None:
        """Move the cursor to the first or the last row."""
        self.cursor = self._nearest(len(self._rows) - 1, -1) if last else self._nearest(0, 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.chosen is not None:
            self.post_message(self.Opened(self, self.cursor))

    def on_click(self, event: Click) -> None:
        index = self.scroll_offset.y + event.y
        if 0 <= index < len(self._rows) and self.selectable(self._rows[index]):
            self.cursor = index
            if event.chain > 1:
                self.action_open()
