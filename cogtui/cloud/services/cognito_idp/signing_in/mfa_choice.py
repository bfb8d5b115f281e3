"""SELECT_MFA_TYPE: which of several second factors it shall be.

Source: API RespondToAuthChallenge, SELECT_MFA_TYPE; Developer Guide, "Adding MFA to a user pool".
"""

from __future__ import annotations

import json

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, second_factors
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.signing_in.first_factors import named
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_may_sign_in
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import SELECT


def ask(call: Call, attempt: Attempt) -> Output:
    """Ask which of the active factors it shall be: JSON text."""
    second_factors.note_asked(call, attempt)
    user = attempt.known_user
    choices = json.dumps(second_factors.active(attempt.app.pool, user))
    parameters = {"MFAS_CAN_CHOOSE": choices, "USER_ID_FOR_SRP": user.username}
    return {"Session": challenge_sessions.open_session(call, attempt, SELECT), "ChallengeParameters": parameters}


def judge(call: Call, attempt: Attempt) -> Attempt:
    """Judge ANSWER: the name of one of the user's active factors."""
    attempt = going_on(attempt, user=named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, SELECT, attempt.given["Session"])
    user = attempt.known_user
    require_may_sign_in(call, user)
    choices, answer = second_factors.active(attempt.app.pool, user), attempt.given["ANSWER"]
    # No capture of AWS's text is known.
    error = invalid_parameter("ANSWER must be one of MFAS_CAN_CHOOSE.")
    call.require("idp.mfa.choice", answer in choices, error, wants=choices, has=answer)
    return going_on(attempt, pending=pending)
