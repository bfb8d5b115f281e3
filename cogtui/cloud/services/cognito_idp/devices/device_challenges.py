"""DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER: a remembered device proves that it has its secret.

It is the SRP of a password, with DeviceGroupKey for the pool's name, DeviceKey for the user's and the device's random secret
for the password. The pool was told the verifier alone. Source: API RespondToAuthChallenge; RFC 5054, section 2.5.
"""

from __future__ import annotations

import base64
import hmac

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.devices import device_errors, tracking
from cogtui.cloud.services.cognito_idp.devices.device_records import Device
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, password_verifier, srp
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.signing_in.challenge_sessions import PROOF_WORDS
from cogtui.cloud.services.cognito_idp.signing_in.first_factors import (
    named,
    require_public_value,
    timestamp_holds,
)
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_may_sign_in
from cogtui.cloud.services.cognito_idp.traces import PENDING, Pending, SrpExchange

START = "DEVICE_SRP_AUTH"
PROOF = "DEVICE_PASSWORD_VERIFIER"


def ask(call: Call, attempt: Attempt) -> Output:
    """Ask the device to begin; a Session comes along, which apps may leave out of the answer."""
    assert attempt.device is not None
    call.note("idp.device.remembered", True, place=attempt.device.place)
    return {"Session": challenge_sessions.open_session(call, attempt, START), "ChallengeParameters": {}}


def judge_start(call: Call, attempt: Attempt) -> Attempt:
    """Judge DEVICE_KEY and SRP_A."""
    require_public_value(call, attempt.given["SRP_A"])
    attempt = going_on(attempt, user=named(call, attempt))
    pending = _waiting(call, attempt)
    require_may_sign_in(call, attempt.known_user)
    device = _require_device(call, attempt, pending)
    return going_on(attempt, pending=pending, flow=pending.flow, device=device)


def ask_proof(call: Call, attempt: Attempt) -> Output:
    """Answer A with B, and remember the exchange."""
    device = attempt.device
    assert device is not None
    v = int.from_bytes(device.verifier)
    asked = password_verifier.exchanged(call, attempt, PROOF, v)
    username = attempt.known_user.username
    who = {"DEVICE_KEY": device.key, "USERNAME": username}
    return {"ChallengeParameters": {**who, "SALT": f"{int.from_bytes(device.salt):x}", **asked}}


def judge_proof(call: Call, attempt: Attempt) -> Attempt:
    """Judge PASSWORD_CLAIM_SIGNATURE: who can sign with the key of this exchange has the device's secret.

    A wrong proof does not count among the wrong passwords. DIFFERS: whether AWS counts it is not documented.
    """
    attempt = going_on(attempt, user=named(call, attempt))
    block = attempt.given["PASSWORD_CLAIM_SECRET_BLOCK"]
    pending = challenge_sessions.waiting(call, attempt, PROOF, block, PROOF_WORDS)
    require_may_sign_in(call, attempt.known_user)
    device = _require_device(call, attempt, pending)
    if not timestamp_holds(call, attempt.given["TIMESTAMP"]) or not _proof_holds(call, attempt, device, pending.srp):
        raise errors.incorrect_username_or_password()
    return going_on(attempt, pending=pending, flow=pending.flow, device=device)


def _waiting(call: Call, attempt: Attempt) -> Pending:
    """Return the challenge that waits for this device to begin.

    Real apps send no Session here. The newest challenge that waits for this user's device at this app is meant then.
    """
    text = attempt.given["Session"]
    if not text:
        rows = [row for row in call.tx.scan(PENDING, attempt.app.pool.id) if _is_meant(row, attempt)]
        found = max(rows, key=lambda row: (row.expires, row.digest), default=None)
        error = errors.session_invalid
        call.require("idp.challenge.known", found is not None, error, pool=attempt.app.pool.id)
        assert found is not None
        return challenge_sessions.still_waiting(call, attempt, START, found)
    return challenge_sessions.waiting(call, attempt, START, text)


def _is_meant(row: Pending, attempt: Attempt) -> bool:
    wants = (START, attempt.app.client.client_id, attempt.user.sub if attempt.user else "", attempt.given[tracking.KEY])
    return not row.used and (row.challenge, row.client_id, row.sub, row.device_key) == wants


def _require_device(call: Call, attempt: Attempt, pending: Pending) -> Device:
    """Return the device that was asked, which must still be remembered."""
    given = attempt.given[tracking.KEY]
    same = given == pending.device_key
    call.require("idp.device.own", same, device_errors.not_found, wants=pending.device_key, has=given)
    device = tracking.device_of(call.tx, attempt.known_user, given)
    still = device is not None and device.remembered
    call.require("idp.device.exists", still, device_errors.not_found, device=given)
    assert device is not None
    return device


def _proof_holds(call: Call, attempt: Attempt, device: Device, exchange: SrpExchange | None) -> bool:
    """Tell whether the signature was made with the key that the device's secret gives, and note it."""
    assert exchange is not None  # a spent one has been refused
    a, b_public, secret = (
        int.from_bytes(number) for number in (exchange.client_public, exchange.server_public, exchange.secret)
    )
    key = srp.key_by_verifier(a, b_public, int.from_bytes(device.verifier), secret)
    given = attempt.given
    block = base64.b64decode(given["PASSWORD_CLAIM_SECRET_BLOCK"])
    group = tracking.group_key(call, attempt.known_user)
    wanted = srp.signature(key, group, device.key, block, given["TIMESTAMP"])
    signed = given["PASSWORD_CLAIM_SIGNATURE"]
    same = hmac.compare_digest(signed.encode(errors="surrogatepass"), wanted.encode())
    message = f"{group}{device.key}(SECRET_BLOCK){given['TIMESTAMP']}"
    call.note("idp.srp.proof", same, place=device.place, message=message, wants=wanted, has=signed)
    return same
