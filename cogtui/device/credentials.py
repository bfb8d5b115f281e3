"""The app's credentials provider: from the tokens on the device to AWS credentials, by the basic or the enhanced flow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.callers import ANONYMOUS, Keys
from cogtui.cloud.holdings import (
    ID_TOKEN,
    IDENTITY_ID,
    LOGIN_TOKENS,
    OIDC_ID_TOKEN,
    OPENID_TOKEN,
    SAML_ASSERTION,
    SAML_PROVIDER,
    keys_of,
)
from cogtui.cloud.providers.registry import PROVIDERS
from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Reply
from cogtui.device.app import App

SESSION_NAME = "reports-app"
"""RoleSessionName of the basic flow, where the app chooses it."""


def logins_of(held: dict[str, Any]) -> dict[str, str]:
    """Return the `Logins` map for what a device holds: provider -> its token. Empty for a guest."""
    logins = {login_key(held, name): held.get(name) for name in LOGIN_TOKENS.values()}
    return {key: token for key, token in logins.items() if key and token}


def login_key(held: dict[str, Any], name: str) -> str:
    """Return the key in `Logins` of a token that a device holds; empty for what can be no login."""
    return _KEYS[name](held)


def _fixed(provider: str) -> Callable[[dict[str, Any]], str]:
    return lambda held: PROVIDERS[provider].login_key


def _issuer(name: str) -> Callable[[dict[str, Any]], str]:
    """Return a reader of the issuer of an ID token: user pools and OpenID providers are known by it, without `https://`."""

    def read_it(held: dict[str, Any]) -> str:
        claims = read(str(held.get(name, ""))).claims or {}
        return str(claims.get("iss", "")).removeprefix("https://")

    return read_it


_KEYS: dict[str, Callable[[dict[str, Any]], str]] = {
    **{LOGIN_TOKENS[provider]: _fixed(provider) for provider in ("facebook", "google", "amazon", "apple")},
    OIDC_ID_TOKEN: _issuer(OIDC_ID_TOKEN),
    SAML_ASSERTION: lambda held: str(held.get(SAML_PROVIDER, "")),
    ID_TOKEN: _issuer(ID_TOKEN),
}
"""Login token -> how its key in `Logins` is found."""


class CredentialsProvider(App):
    """Gets credentials for whoever is signed in at a device. Each step is one call, and the device keeps what it brings."""

    def logins(self) -> dict[str, str]:
        """Return the `Logins` map for what the device holds."""
        return logins_of(self.held)

    def keys(self) -> Keys | None:
        """Return the credentials, as a caller; None when there are none."""
        return keys_of(self.held)

    def send(self, service: str, operation: str, params: dict[str, Any]) -> Reply:
        """Make a call with the credentials; unsigned when there are none."""
        return self._world.call(service, operation, params, caller=self.keys() or ANONYMOUS, device=self._device)

    def get_id(self, pool: str = "") -> Reply:
        """Step 1 of both flows: ask the identity pool who this is."""
        asked = {"IdentityPoolId": pool or self.settings.identity_pool_id, **self._with_logins()}
        return self._call("cognito-identity", "GetId", asked)

    def get_open_id_token(self) -> Reply:
        """Step 2 of the basic flow: get a token about the identity."""
        return self._call("cognito-identity", "GetOpenIdToken", self._known())

    def assume_role(self, role_arn: str = "", session_name: str = SESSION_NAME) -> Reply:
        """Step 3 of the basic flow: show the token to STS and ask for a role."""
        asked = {
            "RoleArn": role_arn or self.settings.role_arn,
            "RoleSessionName": session_name,
            "WebIdentityToken": self.held.get(OPENID_TOKEN, ""),
        }
        return self._call("sts", "AssumeRoleWithWebIdentity", asked)

    def get_credentials(self) -> Reply:
        """Step 2 of the enhanced flow: credentials straight from the identity pool."""
        return self._call("cognito-identity", "GetCredentialsForIdentity", self._known())

    def _known(self) -> dict[str, Any]:
        return {"IdentityId": self.held.get(IDENTITY_ID, ""), **self._with_logins()}

    def _with_logins(self) -> dict[str, Any]:
        """Leave `Logins` out for a guest, as SDKs do."""
        logins = self.logins()
        return {"Logins": logins} if logins else {}
