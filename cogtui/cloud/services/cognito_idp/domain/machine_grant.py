"""The grant client_credentials: an access token for the app itself, which stands for no user (M2M).

Source: RFC 6749, section 4.4; Developer Guide, "Scopes, M2M, and resource servers".
"""

from __future__ import annotations

import json
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.clients.client_oauth import asked as oauth_of
from cogtui.cloud.services.cognito_idp.domain import answers
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.pools.resource_servers import STANDARD_SCOPES, scopes_of
from cogtui.cloud.services.cognito_idp.tokens import user_tokens

METADATA = "aws_client_metadata"
"""For the pre token generation trigger."""


def issue(call: Call, app: App, form: dict[str, str]) -> dict[str, Any]:
    """Return an access token with custom scopes: those asked for, or all that the client has."""
    metadata = form.get(METADATA, "{}")
    call.require("oauth.machine.metadata", _is_object(metadata), answers.refusal("invalid_request"), has=metadata)
    # Scopes of a resource server that was deleted since are nobody's any more.
    known = scopes_of(call.tx, app.pool.id) - STANDARD_SCOPES
    allowed = [scope for scope in oauth_of(app.client.settings).allowed_scopes if scope in known]
    wanted = tuple(dict.fromkeys(form.get("scope", "").split())) or tuple(allowed)
    beyond = [scope for scope in wanted if scope not in allowed]
    place = app.client.place("AllowedOAuthScopes", "settings")
    # No capture of AWS's error is known; RFC 6749, section 5.2, has this one.
    error = answers.refusal("invalid_scope")
    fits = bool(wanted) and not beyond
    call.require("oauth.machine.scope", fits, error, place=place, wants=allowed, has=wanted, beyond=beyond)
    return user_tokens.machine_token(call, app, wanted, json.loads(metadata))


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
