"""Tokens: read a token, verify it, tamper with it, and see which step catches that."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Static

from cogtui.cloud import forgeries
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.tokens import decode
from cogtui.cloud.tokens.attacks import TAMPERS, Tamper
from cogtui.device.settings import settings_of
from cogtui.device.token_use import facebook_answer, send
from cogtui.tui.actions import bindings
from cogtui.tui.content import content, raw
from cogtui.tui.host import host
from cogtui.tui.messages import ValueOpened
from cogtui.tui.panes.pane import Pane
from cogtui.tui.session import Session
from cogtui.tui.widgets.rows import RowList
from cogtui.views import token_bench
from cogtui.views.ink import Ink
from cogtui.views.token_bench import OnBench
from cogtui.views.tokens import HeldToken, TokenRow, draw_token, token_rows, tokens_held
from cogtui.views.verifier import (
    CheckRow,
    Trusted,
    can_switch,
    check_rows,
    draw_check,
    meaning_line,
    verdict_line,
    verification,
)
from cogtui.views.why import known, shown


class TokenView(RowList):
    """The segments and claims of a token."""

    now = 0.0

    def draw(self, row: Any, width: int) -> Ink:
        return draw_token(row, width, self.now)

    def selectable(self, row: Any) -> bool:
        return row.kind not in ("title", "note")

    def copied(self) -> tuple[str, str] | None:
        """Copy the claim or segment under the cursor."""
        row: TokenRow | None = self.chosen
        return (row.name, row.value) if row is not None else None


class Checklist(RowList):
    """The verifier's steps."""

    def draw(self, row: Any, width: int) -> Ink:
        return draw_check(row, width)


