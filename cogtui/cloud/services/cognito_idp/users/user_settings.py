"""SetUserSettings, AdminSetUserSettings: the old way to switch SMS as second factor on or off.

Source: the API pages of the operations, which AWS keeps for old apps; SetUserMFAPreference has taken their place.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import mfa_errors
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import SMS
from cogtui.cloud.services.cognito_idp.tokens.access import signed_in
from cogtui.cloud.services.cognito_idp.users import mfa_preferences

Options = list[dict[str, Any]]
"""DeliveryMedium and AttributeName of each."""

_ONLY = {"DeliveryMedium": "SMS", "AttributeName": "phone_number"}


def set_user_settings(call: Call, *, AccessToken: str, MFAOptions: Options) -> dict[str, Any]:
    """Switch the own SMS codes on, or off with an empty list."""
    who = signed_in(call, AccessToken)
    return _set(call, who.app.pool, who.user, MFAOptions)


def admin_set_user_settings(call: Call, *, UserPoolId: str, Username: str, MFAOptions: Options) -> dict[str, Any]:
    """Switch a user's SMS codes on, or off with an empty list."""
    pool = pool_named(call, UserPoolId)
    return _set(call, pool, user_named(call, pool, Username), MFAOptions)


def _set(call: Call, pool: UserPool, user: User, options: Options) -> dict[str, Any]:
    fits = all({**_ONLY, **option} == _ONLY for option in options)
    call.require("idp.mfa.sms_alone", fits, mfa_errors.sms_alone, wants=_ONLY, has=options)
    mfa_preferences.switch(call, pool, user, {SMS: {"Enabled": bool(options)}})
    return {}
