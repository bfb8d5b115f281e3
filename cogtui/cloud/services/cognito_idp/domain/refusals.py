"""Where on a page an operation's error belongs: at the field that it is about, else at the top; in AWS's own words."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import fields, pages
from cogtui.cloud.web import Page

_FIELDS: dict[str, tuple[str, ...]] = {
    "UsernameExistsException": (fields.USERNAME,),
    "InvalidPasswordException": (fields.NEW_PASSWORD, fields.PASSWORD),
    "PasswordHistoryPolicyViolationException": (fields.NEW_PASSWORD, fields.PASSWORD),
    "CodeMismatchException": (fields.CODE,),
    "ExpiredCodeException": (fields.CODE,),
}
"""Error -> the field that it is about, the first that the page has."""


def shown(page: Page, error: AwsError) -> Page:
    """Return the page with the error's sentence where it belongs."""
    has = {field.name for field in page.fields}
    name = next((name for name in _FIELDS.get(error.code, ()) if name in has), "")
    return pages.with_field_error(page, name, error.message.strip() or error.code)
