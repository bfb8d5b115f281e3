"""What a pool's domain remembers: browsers' sessions, authorization codes, sign-ins that wait for one more step."""

from __future__ import annotations

import msgspec

from cogtui.cloud.store import Table


class BrowserSession(msgspec.Struct, frozen=True, gc=False):
    """A browser in which somebody has signed in: single sign-on for all apps of the pool, for an hour."""

    pool_id: str
    id: str
    """Value of the cookie."""
    user_key: str
    sub: str
    provider: str
    """Where the user signed in: "COGNITO", or the pool's name of the outside provider."""
    auth_time: int
    expires: float


class AuthorizationCode(msgspec.Struct, frozen=True, gc=False):
    """A code on its way from the browser to the app: good for one exchange (RFC 6749, section 4.1.2)."""

    pool_id: str
    code: str
    client_id: str
    user_key: str
    sub: str
    redirect_uri: str
    scopes: tuple[str, ...]
    auth_time: int
    expires: float
    nonce: str | None = None
    code_challenge: str = ""
    """S256; empty where the app sent none (RFC 7636)."""
    audience: str = ""
    """`resource` of the request (RFC 8707)."""
    browser: str = ""
    """The browser's session."""
    used: bool = False


class HalfSignIn(msgspec.Struct, frozen=True, gc=False):
    """Somebody who proved a password, or has just signed up, and has one more step to take; the id stands in the form."""

    pool_id: str
    id: str
    user_key: str
    sub: str
    username: str
    """As it was typed."""
    expires: float
    browser: str = ""
    """The form token of the browser that may go on with it."""
    challenge: str = ""
    """The API's challenge that is asked; empty where a sign-up's code is."""
    flow: str = ""
    """The API's flow that it is a challenge of."""
    first: bool = False
    """It asks for the first factor yet; nobody may have the name, and nobody is told."""
    session: str = ""
    """The challenge's Session: no browser is told it."""
    told: dict[str, str] = {}
    """What the page shows of it: ChallengeParameters, and the secret that a set-up gave."""
    used: bool = False
    """The step was taken. It is kept until it expires, so that a page that is sent again can be told so."""


class Federation(msgspec.Struct, frozen=True, gc=False):
    """A browser that was sent to an outside provider and is expected back."""

    pool_id: str
    state: str
    """What the provider hands back untouched, and what the browser's cookie holds; the app's own `state` is in `query`."""
    provider: str
    query: dict[str, str]
    """The app's request, as it came to /oauth2/authorize."""
    nonce: str
    expires: float
    used: bool = False


class SeenAssertion(msgspec.Struct, frozen=True, gc=False):
    """A SAML assertion that signed somebody in: it does so once (SAML Profiles, section 4.1.4.5)."""

    pool_id: str
    provider: str
    id: str
    expires: float
    """From then on it would be refused anyway."""


SESSIONS = Table(
    "idp.browser_sessions", BrowserSession, lambda row: (row.pool_id, row.id), expires=lambda row: row.expires
)
AUTHORIZATION_CODES = Table(
    "idp.authorization_codes", AuthorizationCode, lambda row: (row.pool_id, row.code), expires=lambda row: row.expires
)
HALF_SIGN_INS = Table(
    "idp.half_sign_ins", HalfSignIn, lambda row: (row.pool_id, row.id), expires=lambda row: row.expires
)
FEDERATIONS = Table(
    "idp.federations", Federation, lambda row: (row.pool_id, row.state), expires=lambda row: row.expires
)
SEEN_ASSERTIONS = Table(
    "idp.seen_assertions",
    SeenAssertion,
    lambda row: (row.pool_id, row.provider, row.id),
    expires=lambda row: row.expires,
)
