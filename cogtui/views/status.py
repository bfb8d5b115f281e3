"""The status line: panes, who the app is signed in as, what is left of its credentials, the time, the endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cogtui.cloud.clock import START, timestamp
from cogtui.cloud.devices import held
from cogtui.cloud.holdings import CREDENTIALS, IDENTITY_ID, LOGIN_TOKENS, PROVIDER
from cogtui.cloud.providers.records import TOKENS, USERS
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.decode import decode
from cogtui.views.assertions import first_name
from cogtui.views.ink import Ink, Piece, Style, beside, ink, size
from cogtui.views.lifetimes import left, lifetime_of
from cogtui.views.text import span

PANES = (
    ("sign-in", "Sign in"),
    ("tokens", "Tokens"),
    ("exchange", "Exchange"),
    ("trail", "Trail"),
    ("console", "Console"),
    ("accounts", "Accounts"),
    ("sync", "Sync"),
)

SHORT = {
    "facebook": "FB",
    "google": "Google",
    "amazon": "Amazon",
    "apple": "Apple",
    "oidc": "OIDC",
    "saml": "SAML",
    "user_pool": "UsrPool",
}
OPAQUE = ("facebook", "amazon")
"""Providers whose tokens say nothing themselves: their own records tell whose they are."""


_BRIEF = {"sign-in": "Sign", "tokens": "Tok", "exchange": "Exch", "console": "Cons", "accounts": "Acct"}
"""What a pane is called where there is little room; by its title where it is not named here."""


def tabs(current: str, cells: int) -> Ink:
    """Return the panes with their digits, the current one marked; in brief where there is little room, then digits alone."""
    titles = dict(PANES)
    for others in (titles, titles | _BRIEF):
        line = _tabs(current, others | {current: titles.get(current, "")})
        if size(line) <= cells:
            return line
    return _tabs(current, dict.fromkeys(titles, "") | {current: titles.get(current, "")})


def _tabs(current: str, titles: Mapping[str, str]) -> Ink:
    numbered = enumerate((pane for pane, _ in PANES), 1)
    return ink(*(_tab(number, titles[pane], current=pane == current) for number, pane in numbered))


def _tab(number: int, title: str, *, current: bool) -> Piece:
    words = f"{number} {title}".strip()
    return (f" [{words}]", "mark") if current else (f" {words}", "")


def who(reader: Reader, device: str) -> str:
    """Return who the app is signed in as: "Ana@FB", "guest", "signed out"."""
    values = held(reader, device)
    provider = str(values.get(PROVIDER) or "")
    if provider:
        return f"{_name(reader, provider, values)}@{SHORT.get(provider, provider)}"
    return "guest" if values.get(IDENTITY_ID) else "signed out"


def _name(reader: Reader, provider: str, values: dict[str, Any]) -> str:
    """Return the first name of whoever the provider's token is about; Apple's tells no name, but an address."""
    text = str(values.get(LOGIN_TOKENS[provider]))
    if provider in OPAQUE:
        token = reader.get(TOKENS, (provider, text))
        user = reader.get(USERS, (provider, token.user_id)) if token else None
        return user.given_name if user else "?"
    if provider == "saml":
        return first_name(text)
    claims = decode(text).claims
    given = claims.get("given_name") or claims.get("cognito:username")
    return str(given or str(claims.get("email") or "?").partition("@")[0])


def credentials_left(reader: Reader, device: str, moment: float) -> str:
    """Return what is left of the app's AWS credentials: "59:12", "no creds", "expired"."""
    life = lifetime_of(reader, device, CREDENTIALS)
    return left(life.expires - moment) if life else "no creds"


class Clock(msgspec.Struct, frozen=True):
    """What the world's clock shows."""

    now: float
    """World time, epoch seconds."""
    offset: float | None = None
    """Seconds by which it is ahead of the host's, with which it goes; None: it stands still."""

    def words(self, *, seconds: bool) -> str:
        """Return the time as the status line has it: "09:00Z", "03 Aug 14:05:11Z +1 h"."""
        moment = timestamp(self.now)
        text = moment.strftime("%H:%M:%SZ" if seconds or self.offset is not None else "%H:%MZ")
        if moment.date() != timestamp(START).date():
            text = moment.strftime("%d %b ") + text
        return f"{text} {span(self.offset)}" if self.offset is not None and abs(self.offset) >= 1 else text


def status(reader: Reader, current: str, cells: int, *, clock: Clock, device: str = "app", endpoint: str = "") -> Ink:
    """Return the whole line: the panes; who, the time left for the AWS credentials, world time, the endpoint."""
    creds = credentials_left(reader, device, clock.now)
    wide = cells > 96
    person = who(reader, device)
    words = f"creds {creds}" if creds == "expired" or (wide and creds[0].isdigit()) else creds
    if person == "signed out" and creds == "no creds":
        words = ""
    told = " · ".join(part for part in (person, words, clock.words(seconds=wide)) if part)
    right = ink((told, _tone(creds)), (" · " if endpoint else "", "dim"), (endpoint, "mark"))
    return beside(tabs(current, cells - size(right) - 1), right, cells)


def _tone(creds: str) -> Style:
    return "no" if creds == "expired" else "dim"
