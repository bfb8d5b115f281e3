"""How the commands print: text for people, JSON for programs."""

from __future__ import annotations

import shutil
from typing import Any

import click

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
"""The option of every command that programs may want to read."""


def print_json(value: Any) -> None:
    """Print records and plain values as JSON."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))


def width() -> int:
    """Return the columns to wrap text at: the terminal's, within what reads well."""
    return max(60, min(shutil.get_terminal_size().columns, 120))


def counted(count: int, noun: str) -> str:
    """Return "1 lesson", "2 lessons"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
