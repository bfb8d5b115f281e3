"""The form token: a page's form is taken only from the browser that the page was shown to.

A page carries in a hidden field what the browser's cookie says; another site can make a browser send the cookie, but can't read
it. Source: OWASP, "Cross-Site Request Forgery Prevention", on double-submitted cookies; RFC 6749, section 10.12.
"""

from __future__ import annotations

import hmac

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain import answers, cookies, pages
from cogtui.cloud.services.cognito_idp.domain.fields import FORM_TOKEN, hidden
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.web import Link, WebResponse

STALE = "This form is out of date, or came from another site."


def require_pair(call: Call, visit: Visit) -> None:
    """Refuse a form without the token that the browser's cookie says."""
    given = visit.form.get(FORM_TOKEN, "")
    same = bool(given) and hmac.compare_digest(answers.octets(given), answers.octets(visit.form_token))
    again = (Link("Open the page again", visit.to(visit.request.path)),)
    page = pages.said(visit, "Nothing was sent", STALE, "Open the page again and fill it in there.", links=again)
    call.require("oauth.form_token", same, answers.refused(page, 403), cookie=bool(visit.form_token), field=bool(given))


def sealed(call: Call, visit: Visit, response: WebResponse) -> WebResponse:
    """Return the answer with the form token in its form; a browser that has none yet is given one."""
    page = response.page
    if page is None or page.action is None:
        return response
    token = visit.form_token or call.ids.uuid()
    fresh = () if visit.form_token else (cookies.set_cookie(cookies.FORM, token),)
    page = msgspec.structs.replace(page, fields=(*page.fields, hidden(FORM_TOKEN, token)))
    return msgspec.structs.replace(response, page=page, cookies=(*response.cookies, *fresh))
