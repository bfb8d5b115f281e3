"""Where on a page an error belongs: at the field that it is about, else at the top; in AWS's own words where people can read them."""

from __future__ import annotations

import re

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import answers, fields, pages
from cogtui.cloud.web import Page

NEEDED = "This is needed."

_PASSWORDS = (fields.NEW_PASSWORD, fields.PASSWORD)

_FIELDS: dict[str, tuple[str, ...]] = {
    "UsernameExistsException": (fields.USERNAME,),
    "InvalidPasswordException": _PASSWORDS,
    "PasswordHistoryPolicyViolationException": _PASSWORDS,
    "CodeMismatchException": (fields.CODE,),
    "ExpiredCodeException": (fields.CODE,),
    "EnableSoftwareTokenMFAException": (fields.CODE,),
}
"""Error -> the field that it is about, the first that the page has."""

_MALFORMED: dict[str, tuple[tuple[str, ...], str]] = {
    "password": (_PASSWORDS, "Password did not conform with policy: Password not long enough"),
    "confirmationCode": ((fields.CODE,), "Invalid verification code provided, please try again."),
    "userCode": ((fields.CODE,), "Code mismatch"),
    "username": ((fields.USERNAME,), "This is no user name."),
}
"""What the API's constraints refuse, by the member at fault -> the field, and words for people."""

_VALIDATION = re.compile(r"validation errors? detected: Value .*?at '(\w+)'", re.DOTALL)


def require_filled(call: Call, page: Page, form: dict[str, str]) -> None:
    """Refuse a form in which something that the page needs is empty."""
    empty = next((field.name for field in page.fields if field.required and not form.get(field.name, "").strip()), "")
    error = answers.refused(pages.with_field_error(page, empty, NEEDED))
    call.require("oauth.form.filled", not empty, error, missing=empty)


def shown(page: Page, error: AwsError) -> Page:
    """Return the page with the error's sentence where it belongs."""
    names, words = _FIELDS.get(error.code, ()), error.message.strip() or error.code
    malformed = _VALIDATION.search(error.message)
    if malformed is not None:
        names, words = _MALFORMED.get(malformed.group(1), (names, words))
    has = {field.name for field in page.fields}
    return pages.with_field_error(page, next((name for name in names if name in has), ""), words)
