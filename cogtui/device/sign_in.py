"""The app's sign-in client: logins in the browser at outside providers, passwords at the user pool, and signing out.

What a login brings stays on the device, under the names of `holdings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cogtui.cloud.holdings import (
    AUTH_STATE,
    DEVICE_KEY,
    LOGIN_TOKENS,
    PROVIDER,
    REFRESH_TOKEN,
    SIGNED_IN,
    STALE,
)
from cogtui.cloud.providers.login_pages import ACTION, CONTINUE
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import Page
from cogtui.device.app import App
from cogtui.device.outside import LOGINS, OutsideLogin, login_at


class SignInClient(App):
    """Signs the person at a device in and out. Tokens are the device's, pending logins the provider's."""

    def open_login(self, way: str) -> Page:
        """Send the browser to a provider's login and return the page that comes: the login form, or the provider's error."""
        request = LOGINS[way].open(self.settings, self._new_state())
        response = self._world.web(request, device=self._device, keep={AUTH_STATE: "nothing"})
        return response.page or Page("Your app", way, error=f"The provider answered {response.status}.")

    def submit(self, page: Page, values: dict[str, str] | None = None) -> Page | None:
        """Send a page's form with `values` over what is filled in; the primary button is pressed where none is named.

        Returns the next page; None when the person is signed in. A login that ended without a token (the person said no,
        the code was refused) comes back as a page without a form that says so.
        """
        if page.action is None:
            return page
        way, login = login_at(page.provider)
        carried = {field.name: field.value for field in page.fields}
        if {login.brings, "error"} & carried.keys():
            return self._form_came(way, login, carried)
        form = {**filled_in(page), **(values or {})}
        request = msgspec.structs.replace(page.action, form=form)
        keep = login.keep if form[ACTION] == CONTINUE else None
        response = self._world.web(request, device=self._device, keep=keep)
        return response.page if response.page is not None else self._returned(way, login, response.body or {})

    def password(self, client_id: str, username: str, password: str) -> Reply:
        """Sign in at the user pool with name and password."""
        parameters = {"USERNAME": username, "PASSWORD": password}
        return self._initiate("USER_PASSWORD_AUTH", client_id, parameters)

    def refresh(self) -> Reply:
        """Get fresh user pool tokens for the refresh token that the device holds.

        GetTokensFromRefreshToken serves every client: those whose refresh tokens rotate have no REFRESH_TOKEN_AUTH.
        """
        given = {"ClientId": self.settings.user_pool_client_id, "RefreshToken": self.held.get(REFRESH_TOKEN, "")}
        if DEVICE_KEY in self.held:
            given["DeviceKey"] = self.held[DEVICE_KEY]
        return self._call("cognito-idp", "GetTokensFromRefreshToken", given)

    def sign_out(self) -> Reply:
        """Forget every token, the identity and the credentials. Nobody else is told: what was issued stays valid."""
        values = dict.fromkeys(SIGNED_IN)
        return self._world.act("device.keep", values=values, device=self._device, title="Sign out")

    def _initiate(self, flow: str, client_id: str, parameters: dict[str, str]) -> Reply:
        request = {"AuthFlow": flow, "ClientId": client_id, "AuthParameters": parameters}
        return self._call("cognito-idp", "InitiateAuth", request)

    def _form_came(self, way: str, login: OutsideLogin, carried: dict[str, str]) -> Page | None:
        """Take what a provider's form carries to the app (OAuth 2.0 Form Post Response Mode; SAML 2.0 Bindings, section 3.5).

        DIFFERS: the form with an assertion for AWS goes to AWS's own console; here the app takes it out of the browser.
        """
        if login.brings in carried:
            brought = {LOGIN_TOKENS[way]: carried[login.brings], PROVIDER: way, **login.beside(self.settings)}
            values = {**dict.fromkeys(STALE), **brought}
            self._world.act("device.keep", values=values, device=self._device, title="The form comes to the app")
        return _ended(way, carried)

    def _returned(self, way: str, login: OutsideLogin, brought: dict[str, Any]) -> Page | None:
        if login.redeem is not None and "code" in brought:
            request = login.redeem(self.settings, brought["code"], brought["state"])
            brought = self._world.web(request, device=self._device, keep=login.redeemed).body or {}
        return _ended(way, brought)


def _ended(way: str, brought: Mapping[str, Any]) -> Page | None:
    """Return the page that says that a login ended without a token; None for one that brought it."""
    if "error" not in brought:
        return None
    error = f"{brought['error']}: {brought.get('error_description', 'the person said no')}"
    return Page("Your app", way, ("The login ended without a token.",), error=error)


def filled_in(page: Page) -> dict[str, str]:
    """Return the form as it is when the person changes nothing and presses the primary button."""
    pressed = next((button.name for button in page.buttons if button.primary), "")
    return {field.name: field.value for field in page.fields} | {ACTION: pressed}
