"""Which app asks at the token and revocation endpoints, and whether it knows its secret.

Source: RFC 6749, section 2.3.1; Developer Guide, "The token issuer endpoint".
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.clients import secret_hash
from cogtui.cloud.services.cognito_idp.domain import answers, hosts
from cogtui.cloud.services.cognito_idp.lookup import App, find_app
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.web import WebRequest


def authentic(call: Call, request: WebRequest, pool: UserPool | None, *, status: int = 400) -> App:
    """Return the app that asks, by Basic authorization or the form; refuse one that is not what it says.

    `status` is that of `invalid_client`.
    """
    basic, form = hosts.basic_credentials(request), request.form
    twice = basic is not None and "client_secret" in form
    call.require("oauth.client.once", not twice, answers.refusal("invalid_request"))
    client_id, secret = basic if basic is not None else (form.get("client_id", ""), form.get("client_secret"))
    call.require("oauth.client.named", client_id or basic is not None, answers.refusal("invalid_request"))
    invalid = answers.refusal("invalid_client", status=status)
    same = form.get("client_id", client_id) == client_id
    app = find_app(call.tx, client_id) if client_id and same else None
    here = app is not None and pool is not None and app.pool.id == pool.id
    call.require("oauth.client", here, invalid, has=client_id, pool=pool.id if pool else "")
    assert app is not None
    place = app.client.place("ClientSecret", "secrets")
    # An empty secret in a Basic header is what public clients of some libraries send.
    knows = secret_hash.is_secret(app.client, secret or None)
    call.require("oauth.client.secret", knows, invalid, place=place, sent=bool(secret))
    return app


def secret_of(app: App) -> dict[str, str]:
    """Return the secret as operations take it, for an app that has proven to know it."""
    return {"ClientSecret": app.client.secret} if app.client.secret else {}
