"""The role-mapping explorer: change a claim, a group, a rule, see the chosen role change, and make it so with real calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from cogtui.cloud.world import World
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.role_trial import RoleTrial, make, try_roles
from cogtui.device.settings import settings_of
from cogtui.device.sign_in import SignInClient
from cogtui.tui.content import content
from cogtui.tui.host import host
from cogtui.tui.widgets.field_line import FieldLine
from cogtui.tui.widgets.record_detail import RecordDetail
from cogtui.tui.widgets.role_questions import Question, question_of
from cogtui.tui.widgets.rows import RowList
from cogtui.views import role_draft
from cogtui.views.ink import Ink
from cogtui.views.role_draft import Draft, calls_of, tokens_of
from cogtui.views.role_explorer import ExplorerRow, draft_line, draw_explorer, headline, rows_of
from cogtui.views.role_scene import Scene, scene_of

TALL = 24
"""Rows from which the trial's record stands below, and cells from which it stands beside."""
HUGE = 150


class RoleRows(RowList):
    """What decides."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_explorer(row, width)

    def selectable(self, row: Any) -> bool:
        return row.kind not in ("title", "note")

    def copied(self) -> tuple[str, str] | None:
        """Copy the claim, the rule, the group."""
        row: ExplorerRow | None = self.chosen
        return (row.name or row.kind, row.text) if row is not None else None


class RoleExplorer(Vertical):
    """Holds a draft; every look at it tries the calls that would make it so, and the exchange after them."""

    DEFAULT_CSS = """
    RoleExplorer {
        & > .line { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #role-halves { height: 1fr; }
        & RoleRows { height: 1fr; }
        & RecordDetail { height: 1fr; display: none; }
        &.-tall RecordDetail, &.-huge RecordDetail { display: block; }
        &.-huge #role-halves { layout: horizontal; & > * { width: 1fr; } & > RecordDetail { margin-left: 2; } }
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._draft = Draft()
        self._typed: Draft | None = None
        """The draft as it is with what is being typed."""
        self._provider = ""
        self._unfolded = False
        self._world: World | None = None
        self._question: Question | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="headline", classes="line")
        yield Static(id="draft", classes="line")
        with Vertical(id="role-halves"):
            yield RoleRows(id="role-rows")
            yield RecordDetail(id="role-detail")
        yield FieldLine(id="role-field")

    # --- looking -----------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """What shall be otherwise, with what is being typed."""
        return self._typed if self._typed is not None else self._draft

    @property
    def scene(self) -> Scene:
        """What is."""
        assert self._world is not None
        logins = CredentialsProvider(self._world).logins()
        return scene_of(self._world.store, settings_of(self._world).identity_pool_id, logins, self._provider)

    def show(self, world: World) -> None:
        """Try the draft on the world as it is now, and show what comes of it."""
        self._world = world
        scene, draft = self.scene, self.draft
        calls = calls_of(scene, draft)
        tried = self._try(scene, draft)
        before = None if draft.is_empty else self._try(scene, Draft()).exchange
        cells = max(self.size.width, 40)
        self.query_one("#headline", Static).update(content(headline(tried.exchange, tried.refused, before, cells)))
        line = draft_line([call[1] for call in calls], outside=bool(draft.claims), is_empty=draft.is_empty, cells=cells)
        self.query_one("#draft", Static).update(content(line))
        claims = tried.claims.get(scene.provider, scene.claims)
        self.query_one(RoleRows).show(rows_of(scene, draft, tried.exchange, claims, unfolded=self._unfolded))
        self.query_one(RecordDetail).show(tried.refused or tried.exchange)

    def _try(self, scene: Scene, draft: Draft) -> RoleTrial:
        assert self._world is not None
        if scene.pool is None:
            return RoleTrial(None, None)
        tokens = tokens_of(self._world.store, scene, draft)
        return try_roles(self._world, calls_of(scene, draft), custom=draft.custom, tokens=tokens)

    def on_resize(self) -> None:
        self.set_class(self.size.height >= TALL, "-tall")
        self.set_class(self.size.width >= HUGE, "-huge")
        if self._world is not None:
            self.show(self._world)

    def _again(self) -> None:
        if self._world is not None:
            self.show(self._world)

    def _draft_is(self, draft: Draft) -> None:
        self._draft = draft
        self._again()

    # --- changing ----------------------------------------------------------------------------------------------------

    @property
    def _row(self) -> ExplorerRow:
        row: ExplorerRow | None = self.query_one(RoleRows).chosen
        return row if row is not None else ExplorerRow("title")

    @on(RowList.Opened, "#role-rows")
    def row_opened(self, event: RowList.Opened) -> None:
        """Change what the row is about."""
        event.stop()
        self.edit()

    def edit(self) -> None:
        """Ask for another text where the row has one, else switch it."""
        found = question_of(self._row, self.scene, self._draft)
        if isinstance(found, str):
            host(self).tell(found)
        elif found is not None:
            self._question = found
            self.query_one(FieldLine).ask(found.title, found.text, found.how, found.judge)
        else:
            self.switch()

    def switch(self) -> None:
        """Go on to the row's next state: in or out of a group, the next kind of mapping, the next role to ask for."""
        change = _SWITCHES.get(self._row.kind)
        if self._row.kind == "claims":
            self._unfolded = not self._unfolded
            self._again()
        elif self._row.kind == "login":
            self._next_login()
        elif change is not None:
            self._draft_is(change(self._draft, self.scene, self._row.name))

    def _next_login(self) -> None:
        scene = self.scene
        if len(scene.logins) > 1:
            self._provider = scene.logins[(scene.logins.index(scene.provider) + 1) % len(scene.logins)]
            self._again()

    def remove_rule(self) -> None:
        """Take the rule under the cursor away."""
        mapping = self._draft.mapping(self.scene)
        if self._row.kind == "rule" and mapping is not None:
            at = int(self._row.name)
            left = (*mapping.rules[:at], *mapping.rules[at + 1 :])
            self._draft_is(role_draft.with_rules(self._draft, self.scene, left))

    def move_rule(self, step: int) -> None:
        """Move the rule under the cursor; the cursor goes along."""
        mapping = self._draft.mapping(self.scene)
        if self._row.kind == "rule" and mapping is not None:
            rules = role_draft.moved(mapping.rules, int(self._row.name), step)
            went = rules != mapping.rules
            self._draft_is(role_draft.with_rules(self._draft, self.scene, rules))
            if went:
                self.query_one(RoleRows).action_move(step)

    # --- the field ---------------------------------------------------------------------------------------------------

    @on(FieldLine.Typed)
    def typed(self, event: FieldLine.Typed) -> None:
        """Show at once what comes of the text."""
        event.stop()
        if self._question is not None:
            self._typed = self._question.change(event.text)
            self._again()

    @on(FieldLine.Answered)
    def answered(self, event: FieldLine.Answered) -> None:
        """Keep the text in the draft."""
        event.stop()
        if self._question is not None:
            self._draft = self._question.change(event.text)
        self._leave_field()

    @on(FieldLine.Left)
    def left(self, event: FieldLine.Left) -> None:
        """Leave the draft as it was."""
        event.stop()
        self._leave_field()

    def _leave_field(self) -> None:
        self._typed = self._question = None
        self.query_one(FieldLine).close()
        self.query_one(RoleRows).focus()
        self._again()

    # --- making it so ------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Make the draft's calls as the operator; each is a row of the trail and can be undone."""
        assert self._world is not None
        calls = calls_of(self.scene, self._draft)
        if not calls:
            host(self).tell("Nothing to make: the draft changes nothing that a call of yours could")
            return
        refused = make(self._world, calls)
        if refused is not None and refused.error is not None:
            host(self).tell(f"{refused.record.operation} was refused: {refused.error.code}", error=True)
            return
        self._draft = Draft(custom=self._draft.custom, claims=self._draft.claims)
        host(self).tell(f"Made: {', '.join(operation for _, operation, _ in calls)}; u takes back one at a time")
        self._again()

    def drop(self) -> None:
        """Forget the draft."""
        self._draft_is(Draft())

    def refresh_token(self) -> None:
        """Let the app fetch fresh user pool tokens, so that they say what the directory says now."""
        assert self._world is not None
        reply = SignInClient(self._world).refresh()
        error = reply.error
        host(self).tell(
            f"The app has fresh tokens: call {reply.record.no}" if error is None else f"Refused: {error.code}"
        )


Switch = Callable[[Draft, Scene, str], Draft]


def _other_group(draft: Draft, scene: Scene, name: str) -> Draft:
    group = next(one for one in draft.group_list(scene) if one.name == name)
    return role_draft.with_group(draft, msgspec.structs.replace(group, member=not group.member))


def _next_kind(draft: Draft, scene: Scene, name: str) -> Draft:
    del name
    return role_draft.with_mapping(draft, scene, role_draft.next_kind(draft.mapping(scene)))


def _otherwise(draft: Draft, scene: Scene, name: str) -> Draft:
    del name
    mapping = draft.mapping(scene) or role_draft.NO_MAPPING
    return role_draft.with_mapping(draft, scene, role_draft.otherwise(mapping))


def _next_role(draft: Draft, scene: Scene, name: str) -> Draft:
    del name
    choices = ["", *scene.roles]
    at = choices.index(draft.custom) if draft.custom in choices else 0
    return msgspec.structs.replace(draft, custom=choices[(at + 1) % len(choices)])


_SWITCHES: dict[str, Switch] = {
    "group": _other_group,
    "mapping": _next_kind,
    "ambiguous": _otherwise,
    "custom": _next_role,
}
"""Kind of row -> the draft with the row's next state."""
