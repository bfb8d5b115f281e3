"""What is kept of a session where the pool tracks them: when it was used last, and from where; and how many a user has.

A token session is one sign-in with its refreshes. Sessions from before tracking was switched on are not tracked.
Source: API SetUserPoolSessionConfiguration, ListUserSessions.
"""

from __future__ import annotations

import hashlib

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.ids import LOWER_ALNUM, spelled
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.sessions.session_records import SESSION_TRACKING, SessionTracking
from cogtui.cloud.services.cognito_idp.traces import DAY, SESSIONS, Session
from cogtui.cloud.store import Reader

_ID_LENGTH = 25


def tracking_of(reader: Reader, pool_id: str) -> SessionTracking:
    """Return a pool's session configuration; the default where nobody has set one."""
    return reader.get(SESSION_TRACKING, (pool_id,)) or SessionTracking(pool_id)


def session_id(kind: str, name: str) -> str:
    """Return SessionId: `tkn` or `sso` and 25 characters, made of the pool's own name of the session."""
    return kind + spelled(hashlib.sha256(name.encode()).digest()[:_ID_LENGTH], LOWER_ALNUM)


def begun(call: Call, user: User, session: Session) -> Session:
    """Return a new session as it is to be kept; the least recently used ones of the user make room for it."""
    tracking = tracking_of(call.tx, session.pool_id)
    if not tracking.on:
        return session
    others = sorted(active(call, user), key=lambda row: (row.used, row.event_id))
    for old in others[: max(0, len(others) + 1 - tracking.most)]:
        call.tx.put(SESSIONS, msgspec.structs.replace(old, revoked=True))
    return msgspec.structs.replace(session, began=call.now, used=call.now, address=call.origin.address)


def refreshed(call: Call, session: Session) -> None:
    """Note that a session is used again."""
    if session.used is not None and tracking_of(call.tx, session.pool_id).on:
        call.tx.put(SESSIONS, msgspec.structs.replace(session, used=call.now, address=call.origin.address))


def active(call: Call, user: User) -> list[Session]:
    """Return the user's tracked token sessions that go on."""
    return [row for row in call.tx.scan(SESSIONS, user.pool_id) if row.sub == user.sub and _goes_on(call, user, row)]


def _goes_on(call: Call, user: User, row: Session) -> bool:
    # The record is kept for a day beyond the refresh token, for the access tokens that name it.
    return row.used is not None and not row.revoked and row.sign_outs == user.sign_outs and call.now < row.expires - DAY
