"""Errors of AWS's whose texts are not published, so that ours stand in for them."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.trail import Reply
from tests.builders import asked as operator_asked
from tests.cloud.services.cognito_idp.error_rows import Ask, asked, in_pool, row, times, with_ana
from tests.cloud.services.cognito_idp.people import People
from tests.cloud.services.cognito_idp.phone import Phone, tracked
from tests.cloud.services.cognito_idp.test_rotation import again, renewed, rotating
from tests.cloud.services.error_table import Row

TIER = "FeatureUnavailableInTierException"
LITE: dict[str, Any] = {"UserPoolTier": "LITE"}
HISTORY = {"PasswordPolicy": {"MinimumLength": 8, "PasswordHistorySize": 3}}
GOOGLE = {"client_id": "a", "client_secret": "b", "authorize_scopes": "openid"}


def replayed(here: People) -> Reply:
    """Use a refresh token that a newer one has replaced."""
    old = here.tokens()["RefreshToken"]
    again(here, old)
    here.wait(minutes=2)
    return renewed(here, old)


def revoking(token: str) -> Ask:
    """Revoke one of Ana's tokens."""
    return lambda here: here.call("RevokeToken", Token=here.tokens()[token])


def not_knowing_the_secret(here: People) -> Reply:
    return here.call("RevokeToken", Token=here.tokens()["RefreshToken"], ClientSecret="x" * 24)


def confirmed_twice(here: People) -> Reply:
    return Phone(here).settle().confirm()


def making_pool(**settings: Any) -> Ask:
    """Make another pool."""
    return lambda here: operator_asked(here.world, "cognito-idp", "CreateUserPool", PoolName="more", **settings)


PROVIDER = asked("CreateIdentityProvider", ProviderName="Google", ProviderType="Google", ProviderDetails=GOOGLE)

ROWS: list[Row[People]] = [
    row("RefreshTokenReuseException", "Refresh Token was replaced by a newer one.", replayed, rotating),
    row(TIER, "Password history is not available in the LITE tier.", making_pool(Policies=HISTORY, **LITE)),
    row("DuplicateProviderException", "<name> already exists in user pool <pool>", times(2, PROVIDER), name="Google"),
    row(
        "UnsupportedOperationException",
        "Token revocation is not enabled for this client.",
        revoking("RefreshToken"),
        with_ana({"EnableTokenRevocation": False}),
    ),
    row("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.", revoking("AccessToken"), with_ana()),
    row(
        "UnauthorizedException",
        "Client is not authorized to revoke this token.",
        not_knowing_the_secret,
        with_ana(),
    ),
    row("DeviceKeyExistsException", "Device key already exists.", confirmed_twice, tracked),
    row(
        "UserPoolAddOnNotEnabledException",
        "User pool add-ons are not enabled for this user pool.",
        asked("DescribeRiskConfiguration"),
    ),
    row(
        "InvalidParameterException",
        "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be "
        "inactivated first.",
        asked("DeleteUserPool"),
        in_pool(DeletionProtection="ACTIVE"),
    ),
]
