"""GET and POST /confirmUser: the code of a sign-up comes back, or another one is sent.

Source: Developer Guide, "Signing up and confirming user accounts"; API ConfirmSignUp and ResendConfirmationCode, which decide.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    app_request,
    fields,
    half_sign_ins,
    login_page,
    next_steps,
    operations,
    pages,
    refusals,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.web import Button, Page, WebResponse


def show(call: Call, visit: Visit) -> WebResponse:
    """Show the page by itself: with the name to be typed."""
    call.title = call.title or "Open the confirmation page"
    app_request.read(call, visit)
    return WebResponse(page=page(visit, "", ""))


def submit(call: Call, visit: Visit) -> WebResponse:
    """Take the code, or send another one."""
    name = visit.form.get(fields.USERNAME, "").strip()
    asked = app_request.read(call, visit)
    return (_resent if visit.form.get(pages.ACTION) == pages.RESEND else _confirmed)(call, visit, asked, name)


def page(visit: Visit, username: str, half: str, *, notice: str = "") -> Page:
    """Return the page that asks for the code; a name that is known already isn't asked for again."""
    known = fields.hidden(fields.USERNAME, username) if half else fields.username(visit.pool, username)
    asks = (known, fields.code(), *((fields.hidden(fields.HALF, half),) if half else ()))
    more = (Button(pages.RESEND, "Send a new code", unchecked=True),)
    back = (pages.link(visit, "Sign in", pages.LOGIN),)
    heading = "Confirm your account"
    return pages.form_page(visit, pages.CONFIRM, heading, asks, "Confirm", notice=notice, links=back, more=more)


def _again(visit: Visit, name: str, notice: str = "") -> Page:
    return page(visit, name, visit.form.get(fields.HALF, ""), notice=notice)


def _confirmed(call: Call, visit: Visit, asked: AppRequest, name: str) -> WebResponse:
    call.title = call.title or f"Confirm {name.partition('@')[0] or 'nobody'}"
    refusals.require_filled(call, _again(visit, name), visit.form)
    half = half_sign_ins.waiting(call, visit)
    code = visit.form.get(fields.CODE, "").strip()
    try:
        operations.ask(call, asked.app, "ConfirmSignUp", half[0].username if half else name, ConfirmationCode=code)
    except AwsError as refused:
        raise answers.refused(refusals.shown(_again(visit, name), refused)) from refused
    if half is None:
        notice = "Your account is confirmed. You can sign in now."
        return WebResponse(page=login_page.login_page(call, visit, asked, username=name, notice=notice))
    half_sign_ins.finish(call, half[0])
    user = half_sign_ins.found(call, asked, half[0].username, half[0].sub)
    step = next_steps.proven(call, asked, user, half[0].username)
    return next_steps.answered(call, visit, asked, half[0].username, step)


def _resent(call: Call, visit: Visit, asked: AppRequest, name: str) -> WebResponse:
    call.title = call.title or f"Send {name.partition('@')[0] or 'nobody'} a new code"
    # The one thing that is not needed here.
    refusals.require_filled(call, _again(visit, name), visit.form | {fields.CODE: "-"})
    try:
        sent = operations.ask(call, asked.app, "ResendConfirmationCode", name)
    except AwsError as refused:
        raise answers.refused(refusals.shown(_again(visit, name), refused)) from refused
    destination = sent["CodeDeliveryDetails"]["Destination"]
    return WebResponse(page=_again(visit, name, f"We sent a new code to {destination}."))
