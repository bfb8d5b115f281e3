"""What accounts are called for short: A, B, C, in the order in which the world got them."""

from __future__ import annotations

from collections.abc import Iterable

from cogtui.cloud.accounts.principals import accounts_of
from cogtui.cloud.store import Reader


def letters_of(reader: Reader) -> dict[str, str]:
    """Return the letter of each account of a world."""
    return lettered(accounts_of(reader))


def lettered(accounts: Iterable[str]) -> dict[str, str]:
    """Return the letter of each of some accounts."""
    return {account: letter(number) for number, account in enumerate(accounts)}


def letter(number: int) -> str:
    """Return A, B, ... Z, AA, AB for 0, 1, ..."""
    rest, last = divmod(number, 26)
    return (letter(rest - 1) if rest else "") + chr(ord("A") + last)
