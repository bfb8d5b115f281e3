"""What a user can sign in with: GetUserAuthFactors, AdminGetUserAuthFactors.

Source: the API pages of the operations.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import choices
from cogtui.cloud.services.cognito_idp.tokens.access import signed_in
from cogtui.cloud.services.cognito_idp.users import mfa_preferences


def get_user_auth_factors(call: Call, *, AccessToken: str) -> dict[str, Any]:
    """Return the factors of the user who is signed in."""
    who = signed_in(call, AccessToken)
    return _described(who.app.pool, who.user)


def admin_get_user_auth_factors(call: Call, *, UserPoolId: str, Username: str) -> dict[str, Any]:
    """Return a user's factors."""
    pool = pool_named(call, UserPoolId)
    return _described(pool, user_named(call, pool, Username))


def _described(pool: UserPool, user: User) -> dict[str, Any]:
    """Return what USER_AUTH offers, by the names of factors, beside the second factors that are switched on."""
    offered = [name for name in choices.available(pool, user) if name != choices.SRP]
    configured = {"ConfiguredUserAuthFactors": offered} if offered else {}
    return {"Username": user.username, **mfa_preferences.described(user), **configured}
