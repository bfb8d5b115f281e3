"""GET and POST /changePassword: whoever signed in with a temporary password chooses one, and completes the profile.

It is the API's challenge NEW_PASSWORD_REQUIRED, judged in the same way; its Session stands in the form.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    app_request,
    browser_sessions,
    fields,
    grants,
    operations,
    pages,
    refusals,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, new_password
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt
from cogtui.cloud.services.cognito_idp.triggers import signing_in
from cogtui.cloud.services.cognito_idp.users import attributes
from cogtui.cloud.web import Page, WebResponse

FLOW = "USER_PASSWORD_AUTH"


def show(call: Call, visit: Visit) -> WebResponse:
    """Lead to the login page: nothing can be changed before the temporary password is proven."""
    call.title = call.title or "Open the change-password page"
    app_request.read(call, visit)
    return answers.to_page(pages.LOGIN, visit.query)


def ask(call: Call, visit: Visit, asked: AppRequest, user: User, username: str) -> WebResponse:
    """Ask for a password in place of the temporary one that was just proven."""
    attempt = Attempt(asked.app, FLOW, {}, user)
    session = challenge_sessions.open_session(call, attempt, new_password.NAME)
    lacking = attributes.lacking(visit.pool, user.attributes)
    return WebResponse(page=_page(visit, session, username, dict.fromkeys(lacking, "")))


def submit(call: Call, visit: Visit) -> WebResponse:
    """Take the new password, and sign the user in."""
    form, name = visit.form, visit.form.get(fields.USERNAME, "")
    call.title = call.title or f"{name.partition('@')[0] or 'Nobody'} chooses a password"
    asked = app_request.read(call, visit)
    typed = {field.removeprefix(fields.ATTRIBUTE): value for field, value in form.items() if _is_attribute(field)}
    session = form.get(fields.HALF, "")
    refusals.require_filled(call, _page(visit, session, name, typed), form)
    given = {"USERNAME": name, "NEW_PASSWORD": form.get(fields.NEW_PASSWORD, ""), "Session": session}
    given |= {f"{new_password.PREFIX}{attribute}": value for attribute, value in typed.items()}
    hashed = operations.hash_of(asked.app, name)
    given |= {"SECRET_HASH": hashed["SecretHash"]} if hashed else {}
    try:
        attempt = new_password.judge(call, Attempt(asked.app, FLOW, given))
        signing_in.after(call, asked.app, attempt.known_user)
    except AwsError as refused:
        page = _page(visit, session, name, typed)
        raise answers.refused(refusals.shown(page, refused)) from refused
    assert attempt.pending is not None
    challenge_sessions.spend(call, attempt.pending)
    opened, cookie = browser_sessions.begin(call, visit, attempt.known_user)
    return grants.granted(call, asked, opened, attempt.known_user, (cookie,))


def _is_attribute(field: str) -> bool:
    return field.startswith(fields.ATTRIBUTE)


def _page(visit: Visit, session: str, username: str, lacking: dict[str, str]) -> Page:
    asks = (
        fields.hidden(fields.USERNAME, username),
        fields.hidden(fields.HALF, session),
        fields.new_password(visit.pool),
        *(fields.attribute(name, value, required=True) for name, value in lacking.items()),
    )
    text = ("Your password was temporary. Choose one of your own.",)
    back = (pages.link(visit, "Sign in", pages.LOGIN),)
    return pages.form_page(visit, pages.CHANGE, "Choose a password", asks, "Go on", text=text, links=back)
