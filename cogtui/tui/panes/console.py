"""The Console: an `aws`-like command line. What is typed goes through the same door as everything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from cogtui.console.complete import Candidate, Completion, complete
from cogtui.console.history import History, file_of_history
from cogtui.console.known import known_in
from cogtui.console.outcome import Outcome
from cogtui.console.profiles import known_profiles, profiles
from cogtui.console.session import Shell
from cogtui.console.variables import flattened, variables_of
from cogtui.console.words import CommandError
from cogtui.device.settings import settings_of
from cogtui.tui.actions import bindings
from cogtui.tui.content import content, raw
from cogtui.tui.messages import RecordChosen, ValueOpened
from cogtui.tui.panes.pane import Pane
from cogtui.tui.session import Session
from cogtui.tui.widgets.candidates import Candidates
from cogtui.tui.widgets.command_field import CommandField
from cogtui.tui.widgets.console_output import ConsoleOutput
from cogtui.tui.widgets.rows import RowList
from cogtui.views.console import ConsoleRow, Entry
from cogtui.views.ink import NO, ink, middle

LONGEST_CALLER = 28
"""Cells of the line that say who calls, at most."""

_EMPTY = """Type an AWS CLI command; it goes through the same door as everything here.

  aws sts get-caller-identity
  aws cognito-identity get-id --identity-pool-id $identity_pool_id

