"""Choices: one of a few things on one line, taken with left and right, space or a click."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from cogtui.tui.content import content
from cogtui.views.ink import choice, ink, plain


class Choices(Widget, can_focus=True):
    """Names with titles, one of which is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "step(1)", "Next choice", show=False),
        Binding("left,h", "step(-1)", "Previous choice", show=False),
    ]
    DEFAULT_CSS = """
    Choices {
        height: 1;
        width: 1fr;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """

    chosen: reactive[str] = reactive("", init=False)
    """The name of the one that is chosen."""

    @dataclass
    class Changed(Message):
        """Another one was chosen."""

        choices: Choices

        @property
        def control(self) -> Choices:
            return self.choices

    def __init__(self, titles: Mapping[str, str], chosen: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titles = dict(titles)
        self.set_reactive(Choices.chosen, chosen)

    def render(self) -> Content:
        pieces = ink(*(choice(title, chosen=name == self.chosen) for name, title in self._titles.items()))
        return Content(plain(pieces)) if self.has_focus else content(pieces)

    def watch_chosen(self) -> None:
        self.post_message(self.Changed(self))

    def action_step(self, step: int) -> None:
        """Choose the next or previous one."""
        names = list(self._titles)
        self.chosen = names[(names.index(self.chosen) + step) % len(names)]

    def on_click(self, event: Click) -> None:
        end = 0
        for name, title in self._titles.items():
            end += len(plain((choice(title, chosen=name == self.chosen),)))
            if event.x < end:
                self.chosen = name
                return
