"""GET /error: where browsers end whose app can't be told, because nobody knows that the address is its own.

Source: Developer Guide, "Managed login and federation error responses".
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain import answers, pages
from cogtui.cloud.web import WebRequest, WebResponse

PATH = "/error"

WORDS = {
    "redirect_mismatch": "The address to return to is not among the app client's CallbackURLs or LogoutURLs.",
    "invalid_client": "This user pool has no such app client.",
    "unauthorized_client": "The app client may not use the pool's domain: AllowedOAuthFlowsUserPoolClient is off.",
    "invalid_request": "A parameter is missing, or makes no sense: client_id, redirect_uri or logout_uri.",
}
"""What lies behind an error, in our own words: AWS's page has its code alone."""


def show(call: Call, request: WebRequest) -> WebResponse:
    """Show what went wrong."""
    call.title = call.title or "Error page"
    error = request.query.get("error", "")
    text = [line for line in (error, WORDS.get(error, "")) if line]
    # No check: this page is the end of a refusal that an earlier request has explained.
    raise answers.refused(pages.said(None, "Error", pages.FAILED, *text))
