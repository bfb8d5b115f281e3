"""The status line: which panes there are, who the app is signed in as, what is left of its credentials, the time."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.clock import now, timestamp
from cogtui.cloud.devices import held
from cogtui.cloud.providers.records import TOKENS, USERS
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens.decode import decode
from cogtui.views.ink import Ink, Piece, beside, ink, width
from cogtui.views.lifetimes import left, lifetimes

PANES = (
    ("sign-in", "Sign in"),
    ("tokens", "Tokens"),
    ("exchange", "Exchange"),
    ("trail", "Trail"),
    ("console", "Console"),
)

SHORT = {"facebook": "FB", "google": "Google", "user_pool": "UsrPool"}


def tabs(current: str, cells: int) -> Ink:
    """Return the panes with their digits, the current one marked; digits alone where there is no room for words."""
    long = tuple(_tab(number, title, current=pane == current) for number, (pane, title) in enumerate(PANES, 1))
    if sum(width(text) + 1 for text, _ in long) <= cells:
        return ink(*long)
    return ink(
        *(
            _tab(number, title if pane == current else "", current=pane == current)
            for number, (pane, title) in enumerate(PANES, 1)
        )
    )


def _tab(number: int, title: str, *, current: bool) -> Piece:
    words = f"{number} {title}".strip()
    return (f"[{words}]", "mark") if current else (f" {words} ", "")


def who(reader: Reader, device: str) -> str:
    """Return who the app is signed in as: "Ana@FB", "guest", "signed out"."""
    values = held(reader, device)
    provider = str(values.get("provider") or "")
    if provider:
        return f"{_name(reader, provider, values)}@{SHORT.get(provider, provider)}"
    return "guest" if values.get("identity_id") else "signed out"


def _name(reader: Reader, provider: str, values: dict[str, Any]) -> str:
    """Return the first name of whoever the provider's token is about."""
    if provider == "facebook":
        token = reader.get(TOKENS, ("facebook", str(values.get("facebook_token"))))
        user = reader.get(USERS, ("facebook", token.user_id)) if token else None
        return user.given_name if user else "?"
    claims = decode(str(values.get(f"{provider}_id_token"))).claims
    return str(claims.get("given_name") or claims.get("cognito:username") or "?")


def credentials_left(reader: Reader, device: str, moment: float) -> str:
    """Return what is left of the app's AWS credentials: "creds 59:12", "no creds"."""
    life = next((life for life in lifetimes(reader, device) if life.held_as == "credentials"), None)
    if life is None:
        return "no creds"
    rest = left(life.expires - moment)
    return f"creds {rest}"


def status(reader: Reader, current: str, cells: int, *, device: str = "app", endpoint: str = "") -> Ink:
    """Return the whole line."""
    moment = now(reader)
    creds = credentials_left(reader, device, moment)
    parts = [who(reader, device), creds, timestamp(moment).strftime("%H:%M:%SZ"), endpoint]
    if timestamp(moment).strftime("%Y-%m-%d") != "2026-01-05":
        parts[2] = timestamp(moment).strftime("%m-%d %H:%M:%SZ")
    style = "no" if creds.endswith("expired") else "dim"
    right = ink((" · ".join(part for part in parts if part) + " ", style))
    return beside(tabs(current, cells - sum(width(text) for text, _ in right) - 1), right, cells)
