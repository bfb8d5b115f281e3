"""Tokens as rows: what the app holds, the segments of one, its claims with meaning and origin, where a broken one breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from cogtui.cloud.devices import held
from cogtui.cloud.holdings import TITLES, TOKENS
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens import Decoded, Segment, decode
from cogtui.cloud.tokens.claims import KINDS, TIMES, TokenKind, header_meaning, kind_of, meaning
from cogtui.views.ink import Style
from cogtui.views.origin import Origin
from cogtui.views.token_answers import IssuerAnswer
from cogtui.views.token_faults import around, fault_words, twice
from cogtui.views.why import shown

RowKind = Literal["segment", "title", "member", "fault", "where", "note"]
Section = Literal["header", "payload", ""]
Mark = Literal["", "differs", "left", "right"]
"""How a claim compares with the same one of the token beside: the same, another value, in this one or that one alone."""

NO_ORIGINS: Mapping[str, Origin] = {}


class HeldToken(msgspec.Struct, frozen=True):
    """A token that can be looked at."""

    id: str
    """Name on the device, "pasted", or "tampered"."""
    title: str
    text: str


class Cell(msgspec.Struct, frozen=True):
    """A value as it stands in one token."""

    value: str
    at: float | None = None
    """For times: epoch seconds, so that the rest can be counted down."""


class TokenRow(msgspec.Struct, frozen=True):
    """One row of a token, or of two beside each other."""

    kind: RowKind
    name: str
    """The claim's or segment's name; of other rows the text."""
    value: str = ""
    whole: str = ""
    """What enter opens."""
    note: str = ""
    """What it means."""
    style: Style = ""
    at: float | None = None
    """For times: epoch seconds, so that the rest can be counted down."""
    section: Section = ""
    origin: Origin | None = None
    label: str = ""
    """What stands in the column of names, where that is not the name: two names of one claim."""
    mark: Mark = ""
    cells: tuple[Cell | None, Cell | None] | None = None
    """The values in the two tokens, where two are shown; None for the one that lacks it."""


def tokens_held(reader: Reader, device: str = "app") -> list[HeldToken]:
    """Return the tokens that a device holds."""
    values = held(reader, device)
    return [HeldToken(name, TITLES[name], str(values[name])) for name in TOKENS if values.get(name)]


def what_it_is(decoded: Decoded) -> str:
    """Return one sentence about the text."""
    if decoded.kind != "jws":
        return decoded.what
    if decoded.faults:
        many = len(decoded.faults) > 1
        return (
            f"broken: {decoded.what} that can't be verified; {'the places stand' if many else 'the place stands'} below"
        )
    return KINDS[kind_of(decoded.header, decoded.claims)]


def token_rows(
    text: str,
    answer: IssuerAnswer | None = None,
    origins: Mapping[str, Origin] = NO_ORIGINS,
    written: Mapping[str, Origin] = NO_ORIGINS,
    kept_out: Sequence[str] = (),
) -> list[TokenRow]:
    """Return the rows of any text taken as a token; `answer` is what its issuer says about an opaque one.

    `origins` are those of the claims, `written` those of what an attacker wrote into the header; `kept_out` are the claims that
    a function of the pool suppressed.
    """
    decoded = decode(text)
    rows = [segment_row(segment.name, segment.text) for segment in decoded.segments]
    if not rows:
        rows = [TokenRow("segment", "text", decoded.text, decoded.text, style="payload")]
    rows.extend(TokenRow("note", remark) for remark in decoded.remarks)
    rows.extend(_fault_rows(decoded))
    kind = kind_of(decoded.header, decoded.claims)
    for name in ("payload", "header"):
        segment = decoded.segment(name)
        told = origins if name == "payload" else written
        rows.extend(_members(segment, name, kind, told) if segment else ())
        if name == "payload" and kept_out:
            rows.append(TokenRow("note", f"  kept out by the pool's PreTokenGeneration trigger: {', '.join(kept_out)}"))
    if answer is not None:
        rows.append(TokenRow("note", answer.words))
        rows.extend(member_row(name, value, note, "") for name, value, note in answer.members)
    return rows


def _fault_rows(decoded: Decoded) -> Iterator[TokenRow]:
    """Yield where the text breaks, each with what stands around the place; and which members stand there twice."""
    if decoded.kind in ("jws", "broken"):
        for fault in decoded.faults:
            words = fault_words(fault)
            before, at, after = around(decoded.text, fault)
            yield TokenRow("fault", words, whole=f"{words}\n\n{decoded.text}")
            if at:
                yield TokenRow("where", before, at, note=after)
    for segment in decoded.segments:
        for name in segment.duplicates:
            words = twice(segment.plain, name)
            yield TokenRow("fault", words, whole=f"{words}\n\n{segment.plain}")


def _members(
    segment: Segment, name: Literal["header", "payload"], kind: TokenKind, origins: Mapping[str, Origin]
) -> Iterator[TokenRow]:
    """Yield what a segment says: its members, those that stand before the break, or its bare text."""
    title = "claims" if name == "payload" else "header"
    if segment.members is None and not segment.plain:
        return
    found = segment.rescued if segment.members is None else segment.members
    broken = segment.members is None
    yield TokenRow("title", f"{title}, as far as they can be read" if broken else title, style=name)
    for member, value in found.items():
        words = meaning(member, kind) if name == "payload" else header_meaning(member, encrypted="enc" in found)
        yield member_row(member, value, words, name, origins.get(member))
    if broken:
        yield TokenRow("member", "text", segment.plain, segment.plain, "What stands there, JSON or not.")


_SEGMENT_STYLE: dict[str, Style] = {"header": "header", "payload": "payload", "signature": "signature"}


_SEGMENT_MEANING = {
    "header": "How it is signed, and with which key: JSON in base64url, which everybody can read and write.",
    "payload": "The claims: JSON in base64url, which everybody can read and write.",
    "signature": "Made over header and payload with the issuer's private key: change a character of them and it no longer fits.",
    "encrypted key": "The key of the content, encrypted for its issuer alone.",
    "initialisation vector": "What makes the same content look different each time.",
    "ciphertext": "The content, encrypted.",
    "tag": "Tells whether the content was changed.",
}


def segment_row(name: str, text: str) -> TokenRow:
    """Return the row of a segment."""
    return TokenRow("segment", name, text, text, _SEGMENT_MEANING.get(name, ""), _SEGMENT_STYLE.get(name, ""))


def cell_of(name: str, value: Any) -> Cell:
    """Return a member's value as it is drawn."""
    is_time = name in TIMES and isinstance(value, int | float) and not isinstance(value, bool)
    return Cell(shown(value), float(value) if is_time else None)


def member_row(name: str, value: Any, note: str, section: Section, origin: Origin | None = None) -> TokenRow:
    """Return the row of a claim or of a member of the header."""
    cell = cell_of(name, value)
    whole = whole_text(name, value, note, origin)
    return TokenRow("member", name, cell.value, whole, note, at=cell.at, section=section, origin=origin)


def whole_text(name: str, value: Any, note: str, origin: Origin | None) -> str:
    """Return all that there is to say about a claim: its value, what it means, where it came from."""
    from cogtui.views.json_ink import pretty

    text = value if isinstance(value, str) else pretty(value)
    parts = [name, text, note, f"from {origin.kind}: {origin.text}\nsource: {origin.source}" if origin else ""]
    return "\n\n".join(part for part in parts if part)
