"""MFA_SETUP: whoever has no second factor in a pool that wants one sets up an authenticator app before the tokens come.

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
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import SMS, SOFTWARE_TOKEN, note_asked

NAME = "MFA_SETUP"

_WORDS = Words(invalid=mfa_errors.setup_session_invalid)


def ask(call: Call, attempt: Attempt) -> Output:
    """Ask for a factor to be set up, and tell which ones can be: JSON text."""
    note_asked(call, attempt)
    parameters = {"MFAS_CAN_SETUP": json.dumps(_offered(attempt)), "USER_ID_FOR_SRP": attempt.known_user.username}
    return {"Session": challenge_sessions.open_session(call, attempt, NAME), "ChallengeParameters": parameters}


def _offered(attempt: Attempt) -> list[str]:
    """Return the pool's factors. DIFFERS: only an app can be set up here; a phone number an administrator must give."""
    mfa = attempt.app.pool.mfa
    return [name for name, offered in {SMS: mfa.sms, SOFTWARE_TOKEN: mfa.software_token}.items() if offered]


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
    return going_on(attempt, pending=pending)


def next_session(call: Call, attempt: Attempt) -> str:
    """Take the Session back and give the next one."""
    assert attempt.pending is not None
    challenge_sessions.spend(call, attempt.pending)
    return challenge_sessions.open_session(call, attempt, NAME)
