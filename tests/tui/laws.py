"""The laws of layout, as functions that return what breaks them.

1. Whatever can take the focus lies on the screen with its whole region, and can be seen.
2. Nothing is cut off without saying so: a line that does not fit ends with an ellipsis (or is cut in the middle with
   one), and a text that is wrapped has rows enough for all of it, or scrolls.
3. At 80 columns the footer names at most seven keys, the palette's aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Footer, Input, Label, Static, Tooltip
from textual.widgets._footer import FooterKey
from textual.widgets._toast import Toast

from cogtui.tui.screens.help import HelpLines
from cogtui.tui.screens.viewer import Lines
from cogtui.tui.widgets.flow_diagram import FlowRows
from cogtui.tui.widgets.rows import RowList
from cogtui.views import flow
from cogtui.views.ink import ELLIPSIS, plain

if TYPE_CHECKING:
    from textual.css.styles import RulesMap

ROOM = 600
"""Cells in which everything fits."""

DRAWN = re.compile(r"^[─│┌┐└┘├┤╌═►◄·\s]+$")
"""Words made of lines only: they may be as long or short as the width wants."""


def faults(app: App[Any]) -> list[str]:
    """Return what is wrong with the screen in front."""
    screen = app.screen
    return [f"{_name(widget)}: {fault}" for widget in _shown(screen) for fault in _faults_of(widget, screen)]


def _shown(screen: Screen[Any]) -> Iterator[Widget]:
    """Yield every widget of the screen that is displayed; tooltips and toasts come and go."""
    for widget in screen.walk_children(Widget):
        shown = (node.display and node.visible for node in widget.ancestors_with_self if isinstance(node, Widget))
        if all(shown) and widget.is_on_screen and not isinstance(widget, Toast | Tooltip):
            yield widget


def _faults_of(widget: Widget, screen: Screen[Any]) -> Iterator[str]:
    if widget.focusable or isinstance(widget, FooterKey | Button):
        yield from _outside(widget, screen)
    if isinstance(widget, RowList):
        yield from _rows(widget)
    elif isinstance(widget, Static | Label | Button | FooterKey):
        yield from _text(widget)
    elif isinstance(widget, Input):
        yield from _field(widget)
    elif isinstance(widget, Footer) and widget.size.width <= 80:
        yield from _footer(widget)


def _outside(widget: Widget, screen: Screen[Any]) -> Iterator[str]:
    """Law 1."""
    place = screen.find_widget(widget)
    if not place.region.area:
        yield f"has no size: {place.region}"
    elif not screen.region.contains_region(place.region):
        yield f"{place.region} lies outside the screen {screen.size}"
    elif place.visible_region != place.region:
        yield f"only {place.visible_region} of {place.region} can be seen"


def _rows(rows: RowList) -> Iterator[str]:
    """Law 2 for the rows on the screen: what is drawn is the row's ink, and every word that fell away left an ellipsis."""
    cells = rows.scrollable_content_region.width
    top = rows.scroll_offset.y
    for y in range(rows.scrollable_content_region.height):
        line = rows.render_line(y).text
        if len(rows.rows) <= top + y:
            continue
        whole = plain(rows.draw(rows.rows[top + y], ROOM)).rstrip() if isinstance(rows, HelpLines | Lines) else ""
        if whole and line.rstrip() != whole:
            yield f"row {top + y} of {cells} cells was wrapped for others: {line!r}"
        missing = missing_words(whole_line(rows, rows.rows[top + y]), line)
        if missing and ELLIPSIS not in line:
            yield f"row {top + y} of {cells} cells lost {missing}: {line!r}"


def whole_line(rows: RowList, row: Any) -> str:
    """Return a row's text where there is room for all of it."""
    if isinstance(rows, FlowRows):
        return plain(flow.draw(row, flow.laid_out([row], ROOM)))
    return plain(rows.draw(row, ROOM))


def missing_words(whole: str, line: str) -> list[str]:
    """Return the words of a line that are not in its shorter form."""
    there = line.split()
    return [word for word in whole.split() if word not in there and not DRAWN.match(word)]


def _text(widget: Widget) -> Iterator[str]:
    """Law 2 for text that Textual lays out."""
    visual, rules = widget._render(), cast("RulesMap", widget.styles)
    size = widget.content_region.size
    shown = widget.screen.find_widget(widget).visible_region
    if not widget.content_region.area:
        if visual.get_optimal_width(rules, ROOM):
            yield f"text without room: {size}"
        return
    nowrap = widget.styles.text_wrap == "nowrap" or isinstance(widget, FooterKey | Button)
    needed = Size(visual.get_optimal_width(rules, ROOM), visual.get_height(rules, size.width))
    if nowrap and needed.width > size.width:
        if widget.styles.text_overflow != "ellipsis":
            yield f"a line of {needed.width} in {size.width} cells is cut: {widget.render()!r}"
        needed = Size(needed.width, min(needed.height, size.height))
    if needed.height > size.height:
        yield f"{needed.height} rows of text in {size.height}: {str(widget.render())[:80]!r}"
    if shown != widget.region and not _scrolls(widget):
        yield f"only {shown} of {widget.region} can be seen"


def _scrolls(widget: Widget) -> bool:
    return any(isinstance(node, Widget) and node.allow_vertical_scroll for node in widget.ancestors)


def _field(field: Input) -> Iterator[str]:
    """Law 2 for what a field says while it is empty; what is typed scrolls."""
    if not field.value and len(field.placeholder) > field.content_region.width:
        yield f"its placeholder needs {len(field.placeholder)} cells, there are {field.content_region.width}"


def _footer(footer: Footer) -> Iterator[str]:
    """Law 3."""
    keys = [key.key_display for key in footer.query(FooterKey) if "-command-palette" not in key.classes]
    if len(keys) > 7:
        yield f"{len(keys)} keys: {' '.join(keys)}"


def _name(widget: Widget) -> str:
    name = f"{type(widget).__name__}{'#' + widget.id if widget.id else ''}"
    return f"{name}{'.' + '.'.join(sorted(widget.classes)) if widget.classes else ''}"
