"""What the app keeps of answers to commands that are made as the app, as if its own code had made the call."""

from __future__ import annotations

from typing import Any, Final

_NOTHING: Final = "nothing"
"""A path that leads nowhere: the device forgets the value."""

_ENHANCED: Final = (
    "{AccessKeyId: Credentials.AccessKeyId, SecretAccessKey: Credentials.SecretKey, "
    "SessionToken: Credentials.SessionToken, Expiration: Credentials.Expiration}"
)

_SIGNED_IN: Final = {
    "user_pool_id_token": "AuthenticationResult.IdToken",
    "user_pool_access_token": "AuthenticationResult.AccessToken",
    "user_pool_refresh_token": "AuthenticationResult.RefreshToken",
    "provider": "AuthenticationResult.IdToken && 'user_pool'",
    "openid_token": _NOTHING,
    "credentials": _NOTHING,
}
_REFRESHED: Final = {name: _SIGNED_IN[name] for name in ("user_pool_id_token", "user_pool_access_token")}

_KEPT: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("cognito-identity", "GetId"): {"identity_id": "IdentityId"},
    ("cognito-identity", "GetOpenIdToken"): {"openid_token": "Token", "identity_id": "IdentityId"},
    ("cognito-identity", "GetCredentialsForIdentity"): {"credentials": _ENHANCED, "identity_id": "IdentityId"},
    ("sts", "AssumeRoleWithWebIdentity"): {"credentials": "Credentials"},
}

_FLOWS: Final = {"USER_PASSWORD_AUTH": _SIGNED_IN, "REFRESH_TOKEN_AUTH": _REFRESHED, "REFRESH_TOKEN": _REFRESHED}


def kept(service: str, operation: str, params: dict[str, Any]) -> dict[str, str]:
    """Return what the app keeps of an answer: its name for it -> JMESPath. Agrees with `cogtui.device` (a test says so)."""
    if (service, operation) == ("cognito-idp", "InitiateAuth"):
        return _FLOWS.get(str(params.get("AuthFlow")), {})
    return _KEPT.get((service, operation), {})
