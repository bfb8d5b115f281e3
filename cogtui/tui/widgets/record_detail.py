"""RecordDetail: one record of the trail, seen as why, request, response, changes, CLI, boto3 or HTTP."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Click
from textual.reactive import reactive
from textual.widgets import ContentSwitcher, Static

from cogtui.cloud.trail import Record
from cogtui.tui.content import content
from cogtui.tui.widgets.json_view import JsonView, TextLines
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.flow import name_of
from cogtui.views.ink import Ink, ink, plain
from cogtui.views.record import TABS, Tab, json_of, rule_line


class RecordDetail(Vertical):
    """The detail of the record that is chosen elsewhere."""

    DEFAULT_CSS = """
    RecordDetail {
        height: 1fr;
        & > .rule { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > ContentSwitcher { height: 1fr; }
        & RowList { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket,left", "tab(-1)", "Previous view", show=False),
        Binding("right_square_bracket,right", "tab(1)", "Next view", show=False),
    ]

    tab: reactive[Tab] = reactive("why", init=False)
    """Which view is shown."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.record: Record | None = None
        self._rule: Ink = ()

    def compose(self) -> ComposeResult:
        yield Static(classes="rule")
        with ContentSwitcher(initial="why"):
            yield WhyTree(id="why")
            yield JsonView(id="json")
            yield TextLines(id="text")

    def on_mount(self) -> None:
        self._draw()

    def show(self, record: Record | None) -> None:
        """Show another record."""
        if record is not self.record:
            self.record = record
            self._draw()

    def watch_tab(self) -> None:
        self._draw()

    def on_descendant_focus(self) -> None:
        self._draw_rule()

    def on_descendant_blur(self) -> None:
        self._draw_rule()

    def on_resize(self) -> None:
        self._draw_rule()

    def _draw(self) -> None:
        self._draw_rule()
        switcher = self.query_one(ContentSwitcher)
        focused = self.has_focus_within
        if self.record is None or self.tab == "why":
            switcher.current = "why"
            self.query_one(WhyTree).explain(self.record)
        elif self.tab in ("request", "response", "changes"):
            switcher.current = "json"
            self.query_one(JsonView).read(json_of(self.record, self.tab))
        else:
            switcher.current = "text"
            self.query_one(TextLines).show(self._code(self.record), cursor=0)
        if focused:
            self.focus_view()

    def _code(self, record: Record) -> list[Ink]:
        from cogtui.console.code import code_of

        return [ink(line) for line in code_of(record, self.tab).split("\n")]

    def _draw_rule(self) -> None:
        name = name_of(self.record) if self.record else ""
        no = self.record.no if self.record else ""
        self._rule = rule_line(no, name, self.tab, self.size.width, focused=self.has_focus_within)
        self.query_one(".rule", Static).update(content(self._rule), layout=False)

    def focus_view(self) -> None:
        """Focus the view that is shown."""
        current = self.query_one(ContentSwitcher).current
        if current:
            self.query_one(f"#{current}").focus()

    def action_tab(self, step: int) -> None:
        """Go to the next or previous view."""
        at = TABS.index(self.tab)
        self.tab = TABS[(at + step) % len(TABS)]

    @on(Click, ".rule")
    def rule_clicked(self, event: Click) -> None:
        """Go to the view whose name was clicked."""
        line = plain(self._rule)
        for name in TABS:
            start = line.find(name)
            if start <= event.x < start + len(name):
                self.tab = name
                return
