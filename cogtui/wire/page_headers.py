"""The headers of pages: what a browser may do with them, and where their forms may lead.

Sources: Content Security Policy Level 3; HTML Standard, "Referrer policy"; RFC 9111, section 5.2.2.5.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from cogtui.cloud.providers import records as provider_records
from cogtui.cloud.providers.login_pages import LOGIN
from cogtui.cloud.services.cognito_idp.domain.records import FEDERATIONS
from cogtui.cloud.services.cognito_idp.lookup import find_app
from cogtui.cloud.store import Reader
from cogtui.cloud.web import Page
from cogtui.wire.html import stylesheet

EVERY_ANSWER: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}

_PAGES: Final = {
    "content-type": "text/html; charset=utf-8",
    # Without a referrer at all a browser would send `Origin: null` with our own forms, which is what foreign ones look like.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}

_THIS_MACHINE: Final = ("http://localhost:*", "http://127.0.0.1:*", "http://*.localhost:*")
"""Where apps under development stand. They are always in: one that receives a code may send the browser on to another."""

_HOST: Final = re.compile(r"[a-z0-9.-]+")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*")


def of_page(reader: Reader, page: Page) -> dict[str, str]:
    """Return a page's headers."""
    return _PAGES | {"content-security-policy": _policy(leads_to(reader, page))}


def _policy(targets: tuple[str, ...]) -> str:
    forms = " ".join(dict.fromkeys(("'self'", *_THIS_MACHINE, *filter(None, map(_source, targets)))))
    return (
        f"default-src 'none'; style-src {_style_source()}; img-src data:; form-action {forms}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )


@cache
def _style_source() -> str:
    """Return the style sheet's hash, which lets it in and no other."""
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _source(uri: str) -> str:
    """Return a redirect's target as a policy names it: an origin, or the scheme of an app on a phone; empty for no URI."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return ""
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if not _SCHEME.fullmatch(scheme):
        return ""
    if scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return f"{scheme}:"
    return f"{scheme}://{host}" + (f":{port}" if port else "")


def leads_to(reader: Reader, page: Page) -> tuple[str, ...]:
    """Return the addresses of apps to which the answer to a page's form may redirect.

    Browsers hold `form-action` against redirects too (Content Security Policy Level 3, section 6.4.1).
    """
    if page.action is None:
        return ()
    login_id = next((field.value for field in page.fields if field.hidden and field.name == LOGIN), "")
    login = reader.get(provider_records.LOGINS, (page.provider, login_id))
    if login is None:
        posted = next((field.value for field in page.fields if field.hidden and field.name == "state"), "")
        trip = reader.get(FEDERATIONS, (posted.partition(".")[0], posted))
        return _callback(reader, trip.query if trip is not None else page.action.query)
    trip = reader.get(FEDERATIONS, (login.state.partition(".")[0], login.state))
    return (login.redirect_uri, *(_callback(reader, trip.query) if trip is not None else ()))


def _callback(reader: Reader, query: dict[str, str]) -> tuple[str, ...]:
    """Return where an app's request leads back to."""
    if "redirect_uri" in query:
        return (query["redirect_uri"],)
    app = find_app(reader, query.get("client_id", ""))
    default = app.client.settings.get("DefaultRedirectURI") if app is not None else None
    return (default,) if default else ()
