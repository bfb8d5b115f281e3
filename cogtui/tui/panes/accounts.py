"""Accounts: from a user of account A to a bucket of account B, built step by step and tried from both ends."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from cogtui.cloud.trail import Record, Reply
from cogtui.device import cross_account, operator_calls
from cogtui.tui.actions import bindings
from cogtui.tui.content import content
from cogtui.tui.cross_account_story import Picture, Story, made_last
from cogtui.tui.host import host
from cogtui.tui.panes.pane import Pane
from cogtui.tui.session import Session
from cogtui.tui.widgets.account_alone import Alone
from cogtui.tui.widgets.account_columns import AccountColumns, Column
from cogtui.tui.widgets.policy_editor import PolicyEditor
from cogtui.tui.widgets.rows import RowList
from cogtui.tui.widgets.why_tree import WhyTree
from cogtui.views.cross_account.asked import Asked, Sends
from cogtui.views.cross_account.chain import Link, draw_link
from cogtui.views.cross_account.documents import Draft, draft_of, keeping
from cogtui.views.cross_account.drawing import about_lines, draft_line, variant_line, wish_line
from cogtui.views.cross_account.forms import form_of, needed_first
from cogtui.views.cross_account.looks import attackers_id
from cogtui.views.cross_account.plans import plan_of
from cogtui.views.cross_account.steps import STEPS, StepId, Variant
from cogtui.views.ink import Ink

BESIDE = 110
"""Cells from which the why, or the editor, stands beside the chain."""

LOW, LOWEST = 16, 12
"""Rows below which what each step is for, and the line of the ways across, make room for the chain."""

SPARE = ("444455556666", "777788889999")
"""Numbers for accounts that are opened here."""


class Chain(RowList):
    """The chain, link by link."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_link(row, width)


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
        & Alone { display: none; padding: 1 2; }
        & .lower { height: 1fr; min-height: 2; layout: vertical; }
        & Chain, & WhyTree, & #aside { height: 1fr; }
        & #aside { display: none; }
        &.-aside #chain, &.-aside #about { display: none; }
        &.-aside #aside { display: block; }
        &.-beside .lower { layout: horizontal; & > * { width: 1fr; } }
        &.-beside #chain, &.-beside #about { display: block; }
        &.-beside #aside { display: block; margin-left: 2; }
        &.-low #about, &.-lowest #variant { display: none; }
        &.-alone { & > * { display: none; } & > Alone { display: block; } }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.story = Story()
        self._editing: tuple[StepId, Draft] | None = None
        self._chosen_after: Record | None = None
        """The newest call when the reader chose something else here: calls from before do not tell of that."""

    def compose(self) -> ComposeResult:
        yield Alone()
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

    @property
    def asked(self) -> Asked:
        """Who wants what, as it stands."""
        return self.story.asked(self.world)

    @property
    def columns(self) -> AccountColumns:
        """The checklist."""
        return self.query_one(AccountColumns)

    def show_world(self) -> None:
        crossing = len(self.world.accounts) > 1
        self.set_class(not crossing, "-alone")
        if not crossing:
            self._editing = None
            self._close_aside()
            self.call_after_refresh(self._keep_keys)
            return
        newest = self._newest
        chosen_since = newest is not None and newest is self._chosen_after
        made = () if chosen_since else made_last(self.world, self.asked, through_role=self.story.through_role)
        self._draw(self.story.picture(self.world, self._cells, made))
        if self._editing is not None:
            self._show_draft()
        if self.query_one(Alone).has_focus:
            self.columns.take_focus()

    def _keep_keys(self) -> None:
        """Hold the focus while the steps are hidden: the pane's keys work as long as something in it has it."""
        if self.screen.focused is None and self.has_class("-alone") and self.display:
            self.query_one(Alone).focus()

    @property
    def _newest(self) -> Record | None:
        """The newest call of all."""
        trail, position = self.world.trail, self.world.history.position
        return trail[position - 1] if position > trail.first else None

    @property
    def _cells(self) -> int:
        return max(self.size.width, 40)

    def on_resize(self) -> None:
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.set_class(self.size.height < LOW, "-low")
        self.set_class(self.size.height < LOWEST, "-lowest")
        if self.is_mounted and self._shown_moment >= 0:
            self.show_world()

    def _draw(self, picture: Picture) -> None:
        self.query_one("#variant", Static).update(content(variant_line(self.story.variant, self._cells)))
        self.query_one("#wish", Static).update(content(wish_line(picture.asked, self._cells)))
        self.columns.show(picture.asked.cast, picture.rows)
        self.query_one("#verdict", Static).update(content(picture.verdict))
        broken = [index for index, link in enumerate(picture.links) if link.passed is False]
        self.query_one(Chain).show(picture.links, cursor=broken[0] if broken else len(picture.links) - 1)
        self._explain()
        self._tell_of_step()

    def _tell_of_step(self) -> None:
        first, second = about_lines(self.columns.chosen, self._cells)
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

        host(self).push_screen(WaysAcross(self.story.variant), self._go_this_way)

    def _go_this_way(self, variant: Variant | None) -> None:
        if variant is not None:
            self._go_on_with(self.story.on_way(variant))

    def _go_on_with(self, story: Story, unless: str = "") -> None:
        """Tell another story; `unless` it is the same: then say why."""
        if unless and story == self.story:
            host(self).tell(unless)
        self.story, self._chosen_after = story, self._newest
        self.show_world()

    def action_other_wish(self) -> None:
        """Ask for something else."""
        self._go_on_with(self.story.wanting_next())

    def action_sends(self) -> None:
        """Send something else along."""
        nothing = "On this way AssumeRole sends nothing along; v chooses another"
        self._go_on_with(self.story.sending_next(self.world), nothing)

    def action_other(self, what: str) -> None:
        """Look at the next user, role or bucket."""
        self._go_on_with(self.story.with_other(self.world, what), f"There is no other {what} to look at")

    def action_swap(self) -> None:
        """Look from the other side."""
        self._go_on_with(self.story.swapped(self.world), "There is one account only: it has no other side")

    def action_side(self, column: Column) -> None:
        """Go to the steps of an account."""
        self.columns.go(column)

    # --- building ----------------------------------------------------------------------------------------------------

    @on(AccountColumns.Opened)
    def step_opened(self, event: AccountColumns.Opened) -> None:
        """Do a step by its form."""
        event.stop()
        row = self.columns.chosen
        if row is None or self._comes_too_early(row.step.id):
            return
        asked = self.asked
        form = form_of(asked, row.step.id)
        if form is None:
            self._without_form(row.step.id)
            return
        from cogtui.tui.screens.form import FormScreen

        def take(answers: dict[str, str]) -> str:
            problem = _refusal(operator_calls.carry_out(self.world, plan_of(self.asked, row.step.id, answers)))
            if not problem:
                self.story = self.story.with_made(self.world, row.step.id, answers)
                self.show_world()
            return problem

        host(self).push_screen(FormScreen(form.title, form.text, form.fields, take))

    def _comes_too_early(self, step: StepId) -> bool:
        """Say what a step needs that is not there yet, if anything."""
        needed = needed_first(self.asked, step)
        if needed:
            host(self).tell(needed)
        return bool(needed)

    def _without_form(self, step: StepId) -> None:
        if step == "session":
            self.action_edit()
        elif step == "attacker":
            self._go_on_with(self.story.sending(Sends(external_id=attackers_id(self.asked))))
        else:
            self.action_sends()

    def action_edit(self) -> None:
        """Write the step's policy as JSON."""
        row = self.columns.chosen
        asked = self.asked
        if not asked.cast.far:
            host(self).tell("Crossing takes two accounts; o opens the second one")
            return
        if row is not None and self._comes_too_early(row.step.id):
            return
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
            self.story = self.story.sending(msgspec.structs.replace(self.story.sends, session_policy=text))
            self._chosen_after = self._newest
            self._draw(self.story.picture(self.world, self._cells))
            return
        with self.world.what_if() as trial:
            refused = operator_calls.carry_out(trial, keeping(self.story.asked(trial), step, draft, text))
            if refused is None:
                self._draw(self.story.picture(trial, self._cells))
            else:
                self.query_one("#verdict", Static).update(content(draft_line(_refusal(refused), self._cells)))

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
        refused = operator_calls.carry_out(self.world, keeping(self.asked, step, draft, event.text))
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
        asked = self.asked
        wish = self.story.wish(asked)
        records = cross_account.try_it(self.world, wish) if wish is not None else []
        if not records:
            host(self).tell(
                "There is nobody with an access key yet, or nothing to ask for: the steps marked ✗ come first"
            )
            return
        last = records[-1]
        host(self).tell(f"Tried from A: {last.operation} was {'allowed' if last.ok else 'refused'}, call {last.no}")

    def action_ask_owner(self) -> None:
        """Try it from B; where there is no B yet, open its account."""
        if len(self.world.accounts) < 2:
            free = next(one for one in SPARE if one not in self.world.accounts)
            self.world.act("account.open", number=free, title=f"Open the account {free}")
            return
        asked = self.asked
        if asked.cast.role is None:
            host(self).tell("B has no role yet to ask about")
            return
        cross_account.ask_owner(self.world, asked.cast.far, asked.cast.role_arn, asked.action, asked.resource)

    def point_at(self, point: str) -> Widget | None:
        """Return the widget that a lesson points at; a step goes by its id."""
        story = self.story.with_step(point)
        if story != self.story:
            self._go_on_with(story)
        row = next((one for one in self.story.rows(self.world) if one.step.id == point), None)
        if row is not None:
            return self.columns.choose(row.number)
        return self.columns if point in STEPS else super().point_at(point)


def _refusal(reply: Reply | None) -> str:
    return "" if reply is None or reply.error is None else f"{reply.error.code}: {reply.error.message}"
