"""Accounts: from a user of account A to a bucket of account B, built step by step and tried from both ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from cogtui.cloud.trail import Record, Reply
from cogtui.cloud.world import World
from cogtui.device import cross_account
from cogtui.device.cross_account import Wish
from cogtui.tui.actions import bindings
from cogtui.tui.content import content, raw
from cogtui.tui.host import host
from cogtui.tui.panes.pane import Pane
from cogtui.tui.session import Session
from cogtui.tui.widgets.account_columns import AccountColumns, Column
from cogtui.tui.widgets.policy_editor import PolicyEditor
from cogtui.tui.widgets.rows import RowList
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.cross_account import sending
from cogtui.views.cross_account.asked import ACTIONS, Asked, Operation, Sends
from cogtui.views.cross_account.cast import Cast, Choice, buckets_of, cast_of, roles_of, users_of
from cogtui.views.cross_account.chain import Link, draw_link, links_of
from cogtui.views.cross_account.documents import Draft, draft_of, keeping
from cogtui.views.cross_account.drawing import about_lines, variant_line, verdict_line, wish_line
from cogtui.views.cross_account.forms import form_of
from cogtui.views.cross_account.plans import plan_of
from cogtui.views.cross_account.steps import WAYS, Row, StepId, Variant, rows_of
from cogtui.views.ink import Ink

BESIDE = 110
"""Cells from which the why, or the editor, stands beside the chain."""

ONE_ACCOUNT = (
    "This world has one account, and crossing takes two.\n\no opens a second one, empty but for its operator. u takes it "
    "back."
)


SPARE = ("444455556666", "777788889999")
"""Numbers for accounts that are opened here."""


class Chain(RowList):
    """The chain, link by link."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_link(row, width)


class Picture(msgspec.Struct, frozen=True):
    """What there is to see of a moment, or of a draft that is being typed."""

    rows: Sequence[Row]
    records: Sequence[Record]
    links: Sequence[Link]
    verdict: Ink


