"""Exchange: which role, who may become it, what it may do, and a request tried along the whole chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive
from textual.widgets import ContentSwitcher, Static

from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.principals import OPERATOR_ROLE, ROLES, Role
from cogtui.cloud.callers import Operator
from cogtui.cloud.explain import Check, Place
from cogtui.cloud.store import rows_of
from cogtui.device import chain
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.settings import settings_of
from cogtui.tui.actions import bindings
from cogtui.tui.content import content
from cogtui.tui.host import host
from cogtui.tui.messages import ValueOpened
from cogtui.tui.panes.pane import Pane
from cogtui.tui.session import Session
from cogtui.tui.widgets.flows_compared import FlowsCompared
from cogtui.tui.widgets.policy_editor import PolicyEditor
from cogtui.tui.widgets.request_chain import RequestChain
from cogtui.tui.widgets.role_explorer import RoleExplorer
from cogtui.tui.widgets.rows import RowList
from cogtui.views.exchange import (
    APPLIES,
    OF_ROLES,
    TABS,
    WIDGETS,
    Line,
    credential_lines,
    draw_line,
    policy_line,
    role_line,
    tab_line,
)
from cogtui.views.ink import Ink
from cogtui.views.policies import Document, documents_of, is_for_guests, why_this_role
from cogtui.views.policy_lines import PolicyLine, copy_of, draw_policy_line, policy_lines


class PolicyText(RowList):
    """A policy's lines, with what the request had beside them."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_policy_line(row, width)

    def copied(self) -> tuple[str, str] | None:
        """Copy what the request had, or the line."""
        line: PolicyLine | None = self.chosen
        return copy_of(line) if line is not None else None


