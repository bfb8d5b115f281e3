"""A form: several fields in a modal, some to type into and some to choose from. Enter sends all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, RadioButton, RadioSet, Static

from cogtui.tui.content import content, raw
from cogtui.tui.screens.modal import Modal
from cogtui.views.ink import ELLIPSIS, NO, OK, PENDING, ink


class FormField(Protocol):
    """What a form asks for."""

    @property
    def name(self) -> str:
        """By which the answer goes."""
        ...

    @property
    def label(self) -> str:
        """What stands before it."""
        ...

    @property
    def value(self) -> str:
        """What it begins with."""
        ...

    @property
    def hint(self) -> str:
        """How to write it."""
        ...

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """(value, words) to choose from; empty for a text."""
        ...

    @property
    def needed(self) -> bool:
        """Whether an empty answer is refused."""
        ...


Take = Callable[[dict[str, str]], str]
"""Does what the answers ask for; returns what stood in the way in one sentence, empty where it is done."""


MOST_SAID = 200
"""Letters of a refusal: what was typed may stand in it, and four rows are all there is."""


class FormScreen(Modal[bool]):
    """Asks; what is refused is told below, and the answers stay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", "Send", priority=True),
        Binding("enter", "send", "Send", priority=True),
    ]
    AUTO_FOCUS = "Input"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    DEFAULT_CSS = """
    FormScreen {
        & #sheet { width: 78; padding: 0 2; scrollbar-size-vertical: 1; }
        & #text { height: auto; color: $text-muted; margin-bottom: 1; }
        & Label { color: $accent; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        & Input { height: 1; border: none; background: $panel; padding: 0 1; margin-bottom: 1; }
        & RadioSet { height: auto; width: 1fr; border: none; background: $surface; padding: 0; margin-bottom: 1; }
        & RadioButton { width: 1fr; height: 1; background: $surface; padding: 0; }
        & RadioButton > .toggle--button { color: $text-muted; background: $surface; }
        & RadioButton.-on > .toggle--button { color: $success; background: $surface; }
        & #said { height: auto; max-height: 4; }
        &.-short { & #text, & Input, & RadioSet { margin-bottom: 0; } & Label { margin-top: 0; } & .keys { margin-top: 0; } }
    }
    """

    def __init__(self, title: str, text: str, fields: Sequence[FormField], take: Take) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._fields = fields
        self._take = take

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="sheet", classes="sheet", can_focus=False):
            yield Static(raw(self._text), id="text")
            for field in self._fields:
                yield Label(content(ink(field.label, (f"   {field.hint}" if field.hint else "", "dim"))))
                if field.choices:
                    yield _Choices(field)
                else:
                    yield _Text(field)
            yield Static(id="said")
            yield Static(Content("enter do it   tab next   space choose   esc leave"), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = raw(self._title)
        self.query_one("#said").display = False
        if not self.query(_Text):
            self.query(_Choices).first().focus()

    def answers(self) -> dict[str, str]:
        """Return what is filled in, by field."""
        found = {one.field.name: one.value.strip() for one in self.query(_Text)}
        return found | {one.field.name: one.chosen for one in self.query(_Choices)}

    def action_send(self) -> None:
        """Send the answers, or say what is wrong with them."""
        given = self.answers()
        missing = next((one for one in self._fields if one.needed and not one.choices and not given[one.name]), None)
        if missing is not None:
            self._say(f"{missing.label}: nothing is filled in")
            next(one for one in self.query(_Text) if one.field.name == missing.name).focus()
            return
        problem = self._take(given)
        if problem:
            self._say(problem)
        else:
            self.dismiss(result=True)

    def _say(self, problem: str) -> None:
        line = self.query_one("#said", Static)
        shown = problem if len(problem) <= MOST_SAID else f"{problem[: MOST_SAID - 61]}{ELLIPSIS}{problem[-60:]}"
        line.update(content(ink((f"{NO} {shown}", "no"))))
        line.display = True

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Forget what was wrong."""
        event.stop()
        self.query_one("#said").display = False

    def action_close(self) -> None:
        """Leave; nothing is done."""
        self.dismiss(result=False)


class _Text(Input):
    """A field to type into."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field.value, compact=True, select_on_focus=False, id=f"field-{field.name.replace('_', '-')}")
        self.field = field


class _Choice(RadioButton):
    """One of several; what is chosen shows without colour too."""

    BUTTON_LEFT = " "
    BUTTON_INNER = PENDING
    BUTTON_RIGHT = " "

    def watch_value(self) -> None:
        self.BUTTON_INNER = OK if self.value else PENDING  # pyright: ignore[reportConstantRedefinition]  # what Textual draws
        super().watch_value()


class _Choices(RadioSet):
    """A field to choose from."""

    def __init__(self, field: FormField) -> None:
        values = [value for value, _ in field.choices]
        chosen = values.index(field.value) if field.value in values else 0
        buttons = [
            _Choice(raw(words), value=index == chosen, compact=True) for index, (_, words) in enumerate(field.choices)
        ]
        super().__init__(*buttons, compact=True, id=f"field-{field.name.replace('_', '-')}")
        self.field = field

    @property
    def chosen(self) -> str:
        """The value that is chosen."""
        return self.field.choices[max(self.pressed_index, 0)][0]
