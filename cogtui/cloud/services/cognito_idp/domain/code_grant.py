"""The grant authorization_code: a code is good once, within five minutes, for the app, address and verifier it was made for.

Source: RFC 6749, section 4.1.3; RFC 7636, section 4.6; RFC 9700, section 2.1.1.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_idp.clients.client_oauth import asked as oauth_of
from cogtui.cloud.services.cognito_idp.domain import answers
from cogtui.cloud.services.cognito_idp.domain.records import AUTHORIZATION_CODES, AuthorizationCode
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.services.cognito_idp.tokens import user_tokens
from cogtui.cloud.services.cognito_idp.tokens.token_scopes import unreadable
from cogtui.cloud.services.cognito_idp.tokens.user_tokens import Grant
from cogtui.cloud.tokens.segments import text_of

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a PKCE verifier (RFC 7636, section 4.2)."""
    return text_of(hashlib.sha256(answers.octets(verifier)).digest())


def redeem(call: Call, app: App, form: dict[str, str]) -> dict[str, Any]:
    """Return tokens for a code, refresh token included. A refused exchange does not use the code up.

    DIFFERS: whether AWS lets a code live on after a wrong verifier is not documented.
    """
    code = _good_code(call, app, form["code"])
    _check_address(call, app, code, form["redirect_uri"])
    _check_verifier(call, code, form.get("code_verifier", ""))
    user = _user(call, code)
    hidden = unreadable(app.client, code.scopes)
    place = app.client.place("ReadAttributes", "read_attributes")
    barred = answers.refusal("invalid_grant")
    call.require("oauth.grant.readable", not hidden, barred, place=place, scopes=code.scopes, unreadable=hidden)
    call.tx.put(AUTHORIZATION_CODES, msgspec.structs.replace(code, used=True))
    grant = Grant(code.scopes, code.auth_time, code.nonce, code.audience, browser=code.browser)
    return user_tokens.begin_session(call, app, user, grant)


def _good_code(call: Call, app: App, text: str) -> AuthorizationCode:
    bad = answers.refusal("invalid_grant")
    code = call.tx.get(AUTHORIZATION_CODES, (app.pool.id, text))
    call.require("oauth.code", code is not None, bad, has=text)
    assert code is not None
    own = code.client_id == app.client.client_id
    call.require("oauth.code.client", own, bad, wants=code.client_id, has=app.client.client_id)
    call.require("oauth.code.once", not code.used, bad)
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    call.require("oauth.code.expiry", call.now < code.expires, bad, now=now, expires=code.expires)
    return code


def _check_address(call: Call, app: App, code: AuthorizationCode, uri: str) -> None:
    wants, place = oauth_of(app.client.settings).callbacks, app.client.place("CallbackURLs", "settings")
    strange = answers.refusal("unauthorized_client", "invalid_redirect")
    call.require("oauth.redirect", uri in wants, strange, place=place, wants=wants, has=uri)
    same = uri == code.redirect_uri
    call.require("oauth.code.redirect", same, answers.refusal("invalid_grant"), wants=code.redirect_uri, has=uri)


def _check_verifier(call: Call, code: AuthorizationCode, verifier: str) -> None:
    """Refuse who did not begin this sign-in; a verifier for a code without a challenge is refused too (RFC 9700)."""
    if not code.code_challenge and not verifier:
        return
    given = challenge_of(verifier) if _VERIFIER.fullmatch(verifier) else ""
    same = bool(given) and hmac.compare_digest(given, code.code_challenge)
    call.require("oauth.pkce", same, answers.refusal("invalid_grant"), wants=code.code_challenge, has=given)


def _user(call: Call, code: AuthorizationCode) -> User:
    user = call.tx.get(USERS, (code.pool_id, code.user_key))
    there = user is not None and user.sub == code.sub and user.enabled
    call.require("oauth.code.user", there, answers.refusal("invalid_grant"), sub=code.sub)
    assert user is not None
    return user
