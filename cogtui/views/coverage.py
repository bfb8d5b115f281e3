"""The ledger of what is simulated and what is not: by service, as data and as text."""

from __future__ import annotations

import textwrap

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.services import registry
from cogtui.cloud.services.left_out import reason_for


class ServiceCoverage(msgspec.Struct, frozen=True):
    """The operations of one AWS API, in alphabetical order."""

    simulated: tuple[str, ...]
    not_simulated: tuple[str, ...]
    """They answer "not simulated by CogTUI"."""
    reasons: dict[str, tuple[str, ...]] = {}
    """Why they are left out: reason -> operations."""


class Ledger(msgspec.Struct, frozen=True):
    """Every service of the catalog with its operations; `cogtui coverage --json` prints it as it is."""

    services: dict[str, ServiceCoverage]


def ledger() -> Ledger:
    """Return what is simulated, from the catalog and the handlers that are there."""
    return Ledger({service: _coverage(service) for service in registry.PACKAGES})


def _coverage(service: str) -> ServiceCoverage:
    simulated = registry.simulated(service)
    missing = tuple(sorted(frozenset(reader.operations(service)) - simulated))
    reasons: dict[str, tuple[str, ...]] = {}
    for name in missing:
        reason = reason_for(service, name)
        reasons[reason] = (*reasons.get(reason, ()), name)
    return ServiceCoverage(tuple(sorted(simulated)), missing, reasons)


def lines(book: Ledger, width: int) -> list[str]:
    """Return the ledger as lines of text, at most `width` columns wide."""
    return [line for service, found in book.services.items() for line in (*_paragraph(service, found, width), "")][:-1]


def _paragraph(service: str, found: ServiceCoverage, width: int) -> list[str]:
    total = len(found.simulated) + len(found.not_simulated)
    return [
        f"{service}: {len(found.simulated)} of {total} operations simulated",
        *_names("  ✓ simulated      ", found.simulated, width),
        *(line for reason, names in found.reasons.items() for line in _left_out(reason, names, width)),
    ]


def _left_out(reason: str, names: tuple[str, ...], width: int) -> list[str]:
    """Return operations that are left out, and why."""
    why = textwrap.wrap(f"({reason})", width, initial_indent=" " * 19, subsequent_indent=" " * 19)
    return [*_names("  · not simulated  ", names, width), *why]


def _names(title: str, names: tuple[str, ...], width: int) -> list[str]:
    """Return the names after their title, wrapped below one another; nothing when there are none."""
    if not names:
        return []
    indent = " " * len(title)
    return textwrap.wrap(
        ", ".join(names), width, initial_indent=title, subsequent_indent=indent, break_long_words=False
    )
