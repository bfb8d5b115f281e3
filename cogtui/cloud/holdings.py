"""What the learner's app holds on its device: under which names, and which parts of which answers it keeps.

The app's own code keeps them, and so does the Console when it calls as the app.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, cast

from cogtui.cloud.callers import Keys

FACEBOOK_TOKEN: Final = "facebook_token"
GOOGLE_ID_TOKEN: Final = "google_id_token"
AMAZON_TOKEN: Final = "amazon_token"
APPLE_ID_TOKEN: Final = "apple_id_token"
OIDC_ID_TOKEN: Final = "oidc_id_token"
SAML_ASSERTION: Final = "saml_assertion"
"""The whole response as the browser carried it, in base64: nobody takes the assertion without it."""
SAML_PROVIDER: Final = "saml_provider"
"""ARN of the provider as IAM knows it: an assertion does not say it, and a `Logins` map wants it."""
ID_TOKEN: Final = "user_pool_id_token"
ACCESS_TOKEN: Final = "user_pool_access_token"
REFRESH_TOKEN: Final = "user_pool_refresh_token"
DEVICE_KEY: Final = "user_pool_device_key"
"""What a pool that tracks devices gave the app's device along with its tokens: refreshing names it."""
NEW_DEVICE: Final = "user_pool_new_device"
"""NewDeviceMetadata, until the app has confirmed its device."""
REMEMBERED_DEVICE: Final = "user_pool_device"
"""The device that the app has confirmed, with the name of its user; signing out of an app leaves it."""
PROVIDER: Final = "provider"
"""Through whom the last login went: a key of `LOGIN_TOKENS`."""
IDENTITY_ID: Final = "identity_id"
OPENID_TOKEN: Final = "openid_token"
CREDENTIALS: Final = "credentials"
"""In STS's shape, whichever flow brought them; `Expiration` is ISO 8601 text."""

CHALLENGE: Final = "challenge"
"""What a user pool asks before it gives tokens: name, parameters, session, username."""
TYPED: Final = "typed"
"""What the person typed into the app's own form, for as long as the sign-in lasts: SRP proves the password later."""
AUTHENTICATOR: Final = "authenticator"
"""The secret of the authenticator app on the device, in base32; signing out of an app leaves it."""
AUTH_CODE: Final = "auth_code"
"""An authorization code that the app has yet to redeem."""
AUTH_STATE: Final = "auth_state"
"""The state of the login that the app sent the browser to: what comes back with it is the app's own, and PKCE hangs on it."""

LOGIN_TOKENS: Final = {
    "facebook": FACEBOOK_TOKEN,
    "google": GOOGLE_ID_TOKEN,
    "amazon": AMAZON_TOKEN,
    "apple": APPLE_ID_TOKEN,
    "oidc": OIDC_ID_TOKEN,
    "saml": SAML_ASSERTION,
    "user_pool": ID_TOKEN,
}
"""Provider -> the token that tells an identity pool who logged in there."""

TITLES: Final = {
    OPENID_TOKEN: "OpenID token",
    FACEBOOK_TOKEN: "Facebook token",
    GOOGLE_ID_TOKEN: "Google ID token",
    AMAZON_TOKEN: "Amazon token",
    APPLE_ID_TOKEN: "Apple ID token",
    OIDC_ID_TOKEN: "OIDC ID token",
    SAML_ASSERTION: "SAML assertion",
    ID_TOKEN: "ID token",
    ACCESS_TOKEN: "access token",
    REFRESH_TOKEN: "refresh token",
    IDENTITY_ID: "identity id",
    CREDENTIALS: "AWS credentials",
}
"""What people call it, in the order in which it is offered."""

TOKENS: Final = tuple(name for name in TITLES if name not in (IDENTITY_ID, CREDENTIALS))
SIGNED_IN: Final = (*TITLES, DEVICE_KEY, NEW_DEVICE, SAML_PROVIDER, PROVIDER, CHALLENGE, TYPED, AUTH_CODE, AUTH_STATE)
"""All that signing out forgets."""

_NOTHING: Final = "nothing"
"""A path that leads nowhere: the device forgets what it held under the name."""

