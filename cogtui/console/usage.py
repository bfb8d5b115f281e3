"""How one of the Console's own commands is typed, said to whoever typed it otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from cogtui.console.command import BUILT_INS
from cogtui.console.words import CommandError


def usage(name: str) -> CommandError:
    """Return the refusal that says how the command is typed and what it does."""
    typed, does = BUILT_INS[name]
    return CommandError(f"`{typed}`: {does}")


def value_after(words: Iterator[str], name: str) -> str:
    """Return the word that an option of the command takes, the next one."""
    found = next(words, None)
    if found is None:
        raise usage(name)
    return found
