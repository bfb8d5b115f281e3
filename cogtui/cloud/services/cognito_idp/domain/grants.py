"""What the app gets once somebody is signed in: a code in the query, or tokens in the fragment.

Source: RFC 6749, sections 4.1.2 and 4.2.2; Developer Guide, "Redirect and authorization endpoint".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain import answers
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.records import AUTHORIZATION_CODES, AuthorizationCode, BrowserSession
from cogtui.cloud.services.cognito_idp.domain.trigger_refusals import to_app, told_by
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.tokens import user_tokens
from cogtui.cloud.web import WebResponse

CODE_SECONDS = 300


def granted(
    call: Call, asked: AppRequest, session: BrowserSession, user: User, cookies: tuple[str, ...] = ()
) -> WebResponse:
    """Send the browser back to the app with what it asked for."""
    with told_by(to_app(asked)):
        brought, mark = _BRINGS[asked.response_type](call, asked, session, user)
    if asked.state is not None:
        brought["state"] = asked.state
    return answers.to_app(asked.redirect_uri, brought, mark=mark, cookies=cookies)


def _code(call: Call, asked: AppRequest, session: BrowserSession, user: User) -> tuple[answers.Brought, str]:
    code = AuthorizationCode(
        pool_id=user.pool_id,
        code=call.ids.uuid(),
        client_id=asked.app.client.client_id,
        user_key=user.key,
        sub=user.sub,
        redirect_uri=asked.redirect_uri,
        scopes=asked.scopes,
        auth_time=session.auth_time,
        expires=call.now + CODE_SECONDS,
        nonce=asked.query.get("nonce"),
        code_challenge=asked.query.get("code_challenge", ""),
        audience=asked.query.get("resource", ""),
        browser=session.id,
    )
    call.tx.put(AUTHORIZATION_CODES, code)
    return {"code": code.code}, "?"


def _tokens(call: Call, asked: AppRequest, session: BrowserSession, user: User) -> tuple[answers.Brought, str]:
    grant = user_tokens.Grant(
        asked.scopes,
        session.auth_time,
        nonce=asked.query.get("nonce"),
        audience=asked.query.get("resource", ""),
        lasting=False,
        browser=session.id,
    )
    result = user_tokens.begin_session(call, asked.app, user, grant)
    id_token: dict[str, Any] = {"id_token": result["IdToken"]} if "IdToken" in result else {}
    # AWS writes `bearer` here, and `Bearer` at the token endpoint.
    rest = {"access_token": result["AccessToken"], "token_type": "bearer", "expires_in": result["ExpiresIn"]}
    return id_token | rest, "#"


_BRINGS = {"code": _code, "token": _tokens}
