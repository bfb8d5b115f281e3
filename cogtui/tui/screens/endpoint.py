"""Endpoint: serve the open world to real AWS clients; what to paste into a shell so that they find it."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from cogtui.cloud.errors import AuthoringError
from cogtui.tui.content import content, raw
from cogtui.tui.host import host
from cogtui.tui.messages import CopyRequested
from cogtui.tui.screens.modal import Modal
from cogtui.tui.serving import DEFAULT_PORT, Serving, Wanted, usual_shell
from cogtui.tui.widgets.choices import Choices
from cogtui.views import endpoint as words
from cogtui.wire.environment import Shell, lines

HINTS = {
    "port": "Where clients find it, on this machine only. 0 takes any free port.",
    "issuer": "What user pools' tokens carry as iss. OIDC clients that fetch it need this endpoint's address.",
    "signatures": "Of signed requests: verified as AWS does, or taken as they are.",
    "start": "The world stays as it is; esc closes this and lets the endpoint run on.",
}
"""What stands below the field in focus."""

KEYS = {
    False: "enter start   tab next   left, right change   esc close",
    True: "y copy the lines   left, right shell   esc close, the endpoint runs on",
}
"""The line of keys, by whether it runs."""

PATIENCE = 0.1
"""Seconds after which a start shows that it is under way."""


class EndpointScreen(Modal[None]):
    """Start it, see how to reach it, stop it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "Up", show=False),
        Binding("down", "app.focus_next", "Down", show=False),
        Binding("enter", "start", "Start", show=False),
        Binding("y", "copy", "Copy", show=False),
    ]
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    EndpointScreen {
        & #sheet { width: 88; }
        & #stopped, & #running, & .row { height: auto; }
        & .row Label { width: 16; color: $text-muted; }
        & .row .line { width: 1fr; }
        & #what { height: auto; margin-bottom: 1; }
        & Input { width: 12; height: 1; border: none; background: $panel; padding: 0 1; }
        & #hint { height: 2; margin-top: 1; color: $text-muted; }
        & #problem { height: auto; color: $verdict-no; }
        & #progress { height: 1; color: $accent; }
        & .line { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & #lines { height: auto; text-wrap: nowrap; text-overflow: ellipsis; margin: 1 0; }
        & #sheet Button {
            margin-top: 1;
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

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield from self._when_stopped()
            yield from self._when_running()
            yield Static(classes="keys")

    def _when_stopped(self) -> ComposeResult:
        with Vertical(id="stopped"):
            yield Static(raw(words.WHAT), id="what")
            with Horizontal(classes="row"):
                yield Label(Content("Port"))
                yield Input(str(DEFAULT_PORT), id="port", compact=True)
            yield Static(id="problem")
            with Horizontal(classes="row"):
                yield Label(Content("Tokens' issuer"))
                yield Choices(words.ISSUERS, "aws", id="issuer")
            with Horizontal(classes="row"):
                yield Label(Content("Signatures"))
                yield Choices(words.SIGNATURES, "verify", id="signatures")
            yield Static(id="hint")
            yield Button(Content("Start"), id="start", compact=True)
            yield Static(Content("Starting: the server is being loaded. esc gives up."), id="progress")

    def _when_running(self) -> ComposeResult:
        with Vertical(id="running"):
            yield Static(id="answering", classes="line")
            yield Static(id="ways", classes="line")
            yield Static(id="lines")
            with Horizontal(classes="row"):
                yield Label(Content("Paste into"))
                yield Choices(words.SHELLS, self._shell, id="shell")
            with Horizontal(classes="row"):
                yield Label(Content("Their key"))
                yield Static(id="key", classes="line")
            with Horizontal(classes="row"):
                yield Label(Content("Their token"))
                yield Static(Content(words.TOKEN), classes="line")
            yield Button(Content("Stop"), id="stop", compact=True)

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = "endpoint"
        self.query_one("#problem").display = False
        self.query_one("#progress").display = False
        self._show()
        self.watch(host(self), "moment", self._follow, init=False)

    @property
    def _shell(self) -> Shell:
        return cast("Shell", host(self).shell or usual_shell())  # the names of the choices are the shells'

    @property
    def _serving(self) -> Serving | None:
        return host(self).serving

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Show the half that applies, and go to where one goes on from."""
        serving = self._serving
        runs = serving is not None
        self.query_one("#stopped").display = not runs
        self.query_one("#running").display = runs
        self.query_one(".keys", Static).update(Content(KEYS[runs]))
        if serving is None:
            self.query_one("#start").focus()
            return
        settings = serving.endpoint.settings
        ways = words.ways(local_issuer=settings.local_issuer, verify=settings.verify)
        self.query_one("#ways", Static).update(content(ways))
        self._count()
        self.query_one("#shell").focus()

    def _follow(self) -> None:
        """The world has moved on, and the endpoint with it: it may have been stopped."""
        if self.query_one("#running").display is (self._serving is None):
            self._show()
        else:
            self._count()

    def _count(self) -> None:
        """Say how many requests came so far, and show the lines, whose key an import may have changed."""
        serving = self._serving
        if serving is None:
            return
        told = words.answering(serving.clients.endpoint, serving.requests, serving.refused)
        self.query_one("#answering", Static).update(content(told))
        self.query_one("#key", Static).update(Content(words.key_words(serving.clients.access_key_id)))
        self.query_one("#lines", Static).update(raw("\n".join(self._lines(serving))))

    def _lines(self, serving: Serving) -> list[str]:
        return lines(serving.clients, self._shell)

    def on_descendant_focus(self) -> None:
        focused = self.focused
        self.query_one("#hint", Static).update(Content(HINTS.get(focused.id or "", "") if focused else ""))

    @on(Choices.Changed, "#shell")
    def shell_chosen(self, event: Choices.Changed) -> None:
        """Show the lines for another shell; it stays the chosen one."""
        event.stop()
        host(self).shell = event.choices.chosen
        self._count()

    def action_copy(self) -> None:
        """Copy the lines, the secret key with them."""
        serving = self._serving
        if serving is not None:
            what = f"the lines for {words.SHELLS[self._shell]}, the secret key with them"
            self.post_message(CopyRequested(what, "\n".join(self._lines(serving)) + "\n"))

    # --- start and stop ----------------------------------------------------------------------------------------------

    @on(Input.Changed, "#port")
    def port_changed(self) -> None:
        """What was wrong is being mended."""
        self._say("")

    @on(Input.Submitted, "#port")
    @on(Button.Pressed, "#start")
    def action_start(self) -> None:
        """Start it, unless the port makes no sense."""
        if self._serving is not None:
            return
        port = words.port_of(self.query_one("#port", Input).value)
        if port is None:
            self._say(words.BAD_PORT)
            return
        self._begin(
            Wanted(
                port=port,
                any_port=port == DEFAULT_PORT,
                local_issuer=self.query_one("#issuer", Choices).chosen == "local",
                verify=self.query_one("#signatures", Choices).chosen == "verify",
            )
        )

    @work(exclusive=True, group="endpoint")
    async def _begin(self, wanted: Wanted) -> None:
        self._say("")
        progress = self.query_one("#progress")
        waiting = self.set_timer(PATIENCE, lambda: setattr(progress, "display", True))
        try:
            await host(self).start_endpoint(wanted)
        except AuthoringError as problem:
            cause = problem.__cause__
            self._say(words.no_port(wanted.port, cause if isinstance(cause, OSError) else None, problem.message))
            return
        finally:
            waiting.stop()
            progress.display = False
        self._begun(wanted)

    def _begun(self, wanted: Wanted) -> None:
        self._show()
        serving = self._serving
        if serving is not None and wanted.port and serving.port != f":{wanted.port}":
            host(self).tell(f"Port {wanted.port} is taken; the endpoint got {serving.port.removeprefix(':')}")

    def _say(self, problem: str) -> None:
        """Show what is wrong below the port, and go back there; an empty text takes it away."""
        shown = self.query_one("#problem", Static)
        shown.update(raw(f"✗ {problem}" if problem else ""))
        shown.display = bool(problem)
        if problem:
            self.query_one("#port").focus()

    @on(Button.Pressed, "#stop")
    def stop_pressed(self) -> None:
        """Stop it: requests that have begun are answered first."""
        app = host(self)
        app.run_worker(app.stop_endpoint(), name="endpoint stops")
