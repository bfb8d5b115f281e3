"""The app's sign-in at its user pool's own pages: authorization code with PKCE, in the device's browser.

RFC 6749, section 4.1; RFC 7636; RFC 8252; Developer Guide, "User pool endpoints and managed login reference".
"""

from __future__ import annotations

from typing import Final

import msgspec

from cogtui.cloud.devices import SAVED_LOGIN
from cogtui.cloud.holdings import (
    ACCESS_TOKEN,
    AUTH_CODE,
    AUTH_STATE,
    ID_TOKEN,
    PROVIDER,
    REFRESH_TOKEN,
    STALE,
    literal,
)
from cogtui.cloud.providers.google_tokens import challenge_of
from cogtui.cloud.web import Page, WebRequest, WebResponse
from cogtui.device.app import App
from cogtui.device.browser import Browser, Visit
from cogtui.device.outside import verifier_of
from cogtui.device.sign_in import filled_in

SCOPES: Final = "openid email profile aws.cognito.signin.user.admin"

_SAVED_AS: Final = {"username": "username", "current-password": "password"}
"""What a field may be filled in with -> what the password store calls it."""

_TOKENS: Final = {
    ID_TOKEN: "id_token",
    ACCESS_TOKEN: "access_token",
    REFRESH_TOKEN: "refresh_token",
    PROVIDER: "id_token && 'user_pool'",
    AUTH_CODE: "nothing",
    AUTH_STATE: "nothing",
    **STALE,
}
"""A code is good once."""


class HostedSignIn(App):
    """Sends the person to the pool's pages and redeems the code that comes back."""

    def open(self, provider: str = "") -> Page | None:
        """Open the sign-in in the browser, straight at an outside provider where one is named.

        Returns the page that comes; None where the browser came back to the app with a code at once.
        """
        settings, state = self.settings, self._new_state()
        query = {
            "response_type": "code",
            "client_id": settings.hosted_client_id,
            "redirect_uri": settings.redirect_uri,
            "scope": SCOPES,
            "state": state,
            "nonce": state[:16],
            "code_challenge": challenge_of(verifier_of(state)),
            "code_challenge_method": "S256",
        } | ({"identity_provider": provider} if provider else {})
        request = WebRequest("GET", settings.domain, "/oauth2/authorize", query)
        return self._arrived(self._browser().open(request, {AUTH_STATE: literal(state), **_code(state)}))

    def submit(self, page: Page, values: dict[str, str]) -> Page | None:
        """Send a page's form; the next page, or None once the browser is back at the app."""
        if page.action is None:
            return page
        return self._arrived(self._browser().submit(page, filled_in(page) | values, _code(self._state)))

    def follow(self, to: WebRequest) -> Page | None:
        """Follow a link of a page."""
        return self._arrived(self._browser().open(to, _code(self._state)))

    def redeem(self) -> WebResponse:
        """Redeem the code at the token endpoint, with the verifier that only this app knows."""
        settings = self.settings
        form = {
            "grant_type": "authorization_code",
            "client_id": settings.hosted_client_id,
            "redirect_uri": settings.redirect_uri,
            "code": self.held.get(AUTH_CODE, ""),
            "code_verifier": verifier_of(self._state),
        }
        request = WebRequest("POST", settings.domain, "/oauth2/token", form=form)
        return self._world.web(request, device=self._device, keep=_TOKENS)

    def _browser(self) -> Browser:
        return Browser(self._world, self.settings.redirect_uri, self._device)

    def _arrived(self, visit: Visit) -> Page | None:
        brought = visit.brought
        if brought is None or "error" not in brought:
            return visit.page and self._filled_in(visit.page)
        said = f"{brought['error']}: {brought.get('error_description', 'the person said no')}"
        return Page("Your app", "user_pool", ("The browser came back without a code.",), error=said)

    def _filled_in(self, page: Page) -> Page:
        """Return one of the pool's pages as the browser's password store fills it in."""
        if page.provider != "cognito":
            return page
        saved: dict[str, str] = self.held.get(SAVED_LOGIN) or {}
        fields = (
            msgspec.structs.replace(field, value=field.value or saved.get(_SAVED_AS.get(field.autocomplete, ""), ""))
            for field in page.fields
        )
        return msgspec.structs.replace(page, fields=tuple(fields))

    @property
    def _state(self) -> str:
        return str(self.held.get(AUTH_STATE, ""))


def _code(state: str) -> dict[str, str]:
    """Return how a code is kept: out of the redirect that brings the app's own state along."""
    return {AUTH_CODE: f"(state == {literal(state)} && code) || `null`"}
