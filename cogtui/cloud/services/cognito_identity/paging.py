"""Lists in pages. A page's token is opaque, belongs to one operation with the same parameters, and outlives a restart."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_identity import errors

Row = TypeVar("Row")

_ENCODER = msgspec.json.Encoder(order="sorted")
_MARK = 12
"""Octets of a token that say whose it is."""


class Page(msgspec.Struct, Generic[Row], frozen=True):
    """Some rows of a list."""

    rows: Sequence[Row]
    next_token: dict[str, str]
    """The output's member `NextToken`; empty on the last page."""


def page_of(call: Call, rows: Sequence[Row], key: Callable[[Row], str], most: int, token: str | None) -> Page[Row]:
    """Return the rows after the one where the last page ended; `rows` are in the order of their keys."""
    mark = _mark_of(call)
    after = _last_key(call, mark, token) if token is not None else ""
    rest = [row for row in rows if key(row) > after]
    shown = rest[:most]
    more = {"NextToken": _token(mark, key(shown[-1]))} if len(rest) > most else {}
    return Page(shown, more)


def _mark_of(call: Call) -> bytes:
    """Return what ties a token to its list: the page's size may change, nothing else."""
    same = {name: value for name, value in call.params.items() if name not in ("NextToken", "MaxResults")}
    what: list[Any] = [call.operation, call.account, call.region, same]
    return hashlib.blake2b(_ENCODER.encode(what), digest_size=_MARK).digest()


def _token(mark: bytes, key: str) -> str:
    return base64.urlsafe_b64encode(mark + key.encode()).decode("ascii")


def _last_key(call: Call, mark: bytes, token: str) -> str:
    """Return where the last page ended.

    DIFFERS: AWS's text for a token of another list is not published.
    """
    octets = _octets(token)
    call.require(
        "identity.page.token",
        octets[:_MARK] == mark,
        lambda: errors.invalid_parameter("Invalid NextToken."),
        token=token,
    )
    return octets[_MARK:].decode(errors="replace")


def _octets(token: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(token.encode("ascii"))
    except ValueError:
        return b""
