"""MFA_SETUP: whoever has no second factor in a pool that wants one sets one up before the tokens come.

For codes by e-mail the answer is the address, EMAIL, at which the first code is asked for. For an authenticator app,
AssociateSoftwareToken and VerifySoftwareToken take the Session of this challenge and give the next one; the Session of
the latter answers it. Source: API RespondToAuthChallenge, MFA_SETUP; Developer Guide, "TOTP software token MFA".
"""

from __future__ import annotations

import json

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.lookup import find_app
from cogtui.cloud.services.cognito_idp.records import USERS
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, mfa_errors
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.signing_in.challenge_sessions import Words
from cogtui.cloud.services.cognito_idp.signing_in.first_factors import named
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_may_sign_in
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import EMAIL, SMS, SOFTWARE_TOKEN, note_asked
from cogtui.cloud.services.cognito_idp.users import attributes

NAME = "MFA_SETUP"

_WORDS = Words(invalid=mfa_errors.setup_session_invalid)


def ask(call: Call, attempt: Attempt) -> Output:
    """Ask for a factor to be set up, and tell which ones can be: JSON text."""
    note_asked(call, attempt)
    parameters = {"MFAS_CAN_SETUP": json.dumps(_offered(attempt)), "USER_ID_FOR_SRP": attempt.known_user.username}
    return {"Session": challenge_sessions.open_session(call, attempt, NAME), "ChallengeParameters": parameters}


def _offered(attempt: Attempt) -> list[str]:
    """Return the pool's factors. DIFFERS: a phone number cannot be set up here; an administrator must give it."""
    mfa = attempt.app.pool.mfa
    known = {SMS: mfa.sms, SOFTWARE_TOKEN: mfa.software_token, EMAIL: mfa.email}
    return [name for name, offered in known.items() if offered]


def judge(call: Call, attempt: Attempt) -> Attempt:
    """Judge the Session, which says that the app has been proven."""
    attempt = going_on(attempt, user=named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, NAME, attempt.given["Session"])
    user = attempt.known_user
    require_may_sign_in(call, user)
    token = user.software_token
    proven = token is not None and token.verified
    call.require("idp.mfa.verified", proven, mfa_errors.not_verified, place=user.place)
    return going_on(attempt, pending=pending)


def judge_address(call: Call, attempt: Attempt) -> Attempt:
    """Judge EMAIL, the address that codes shall go to."""
    attempt = going_on(attempt, user=named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, NAME, attempt.given["Session"])
    require_may_sign_in(call, attempt.known_user)
    pool, address = attempt.app.pool, attempt.given["EMAIL"]
    place = pool.place("EmailMfaConfiguration", "mfa")
    call.require("idp.mfa.pool_email", pool.mfa.email, mfa_errors.no_email, place=place)
    attributes.require_fitting(call, pool, {"email": address})
    return going_on(attempt, pending=pending, sets_up=address)


def resumed(call: Call, session: str) -> Attempt:
    """Return the sign-in that waits for this setup; InvalidParameterException where none does."""
    pending = challenge_sessions.held(call.tx, session)
    call.require("idp.challenge.known", pending is not None, mfa_errors.setup_session_invalid)
    assert pending is not None
    app = find_app(call.tx, pending.client_id)
    assert app is not None  # what waits at an app client goes with it
    user = call.tx.get(USERS, (pending.pool_id, pending.user_key))
    attempt = Attempt(app, pending.flow, {}, user)
    pending = challenge_sessions.waiting(call, attempt, NAME, session, _WORDS)
    require_may_sign_in(call, attempt.known_user)
    return going_on(attempt, pending=pending, proven=pending.proven)


def next_session(call: Call, attempt: Attempt) -> str:
    """Take the Session back and give the next one."""
    assert attempt.pending is not None
    challenge_sessions.spend(call, attempt.pending)
    return challenge_sessions.open_session(call, attempt, NAME)
