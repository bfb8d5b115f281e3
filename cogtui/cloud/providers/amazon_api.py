"""Amazon's API for logins: redeem a code, say what a token stands for, say who somebody is.

Shapes: Login with Amazon, "Authorization code grant", "Obtain customer profile information".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.providers import code_grant, directory, logins
from cogtui.cloud.providers.code_grant import oauth_error
from cogtui.cloud.providers.records import ProviderLogin, ProviderToken, ProviderUser
from cogtui.cloud.providers.registry import Route
from cogtui.cloud.web import WebRequest, WebResponse

HOST = "api.amazon.com"
ISSUER = "https://www.amazon.com"
"""What tokeninfo calls the issuer."""
TOKEN_SECONDS = 3600

_NO_TOKEN = "The request is missing a required parameter : access_token"
_BAD_TOKEN = "The request has an invalid parameter : access_token"
_LATE_TOKEN = "The access token provided has expired"


def tokens(call: Call, login: ProviderLogin) -> dict[str, str | int]:
    """Make an access token for a finished login. DIFFERS: no refresh token comes with it."""
    token = logins.new_token(call, login, "Atza|" + call.ids.text(190, ALNUM + "-_"), TOKEN_SECONDS)
    return {"access_token": token.token, "token_type": "bearer", "expires_in": TOKEN_SECONDS}


def security_profile(client_id: str) -> str:
    """Return the id of an app's security profile: what identity pools know the app by, where user pools want its client id.

    DIFFERS: at Amazon the two ids share nothing; here one follows from the other.
    """
    return "amzn1.application." + client_id.rpartition(".")[2]


def redeem(call: Call, request: WebRequest) -> WebResponse:
    """Exchange an authorization code for an access token."""
    return WebResponse(body=dict(tokens(call, code_grant.redeemed(call, request, "amazon"))))


def tokeninfo(call: Call, request: WebRequest) -> WebResponse:
    """Say what an access token stands for: whoever takes one from a browser has to ask whether it is their app's."""
    call.title = call.title or "Whose token is this?"
    token = _valid(call, request.query.get("access_token", ""))
    body: dict[str, Any] = {
        "iss": ISSUER,
        "user_id": token.user_id,
        "aud": token.app_id,
        "app_id": security_profile(token.app_id),
        "exp": int(token.expires - call.now),
        "iat": int(token.issued),
    }
    return WebResponse(body=body)


def profile(call: Call, request: WebRequest) -> WebResponse:
    """Say who the token's user is, as far as the token's scopes go. DIFFERS: nobody here has told a postal code."""
    call.title = call.title or "Who is it?"
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    shown = bearer if scheme.lower() == "bearer" else request.query.get("access_token", "")
    token = _valid(call, shown)
    user = directory.user_of(call.tx, "amazon", token.user_id)
    assert user is not None
    fields = {"user_id": user.id} | {name: read(user) for name, read in _FIELDS.items() if "profile" in token.scopes}
    return WebResponse(body=fields)


_FIELDS: dict[str, Callable[[ProviderUser], str]] = {"email": lambda user: user.email, "name": lambda user: user.name}
"""What the scope `profile` shows beside the user's id."""


def _valid(call: Call, text: str) -> ProviderToken:
    """Return the token that a request shows; refuse the request when it is no good."""
    call.require("provider.token.given", text, oauth_error("invalid_request", _NO_TOKEN))
    token = directory.token_of(call.tx, "amazon", text)
    call.require("provider.token", token, oauth_error("invalid_token", _BAD_TOKEN), has=text)
    assert token is not None
    late, now = oauth_error("invalid_token", _LATE_TOKEN), logins.world_time(call)
    call.require("provider.token.expiry", call.now < token.expires, late, now=now, expires=token.expires)
    return token


ROUTES: dict[tuple[str, str], Route] = {
    ("POST", f"{HOST}/auth/o2/token"): redeem,
    ("GET", f"{HOST}/auth/o2/tokeninfo"): tokeninfo,
    ("GET", f"{HOST}/user/profile"): profile,
}
