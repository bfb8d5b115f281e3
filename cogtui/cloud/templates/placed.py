"""Templates with the accounts that they are for, as command lines name them: FILE, or ACCOUNT=FILE."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.templates.files import text_of
from cogtui.cloud.world import DEFAULT_ACCOUNT, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cogtui.cloud.templates.plan import Applied


class Placed(msgspec.Struct, frozen=True):
    """A template's file, and where it goes."""

    path: Path
    account: str = DEFAULT_ACCOUNT


_IN_ACCOUNT: Final = re.compile(r"([0-9][0-9-]*)=(.*)", re.DOTALL)
"""What begins with a number and `=` names an account; a file of such a name is ./12=x.yaml."""
_NUMBER: Final = re.compile(r"[0-9]{12}")


def account_number(text: str) -> str:
    """Return the number of an account as it was given; AuthoringError where it is none."""
    if not _NUMBER.fullmatch(text):
        raise AuthoringError(f"`{text}` is no account number: 12 digits are expected, without dashes")
    return text


def placed(text: str) -> Placed:
    """Read FILE or ACCOUNT=FILE; AuthoringError where the account is none."""
    match = _IN_ACCOUNT.fullmatch(text)
    return Placed(Path(match[2]), account_number(match[1])) if match else Placed(Path(text))


def accounts_of(templates: Sequence[Placed], further: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the accounts of a world with these templates and further accounts, the first one first.

    Without either it is the usual one. AuthoringError where a further account has been named before.
    """
    found = list(dict.fromkeys(one.account for one in templates))
    for text in further:
        number = account_number(text)
        if number in found:
            raise AuthoringError(f"the account {number} is named twice")
        found.append(number)
    return tuple(found) or (DEFAULT_ACCOUNT,)


def apply_each(world: World, templates: Iterable[Placed], *, placeholders: bool = True) -> list[Applied]:
    """Apply the templates in their order, each in its account; AuthoringError where one does not hold."""
    return [apply(world, text_of(one.path), str(one.path), one.account, placeholders=placeholders) for one in templates]
