"""Lists in pages. A page's token is opaque, belongs to one list with the same parameters, and outlives a restart."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError

Row = TypeVar("Row")

_ENCODER = msgspec.json.Encoder(order="sorted")
_MARK = 12
"""Octets of a token that say which list it belongs to, and that nobody changed it."""


class Paging(msgspec.Struct, frozen=True):
    """How an operation pages: its rule, its refusal and the names of its parameters."""

    rule: str
    refused: Callable[[], AwsError]
    """The error for a token of another list."""
    token: str = "NextToken"
    size: str = "MaxResults"
    apart: tuple[str, ...] = ()
    """Further parameters that may differ from page to page."""


class Page(msgspec.Struct, Generic[Row], frozen=True):
    """Some rows of a list."""

    rows: Sequence[Row]
    more: dict[str, str]
    """The output's member with the next page's token; empty on the last page."""


def page_of(call: Call, rows: Sequence[Row], key: Callable[[Row], str], most: int, paging: Paging) -> Page[Row]:
    """Return the rows after the one where the last page ended; `rows` are in the order of their keys."""
    listed = _list_of(call, paging)
    token = call.params.get(paging.token)
    if token is not None:
        after = _after(call, listed, token, paging)
        rows = [row for row in rows if key(row) > after]
    shown = rows[:most]
    return Page(shown, {paging.token: _token(listed, key(shown[-1]))} if len(rows) > most else {})


def _list_of(call: Call, paging: Paging) -> bytes:
    """Return what ties a token to its list: the page's size may change, hardly anything else."""
    free = (paging.token, paging.size, *paging.apart)
    same = {name: value for name, value in call.params.items() if name not in free}
    what: list[Any] = [call.operation, call.account, call.region, same]
    return _ENCODER.encode(what)


def _mark_of(listed: bytes, key: bytes) -> bytes:
    """Return what proves that a token was made for this list, and not changed since."""
    return hashlib.blake2b(listed + b"\0" + key, digest_size=_MARK).digest()


def _token(listed: bytes, key: str) -> str:
    octets = key.encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(_mark_of(listed, octets) + octets).decode("ascii")


def _after(call: Call, listed: bytes, token: str, paging: Paging) -> str:
    try:
        octets = base64.urlsafe_b64decode(token.encode("ascii", "replace"))
    except binascii.Error:
        octets = b""
    mark, key = octets[:_MARK], octets[_MARK:]
    call.require(paging.rule, mark == _mark_of(listed, key), paging.refused, token=token)
    return key.decode("utf-8", "surrogatepass")
