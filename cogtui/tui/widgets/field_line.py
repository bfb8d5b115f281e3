"""FieldLine: a field that comes when something is to be typed, with one line below for how to write it or what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from cogtui.tui.content import content, raw
from cogtui.views.ink import NO, ink

Judge = Callable[[str], str]
"""Returns what is wrong with a text in one sentence; empty where nothing is."""


class FieldLine(Vertical):
    """Asks for one text at a time. It is not there while nothing is asked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", priority=True)]
    DEFAULT_CSS = """
    FieldLine {
        height: 2;
        display: none;
        & Horizontal { height: 1; }
        & #field-title { width: auto; max-width: 40%; color: $accent; text-wrap: nowrap; text-overflow: ellipsis; }
        & Input { width: 1fr; height: 1; border: none; background: $panel; padding: 0 1; }
        & #field-says { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    @dataclass
    class Typed(Message):
        """The text changed, and is right as it is."""

        field: FieldLine
        text: str

    @dataclass
    class Answered(Message):
        """Enter, with a text that is right."""

        field: FieldLine
        text: str

    @dataclass
    class Left(Message):
        """The user gave up."""

        field: FieldLine

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._judge: Judge = lambda text: ""
        self._hint = ""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(id="field-title")
            yield Input(compact=True, select_on_focus=False)
        yield Static(id="field-says")

    @property
    def asking(self) -> bool:
        """Whether something is asked."""
        return bool(self.display)

    def ask(self, title: str, value: str, hint: str, judge: Judge) -> None:
        """Ask for a text and take the focus."""
        self._judge, self._hint = judge, hint
        self.query_one("#field-title", Static).update(raw(f" {title}  "))
        field = self.query_one(Input)
        with field.prevent(Input.Changed):
            field.value = value
        field.cursor_position = len(value)
        self.display = True
        self._say("")
        field.focus()

    def close(self) -> None:
        """Ask no more."""
        self.display = False

    def refuse(self, words: str) -> None:
        """Say what is wrong; the focus stays."""
        self._say(words)

    def _say(self, problem: str) -> None:
        line = ink((f" {NO} {problem}", "no")) if problem else ink((f" {self._hint}", "dim"))
        self.query_one("#field-says", Static).update(content(line))

    @on(Input.Changed)
    def text_changed(self, event: Input.Changed) -> None:
        """Let others see at once what comes of it; a half-typed text is no mistake yet."""
        event.stop()
        self._say("")
        if self.asking and not self._judge(event.value):
            self.post_message(self.Typed(self, event.value))

    @on(Input.Submitted)
    def text_submitted(self, event: Input.Submitted) -> None:
        """Take the text, or say what is wrong with it."""
        event.stop()
        problem = self._judge(event.value)
        if problem:
            self._say(problem)
        else:
            self.post_message(self.Answered(self, event.value))

    def action_leave(self) -> None:
        """Give up."""
        self.post_message(self.Left(self))
