"""Decode any text as far as it goes: what could be read of each part, and where and why it breaks. Never raises."""

from __future__ import annotations

import json
from typing import Any, Literal

import msgspec

from cogtui.cloud.tokens import rescue
from cogtui.cloud.tokens.opaque import recognised, unwrapped
from cogtui.cloud.tokens.segments import LIMIT, FaultKind, Unreadable, members, octets

DecodedKind = Literal["jws", "jwe", "opaque", "broken"]

SegmentName = Literal["header", "payload", "signature", "encrypted key", "initialisation vector", "ciphertext", "tag"]

_LAYOUTS: dict[int, tuple[SegmentName, ...]] = {
    3: ("header", "payload", "signature"),
    5: ("header", "encrypted key", "initialisation vector", "ciphertext", "tag"),
}
_OBJECTS = ("header", "payload")


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong with a text."""

    kind: FaultKind
    segment: str
    """The segment's name, or "" for the text as a whole."""
    offset: int
    """Where in `Decoded.text` it is, in characters from 0."""
    why: str
    """One short statement: "`+` is not a character of base64url"."""


class Segment(msgspec.Struct, frozen=True):
    """One part of a token, decoded as far as it goes."""

    name: SegmentName
    text: str
    """As it stands in the token."""
    offset: int
    """Where it begins in `Decoded.text`."""
    size: int | None = None
    """Bytes behind the base64url; None where it is none."""
    plain: str = ""
    """Header and payload: the text behind the base64url, JSON or not; bytes that are no text show as U+FFFD."""
    members: dict[str, Any] | None = None
    """Header and payload: the JSON object; None where there is none."""
    rescued: dict[str, Any] = {}
    """Header and payload that break off or go wrong: the members before that place. Empty where `members` are there."""
    duplicates: tuple[str, ...] = ()
    """Names that an object in it has more than once: readers differ on which value counts; here it is the last."""


class Decoded(msgspec.Struct, frozen=True):
    """What a text is, taken as a token. Nothing of it is verified."""

    text: str
    """The token itself: without what was around it, and cut off at the limit when it is too long."""
    kind: DecodedKind
    what: str
    """For people, what the text is: "a signed token (JWS) in three parts"."""
    segments: tuple[Segment, ...] = ()
    faults: tuple[Fault, ...] = ()
    """What is wrong, in the order of the text. A signed token without faults can be verified."""
    remarks: tuple[str, ...] = ()
    """What was taken away around the token: the word `Bearer`, quotes, line breaks."""

    @property
    def readable(self) -> bool:
        """Whether it is a signed token with all parts in order."""
        return self.kind == "jws" and not self.faults

    @property
    def header(self) -> dict[str, Any]:
        """The header's members; empty where there are none."""
        return self._members("header")

    @property
    def claims(self) -> dict[str, Any]:
        """The payload's members; empty where there are none."""
        return self._members("payload")

    def segment(self, name: SegmentName) -> Segment | None:
        """Return the segment, or None."""
        return next((segment for segment in self.segments if segment.name == name), None)

    def _members(self, name: SegmentName) -> dict[str, Any]:
        segment = self.segment(name)
        return (segment.members if segment else None) or {}


def decode(text: str) -> Decoded:
    """Decode a text that somebody pasted: `Bearer`, quotes and line breaks around the token are taken away."""
    if len(text) > LIMIT:
        return _too_long(text)
    token, remarks = unwrapped(text)
    return msgspec.structs.replace(examined(token), remarks=remarks)


def examined(token: str) -> Decoded:
    """Decode a text exactly as it stands, as a verifier takes it."""
    if len(token) > LIMIT:
        return _too_long(token)
    if not token:
        return Decoded("", "broken", "nothing: the text is empty", faults=(Fault("empty", "", 0, "the text is empty"),))
    known = recognised(token)
    if known:
        return Decoded(token, "opaque", known, faults=(_part_count(token, "an opaque token has no parts to decode"),))
    layout = _LAYOUTS.get(token.count(".") + 1)
    return _in_parts(token, layout) if layout else _wrong_parts(token)


