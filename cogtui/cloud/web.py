"""What is not an AWS API call but a browser's or a server's web request, as data.

A request comes in; status, headers and a *page model* go out. Front ends draw the page; nobody parses HTML.
"""

from __future__ import annotations

from typing import Any, Literal, cast

import msgspec

from cogtui.cloud.errors import AwsError


class WebRequest(msgspec.Struct, frozen=True):
    """A request to a host that the world simulates."""

    method: Literal["GET", "POST"]
    host: str
    """"www.facebook.com"."""
    path: str
    """"/v19.0/dialog/oauth"."""
    query: dict[str, str] = {}
    form: dict[str, str] = {}
    headers: dict[str, str] = {}
    """Names in lower case."""


class Field(msgspec.Struct, frozen=True):
    """One labelled input of a page's form."""

    name: str
    label: str
    value: str = ""
    """Filled in beforehand."""
    secret: bool = False
    hidden: bool = False


class Button(msgspec.Struct, frozen=True):
    """A button that sends the form, or a link."""

    name: str
    """Sent as form member `action`."""
    label: str
    primary: bool = False


class Page(msgspec.Struct, frozen=True):
    """A page to show: a login form, a consent question, an error."""

    title: str
    """Says whose page it is, and that it is simulated: "Facebook login (simulated)"."""
    provider: str
    """"facebook"."""
    text: tuple[str, ...] = ()
    """Paragraphs."""
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    error: str = ""
    """What was wrong with the last try, one sentence."""
    action: WebRequest | None = None
    """Where the form goes: a POST without its form members."""


class WebResponse(msgspec.Struct, frozen=True):
    """The answer to a web request."""

    status: int = 200
    headers: dict[str, str] = {}
    page: Page | None = None
    body: dict[str, Any] | None = None
    """JSON body of an API-like answer (Graph API, token endpoint)."""

    @property
    def location(self) -> str:
        """Where a redirect goes; empty when it is none."""
        return self.headers.get("location", "")


class WebRefusal(AwsError):
    """A web answer that says no, raised: the request fails and changes nothing, the answer itself is kept."""

    def __init__(self, response: WebResponse) -> None:
        super().__init__(f"HTTP {response.status}", message_of(response), status=response.status)
        self.response = response


def message_of(response: WebResponse) -> str:
    """Return what a refusing answer says: the page's error, Graph's `error.message`, OAuth's `error_description`."""
    if response.page is not None:
        return response.page.error
    body = response.body or {}
    error = body.get("error")
    if isinstance(error, dict):
        return str(cast("dict[str, Any]", error).get("message", ""))
    return str(body.get("error_description") or error or "")
