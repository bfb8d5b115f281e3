"""The grant refresh_token: the API's GetTokensFromRefreshToken, with OAuth's words. The scopes stay what they were.

Source: RFC 6749, section 6; Developer Guide, "Refresh tokens".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import answers
from cogtui.cloud.services.cognito_idp.domain.client_auth import secret_of
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.sites import USER_POOLS

NOT_SIMULATED = 501


def refresh(call: Call, app: App, form: dict[str, str]) -> dict[str, Any]:
    """Return new tokens for a refresh token."""
    params = {"RefreshToken": form["refresh_token"], "ClientId": app.client.client_id, **secret_of(app)}
    try:
        answer = call.invoke(USER_POOLS, "GetTokensFromRefreshToken", params, ANONYMOUS)
    except AwsError as refused:
        if refused.status == NOT_SIMULATED:
            raise answers.refusal("server_error", refused.message, NOT_SIMULATED) from refused
        raise answers.refusal("invalid_grant") from refused
    return answer["AuthenticationResult"]
