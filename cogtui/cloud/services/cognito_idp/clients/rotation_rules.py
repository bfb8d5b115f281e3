"""The words behind the rule ids of refresh token rotation."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_ROTATION = "Amazon Cognito Developer Guide, Refresh tokens: refresh token rotation"

RULES: dict[str, Rule] = {
    "idp.rotation.tier": Rule(
        "the pool's tier has refresh token rotation",
        "Amazon Cognito Developer Guide, User pool feature plans",
        "the LITE tier has not",
    ),
    "idp.rotation.flows": Rule(
        "a client that rotates does not list ALLOW_REFRESH_TOKEN_AUTH", _ROTATION, "the two do not go together"
    ),
    "idp.rotation.off": Rule(
        "the client's refresh tokens do not rotate",
        _ROTATION,
        "they rotate: that takes GetTokensFromRefreshToken, or the token endpoint",
    ),
    "idp.refresh.current": Rule(
        "no later refresh token of the sign-in took its place, or the grace period still runs",
        _ROTATION,
        "a later refresh token took its place: this one was used before",
    ),
}
