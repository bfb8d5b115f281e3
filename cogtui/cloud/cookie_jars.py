"""The cookies that the browsers on devices keep, host by host. Tables of the world, so that undo takes them back too.

RFC 6265. What a browser would ask before it sends a cookie (path, SameSite, scheme) makes no difference at the hosts that are
simulated: each sets its cookies for all of its paths, and requests come from pages that people opened.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cogtui.cloud.store import Reader, Table, Transaction
from cogtui.cloud.web import WebRequest


class Cookie(msgspec.Struct, frozen=True, gc=False):
    """One cookie."""

    browser: str
    """The device that the browser is on: "app"."""
    host: str
    name: str
    value: str
    expires: float | None
    """None: it goes when the browser is closed."""


COOKIES = Table(
    "device.cookies", Cookie, lambda row: (row.browser, row.host, row.name), expires=lambda row: row.expires
)


def with_cookies(reader: Reader, browser: str, request: WebRequest, now: float) -> WebRequest:
    """Return the request with the cookies that the browser has for its host."""
    mine = (row for row in reader.scan(COOKIES, browser) if row.host == request.host)
    held = [f"{row.name}={row.value}" for row in mine if row.expires is None or now < row.expires]
    if not held:
        return request
    return msgspec.structs.replace(request, headers={**request.headers, "cookie": "; ".join(held)})


def keep(tx: Transaction, browser: str, host: str, given: Iterable[str], now: float) -> None:
    """Keep what a host sets: the values of its `Set-Cookie` headers."""
    for text in given:
        pair, *attributes = [part.strip() for part in text.split(";")]
        name, _, value = pair.partition("=")
        age = next((part.partition("=")[2] for part in attributes if part.lower().startswith("max-age=")), "")
        if age == "0":
            tx.delete(COOKIES, (browser, host, name))
        else:
            tx.put(COOKIES, Cookie(browser, host, name, value, now + int(age) if age else None))
