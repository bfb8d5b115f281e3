"""SMS_MFA: a code that is sent to the user's phone. SELECT_MFA_TYPE: which of several factors it shall be.

Source: API RespondToAuthChallenge, SMS_MFA and SELECT_MFA_TYPE; Developer Guide, "SMS and email message MFA". The code is
good for as long as its Session is, and a wrong one does not use it up.
"""

from __future__ import annotations

import hmac
import json

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.messages import outbox
from cogtui.cloud.services.cognito_idp.messages.delivery import Target, masked
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, mfa_errors, second_factors
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.signing_in.first_factors import named
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_may_sign_in
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import SELECT, SMS


def ask(call: Call, attempt: Attempt) -> Output:
    """Send a code and ask for it."""
    user, code = attempt.known_user, call.ids.code()
    second_factors.note_asked(call, attempt)
    to = user.attributes["phone_number"]
    letter = outbox.Letter("mfa", Target("phone_number", "SMS", to), code, user.username)
    outbox.send(call, attempt.app.pool, user, letter)
    parameters = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
        "CODE_DELIVERY_DESTINATION": masked(to),
        "USER_ID_FOR_SRP": user.username,
    }
    return {"Session": challenge_sessions.open_session(call, attempt, SMS, code), "ChallengeParameters": parameters}


def judge(call: Call, attempt: Attempt) -> Attempt:
    """Judge SMS_MFA_CODE."""
    attempt = going_on(attempt, user=named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, SMS, attempt.given["Session"])
    require_may_sign_in(call, attempt.known_user)
    typed = attempt.given["SMS_MFA_CODE"]
    same = hmac.compare_digest(typed.encode(errors="surrogatepass"), pending.code.encode())
    call.require("idp.mfa.code", same, mfa_errors.sent_code_mismatch, has=typed)
    return going_on(attempt, pending=pending)


def ask_which(call: Call, attempt: Attempt) -> Output:
    """Ask which of the active factors it shall be: JSON text."""
    second_factors.note_asked(call, attempt)
    user = attempt.known_user
    choices = json.dumps(second_factors.active(attempt.app.pool, user))
    parameters = {"MFAS_CAN_CHOOSE": choices, "USER_ID_FOR_SRP": user.username}
    return {"Session": challenge_sessions.open_session(call, attempt, SELECT), "ChallengeParameters": parameters}


def judge_choice(call: Call, attempt: Attempt) -> Attempt:
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
