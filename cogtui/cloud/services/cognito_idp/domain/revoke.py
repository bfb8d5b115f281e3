"""POST /oauth2/revoke: a refresh token, and the access tokens that it gave, are good no more.

Source: Developer Guide, "The revocation endpoint"; RFC 7009. The API's RevokeToken decides.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import answers, client_auth
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.sites import USER_POOLS
from cogtui.cloud.web import WebRequest, WebResponse

_ERRORS = {
    "UnauthorizedException": ("invalid_client", 401),
    "UnsupportedTokenTypeException": ("unsupported_token_type", 400),
}
"""What the operation refuses with -> OAuth's error and status; all others are `invalid_request`."""


def revoke(call: Call, request: WebRequest, pool: UserPool | None) -> WebResponse:
    """Revoke a refresh token; one that was revoked before, or that nobody knows, is a success too."""
    call.title = call.title or "Revoke the refresh token"
    invalid = answers.refusal("invalid_request")
    call.require("oauth.request.once", not request.repeated, invalid, twice=request.repeated)
    token = request.form.get("token", "")
    call.require("oauth.revoke.token", token, invalid)
    app = client_auth.authentic(call, request, pool, status=401)
    params = {"Token": token, "ClientId": app.client.client_id, **client_auth.secret_of(app)}
    try:
        call.invoke(USER_POOLS, "RevokeToken", params, ANONYMOUS)
    except AwsError as refused:
        error, status = _ERRORS.get(refused.code, ("invalid_request", 400))
        raise answers.refusal(error, status=status) from refused
    return WebResponse(headers=dict(answers.CORS))
