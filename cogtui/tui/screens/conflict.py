"""The conflict dialog: both versions of each key in dispute, and the four resolutions with what each will do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cogtui.cloud.device_sync.conflicts import Conflict, Resolution
from cogtui.cloud.device_sync.records import SyncDevice
from cogtui.tui.content import paragraph, raw
from cogtui.tui.screens.modal import Modal
from cogtui.tui.widgets.field_line import FieldLine
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink
from cogtui.views.sync.conflict import (
    CHOICES,
    Choice,
    Decision,
    about,
    choice_line,
    conflict_row,
    heading,
    last_row,
    versions,
)
from cogtui.views.sync.typed import wrong_with_value

Row = Literal["remote", "local", "last_writer", "custom", "same", "go"]

ONE = "1-4 or enter decide   esc stop synchronising"
MANY = "1-4 decide   ◄ ► other keys   a same for all   s go on   esc stop"
TYPING = "enter take the text   esc choose something else"


class InDispute(RowList):
    """The keys in dispute."""

    decided: dict[str, Decision]

    def draw(self, row: Any, width: int) -> Ink:
        return conflict_row(row, self.decided.get(row.key), width)


class Resolutions(RowList):
    """The resolutions of one key; with several keys, also what is done about all of them."""

    screen_of: ConflictScreen

    def draw(self, row: Any, width: int) -> Ink:
        dialog = self.screen_of
        if row in CHOICES:
            return choice_line(dialog.conflict, row, width, dialog.decided.get(dialog.conflict.key))
        return last_row(row, dialog.undecided, len(dialog.conflicts), width)


class ConflictScreen(Modal[Sequence[Resolution] | None]):
    """Asks what becomes of conflicts; None stops the synchronisation, and all stays undecided."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"choose('{choice}')", CHOICES[choice]) for number, choice in enumerate(CHOICES, 1)),
        Binding("left,p", "step(-1)", "Previous key"),
        Binding("right,n", "step(1)", "Next key"),
        Binding("a", "same", "Same for all"),
        Binding("s", "go_on", "Go on"),
    ]
    AUTO_FOCUS = "Resolutions"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    DEFAULT_CSS = """
    ConflictScreen {
        & #sheet { width: 92; }
        & InDispute { height: auto; max-height: 3; }
        & #versions { height: 6; }
        & Resolutions { height: auto; max-height: 6; }
        & #about { height: 3; color: $text-muted; }
        & FieldLine { height: 3; padding-top: 1; }
        & .keys { margin-top: 0; }
        &.-tall InDispute { max-height: 12; }
        &.-tall, &.-one {
            & Resolutions, & #about, & .keys { margin-top: 1; }
        }
        &.-tall #versions { margin-top: 1; }
    }
    """

    def __init__(
        self, conflicts: Sequence[Conflict], device: SyncDevice, writers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(classes="-one" if len(conflicts) == 1 else None)
        self.conflicts = conflicts
        self.device = device
        self._writers = writers or {}
        """DeviceId -> name of the device."""
        self.decided: dict[str, Decision] = {}
        """What was decided so far, by key."""
        self._last: Decision | None = None
        """What was decided last, about whichever key."""
        self._for_all = False
        """Whether the value that is typed is for every undecided key."""

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet", classes="sheet"):
            yield InDispute()
            yield Static(id="versions")
            yield Resolutions()
            yield Static(id="about")
            yield FieldLine()
            yield Static(Content(MANY if self._many else ONE), classes="keys")

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = raw(heading(self.conflicts, self.device))
        self.keys.decided, self.resolutions.screen_of = self.decided, self
        self.keys.display = self._many
        self.keys.show(self.conflicts, cursor=0)
        self.resolutions.show((*CHOICES, "same", "go") if self._many else tuple(CHOICES), cursor=0)
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    # --- what there is -----------------------------------------------------------------------------------------------

    @property
    def keys(self) -> InDispute:
        """The list of keys in dispute; not shown where there is one."""
        return self.query_one(InDispute)

    @property
    def resolutions(self) -> Resolutions:
        """The list of resolutions."""
        return self.query_one(Resolutions)

    @property
    def conflict(self) -> Conflict:
        """The conflict that is looked at."""
        return self.conflicts[max(self.keys.cursor, 0)]

    @property
    def undecided(self) -> int:
        """How many keys are still to be decided."""
        return len(self.conflicts) - len(self.decided)

    @property
    def _many(self) -> bool:
        return len(self.conflicts) > 1

    def _draw(self) -> None:
        shown = self.query_one("#versions", Static)
        shown.update(paragraph(versions(self.conflict, self.device, shown.size.width, self._writers)))
        self.resolutions.show(self.resolutions.rows)
        self._describe()

    def _describe(self) -> None:
        row: Row | None = self.resolutions.chosen
        words = about(row, self.device) if row in CHOICES else _OF_ALL.get(row or "", "")
        self.query_one("#about", Static).update(raw(words))

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Show the key, or what else there is to know about the resolution."""
        event.stop()
        if event.list is self.keys:
            self._draw()
        else:
            self._describe()

    # --- deciding ----------------------------------------------------------------------------------------------------

    @on(RowList.Opened, "InDispute")
    def key_opened(self, event: RowList.Opened) -> None:
        """Go on to its resolutions."""
        event.stop()
        self.resolutions.focus()

    @on(RowList.Opened, "Resolutions")
    def resolution_opened(self, event: RowList.Opened) -> None:
        """Decide the key, or do what concerns all of them."""
        event.stop()
        row: Row = event.list.rows[event.index]
        if row == "same":
            self.action_same()
        elif row == "go":
            self.action_go_on()
        else:
            self.action_choose(row)

    def action_choose(self, choice: Choice) -> None:
        """Decide the key that is looked at."""
        self.resolutions.cursor = list(CHOICES).index(choice)
        self._for_all = False
        if choice == "custom":
            self._ask()
        else:
            self._decide((self.conflict,), Decision(choice))

    def action_same(self) -> None:
        """Decide this key and all undecided ones as the resolution under the cursor says, else as was decided last."""
        row: Row | None = self.resolutions.chosen
        last = self._last
        decision = Decision(row) if row in CHOICES else last
        if not self._many or decision is None:
            return
        self._for_all = True
        if decision.choice == "custom" and decision is not last:
            self._ask()
        else:
            self._decide(self._open, decision)

    @property
    def _open(self) -> tuple[Conflict, ...]:
        """The undecided ones, and the one that is looked at."""
        here = self.conflict
        return tuple(one for one in self.conflicts if one is here or one.key not in self.decided)

    def _decide(self, conflicts: Sequence[Conflict], decision: Decision) -> None:
        self.decided.update((one.key, decision) for one in conflicts)
        self._last = decision
        if not self._many:
            self.action_go_on()
            return
        self.keys.show(self.conflicts)
        if self.undecided:
            self._to_next()
        else:
            self.resolutions.cursor = len(self.resolutions.rows) - 1
        self._draw()

    def _to_next(self) -> None:
        """Go to the next key that is undecided, from here on and then from the start."""
        here, count = self.keys.cursor, len(self.conflicts)
        places = ((here + step) % count for step in range(count))
        self.keys.cursor = next(place for place in places if self.conflicts[place].key not in self.decided)

    def action_step(self, step: int) -> None:
        """Look at the next or previous key."""
        self.keys.action_move(step)

    def action_go_on(self) -> None:
        """Answer with all decisions; while some are missing, go to the next of them."""
        if self.undecided:
            self._to_next()
            self.resolutions.cursor = 0
            return
        decisions = ((one.key, self.decided[one.key]) for one in self.conflicts)
        self.dismiss([Resolution(key, decision.choice, decision.value) for key, decision in decisions])

    def action_close(self) -> None:
        """Stop the synchronisation."""
        self.dismiss(None)

    # --- a value of one's own ----------------------------------------------------------------------------------------

    def _ask(self) -> None:
        past = self.decided.get(self.conflict.key)
        start = past.value if past is not None and past.choice == "custom" else self.conflict.local.value
        self.query_one("#about").display = False
        self.query_one(".keys", Static).update(Content(TYPING))
        whose = "all undecided keys" if self._for_all else self.conflict.key
        hint = "the value to keep, and to send"
        self.query_one(FieldLine).ask(whose if len(whose) < 30 else "value", start or "", hint, wrong_with_value)

    @on(FieldLine.Typed)
    def typed(self, event: FieldLine.Typed) -> None:
        """Nothing comes of half a text."""
        event.stop()

    @on(FieldLine.Answered)
    def answered(self, event: FieldLine.Answered) -> None:
        """Decide on the text."""
        event.stop()
        self._leave_field()
        self._decide(self._open if self._for_all else (self.conflict,), Decision("custom", event.text))

    @on(FieldLine.Left)
    def left(self, event: FieldLine.Left) -> None:
        """Choose something else."""
        event.stop()
        self._leave_field()

    def _leave_field(self) -> None:
        self.query_one(FieldLine).close()
        self.query_one("#about").display = True
        self.query_one(".keys", Static).update(Content(MANY if self._many else ONE))
        self.resolutions.focus()


_OF_ALL = {
    "same": "Every key that is still undecided is decided like the last one; with the key a, like the resolution under the cursor.",
    "go": "The synchronisation goes on with these decisions: what is kept here is sent, what is kept from there is stored.",
}
