"""What a save keeps of who called.

A client may have been pointed here with keys of a real account by mistake. So secrets and session tokens stay only where
this world issued them. Signatures stay: they are good for this one request to this one host. Of headers and fields the
values stay that say how a request was sent; what they asked for is in the record's request, as far as it may be kept.
"""

from __future__ import annotations

import hmac
from typing import Final
from urllib.parse import quote, unquote_plus

import msgspec

from cogtui.cloud.accounts import credentials
from cogtui.cloud.callers import Caller, Keys, Signed
from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.sensitive import WITHHELD
from cogtui.cloud.store import Reader

_PLAIN: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "amz-sdk-invocation-id",
        "amz-sdk-request",
        "connection",
        "content-encoding",
        "content-length",
        "content-md5",
        "content-type",
        "date",
        "expect",
        "host",
        "origin",
        "transfer-encoding",
        "user-agent",
        "x-amz-content-sha256",
        "x-amz-date",
        "x-amz-decoded-content-length",
        "x-amz-target",
        "x-amz-trailer",
        "x-amz-user-agent",
    }
)
"""Headers that carry nothing of anybody's."""
_TOKEN: Final = "x-amz-security-token"
_SECRET: Final = (_TOKEN, "authorization", "cookie", "proxy-authorization", "customer-key")
"""Ends of the names of headers that carry secrets."""
_SIGNATURES: Final = ("AWS4-HMAC-SHA256 ", "AWS ")
_PLAIN_FIELDS: Final = ("Action", "Version", "X-Amz-")
"""What the names of fields in a query begin with that say how it was sent."""
_SHORTEST: Final = 8
"""Characters of a secret that is looked for elsewhere in the record; shorter ones could be anything."""


class Withheld(msgspec.Struct, frozen=True):
    """A caller as a save may hold it."""

    caller: Caller
    secrets: tuple[str, ...] = ()
    """Texts that must not stand anywhere else in the record either."""


def withheld_caller(state: Reader, service: str, caller: Caller) -> Withheld:
    """Return who called `service`, without what this world did not issue."""
    if isinstance(caller, Keys):
        return _keys(state, caller)
    return _signed(state, service, caller) if isinstance(caller, Signed) else Withheld(caller)


def _keys(state: Reader, caller: Keys) -> Withheld:
    key = credentials.find(state, caller.access_key_id)
    given = (caller.secret_access_key, caller.session_token)
    own = (key.secret, key.token) if key is not None else ("", "")
    kept = [text if _same(text, issued) else WITHHELD for text, issued in zip(given, own, strict=True)]
    return Withheld(Keys(caller.access_key_id, *kept), _long(set(given) - set(kept)))


def _same(text: str, issued: str) -> bool:
    return hmac.compare_digest(text.encode(errors="replace"), issued.encode())


def _signed(state: Reader, service: str, caller: Signed) -> Withheld:
    key = credentials.find(state, caller.access_key_id)
    own = not caller.session_token or _same(caller.session_token, key.token if key is not None else "")
    secrets = set[str]() if own else {caller.session_token}
    headers = [(name, value if _is_plain(name, value, own_token=own) else WITHHELD) for name, value in caller.headers]
    secrets |= {value for name, value in caller.headers if name.endswith(_SECRET) and (name, value) not in headers}
    fields, hidden = _query(service, caller.query, own_token=own)
    kept = msgspec.structs.replace(
        caller, headers=tuple(headers), query=fields, session_token=caller.session_token if own else WITHHELD
    )
    return Withheld(kept, _long(secrets | hidden))


def _is_plain(name: str, value: str, *, own_token: bool) -> bool:
    if name == _TOKEN:
        return own_token
    if name == "authorization":
        return value.startswith(_SIGNATURES)
    return name in _PLAIN


def _query(service: str, query: str, *, own_token: bool) -> tuple[str, set[str]]:
    """Return a query without its secrets, and those; only services of the Query protocol take any parameter there."""
    if not query:
        return "", set()
    parts: list[str] = []
    hidden: set[str] = set()
    form = reader.service(service).protocol == "query"
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        plain = name.startswith(_PLAIN_FIELDS) if form else True
        if value and (not plain or (name.lower() == _TOKEN and not own_token)):
            decoded = unquote_plus(value)
            hidden |= {value, decoded, quote(decoded, safe="-_.~")}
            value = WITHHELD
        parts.append(f"{name}{equals}{value}")
    return "&".join(parts), hidden


def _long(secrets: set[str]) -> tuple[str, ...]:
    """Return the secrets that can be looked for, the longest first."""
    found = [text for text in secrets if len(text) >= _SHORTEST and text != WITHHELD]
    return tuple(sorted(found, key=lambda text: (-len(text), text)))
