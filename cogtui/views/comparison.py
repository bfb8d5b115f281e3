"""The two flows beside each other: each one's calls, its session, and the verdicts on the same requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import msgspec

from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.policy.evaluate import PolicyEvaluation
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.trail import Record
from cogtui.views.flow import name_of
from cogtui.views.ink import NO, OK, PENDING, Ink, Style, fit, ink, pad, squeezed
from cogtui.views.role_reason import reason_of, role_name, role_of
from cogtui.views.text import span

Cells = tuple[Ink, Ink]
Records = tuple[Record | None, Record | None]

NOTHING: Records = (None, None)


class Side(msgspec.Struct, frozen=True):
    """What one flow came to."""

    calls: tuple[tuple[str, Record | None], ...]
    """Name and record of each call; no record where an earlier one failed."""
    key: AccessKey | None
    answers: tuple[Record | None, ...]

    @property
    def last(self) -> Record | None:
        """The call that brought the credentials, or failed to."""
        return next((record for _, record in reversed(self.calls) if record is not None), None)


class CompareRow(msgspec.Struct, frozen=True):
    """One row: a name, what each flow says, and the record behind each."""

    name: str
    cells: Cells
    records: Records = NOTHING
    kind: str = "fact"
    """"title", "fact", "question"."""
    differs: bool = False
    """A question that the flows answer differently."""


def rows_of(
    sides: tuple[Side, Side], questions: Sequence[tuple[str, str]], pool: IdentityPool | None
) -> list[CompareRow]:
    """Return the rows; `questions` are (action, resource), in the order of the sides' answers."""
    classic, enhanced = sides
    rows = [CompareRow("", (ink(("classic (basic)", "title")), ink(("enhanced", "title"))), kind="title")]
    rows.extend(_call_rows(classic, enhanced))
    rows.extend(_session_rows(classic, enhanced, pool))
    title = (ink(("classic", "title")), ink(("enhanced", "title")))
    rows.append(CompareRow("What they may do", title, kind="title-of-questions"))
    for index, (action, resource) in enumerate(questions):
        asked = (classic.answers[index], enhanced.answers[index])
        cells = (verdict(asked[0]), verdict(asked[1]))
        differs = None not in asked and cells[0][0] != cells[1][0]
        rows.append(CompareRow(question(action, resource), cells, asked, "question", differs))
    return rows


def question(action: str, resource: str) -> str:
    """Return a question in few words: the action, and what it is about without the ARN's beginning."""
    key = resource.removeprefix("arn:aws:s3:::").partition("/")[2] if resource.startswith("arn:aws:s3:::") else ""
    return f"{action.removeprefix('s3:')} {key or resource}"


# --- the calls --------------------------------------------------------------------------------------------------------


def _call_rows(*sides: Side) -> Iterator[CompareRow]:
    columns = [list(_calls(side)) for side in sides]
    for number, pair in enumerate(zip_longest(*columns, fillvalue=((), None))):
        (left, first), (right, second) = pair
        yield CompareRow("" if number else "calls", (left, right), (first, second))


def _calls(side: Side) -> Iterator[tuple[Ink, Record | None]]:
    """Yield the calls; below one those that AWS made for it, which the app never sees."""
    for name, record in side.calls:
        yield _call(name, record, ""), record
        for child in record.children if record is not None else ():
            if child.service == "sts":
                yield _call(name_of(child), child, "  "), child


def _call(name: str, record: Record | None, lead: str) -> Ink:
    if record is None:
        return ink((f"{lead}{PENDING} {name}", "dim"))
    glyph: tuple[str, Style] = (f"{OK} ", "ok") if record.ok else (f"{NO} ", "no")
    return ink(lead, glyph, name)


# --- the session ------------------------------------------------------------------------------------------------------


def _session_rows(classic: Side, enhanced: Side, pool: IdentityPool | None) -> Iterator[CompareRow]:
    records = (classic.last, enhanced.last)
    yield _row("who asks STS", "your app, with the JWT", "the identity pool, for you", records)
    yield _row("role", _role(classic, "your app named it"), _role(enhanced, ""), records)
    if enhanced.last is not None and enhanced.last.operation == "GetCredentialsForIdentity":
        yield _row("why this role", "the app's own choice", reason_of(enhanced.last), records)
    yield _row("session name", _session_name(classic), _session_name(enhanced), records)
    yield _row("lifetime", _lifetime(classic, ", up to the role's maximum"), _lifetime(enhanced, ", fixed"), records)
    yield _row("session policy", _scope_down(classic), _scope_down(enhanced), records)
    yield _row("role elsewhere", "other accounts too", "the pool's account only", records)
    yield _row("OpenID token", "your app holds it, 10 min", "stays inside AWS", records)
    yield _row("switched on by", f"AllowClassicFlow: {_switch(pool)}", "always on", records)


