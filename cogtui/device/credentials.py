"""The app's credentials provider: from the tokens on the device to AWS credentials, by the basic or the enhanced flow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cogtui.cloud.callers import Keys
from cogtui.cloud.providers.registry import PROVIDERS
from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World
from cogtui.device.settings import AppSettings, settings_of
from cogtui.device.sign_in import FACEBOOK_TOKEN, GOOGLE_ID_TOKEN, ID_TOKEN

IDENTITY_ID = "identity_id"
OPENID_TOKEN = "openid_token"
CREDENTIALS = "credentials"
"""In STS's shape, whichever flow brought them; `Expiration` is ISO 8601 text."""

SESSION_NAME = "reports-app"
"""RoleSessionName of the basic flow, where the app chooses it."""

_ENHANCED = (
    "{AccessKeyId: Credentials.AccessKeyId, SecretAccessKey: Credentials.SecretKey, "
    "SessionToken: Credentials.SessionToken, Expiration: Credentials.Expiration}"
)
"""The enhanced flow calls the secret `SecretKey`; STS, and everybody else, `SecretAccessKey`."""


def logins_of(held: dict[str, Any]) -> dict[str, str]:
    """Return the `Logins` map for what a device holds: provider -> its token. Empty for a guest.

    An app knows its user pool by the ID token's issuer, which is the key with `https://` before it.
    """
    logins = {
        PROVIDERS["facebook"].login_key: held.get(FACEBOOK_TOKEN),
        PROVIDERS["google"].login_key: held.get(GOOGLE_ID_TOKEN),
        _issuer(held.get(ID_TOKEN, "")): held.get(ID_TOKEN),
    }
    return {key: token for key, token in logins.items() if key and token}


def _issuer(token: str) -> str:
    claims = read(token).claims or {}
    return str(claims.get("iss", "")).removeprefix("https://")


def keys_of(held: dict[str, Any]) -> Keys | None:
    """Return the credentials that a device holds, as a caller; None when it holds none. They may have expired."""
    found = held.get(CREDENTIALS)
    return Keys(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]) if found else None


def expiry_of(held: dict[str, Any]) -> float | None:
    """Return when the credentials of a device end, epoch seconds; None when it holds none."""
    found = held.get(CREDENTIALS)
    return datetime.fromisoformat(found["Expiration"]).timestamp() if found else None


class CredentialsProvider:
    """Gets credentials for whoever is signed in at a device. Each step is one call, and the device keeps what it brings."""

    def __init__(self, world: World, device: str = "app", settings: AppSettings | None = None) -> None:
        self._world = world
        self._device = device
        self._settings = settings

    @property
    def settings(self) -> AppSettings:
        """The app's settings: those given, else the device's."""
        return self._settings or settings_of(self._world, self._device)

    @property
    def held(self) -> dict[str, Any]:
        """What the device holds, by name."""
        return self._world.held(self._device)

    def logins(self) -> dict[str, str]:
        """Return the `Logins` map for what the device holds."""
        return logins_of(self.held)

    def keys(self) -> Keys | None:
        """Return the credentials, as a caller; None when there are none."""
        return keys_of(self.held)

    def seconds_left(self) -> float | None:
        """Return how long the credentials are still good for, 0 when they have expired; None when there are none."""
        expiry = expiry_of(self.held)
        return None if expiry is None else max(0.0, expiry - self._world.now)

    def get_id(self, pool: str = "") -> Reply:
        """Step 1 of both flows: ask the identity pool who this is."""
        asked = {"IdentityPoolId": pool or self.settings.identity_pool_id, **self._with_logins()}
        return self._identity("GetId", asked, {IDENTITY_ID: "IdentityId"})

    def get_open_id_token(self) -> Reply:
        """Step 2 of the basic flow: get a token about the identity."""
        keep = {OPENID_TOKEN: "Token", IDENTITY_ID: "IdentityId"}
        return self._identity("GetOpenIdToken", self._known(), keep)

    def assume_role(self, role_arn: str = "", session_name: str = SESSION_NAME) -> Reply:
        """Step 3 of the basic flow: show the token to STS and ask for a role."""
        asked = {
            "RoleArn": role_arn or self.settings.role_arn,
            "RoleSessionName": session_name,
            "WebIdentityToken": self.held.get(OPENID_TOKEN, ""),
        }
        return self._call("sts", "AssumeRoleWithWebIdentity", asked, {CREDENTIALS: "Credentials"})

    def get_credentials(self) -> Reply:
        """Step 2 of the enhanced flow: credentials straight from the identity pool."""
        return self._identity(
            "GetCredentialsForIdentity", self._known(), {CREDENTIALS: _ENHANCED, IDENTITY_ID: "IdentityId"}
        )

    def _known(self) -> dict[str, Any]:
        return {"IdentityId": self.held.get(IDENTITY_ID, ""), **self._with_logins()}

    def _with_logins(self) -> dict[str, Any]:
        """Leave `Logins` out for a guest, as SDKs do."""
        logins = self.logins()
        return {"Logins": logins} if logins else {}

    def _identity(self, operation: str, asked: dict[str, Any], keep: dict[str, str]) -> Reply:
        return self._call("cognito-identity", operation, asked, keep)

    def _call(self, service: str, operation: str, asked: dict[str, Any], keep: dict[str, str]) -> Reply:
        region = self.settings.region
        return self._world.call(service, operation, asked, region=region, device=self._device, keep=keep)
