"""Back to the app: answers that send the browser to the app's own address with what the login brought (RFC 6749)."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from cogtui.cloud.web import WebResponse

Brought = dict[str, str | int]


def in_query(uri: str, brought: Brought) -> WebResponse:
    """Redirect with parameters that the app's server sees: authorization codes and errors (section 4.1.2)."""
    return _redirect(uri, "&" if "?" in uri else "?", brought)


def in_fragment(uri: str, brought: Brought) -> WebResponse:
    """Redirect with a fragment that never leaves the browser: tokens of the implicit flow (section 4.2.2)."""
    return _redirect(uri, "#", brought)


def _redirect(uri: str, mark: str, brought: Brought) -> WebResponse:
    """Make the answer. DIFFERS: the body repeats what the address carries, so that a device can keep a part of it."""
    given = {name: value for name, value in brought.items() if value != ""}
    return WebResponse(302, {"location": f"{uri}{mark}{urlencode(given, quote_via=quote)}"}, body=dict(given))
