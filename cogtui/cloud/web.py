"""What is not an AWS API call but a browser's or a server's web request, as data.

A request comes in; status, headers and a *page model* go out. Front ends draw the page; nobody parses HTML.
Members that say nothing are left out of the records of the trail.
"""

from __future__ import annotations

from typing import Any, Literal, cast

import msgspec

from cogtui.cloud.errors import AwsError

Method = Literal["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]


class WebRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request to a host that the world simulates."""

    method: Method
    host: str
    """"www.facebook.com"."""
    path: str
    """"/v19.0/dialog/oauth"."""
    query: dict[str, str] = {}
    """Decoded. Octets that are no UTF-8 stand as surrogates (PEP 383), so that `state` can go back as it came."""
    form: dict[str, str] = {}
    headers: dict[str, str] = {}
    """Names in lower case. A browser's cookies stand in one `cookie` header (RFC 6265, section 5.4)."""
    repeated: tuple[str, ...] = ()
    """Names of query and form parameters that came more than once; `query` and `form` hold the last value."""
    content: str = ""
    """The body of an upload, as text. Octets that are no UTF-8 stand as surrogates, as in the query."""


InputKind = Literal["text", "email", "tel", "password", "url", "date", "number"]
"""An input's type (HTML Standard, section 4.10.5.1): which keyboard a phone shows, what a browser may fill in."""


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """One labelled input of a page's form."""

    name: str
    label: str
    value: str = ""
    """Filled in beforehand. A page of a user pool never fills in a password."""
    secret: bool = False
    """Not shown while it is typed: `kind` is "password", whatever it says."""
    hidden: bool = False
    kind: InputKind = "text"
    autocomplete: str = ""
    """What a password manager may fill in: "username", "current-password", "one-time-code" (HTML Standard, "Autofill")."""
    required: bool = False
    """The form makes no sense without it. Whoever gets the form says so too: a browser's word is not enough."""
    help: str = ""
    """A sentence below the input, for `aria-describedby`."""
    error: str = ""
    """What was wrong with this very field in the last try, one sentence; the input is `aria-invalid` then."""


class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button that sends the form. Enter presses the primary one."""

    name: str
    """Sent as form member `action`."""
    label: str
    primary: bool = False
    unchecked: bool = False
    """Sends the form although required fields are empty (`formnovalidate`): "Send a new code"."""


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A way to another page; following it sends nothing of the form."""

    label: str
    to: WebRequest
    """A GET. Its host may be another one: a front end at one address of its own maps hosts."""
    looks: Literal["link", "button"] = "link"
    """A button where it is one of several ways to do what the page is for: "Continue with Facebook"."""
    provider: str = ""
    """The outside provider that it leads to, by the user pool's name for it ("Facebook"), for a front end's colours."""


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page to show: a login form, a consent question, an error.

    Reading order: title, heading, notice, error, text, fields, buttons, links.
    """

    title: str
    """Says whose page it is, and that it is simulated: "Facebook login (simulated)"."""
    provider: str
    """"facebook"; "cognito" for the pages of a user pool's domain."""
    text: tuple[str, ...] = ()
    """Paragraphs."""
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    error: str = ""
    """What was wrong with the last try, one sentence; empty where it stands at a field."""
    action: WebRequest | None = None
    """Where the form goes: a POST without its form members."""
    heading: str = ""
    """What the page is for: "Sign in"."""
    notice: str = ""
    """What the last step did, one sentence: "Your password has been changed."."""
    links: tuple[Link, ...] = ()


class WebResponse(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to a web request."""

    status: int = 200
    headers: dict[str, str] = {}
    """Names in lower case. `location` may be a path of the same host (RFC 9110, section 10.2.2)."""
    page: Page | None = None
    body: dict[str, Any] | None = None
    """JSON body of an API-like answer (Graph API, token endpoint)."""
    cookies: tuple[str, ...] = ()
    """Values of `Set-Cookie` headers (RFC 6265, section 4.1). Whoever speaks TLS to the browser adds `Secure`."""

    @property
    def location(self) -> str:
        """Where a redirect goes; empty when it is none."""
        return self.headers.get("location", "")


class WebRefusal(AwsError):
    """A web answer that says no, raised: the request fails and changes nothing, the answer itself is kept.

    Its status is from 400 on, or 302 where the browser carries the bad news to another page.
    """

    def __init__(self, response: WebResponse) -> None:
        super().__init__(f"HTTP {response.status}", message_of(response), status=response.status)
        self.response = response


def message_of(response: WebResponse) -> str:
    """Return what a refusing answer says: the page's error, Graph's `error.message`, OAuth's `error_description`."""
    if response.page is not None:
        return response.page.error or next((field.error for field in response.page.fields if field.error), "")
    body = response.body or {}
    error = body.get("error")
    if isinstance(error, dict):
        return str(cast("dict[str, Any]", error).get("message", ""))
    return str(body.get("error_description") or error or "")