def _too_long(text: str) -> Decoded:
    why = f"{len(text):,} characters, where CogTUI reads up to {LIMIT:,}"
    token = text[:LIMIT]
    segments, _ = _parts(token, _SIGNED) if _begins_like_a_token(token) else ([], [])
    faults = (Fault("too-long", "", LIMIT, why),)
    return Decoded(token, "broken", f"too long: {why}", tuple(segments), faults)


def _wrong_parts(token: str) -> Decoded:
    count = token.count(".") + 1
    named = "1 part" if count == 1 else f"{count} parts"
    what = "opaque text without parts" if count == 1 else f"text in {named}"
    whole = f"{what}: a signed token has three parts with points between them"
    fault = _part_count(token, f"{named} where a signed token has three")
    if not _begins_like_a_token(token):
        return Decoded(token, "opaque" if count == 1 else "broken", whole, faults=(fault,))
    segments, faults = _parts(token, _SIGNED)
    what = f"the beginning of a signed token, in {named}" if count < 3 else whole
    return Decoded(token, "broken", what, tuple(segments), (fault, *faults))


_SIGNED = _LAYOUTS[3]


def _begins_like_a_token(text: str) -> bool:
    """Tell whether the first part begins as a JSON object does in base64url: `{"`, with or without blanks."""
    return text.startswith(("eyJ", "ewo", "eyA"))


def _part_count(token: str, why: str) -> Fault:
    """Point at the end of what would be the third part, or at the end of the text."""
    return Fault("parts", "", len(".".join(token.split(".")[:3])), why)


def _parts(token: str, layout: tuple[SegmentName, ...]) -> tuple[list[Segment], list[Fault]]:
    """Decode as many parts as there are, and as the layout has names."""
    segments: list[Segment] = []
    faults: list[Fault] = []
    offset = 0
    for name, text in zip(layout, token.split(".", len(layout)), strict=False):
        segment, fault = _segment(name, text, offset)
        segments.append(segment)
        faults.extend([fault] if fault else [])
        offset += len(text) + 1
    return segments, faults


def _in_parts(token: str, layout: tuple[SegmentName, ...]) -> Decoded:
    segments, faults = _parts(token, layout)
    kind, what = _named(segments)
    if kind == "broken":
        faults.insert(0, _part_count(token, "5 parts where a signed token has three"))
    return Decoded(token, kind, what, tuple(segments), tuple(faults))


def _named(segments: list[Segment]) -> tuple[DecodedKind, str]:
    if len(segments) == 3:
        return "jws", "a signed token (JWS) in three parts"
    if "enc" in (segments[0].members or {}):
        return "jwe", "an encrypted token (JWE) in five parts: only its issuer can read more than the header"
    return "broken", "text in 5 parts: an encrypted token (JWE) would say `enc` in its header"


def _segment(name: SegmentName, text: str, offset: int) -> tuple[Segment, Fault | None]:
    """Decode one part as far as it goes."""
    try:
        data = octets(text)
    except Unreadable as problem:
        fault = Fault(problem.kind, name, offset + problem.offset, problem.why)
        plain = rescue.text_before(text, problem.offset) if name in _OBJECTS else ""
        return Segment(name, text, offset, plain=plain, rescued=rescue.members_before(plain)), fault
    segment = Segment(name, text, offset, len(data))
    if name not in _OBJECTS:
        return segment, None
    segment = msgspec.structs.replace(segment, plain=data.decode("utf-8", "replace"))
    try:
        found = members(data)
    except Unreadable as problem:
        segment = msgspec.structs.replace(segment, rescued=rescue.members_before(segment.plain))
        # Four characters carry three bytes.
        return segment, Fault(problem.kind, name, offset + problem.offset * 4 // 3, problem.why)
    return msgspec.structs.replace(segment, members=found, duplicates=_duplicates(segment.plain)), None


def _duplicates(plain: str) -> tuple[str, ...]:
    """Return the names that stand twice in an object, which has been read before and is known to be sound."""
    twice: dict[str, None] = {}

    def note(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                twice[name] = None
            seen.add(name)

    json.loads(plain, object_pairs_hook=note, parse_int=str, parse_float=str)
    return tuple(twice)
