"""GET and POST /forgotPassword and /confirmForgotPassword: a code is sent, and comes back with a new password.

Source: Developer Guide, "Recovering user accounts"; API ForgotPassword and ConfirmForgotPassword, which decide.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    app_request,
    fields,
    login_page,
    operations,
    pages,
    refusals,
)
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.web import Page, WebResponse


def show(call: Call, visit: Visit) -> WebResponse:
    """Ask who forgot the password."""
    call.title = call.title or "Open the forgotten-password page"
    app_request.read(call, visit)
    return WebResponse(page=forgot_page(visit))


def submit(call: Call, visit: Visit) -> WebResponse:
    """Have a code sent and ask for it."""
    name = visit.form.get(fields.USERNAME, "").strip()
    call.title = call.title or f"{name.partition('@')[0] or 'Nobody'} forgot the password"
    asked = app_request.read(call, visit)
    refusals.require_filled(call, forgot_page(visit), visit.form)
    try:
        sent = operations.ask(call, asked.app, "ForgotPassword", name)
    except AwsError as refused:
        raise answers.refused(refusals.shown(forgot_page(visit), refused)) from refused
    destination = sent["CodeDeliveryDetails"]["Destination"]
    return WebResponse(page=reset_page(visit, name, notice=f"We sent a code to {destination}."))


def show_reset(call: Call, visit: Visit) -> WebResponse:
    """Ask for the code by itself: with the name to be typed."""
    call.title = call.title or "Open the reset page"
    app_request.read(call, visit)
    return WebResponse(page=reset_page(visit, ""))


def submit_reset(call: Call, visit: Visit) -> WebResponse:
    """Take the code and the new password; the person signs in with it then."""
    name = visit.form.get(fields.USERNAME, "").strip()
    call.title = call.title or f"Reset the password of {name.partition('@')[0] or 'nobody'}"
    asked = app_request.read(call, visit)
    refusals.require_filled(call, reset_page(visit, name), visit.form)
    params = {
        "ConfirmationCode": visit.form.get(fields.CODE, "").strip(),
        "Password": visit.form.get(fields.NEW_PASSWORD, ""),
    }
    try:
        operations.ask(call, asked.app, "ConfirmForgotPassword", name, **params)
    except AwsError as refused:
        raise answers.refused(refusals.shown(reset_page(visit, name), refused)) from refused
    notice = "Your password has been changed. Sign in with the new one."
    return WebResponse(page=login_page.login_page(call, visit, asked, username=name, notice=notice))


def forgot_page(visit: Visit) -> Page:
    """Return the page that asks who it is."""
    asks = (fields.username(visit.pool, visit.form.get(fields.USERNAME, "")),)
    text = ("We send you a code that lets you choose a new password.",)
    back = (pages.link(visit, "Sign in", pages.LOGIN),)
    return pages.form_page(visit, pages.FORGOT, "Forgot your password?", asks, "Send the code", text=text, links=back)


def reset_page(visit: Visit, username: str, *, notice: str = "") -> Page:
    """Return the page that asks for the code and a new password."""
    asks = (fields.username(visit.pool, username), fields.code(), fields.new_password(visit.pool))
    more = (pages.link(visit, "Send a new code", pages.FORGOT), pages.link(visit, "Sign in", pages.LOGIN))
    return pages.form_page(
        visit, pages.RESET, "Choose a new password", asks, "Change the password", notice=notice, links=more
    )
