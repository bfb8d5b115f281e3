"""What outside providers remember: their users and apps, logins on their way, codes and access tokens."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.store import Table

LOGIN_SECONDS = 86400
"""After so long a login that nobody went on with may be forgotten."""

ProviderName = str
"""A provider's name in code: "facebook", or what a world calls an OpenID provider of its own (`registry`)."""


class ProviderUser(msgspec.Struct, frozen=True, gc=False):
    """A person with an account at a provider."""

    provider: ProviderName
    id: str
    """What the provider's tokens name the person by: `user_id` at Facebook and Amazon, `sub` at all others.

    DIFFERS: Facebook gives every app an id of its own for the same person.
    """
    email: str
    name: str
    password: str
    """Plain, because the simulated login page fills it in for the learner."""
    number: int
    """Counts up; the page is filled in for the first."""
    claims: dict[str, Any] = {}
    """What an OpenID provider of the world's own says beside names and address: {"department": "press"}."""

    @property
    def given_name(self) -> str:
        """All but the last word of the name, or the name itself."""
        return self.name.rpartition(" ")[0] or self.name

    @property
    def family_name(self) -> str:
        """The last word of a name of several words, else empty."""
        return self.name.rpartition(" ")[2] if " " in self.name else ""


class ProviderApp(msgspec.Struct, frozen=True, gc=False):
    """An app that a developer registered with a provider."""

    provider: ProviderName
    app_id: str
    """Facebook's app id; everybody else's client id."""
    name: str
    """What the consent page calls it."""
    secret: str
    """Apple's app has a private key in its place: the client secret is a JWT signed with it."""
    redirect_uris: tuple[str, ...]
    """Where logins may return to, to the letter. For a user pool that lets people sign in with the app, it is
    `https://DOMAIN/oauth2/idpresponse`."""
    team_id: str = ""
    """Apple's: the developer's, and the next one the key's."""
    key_id: str = ""


class ProviderLogin(msgspec.Struct, frozen=True, gc=False):
    """A login on its way from page to page; its id travels in a hidden field."""

    provider: ProviderName
    id: str
    app_id: str
    redirect_uri: str
    response_type: str
    scopes: tuple[str, ...]
    state: str = ""
    """The app's own, handed back untouched (RFC 6749, section 10.12)."""
    nonce: str = ""
    code_challenge: str = ""
    code_challenge_method: str = ""
    """"S256", "plain"."""
    user_id: str = ""
    """Empty until somebody has logged in."""
    begun: float = 0.0


class ProviderCode(msgspec.Struct, frozen=True, gc=False):
    """An authorization code: good for one exchange (RFC 6749, section 4.1.2)."""

    code: str
    login: ProviderLogin
    expires: float
    used: bool = False


class ProviderToken(msgspec.Struct, frozen=True, gc=False):
    """An access token: opaque to everybody but the provider, who remembers here what it stands for."""

    provider: ProviderName
    token: str
    app_id: str
    user_id: str
    scopes: tuple[str, ...]
    issued: float
    expires: float


USERS = Table("provider.users", ProviderUser, lambda row: (row.provider, row.id))
APPS = Table("provider.apps", ProviderApp, lambda row: (row.provider, row.app_id))
LOGINS = Table(
    "provider.logins", ProviderLogin, lambda row: (row.provider, row.id), expires=lambda row: row.begun + LOGIN_SECONDS
)
CODES = Table(
    "provider.codes", ProviderCode, lambda row: (row.login.provider, row.code), expires=lambda row: row.expires
)
TOKENS = Table("provider.tokens", ProviderToken, lambda row: (row.provider, row.token), expires=lambda row: row.expires)
