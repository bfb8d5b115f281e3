"""The ledger of what is simulated and what is not: by service, as data and as text."""

from __future__ import annotations

import textwrap

import msgspec

from cogtui.cloud.catalog import reader
from cogtui.cloud.services import registry


class ServiceCoverage(msgspec.Struct, frozen=True):
    """The operations of one AWS API, in alphabetical order."""

    simulated: tuple[str, ...]
    not_simulated: tuple[str, ...]
    """They answer "not simulated by CogTUI"."""


class Ledger(msgspec.Struct, frozen=True):
    """Every service of the catalog with its operations; `cogtui coverage --json` prints it as it is."""

    services: dict[str, ServiceCoverage]


def ledger() -> Ledger:
    """Return what is simulated, from the catalog and the handlers that are there."""
    return Ledger({service: _coverage(service) for service in registry.PACKAGES})


def _coverage(service: str) -> ServiceCoverage:
    simulated = registry.simulated(service)
    return ServiceCoverage(tuple(sorted(simulated)), tuple(sorted(frozenset(reader.operations(service)) - simulated)))


def lines(book: Ledger, width: int) -> list[str]:
    """Return the ledger as lines of text, at most `width` columns wide."""
    return [line for service, found in book.services.items() for line in (*_paragraph(service, found, width), "")][:-1]


def _paragraph(service: str, found: ServiceCoverage, width: int) -> list[str]:
    total = len(found.simulated) + len(found.not_simulated)
    return [
        f"{service}: {len(found.simulated)} of {total} operations simulated",
        *_names("  ✓ simulated      ", found.simulated, width),
        *_names("  · not simulated  ", found.not_simulated, width),
    ]


def _names(title: str, names: tuple[str, ...], width: int) -> list[str]:
    """Return the names after their title, wrapped below one another; nothing when there are none."""
    if not names:
        return []
    indent = " " * len(title)
    return textwrap.wrap(
        ", ".join(names), width, initial_indent=title, subsequent_indent=indent, break_long_words=False
    )
