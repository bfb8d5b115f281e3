"""A decoded token as plain lines: what it is, what is wrong with it, every member with its meaning."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cogtui.cloud.tokens import claims
from cogtui.cloud.tokens.decode import Decoded, Fault, Segment
from cogtui.views.ink import NO, visible
from cogtui.views.text import instant

_DEEP = " " * 6
_PROVED = "A signature proves nothing until it is checked with the issuer's key; decoding does not do that."


def lines(decoded: Decoded, width: int) -> list[str]:
    """Return the lines, wrapped at `width` columns where that leaves values whole enough to copy."""
    return [line.rstrip() for block in _blocks(decoded, width) for line in (*block, "")][:-1]


def as_json(decoded: Decoded) -> dict[str, Any]:
    """Return the same for programs: `header` and `payload` are null where they could not be read."""
    header, payload = decoded.segment("header"), decoded.segment("payload")
    return {
        "kind": decoded.kind,
        "what": decoded.what,
        "header": header.members if header else None,
        "payload": payload.members if payload else None,
        "faults": [{"kind": fault.kind, "segment": fault.segment, "why": fault.why} for fault in decoded.faults],
        "remarks": list(decoded.remarks),
        "verified": False,
    }


def _blocks(decoded: Decoded, width: int) -> Iterator[list[str]]:
    yield _wrap(_sentence(decoded.what), width)
    if decoded.remarks:
        yield [line for remark in decoded.remarks for line in _wrap(_sentence(remark), width)]
    if decoded.faults:
        yield [line for fault in decoded.faults for line in _wrap(f"{NO} {_told(fault)}", width, "  ")]
    kind = claims.kind_of(decoded.header, decoded.claims)
    for segment in decoded.segments:
        if segment.name == "header":
            yield _members(segment, "header", claims.header_meaning, width)
        elif segment.name == "payload":
            title = f"payload: {claims.KINDS[kind]}" if segment.members else "payload"
            yield _members(segment, title, lambda name: claims.meaning(name, kind), width)
        else:
            yield _bytes(segment, width)


def _told(fault: Fault) -> str:
    where = f"character {fault.offset + 1}" + (f", in the {fault.segment}" if fault.segment else "")
    return f"{where}: {visible(fault.why)}"


def _members(segment: Segment, title: str, meaning: Callable[[str], str], width: int) -> list[str]:
    """Return a line for each member with its meaning below it; the text as it is where it is no JSON object."""
    if segment.members is None:
        found = [f"{title}, as far as it can be read" if segment.rescued else title]
        found += _each(segment.rescued, meaning, width)
        return [*found, *(_wrap(f"  {visible(segment.plain)}", width, "  ") if segment.plain else ["  unreadable"])]
    shown = [title, *_each(segment.members, meaning, width)]
    for name in segment.duplicates:
        shown += _wrap(f"  {NO} `{visible(name)}` stands here twice: readers differ on which one counts", width, "    ")
    return shown


def _each(members: Mapping[str, Any], meaning: Callable[[str], str], width: int) -> Iterator[str]:
    for name, value in members.items():
        yield f"  {visible(name)}: {_value(name, value)}"
        yield from _wrap(_DEEP + meaning(name), width, _DEEP) if meaning(name) else ()


def _value(name: str, value: Any) -> str:
    text = visible(json.dumps(value, ensure_ascii=False))
    return f"{text}   {instant(value)}".rstrip() if name in claims.TIMES else text


def _bytes(segment: Segment, width: int) -> list[str]:
    """Return how many bytes a part is made of, and for a signature what that is worth."""
    size = "unreadable" if segment.size is None else f"{segment.size:,} bytes"
    proved = _wrap(_DEEP + _PROVED, width, _DEEP) if segment.name == "signature" and segment.size else []
    return [f"{segment.name}: {size}", *proved]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False) or [""]
