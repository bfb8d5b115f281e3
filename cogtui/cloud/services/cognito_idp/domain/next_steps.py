"""What comes after a step of a sign-in at the pages: a further page, or the way back to the app.

It is the API's own table of transitions that says which, and its judges that judge (`signing_in.challenges`). Where the API
gives tokens, a browser gets its session; what the API's clients hold as Session waits here (`half_sign_ins`).
DIFFERS: managed login remembers devices of its own; here every browser counts as a new one.
"""

from __future__ import annotations

import json

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain import (
    browser_sessions,
    challenge_pages,
    grants,
    half_sign_ins,
    mfa_set_up,
    operations,
)
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.challenge_pages import OFFERED
from cogtui.cloud.services.cognito_idp.domain.records import HalfSignIn
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.signing_in import (
    challenge_sessions,
    challenges,
    choices,
    mfa_setup,
    new_password,
    sent_codes,
)
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output
from cogtui.cloud.services.cognito_idp.triggers import signing_in
from cogtui.cloud.web import WebResponse

FLOW = "USER_PASSWORD_AUTH"
"""What a sign-in at the pages is among the flows. The client needn't allow it: its ExplicitAuthFlows are for the API."""

CHOICE = "USER_AUTH"
"""The flow in which the name comes first, and then one of several first factors."""

PROMPT_SECONDS = 180
"""How long a page may take that asks for a second factor, whatever AuthSessionValidity says (Developer Guide, "MFA")."""


class Step(msgspec.Struct, frozen=True):
    """What a step has led to."""

    attempt: Attempt
    challenge: str = ""
    """What is asked next; empty where nothing is."""
    asked: Output = {}
    """The challenge as the API tells it: Session and ChallengeParameters."""


def take(call: Call, asked: AppRequest, username: str, answer: dict[str, str], half: HalfSignIn | None = None) -> Step:
    """Judge an answer as the API judges it, and ask what comes next; raises the API's errors.

    With `half` it answers what that waits for, else it begins a sign-in.
    """
    attempt = _attempt(asked, username, answer, half.flow if half else FLOW)
    step = _reached(call, *challenges.taken(call, attempt, half.challenge if half else challenges.START))
    if not step.challenge:
        signing_in.after(call, asked.app, step.attempt.known_user)
    return step


def begin_by_name(call: Call, asked: AppRequest, username: str) -> Step:
    """Begin with the name alone, and ask which first factor it shall be; the only one that can be had is not asked for."""
    step = _reached(call, *challenges.taken(call, _attempt(asked, username, {}, CHOICE), challenges.START))
    offered = choices.available(asked.app.pool, step.attempt.user)
    able = [name for name in offered if name != choices.SRP]
    if len(able) > 1:
        return msgspec.structs.replace(step, asked=step.asked | {"ChallengeParameters": {OFFERED: json.dumps(able)}})
    answer = {"ANSWER": able[0], "Session": step.asked["Session"]}
    return _reached(call, *challenges.taken(call, _attempt(asked, username, answer, CHOICE), choices.SELECT))


def send_again(call: Call, asked: AppRequest, half: HalfSignIn) -> Output:
    """Have another code sent and return the challenge that waits for it."""
    attempt = _attempt(asked, half.username, {"Session": half.session}, half.flow)
    return sent_codes.ask_again(call, attempt, half.challenge)


def _attempt(asked: AppRequest, username: str, answer: dict[str, str], flow: str) -> Attempt:
    hashed = operations.hash_of(asked.app, username)
    given = answer | {"USERNAME": username} | ({"SECRET_HASH": hashed["SecretHash"]} if hashed else {})
    return Attempt(asked.app, flow, given)


def proven(call: Call, asked: AppRequest, user: User, username: str) -> Step:
    """Return what is asked of somebody who needs no first factor: a code, or the sign-up itself, has just proven who it is."""
    return _reached(call, *challenges.proven(call, Attempt(asked.app, FLOW, {"USERNAME": username}, user)))


def _reached(call: Call, attempt: Attempt, reached: str) -> Step:
    if reached == challenges.TOKENS:
        return Step(attempt)
    return Step(attempt, reached, challenges.CHALLENGES[reached].ask(call, attempt))


def answered(call: Call, visit: Visit, asked: AppRequest, username: str, step: Step) -> WebResponse:
    """Show the page for what is asked next; with nothing left, begin the browser's session and go back to the app."""
    attempt = step.attempt
    if not step.challenge:
        session, cookie = browser_sessions.begin(call, visit, attempt.known_user)
        return grants.granted(call, asked, session, attempt.known_user, (cookie,))
    chooses = step.challenge == new_password.NAME
    seconds = challenge_sessions.validity(asked.app.client) if chooses else PROMPT_SECONDS
    half = half_sign_ins.begin(call, visit, attempt.user, username, seconds)
    told: dict[str, str] = step.asked["ChallengeParameters"]
    half = half_sign_ins.keep(
        call,
        half,
        challenge=step.challenge,
        flow=attempt.flow,
        first=not attempt.proven,
        session=step.asked["Session"],
        told=told,
    )
    if step.challenge == mfa_setup.NAME:
        half = mfa_set_up.begun(call, visit, half)
    return WebResponse(page=challenge_pages.page(visit, half))
