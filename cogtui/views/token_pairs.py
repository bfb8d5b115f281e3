"""An ID token and the access token of the same answer beside each other: the same claim on the same line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from cogtui.cloud.holdings import ACCESS_TOKEN, ID_TOKEN
from cogtui.cloud.tokens import Decoded, decode
from cogtui.cloud.tokens.claims import header_meaning, kind_of, meaning
from cogtui.views.origin import Origin
from cogtui.views.tokens import NO_ORIGINS, Cell, HeldToken, Mark, Section, TokenRow, cell_of, segment_row, whole_text

TITLES = ("ID token", "access token")
MARKS: dict[Mark, str] = {"": " ", "differs": "~", "left": "◄", "right": "►"}
LEGEND = f"{MARKS['differs']} differs  {MARKS['left']} ID token only  {MARKS['right']} access token only"
OTHER = {ID_TOKEN: ACCESS_TOKEN, ACCESS_TOKEN: ID_TOKEN}

_ALSO = {"aud": "client_id", "cognito:username": "username"}
"""What the access token calls a claim of the ID token."""


def names_of(name: str) -> tuple[str, ...]:
    """Return what either token calls a claim."""
    both = next((pair for pair in _ALSO.items() if name in pair), ())
    return (name, *(one for one in both if one != name))


class Pair(msgspec.Struct, frozen=True):
    """The two tokens, of which one is chosen: what is edited, copied and tampered with."""

    id_text: str
    access_text: str
    chosen: str
    """`ID_TOKEN` or `ACCESS_TOKEN`."""

    @property
    def side(self) -> int:
        """0 where the ID token is chosen, 1 where it is the access token."""
        return 1 if self.chosen == ACCESS_TOKEN else 0


def pair_of(held: list[HeldToken], chosen: str, text: str) -> Pair | None:
    """Return the pair with `text` in place of the chosen token; None where one is missing or cannot be read."""
    texts = {token.id: token.text for token in held} | {chosen: text}
    if chosen not in OTHER or not all(texts.get(name) and decode(texts[name]).readable for name in OTHER):
        return None
    return Pair(texts[ID_TOKEN], texts[ACCESS_TOKEN], chosen)


def switch_words(pair: Pair, *, wide: bool, beside: bool) -> str:
    """Return what the key for two tokens does next."""
    if not wide:
        return TITLES[1 - pair.side]
    return "one alone" if beside else "beside the other"


Origins = tuple[Mapping[str, Origin], Mapping[str, Origin]]
"""Of the ID token's claims, and of the access token's."""


def pair_rows(pair: Pair, origins: Origins, written: Mapping[str, Origin] = NO_ORIGINS) -> list[TokenRow]:
    """Return the rows of both; `written` is what an attacker wrote into the header of the chosen one."""
    left, right = decode(pair.id_text), decode(pair.access_text)
    names = [f"[{title}]" if index == pair.side else f" {title}" for index, title in enumerate(TITLES)]
    rows = [TokenRow("title", "", cells=(Cell(names[0]), Cell(names[1])))]
    for one, other in zip(left.segments, right.segments, strict=True):
        mine = (one, other)[pair.side]
        both = Cell(one.text), Cell(other.text)
        rows.append(msgspec.structs.replace(segment_row(one.name, mine.text), cells=both))
    rows.append(TokenRow("title", "claims", style="payload", note=LEGEND))
    rows.extend(_lines(pair, left.claims, right.claims, "payload", origins))
    rows.append(TokenRow("title", "header", style="header"))
    rows.extend(_lines(pair, left.header, right.header, "header", (written, written)))
    return rows


def _lines(
    pair: Pair,
    left: Mapping[str, Any],
    right: Mapping[str, Any],
    section: Section,
    origins: Origins,
) -> Iterator[TokenRow]:
    """Yield what both have, then what the ID token alone has, then what the access token alone has."""
    matched = [(name, _partner(name, right)) for name in left]
    both = [(name, partner) for name, partner in matched if partner]
    taken = {partner for _, partner in both}
    alone = [(name, "") for name, partner in matched if not partner]
    for names in (*both, *alone, *(("", name) for name in right if name not in taken)):
        yield _line(pair, names, (left, right), section, origins)


def _partner(name: str, others: Mapping[str, Any]) -> str:
    """Return what the access token calls a claim of the ID token; empty where it has none such."""
    if name in others:
        return name
    other = _ALSO.get(name, "")
    return other if other in others else ""


def _line(
    pair: Pair,
    names: tuple[str, str],
    members: tuple[Mapping[str, Any], Mapping[str, Any]],
    section: Section,
    origins: Origins,
) -> TokenRow:
    side = pair.side if names[pair.side] else 1 - pair.side
    name = names[side]
    value = members[side][name]
    cells = tuple(cell_of(one, members[index][one]) if one else None for index, one in enumerate(names))
    kind = kind_of({}, members[side]) if section == "payload" else "jwt"
    note = meaning(name, kind) if section == "payload" else header_meaning(name)
    origin = origins[side].get(name)
    mark = mark_of(names, members)
    return TokenRow(
        "member",
        name,
        cell_of(name, value).value,
        _whole(names, members, note, origin),
        note,
        section=section,
        origin=origin,
        label="/".join(dict.fromkeys(one for one in names if one)),
        mark=mark,
        cells=(cells[0], cells[1]),
    )


def mark_of(names: tuple[str, str], members: tuple[Mapping[str, Any], Mapping[str, Any]]) -> Mark:
    """Return how the two values of a line compare."""
    if not names[0]:
        return "right"
    if not names[1]:
        return "left"
    return "" if members[0][names[0]] == members[1][names[1]] else "differs"


def _whole(
    names: tuple[str, str],
    members: tuple[Mapping[str, Any], Mapping[str, Any]],
    note: str,
    origin: Origin | None,
) -> str:
    from cogtui.views.json_ink import pretty

    def told(index: int) -> str:
        if not names[index]:
            return f"{TITLES[index]}: not there"
        value = members[index][names[index]]
        return f"{TITLES[index]}, {names[index]}:\n{value if isinstance(value, str) else pretty(value)}"

    return whole_text("/".join(dict.fromkeys(one for one in names if one)), f"{told(0)}\n\n{told(1)}", note, origin)


def marked(rows: list[TokenRow], pair: Pair) -> list[TokenRow]:
    """Return the rows of the chosen token alone, marked with how each claim compares with the other token."""
    sides = (decode(pair.id_text), decode(pair.access_text))
    return [_marked(row, sides, pair.side) for row in rows]


def _marked(row: TokenRow, sides: tuple[Decoded, Decoded], side: int) -> TokenRow:
    if row.kind == "title" and row.style == "payload":
        return msgspec.structs.replace(row, note=LEGEND)
    if row.kind != "member" or not row.section:
        return row
    members = tuple(one.claims if row.section == "payload" else one.header for one in sides)
    back = {new: old for old, new in _ALSO.items()}
    partner = _partner(row.name, members[1]) if side == 0 else _back(row.name, back, members[0])
    names = (row.name, partner) if side == 0 else (partner, row.name)
    return msgspec.structs.replace(row, mark=mark_of(names, (members[0], members[1])))


def _back(name: str, back: Mapping[str, str], others: Mapping[str, Any]) -> str:
    if name in others:
        return name
    other = back.get(name, "")
    return other if other in others else ""
