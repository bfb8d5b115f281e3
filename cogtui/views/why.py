"""The why as a tree of rows: failed checks first, passed ones folded into one line, every value with where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from cogtui.cloud.catalog.forms import is_list
from cogtui.cloud.explain import Check, Fact, Place
from cogtui.cloud.policy.document import locate
from cogtui.cloud.policy.request import PolicySource
from cogtui.cloud.rules import Rule, rule
from cogtui.cloud.trail import Record
from cogtui.views.changes import change_facts, shortened
from cogtui.views.client import is_client, sender
from cogtui.views.ink import NO, OK, PENDING, Ink, Style, ink, middle, sign_of, width
from cogtui.views.text import instant

MOST_LINES = 40
"""Lines of a long text that stand in the why; the viewer has all of them."""

POINT = "►"
"""Stands before what would have let a call through."""

MOMENTS = frozenset({"now", "exp", "iat", "nbf", "auth_time", "expires"})
"""Facts that are epoch seconds."""


class WhyRow(msgspec.Struct, frozen=True):
    """One row of the tree."""

    id: str
    """Path of the row: stable while the record is, so that unfolding survives a redraw."""
    depth: int
    check: Check | None = None
    fact: Fact | None = None
    words: str = ""
    """For rows that are neither: the verdict, a fold. For facts, as many blanks as the names' column is wide."""
    style: Style = ""
    folds: str = ""
    """"+" for a row that unfolds on enter, "-" for one that folds."""
    where: str = ""
    """Where the value or the decision stands, in words: "role Readers, trust policy, line 9"."""
    line: int | None = None
    """Which line of a fact's text this row is, from 0; None where the row is the whole fact."""

    @property
    def place(self) -> Place | None:
        """Where enter leads."""
        if self.fact is not None:
            return self.fact.place
        return self.check.place if self.check is not None else None


NO_CALL = WhyRow("none", 0, words="No call yet. Here will stand why one was allowed or refused.", style="dim")
"""What a why says where there is no call to explain."""


def why_rows(record: Record, unfolded: frozenset[str] = frozenset()) -> list[WhyRow]:
    """Return the rows of a record's why; `unfolded` are the ids of rows that the reader has opened."""
    texts = _policies_of(record)
    return [msgspec.structs.replace(row, where=_where(row.place, texts)) for row in _rows(record, unfolded)]


def _policies_of(record: Record) -> dict[str, str]:
    """Return the texts of the policies that a call and its children were judged by, as they were then, by label."""
    texts: dict[str, str] = {}
    for check in record.checks:
        judged_by: tuple[PolicySource, ...] = getattr(check, "policies", ())
        texts |= {source.label: source.document for source in judged_by}
    for child in record.children:
        texts |= _policies_of(child)
    return texts


def _where(place: Place | None, texts: dict[str, str]) -> str:
    """Return a place in words, with the line where it is one in a policy."""
    if place is None:
        return ""
    if not place.pointer or place.label not in texts:
        return place.label
    return f"{place.label}, line {locate(texts[place.label], place.pointer)[0]}"


def _rows(record: Record, unfolded: frozenset[str]) -> list[WhyRow]:
    rows = [_verdict(record)]
    if is_client(record):
        rows.append(WhyRow("client", 1, words=f"sent by {sender(record)}", style="dim"))
    unexplained = len(rows)
    rows.extend(_change_rows(record, 1))
    rows.extend(_level(record.why(), "", 1, unfolded))
    for child in record.children:
        if child.checks and not child.ok:
            rows.append(WhyRow(f"child {child.no}", 1, words=f"{child.name} said no:", style="no"))
            rows.extend(_change_rows(child, 2))
            rows.extend(_level(child.why(), f"{child.no}/", 2, unfolded))
    if len(rows) == unexplained:
        rows.append(WhyRow("nothing", 1, words="Nothing had to be decided.", style="dim"))
    return rows


def _change_rows(record: Record, depth: int) -> Iterator[WhyRow]:
    """Yield what would have let a call through that policies refused: a row per change, enter leads to the element."""
    for number, fact in enumerate(change_facts(record)):
        yield WhyRow(f"change {record.no}:{number}", depth, fact=fact, style="mark")


def _verdict(record: Record) -> WhyRow:
    if record.error is None:
        return WhyRow("verdict", 0, words=f"{OK} {record.name}: allowed and done", style="ok")
    return WhyRow("verdict", 0, words=f"{NO} {record.error.code}   {record.error.message}", style="no")


def _level(checks: Sequence[Check], path: str, depth: int, unfolded: frozenset[str]) -> Iterator[WhyRow]:
    """Yield failed checks with what they saw, the nearest statement first, then the passed ones as one foldable line, then those not reached."""
    failed = [(index, check) for index, check in enumerate(checks) if check.passed is False and not check.switched_off]
    passed = [(index, check) for index, check in enumerate(checks) if check.passed or check.switched_off]
    waiting = [(index, check) for index, check in enumerate(checks) if check.passed is None]
    failed.sort(key=lambda numbered: not numbered[1].fact("nearest"))
    pointed = any(not _is_whole(check) for _, check in failed)
    for index, check in failed:
        yield from _check_rows(check, f"{path}{index}", depth, unfolded, always_open=not (pointed and _is_whole(check)))
    if passed:
        fold = f"{path}passed"
        is_open = fold in unfolded or (not failed and depth == 1)
        names = ", ".join(short(check) for _, check in passed)
        count = f"{len(passed)} check{'s' if len(passed) > 1 else ''} passed: {names}"
        yield WhyRow(fold, depth, words=count, style="dim", folds="-" if is_open else "+")
        if is_open:
            for index, check in passed:
                yield from _check_rows(check, f"{path}{index}", depth + 1, unfolded, always_open=False)
    for index, check in waiting:
        yield WhyRow(f"{path}{index}", depth, check=check)


