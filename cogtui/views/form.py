"""A form as data: its title, what it says, and the fields that it asks for."""

from __future__ import annotations

import msgspec


class Field(msgspec.Struct, frozen=True):
    """One thing that a form asks for."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """(value, words) to choose from; empty for a text."""
    needed: bool = True
    """Whether an empty answer is refused."""


class Form(msgspec.Struct, frozen=True):
    """A form."""

    title: str
    text: str
    fields: tuple[Field, ...]
