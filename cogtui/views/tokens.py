"""Tokens as rows: what the app holds, the segments of one, its claims with meaning and countdown, where a broken one breaks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from cogtui.cloud.devices import held
from cogtui.cloud.holdings import TITLES, TOKENS
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens import Decoded, Fault, decode
from cogtui.cloud.tokens.claims import KINDS, TIMES, header_meaning, kind_of, meaning
from cogtui.views.ink import Ink, Piece, Style, fit, ink, middle, pad
from cogtui.views.lifetimes import left
from cogtui.views.why import shown

RowKind = Literal["segment", "title", "member", "fault", "note"]


class HeldToken(msgspec.Struct, frozen=True):
    """A token that can be looked at."""

    id: str
    """Name on the device, "pasted", or "tampered"."""
    title: str
    text: str


class TokenRow(msgspec.Struct, frozen=True):
    """One row of a token."""

    kind: RowKind
    name: str
    value: str = ""
    whole: str = ""
    """What enter opens."""
    note: str = ""
    style: Style = ""
    at: float | None = None
    """For times: epoch seconds, so that the rest can be counted down."""
    section: Literal["header", "payload", ""] = ""


def tokens_held(reader: Reader, device: str = "app") -> list[HeldToken]:
    """Return the tokens that a device holds."""
    values = held(reader, device)
    return [HeldToken(name, TITLES[name], str(values[name])) for name in TOKENS if values.get(name)]


def what_it_is(decoded: Decoded) -> str:
    """Return one sentence about the text."""
    if decoded.kind != "jws":
        return decoded.what
    return KINDS[kind_of(decoded.header, decoded.claims)]


def token_rows(text: str, answer: Mapping[str, Any] | None = None) -> list[TokenRow]:
    """Return the rows of any text taken as a token; `answer` is what its issuer says about an opaque one."""
    decoded = decode(text)
    rows = [_segment(segment.name, segment.text) for segment in decoded.segments]
    if not rows:
        rows = [TokenRow("segment", "text", decoded.text, decoded.text, style="payload")]
    rows.extend(TokenRow("note", remark) for remark in decoded.remarks)
    if decoded.kind in ("jws", "broken"):
        rows.extend(TokenRow("fault", fault_words(fault), whole=fault_words(fault)) for fault in decoded.faults)
    kind = kind_of(decoded.header, decoded.claims)
    if decoded.claims:
        rows.append(TokenRow("title", "claims", style="payload"))
        rows.extend(_member(name, value, meaning(name, kind), "payload") for name, value in decoded.claims.items())
    if decoded.header:
        rows.append(TokenRow("title", "header", style="header"))
        rows.extend(_member(name, value, header_meaning(name), "header") for name, value in decoded.header.items())
    if answer is not None:
        rows.extend(_answer_rows(answer))
    return rows


def _answer_rows(answer: Mapping[str, Any]) -> list[TokenRow]:
    rows = [TokenRow("note", "Nothing to decode: only Facebook can say what it stands for. Asked, it answers:")]
    rows.extend(_member(name, value, meaning(name, "facebook-debug"), "") for name, value in answer.items())
    return rows


def fault_words(fault: Fault) -> str:
    """Return where a token breaks and why, on one line."""
    where = f"{fault.segment}, " if fault.segment else ""
    return f"{where}at character {fault.offset + 1:,}: {fault.why}"


_SEGMENT_STYLE: dict[str, Style] = {"header": "header", "payload": "payload", "signature": "signature"}


def _segment(name: str, text: str) -> TokenRow:
    return TokenRow("segment", name, text, text, style=_SEGMENT_STYLE.get(name, ""))


def _member(name: str, value: Any, note: str, section: Literal["header", "payload", ""]) -> TokenRow:
    at = float(value) if name in TIMES and isinstance(value, int | float) and not isinstance(value, bool) else None
    text = shown(value)
    return TokenRow("member", name, text, _whole(name, value, note), note, at=at, section=section)


def _whole(name: str, value: Any, note: str) -> str:
    from cogtui.views.json_ink import pretty

    text = value if isinstance(value, str) else pretty(value)
    return f"{name}\n\n{text}\n\n{note}".strip()


def draw_token(row: TokenRow, cells: int, now: float) -> Ink:
    """Return a row as ink; times are counted down from `now`."""
    if row.kind == "segment":
        return ink((f"{row.name:<10}", row.style), (middle(row.value, max(cells - 10, 8)), row.style))
    if row.kind == "title":
        return ink((f"─ {row.name} ", row.style), ("─" * max(cells - len(row.name) - 3, 0), "dim"))
    if row.kind == "fault":
        return ink(("✗ ", "no"), (row.name, "no"))
    if row.kind == "note":
        return ink((row.name, "dim"))
    name = pad(ink((row.name, "key")), min(14, cells // 4))
    room = cells - min(14, cells // 4) - 1
    value = middle(row.value, max(min(room, max(room * 4 // 5, 24)), 8))
    when: tuple[Piece, ...] = _when(row, now) if row.at is not None else ()
    note: tuple[Piece, ...] = ((f"   {row.note}", "dim"),) if row.note else ()
    return fit((*name, (" ", ""), (value, ""), *when, *note), cells)


def _when(row: TokenRow, now: float) -> tuple[Piece, ...]:
    """Return the time in words, with what is left of it for an end."""
    assert row.at is not None
    try:
        clock = datetime.fromtimestamp(row.at, UTC).strftime("%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return (("   no time that there is", "no"),)
    if row.name not in ("exp", "expires_at"):
        return ((f"   {clock}", "dim"),)
    rest = row.at - now
    return ((f"   {clock} ", "dim"), (left(rest), "ok" if rest > 0 else "no"))
