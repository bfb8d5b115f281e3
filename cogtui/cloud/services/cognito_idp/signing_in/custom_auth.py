"""CUSTOM_AUTH: three functions of the pool decide what is asked, ask it, and judge the answer.

DefineAuthChallenge sees what was answered so far and says what comes next: a challenge, tokens, or the end. CreateAuthChallenge
makes the challenge, VerifyAuthChallengeResponse judges what comes back. With CHALLENGE_NAME=SRP_A a password is one of the steps.
Source: Developer Guide, "Custom authentication challenge Lambda triggers"; API InitiateAuth, CUSTOM_AUTH.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, custom_errors, first_factors
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_may_sign_in
from cogtui.cloud.services.cognito_idp.traces import PENDING, CustomSteps
from cogtui.cloud.services.cognito_idp.triggers.events import Moment, metadata, profile
from cogtui.cloud.services.cognito_idp.triggers.fire import Answer, answered, fire, fires
from cogtui.cloud.services.cognito_idp.triggers.trigger_errors import unrecognizable

FLOW = "CUSTOM_AUTH"
NAME = "CUSTOM_CHALLENGE"
PROOF = "PASSWORD_VERIFIER"
SRP = "SRP_A"
TOKENS = "TOKENS"

DEFINE, CREATE, VERIFY = "DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"


class Defined(msgspec.Struct, frozen=True, rename="camel"):
    """What DefineAuthChallenge answers."""

    challenge_name: str = ""
    issue_tokens: bool = False
    fail_authentication: bool = False


class Created(msgspec.Struct, frozen=True, rename="camel"):
    """What CreateAuthChallenge answers."""

    public_challenge_parameters: dict[str, str] = {}
    private_challenge_parameters: dict[str, str] = {}
    challenge_metadata: str = ""


class Verified(msgspec.Struct, frozen=True, rename="camel"):
    """What VerifyAuthChallengeResponse answers."""

    answer_correct: bool = False


def judge_name(call: Call, attempt: Attempt) -> Attempt:
    """Judge USERNAME, and SRP_A where the sign-in is to begin with a password."""
    pool, given = attempt.app.pool, attempt.given
    missing = [trigger for trigger in (DEFINE, CREATE, VERIFY) if not fires(pool, trigger)]
    place = pool.place("LambdaConfig", "triggers")
    call.require("idp.custom.configured", not missing, custom_errors.unconfigured, place=place, missing=missing)
    by_password = given.get("CHALLENGE_NAME") == SRP
    if by_password:
        value = given.get(SRP, "")
        call.require("idp.parameter.present", value, errors.missing_parameter(SRP), missing=SRP)
        first_factors.require_public_value(call, value)
    user = first_factors.named_or_nobody(call, attempt)
    if user is not None:
        require_may_sign_in(call, user)
    return going_on(attempt, user=user, custom=CustomSteps((_step(SRP, right=True),) if by_password else ()))


def judge_answer(call: Call, attempt: Attempt) -> Attempt:
    """Judge ANSWER, which is the function's to judge; a wrong one is no error: what comes of it is for DefineAuthChallenge."""
    attempt = going_on(attempt, user=first_factors.named(call, attempt))
    pending = challenge_sessions.waiting(call, attempt, NAME, attempt.given["Session"])
    steps = pending.custom or CustomSteps()
    if attempt.user is not None:
        require_may_sign_in(call, attempt.user)
    request = {"privateChallengeParameters": steps.private, "challengeAnswer": attempt.given["ANSWER"]}
    right = _asked(call, attempt, VERIFY, request, Verified).answer_correct
    call.note("idp.custom.answer", right)
    taken = (*steps.taken, _step(NAME, right=right, note=steps.note))
    return going_on(attempt, pending=pending, custom=CustomSteps(taken))


def decided(call: Call, attempt: Attempt) -> Attempt:
    """Ask DefineAuthChallenge what comes next; it may end the sign-in, whose Session is used up then."""
    steps = _so_far(attempt)
    said = _asked(call, attempt, DEFINE, {"session": list(steps.taken)}, Defined)
    ended = said.fail_authentication or (said.issue_tokens and attempt.user is None)
    if ended and attempt.pending is not None:
        call.keep_on_failure(PENDING, challenge_sessions.spent(attempt.pending))
    refused = errors.incorrect_username_or_password
    call.require("idp.custom.goes_on", not ended, refused, failAuthentication=said.fail_authentication)
    wants = TOKENS if said.issue_tokens else said.challenge_name
    possible = (TOKENS, NAME, *((PROOF,) if SRP in attempt.given else ()))
    # No capture of AWS's answer is known.
    call.require("idp.custom.next", wants in possible, unrecognizable, wants=possible, has=wants)
    return going_on(attempt, custom=msgspec.structs.replace(steps, wants=wants))


def _so_far(attempt: Attempt) -> CustomSteps:
    """Return the steps that were taken; a password that was just proven is the newest of them."""
    if attempt.custom is not None:
        return attempt.custom
    before = (attempt.pending and attempt.pending.custom) or CustomSteps()
    return CustomSteps((*before.taken, _step(PROOF, right=True)))


def ask(call: Call, attempt: Attempt) -> Output:
    """Let CreateAuthChallenge make a challenge: some of it is told to the app, some is kept for the judge."""
    steps = _so_far(attempt)
    said = _asked(call, attempt, CREATE, {"challengeName": NAME, "session": list(steps.taken)}, Created)
    steps = CustomSteps(steps.taken, said.private_challenge_parameters, said.challenge_metadata)
    session = challenge_sessions.open_session(call, going_on(attempt, custom=steps), NAME)
    return {"Session": session, "ChallengeParameters": {"USERNAME": _name(attempt)} | said.public_challenge_parameters}


def wants(state: str) -> Callable[[Attempt], bool]:
    """Return the test whether this is what DefineAuthChallenge has decided on."""
    return lambda attempt: attempt.custom is not None and attempt.custom.wants == state


def _step(name: str, *, right: bool, note: str = "") -> dict[str, Any]:
    """Return one entry of `session`, as functions see it."""
    return {"challengeName": name, "challengeResult": right, "challengeMetadata": note or None}


def _name(attempt: Attempt) -> str:
    return attempt.user.username if attempt.user else attempt.given["USERNAME"]


def _asked(call: Call, attempt: Attempt, trigger: str, more: dict[str, Any], kind: type[Answer]) -> Answer:
    """Fire one of the three triggers and return its answer."""
    moment = Moment(trigger, f"{trigger}_Authentication", _name(attempt), attempt.app.client.client_id)
    request = {
        "userAttributes": profile(attempt.user),
        **more,
        "userNotFound": attempt.user is None,
        "clientMetadata": metadata(call, trigger),
    }
    empty: dict[str, Any] = dict.fromkeys(_members(kind))
    return answered(call, moment, fire(call, attempt.app.pool, moment, request, empty), kind)


def _members(kind: type[msgspec.Struct]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(kind)]
