"""The app: its screens, the session that is open, its endpoint, and the one place where what widgets ask for goes to the door."""

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
from cogtui.tui.pulse import Pulse
from cogtui.tui.room import fits
from cogtui.tui.screens.home import Home

if TYPE_CHECKING:
    from cogtui.cloud.templates.placed import Placed
    from cogtui.cloud.trail import Record
    from cogtui.cloud.world import Event
    from cogtui.tui.serving import Maker, Serving, Wanted
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
    second: var[int] = var(0)
    """Raised each second while the world's clock runs."""

    def __init__(
        self,
        *,
        theme: str | None = None,
        at: OpenAt = "home",
        lesson: str | None = None,
        templates: tuple[Placed, ...] = (),
    ) -> None:
        super().__init__()
        self.session: Session | None = None
        self.serving: Serving | None = None
        """The endpoint, while it runs."""
        self.endpoint_maker: Maker | None = None
        """What makes endpoints in place of real ones: for pictures."""
        self.shell = ""
        """The shell for which the endpoint's lines were last shown."""
        self.crash_report: Path | None = None
        """Where the report of the bug is that ended the app."""
        self.pulse = Pulse(self, self._moved)
        """Lets the screens follow the world."""
        self._opening: tuple[OpenAt, str | None, tuple[Placed, ...]] = (at, lesson, templates)
        for known in themes.THEMES:
            self.register_theme(known)
        self.theme = themes.NAMES.get(theme or "", "cogtui-dark")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.OWN

    def get_default_screen(self) -> Screen[None]:
        return Home()

    def on_mount(self) -> None:
        self.call_after_refresh(garbage.settle)
        at, lesson, templates = self._opening
        if at == "learn":
            self.call_after_refresh(self.open_lesson, lesson or FIRST_LESSON)
        elif at == "lab":
            self.call_after_refresh(self.open_lab, templates)

    # --- sessions ----------------------------------------------------------------------------------------------------

    def open_lesson(self, lesson_id: str) -> None:
        """Start a lesson in a world of its own."""
        from cogtui.tui import opening

        self._enter(lambda: opening.lesson(lesson_id))

    def open_lab(self, templates: tuple[Placed, ...] = ()) -> None:
        """Open the ready-made world, or one from templates, without a lesson."""
        from cogtui.tui import opening

        self._enter(lambda: opening.lab(templates))

    def continue_last(self) -> None:
        """Go on where the last session was left."""
        from cogtui.tui import opening

        if self.session is not None:
            self.show_workspace()
            return
        self._enter(opening.last)

    def _enter(self, opened: Callable[[], Session | None]) -> None:
        """Enter what `opened` gives; an endpoint on the session before it is stopped first."""
        if self.serving is not None:
            self.run_worker(self._enter_after_stop(opened), name="next session", exclusive=True)
        else:
            self._enter_now(opened)

    async def _enter_after_stop(self, opened: Callable[[], Session | None]) -> None:
        await self.stop_endpoint()
        self._enter_now(opened)

    def _enter_now(self, opened: Callable[[], Session | None]) -> None:
        """Enter; what a person wrote and does not hold is told, and the screen stays."""
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
        self.pulse.now()
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
                self.push_screen(TooSmall(self.screen))

    def _world_changed(self, event: Event, record: Record | None) -> None:
        if event == "replaced":
            self._world_replaced()
        if self.serving is not None and self.serving.comes_by_itself(event, record):
            self.pulse.beat()
        else:
            self.pulse.now()
        trouble = self.session.trouble() if self.session is not None else ""
        if trouble:
            self.tell(trouble, error=True)

    def _moved(self) -> None:
        self.moment += 1

    def _world_replaced(self) -> None:
        """Leave the lesson when a client put another world in place: its steps are not in that one."""
        if self.session is not None and self.session.play is not None:
            self.session.play = None
            self.session.title = "an imported world"
            self.call_later(self.show_workspace)
            self.call_later(self.tell, "A client put another world in place: the lesson is over")

    async def on_unmount(self) -> None:
        if self.serving is not None:
            await self.serving.stop()
        if self.session is not None:
            self.session.close()
        garbage.release()

    # --- the endpoint ------------------------------------------------------------------------------------------------

    async def start_endpoint(self, wanted: Wanted) -> None:
        """Serve the session's world to real clients; AuthoringError where the port can't be had."""
        from cogtui.tui import serving

        if self.session is None or self.serving is not None:
            return
        make = self.endpoint_maker or await serving.load()
        self.serving = await serving.Serving.start(self, make(self.session.world, wanted))
        self.serving.endpoint.application.on_bug = self._request_failed
        self.serving.every_second(self._tick)
        self.pulse.now()
        self.call_after_refresh(garbage.settle)

    async def stop_endpoint(self) -> None:
        """Stop it gracefully, and say so."""
        serving = self.serving
        if serving is None:
            return
        await serving.stop()
        if self.serving is serving:
            self.serving = None
            self.pulse.now()
            from cogtui.views.endpoint import counted

            self.tell(f"The endpoint stopped. It answered {counted(serving.requests)}")

    def _tick(self) -> None:
        self.second += 1

    def _request_failed(self, report: str) -> None:
        """Keep the report of a request that ran into a bug, and say so; app and endpoint go on."""
        from cogtui.tui.crash import keep_report

        path = keep_report(report, self.session)
        where = f" Report: {path}" if path is not None else ""
        self.call_later(self.tell, f"A request ran into a bug of CogTUI and was answered 500.{where}", error=True)

    async def action_quit(self) -> None:
        """Leave, once the endpoint has answered what it has begun."""
        if self.serving is None:
            self.exit()
        else:
            self.tell("The endpoint stops")
            self.run_worker(self._stop_and_exit(), name="quit")

    async def _stop_and_exit(self) -> None:
        await self.stop_endpoint()
        self.exit()

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

        text = message.text.encode("utf-8", "replace").decode("utf-8")  # clients may send halves of characters
        self.copy_to_clipboard(text)
        kept = keep_copy(text)
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

    def action_command_palette(self) -> None:
        """Open the palette: one at a time, wherever in the stack it is, and none over too small a terminal."""
        from textual.command import CommandPalette

        if fits(self.size) and not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            super().action_command_palette()

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
    templates: tuple[Placed, ...] = (),
) -> int:
    """Open the app and return its exit code."""
    app = CogTUI(theme=theme, at=at, lesson=lesson, templates=templates)
    app.run(mouse=mouse)
    if app.crash_report is not None:
        print(f"CogTUI has a bug and had to stop. Report: {app.crash_report}", file=sys.stderr)  # noqa: T201 - after the app
    return app.return_code or 0
