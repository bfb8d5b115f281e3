"""How the Cross-account pane's lines look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cogtui.cloud.trail import Record
from cogtui.views.cross_account.asked import Asked, Sends
from cogtui.views.cross_account.cast import Cast
from cogtui.views.cross_account.chain import Link, Where
from cogtui.views.cross_account.steps import WAYS, Row, Side, StepId, Variant
from cogtui.views.ink import NO, OK, PENDING, Ink, Style, beside, choice, fit, ink, sign_of, size

SIDES: dict[Side, str] = {"near": "A", "far": "B", "third": "C"}


def variant_line(variant: Variant, cells: int) -> Ink:
    """Return the line with the variants; only the chosen one where there is no room for all."""
    names = [choice(way.title, chosen=way.id == variant) for way in WAYS.values()]
    line = ink((" v ", "mark"), *names)
    if size(line) <= cells:
        return line
    at = list(WAYS).index(variant)
    return fit(ink((" v ", "mark"), names[at], (f"   {at + 1} of {len(names)} ways", "dim")), cells)


def account_line(cast: Cast, side: Side, cells: int) -> Ink:
    """Return the heading of an account's column."""
    number = {"near": cast.near, "far": cast.far, "third": cast.third}[side]
    role = {"near": "who asks", "far": "what is asked for", "third": "another customer"}[side]
    return beside(ink((f" {SIDES[side]} ", "mark"), (number, "title")), ink((f"{role} ", "dim")), cells)


def words_line(row: Row, cells: int) -> Ink:
    """Return what a step looks like now, for the line below it."""
    return fit(ink((f"     {row.found.words}", "dim")), cells)


def row_line(row: Row, cells: int, *, words: bool = True) -> Ink:
    """Return a step of the checklist, with what it looks like now unless a line of its own tells that."""
    glyph, style = sign_of(row.found.done)
    where: Style = "mark" if row.step.side == "third" else ""
    lead = f"{SIDES[row.step.side]} " if row.step.side == "third" else ""
    return fit(
        ink(
            (f" {row.number} ", "dim"),
            (f"{glyph} ", style),
            (lead, where),
            (row.step.title, ""),
            (f"  {row.found.words}" if words else "", "dim"),
        ),
        cells,
    )


def about_lines(row: Row | None, cells: int) -> tuple[Ink, Ink]:
    """Return what the step under the cursor is for, and what it looks like now."""
    if row is None:
        return (), ()
    glyph, style = sign_of(row.found.done)
    first = fit(ink((f" {row.step.text}", "dim")), cells)
    return first, fit(ink((f" {glyph} ", style), row.found.words), cells)


def wish_line(asked: Asked, cells: int) -> Ink:
    """Return who wants what, and what the request brings along."""
    cast = asked.cast
    user = cast.user.name if cast.user else "nobody"
    left = ink(
        (" a ", "mark"), (f"{user}@A ", "strong"), ("wants ", "dim"), (asked.operation, "strong"), f" {asked.resource}"
    )
    return beside(left, ink((f"  {brings(asked.sends)} ", "mark")), cells)


def brings(sends: Sends) -> str:
    """Return what AssumeRole sends along, in words."""
    parts = (
        f"ExternalId {sends.external_id}" if sends.external_id else "",
        "MFA code" if sends.mfa else "",
        "session policy" if sends.session_policy else "",
    )
    return " + ".join(part for part in parts if part)


_CARRIED_BY: dict[tuple[Where, str], tuple[StepId, ...]] = {
    ("A", "identity policy"): ("group", "assume", "use"),
    ("B", "identity policy"): ("permissions",),
    ("B", "trust policy"): ("role",),
    ("B", "bucket policy"): ("bucket-policy",),
    ("B", "boundary"): ("boundary",),
    ("B", "session policy"): ("session",),
    ("A", "SCP"): ("scp",),
}
"""What refused a call, and in which account -> the steps that are to blame."""


def verdict_line(
    asked: Asked, records: Sequence[Record], rows: Sequence[Row], cells: int, links: Sequence[Link] = ()
) -> Ink:
    """Return the verdict over the whole chain, and the first step that is missing."""
    cast = asked.cast
    user = cast.user.name if cast.user else "nobody"
    last = records[-1] if records else None
    if last is not None and last.ok and last.operation == asked.operation:
        return fit(ink((f" {OK} ", "ok"), (f"{user} gets in: {asked.operation} is allowed", "ok")), cells)
    if last is not None and last.ok:
        role = cast.role.name if cast.role else "the role"
        return fit(ink((f" {PENDING} ", "dim"), f"{user} became {role}; {asked.operation} was not asked yet"), cells)
    missing = _to_blame(rows, links) if last is not None else next(_missing(rows), None)
    words = f"{user} does not get in yet" if cast.user else "nobody gets in yet"
    side = SIDES[missing.step.side] if missing else ""
    tail = f": {side}, step {missing.number}: {missing.found.words}" if missing else refused_words(last, links)
    return fit(ink((f" {NO} ", "no"), (words, "no"), (tail, "")), cells)


def _missing(rows: Sequence[Row]) -> Iterator[Row]:
    return (row for row in rows if row.found.done is False and row.step.side != "third")


def _to_blame(rows: Sequence[Row], links: Sequence[Link]) -> Row | None:
    """Return the first missing step that explains what refused; a limit that is not there refuses nobody."""
    broken = [one for one in links if one.depth and one.passed is False]
    steps = [step for one in broken for step in _CARRIED_BY.get((one.where, one.name), ())]
    wanted = steps if broken else ["bucket", "group"]
    return next((row for row in _missing(rows) if row.step.id in wanted), None)


def draft_line(refusal: str, cells: int) -> Ink:
    """Return what stands in the verdict's place while a draft is nothing that AWS would keep."""
    return fit(ink((f" {PENDING} ", "dim"), ("not kept like this   ", "mark"), (refusal, "dim")), cells)


def refused_words(record: Record | None, links: Sequence[Link] = ()) -> str:
    """Return what refused, where no step tells of it: the policy, else AWS's words; empty without a refusal."""
    if record is None or record.error is None:
        return ""
    policy = next((one for one in links if one.depth and one.passed is False), None)
    if policy is not None:
        return f": {policy.where}, {policy.name}: {policy.words}"
    return f": {record.error.code}: {record.error.message}"
