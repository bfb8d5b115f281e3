"""What a client holds between two steps of a sign-in: the Session, or the SECRET_BLOCK of SRP.

The text is opaque and the pool keeps its digest alone. It is good for one successful answer by the same user at the same
app, within AuthSessionValidity; a wrong answer does not use it up.
Source: API RespondToAuthChallenge, Session; API CreateUserPoolClient, AuthSessionValidity.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import Client
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt
from cogtui.cloud.services.cognito_idp.traces import PENDING, Pending, SrpExchange
from cogtui.cloud.store import Reader

DEFAULT_MINUTES = 3
"""AuthSessionValidity where the client says nothing."""

_OCTETS = 1100
"""What a Session is made of: some 1,500 characters, as AWS's are."""


class Words(msgspec.Struct, frozen=True):
    """How a text is refused that is unknown, used, or too old."""

    invalid: Callable[[], AwsError] = errors.session_invalid
    used: Callable[[], AwsError] = errors.session_used
    expired: Callable[[], AwsError] = errors.session_expired


SESSION_WORDS = Words()

PROOF_WORDS = Words(*[errors.incorrect_username_or_password] * 3)
"""An SRP proof that does not hold is told nothing. (No capture of AWS's text for an old or used SECRET_BLOCK is known.)"""


def digest(text: str) -> str:
    """Return what the pool keeps of a Session."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


class Posted(msgspec.Struct, frozen=True):
    """What was sent for a challenge, and where it went."""

    code: str = ""
    to: str = ""


NOTHING = Posted()


def open_session(call: Call, attempt: Attempt, challenge: str, posted: Posted = NOTHING) -> str:
    """Begin to wait for the answer of a challenge and return its Session."""
    text = f"AYAB{base64.urlsafe_b64encode(call.ids.octets(_OCTETS)).decode('ascii')}"
    wait_for(call, attempt, challenge, text, posted=posted)
    return text


def held(reader: Reader, text: str) -> Pending | None:
    """Return the challenge that a Session belongs to, where a call names nothing else."""
    key = digest(text)
    found = (reader.get(PENDING, (pool, key)) for pool in reader.scopes(PENDING))
    return next((pending for pending in found if pending is not None), None)


def wait_for(
    call: Call,
    attempt: Attempt,
    challenge: str,
    text: str,
    *,
    srp: SrpExchange | None = None,
    posted: Posted = NOTHING,
) -> None:
    """Begin to wait for the answer of a challenge from whoever holds the text."""
    user = attempt.user
    pending = Pending(
        pool_id=attempt.app.pool.id,
        digest=digest(text),
        client_id=attempt.app.client.client_id,
        flow=attempt.flow,
        challenge=challenge,
        user_key=user.key if user else "",
        sub=user.sub if user else "",
        device_key=_device_key(attempt),
        expires=call.now + validity(attempt.app.client),
        srp=srp,
        code=posted.code,
        to=posted.to,
        proven=attempt.proven,
        sets_up=bool(attempt.sets_up),
        custom=attempt.custom,
    )
    call.tx.put(PENDING, pending)


def _device_key(attempt: Attempt) -> str:
    """Return the device that the sign-in comes from: a further step need not name it again."""
    if attempt.device is not None:
        return attempt.device.key
    return attempt.pending.device_key if attempt.pending else ""


def validity(client: Client) -> int:
    """Return for how many seconds the client's challenges wait."""
    return 60 * int(client.settings.get("AuthSessionValidity") or DEFAULT_MINUTES)


def waiting(call: Call, attempt: Attempt, challenge: str, text: str, words: Words = SESSION_WORDS) -> Pending:
    """Return the challenge that the text belongs to, if it still waits for this user's answer at this app."""
    pool = attempt.app.pool
    pending = call.tx.get(PENDING, (pool.id, digest(text)))
    call.require("idp.challenge.known", pending is not None, words.invalid, pool=pool.id)
    assert pending is not None
    return still_waiting(call, attempt, challenge, pending, words)


def still_waiting(
    call: Call, attempt: Attempt, challenge: str, pending: Pending, words: Words = SESSION_WORDS
) -> Pending:
    """Return the challenge that was found, if it still waits for this user's answer at this app."""
    app, user = attempt.app, attempt.user
    wants = (pending.challenge, pending.client_id, pending.user_key, pending.sub)
    has = (challenge, app.client.client_id, *((user.key, user.sub) if user else ("", "")))
    call.require("idp.challenge.own", wants == has, words.invalid, wants=wants[:3], has=has[:3])
    call.require("idp.challenge.unused", not pending.used, words.used, challenge=challenge)
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    late = Fact("expires", pending.expires, app.client.place("AuthSessionValidity", "settings"))
    call.require("idp.challenge.expired", call.now < pending.expires, words.expired, now=now, expires=late)
    return pending


def spend(call: Call, pending: Pending) -> None:
    """Let the answered challenge never be answered again. It is kept until it expires, so that a second answer is told."""
    call.tx.put(PENDING, spent(pending))


def spent(pending: Pending) -> Pending:
    """Return what is kept of an answered challenge."""
    return msgspec.structs.replace(pending, used=True, srp=None, code="", custom=None)
