"""A record's parts as what a detail shows: request, response, changes; and the rule above them with the views' names."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cogtui.cloud.trail import Record
from cogtui.views.ink import Ink, Piece, Style, fit, ink, size

Tab = Literal["why", "request", "response", "changes", "cli", "boto3", "http"]

TABS: tuple[Tab, ...] = ("why", "request", "response", "changes", "cli", "boto3", "http")


def json_of(record: Record, tab: str) -> Any:
    """Return the JSON-able value of the views that show JSON."""
    if tab == "request":
        return record.request
    if tab == "changes":
        return [_change(change.table, change.key, change.before, change.after) for change in record.changes]
    if record.error is not None:
        answer: dict[str, Any] = {
            "error": record.error.code,
            "message": record.error.message,
            "http_status": record.error.status,
            **record.error.extra,
        }
        return {**answer, "body": record.output} if record.output else answer
    return record.output or {}


def _change(table: str, key: tuple[str, ...], before: Any, after: Any) -> dict[str, Any]:
    """Say what became of one record of the store: only the fields that differ, where it was there before."""
    row = {"table": table, "key": "/".join(key)}
    old: dict[str, Any] = msgspec.to_builtins(before) if before is not None else {}
    new: dict[str, Any] = msgspec.to_builtins(after) if after is not None else {}
    if before is None:
        return {**row, "new": new}
    if after is None:
        return {**row, "removed": old}
    return {**row, "changed": {name: [old.get(name), new[name]] for name in new if old.get(name) != new[name]}}


def tabs_line(current: Tab) -> Ink:
    """Return the views' names, the current one marked."""
    names: tuple[Piece, ...] = tuple((f"[{tab}]", "mark") if tab == current else (f" {tab} ", "dim") for tab in TABS)
    return names


def rule_line(no: str, name: str, current: Tab, cells: int, *, focused: bool) -> Ink:
    """Return the rule above a detail: number, name and views; focus is shown on it."""
    tabs = tabs_line(current)
    lead = "══" if focused else "──"
    title = fit(ink(f" {no} {name} " if name else ""), max(cells - size(tabs) - 3, 8))
    edge: Style = "mark" if focused else "dim"
    line: Ink = ((lead, edge), *((text, "strong") for text, _ in title))
    rest = cells - size((*line, *tabs))
    return fit((*line, (lead[0] * max(rest, 0), edge), *tabs), cells)