STALE: Final = {OPENID_TOKEN: _NOTHING, CREDENTIALS: _NOTHING}
"""What belonged to the logins before a new one."""

_ENHANCED: Final = (
    "{AccessKeyId: Credentials.AccessKeyId, SecretAccessKey: Credentials.SecretKey, "
    "SessionToken: Credentials.SessionToken, Expiration: Credentials.Expiration}"
)
"""The enhanced flow calls the secret `SecretKey`; STS, and everybody else, `SecretAccessKey`."""

_SIGN_IN: Final = {
    ID_TOKEN: "AuthenticationResult.IdToken",
    ACCESS_TOKEN: "AuthenticationResult.AccessToken",
    REFRESH_TOKEN: "AuthenticationResult.RefreshToken",
    DEVICE_KEY: "AuthenticationResult.NewDeviceMetadata.DeviceKey",
    NEW_DEVICE: "AuthenticationResult.NewDeviceMetadata",
    PROVIDER: "AuthenticationResult.IdToken && 'user_pool'",
    **STALE,
}
_REFRESH: Final = {name: _SIGN_IN[name] for name in (ID_TOKEN, ACCESS_TOKEN)}
"""A refresh by the flow brings no new refresh token: the old one stays."""
_READABLE: Final = re.compile(r"[A-Za-z0-9._-]+")

_KEPT: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("cognito-idp", "AssociateSoftwareToken"): {AUTHENTICATOR: "SecretCode"},
    ("cognito-idp", "ConfirmDevice"): {NEW_DEVICE: _NOTHING},
    ("cognito-identity", "GetId"): {IDENTITY_ID: "IdentityId"},
    ("cognito-identity", "GetOpenIdToken"): {OPENID_TOKEN: "Token", IDENTITY_ID: "IdentityId"},
    ("cognito-identity", "GetCredentialsForIdentity"): {CREDENTIALS: _ENHANCED, IDENTITY_ID: "IdentityId"},
    ("sts", "AssumeRoleWithWebIdentity"): {CREDENTIALS: "Credentials"},
}

_REFRESH_FLOWS: Final = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")


def kept(service: str, operation: str, params: dict[str, Any]) -> dict[str, str]:
    """Return what the app keeps of a call's output: its name for it -> JMESPath; empty where it keeps nothing."""
    if (service, operation) == ("cognito-idp", "InitiateAuth"):
        flow, given = str(params.get("AuthFlow")), params.get("AuthParameters")
        return _REFRESH if flow in _REFRESH_FLOWS else _SIGN_IN | _challenge(given, flow)
    if (service, operation) == ("cognito-idp", "RespondToAuthChallenge"):
        return _SIGN_IN | _challenge(params.get("ChallengeResponses"))
    if (service, operation) == ("cognito-idp", "GetTokensFromRefreshToken"):
        return _REFRESH | _rotated(str(params.get("RefreshToken")))
    return _KEPT.get((service, operation), {})


def literal(value: Any) -> str:
    """Return a JMESPath that leads to a value, whatever it is applied to."""
    return f"`{json.dumps(value).replace('`', chr(92) + '`')}`"


def _challenge(given: Any, flow: str = "") -> dict[str, str]:
    """Return how the app remembers what it is asked: with the name that it signs in by."""
    names = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
    parts = (
        "name: ChallengeName",
        "session: Session || ''",
        "parameters: ChallengeParameters",
        "available: AvailableChallenges || `[]`",
        f"username: {literal(str(names.get('USERNAME', '')))}",
        f"flow: {literal(flow)}",
    )
    return {CHALLENGE: f"ChallengeName && {{{', '.join(parts)}}}"}


def _rotated(used: str) -> dict[str, str]:
    """Return what becomes of the refresh token that was used: a new one takes its place where the client rotates."""
    return {REFRESH_TOKEN: f"{_SIGN_IN[REFRESH_TOKEN]} || '{used}'"} if _READABLE.fullmatch(used) else {}


def keys_of(held: dict[str, Any]) -> Keys | None:
    """Return the credentials that a device holds, as a caller; None when it holds none. They may have expired."""
    found = held.get(CREDENTIALS)
    return Keys(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]) if found else None
