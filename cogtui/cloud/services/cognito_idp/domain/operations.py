"""API operations that the pages ask for in the app client's name, through the door: the trail shows them.

The pages know the client's secret, so they send the hash that such an app would.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.sites import USER_POOLS


def hash_of(app: App, username: str) -> dict[str, str]:
    """Return SECRET_HASH under the name that operations take it by; nothing for a client without a secret."""
    client = app.client
    return {"SecretHash": secret_hash(client.client_id, client.secret, username)} if client.secret else {}


def ask(call: Call, app: App, operation: str, username: str, **params: Any) -> dict[str, Any]:
    """Ask the user pool for an operation about somebody and return its output; raises its AwsError."""
    given = {"ClientId": app.client.client_id, "Username": username, **hash_of(app, username), **params}
    return call.invoke(USER_POOLS, operation, given, ANONYMOUS)
