"""GET and POST /mfa and /challenge: a factor's code comes back, another one is sent, a factor is chosen or set up.

At /mfa they are the API's challenges SOFTWARE_TOKEN_MFA, SMS_MFA, EMAIL_OTP, SELECT_MFA_TYPE and MFA_SETUP; at /challenge those
of choice-based sign-in, which ask for the first factor: SELECT_CHALLENGE, PASSWORD, EMAIL_OTP, SMS_OTP.
Source: Developer Guide, "Adding MFA to a user pool", "Authentication with Amazon Cognito user pools". The first path is from
reports of people who met it, the other one is ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    app_request,
    challenge_pages,
    fields,
    half_sign_ins,
    login,
    login_page,
    mfa_set_up,
    next_steps,
    pages,
    refusals,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.next_steps import Step
from cogtui.cloud.services.cognito_idp.domain.records import HalfSignIn
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.signing_in import choices, mfa_setup, sent_codes
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import EMAIL, SELECT, SMS, SOFTWARE_TOKEN
from cogtui.cloud.services.cognito_idp.threats import recording
from cogtui.cloud.web import Page, WebResponse

PATHS = (pages.MFA, pages.CHALLENGE)


def show(call: Call, visit: Visit) -> WebResponse:
    """Lead to the login page: nothing is asked here before a password is proven."""
    call.title = call.title or "Open the page of a factor"
    app_request.read(call, visit)
    return answers.to_page(pages.LOGIN, visit.query)


def submit(call: Call, visit: Visit) -> WebResponse:
    """Take what the page asks for; a right answer leads back to the app, or to what is left to do."""
    nth = "first" if visit.request.path == pages.CHALLENGE else "second"
    call.title = call.title or f"Bring a {nth} factor"
    asked = app_request.read(call, visit)
    half = half_sign_ins.require(call, visit, _ANSWERS, partial(_anew, call, visit, asked))
    page = challenge_pages.page(visit, half)
    if visit.form.get(pages.ACTION) != pages.RESEND:
        refusals.require_filled(call, page, visit.form)
    by_password = not half.first or half.challenge == choices.PASSWORD
    attempt = recording.Step(visit.pool, half.username, by_password=by_password, second=not half.first)
    try:
        step = _ANSWERS[half.challenge](call, visit, asked, half)
    except AwsError as refused:
        if recording.is_failure(refused):
            recording.failed(call, attempt)
        if half.challenge == choices.PASSWORD and login.leads_on(refused):
            return login.onward(call, visit, asked, half.username, refused)
        raise answers.refused(refusals.shown(page, refused)) from refused
    if isinstance(step, Page):
        return WebResponse(page=step)
    half_sign_ins.finish(call, half)
    response = next_steps.answered(call, visit, asked, half.username, step)
    if not step.challenge:
        recording.passed(call, attempt)
    return response


def _anew(call: Call, visit: Visit, asked: AppRequest, error: str) -> Page:
    """Return where a sign-in begins, with what is wrong with the one that there was."""
    return login_page.login_page(call, visit, asked, error=error)


def _app_code(call: Call, visit: Visit, asked: AppRequest, half: HalfSignIn) -> Step:
    answer = {"SOFTWARE_TOKEN_MFA_CODE": _typed(visit, fields.CODE), "Session": half.session}
    return next_steps.take(call, asked, half.username, answer, half)


def _sent_code(call: Call, visit: Visit, asked: AppRequest, half: HalfSignIn) -> Step | Page:
    if visit.form.get(pages.ACTION) == pages.RESEND:
        sent = next_steps.send_again(call, asked, half)
        half = half_sign_ins.keep(call, half, session=sent["Session"], expires=call.now + next_steps.PROMPT_SECONDS)
        return challenge_pages.page(visit, half, notice="We sent a new code.")
    member = sent_codes.CHANNELS[half.challenge].answer
    answer = {member: _typed(visit, fields.CODE), "Session": half.session}
    return next_steps.take(call, asked, half.username, answer, half)


def _choice(call: Call, visit: Visit, asked: AppRequest, half: HalfSignIn) -> Step:
    answer = {"ANSWER": visit.form.get(pages.ACTION, ""), "Session": half.session}
    return next_steps.take(call, asked, half.username, answer, half)


def _password(call: Call, visit: Visit, asked: AppRequest, half: HalfSignIn) -> Step:
    answer = {"PASSWORD": visit.form.get(fields.PASSWORD, ""), "Session": half.session}
    return next_steps.take(call, asked, half.username, answer, half)


def _set_up(call: Call, visit: Visit, asked: AppRequest, half: HalfSignIn) -> Step | Page:
    chosen = half.told.get(challenge_pages.CHOSEN, "")
    if not chosen:
        factor, offered = visit.form.get(pages.ACTION, ""), challenge_pages.to_set_up(half)
        error = invalid_parameter("Choose one of these.")
        call.require("idp.mfa.choice", factor in offered, error, wants=offered, has=factor)
        return challenge_pages.page(visit, mfa_set_up.choose(call, half, factor))
    if chosen == SOFTWARE_TOKEN:
        answer = {"Session": mfa_set_up.prove(call, half, _typed(visit, fields.CODE))}
    else:
        answer = {"EMAIL": _typed(visit, challenge_pages.EMAIL_FIELD), "Session": half.session}
    return next_steps.take(call, asked, half.username, answer, half)


def _typed(visit: Visit, name: str) -> str:
    return visit.form.get(name, "").strip()


_ANSWERS: dict[str, Callable[[Call, Visit, AppRequest, HalfSignIn], Step | Page]] = {
    SOFTWARE_TOKEN: _app_code,
    SMS: _sent_code,
    EMAIL: _sent_code,
    SELECT: _choice,
    choices.SELECT: _choice,
    choices.PASSWORD: _password,
    choices.SMS: _sent_code,
    mfa_setup.NAME: _set_up,
}
"""Challenge -> what takes its page's form."""
