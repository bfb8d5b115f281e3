"""Authenticator apps: AssociateSoftwareToken, VerifySoftwareToken, AdminDeleteSoftwareToken.

An app is set up by somebody who is signed in, or in the middle of a sign-in that asks MFA_SETUP.
Source: the API pages of the operations; Developer Guide, "TOTP software token MFA".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.accounts import totp
from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.records import SoftwareToken, User, UserPool
from cogtui.cloud.services.cognito_idp.signing_in import mfa_errors, mfa_setup, second_factors
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, going_on
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import SOFTWARE_TOKEN
from cogtui.cloud.services.cognito_idp.tokens.access import signed_in
from cogtui.cloud.services.cognito_idp.users import directory

_OCTETS = 32
"""Length of a secret: 52 characters of base32, as AWS's are."""


class _Owner(msgspec.Struct, frozen=True):
    """Whose token is set up."""

    pool: UserPool
    user: User
    attempt: Attempt | None = None
    """The sign-in that waits for it."""


def associate_software_token(
    call: Call, *, AccessToken: str | None = None, Session: str | None = None
) -> dict[str, Any]:
    """Give the user a new secret for an authenticator app.

    The app that was there is taken away at once: until the new one is proven the user has none.
    """
    owner = _owner(call, AccessToken, Session)
    require_offered(call, owner.pool)
    secret = totp.written(call.ids.octets(_OCTETS))
    kept = second_factors.without(owner.user, SOFTWARE_TOKEN)
    changed = directory.change(call.tx, owner.user, call.now, software_token=SoftwareToken(secret), **kept)
    return {"SecretCode": secret, **_next(call, owner, changed)}


def verify_software_token(
    call: Call,
    *,
    UserCode: str,
    AccessToken: str | None = None,
    Session: str | None = None,
    FriendlyDeviceName: str | None = None,
) -> dict[str, Any]:
    """Prove that the authenticator app has the secret.

    In a sign-in this switches the factor on as well; somebody who is signed in does that with SetUserMFAPreference.
    """
    owner = _owner(call, AccessToken, Session)
    require_offered(call, owner.pool)
    user, token = owner.user, owner.user.software_token
    call.require("idp.mfa.token", token is not None, mfa_errors.no_token, place=user.place)
    assert token is not None
    mismatch = mfa_errors.setup_mismatch
    spent = second_factors.use_code(call, token, UserCode, wrong=mismatch, used=mismatch)
    name = token.name if FriendlyDeviceName is None else FriendlyDeviceName
    proven = msgspec.structs.replace(spent, verified=True, name=name)
    factors = user.factors if owner.attempt is None else second_factors.with_factor(user, SOFTWARE_TOKEN)
    changed = directory.change(call.tx, user, call.now, software_token=proven, factors=factors)
    return {"Status": "SUCCESS", **_next(call, owner, changed)}


def admin_delete_software_token(call: Call, *, UserPoolId: str, Username: str) -> dict[str, Any]:
    """Take a user's authenticator app away, who may set up another one."""
    user = user_named(call, pool_named(call, UserPoolId), Username)
    there = user.software_token is not None
    call.require("idp.mfa.token", there, mfa_errors.nothing_to_delete, place=user.place)
    kept = second_factors.without(user, SOFTWARE_TOKEN)
    directory.change(call.tx, user, call.now, software_token=None, **kept)
    return {}


def require_offered(call: Call, pool: UserPool) -> None:
    """Refuse what is about software tokens in a pool that has none."""
    place = pool.place("SoftwareTokenMfaConfiguration", "mfa")
    call.require("idp.mfa.pool_totp", pool.mfa.software_token, mfa_errors.not_enabled_for_pool, place=place)


def _owner(call: Call, access_token: str | None, session: str | None) -> _Owner:
    """Return who the access token stands for, or else the Session."""
    call.require("idp.mfa.named", bool(access_token or session), mfa_errors.nobody_named)
    if access_token:
        who = signed_in(call, access_token)
        return _Owner(who.app.pool, who.user)
    attempt = mfa_setup.resumed(call, session or "")
    return _Owner(attempt.app.pool, attempt.known_user, attempt)


def _next(call: Call, owner: _Owner, user: User) -> dict[str, Any]:
    if owner.attempt is None:
        return {}
    return {"Session": mfa_setup.next_session(call, going_on(owner.attempt, user=user))}