class Accounts(Pane):
    """Cross-account access."""

    pane_id = "accounts"
    first_focus = "#near-steps"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("accounts")]
    DEFAULT_CSS = """
    Accounts {
        & .line { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & #about { color: $text-muted; height: 2; margin-top: 1; }
        & #verdict { background: $panel; }
        & #alone { display: none; padding: 1 2; }
        & .lower { height: 1fr; min-height: 4; layout: vertical; }
        & Chain, & WhyTree, & #aside { height: 1fr; }
        & #aside { display: none; }
        &.-aside #chain { display: none; }
        &.-aside #aside { display: block; }
        &.-beside .lower { layout: horizontal; & > * { width: 1fr; } }
        &.-beside #chain { display: block; }
        &.-beside #aside { display: block; margin-left: 2; }
        &.-alone { & > * { display: none; } & > #alone { display: block; } }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.choice = Choice()
        self.variant: Variant = "role"
        self.operation: Operation = "GetObject"
        self.sends = Sends()
        self._editing: tuple[StepId, Draft] | None = None
        self._tried: tuple[int, Sequence[Record]] = (-1, ())
        """Where the trail stood after the last try, and its records: shown until the world moves on."""

    def compose(self) -> ComposeResult:
        yield Static(raw(ONE_ACCOUNT), id="alone")
        yield Static(id="variant", classes="line")
        yield Static(id="wish", classes="line")
        yield AccountColumns(id="columns")
        yield Static(id="about", classes="line")
        yield Static(id="verdict", classes="line")
        with Container(classes="lower"):
            yield Chain(id="chain")
            with ContentSwitcher(initial="across-why", id="aside"):
                yield WhyTree(id="across-why")
                yield PolicyEditor(id="across-editor")

    # --- what is looked at -------------------------------------------------------------------------------------------

    def cast(self, world: World) -> Cast:
        """Return who takes part."""
        return cast_of(world.store, world.accounts, self.choice)

    def asked(self, world: World) -> Asked:
        """Return the story as it stands."""
        return Asked(world.store, self.cast(world), self.operation, self.sends)

    @property
    def columns(self) -> AccountColumns:
        """The checklist."""
        return self.query_one(AccountColumns)

    def show_world(self) -> None:
        asked = self.asked(self.world)
        self.set_class(not asked.cast.far, "-alone")
        if not asked.cast.far:
            return
        position, records = self._tried
        tried = records if position == self.world.history.position else None
        self._draw(asked, self._picture(self.world, tried))
        if self._editing is not None:
            self._show_draft()

    def on_resize(self) -> None:
        self.set_class(self.size.width >= BESIDE, "-beside")
        if self.is_mounted and self._shown_moment >= 0:
            self.show_world()

    def _picture(self, world: World, tried: Sequence[Record] | None = None) -> Picture:
        """Return what a world looks like; the calls are tried aside unless they were made already."""
        asked = self.asked(world)
        rows = rows_of(asked, self.variant)
        wish = self._wish(asked)
        records = tried if tried is not None else cross_account.would_be(world, wish) if wish else []
        links = links_of(asked, records, through_role=self._through_role, trial=tried is None)
        return Picture(rows, records, links, verdict_line(asked, records, rows, max(self.size.width, 40)))

    @property
    def _through_role(self) -> bool:
        return self.variant != "bucket-policy"

    def _wish(self, asked: Asked) -> Wish | None:
        """Return what the user would do; None while somebody or something is missing."""
        cast = asked.cast
        if cast.user is None or cast.bucket is None or (self._through_role and cast.role is None):
            return None
        role, sends = (cast.role_arn if self._through_role else ""), asked.sends
        key = cast.key or "app.log"
        return Wish(
            cast.user,
            self.operation,
            cast.bucket.name,
            key,
            role,
            sends.external_id,
            sends.mfa,
            sends.session_policy,
        )

    def _draw(self, asked: Asked, picture: Picture) -> None:
        cells = max(self.size.width, 40)
        self.query_one("#variant", Static).update(content(variant_line(self.variant, cells)))
        self.query_one("#wish", Static).update(content(wish_line(asked, cells)))
        self.columns.show(asked.cast, picture.rows)
        self.query_one("#verdict", Static).update(content(picture.verdict))
        broken = [index for index, link in enumerate(picture.links) if link.passed is False]
        self.query_one(Chain).show(picture.links, cursor=broken[0] if broken else len(picture.links) - 1)
        self._explain()
        self._tell_of_step()

    def _tell_of_step(self) -> None:
        first, second = about_lines(self.columns.chosen, max(self.size.width, 40))
        lines = content((*first, ("\n", ""), *second))
        self.query_one("#about", Static).update(lines)

    def _explain(self) -> None:
        link: Link | None = self.query_one(Chain).chosen
        self.query_one(WhyTree).explain(link.record if link is not None else None)

    @on(AccountColumns.Chosen)
    def step_chosen(self, event: AccountColumns.Chosen) -> None:
        """Tell of the step."""
        event.stop()
        self._tell_of_step()

    @on(RowList.Highlighted, "#chain")
    def link_highlighted(self, event: RowList.Highlighted) -> None:
        """Show the why of the link under the cursor."""
        event.stop()
        self._explain()

    @on(RowList.Opened, "#chain")
    def link_opened(self, event: RowList.Opened) -> None:
        """Go into the why."""
        event.stop()
        self._show_aside("across-why")
        self.query_one(WhyTree).focus()

    def _show_aside(self, name: str) -> None:
        self.query_one("#aside", ContentSwitcher).current = name
        self.add_class("-aside")

    def _close_aside(self) -> None:
        self.remove_class("-aside")
        self.query_one("#aside", ContentSwitcher).current = "across-why"

    def on_key(self, event: Any) -> None:
        """Esc leaves the why for the chain."""
        if event.key == "escape" and self.query_one(WhyTree).has_focus:
            event.stop()
            self._close_aside()
            self.query_one(Chain).focus()

    # --- ways and wishes ---------------------------------------------------------------------------------------------

    def action_variant(self) -> None:
        """Choose a way across."""
        from cogtui.tui.screens.ways_across import WaysAcross

        host(self).push_screen(WaysAcross(self.variant), self._go_this_way)

    def _go_this_way(self, variant: Variant | None) -> None:
        if variant is not None:
            self.variant, self.sends = variant, Sends()
            self.show_world()

    def action_other_wish(self) -> None:
        """Ask for something else."""
        names = list(ACTIONS)
        self.operation = names[(names.index(self.operation) + 1) % len(names)]
        self.show_world()

    def action_sends(self) -> None:
        """Send something else along."""
        offered = sending.offered(self.asked(self.world), self.variant)
        if len(offered) < 2:
            host(self).tell("On this way AssumeRole sends nothing along; v chooses another")
            return
        at = offered.index(self.sends) if self.sends in offered else -1
        self.sends = offered[(at + 1) % len(offered)]
        self.show_world()

    def action_other(self, what: str) -> None:
        """Look at the next user, role or bucket."""
        cast = self.cast(self.world)
        store = self.world.store
        found: dict[str, tuple[list[str], str]] = {
            "user": ([one.name for one in users_of(store, cast.near)], cast.user.name if cast.user else ""),
            "role": ([one.name for one in roles_of(store, cast.near, cast.far)], cast.role.name if cast.role else ""),
            "bucket": ([one.name for one in buckets_of(store, cast.far)], cast.bucket.name if cast.bucket else ""),
        }
        names, here = found[what]
        if len(names) < 2:
            host(self).tell(f"There is no other {what} to look at")
            return
        self.choice = msgspec.structs.replace(self.choice, **{what: names[(names.index(here) + 1) % len(names)]})
        self.show_world()

    def action_swap(self) -> None:
        """Look from the other side."""
        cast = self.cast(self.world)
        self.choice = Choice(near=cast.far, far=cast.near)
        self.show_world()

    def action_side(self, column: Column) -> None:
        """Go to the steps of an account."""
        self.columns.go(column)

    # --- building ----------------------------------------------------------------------------------------------------

    @on(AccountColumns.Opened)
    def step_opened(self, event: AccountColumns.Opened) -> None:
        """Do a step by its form."""
        event.stop()
        row = self.columns.chosen
        if row is None:
            return
        asked = self.asked(self.world)
        form = form_of(asked, row.step.id)
        if form is None:
            self._without_form(row.step.id)
            return
        from cogtui.tui.screens.form import FormScreen

        def take(answers: dict[str, str]) -> str:
            return _refusal(cross_account.carry_out(self.world, plan_of(self.asked(self.world), row.step.id, answers)))

        host(self).push_screen(FormScreen(form.title, form.text, form.fields, take))

    def _without_form(self, step: StepId) -> None:
        if step == "session":
            self.action_edit()
        elif step == "attacker":
            self.sends = Sends(external_id=sending.attackers_id(self.asked(self.world)))
            self.show_world()
        else:
            self.action_sends()

    def action_edit(self) -> None:
        """Write the step's policy as JSON."""
        row = self.columns.chosen
        asked = self.asked(self.world)
        draft = draft_of(asked, row.step.id) if row is not None else None
        if row is None or draft is None:
            host(self).tell("This step has no policy; enter opens its form")
            return
        self._editing = (row.step.id, draft)
        self._show_aside("across-editor")
        self.query_one(PolicyEditor).edit(draft.label, draft.text, draft.kind)

    @on(PolicyEditor.Edited)
    def policy_edited(self, event: PolicyEditor.Edited) -> None:
        """Show what would come of the draft."""
        event.stop()
        if self._editing is not None:
            self._show_draft()

    def _show_draft(self) -> None:
        """Keep the draft aside, look at that world, and take it back."""
        assert self._editing is not None
        step, draft = self._editing
        text = self.query_one(PolicyEditor).area.text
        if step == "session":
            self.sends = msgspec.structs.replace(self.sends, session_policy=text)
            self._draw(self.asked(self.world), self._picture(self.world))
            return
        with self.world.what_if() as trial:
            if cross_account.carry_out(trial, keeping(self.asked(trial), step, draft, text)) is None:
                self._draw(self.asked(trial), self._picture(trial))

    @on(PolicyEditor.Saved)
    def policy_saved(self, event: PolicyEditor.Saved) -> None:
        """Let the account's operator keep the policy."""
        event.stop()
        if self._editing is None:
            return
        step, draft = self._editing
        if step == "session":
            event.editor.saved(event.text)
            self._leave_editor()
            return
        refused = cross_account.carry_out(self.world, keeping(self.asked(self.world), step, draft, event.text))
        if refused is None:
            event.editor.saved(event.text)
            host(self).tell(f"Saved: {draft.label}")
            self._leave_editor()
        else:
            event.editor.refused(_refusal(refused))

    @on(PolicyEditor.Left)
    def editor_left(self, event: PolicyEditor.Left) -> None:
        """Go back to the steps; a draft stays."""
        event.stop()
        self._leave_editor()

    def _leave_editor(self) -> None:
        self._editing = None
        self._close_aside()
        self.columns.take_focus()
        self.show_world()

    # --- trying ------------------------------------------------------------------------------------------------------

    def action_try_it(self) -> None:
        """Make the user's calls for real."""
        asked = self.asked(self.world)
        wish = self._wish(asked)
        records = cross_account.try_it(self.world, wish) if wish is not None else []
        if not records:
            host(self).tell(
                "There is nobody with an access key yet, or nothing to ask for: the steps marked ✗ come first"
            )
            return
        self._tried = (self.world.history.position, records)
        self.show_world()
        last = records[-1]
        host(self).tell(f"Tried from A: {last.operation} was {'allowed' if last.ok else 'refused'}, call {last.no}")

    def action_ask_owner(self) -> None:
        """Try it from B; where there is no B yet, open its account."""
        if not self.cast(self.world).far:
            free = next(one for one in SPARE if one not in self.world.accounts)
            self.world.act("account.open", account=free, title=f"Open the account {free}")
            return
        asked = self.asked(self.world)
        if asked.cast.role is None:
            host(self).tell("B has no role yet to ask about")
            return
        record = cross_account.ask_owner(self.world, asked.cast.far, asked.cast.role_arn, asked.action, asked.resource)
        host(self).tell(sending.simulated(record, asked))

    def point_at(self, point: str) -> Widget | None:
        """Return the widget that a lesson points at; a step goes by its id."""
        self._go_where(point)
        row = next((one for one in self._rows() if one.step.id == point), None)
        if row is not None:
            self.columns.choose(row.number)
            return self.columns
        return super().point_at(point)

    def _go_where(self, step: str) -> None:
        """Go the first way that has a step, unless the present one has it."""
        ways = [way.id for way in WAYS.values() if step in way.steps]
        if ways and self.variant not in ways:
            self._go_this_way(ways[0])

    def _rows(self) -> Sequence[Row]:
        return rows_of(self.asked(self.world), self.variant) if self.cast(self.world).far else ()


def _refusal(reply: Reply | None) -> str:
    return "" if reply is None or reply.error is None else f"{reply.error.code}: {reply.error.message}"
