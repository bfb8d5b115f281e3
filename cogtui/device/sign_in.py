"""The app's sign-in client: logins in the browser at Facebook and Google, passwords at the user pool, and signing out.

What a login brings stays on the device, under the names of `holdings`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

import msgspec

from cogtui.cloud.holdings import (
    AUTH_STATE,
    DEVICE_KEY,
    FACEBOOK_TOKEN,
    GOOGLE_ID_TOKEN,
    PROVIDER,
    REFRESH_TOKEN,
    SIGNED_IN,
    STALE,
)
from cogtui.cloud.ids import derived
from cogtui.cloud.providers import facebook, google
from cogtui.cloud.providers.google_tokens import challenge_of
from cogtui.cloud.providers.login_pages import ACTION, CONTINUE
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import Page, WebRequest, WebResponse
from cogtui.device.app import App
from cogtui.device.settings import AppSettings

FACEBOOK_KEEP = {FACEBOOK_TOKEN: "access_token", PROVIDER: "access_token && 'facebook'", **STALE}
GOOGLE_KEEP = {GOOGLE_ID_TOKEN: "id_token", PROVIDER: "id_token && 'google'", **STALE}


def facebook_login(settings: AppSettings, state: str) -> WebRequest:
    """Return the request that opens Facebook's dialog, as Facebook's own SDK in a browser does: for a token at once."""
    query = {
        "client_id": settings.facebook_app_id,
        "redirect_uri": settings.redirect_uri,
        "response_type": "token",
        "scope": "public_profile,email",
        "state": state,
    }
    return WebRequest("GET", facebook.BRAND.host, facebook.DIALOG, query)


def google_login(settings: AppSettings, state: str) -> WebRequest:
    """Return the request that opens Google's login for a code, with PKCE (RFC 7636; RFC 8252, section 6)."""
    query = {
        "client_id": settings.google_client_id,
        "redirect_uri": settings.redirect_uri,
        "response_type": "code",
        "scope": "openid email profile",
        "state": state,
        "code_challenge": challenge_of(verifier_of(state)),
        "code_challenge_method": "S256",
    }
    return WebRequest("GET", google.BRAND.host, google.AUTH, query)


def google_exchange(settings: AppSettings, code: str, state: str) -> WebRequest:
    """Return the request that redeems the code."""
    form = {
        "grant_type": "authorization_code",
        "client_id": settings.google_client_id,
        "redirect_uri": settings.redirect_uri,
        "code": code,
        "code_verifier": verifier_of(state),
    }
    return WebRequest("POST", "oauth2.googleapis.com", "/token", form=form)


def verifier_of(state: str) -> str:
    """Return the PKCE verifier of the login with `state`.

    DIFFERS: a real app draws it at random and remembers it; this one derives it, so that it needn't.
    """
    return base64.urlsafe_b64encode(derived(state.encode(), 0, "pkce", 32)).rstrip(b"=").decode()


OPENERS: dict[str, Callable[[AppSettings, str], WebRequest]] = {"facebook": facebook_login, "google": google_login}
"""Provider -> the request that opens its login."""
_KEEP = {"facebook": FACEBOOK_KEEP, "google": STALE}
"""Provider -> what the device keeps of the redirect; Google's brings only a code."""


class SignInClient(App):
    """Signs the person at a device in and out. Tokens are the device's, pending logins the provider's."""

    def open_login(self, provider: str) -> Page:
        """Send the browser to a provider's login and return the page that comes: the login form, or the provider's error."""
        request = OPENERS[provider](self.settings, self._new_state())
        return self._page(provider, self._world.web(request, device=self._device, keep={AUTH_STATE: "nothing"}))

    def submit(self, page: Page, values: dict[str, str] | None = None) -> Page | None:
        """Send a page's form with `values` over what is filled in; the primary button is pressed where none is named.

        Returns the next page; None when the person is signed in. A login that ended without a token (the person said no,
        the code was refused) comes back as a page without a form that says so.
        """
        if page.action is None:
            return page
        form = {**filled_in(page), **(values or {})}
        keep = _KEEP[page.provider] if form[ACTION] == CONTINUE else None
        request = msgspec.structs.replace(page.action, form=form)
        response = self._world.web(request, device=self._device, keep=keep)
        if response.page is not None:
            return response.page
        return self._returned(page.provider, response)

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

    def _returned(self, provider: str, response: WebResponse) -> Page | None:
        brought = response.body or {}
        if provider == "google" and "code" in brought:
            request = google_exchange(self.settings, brought["code"], brought["state"])
            brought = self._world.web(request, device=self._device, keep=GOOGLE_KEEP).body or {}
        if "error" not in brought:
            return None
        error = f"{brought['error']}: {brought.get('error_description', 'the person said no')}"
        return Page("Your app", provider, ("The login ended without a token.",), error=error)

    def _page(self, provider: str, response: WebResponse) -> Page:
        return response.page or Page("Your app", provider, error=f"The provider answered {response.status}.")


def filled_in(page: Page) -> dict[str, str]:
    """Return the form as it is when the person changes nothing and presses the primary button."""
    pressed = next((button.name for button in page.buttons if button.primary), "")
    return {field.name: field.value for field in page.fields} | {ACTION: pressed}
