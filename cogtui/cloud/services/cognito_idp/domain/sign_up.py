"""GET and POST /signup: becoming a user of the pool, with what its schema requires.

Source: Developer Guide, "Signing up and confirming user accounts"; API SignUp, which decides.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    app_request,
    confirm_user,
    fields,
    half_sign_ins,
    next_steps,
    operations,
    pages,
    refusals,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.services.cognito_idp.users.attributes import NOT_FOR_USERS
from cogtui.cloud.web import Field, Page, WebResponse

NOT_PERMITTED = "SignUp is not permitted for this user pool"


def show(call: Call, visit: Visit) -> WebResponse:
    """Show the sign-up page."""
    call.title = call.title or "Open the sign-up page"
    _require_open(call, visit)
    app_request.read(call, visit)
    return WebResponse(page=sign_up_page(visit))


def submit(call: Call, visit: Visit) -> WebResponse:
    """Sign somebody up; a code that was sent has to come back, unless nothing is to be confirmed."""
    name = visit.form.get(fields.USERNAME, "").strip()
    call.title = call.title or f"Sign up as {name.partition('@')[0] or 'nobody'}"
    _require_open(call, visit)
    asked = app_request.read(call, visit)
    page = sign_up_page(visit)
    refusals.require_filled(call, page, visit.form)
    try:
        done = operations.ask(
            call, asked.app, "SignUp", name, Password=visit.form[fields.PASSWORD], UserAttributes=_attributes(visit)
        )
    except AwsError as refused:
        raise answers.refused(refusals.shown(page, refused)) from refused
    return _after(call, visit, asked, name, done)


def _after(call: Call, visit: Visit, asked: AppRequest, name: str, done: dict[str, Any]) -> WebResponse:
    user = half_sign_ins.found(call, asked, name, str(done["UserSub"]))
    if done["UserConfirmed"]:
        return next_steps.answered(call, visit, asked, name, next_steps.proven(call, asked, user, name))
    half = half_sign_ins.begin(call, visit, user, name)
    details: dict[str, str] = done.get("CodeDeliveryDetails") or {}
    notice = f"We sent a code to {details['Destination']}." if details else "An administrator has to confirm you."
    return WebResponse(page=confirm_user.page(visit, name, half.id, notice=notice))


def sign_up_page(visit: Visit) -> Page:
    """Return the sign-up page, with what was typed so far but never the password."""
    pool, form = visit.pool, visit.form
    asks = (
        fields.username(pool, form.get(fields.USERNAME, ""), new=True),
        fields.new_password(pool, fields.PASSWORD, "Password"),
        *_attribute_fields(pool, form),
    )
    back = (pages.link(visit, "Have an account already? Sign in", pages.LOGIN),)
    return pages.form_page(visit, pages.SIGN_UP, "Sign up", asks, "Sign up", links=back)


def _attribute_fields(pool: UserPool, form: dict[str, str]) -> tuple[Field, ...]:
    """Return inputs for what the schema requires, and for an address that a code can go to."""
    required = [
        attribute.name for attribute in pool.schema if attribute.required and attribute.name not in NOT_FOR_USERS
    ]
    named = [name for name in required if name not in pool.username_attributes]
    reachable = set(pool.auto_verified) & {*required, *pool.username_attributes}
    extra = [] if reachable else [name for name in pool.auto_verified if name not in named]
    return tuple(
        fields.attribute(name, form.get(fields.ATTRIBUTE + name, ""), required=name in required)
        for name in (*named, *extra)
    )


def _attributes(visit: Visit) -> list[dict[str, str]]:
    """Return the form's attributes in AWS's shape: those of the page, whatever else a form may say."""
    listed = _attribute_fields(visit.pool, visit.form)
    return [
        {"Name": field.name.removeprefix(fields.ATTRIBUTE), "Value": field.value} for field in listed if field.value
    ]


def _require_open(call: Call, visit: Visit) -> None:
    back = (pages.link(visit, "Sign in", pages.LOGIN),)
    closed = answers.refused(pages.said(visit, "Sign up", NOT_PERMITTED, links=back))
    place = visit.pool.place("AllowAdminCreateUserOnly", "admin_only")
    call.require("idp.pool.self_sign_up", not visit.pool.admin_only, closed, place=place)