class Tokens(Pane):
    """One token at a time, with its verifier."""

    pane_id = "tokens"
    first_focus = "TokenView"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tokens")]
    DEFAULT_CSS = """
    Tokens {
        & > .line { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #benches { height: 1fr; layout: vertical; }
        & TokenView { height: 3fr; }
        & #checks { height: 2fr; }
        & Checklist { height: 1fr; }
        & #means { height: auto; color: $warning; }
        & .rule { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        & #empty { height: auto; padding: 1 2; display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._chosen = ""
        self._bench = OnBench()

    def compose(self) -> ComposeResult:
        yield Static(id="which", classes="line")
        yield Static(id="kind", classes="line")
        yield Static(
            raw("No token yet. Sign in on pane 1, or paste any token with v: it stays in memory only."), id="empty"
        )
        with Container(id="benches"):
            yield TokenView(id="token")
            with Container(id="checks"):
                yield Static(id="verdict", classes="rule")
                yield Static(id="means")
                yield Checklist(id="checklist")

    # --- what is on the bench ----------------------------------------------------------------------------------------

    @property
    def _offered(self) -> list[HeldToken]:
        held = tokens_held(self.world.store)
        return [*held, HeldToken("pasted", "pasted", self._bench.pasted)] if self._bench.pasted else held

    @property
    def _original(self) -> HeldToken | None:
        offered = self._offered
        return next((token for token in offered if token.id == self._chosen), offered[0] if offered else None)

    @property
    def text(self) -> str:
        """The token on the bench, tampered with or not."""
        original = self._original
        return self._bench.tampered or (original.text if original else "")

    @property
    def _trusted(self) -> Trusted:
        settings = settings_of(self.world)
        return Trusted(settings.identity_pool_id, settings.user_pool_client_id, settings.google_client_id)

    def show_world(self) -> None:
        original = self._original
        held_now = original.text if original else ""
        if self._bench.made_from != held_now:
            self._bench = msgspec.structs.replace(
                self._bench, tampered="", tampers=(), sent=("", ""), made_from=held_now
            )
        self.query_one("#empty").display = original is None
        self.query_one("#benches").display = original is not None
        self._draw_lines(original)
        if original is not None:
            self._draw_token()

    def _draw_lines(self, original: HeldToken | None) -> None:
        cells = max(self.size.width, 40)
        which = token_bench.which_line(self._offered, original, cells)
        self.query_one("#which", Static).update(content(which))
        self.query_one("#kind", Static).update(content(token_bench.kind_line(self.text, self._bench, cells)))

    def _draw_token(self) -> None:
        view = self.query_one(TokenView)
        view.now = self.world.now
        view.show(token_rows(self.text, self._answer()))
        original = self._original
        off, was = self._bench.off, original.text if original else ""
        verified = verification(self.world.store, self.text, self._trusted, self.world.now, off=off, original=was)
        self.query_one("#verdict", Static).update(content(verdict_line(verified, off)))
        means = meaning_line(verified, self._bench.tampers)
        self.query_one("#means", Static).update(raw(means))
        self.query_one("#means").display = bool(means)
        self.query_one(Checklist).show(check_rows(verified))
        self.query_one("#checks").display = verified is not None

    def tick(self) -> None:
        """Draw what is left of the token's time, and what the verifier says of it now."""
        if self._original is not None:
            self._draw_token()

    def _answer(self) -> dict[str, Any] | None:
        """Return what Facebook says about a token of its own; asked aside, so that it leaves no trace."""
        if not self._bench.tampered and self._original is not None and self._original.id == "facebook_token":
            return facebook_answer(self.world, self.text)
        return None

    def on_resize(self) -> None:
        if self._shown_moment >= 0:
            self._draw_lines(self._original)

    # --- reading -----------------------------------------------------------------------------------------------------

    @on(RowList.Opened, "TokenView")
    def row_opened(self, event: RowList.Opened) -> None:
        """Open a whole claim or segment."""
        event.stop()
        row: TokenRow = event.list.rows[event.index]
        self.post_message(ValueOpened(row.name, row.whole or row.name))

    @on(RowList.Opened, "Checklist")
    def check_opened(self, event: RowList.Opened) -> None:
        """Say what a step asks, what it saw, and where the rule comes from."""
        event.stop()
        check = event.list.rows[event.index].check
        rule = known(check)
        facts = "\n".join(f"{fact.name:<10} {shown(fact.value)}" for fact in check.facts)
        self.post_message(ValueOpened(check.rule, f"{rule.asks}\n\n{facts}\n\n{check.note}\n\nsource: {rule.source}"))

    def point_at_claim(self, claim: str) -> None:
        """Put the cursor on a claim of whichever held token has it."""
        for token in self._offered:
            if claim in decode(token.text).claims:
                self._chosen = token.id
                self.show_world()
                view = self.query_one(TokenView)
                rows: list[TokenRow] = list(view.rows)
                view.cursor = next(
                    index for index, row in enumerate(rows) if row.name == claim and row.kind == "member"
                )
                return

    def action_other_token(self) -> None:
        """Look at the next token that the app holds."""
        offered = self._offered
        original = self._original
        if original is not None:
            at = next(index for index, token in enumerate(offered) if token.id == original.id)
            self._chosen = offered[(at + 1) % len(offered)].id
            self.show_world()

    def action_paste(self) -> None:
        """Ask for a token to look at."""
        from cogtui.tui.screens.ask import Ask

        host(self).push_screen(
            Ask("paste a token", "any JWT, or what you take for one; it stays in memory only"), self._pasted
        )

    def _pasted(self, text: str | None) -> None:
        if text and text.strip():
            self._bench = OnBench(pasted=text.strip())
            self._chosen = "pasted"
            self.show_world()

    # --- the tamper lab ----------------------------------------------------------------------------------------------

    def action_switch(self) -> None:
        """Switch the step under the cursor off, or on again."""
        row: CheckRow | None = self.query_one(Checklist).chosen
        if row is None or not can_switch(row):
            host(self).tell("This step can't be switched off: what can't be read can't be checked")
            return
        rule = row.check.rule
        off = self._bench.off
        changed = tuple(one for one in off if one != rule) if rule in off else (*off, rule)
        self._bench = msgspec.structs.replace(self._bench, off=changed)
        self._draw_token()

    def action_tamper(self) -> None:
        """Choose a way to tamper with the token."""
        from cogtui.tui.screens.tampers import Tampers

        if self._can_tamper():
            host(self).push_screen(Tampers(), self._tamper_chosen)

    def action_edit_claim(self) -> None:
        """Give the claim under the cursor another value."""
        if self._can_tamper():
            self._tamper_chosen(TAMPERS["change-claim"])

    def _can_tamper(self) -> bool:
        readable = decode(self.text).readable
        if not readable:
            host(self).tell("Only a signed token can be tampered with; press t for another one")
        return readable

    def _tamper_chosen(self, chosen: Tamper | None) -> None:
        if chosen is None:
            return
        row: TokenRow | None = self.query_one(TokenView).chosen
        claim = row.name if row is not None and row.section == "payload" else "sub"
        if "value" in chosen.takes:
            from cogtui.tui.screens.ask import Ask

            value = token_bench.value_text(self.text, claim)
            title = f"{chosen.title}: {claim}"
            host(self).push_screen(
                Ask(title, "JSON, or plain text", value), lambda text: self._apply(chosen, claim, text)
            )
        else:
            self._apply(chosen, claim, "")

    def _apply(self, chosen: Tamper, claim: str, text: str | None) -> None:
        if text is None:
            return
        world, value = self.world, token_bench.value_of(text)
        try:
            made = forgeries.forged(world.store, world.now, chosen.id, self.text, claim=claim, value=value)
        except AuthoringError as problem:
            host(self).tell(problem.message, error=True)
            return
        self._bench = msgspec.structs.replace(
            self._bench, tampered=made, tampers=(*self._bench.tampers, chosen.id), sent=("", "")
        )
        self.show_world()
        self._point_at_refusal()

    def _point_at_refusal(self) -> None:
        """Put the checklist's cursor on the step that refused, so that switching it off is one key away."""
        checks = self.query_one(Checklist)
        rows: list[CheckRow] = list(checks.rows)
        checks.cursor = next((index for index, row in enumerate(rows) if row.first), checks.cursor)

    def action_restore(self) -> None:
        """Put the token back as it was, and switch every check on."""
        self._bench = msgspec.structs.replace(self._bench, tampered="", tampers=(), off=(), sent=("", ""))
        self.show_world()

    def action_send(self) -> None:
        """Send the token on the bench where the app would use it, and see what AWS says."""
        if self._original is None:
            return
        reply = send(self.world, self._original.id, self.text)
        if reply is None:
            host(self).tell("A pasted token goes nowhere; use the Console to send it")
        else:
            error = reply.error.code if reply.error else ""
            self._bench = msgspec.structs.replace(self._bench, sent=(reply.record.operation, error))
            self._draw_lines(self._original)
            host(self).tell(f"Sent as call {reply.record.no}; its row and its why are on panes 1 and 4")
