"""Users' sessions: ListUserSessions and RevokeUserSession, by the user or an administrator.

A token session is a sign-in at an app; an SSO session is that of a browser at the pool's domain, from which token sessions
come. Source: the API pages of the operations; Developer Guide, "Token revocation".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp.domain.records import SESSIONS as BROWSER_SESSIONS
from cogtui.cloud.services.cognito_idp.domain.records import BrowserSession
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.sessions import session_rules, tracked
from cogtui.cloud.services.cognito_idp.tokens import user_tokens
from cogtui.cloud.services.cognito_idp.tokens.access import signed_in
from cogtui.cloud.services.cognito_idp.traces import Session

ON_A_PAGE = 125
UNKNOWN = "unknown"
"""DIFFERS: AWS reads the kind of device out of the User-Agent, and the place out of the address."""


class _Tokens(msgspec.Struct, frozen=True):
    """A token session."""

    id: str
    row: Session


class _Browser(msgspec.Struct, frozen=True):
    """An SSO session."""

    id: str
    row: BrowserSession


def list_user_sessions(call: Call, *, AccessToken: str, NextToken: str | None = None) -> dict[str, Any]:
    """List the user's own sessions, of every app (API ListUserSessions)."""
    del NextToken  # the page reads it
    who = signed_in(call, AccessToken)
    return _listed(call, who.user, _token_id(who.session))


def admin_list_user_sessions(
    call: Call, *, UserPoolId: str, Username: str, NextToken: str | None = None
) -> dict[str, Any]:
    """List a user's sessions (API AdminListUserSessions)."""
    del NextToken
    return _listed(call, user_named(call, pool_named(call, UserPoolId), Username), current="")


def revoke_user_session(
    call: Call, *, AccessToken: str, SessionId: str, RevokeAssociatedSessions: str = "NONE"
) -> dict[str, Any]:
    """End another of the user's own sessions (API RevokeUserSession)."""
    who = signed_in(call, AccessToken)
    _require_tracked(call, who.user)
    another = SessionId != _token_id(who.session)
    call.require("idp.sessions.another", another, session_rules.own_session, session=SessionId)
    _revoke(call, who.user, SessionId, linked=RevokeAssociatedSessions == "LINKED")
    return {}


def admin_revoke_user_session(
    call: Call, *, UserPoolId: str, Username: str, SessionId: str, RevokeAssociatedSessions: str = "NONE"
) -> dict[str, Any]:
    """End one of a user's sessions (API AdminRevokeUserSession)."""
    user = user_named(call, pool_named(call, UserPoolId), Username)
    _require_tracked(call, user)
    _revoke(call, user, SessionId, linked=RevokeAssociatedSessions == "LINKED")
    return {}


def _require_tracked(call: Call, user: User) -> None:
    tracking = tracked.tracking_of(call.tx, user.pool_id)
    call.require("idp.sessions.tracked", tracking.on, session_rules.not_tracked, place=tracking.place)


def _listed(call: Call, user: User, current: str) -> dict[str, Any]:
    _require_tracked(call, user)
    shown = [_described(found, current) for found in (*_token_sessions(call, user), *_browser_sessions(call, user))]
    shown.sort(key=lambda entry: entry["SessionId"])
    page = page_of(call, shown, lambda entry: entry["SessionId"], ON_A_PAGE, BY_NEXT_TOKEN)
    return {"Sessions": page.rows, **page.more}


def _token_sessions(call: Call, user: User) -> list[_Tokens]:
    return [_Tokens(_token_id(row), row) for row in tracked.active(call, user)]


def _browser_sessions(call: Call, user: User) -> list[_Browser]:
    rows = (row for row in call.tx.scan(BROWSER_SESSIONS, user.pool_id) if row.sub == user.sub)
    return [_Browser(_browser_id(row.id), row) for row in rows if call.now < row.expires]


def _token_id(row: Session) -> str:
    return tracked.session_id("tkn", row.event_id)


def _browser_id(cookie: str) -> str:
    return tracked.session_id("sso", cookie)


def _described(found: _Tokens | _Browser, current: str) -> dict[str, Any]:
    if isinstance(found, _Browser):
        # DIFFERS: what else AWS tells of an SSO session (its app, its last use, its address) the pages do not keep.
        began = timestamp(found.row.auth_time)
        times = {"CreateDate": began, "LastActiveDate": began}
        return {"SessionId": found.id, "SessionType": "SSO", **times, "DeviceType": UNKNOWN, "IsCurrentSession": False}
    row = found.row
    assert row.used is not None
    return {
        "SessionId": found.id,
        "SessionType": "TOKEN",
        "ClientId": row.client_id,
        "CreateDate": timestamp(row.began),
        "LastActiveDate": timestamp(row.used),
        "DeviceType": UNKNOWN,
        "LastIPAddress": row.address,
        "LastLocation": {"Country": UNKNOWN},
        **({"OriginSessionId": _browser_id(row.browser)} if row.browser else {}),
        "IsCurrentSession": found.id == current,
    }


def _revoke(call: Call, user: User, session_id: str, *, linked: bool) -> None:
    """End a session, and those that it came from or that came from it."""
    tokens, browsers = _token_sessions(call, user), _browser_sessions(call, user)
    known = {found.id for found in (*tokens, *browsers)}
    call.require("idp.sessions.exists", session_id in known, session_rules.not_found, session=session_id)
    ended = {session_id}
    if linked:
        ended |= {_browser_id(found.row.browser) for found in tokens if found.id == session_id and found.row.browser}
        ended |= {found.id for found in tokens if found.row.browser and _browser_id(found.row.browser) == session_id}
    for found in tokens:
        if found.id in ended:
            user_tokens.revoke(call, found.row)
    for found in browsers:
        if found.id in ended:
            call.tx.delete(BROWSER_SESSIONS, (found.row.pool_id, found.row.id))
