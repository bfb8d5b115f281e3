"""What signed-in users do with the own profile: GetUser."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import attributes
from cogtui.cloud.services.cognito_idp.access import signed_in


def get_user(call: Call, *, AccessToken: str) -> dict[str, Any]:
    """Return the profile of the token's user, as far as the app client may read it (API GetUser)."""
    who = signed_in(call, AccessToken)
    shown = [entry for entry in attributes.listed(who.user) if attributes.is_readable(who.app.client, entry["Name"])]
    return {"Username": who.user.username, "UserAttributes": shown}