class Facts(RowList):
    """Names and values."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_line(row, width)

    def copied(self) -> tuple[str, str] | None:
        """Copy the value."""
        line: Line | None = self.chosen
        return (line.name, line.whole or line.value) if line is not None else None


class Exchange(Pane):
    """The way from a token to AWS credentials and what they open."""

    pane_id = "exchange"
    first_focus = "#trust-policy"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("exchange")]
    DEFAULT_CSS = """
    Exchange {
        & > .line { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > ContentSwitcher { height: 1fr; }
        & RowList { height: 1fr; }
    }
    """

    tab: reactive[str] = reactive("trust", init=False)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._role = ""
        self._document = 0
        self._pointer = ""

    def compose(self) -> ComposeResult:
        yield Static(id="tabs", classes="line")
        yield Static(id="role", classes="line")
        with ContentSwitcher(initial="trust-policy"):
            yield PolicyText(id="trust-policy")
            yield PolicyEditor(id="editor")
            yield RequestChain(id="try")
            yield FlowsCompared(id="flows")
            yield RoleExplorer(id="roles")
            yield Facts(id="facts")

    # --- what is looked at -------------------------------------------------------------------------------------------

    @property
    def roles(self) -> list[Role]:
        """The roles that trust Cognito, the app's own first."""
        store = self.world.store
        settings = settings_of(self.world)
        mine = [role for role in rows_of(store, ROLES) if role.name != OPERATOR_ROLE]
        return sorted(mine, key=lambda role: (role.arn != settings.role_arn, role.name))

    @property
    def role(self) -> Role | None:
        """The role that is looked at."""
        roles = self.roles
        return next((role for role in roles if role.arn == self._role), roles[0] if roles else None)

    @property
    def document(self) -> Document | None:
        """The policy that is looked at, on the two views that show one."""
        role = self.role
        if role is None:
            return None
        found = self._documents(role)
        return found[self._document % len(found)] if found else None

    def _documents(self, role: Role) -> list[Document]:
        store = self.world.store
        hidden = is_for_guests(store, role, settings_of(self.world).identity_pool_id)
        return documents_of(store, role, trust=self.tab == "trust", hidden=hidden)

    def _role_ink(self, cells: int) -> Ink:
        """Return the line above a policy: whose it is, and why this role or which of its policies."""
        role, document = self.role, self.document
        if role is not None and document is not None and self.tab == "permissions":
            found = self._documents(role)
            at = self._document % len(found)
            return policy_line(role.name, document.title, at, len(found), cells, editable=bool(document.operation))
        reason = why_this_role(self.world.store, role, settings_of(self.world).identity_pool_id) if role else ""
        return role_line(role.name if role else "", reason, cells)

    def show_world(self) -> None:
        cells = max(self.size.width, 40)
        self.query_one("#tabs", Static).update(content(tab_line(self.tab, cells)))
        line = self.query_one("#role", Static)
        line.update(content(self._role_ink(cells)))
        line.display = self.tab in OF_ROLES
        if not self._editing:
            self._fill()

    def tick(self) -> None:
        """Draw what is left of the credentials' time."""
        if self.tab == "credentials":
            self._fill()

    def on_resize(self) -> None:
        if self._shown_moment >= 0:
            self.show_world()

    @property
    def _editing(self) -> bool:
        return self.query_one(ContentSwitcher).current == "editor"

    def _fill(self) -> None:
        self.query_one(ContentSwitcher).current = WIDGETS[self.tab]
        fill: dict[str, Callable[[], None]] = {
            "trust": self._fill_policy,
            "permissions": self._fill_policy,
            "try": self._fill_request,
            "flows": self._fill_flows,
            "roles": self._fill_roles,
            "credentials": self._fill_credentials,
        }
        fill[self.tab]()

    def _fill_request(self) -> None:
        self.query_one(RequestChain).show(self.world, max(self.size.width, 40))

    def _fill_flows(self) -> None:
        self.query_one(FlowsCompared).show(self.world)

    def _fill_roles(self) -> None:
        self.query_one(RoleExplorer).show(self.world)

    def _fill_credentials(self) -> None:
        keys = CredentialsProvider(self.world).keys()
        key = credentials.find(self.world.store, keys.access_key_id) if keys else None
        self.query_one(Facts).show(credential_lines(key, self.world.now))

    def _fill_policy(self) -> None:
        document = self.document
        view = self.query_one(PolicyText)
        if document is None:
            view.show([PolicyLine(0, "There is no such policy yet.")])
            return
        lines = policy_lines(document.text, self._checks(), document.place.label, self._pointer)
        pointed = next((index for index, line in enumerate(lines) if line.pointed), None)
        view.show(lines, cursor=pointed)

    def _checks(self) -> tuple[Check, ...]:
        """Return the checks of a call in which the policy takes part: the exchange, or the request at the chain's end."""
        role = self.role
        if role is None:
            return ()
        if self.tab == "trust":
            record = chain.trusting(self.world, role.arn)
        else:
            record = self.query_one(RequestChain).links(self.world)[-1].record
        return record.why() if record is not None else ()

    @on(RowList.Opened, "#facts")
    def fact_opened(self, event: RowList.Opened) -> None:
        """Open a whole value."""
        event.stop()
        row: Any = event.list.rows[event.index]
        if isinstance(row, Line):
            self.post_message(ValueOpened(row.name, row.whole or row.value))

    # --- views -------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what means nothing on the view that is shown."""
        return self.tab in APPLIES.get(action, TABS)

    def watch_tab(self) -> None:
        self.refresh_bindings()
        self._document = 0
        self._pointer = ""
        self.query_one(ContentSwitcher).current = "trust-policy"
        self.show_world()
        if self.tab == "credentials":
            self.query_one(Facts).action_to_end(0)
        self.focus_view()

    def focus_view(self) -> None:
        """Focus what the view shows."""
        current = str(self.query_one(ContentSwitcher).current)
        self.query_one(f"#{_FIRST.get(current, current)}").focus()

    def action_view(self, step: int) -> None:
        """Go to the next or previous view."""
        self.tab = TABS[(TABS.index(self.tab) + step) % len(TABS)]

    def action_role(self) -> None:
        """Look at the next role."""
        roles = self.roles
        role = self.role
        if role is not None:
            self._role = roles[(roles.index(role) + 1) % len(roles)].arn
            self._document = 0
            self.show_world()

    def action_other_policy(self) -> None:
        """Look at the role's next policy."""
        self._document += 1
        self.show_world()

    def point_at(self, point: str) -> Any:
        if point in TABS or point == "trust-policy":
            self.tab = "trust" if point == "trust-policy" else point
            point = _FIRST.get(WIDGETS[self.tab], WIDGETS[self.tab])
        return super().point_at(point)

    # --- policies ----------------------------------------------------------------------------------------------------

    def open_policy(self, place: Place) -> None:
        """Show a policy at the line that a check speaks of."""
        self.tab = "trust" if place.field == "trust_policy" else "permissions"
        for role in self.roles:
            places = [(one.place.label, one.place.key) for one in self._documents(role)]
            if (place.label, place.key) in places:
                here = places.index((place.label, place.key))
                self._role, self._document, self._pointer = role.arn, here, place.pointer
        self.show_world()
        self.query_one(PolicyText).focus()

    @on(RowList.Opened, "#trust-policy")
    def line_opened(self, event: RowList.Opened) -> None:
        """Edit the policy at the line under the cursor."""
        event.stop()
        self.edit(event.list.rows[event.index].number)

    def action_edit(self) -> None:
        """Edit the policy, or what the role explorer's cursor is on."""
        if self.tab == "roles":
            self.query_one(RoleExplorer).edit()
            return
        line: PolicyLine | None = self.query_one(PolicyText).chosen
        self.edit(line.number if line is not None else 1)

    def edit(self, line: int) -> None:
        """Open the editor at a line."""
        document = self.document
        if document is None or self.tab not in OF_ROLES:
            return
        if not document.operation:
            host(self).tell("This policy is not the role's own: it can be read here, not edited")
            return
        self.query_one(ContentSwitcher).current = "editor"
        kind = "trust" if self.tab == "trust" else "identity"
        self.query_one(PolicyEditor).edit(document.place.label, document.text, kind, line=line)

    @on(PolicyEditor.Saved)
    def policy_saved(self, event: PolicyEditor.Saved) -> None:
        """Ask IAM, as the operator, to take the policy; what it answers is on the trail."""
        event.stop()
        document = self.document
        if document is None:
            return
        reply = self.world.call(
            "iam", document.operation, document.params(event.text), caller=Operator(document.account)
        )
        if reply.ok:
            event.editor.saved(event.text)
            host(self).tell(f"Saved: {document.place.label}")
            self._leave_editor()
        else:
            event.editor.refused(f"{reply.error.code}: {reply.error.message}" if reply.error else "")

    @on(PolicyEditor.Left)
    def editor_left(self, event: PolicyEditor.Left) -> None:
        """Go back to the policy; a draft stays."""
        event.stop()
        self._leave_editor()

    def _leave_editor(self) -> None:
        self.query_one(ContentSwitcher).current = "trust-policy"
        self.show_world()
        self.query_one(PolicyText).focus()

    # --- role choice -------------------------------------------------------------------------------------------------

    def action_switch_row(self) -> None:
        """Switch what the cursor is on."""
        self.query_one(RoleExplorer).switch()

    def action_remove_rule(self) -> None:
        """Try without the rule."""
        self.query_one(RoleExplorer).remove_rule()

    def action_move_rule(self, step: int) -> None:
        """Try the rules in another order."""
        self.query_one(RoleExplorer).move_rule(step)

    def action_apply(self) -> None:
        """Make what is tried, with real calls."""
        self.query_one(RoleExplorer).apply()

    def action_drop(self) -> None:
        """Forget what is tried."""
        self.query_one(RoleExplorer).drop()

    def action_fresh_token(self) -> None:
        """Fetch fresh tokens."""
        self.query_one(RoleExplorer).refresh_token()

    # --- try a request -----------------------------------------------------------------------------------------------

    def action_other_request(self) -> None:
        """Try another operation; between the two flows, any action on any resource."""
        if self.tab == "flows":
            self.query_one(FlowsCompared).ask()
            return
        self.query_one(RequestChain).other_request()
        self.show_world()

    def action_other_flow(self) -> None:
        """Try the other flow; between the two beside each other, tell of the other's side."""
        if self.tab == "flows":
            self.query_one(FlowsCompared).other_flow()
            return
        self.query_one(RequestChain).other_flow()
        self.show_world()

    def action_send(self) -> None:
        """Make the request for real."""
        reply = self.query_one(RequestChain).send(self.world)
        host(self).tell(f"Sent as call {reply.record.no}; its row and its why are on panes 1 and 4")


_FIRST = {"try": "links", "flows": "compared", "roles": "role-rows"}
"""Widget of a view -> the part of it that takes the focus."""
