"""Setting a new password without the old one: ForgotPassword, ConfirmForgotPassword, AdminResetUserPassword.

Source: Developer Guide, "Recovering user accounts"; API pages of the operations.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.lookup import app_named, known_user, named_by_app, pool_named, user_named
from cogtui.cloud.services.cognito_idp.messages import codes, limits
from cogtui.cloud.services.cognito_idp.signing_in import lockout, password_history, passwords, recovery
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_enabled
from cogtui.cloud.services.cognito_idp.triggers import migration, signing_up
from cogtui.cloud.services.cognito_idp.users import directory


def forgot_password(
    call: Call,
    *,
    ClientId: str,
    Username: str,
    SecretHash: str | None = None,
    ClientMetadata: dict[str, str] | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    UserContextData: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Send a code with which a new password can be set; the old one works until then (API ForgotPassword)."""
    del ClientMetadata, AnalyticsMetadata, UserContextData  # for triggers and threat protection alone
    app = app_named(call, ClientId)
    found = named_by_app(call, app, Username, SecretHash)
    found = found or migration.at_forgotten_password(call, app, Username)
    if found is None and app.client.hides_unknown_users:
        return codes.pretend(call, app.pool, Username)
    unknown = errors.combination_not_found
    user = known_user(call, app, Username, found, open_=unknown, hidden=unknown)
    require_enabled(call, user)
    recovery.require_self_service(call, app.pool)
    recovery.require_resettable(call, user)
    target = recovery.target(call, app.pool, user)
    limits.take(call, user)
    codes.issue(call, app.pool, user, "reset", target)
    return {"CodeDeliveryDetails": target.details}


def confirm_forgot_password(
    call: Call,
    *,
    ClientId: str,
    Username: str,
    ConfirmationCode: str,
    Password: str,
    SecretHash: str | None = None,
    ClientMetadata: dict[str, str] | None = None,
    AnalyticsMetadata: dict[str, Any] | None = None,
    UserContextData: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Set a new password with the code that was sent (API ConfirmForgotPassword).

    A password that breaks the policy does not use the code up.
    """
    del ClientMetadata, AnalyticsMetadata, UserContextData
    app = app_named(call, ClientId)
    found = named_by_app(call, app, Username, SecretHash)
    user = known_user(call, app, Username, found, open_=errors.combination_not_found, hidden=errors.code_mismatch)
    require_enabled(call, user)
    limits.require_within(call, user)
    codes.redeem(call, user, "reset", ConfirmationCode)
    passwords.check_policy(call, app.pool, Password)
    password_history.check(call, app.pool, user, Password)
    limits.forget(call, user)
    lockout.forget(call, user)
    password = passwords.kept(call, app.pool, user.username, Password)
    fields = password_history.following(app.pool, user, password)
    changed = directory.change(call.tx, user, call.now, status="CONFIRMED", **fields)
    directory.claim_addresses(call, app.pool, changed, errors.alias_exists)
    signing_up.after(call, app.pool, changed, source="ConfirmForgotPassword")
    return {}


def admin_reset_user_password(
    call: Call, *, UserPoolId: str, Username: str, ClientMetadata: dict[str, str] | None = None
) -> dict[str, Any]:
    """Make a user choose a new password before the next sign-in, and send the code for it (API AdminResetUserPassword)."""
    del ClientMetadata
    pool = pool_named(call, UserPoolId)
    user = user_named(call, pool, Username)
    recovery.require_resettable(call, user)
    target = recovery.target(call, pool, user)
    changed = directory.change(call.tx, user, call.now, status="RESET_REQUIRED")
    codes.issue(call, pool, changed, "reset", target)
    return {}
