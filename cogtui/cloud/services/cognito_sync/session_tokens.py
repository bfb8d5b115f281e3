"""Session tokens: ListRecords gives one out, UpdateRecords wants it back.

AWS says of it only that it holds a session id, the identity's id and an expiry, and that it is opaque. Here it is that, with a
mark that only this world can make; nothing is stored.

DIFFERS: how long a token lives and whether it can be used once or more often is not published; here it is ten minutes, and
as often as one likes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.ids import Ids
from cogtui.cloud.services.cognito_sync import errors

LIFETIME: Final = 600
"""Seconds."""

_MARK: Final = 16
"""Octets that prove that this world made a token."""


class Session(msgspec.Struct, frozen=True, array_like=True):
    """What a token says."""

    number: int
    """Which of the pool's sessions it is."""
    pool_id: str
    identity_id: str
    dataset: str
    expires: float
    """Epoch seconds, world time."""


def token_of(ids: Ids, session: Session) -> str:
    """Return the token of a session."""
    octets = msgspec.msgpack.encode(session)
    return base64.urlsafe_b64encode(_mark(ids, octets) + octets).decode("ascii")


def require_session(call: Call, token: str, pool_id: str, identity_id: str, dataset: str) -> Session:
    """Return the session of a token; refuse one of another identity or dataset, and one that ran out."""
    session = _read(call.ids, token)
    wants = [pool_id, identity_id, dataset]
    has = [session.pool_id, session.identity_id, session.dataset] if session else None
    call.require("sync.session.inputs", has == wants, errors.bad_session, wants=wants, has=has)
    assert session is not None
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    call.require(
        "sync.session.expiry", call.now < session.expires, errors.bad_session, now=now, expires=session.expires
    )
    return session


def _read(ids: Ids, token: str) -> Session | None:
    try:
        octets = base64.b64decode(token.encode("ascii", "replace"), altchars=b"-_", validate=True)
        mark, said = octets[:_MARK], octets[_MARK:]
        return msgspec.msgpack.decode(said, type=Session) if mark == _mark(ids, said) else None
    except (binascii.Error, msgspec.DecodeError):
        return None


def _mark(ids: Ids, octets: bytes) -> bytes:
    key = ids.steady("cognito-sync sessions", 32)
    return hashlib.blake2b(octets, digest_size=_MARK, key=key).digest()
