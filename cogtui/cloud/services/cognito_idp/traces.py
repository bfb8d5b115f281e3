"""What signing up and signing in leave behind: challenges, sessions, refresh tokens, failures, codes, messages sent."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from cogtui.cloud.store import Table

Medium = Literal["EMAIL", "SMS"]

HOUR = 3600
DAY = 24 * HOUR
QUIET_SECONDS = 900
"""After so long without any attempt, wrong passwords are forgotten."""
MESSAGE_SECONDS = 7 * DAY
"""DIFFERS: nobody's mailbox forgets; ours does once nothing that a message holds is likely to be of use."""

Purpose = Literal["sign_up", "invitation", "reset", "verify_email", "verify_phone_number", "mfa", "sign_in"]
"""Why a message was sent. A `reset` lets a new password be set.

Codes have the same purposes, but for `mfa` (second factor) and `sign_in` (first), whose codes belong to one sign-in.
"""


class SrpExchange(msgspec.Struct, frozen=True, gc=False):
    """What the server remembers of an SRP sign-in between its two steps; numbers as big-endian bytes."""

    client_public: bytes
    """A."""
    server_public: bytes
    """B."""
    secret: bytes
    """b, which nobody else ever sees."""


class CustomSteps(msgspec.Struct, frozen=True, gc=False):
    """How far a sign-in by CUSTOM_AUTH has come, and what its present challenge is about."""

    taken: tuple[dict[str, Any], ...] = ()
    """The steps so far, as functions see them: challengeName, challengeResult, challengeMetadata."""
    private: dict[str, str] = {}
    """privateChallengeParameters: for the judge of the answer alone."""
    note: str = ""
    """challengeMetadata."""
    wants: str = ""
    """What DefineAuthChallenge has decided on."""


class Pending(msgspec.Struct, frozen=True, gc=False):
    """A challenge that waits for its answer; who holds the text behind the digest may answer it, once."""

    pool_id: str
    digest: str
    """SHA-256 of the Session, or of the SECRET_BLOCK, hexadecimal."""
    client_id: str
    flow: str
    """The AuthFlow that the sign-in began with."""
    challenge: str
    """ChallengeName."""
    user_key: str
    """Empty: nobody has the name that was given, and nobody is told (PreventUserExistenceErrors)."""
    sub: str
    expires: float
    used: bool = False
    srp: SrpExchange | None = None
    code: str = ""
    """What was sent for this challenge."""
    to: str = ""
    """The address that it went to."""
    proven: bool = False
    """The first factor holds: what this challenge asks for is a further one."""
    sets_up: bool = False
    """The answer makes the address a second factor of the user."""
    device_key: str = ""
    """The user's device that the sign-in comes from; empty where no known one was named."""
    custom: CustomSteps | None = None
    """CUSTOM_AUTH alone."""


class Session(msgspec.Struct, frozen=True, gc=False):
    """One sign-in. Its tokens name it by `event_id`; refreshing keeps it."""

    pool_id: str
    event_id: str
    user_key: str
    sub: str
    client_id: str
    origin_jti: str
    auth_time: int
    sign_outs: int
    """The user's count when the session began; the session is dead once that moves on."""
    expires: float
    """No token that names it is any good after that."""
    revoked: bool = False
    scopes: tuple[str, ...] = ()
    """What the app was granted at the pool's domain; empty for a sign-in through the API."""
    audience: str = ""
    """The resource that the app asked for along with it."""
    device_key: str = ""
    """The device that it belongs to, in a pool that tracks devices; refreshing must name it."""
    browser: str = ""
    """The browser's session at the pool's domain that it came from; empty for a sign-in through the API."""
    began: float = 0
    used: float | None = None
    """When it was begun or refreshed last; None where the pool tracks no sessions."""
    address: str = ""
    """Where that came from."""


class RefreshToken(msgspec.Struct, frozen=True, gc=False):
    """A refresh token, of which only the digest is kept."""

    pool_id: str
    digest: str
    """SHA-256 of the token, hexadecimal."""
    event_id: str
    """The sign-in: all its refresh tokens are one family."""
    client_id: str
    expires: float
    generation: int = 1
    """1 came with the sign-in; each rotation counts one up."""
    replaced: float | None = None
    """When it was used first, where that gave another its place."""
    good_until: float | None = None
    """The end of the grace period that began then."""


class Failures(msgspec.Struct, frozen=True, gc=False):
    """Wrong passwords in a row."""

    pool_id: str
    user_key: str
    count: int
    failed_at: float
    """When the last wrong password came: the lock runs from there."""
    tried_at: float
    """When the last attempt came, refused ones included: 15 quiet minutes from there forget everything."""


class Attempts(msgspec.Struct, frozen=True, gc=False):
    """How often a user's quota of an operation was used in this hour."""

    pool_id: str
    user_key: str
    operation: str
    count: int
    since: float


class Code(msgspec.Struct, frozen=True, gc=False):
    """A code that was sent and not used yet."""

    pool_id: str
    user_key: str
    purpose: Purpose
    code: str
    attribute: str
    """What the code proves: "email"."""
    expires: float
    superseded: tuple[str, ...] = ()
    """Earlier codes, which the newest made useless."""
    to: str = ""
    """The address that it went to, which is what it proves."""


class Message(msgspec.Struct, frozen=True, gc=False):
    """An e-mail or SMS that the pool sent: the world's outbox."""

    pool_id: str
    number: int
    """Grows with every message."""
    medium: Medium
    to: str
    subject: str
    """Empty for an SMS."""
    body: str
    code: str
    """The code, or the temporary password, that it carries."""
    purpose: Purpose
    username: str
    sent: float


PENDING = Table("idp.pending", Pending, lambda row: (row.pool_id, row.digest), expires=lambda row: row.expires)
SESSIONS = Table("idp.sessions", Session, lambda row: (row.pool_id, row.event_id), expires=lambda row: row.expires)
REFRESH_TOKENS = Table(
    "idp.refresh_tokens", RefreshToken, lambda row: (row.pool_id, row.digest), expires=lambda row: row.expires
)
FAILURES = Table(
    "idp.failures",
    Failures,
    lambda row: (row.pool_id, row.user_key),
    expires=lambda row: row.tried_at + QUIET_SECONDS,
)
ATTEMPTS = Table(
    "idp.attempts",
    Attempts,
    lambda row: (row.pool_id, row.user_key, row.operation),
    expires=lambda row: row.since + HOUR,
)
CODES = Table("idp.codes", Code, lambda row: (row.pool_id, row.user_key, row.purpose), expires=lambda row: row.expires)
MESSAGES = Table(
    "idp.messages",
    Message,
    lambda row: (row.pool_id, f"{row.number:09d}"),
    expires=lambda row: row.sent + MESSAGE_SECONDS,
)