def _row(name: str, left: str, right: str, records: Records) -> CompareRow:
    return CompareRow(name, (ink(left), ink(right)), records)


def _switch(pool: IdentityPool | None) -> str:
    if pool is None or pool.classic_flow is None:
        return "never set"
    return str(pool.classic_flow).lower()


def _role(side: Side, note: str) -> str:
    if side.last is None or not role_of(side.last):
        return "none"
    return f"{role_name(role_of(side.last))}{': ' + note if note else ''}"


def _session_name(side: Side) -> str:
    return side.key.principal.arn.rpartition("/")[2] if side.key is not None else "none"


def _lifetime(side: Side, note: str) -> str:
    if side.key is None or side.key.expires is None:
        return "none"
    return span(side.key.expires - side.key.issued).removeprefix("+") + note


def _scope_down(side: Side) -> str:
    if side.key is None:
        return "none"
    count = len(side.key.session_policies)
    return f"{count}, added for guests" if count else "none"


# --- the verdicts -----------------------------------------------------------------------------------------------------

_SILENT: dict[PolicyKind, str] = {
    "identity": "role",
    "session": "session",
}
"""Kind of policy -> what the verdict's column calls it."""


def verdict(record: Record | None) -> Ink:
    """Return a request's verdict, and where it failed what said no or said nothing."""
    if record is None:
        return ink((f"{PENDING} no credentials", "dim"))
    if record.error is None:
        return ink((f"{OK} allowed", "ok"))
    return ink((f"{NO} ", "no"), (_because(record), "no"))


def _because(record: Record) -> str:
    found = next((one for one in record.checks if isinstance(one, PolicyEvaluation) and not one.passed), None)
    if found is None:
        return record.error.code if record.error is not None else ""
    reason = found.verdict
    words = _SILENT.get(reason.reason_kind, reason.reason_kind)
    return f"{words} denies" if reason.decision == "explicitDeny" else f"{words} silent"


def deciding(record: Record | None) -> str:
    """Return which statement decided, or came nearest; empty where no policy was asked."""
    for check in record.why() if record is not None else ():
        for name, words in (("deciding", "decided by"), ("nearest", "nearest")):
            if check.fact(name):
                return f"{words} {check.fact(name)}"
    return ""


def told(rows: Sequence[CompareRow], index: int, side: int) -> Ink:
    """Return the line below the rows: which statement decided under a flow, or the fact at full length."""
    if not 0 <= index < len(rows):
        return ()
    row, flow = rows[index], ("classic", "enhanced")[side]
    head: Ink = ((" x ", "mark"), (f"{flow}: ", "dim"))
    words = deciding(row.records[side]) if row.kind == "question" else ""
    return ink(*head, words) if words else ink(*head, *row.cells[side])


# --- drawing ----------------------------------------------------------------------------------------------------------

_VERDICTS = ((100, 24), (0, 17))
"""Cells of a verdict's column, by those of the row."""


def draw_compare(row: CompareRow, cells: int) -> Ink:
    """Return a row as ink: facts in three columns, questions with the verdicts at the right."""
    if row.kind in ("question", "title-of-questions"):
        return _question_ink(row, cells)
    first, second = (16, max(29, min(38, (cells - 16) // 2))) if cells >= 76 else (cells // 4, cells * 3 // 8)
    name = pad(ink((f" {row.name}", "dim")), max(first - 1, 0))
    left = pad(row.cells[0], max(second - 1, 0))
    return (*name, (" ", ""), *left, (" ", ""), *fit(row.cells[1], max(cells - first - second, 0)))


def _question_ink(row: CompareRow, cells: int) -> Ink:
    column = next(column for least, column in _VERDICTS if cells >= least)
    room = max(min(cells - 2 * column - 4, 64), 8)
    if row.kind == "question":
        name = ink(("≠ ", "mark") if row.differs else "  ", squeezed(row.name, room))
    else:
        name = ink((f" {row.name}", "title"), ("   a ", "mark"), ("asks more", "dim"))
    return fit((*pad(name, room + 3), *pad(row.cells[0], column), (" ", ""), *row.cells[1]), max(cells, 0))
