"""POST /oauth2/token: tokens for a code, for a refresh token, or for the app itself.

Source: Developer Guide, "The token issuer endpoint"; RFC 6749, sections 4.1.3, 4.4 and 6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.clients.client_oauth import asked as oauth_of
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    client_auth,
    code_grant,
    machine_grant,
    refresh_grant,
    trigger_refusals,
)
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.web import WebRequest, WebResponse

Result = dict[str, Any]
"""AuthenticationResult, as the API has it."""


class GrantType(msgspec.Struct, frozen=True):
    """One value of `grant_type`."""

    flow: str
    """What AllowedOAuthFlows must list."""
    needs: tuple[str, ...]
    """Parameters that must be there."""
    give: Callable[[Call, App, dict[str, str]], Result]
    title: str
    """What the trail calls the request."""


GRANTS: dict[str, GrantType] = {
    "authorization_code": GrantType("code", ("code", "redirect_uri"), code_grant.redeem, "Redeem the code"),
    "refresh_token": GrantType("code", ("refresh_token",), refresh_grant.refresh, "Refresh the tokens"),
    "client_credentials": GrantType("client_credentials", (), machine_grant.issue, "Get a token for the app itself"),
}


def redeem(call: Call, request: WebRequest, pool: UserPool | None) -> WebResponse:
    """Give tokens for a grant."""
    form = request.form
    invalid = answers.refusal("invalid_request")
    call.require("oauth.request.once", not request.repeated, invalid, twice=request.repeated)
    name = form.get("grant_type", "")
    call.require("oauth.grant.named", name, invalid)
    kind = GRANTS.get(name)
    unsupported = answers.refusal("unsupported_grant_type")
    call.require("oauth.grant.known", kind is not None, unsupported, wants=list(GRANTS), has=name)
    assert kind is not None
    call.title = call.title or kind.title
    app = client_auth.authentic(call, request, pool)
    oauth = oauth_of(app.client.settings)
    has = oauth.allowed_flows if oauth.switched_on else ()
    place = app.client.place("AllowedOAuthFlows", "settings")
    barred = answers.refusal("unauthorized_client")
    call.require("oauth.grant.enabled", kind.flow in has, barred, place=place, wants=kind.flow, has=has)
    missing = next((member for member in kind.needs if not form.get(member)), "")
    call.require("oauth.grant.whole", not missing, invalid, wants=kind.needs, missing=missing)
    with trigger_refusals.told_by(trigger_refusals.at_endpoint):
        result = kind.give(call, app, form)
    return answers.answered(_answer(result))


def _answer(result: Result) -> dict[str, Any]:
    """Return tokens as OAuth names them (RFC 6749, section 5.1); those that were not given are left out."""
    return {name: result[aws] for name, aws in _MEMBERS.items() if aws in result}


_MEMBERS = {
    "id_token": "IdToken",
    "access_token": "AccessToken",
    "refresh_token": "RefreshToken",
    "expires_in": "ExpiresIn",
    "token_type": "TokenType",
}
