"""The answers of a pool's domain: back to the app, on to another page, the error page, and OAuth's errors as JSON.

Source: Developer Guide, "Redirect and authorization endpoint", "Managed login and federation error responses";
RFC 6749, sections 4.1.2.1 and 5.2.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_from_bytes

from cogtui.cloud.web import Page, WebRefusal, WebResponse

Brought = dict[str, str | int]

CORS = {"access-control-allow-origin": "*"}
"""Apps in a browser redeem codes themselves: any origin may read the endpoints' answers."""

_JSON = {**CORS, "content-type": "application/json", "cache-control": "no-store", "pragma": "no-cache"}
"""RFC 6749, section 5.1."""


def to_page(path: str, query: dict[str, str], cookies: tuple[str, ...] = ()) -> WebResponse:
    """Send the browser to another page of the same domain.

    DIFFERS: AWS writes the whole address. A path leads to the same place, under whatever name the browser knows the domain.
    """
    address = f"{path}?{encoded(dict(query))}" if query else path
    return WebResponse(302, {"location": address}, cookies=cookies)


def to_app(uri: str, brought: Brought, *, mark: str = "?", cookies: tuple[str, ...] = ()) -> WebResponse:
    """Send the browser back to the app, with parameters in the query or, with `mark="#"`, in the fragment.

    DIFFERS: the body repeats what the address carries, so that a device can keep a part of it.
    """
    joint = "&" if mark == "?" and "?" in uri else mark
    return WebResponse(302, {"location": f"{uri}{joint}{encoded(brought)}"}, body=dict(brought), cookies=cookies)


def encoded(parameters: Brought) -> str:
    """Return parameters as a query writes them; octets that were no UTF-8 come out as they came in."""
    return "&".join(f"{_quoted(name)}={_quoted(str(value))}" for name, value in parameters.items())


def _quoted(text: str) -> str:
    return quote_from_bytes(octets(text), safe="")


def octets(text: str) -> bytes:
    """Return a text as UTF-8, whatever it contains."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def error_page(error: str, client_id: str = "") -> WebRefusal:
    """Return the refusal that ends on the domain's error page, because nobody knows an address to return to."""
    query = {"error": error} | ({"client_id": client_id} if client_id else {})
    response = to_page("/error", query)
    return WebRefusal(WebResponse(response.status, response.headers, body={"error": error}))


def app_error(uri: str, error: str, description: str = "", state: str | None = None) -> WebRefusal:
    """Return the refusal that the app is told in the query of its own address."""
    brought: Brought = {"error": error}
    if description:
        brought = {"error_description": description, **brought}
    return WebRefusal(to_app(uri, brought | ({} if state is None else {"state": state})))


def refused(page: Page, status: int = 400) -> WebRefusal:
    """Return the refusal that shows a page."""
    return WebRefusal(WebResponse(status, page=page))


def answered(body: dict[str, Any]) -> WebResponse:
    """Return an endpoint's answer as JSON."""
    return WebResponse(headers=dict(_JSON), body=body)


def refusal(error: str, description: str = "", status: int = 400, **headers: str) -> WebRefusal:
    """Return an endpoint's error as JSON; `www_authenticate=` gives that header."""
    body = {"error": error} | ({"error_description": description} if description else {})
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    return WebRefusal(WebResponse(status, _JSON | extra, body=body))
