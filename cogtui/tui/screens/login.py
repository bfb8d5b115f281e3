"""A provider's page as a modal: titled as the provider's, and as simulated. Enter sends what is filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from cogtui.cloud.web import Link, Page
from cogtui.tui.content import raw
from cogtui.tui.screens.modal import Modal

Answer = Callable[[Page, dict[str, str]], Page | None]
Follow = Callable[[Link], Page | None]


class Login(Modal[bool]):
    """Shows page after page until the login is over; True when the person is signed in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "Up", show=False),
        Binding("down", "app.focus_next", "Down", show=False),
    ]
    AUTO_FOCUS = ""
    """Keys that come early must not land in the first field: the primary button gets the focus."""
    DEFAULT_CSS = """
    Login {
        & #sheet { width: 62; border: round $party-outside; padding: 0 2; scrollbar-size-vertical: 1; }
        & #text { margin: 1 0 0 0; height: auto; }
        & #error { color: $verdict-no; height: auto; }
        & #fields { height: auto; }
        & #fields Label { margin-top: 1; color: $text-muted; }
        & #fields Input { height: 1; border: none; background: $panel; padding: 0 1; }
        & #buttons { height: 1; margin-top: 1; }
        & #links { height: auto; margin-top: 1; }
        & #links Button, & #buttons Button {
            margin-right: 2;
            min-width: 12;
            background: $panel;
            color: $foreground;
            border: none;
            text-style: none;
            &:hover { background: $panel-lighten-1; }
            &:focus { background: $primary; color: $background; text-style: bold; }
        }
    }
    """

    def __init__(self, page: Page, answer: Answer, follow: Follow) -> None:
        super().__init__()
        self._page = page
        self._answer = answer
        self._follow = follow

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="sheet", classes="sheet", can_focus=False):
            yield Static(id="text")
            yield Static(id="error")
            yield Vertical(id="fields")
            yield Horizontal(id="buttons")
            yield Vertical(id="links")
            yield Static(Content("enter go on   tab next   esc cancel"), classes="keys")

    async def on_mount(self) -> None:
        await self._show(self._page)

    async def _show(self, page: Page) -> None:
        self._page = page
        self.query_one("#sheet").border_title = raw(page.title)
        said = [one for one in (page.heading, page.notice, *page.text) if one]
        self.query_one("#text", Static).update(raw("\n".join(said)))
        error = self.query_one("#error", Static)
        error.update(raw(f"✗ {page.error}" if page.error else ""))
        error.display = bool(page.error)
        fields = self.query_one("#fields", Vertical)
        await fields.remove_children()
        for field in page.fields:
            if not field.hidden:
                await fields.mount(Label(raw(field.label)), _Field(field.name, field.value, secret=field.secret))
        buttons = self.query_one("#buttons", Horizontal)
        await buttons.remove_children()
        for button in page.buttons:
            await buttons.mount(_Choice(button.name, button.label, primary=button.primary))
        if not page.buttons:
            await buttons.mount(_Choice("", "Close", primary=True))
        links = self.query_one("#links", Vertical)
        await links.remove_children()
        for link in page.links:
            await links.mount(_Way(link))
        links.display = bool(page.links)
        self._focus_primary()

    def _focus_primary(self) -> None:
        chosen = next((button for button in self.query(_Choice) if button.primary), None)
        if chosen is not None:
            chosen.focus()

    @on(Input.Submitted)
    async def field_submitted(self, event: Input.Submitted) -> None:
        """Enter in a field presses the primary button."""
        event.stop()
        primary = next((button for button in self._page.buttons if button.primary), None)
        await self._send(primary.name if primary else "")

    @on(Button.Pressed, "_Way")
    async def link_followed(self, event: Button.Pressed) -> None:
        """Go where a link leads."""
        event.stop()
        assert isinstance(event.button, _Way)
        await self._go_on(self._follow(event.button.link))

    @on(Button.Pressed, "_Choice")
    async def button_pressed(self, event: Button.Pressed) -> None:
        """Send the form with the button that was pressed."""
        event.stop()
        assert isinstance(event.button, _Choice)
        await self._send(event.button.sends)

    async def _send(self, pressed: str) -> None:
        if self._page.action is None or (not pressed and not self._page.fields):
            self.dismiss(result=False)
            return
        values = {field.name: field.value for field in self._page.fields}
        values |= {field.sends: field.value for field in self.query(_Field)}
        if pressed:
            values["action"] = pressed
        await self._go_on(self._answer(self._page, values))

    async def _go_on(self, following: Page | None) -> None:
        if following is None:
            self.dismiss(result=True)
        else:
            await self._show(following)

    def action_close(self) -> None:
        """Give up the login."""
        self.dismiss(result=False)


class _Field(Input):
    """A field of the page."""

    def __init__(self, sends: str, value: str, *, secret: bool) -> None:
        super().__init__(value, password=secret, compact=True, select_on_focus=False)
        self.sends = sends


class _Choice(Button):
    """A button of the page."""

    def __init__(self, sends: str, label: str, *, primary: bool) -> None:
        super().__init__(raw(label), variant="primary" if primary else "default", compact=True)
        self.sends = sends
        self.primary = primary


class _Way(Button):
    """A link of the page."""

    def __init__(self, link: Link) -> None:
        super().__init__(raw(f"► {link.label}"), compact=True)
        self.link = link