tab completes, up and down bring lines back, help explains, vars lists the
variables. as operator sets things up as the person at the console does; as lists
who can call."""


class Console(Pane):
    """Output above, the line below."""

    pane_id = "console"
    first_focus = "#prompt"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("console")]
    DEFAULT_CSS = """
    Console {
        & > ConsoleOutput { height: 1fr; min-height: 3; }
        & > #console-empty { height: 1fr; padding: 0 1; color: $text-muted; display: none; }
        & > #problem { height: auto; max-height: 6; display: none; &.-shown { display: block; } }
        & > #line { height: 1; }
        & #caller { width: auto; }
        & CommandField { width: 1fr; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.shell = Shell(session.world, variables=self.variables)
        self.history = History(file_of_history())
        self._waiting: list[str] = []
        """Commands of a solution that are still to be typed in."""

    def compose(self) -> ComposeResult:
        yield ConsoleOutput(id="output")
        yield Static(raw(_EMPTY), id="console-empty")
        yield Candidates(id="candidates")
        with Horizontal(id="line"):
            yield Static(id="caller")
            yield CommandField(id="prompt")
        yield Static(id="problem")

    @property
    def field(self) -> CommandField:
        """The line that is typed into."""
        return self.query_one(CommandField)

    @property
    def output(self) -> ConsoleOutput:
        """What came of the lines before."""
        return self.query_one(ConsoleOutput)

    @property
    def offered(self) -> Candidates:
        """The list of what could stand at the cursor."""
        return self.query_one(Candidates)

    @property
    def prompt(self) -> str:
        """Who calls, as it stands before the line."""
        return middle(self.shell.profile, LONGEST_CALLER)

    def variables(self) -> Mapping[str, str]:
        """Return what can stand after `$`: the app's settings, what it holds, outputs of templates, the lesson's own."""
        play = self.session.play
        own = flattened(msgspec.structs.asdict(settings_of(self.world)))
        found = variables_of(self.world, named=play.variables if play is not None else None)
        return {name: value for name, value in (own | found).items() if value}

    def show_world(self) -> None:
        self.query_one("#caller", Static).update(content(ink((f"{self.prompt} $ ", "mark"))))
        self._show_output()

    def _show_output(self) -> None:
        shown = bool(self.output.rows)
        self.output.display = shown
        self.query_one("#console-empty").display = not shown

    def _say(self, problem: str) -> None:
        """Show what is wrong with the line, below it; an empty text takes it away."""
        shown = self.query_one("#problem", Static)
        shown.set_class(bool(problem), "-shown")
        shown.update(content(ink((f"{NO} ", "no"), problem)))

    # --- a line is entered -------------------------------------------------------------------------------------------

    @on(Input.Submitted, "#prompt")
    def entered(self, event: Input.Submitted) -> None:
        """Take the chosen candidate, or do what the line asks for."""
        event.stop()
        if self.offered.completion is not None:
            self._accept()
            return
        written, prompt = self.field.command, self.prompt
        typed = written.strip()
        try:
            outcome = self.shell.enter(typed)
        except CommandError as problem:
            self._say(problem.message)
            self.field.cursor_position = len(written) - len(written.lstrip()) + problem.at
            self.history.add(typed, self.world.store)
            return
        self._say("")
        if outcome is not None:
            self.history.add(typed, self.world.store)
            self.field.put(self._waiting.pop(0) if self._waiting else "")
            self._show(prompt, typed, outcome)

    def _show(self, prompt: str, typed: str, outcome: Outcome) -> None:
        if outcome.wish == "clear":
            self.action_clear()
            return
        told = {name: getattr(outcome, name) for name in ("record", "value", "text", "lines", "error", "notes")}
        self.output.display = True
        self.output.add(Entry(prompt, typed, **told))
        self.show_world()
        if outcome.wish:
            self.call_later(self.screen.run_action, outcome.wish)  # in a lesson the workspace knows how far

    def type_in(self, lines: tuple[str, ...]) -> None:
        """Put commands where the learner types them, one after the other; nothing is run."""
        first, *self._waiting = lines or ("",)
        self.offered.close()
        self.field.put(first)
        self.field.focus()

    @on(CommandField.Refused)
    def paste_refused(self, event: CommandField.Refused) -> None:
        """Say why nothing was pasted."""
        event.stop()
        self._say(event.problem)

    # --- completion --------------------------------------------------------------------------------------------------

    @on(Input.Changed, "#prompt")
    def changed(self, event: Input.Changed) -> None:
        """List anew while the list is open; what was wrong is being mended."""
        event.stop()
        self._say("")
        if self.offered.completion is not None:
            self.offered.offer(self._complete())

    def on_descendant_blur(self) -> None:
        """Close the list: it belongs to the field."""
        self.offered.close()

    def _complete(self) -> Completion:
        field, known = self.field, known_in(self.world.store)
        return complete(
            field.command,
            field.cursor_position,
            known=known,
            variables=self.variables(),
            profiles=lambda: known_profiles(self.world),
            files=self.shell.files,
        )

    def _accept(self) -> None:
        """Put the chosen candidate into the line."""
        found, taken = self.offered.completion, self.offered.taken
        self.offered.close()
        if found is not None and taken is not None:
            self._put(found, taken)

    def _put(self, found: Completion, taken: Candidate) -> None:
        line = self.field.command
        rest = line[found.end :]
        text = taken.text + (" " if taken.whole and not rest.startswith(" ") else "")
        self.field.put(line[: found.start] + text + rest, found.start + len(text))

    def action_complete(self) -> None:
        """Complete what is typed: put in what all candidates share, else list them; the next tab takes the chosen one."""
        if self.offered.completion is not None:
            self._accept()
            return
        found = self._complete()
        typed = self.field.command[found.start : found.end]
        if len(found.candidates) == 1:
            self._put(found, found.candidates[0])
        elif len(found.common) > len(typed) and found.common.startswith(typed):
            self._put(found, Candidate(found.common, whole=False))
        elif found.candidates:
            self.offered.offer(found)
        else:
            self._say("nothing that the Console knows fits here")

    @on(RowList.Opened, "#candidates")
    def candidate_opened(self, event: RowList.Opened) -> None:
        """Take the candidate that was double-clicked."""
        event.stop()
        self._accept()

    # --- keys --------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys of the field be the field's: elsewhere tab and the arrows mean what they always do."""
        if action in ("complete", "older", "newer", "leave_line") and not self.field.has_focus:
            return False
        return super().check_action(action, parameters)

    def action_older(self) -> None:
        """Go up in the list, or to the line typed before."""
        if self.offered.completion is not None:
            self.offered.action_move(-1)
        elif (line := self.history.older(self.field.command)) is not None:
            self.field.put(line)

    def action_newer(self) -> None:
        """Go down in the list, or to the line typed after."""
        if self.offered.completion is not None:
            self.offered.action_move(1)
        elif (line := self.history.newer()) is not None:
            self.field.put(line)

    def action_leave_line(self) -> None:
        """Close the list; else go to the output, where bare keys work."""
        if self.offered.completion is not None:
            self.offered.close()
        elif self.output.display:
            self.output.focus()
        else:
            self.screen.set_focus(None)

    def action_caller(self) -> None:
        """Call as the next of all who can: app, operators, nobody, users with a key, sessions."""
        every = list(profiles(self.world))
        at = every.index(self.shell.profile) if self.shell.profile in every else -1
        self.shell.profile = every[(at + 1) % len(every)]
        self.show_world()

    def action_clear(self) -> None:
        """Empty the screen."""
        self.output.clear()
        self._show_output()
        self.field.focus()

    @on(RowList.Opened, "#output")
    def row_opened(self, event: RowList.Opened) -> None:
        """Open a row: a command comes back into the line, a call opens in the Trail, a value in the viewer."""
        event.stop()
        row: ConsoleRow = event.list.rows[event.index]
        if row.kind == "echo":
            self.field.put(row.whole)
            self.field.focus()
        elif row.record is not None and row.record in self.world.trail[int(row.record.no) - 1 :][:1]:
            self.post_message(RecordChosen(row.record.no))
        elif row.whole:
            self.post_message(ValueOpened(row.title, row.whole))
