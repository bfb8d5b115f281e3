"""Tokens: read a token, verify it, tamper with it, and see which step catches that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

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
from cogtui.cloud.trail import Record
from cogtui.device.settings import settings_of
from cogtui.device.token_use import facebook_answer, send
from cogtui.tui.actions import bindings
from cogtui.tui.content import content, raw
from cogtui.tui.host import host
from cogtui.tui.messages import PlaceOpened, ValueOpened
from cogtui.tui.panes.pane import Pane
from cogtui.tui.session import Session
from cogtui.tui.widgets.rows import RowList
from cogtui.tui.widgets.token_view import About, Checklist, TokenView
from cogtui.views import token_answers, token_bench
from cogtui.views.claim_origins import as_changed, bench_origins, kept_out
from cogtui.views.origin import Origin
from cogtui.views.token_answers import IssuerAnswer
from cogtui.views.token_bench import OnBench
from cogtui.views.token_drawing import SIDE_BY_SIDE
from cogtui.views.token_pairs import OTHER, Pair, marked, names_of, pair_of, pair_rows, switch_words
from cogtui.views.tokens import HeldToken, TokenRow, token_rows, tokens_held
from cogtui.views.verifier import (
    CheckRow,
    Trusted,
    can_switch,
    check_rows,
    meaning_line,
    verdict_line,
    verification,
)
from cogtui.views.why import known, shown


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
        & About { background: $surface; }
        & #empty { height: auto; padding: 1 2; display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._chosen = ""
        self._bench = OnBench()
        self._beside = True
        """Whether ID and access token stand beside each other where there is room."""

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
        yield About(id="about")

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
    def pair(self) -> Pair | None:
        """The ID and the access token, where one of them is on the bench."""
        original = self._original
        return pair_of(self._offered, original.id, self.text) if original else None

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
        self.query_one(About).display = original is not None
        self._draw_lines(original)
        if original is not None:
            self._draw_token()
            self._draw_checks()
            self._tell()

    def _draw_lines(self, original: HeldToken | None) -> None:
        cells = max(self.size.width, 40)
        which = token_bench.which_line(self._offered, original, cells)
        self.query_one("#which", Static).update(content(which))
        pair = self.pair
        switch = switch_words(pair, wide=self._is_wide, beside=self._beside) if pair else ""
        kind = token_bench.kind_line(self.text, self._bench, cells, switch)
        self.query_one("#kind", Static).update(content(kind))

    def _draw_token(self) -> None:
        view = self.query_one(TokenView)
        view.now = self.world.now
        pair = self.pair
        if pair is not None and self._is_wide and self._beside:
            origins = (self._origins(pair.id_text), self._origins(pair.access_text))
            view.show(pair_rows(pair, origins, self._written))
            return
        out = kept_out(self.text, self._records)
        rows = token_rows(self.text, self._answer(), self._origins(self.text), self._written, out)
        view.show(marked(rows, pair) if pair is not None else rows)

    @property
    def _is_wide(self) -> bool:
        return self.query_one(TokenView).size.width >= SIDE_BY_SIDE

    def _origins(self, text: str) -> dict[str, Origin]:
        """Return where the claims of a text came from: for a forged one, from the token that it was made of, or from you."""
        made_of = self._bench.made_from if text == self._bench.tampered else ""
        return bench_origins(self.world.store, text, made_of, self._records)

    @property
    def _written(self) -> dict[str, Origin]:
        """What the attacker wrote into the header of the token on the bench."""
        bench = self._bench
        return as_changed({}, decode(bench.made_from).header, decode(bench.tampered).header) if bench.tampered else {}

    @property
    def _records(self) -> Sequence[Record]:
        """The trail up to now."""
        history = self.world.history
        return history.records[: history.position]

    def _draw_checks(self) -> None:
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
            view = self.query_one(TokenView)
            view.now = self.world.now
            view.show(view.rows)
            self._draw_checks()

    def _answer(self) -> IssuerAnswer | None:
        """Return what its issuer says about an opaque token; asked aside, so that it leaves no trace."""
        if self._bench.tampered or self._original is None:
            return None
        if self._original.id == "facebook_token":
            answer = facebook_answer(self.world, self.text)
            return token_answers.of_facebook(answer) if answer is not None else None
        return token_answers.about(self.world.store, self.text)

    def on_resize(self) -> None:
        if self._shown_moment >= 0:
            self.call_after_refresh(self.show_world)

    def _tell(self) -> None:
        """Tell about the row under the cursor of the list in focus."""
        checks = self.query_one(Checklist)
        focused = checks if checks.has_focus else self.query_one(TokenView)
        self.query_one(About).tell(focused.chosen)

    @on(RowList.Highlighted)
    def highlighted(self, event: RowList.Highlighted) -> None:
        """Tell about another row."""
        event.stop()
        self._tell()

    def on_descendant_focus(self) -> None:
        self._tell()

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
                self.query_one(TokenView).go_to(claim)
                return

    def action_other_token(self) -> None:
        """Look at the next token that the app holds."""
        offered = self._offered
        original = self._original
        if original is not None:
            at = next(index for index, token in enumerate(offered) if token.id == original.id)
            self._chosen = offered[(at + 1) % len(offered)].id
            self.show_world()

    def action_beside(self) -> None:
        """Put ID and access token beside each other, or look at one alone; without the room, go from one to the other."""
        pair, original = self.pair, self._original
        if pair is None or original is None:
            host(self).tell(
                "Only a user pool's ID and access token stand beside each other; the app holds no such pair"
            )
            return
        row: TokenRow | None = self.query_one(TokenView).chosen
        if self._is_wide:
            self._beside = not self._beside
        else:
            self._chosen = OTHER[original.id]
        self.show_world()
        if row is not None and row.section:
            self.query_one(TokenView).go_to(*names_of(row.name))

    def action_origin(self) -> None:
        """Go to where the claim under the cursor came from."""
        row: TokenRow | None = self.query_one(TokenView).chosen
        origin = row.origin if row is not None else None
        if origin is None:
            host(self).tell("Put the cursor on a claim: what it came from is told below")
        elif origin.place is None or origin.place.table is None:
            host(self).tell(f"{origin.kind}: {origin.text}")
        else:
            self.post_message(PlaceOpened(origin.place))

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
        self._draw_checks()
        self._tell()

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
