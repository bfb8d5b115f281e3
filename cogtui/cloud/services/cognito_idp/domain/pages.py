"""The pages of a pool's domain as models: what is common to them, and those that say one thing only."""

from __future__ import annotations

import msgspec

from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.web import Button, Field, Link, Page

PROVIDER = "cognito"

LOGIN = "/login"
SIGN_UP = "/signup"
CONFIRM = "/confirmUser"
FORGOT = "/forgotPassword"
RESET = "/confirmForgotPassword"
CHANGE = "/changePassword"
MFA = "/mfa"
CHALLENGE = "/challenge"
"""Paths of the pages; those that AWS does not document are from reports of people who met them."""

CONTINUE = "continue"
"""Name of the button that sends a page's form."""
RESEND = "resend"
"""Name of the button that has another code sent."""
ACTION = "action"
"""The form's member that says which button was pressed."""

FOOT = "This page is simulated by CogTUI: nothing that is typed here leaves this program."

FAILED = "An error was encountered with the requested page."
UNAVAILABLE = "Login pages unavailable. Please contact an administrator."


def title(visit: Visit | None, heading: str) -> str:
    """Return a page's title: what it is for, whose it is, and that it is simulated."""
    return f"{heading} · {visit.pool.name} (simulated)" if visit else f"{heading} (simulated)"


def form_page(
    visit: Visit,
    path: str,
    heading: str,
    fields: tuple[Field, ...],
    submit: str,
    *,
    text: tuple[str, ...] = (),
    error: str = "",
    notice: str = "",
    links: tuple[Link, ...] = (),
    more: tuple[Button, ...] = (),
) -> Page:
    """Return a page with a form; it goes to `path` with the same query, and is given its form token on the way out."""
    return Page(
        title=title(visit, heading),
        provider=PROVIDER,
        text=(*text, FOOT),
        fields=fields,
        buttons=(Button(CONTINUE, submit, primary=True), *more),
        error=error,
        action=visit.to(path, "POST"),
        heading=heading,
        notice=notice,
        links=links,
    )


def said(visit: Visit | None, heading: str, error: str, *text: str, links: tuple[Link, ...] = ()) -> Page:
    """Return a page that says what is wrong, and on which nothing can be done but go elsewhere."""
    return Page(title(visit, heading), PROVIDER, (*text, FOOT), error=error, heading=heading, links=links)


def link(visit: Visit, label: str, path: str) -> Link:
    """Return a link to another page for the same request of the app."""
    return Link(label, visit.to(path))


def with_field_error(page: Page, name: str, error: str) -> Page:
    """Return the page with an error at a field; at the top where it has no such field."""
    if all(field.name != name for field in page.fields):
        return msgspec.structs.replace(page, error=error)
    fields = tuple(
        msgspec.structs.replace(field, error=error) if field.name == name else field for field in page.fields
    )
    return msgspec.structs.replace(page, fields=fields)
