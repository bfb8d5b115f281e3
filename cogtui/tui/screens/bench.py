"""The policy bench over the workspace: change a policy, a tag, a condition key on trial, and see which verdicts turn.

What is typed is tried with the real call and taken back; the verdicts are asked in slices, so that keys are answered.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static
from textual.worker import Worker

from cogtui.device.what_if import make, tried
from cogtui.tui import messages
from cogtui.tui.content import content, raw
from cogtui.tui.host import host
from cogtui.tui.screens.over import OverWorkspace, bindings_over
from cogtui.tui.session import Session
from cogtui.tui.widgets.bench_rows import SubjectRows, VerdictRows
from cogtui.tui.widgets.bench_whys import Whys
from cogtui.tui.widgets.field_line import FieldLine
from cogtui.tui.widgets.key_line import KeyLine
from cogtui.tui.widgets.policy_editor import PolicyEditor
from cogtui.tui.widgets.rows import RowList
from cogtui.views.verdicts import Judged
from cogtui.views.what_if.bench import Draft, hint
from cogtui.views.what_if.calls import problem
from cogtui.views.what_if.drawing import headline, listed, row_in_words, summary
from cogtui.views.what_if.questions import Asked, Row, compared, questions
from cogtui.views.what_if.subjects import Subject, subjects


class BenchScreen(OverWorkspace):
    """What can be changed, the verdicts that turn, and both whys of one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_over("bench")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (150, "-huge")]
    DEFAULT_CSS = """
    BenchScreen {
        & .line { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & #title { background: $surface; }
        & #body { height: 1fr; layout: vertical; }
        & #change { height: 2fr; min-height: 6; padding: 0 1; }
        & #outcome { height: 3fr; border-top: solid $panel; }
        & SubjectRows, & VerdictRows { height: 1fr; }
        & VerdictRows { margin: 0 1; }
        & PolicyEditor { height: 1fr; display: none; }
        & #nothing { height: 1fr; padding: 0 1; color: $text-muted; display: none; }
        & #words { height: auto; max-height: 3; padding: 0 1; background: $surface; }
        & FieldLine { padding: 0 1; }
        & Whys { display: none; }
        &.-editing { & PolicyEditor { display: block; } & SubjectRows { display: none; } }
        &.-empty { & #nothing { display: block; } & VerdictRows, & #words { display: none; } }
        &.-explained { & Whys { display: block; } & #body { display: none; } }
        &.-huge #body { layout: horizontal; }
        &.-huge #change { width: 2fr; height: 1fr; }
        &.-huge #outcome { width: 3fr; height: 1fr; border-top: none; border-left: solid $panel; }
    }
    """
    AUTO_FOCUS = "SubjectRows"
    turn: ClassVar[float] = 0.004

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.draft = Draft()
        self._every = False
        self._questions: list[Asked] = []
        self._known: dict[str, Judged] = {}
        """The verdicts as they are, as far as somebody asked."""
        self._refused = ""
        self._asking: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="title", classes="line")
        with Container(id="body"):
            with Vertical(id="change"):
                yield SubjectRows()
                yield PolicyEditor()
            with Vertical(id="outcome"):
                yield Static(id="summary", classes="line")
                yield VerdictRows()
                yield Static(id="nothing")
                yield Static(id="words")
        yield Whys()
        yield FieldLine()
        yield KeyLine()

    def on_mount(self) -> None:
        self.watch(host(self), "moment", self._moved, init=False)
        self.call_after_refresh(self._moved)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Scopes of actions that apply now."""
        return ("app", "bench")

    @property
    def listed(self) -> SubjectRows:
        """What can be changed."""
        return self.query_one(SubjectRows)

    @property
    def verdicts(self) -> VerdictRows:
        """The verdicts."""
        return self.query_one(VerdictRows)

    @property
    def editor(self) -> PolicyEditor:
        """The editor of policies."""
        return self.query_one(PolicyEditor)

    # --- asking ------------------------------------------------------------------------------------------------------

    def _moved(self) -> None:
        """Go along with the world: what can be changed, what was tried, all verdicts."""
        world = self.session.world
        found = subjects(world.store)
        self._questions = questions(world.store, reversed(world.trail[: world.history.position]))
        self._known = {}
        self.listed.show(listed(found), cursor=None if self.listed.rows else 1)
        self.draft = self.draft.again(found)
        self._try()

    def _try(self) -> None:
        """Try the draft, and begin to ask."""
        draft, world = self.draft, self.session.world
        self.listed.mark(draft.subject.id if draft.subject is not None and draft.changes else "")
        self.query_one("#title", Static).update(content(headline(draft.title, draft.how, self.size.width - 2)))
        self._refused = draft.problem
        trial = tried(world, draft.calls, draft.account)
        if trial.refused is not None and trial.refused.error is not None:
            self._refused = f"{trial.refused.error.code}: {trial.refused.error.message}"
        if self._refused:
            if self._asking is not None:
                self._asking.cancel()
            self._show([], 0, 0)
            return
        self.draft = draft.tried(trial.after)
        self._asking = self.run_worker(self._fill, name="bench", group="bench", exclusive=True)

    async def _fill(self) -> None:
        """Ask one question after another; the loop gets a turn after every slice."""
        store, draft, asked = self.session.world.store, self.draft, self._questions
        after = draft.after if draft.after is not None else store
        wanted = asked if draft.changes or self._every else []
        rows: list[Row] = []
        spared = len(asked) - len(wanted)
        found = compared(store, after, wanted, draft.context, self._known)
        async for row in self.in_slices(found, lambda count: self._show(rows, spared + count, len(asked))):
            if row.changed or self._every:
                rows.append(row)  # noqa: PERF401 - it is drawn while it grows

    def _show(self, rows: list[Row], done: int, total: int) -> None:
        """Show the verdicts that are known."""
        changed = [row for row in rows if row.changed]
        line = summary(changed, done, total, edited=self.draft.changes, refused=self._refused)
        self.query_one("#summary", Static).update(content(line))
        self.set_class(not rows, "-empty")
        self.query_one("#nothing", Static).update(raw("" if self._refused else hint(edited=self.draft.changes)))
        self.verdicts.show([*changed, *(row for row in rows if not row.changed)])
        self._tell()
        if self.has_class("-explained"):
            self._explain()

    def _tell(self) -> None:
        row = self.verdicts.row
        self.query_one("#words", Static).update(content(row_in_words(row)) if row is not None else "")

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Tell the verdict in words."""
        event.stop()
        self._tell()

    # --- changing ----------------------------------------------------------------------------------------------------

    @on(RowList.Opened)
    def opened(self, event: RowList.Opened) -> None:
        """Edit what can be changed; open the whys of a verdict."""
        event.stop()
        if event.list is self.listed and self.listed.subject is not None:
            self._edit(self.listed.subject)
        elif event.list is self.verdicts and self.verdicts.row is not None:
            self.add_class("-explained")
            self._explain()
            self.query_one(Whys).take_focus()

    def _edit(self, subject: Subject) -> None:
        """Ask for another text; what was tried with another subject is forgotten."""
        self.draft = self.draft.about(subject)
        if subject.kind is not None:
            self.add_class("-editing")
            self.editor.edit(subject.id, subject.text, subject.kind)
        else:
            how = "values with commas between them" if subject.what == "context" else "key=value, with commas between"
            text = self.draft.text
            self.query_one(FieldLine).ask(
                subject.title, text, f"{how}; enter keeps it", lambda new: problem(subject, new)
            )
        self._try()

    @on(PolicyEditor.Edited)
    def edited(self, event: PolicyEditor.Edited) -> None:
        """Show at once what comes of the text."""
        event.stop()
        if self.draft.subject is not None and self.draft.subject.kind is not None:
            self.draft = self.draft.with_text(event.text)
            self._try()

    @on(PolicyEditor.Saved)
    def saved(self, event: PolicyEditor.Saved) -> None:
        """Make it so."""
        event.stop()
        self.action_apply()

    @on(PolicyEditor.Left)
    def left(self, event: PolicyEditor.Left) -> None:
        """Go back to what can be changed; the draft stays on trial."""
        event.stop()
        self._leave_field()

    @on(FieldLine.Typed)
    def typed(self, event: FieldLine.Typed) -> None:
        """Show at once what comes of the text."""
        event.stop()
        self.draft = self.draft.with_text(event.text)
        self._try()

    @on(FieldLine.Answered)
    def answered(self, event: FieldLine.Answered) -> None:
        """Keep the text on trial."""
        event.stop()
        self.draft = self.draft.with_text(event.text)
        self._leave_field()
        self._try()

    @on(FieldLine.Left)
    def gave_up(self, event: FieldLine.Left) -> None:
        """Forget the text."""
        event.stop()
        self._leave_field()
        self.action_drop()

    def _leave_field(self) -> None:
        self.query_one(FieldLine).close()
        self.remove_class("-editing")
        self.listed.focus()

    def action_drop(self) -> None:
        """Forget what is tried."""
        if self.draft.subject is not None and self.draft.subject.kind is not None:
            self.editor.action_drop()
        self.draft = Draft()
        self._try()

    def action_apply(self) -> None:
        """Make the calls for good."""
        draft = self.draft
        if not draft.calls:
            host(self).tell(draft.nothing_to_apply)
            return
        refused = make(self.session.world, draft.calls, draft.account)
        if refused is not None and refused.error is not None:
            self.editor.refused(f"{refused.error.code}: {refused.error.message}")
            return
        self.editor.saved(draft.text)
        self.draft = Draft()
        host(self).tell(f"Made: {', '.join(name for _, name, _ in draft.calls)}; u takes it back")
        self._leave_field()
        self._moved()

    def action_all(self) -> None:
        """Show every verdict, or those that turn."""
        self._every = not self._every
        self._try()

    # --- the whys ----------------------------------------------------------------------------------------------------

    def _explain(self) -> None:
        row, draft = self.verdicts.row, self.draft
        if row is not None:
            store = self.session.world.store
            self.query_one(Whys).explain(row, store, draft.after if draft.after is not None else store, draft.context)

    @on(messages.PlaceOpened)
    def place_opened(self, message: messages.PlaceOpened) -> None:
        """Show the policy that a line of a why speaks of, as it was there."""
        message.stop()
        self.view(message.place.label, self.query_one(Whys).text_of(message.place))

    def action_close(self) -> None:
        """Leave one layer: the whys, then the bench."""
        if self.has_class("-explained"):
            self.remove_class("-explained")
            self.verdicts.focus()
        else:
            self.dismiss(None)
