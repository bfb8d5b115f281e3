"""The ways to sign in that the app offers: straight to an outside provider, at the user pool by the API, at its own pages."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from cogtui.cloud.holdings import AUTH_STATE, CHALLENGE, ID_TOKEN, LOGIN_TOKENS

Way = str
"""A key of `WAYS`."""
Kind = Literal["provider", "api", "hosted", "guest"]

WHERE: Final[dict[Kind, str]] = {
    "provider": "straight to the identity pool",
    "api": "at the user pool, by the API",
    "hosted": "at the user pool, by browser",
    "guest": "not at all",
}
"""Where each kind of way signs in, for people."""


class WayIn(msgspec.Struct, frozen=True):
    """One way to sign in."""

    id: Way
    title: str
    """Short, for the line of choices."""
    kind: Kind
    text: str
    """What is special about it, one sentence."""
    party: str = "UsrPool"
    """Who is asked first."""
    first: str = "InitiateAuth"
    """What the first step is called."""
    flow: str = ""
    """AuthFlow of a sign-in by the API."""
    brings: str = ID_TOKEN
    """What the device holds once the person is signed in."""


def _provider(name: str, title: str, party: str, text: str) -> WayIn:
    return WayIn(name, title, "provider", text, party, f"Log in at {title}", brings=LOGIN_TOKENS[name])


WAYS: Final[dict[Way, WayIn]] = {
    way.id: way
    for way in (
        _provider(
            "facebook", "Facebook", "FB", "Facebook's own login, straight to the identity pool: an opaque token."
        ),
        _provider(
            "google", "Google", "Google", "Google's own login, straight to the identity pool: a JWT of Google's."
        ),
        _provider(
            "amazon", "Amazon", "Amazon", "Login with Amazon, straight to the identity pool: an opaque token again."
        ),
        _provider(
            "apple",
            "Apple",
            "Apple",
            "Sign in with Apple, straight: the answer comes back as a form, the name only once.",
        ),
        _provider(
            "oidc",
            "company OIDC",
            "OIDC",
            "Any OpenID provider that IAM has registered: its ID token, by its issuer's name.",
        ),
        _provider(
            "saml",
            "company SAML",
            "SAML",
            "A company's SAML provider: a signed assertion, for the enhanced flow (x) alone.",
        ),
        WayIn(
            "user_pool", "user pool", "api", "Name and password go to the pool in one call.", flow="USER_PASSWORD_AUTH"
        ),
        WayIn("srp", "SRP", "api", "The app proves the password; it never leaves the device.", flow="USER_SRP_AUTH"),
        WayIn(
            "choice",
            "choice",
            "api",
            "The pool offers first factors to choose from: password, SRP, a code by e-mail or SMS.",
            flow="USER_AUTH",
        ),
        WayIn("custom", "custom", "api", "Your own functions ask, as often as they like.", flow="CUSTOM_AUTH"),
        WayIn(
            "hosted",
            "hosted pages",
            "hosted",
            "The browser goes to the pool's own pages and comes back with a code; from there on to outside providers too.",
            first="Open the sign-in page",
        ),
        WayIn("guest", "guest", "guest", "Nobody signs in: the identity pool gives a guest an identity.", brings=""),
    )
}
"""In the order in which they are offered."""


def under_way(held: dict[str, Any]) -> Way | None:
    """Return the way of a sign-in that has begun and waits, as far as what the device holds tells; else None."""
    if held.get(CHALLENGE):
        flow = held[CHALLENGE].get("flow")
        return next((way.id for way in WAYS.values() if flow and way.flow == flow), None)
    return "hosted" if held.get(AUTH_STATE) else None