def _is_whole(check: Check) -> bool:
    """Return whether a check is the whole analysis of a kind of policy: folded where a finer check says what failed."""
    return check.rule.startswith("policy.kind.")


def _check_rows(
    check: Check, path: str, depth: int, unfolded: frozenset[str], *, always_open: bool
) -> Iterator[WhyRow]:
    """Yield a check and what is below it; where a finer check failed that one comes first, and the facts are folded."""
    inner = bool(check.facts or check.children)
    is_open = always_open or path in unfolded
    yield WhyRow(path, depth, check=check, folds="" if always_open or not inner else "-" if is_open else "+")
    if not is_open:
        return
    finer = check.passed is False and any(child.passed is False for child in check.children)
    if not finer:
        yield from _fact_rows(check, path, depth + 1)
    yield from _level(check.children, f"{path}/", depth + 1, unfolded)
    if finer and check.facts:
        fold = f"{path}facts"
        names = ", ".join(fact.name.replace("_", " ") for fact in check.facts)
        yield WhyRow(fold, depth + 1, words=f"seen: {names}", style="dim", folds="-" if fold in unfolded else "+")
        if fold in unfolded:
            yield from _fact_rows(check, path, depth + 2)


def _fact_rows(check: Check, path: str, depth: int) -> Iterator[WhyRow]:
    """Yield a check's facts, their names in one column; a text of several lines stands below its name, line by line."""
    column = min(max((len(fact.name) for fact in check.facts), default=0), 20)
    for number, fact in enumerate(check.facts):
        yield WhyRow(f"{path}:{number}", depth, fact=fact, words=" " * column)
        for line in range(min(len(_lines(fact)), MOST_LINES)):
            yield WhyRow(f"{path}:{number}/{line}", depth + 1, fact=fact, line=line)


def _lines(fact: Fact) -> list[str]:
    """Return the lines of a fact whose text has several; none of others."""
    return fact.value.split("\n") if isinstance(fact.value, str) and "\n" in fact.value else []


def known(check: Check) -> Rule:
    """Return the words of a check's rule."""
    return rule(check.rule)


def short(check: Check) -> str:
    """Return the last word of a rule id: "signature" of `jwt.signature`."""
    return check.rule.rsplit(".", 1)[-1].replace("_", " ")


def draw_why(row: WhyRow, cells: int) -> Ink:
    """Return a row of the tree as ink."""
    lead = "  " * row.depth
    fold = f"{row.folds} " if row.folds else ""
    if row.check is not None:
        return _check_ink(row.check, row.where, lead, fold)
    if row.fact is not None:
        return _fact_ink(row, row.fact, cells)
    return ink(lead, (fold, "mark"), (row.words, row.style))


def _check_ink(check: Check, place: str, lead: str, fold: str) -> Ink:
    if check.switched_off:
        return ink(lead, (fold, "mark"), ("! ", "mark"), known(check).asks, (" (switched off)", "mark"))
    if check.passed is None:
        return ink(lead, (f"{PENDING} {known(check).asks}: not reached", "dim"))
    words = known(check).asks if check.passed else known(check).refused or f"not: {known(check).asks}"
    glyph, style = sign_of(check.passed)
    tail = f"   {check.note}" if check.note else ""
    where = f"   {place}" if place else ""
    return ink(
        lead, (fold, "mark"), (f"{glyph} ", style), (words, "" if check.passed else "strong"), tail, (where, "dim")
    )


def _fact_ink(row: WhyRow, fact: Fact, cells: int) -> Ink:
    lead, column = "  " * row.depth, len(row.words)
    if row.style:
        return ink((f"{lead}{POINT} {fact.name}  ", row.style), shortened(told(fact)), (f"   {row.where}", "dim"))
    if row.line is not None:
        return ink(lead, (middle(_lines(fact)[row.line], max(cells - len(lead), 16)), ""))
    if lines := _lines(fact):
        words = f"{len(lines)} lines, {len(fact.value):,} characters"
        return ink((f"{lead}{fact.name.replace('_', ' '):<{column}}  ", "dim"), (words, "dim"), ("  enter", "mark"))
    label = f"{lead}{fact.name.replace('_', ' '):<{column}}  "
    where = f"   {row.where}" if row.where else ""
    opens = "  enter" if fact.place and (fact.place.table or fact.place.kind == "claim") else ""
    room = max(cells - width(label) - min(len(where) + len(opens), cells // 2), 16)
    return ink((label, "dim"), (middle(told(fact), room), ""), (where, "dim"), (opens, "mark"))


def told(fact: Fact) -> str:
    """Return a fact's value on one line, a moment also as people read it."""
    moment = instant(fact.value, "%d %b %H:%M:%SZ") if fact.name in MOMENTS else ""
    return f"{fact.value:.0f}  {moment}" if moment else shown(fact.value)


def shown(value: Any) -> str:
    """Return a fact's value on one line."""
    if value is None:
        return "(absent)"
    if isinstance(value, str):
        return value
    if is_list(value) and value and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False, default=str)
