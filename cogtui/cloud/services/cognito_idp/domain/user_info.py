"""GET and POST /oauth2/userInfo: who the bearer of an access token is, as far as its scopes show.

Source: Developer Guide, "The userInfo endpoint"; OpenID Connect Core 1.0, section 5.3; RFC 6750, section 3.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import answers, hosts
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.services.cognito_idp.tokens.access import OUT_OF_SCOPE, SignedIn, signed_in
from cogtui.cloud.services.cognito_idp.tokens.token_scopes import OPENID, shows
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

BAD_REQUEST = "Bad OAuth2 request at UserInfo Endpoint"
BAD_TOKEN = "Access token is expired, disabled, or deleted, or the user has globally signed out."
NO_OPENID = "Access token does not contain openid scope"


def tell(call: Call, request: WebRequest, pool: UserPool | None) -> WebResponse:
    """Say who it is."""
    call.title = call.title or "Who is signed in?"
    token = hosts.bearer_token(request)
    call.require("oauth.bearer", token, _refused("invalid_request", BAD_REQUEST, 400))
    try:
        found = signed_in(call, token, OPENID)
    except AwsError as refused:
        unscoped = refused.message == OUT_OF_SCOPE
        raise _refused("invalid_token", NO_OPENID if unscoped else BAD_TOKEN, 401) from refused
    here = pool is not None and found.app.pool.id == pool.id
    foreign = _refused("invalid_token", BAD_TOKEN, 401)
    call.require("oauth.bearer.pool", here, foreign, wants=pool.id if pool else "", has=found.app.pool.id)
    return answers.answered(_claims(found))


def _claims(found: SignedIn) -> dict[str, Any]:
    """Return the claims, every one a text: `email_verified` too."""
    client, user, scopes = found.app.client, found.user, found.session.scopes
    shown = {name: value for name, value in user.attributes.items() if value and shows(client, scopes, name)}
    return {"sub": user.sub, **shown, "username": user.username}


def _refused(error: str, description: str, status: int) -> WebRefusal:
    # AWS leaves out the scheme `Bearer` that RFC 6750, section 3, begins the header with.
    header = f'error="{error}", error_description="{description}"'
    return answers.refusal(error, description, status, www_authenticate=header)
