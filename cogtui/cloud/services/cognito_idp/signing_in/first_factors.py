"""The first factor of a sign-in: the password as text, or the proof that SRP gives of it.

Source: API InitiateAuth; Developer Guide, "Sign-in with persistent passwords and secure payload"; RFC 5054.
"""

from __future__ import annotations

import base64
import hmac
import re
from datetime import datetime

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.lookup import known_user, named_by_app
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, lockout, passwords, srp
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, going_on
from cogtui.cloud.services.cognito_idp.signing_in.challenge_sessions import PROOF_WORDS
from cogtui.cloud.services.cognito_idp.signing_in.gates import admit, turn_away
from cogtui.cloud.services.cognito_idp.traces import SrpExchange
from cogtui.cloud.services.cognito_idp.triggers import migration, signing_in

_LONGEST_PUBLIC = 2 * 384 + 2
"""Hexadecimal digits of the greatest number below N, with a zero byte in front."""


def named(call: Call, attempt: Attempt) -> User | None:
    """Return the user that USERNAME names, if there is one, once the app proved that it knows its secret."""
    return named_by_app(call, attempt.app, attempt.given["USERNAME"], attempt.given.get("SECRET_HASH"))


def by_password(call: Call, attempt: Attempt) -> Attempt:
    """Judge PASSWORD: the password itself comes with the request."""
    app, given = attempt.app, attempt.given
    name = given["USERNAME"]
    found = named(call, attempt) or migration.at_sign_in(call, app, name, given["PASSWORD"])
    if found is None and app.client.hides_unknown_users:
        signing_in.before(call, app, None, name)
    unknown, hidden = errors.user_not_found, errors.incorrect_username_or_password
    user = known_user(call, app, name, found, open_=unknown, hidden=hidden)
    lockout.require_open(call, user)
    signing_in.before(call, app, user, name)
    if not passwords.is_correct(call, app.pool, user, given["PASSWORD"]):
        turn_away(call, app, user)
    admit(call, user)
    return going_on(attempt, user=user)


def by_public_value(call: Call, attempt: Attempt) -> Attempt:
    """Judge SRP_A; an unknown user goes on as nobody where PreventUserExistenceErrors hides who exists."""
    require_public_value(call, attempt.given["SRP_A"])
    user = named_or_nobody(call, attempt)
    signing_in.before(call, attempt.app, user, attempt.given["USERNAME"])
    return going_on(attempt, user=user)


def named_or_nobody(call: Call, attempt: Attempt) -> User | None:
    """Return the user that USERNAME names; None for an unknown one where PreventUserExistenceErrors hides who exists."""
    found, name = named(call, attempt), attempt.given["USERNAME"]
    if found is None and attempt.app.client.hides_unknown_users:
        call.note("idp.user.exists", False, username=name, note="nobody is told: the challenge is made up")
        return None
    unknown = errors.user_not_found
    return known_user(call, attempt.app, name, found, open_=unknown, hidden=unknown)


def require_public_value(call: Call, text: str) -> None:
    """Refuse an SRP_A that is no number of the group."""
    number = int(text, 16) if re.fullmatch(rf"[0-9a-fA-F]{{1,{_LONGEST_PUBLIC}}}", text) else 0
    # No capture of AWS's text is known; the class is.
    error = errors.invalid_parameter("SRP_A is not a valid public value.")
    call.require("idp.srp.public_value", srp.is_public_value(number), error, bits=number.bit_length())


def by_proof(call: Call, attempt: Attempt) -> Attempt:
    """Judge PASSWORD_CLAIM_SIGNATURE: who can sign with the key of this exchange knows the password."""
    app, given = attempt.app, attempt.given
    attempt = going_on(attempt, user=named(call, attempt))
    block = given["PASSWORD_CLAIM_SECRET_BLOCK"]
    pending = challenge_sessions.waiting(call, attempt, "PASSWORD_VERIFIER", block, PROOF_WORDS)
    user = attempt.user
    if user is None:
        nobody = errors.incorrect_username_or_password
        call.refuse("idp.user.exists", nobody(), username=given["USERNAME"], PreventUserExistenceErrors="ENABLED")
    lockout.require_open(call, user)
    if not timestamp_holds(call, given["TIMESTAMP"]) or not _proof_holds(call, attempt, pending.srp):
        turn_away(call, app, user)
    admit(call, user)
    return going_on(attempt, pending=pending)


def timestamp_holds(call: Call, given: str) -> bool:
    """Tell whether the signed TIMESTAMP is written as the pool writes it.

    The pool reads the time and signs its own spelling of it, so that another spelling (`Nov 05`, a wrong weekday) is another
    message. How old it may be is not documented: clients with wrong clocks sign in, so it is not held against any clock.
    """
    at = _read(given)
    call.require("idp.srp.timestamp_form", at is not None, errors.timestamp_unreadable(), has=given)
    assert at is not None
    wanted = spelled(at)
    call.note("idp.srp.timestamp", given == wanted, wants=wanted, has=given)
    return given == wanted


def spelled(at: datetime) -> str:
    """Return a time as TIMESTAMP has it: English names, no zero before the day, whatever the host's language."""
    return f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day} {at:%H:%M:%S} UTC {at.year}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_TIMESTAMP = re.compile(
    rf"(?:{'|'.join(_DAYS)}) ({'|'.join(_MONTHS)}) +(\d{{1,2}}) (\d{{1,2}}):(\d\d):(\d\d) UTC (\d{{4}})", re.ASCII
)


def _read(text: str) -> datetime | None:
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        return None
    month, day, *clock, year = found.groups()
    try:
        return datetime.fromisoformat(
            f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}T{':'.join(part.zfill(2) for part in clock)}+00:00"
        )
    except ValueError:
        return None


def _proof_holds(call: Call, attempt: Attempt, exchange: SrpExchange | None) -> bool:
    """Tell whether the signature was made with the key that the user's password gives, and note it."""
    user, pool, given = attempt.known_user, attempt.app.pool, attempt.given
    if user.password is None or exchange is None:
        call.note("idp.srp.proof", False, place=user.place, note="this user has no password")
        return False
    client_public, server_public, secret = (
        int.from_bytes(number) for number in (exchange.client_public, exchange.server_public, exchange.secret)
    )
    key = srp.server_key(client_public, server_public, user.password.x, secret)
    block = base64.b64decode(given["PASSWORD_CLAIM_SECRET_BLOCK"])
    wanted = srp.signature(key, pool.srp_name, user.username, block, given["TIMESTAMP"])
    signed = given["PASSWORD_CLAIM_SIGNATURE"]
    same = hmac.compare_digest(signed.encode(errors="surrogatepass"), wanted.encode())
    message = f"{pool.srp_name}{user.username}(SECRET_BLOCK){given['TIMESTAMP']}"
    call.note("idp.srp.proof", same, place=user.place, message=message, wants=wanted, has=signed)
    return same
