"""GET and POST /login: who is it? A name and a password, or a provider to go to.

Source: Developer Guide, "The managed login sign-in endpoint".
"""

from __future__ import annotations

from collections.abc import Callable

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.clients.client_oauth import OWN_USERS
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    app_request,
    confirm_user,
    fields,
    forgot_password,
    half_sign_ins,
    login_page,
    next_steps,
    pages,
    providers,
    refusals,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.next_steps import Step
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.threats import recording
from cogtui.cloud.web import WebResponse


def show(call: Call, visit: Visit) -> WebResponse:
    """Show the login page."""
    call.title = call.title or "Open the login page"
    asked = app_request.read(call, visit)
    _require_providers(call, visit, asked)
    return WebResponse(page=login_page.login_page(call, visit, asked, username=visit.query.get("login_hint", "")))


def submit(call: Call, visit: Visit) -> WebResponse:
    """Take name and password; a right one leads back to the app, or to what is left to do."""
    name = visit.form.get(fields.USERNAME, "")
    call.title = call.title or f"Log in as {name.partition('@')[0] or 'nobody'}"
    asked = app_request.read(call, visit)
    _require_providers(call, visit, asked)
    has = OWN_USERS in providers.supported(call.tx, asked.app)
    page = login_page.login_page(call, visit, asked, username=name)
    off = answers.refused(pages.said(visit, "Sign in", "This app has no sign-in by name and password."))
    call.require("oauth.login.local", has, off)
    refusals.require_filled(call, page, visit.form)
    name_first = login_page.asks_name_first(visit, asked)
    attempt = recording.Step(visit.pool, name, by_password=not name_first)
    try:
        step = next_steps.begin_by_name(call, asked, name) if name_first else _by_password(call, visit, asked, name)
    except AwsError as refused:
        recording.failed(call, attempt)
        if leads_on(refused):
            return onward(call, visit, asked, name, refused)
        again = login_page.login_page(call, visit, asked, username=name, error=refused.message)
        raise answers.refused(again) from refused
    response = next_steps.answered(call, visit, asked, name, step)
    if not step.challenge:
        recording.passed(call, attempt)
    return response


def _require_providers(call: Call, visit: Visit, asked: AppRequest) -> None:
    """Refuse an app whose users have nowhere to sign in: AWS shows no form then, and says no more than this."""
    has = providers.supported(call.tx, asked.app)
    place = asked.app.client.place("SupportedIdentityProviders", "settings")
    nothing = answers.refused(pages.said(visit, "Sign in", pages.UNAVAILABLE))
    call.require("oauth.providers", has, nothing, place=place, has=has)


def _by_password(call: Call, visit: Visit, asked: AppRequest, name: str) -> Step:
    return next_steps.take(call, asked, name, {"PASSWORD": visit.form[fields.PASSWORD]})


def leads_on(refused: AwsError) -> bool:
    """Tell whether the password was right, and something has to be done first."""
    return refused.code in _ONWARD


def onward(call: Call, visit: Visit, asked: AppRequest, name: str, refused: AwsError) -> WebResponse:
    """Lead somebody on to what has to be done first."""
    return _ONWARD[refused.code](call, visit, asked, name)


def _to_confirmation(call: Call, visit: Visit, asked: AppRequest, name: str) -> WebResponse:
    half = half_sign_ins.begin(call, visit, half_sign_ins.found(call, asked, name), name)
    return WebResponse(page=confirm_user.page(visit, name, half.id, notice="Your account is not confirmed yet."))


def _to_reset(call: Call, visit: Visit, asked: AppRequest, name: str) -> WebResponse:
    del call, asked
    return WebResponse(page=forgot_password.reset_page(visit, name, notice="Your password has to be reset."))


_ONWARD: dict[str, Callable[[Call, Visit, AppRequest, str], WebResponse]] = {
    "UserNotConfirmedException": _to_confirmation,
    "PasswordResetRequiredException": _to_reset,
}
"""What a sign-in leads to that is refused for another reason than the password."""
