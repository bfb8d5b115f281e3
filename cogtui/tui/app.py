"""The app: its screens, the session that is open, and the one place where what widgets ask for goes to the door."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.reactive import var
from textual.screen import Screen

from cogtui.tui import garbage, messages, themes
from cogtui.tui.actions import bindings
from cogtui.tui.room import fits
from cogtui.tui.screens.home import Home

if TYPE_CHECKING:
    from cogtui.cloud.trail import Record
    from cogtui.tui.session import Session

OpenAt = Literal["home", "learn", "lab"]

FIRST_LESSON = "sign-in-with-facebook"


class CogTUI(App[None]):
    """A laboratory for Amazon Cognito in the terminal."""

    TITLE = "CogTUI"
    CSS_PATH = ["cogtui.tcss", "screens/home.tcss"]
    """The first screen's styles are here because Textual does not load those of a default screen."""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    ENABLE_COMMAND_PALETTE = True

    moment: var[int] = var(0)
    """Raised whenever the world changed, was undone, redone or sought."""

    def __init__(
        self, *, theme: str | None = None, at: OpenAt = "home", lesson: str | None = None, template: Path | None = None
    ) -> None:
        super().__init__()
        self.session: Session | None = None
        self.crash_report: Path | None = None
        """Where the report of the bug is that ended the app."""
        self._opening: tuple[OpenAt, str | None, Path | None] = (at, lesson, template)
        for known in themes.THEMES:
            self.register_theme(known)
        self.theme = themes.NAMES.get(theme or "", "cogtui-dark")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.OWN

    def get_default_screen(self) -> Screen[None]:
        return Home()

    def on_mount(self) -> None:
        self.call_after_refresh(garbage.settle)
        at, lesson, template = self._opening
        if at == "learn":
            self.call_after_refresh(self.open_lesson, lesson or FIRST_LESSON)
        elif at == "lab":
            self.call_after_refresh(self.open_lab, template)

    # --- sessions ----------------------------------------------------------------------------------------------------

    def open_lesson(self, lesson_id: str) -> None:
        """Start a lesson in a world of its own."""
        from cogtui.tui import opening

        self._enter(lambda: opening.lesson(lesson_id))

    def open_lab(self, template: Path | None = None) -> None:
        """Open the ready-made world, or one from a template, without a lesson."""
        from cogtui.tui import opening

        self._enter(lambda: opening.lab(template))

    def continue_last(self) -> None:
        """Go on where the last session was left."""
        from cogtui.tui import opening

        if self.session is not None:
            self.show_workspace()
            return
        self._enter(opening.last)

    def _enter(self, opened: Callable[[], Session | None]) -> None:
        """Enter what `opened` gives; what a person wrote and does not hold is told, and the screen stays."""
        from cogtui.cloud.errors import AuthoringError

        try:
            session = opened()
        except AuthoringError as problem:
            self.tell(problem.located, error=True)
            return
        if session is None:
            self.tell("There is nothing to continue yet: start with the first entry")
        else:
            self.enter(session)

    def enter(self, session: Session) -> None:
        """Open a session and show it."""
        if self.session is not None:
            self.session.close()
        self.session = session
        session.world.subscribe(self._world_changed)
        self.moment += 1
        self.show_workspace()

    def show_workspace(self) -> None:
        """Show the workspace, made anew for another session."""
        from cogtui.tui.screens.workspace import Workspace

        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self.session is not None:
            self.push_screen(Workspace(self.session))
        self._mind(self.size)

    def on_resize(self, event: Resize) -> None:
        """Cover everything while the terminal is too small."""
        self._mind(event.size)

    def _mind(self, size: Size) -> None:
        if not fits(size):
            from cogtui.tui.screens.too_small import TooSmall

            if not isinstance(self.screen, TooSmall):
                self.push_screen(TooSmall())

    def _world_changed(self, _event: str, _record: Record | None) -> None:
        self.moment += 1
        trouble = self.session.trouble() if self.session is not None else ""
        if trouble:
            self.tell(trouble, error=True)

    def on_unmount(self) -> None:
        if self.session is not None:
            self.session.close()
        garbage.release()

    # --- what widgets ask for ----------------------------------------------------------------------------------------

    @on(messages.ActRequested)
    def do_act(self, message: messages.ActRequested) -> None:
        """Do the act; a refusal (the clock beyond the year 9999) is told in a toast."""
        if self.session is None:
            return
        reply = self.session.world.act(message.name, **message.parameters)
        if reply.error is not None:
            self.tell(reply.error.message, error=True)

    @on(messages.CopyRequested)
    def copy(self, message: messages.CopyRequested) -> None:
        """Copy to the clipboard (OSC 52) and to a file, for terminals that ignore OSC 52."""
        from cogtui.tui.clipboard import keep_copy

        self.copy_to_clipboard(message.text)
        kept = keep_copy(message.text)
        self.tell(f"Copied {message.what}" + (f"; also in {kept}" if kept else ""))

    def tell(self, text: str, *, error: bool = False) -> None:
        """Show a short confirmation in place of the last one; the text is never markup."""
        self.clear_notifications()
        self.notify(text, severity="error" if error else "information", markup=False, timeout=4)

    # --- actions -----------------------------------------------------------------------------------------------------

    def action_next_theme(self) -> None:
        """Go to the next theme."""
        names = list(themes.NAMES.values())
        here = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(here + 1) % len(names)]

    def action_help(self) -> None:
        """Explain what is in focus and list the keys."""
        from cogtui.tui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen.focused))

    def action_glossary(self) -> None:
        """Explain the words."""
        from cogtui.tui.screens.glossary import Glossary

        if not isinstance(self.screen, Glossary):
            self.push_screen(Glossary(getattr(self.screen, "word", "")))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every action that applies now in the palette."""
        from cogtui.tui.palette import commands

        return commands(self, screen)

    # --- bugs --------------------------------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """Write a crash report before Textual ends the app and prints the traceback."""
        from cogtui.tui.crash import write_report

        self.crash_report = write_report(error, self.session)
        super()._handle_exception(error)


def run(
    *,
    mouse: bool = True,
    theme: str | None = None,
    at: OpenAt = "home",
    lesson: str | None = None,
    template: Path | None = None,
) -> int:
    """Open the app and return its exit code."""
    app = CogTUI(theme=theme, at=at, lesson=lesson, template=template)
    app.run(mouse=mouse)
    if app.crash_report is not None:
        print(f"CogTUI has a bug and had to stop. Report: {app.crash_report}", file=sys.stderr)  # noqa: T201 - after the app
    return app.return_code or 0
