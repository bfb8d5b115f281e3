"""GET and POST /changePassword: whoever signed in with a temporary password chooses one, and completes the profile.

It is the API's challenge NEW_PASSWORD_REQUIRED, judged in the same way.
"""

from __future__ import annotations

from functools import partial

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    app_request,
    challenge_pages,
    fields,
    half_sign_ins,
    login_page,
    next_steps,
    pages,
    refusals,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.signing_in import new_password
from cogtui.cloud.web import Page, WebResponse


def show(call: Call, visit: Visit) -> WebResponse:
    """Lead to the login page: nothing can be changed before the temporary password is proven."""
    call.title = call.title or "Open the change-password page"
    app_request.read(call, visit)
    return answers.to_page(pages.LOGIN, visit.query)


def submit(call: Call, visit: Visit) -> WebResponse:
    """Take the new password; what is left to do comes next, or the way back to the app."""
    asked = app_request.read(call, visit)
    half = half_sign_ins.require(call, visit, (new_password.NAME,), partial(_anew, call, visit, asked))
    name = half.username
    call.title = call.title or f"{name.partition('@')[0] or 'Nobody'} chooses a password"
    page = challenge_pages.page(visit, half)
    refusals.require_filled(call, page, visit.form)
    answer = {"NEW_PASSWORD": visit.form.get(fields.NEW_PASSWORD, ""), "Session": half.session}
    answer |= {
        f"{new_password.PREFIX}{attribute}": visit.form[fields.ATTRIBUTE + attribute]
        for attribute in challenge_pages.lacking(half)
    }
    try:
        step = next_steps.take(call, asked, name, answer, half)
    except AwsError as refused:
        raise answers.refused(refusals.shown(page, refused)) from refused
    half_sign_ins.finish(call, half)
    return next_steps.answered(call, visit, asked, name, step)


def _anew(call: Call, visit: Visit, asked: AppRequest, error: str) -> Page:
    return login_page.login_page(call, visit, asked, error=error)
