"""The flows of signing in, as one table of transitions, and the machine that walks it.

A sign-in is in a state: `START`, a challenge that waits for its answer, or `PROVEN`, `CHOOSING` and `DECIDING`, where nothing
is asked and the guards alone decide. An answer is named by the member that makes it one. The first row of (flow, state, answer) whose guard holds
says what comes next. Adding a challenge means: its rows here, a judge for its answer, and what it asks.
Source: API InitiateAuth, RespondToAuthChallenge; Developer Guide, "Authentication with Amazon Cognito user pools".
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.devices import device_challenges, tracking
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.signing_in import (
    auto_sign_in,
    challenge_sessions,
    choices,
    custom_auth,
    first_factors,
    mfa_choice,
    mfa_setup,
    new_password,
    password_verifier,
    refreshing,
    second_factors,
    sent_codes,
)
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output, going_on
from cogtui.cloud.services.cognito_idp.tokens import user_tokens
from cogtui.cloud.services.cognito_idp.traces import PENDING
from cogtui.cloud.services.cognito_idp.triggers import signing_in

START = "START"
"""Nothing has been asked yet."""
PROVEN = "PROVEN"
"""The first factor holds: what else is asked depends on the user and the pool."""
CHOOSING = "CHOOSING"
"""The user is known: which first factor comes depends on what is asked for and can be had."""
DECIDING = "DECIDING"
"""A step of CUSTOM_AUTH is done: what comes next is what DefineAuthChallenge says."""
TOKENS = custom_auth.TOKENS
"""The end: a new session with all its tokens."""
NEW_TOKENS = "NEW_TOKENS"
"""The end of a refresh: the session goes on."""

PASSWORD_FLOWS = ("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH")
SRP_FLOWS = ("USER_SRP_AUTH",)
REFRESH_FLOWS = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")
CHOICE_FLOWS = ("USER_AUTH",)
CUSTOM_FLOWS = (custom_auth.FLOW,)
INTERACTIVE = (*PASSWORD_FLOWS, *SRP_FLOWS, *CHOICE_FLOWS)
"""The flows in which a person signs in."""


class Guard(msgspec.Struct, frozen=True):
    """When a row of the table holds."""

    says: str
    """For people; empty for a row that always holds."""
    holds: Callable[[Attempt], bool]


ALWAYS = Guard("", lambda attempt: True)
ASKS_TOKEN = Guard("an authenticator app is the factor to ask for", second_factors.asks("SOFTWARE_TOKEN_MFA"))
ASKS_SMS = Guard("an SMS is the factor to ask for", second_factors.asks("SMS_MFA"))
ASKS_WHICH = Guard("several factors are active and none is preferred", second_factors.asks("SELECT_MFA_TYPE"))
ASKS_EMAIL = Guard("an e-mail is the factor to ask for", second_factors.asks("EMAIL_OTP"))
CHOSE_EMAIL = Guard("EMAIL_OTP was chosen", lambda attempt: attempt.given.get("ANSWER") == "EMAIL_OTP")
CHOSE_SMS = Guard("SMS_MFA was chosen", lambda attempt: attempt.given.get("ANSWER") == "SMS_MFA")
LACKS_FACTOR = Guard("the pool wants a second factor and the user has none", second_factors.needs_setup)
DEVICE_SERVES = Guard("a remembered device stands in for a second factor", tracking.replaces_factor)
DEVICE_KNOWN = Guard("the device is remembered", tracking.is_remembered)
WANTS_EMAIL = Guard("a code by e-mail is asked for and can be had", choices.has_chosen("EMAIL_OTP"))
WANTS_SMS = Guard("a code by SMS is asked for and can be had", choices.has_chosen("SMS_OTP"))
WANTS_SRP = Guard("SRP is asked for and can be had", choices.has_chosen("PASSWORD_SRP"))
WANTS_PASSWORD = Guard("the password is asked for and can be had", choices.has_chosen("PASSWORD"))
ISSUES_TOKENS = Guard("DefineAuthChallenge issues tokens", custom_auth.wants(TOKENS))
ASKS_PROOF = Guard("DefineAuthChallenge wants the password by SRP", custom_auth.wants("PASSWORD_VERIFIER"))
ELIGIBLE = Guard("the code of the sign-up is one that signs in", lambda attempt: bool(attempt.choice))
FIRST = Guard("it is the first factor", lambda attempt: not attempt.proven)
TEMPORARY = Guard("the password is a temporary one", new_password.is_required)


class Transition(msgspec.Struct, frozen=True):
    """One row: what an answer in a state of these flows leads to."""

    flows: tuple[str, ...]
    state: str
    answer: str
    """Name of the answer; empty in a state where nothing is asked."""
    guard: Guard
    to: str


TRANSITIONS = (
    Transition(PASSWORD_FLOWS, START, "PASSWORD", ALWAYS, PROVEN),
    Transition(SRP_FLOWS, START, "SRP_A", ALWAYS, "PASSWORD_VERIFIER"),
    Transition(CHOICE_FLOWS, START, "Session", ELIGIBLE, PROVEN),
    Transition(CHOICE_FLOWS, START, "Session", ALWAYS, "SELECT_CHALLENGE"),
    Transition(CHOICE_FLOWS, START, "USERNAME", ALWAYS, CHOOSING),
    Transition(CHOICE_FLOWS, "SELECT_CHALLENGE", "ANSWER", ALWAYS, CHOOSING),
    Transition(CHOICE_FLOWS, CHOOSING, "", WANTS_EMAIL, "EMAIL_OTP"),
    Transition(CHOICE_FLOWS, CHOOSING, "", WANTS_SMS, "SMS_OTP"),
    Transition(CHOICE_FLOWS, CHOOSING, "", WANTS_SRP, "PASSWORD_SRP"),
    Transition(CHOICE_FLOWS, CHOOSING, "", WANTS_PASSWORD, "PASSWORD"),
    Transition(CHOICE_FLOWS, CHOOSING, "", ALWAYS, "SELECT_CHALLENGE"),
    Transition(CHOICE_FLOWS, "PASSWORD", "PASSWORD", ALWAYS, PROVEN),
    Transition(CHOICE_FLOWS, "PASSWORD_SRP", "SRP_A", ALWAYS, "PASSWORD_VERIFIER"),
    Transition(CHOICE_FLOWS, "SMS_OTP", "SMS_OTP_CODE", ALWAYS, PROVEN),
    Transition(CHOICE_FLOWS, "EMAIL_OTP", "EMAIL_OTP_CODE", FIRST, PROVEN),
    Transition((*SRP_FLOWS, *CHOICE_FLOWS), "PASSWORD_VERIFIER", "PASSWORD_CLAIM_SIGNATURE", ALWAYS, PROVEN),
    Transition(INTERACTIVE, PROVEN, "", TEMPORARY, "NEW_PASSWORD_REQUIRED"),
    Transition(tracking.FLOWS, PROVEN, "", DEVICE_SERVES, "DEVICE_SRP_AUTH"),
    Transition(INTERACTIVE, PROVEN, "", ASKS_TOKEN, "SOFTWARE_TOKEN_MFA"),
    Transition(INTERACTIVE, PROVEN, "", ASKS_SMS, "SMS_MFA"),
    Transition(INTERACTIVE, PROVEN, "", ASKS_EMAIL, "EMAIL_OTP"),
    Transition(INTERACTIVE, PROVEN, "", ASKS_WHICH, "SELECT_MFA_TYPE"),
    Transition(INTERACTIVE, PROVEN, "", LACKS_FACTOR, "MFA_SETUP"),
    Transition(tracking.FLOWS, PROVEN, "", DEVICE_KNOWN, "DEVICE_SRP_AUTH"),
    Transition(INTERACTIVE, PROVEN, "", ALWAYS, TOKENS),
    Transition(INTERACTIVE, "NEW_PASSWORD_REQUIRED", "NEW_PASSWORD", ALWAYS, PROVEN),
    Transition(tracking.FLOWS, "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE", DEVICE_KNOWN, "DEVICE_SRP_AUTH"),
    Transition(INTERACTIVE, "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE", ALWAYS, TOKENS),
    Transition(tracking.FLOWS, "SMS_MFA", "SMS_MFA_CODE", DEVICE_KNOWN, "DEVICE_SRP_AUTH"),
    Transition(INTERACTIVE, "SMS_MFA", "SMS_MFA_CODE", ALWAYS, TOKENS),
    Transition(tracking.FLOWS, "EMAIL_OTP", "EMAIL_OTP_CODE", DEVICE_KNOWN, "DEVICE_SRP_AUTH"),
    Transition(INTERACTIVE, "EMAIL_OTP", "EMAIL_OTP_CODE", ALWAYS, TOKENS),
    Transition(INTERACTIVE, "SELECT_MFA_TYPE", "ANSWER", CHOSE_SMS, "SMS_MFA"),
    Transition(INTERACTIVE, "SELECT_MFA_TYPE", "ANSWER", CHOSE_EMAIL, "EMAIL_OTP"),
    Transition(INTERACTIVE, "SELECT_MFA_TYPE", "ANSWER", ALWAYS, "SOFTWARE_TOKEN_MFA"),
    Transition(INTERACTIVE, "MFA_SETUP", "EMAIL", ALWAYS, "EMAIL_OTP"),
    Transition(tracking.FLOWS, "MFA_SETUP", "Session", DEVICE_KNOWN, "DEVICE_SRP_AUTH"),
    Transition(INTERACTIVE, "MFA_SETUP", "Session", ALWAYS, TOKENS),
    Transition(tracking.FLOWS, "DEVICE_SRP_AUTH", "DEVICE_KEY", ALWAYS, "DEVICE_PASSWORD_VERIFIER"),
    Transition(tracking.FLOWS, "DEVICE_PASSWORD_VERIFIER", "PASSWORD_CLAIM_SECRET_BLOCK", ALWAYS, TOKENS),
    Transition(CUSTOM_FLOWS, START, "USERNAME", ALWAYS, DECIDING),
    Transition(CUSTOM_FLOWS, DECIDING, "", ISSUES_TOKENS, TOKENS),
    Transition(CUSTOM_FLOWS, DECIDING, "", ASKS_PROOF, "PASSWORD_VERIFIER"),
    Transition(CUSTOM_FLOWS, DECIDING, "", ALWAYS, "CUSTOM_CHALLENGE"),
    Transition(CUSTOM_FLOWS, "PASSWORD_VERIFIER", "PASSWORD_CLAIM_SIGNATURE", ALWAYS, DECIDING),
    Transition(CUSTOM_FLOWS, "CUSTOM_CHALLENGE", "ANSWER", ALWAYS, DECIDING),
    Transition(REFRESH_FLOWS, START, "REFRESH_TOKEN", ALWAYS, NEW_TOKENS),
)


class Answer(msgspec.Struct, frozen=True):
    """How an answer is judged."""

    needs: tuple[str, ...]
    """Members that must be there, in the order in which the first missing one is named."""
    judge: Callable[[Call, Attempt], Attempt]


def answered(state: str, answer: str, flow: str = "") -> Answer:
    """Return how an answer is judged: in some states and flows a member means something else than elsewhere."""
    return ANSWERS.get(f"{flow}.{answer}") or ANSWERS.get(f"{state}.{answer}") or ANSWERS[answer]


ANSWERS: dict[str, Answer] = {
    "PASSWORD": Answer(("USERNAME", "PASSWORD"), first_factors.by_password),
    "SRP_A": Answer(("USERNAME", "SRP_A"), first_factors.by_public_value),
    "PASSWORD_CLAIM_SIGNATURE": Answer(
        ("USERNAME", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"), first_factors.by_proof
    ),
    "NEW_PASSWORD": Answer(("USERNAME", "NEW_PASSWORD", "Session"), new_password.judge),
    "SOFTWARE_TOKEN_MFA_CODE": Answer(("USERNAME", "SOFTWARE_TOKEN_MFA_CODE", "Session"), second_factors.judge),
    "SMS_MFA_CODE": Answer(("USERNAME", "SMS_MFA_CODE", "Session"), sent_codes.judging("SMS_MFA")),
    "EMAIL_OTP_CODE": Answer(("USERNAME", "EMAIL_OTP_CODE", "Session"), sent_codes.judging("EMAIL_OTP")),
    "SMS_OTP_CODE": Answer(("USERNAME", "SMS_OTP_CODE", "Session"), sent_codes.judging("SMS_OTP")),
    "SELECT_MFA_TYPE.ANSWER": Answer(("USERNAME", "ANSWER", "Session"), mfa_choice.judge),
    "SELECT_CHALLENGE.ANSWER": Answer(("USERNAME", "ANSWER", "Session"), choices.judge_choice),
    "PASSWORD.PASSWORD": Answer(("USERNAME", "PASSWORD"), choices.judge_password),
    "PASSWORD_SRP.SRP_A": Answer(("USERNAME", "SRP_A"), choices.judge_public_value),
    "USERNAME": Answer(("USERNAME",), choices.judge_name),
    "CUSTOM_AUTH.USERNAME": Answer(("USERNAME",), custom_auth.judge_name),
    "CUSTOM_CHALLENGE.ANSWER": Answer(("USERNAME", "ANSWER", "Session"), custom_auth.judge_answer),
    "START.Session": Answer(("Session",), auto_sign_in.judge),
    "EMAIL": Answer(("USERNAME", "EMAIL", "Session"), mfa_setup.judge_address),
    "Session": Answer(("USERNAME", "Session"), mfa_setup.judge),
    "DEVICE_KEY": Answer(("USERNAME", "DEVICE_KEY", "SRP_A"), device_challenges.judge_start),
    "PASSWORD_CLAIM_SECRET_BLOCK": Answer(
        ("USERNAME", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP", "DEVICE_KEY"),
        device_challenges.judge_proof,
    ),
    "REFRESH_TOKEN": Answer(("REFRESH_TOKEN",), refreshing.by_refresh_token),
}


class Challenge(msgspec.Struct, frozen=True):
    """What is asked of a client between the beginning and the tokens."""

    ask: Callable[[Call, Attempt], Output]
    """Gives ChallengeParameters, and the Session where there is one."""
    held: str = "Session"
    """The member of an answer by which the pool knows the challenge again."""
    along: str = ""
    """The answer that may come along with the choice of this challenge, which is not asked any more then."""


CHALLENGES: dict[str, Challenge] = {
    "PASSWORD_VERIFIER": Challenge(password_verifier.ask, held="PASSWORD_CLAIM_SECRET_BLOCK"),
    "NEW_PASSWORD_REQUIRED": Challenge(new_password.ask),
    "SOFTWARE_TOKEN_MFA": Challenge(second_factors.ask),
    "SMS_MFA": Challenge(sent_codes.asking("SMS_MFA")),
    "EMAIL_OTP": Challenge(sent_codes.asking("EMAIL_OTP")),
    "SMS_OTP": Challenge(sent_codes.asking("SMS_OTP")),
    "PASSWORD": Challenge(choices.ask("PASSWORD"), along="PASSWORD"),
    "PASSWORD_SRP": Challenge(choices.ask("PASSWORD_SRP"), along="SRP_A"),
    "SELECT_CHALLENGE": Challenge(choices.ask("SELECT_CHALLENGE")),
    "CUSTOM_CHALLENGE": Challenge(custom_auth.ask),
    "SELECT_MFA_TYPE": Challenge(mfa_choice.ask),
    "MFA_SETUP": Challenge(mfa_setup.ask),
    "DEVICE_SRP_AUTH": Challenge(device_challenges.ask),
    "DEVICE_PASSWORD_VERIFIER": Challenge(device_challenges.ask_proof, held="PASSWORD_CLAIM_SECRET_BLOCK"),
}


def rows(state: str, flow: str = "") -> list[Transition]:
    """Return the table's rows for a state, of one flow or of all."""
    return [row for row in TRANSITIONS if row.state == state and (not flow or flow in row.flows)]


def begin(call: Call, app: App, flow: str, parameters: dict[str, str]) -> Output:
    """Take the first step of a flow, with AuthParameters."""
    return _step(call, Attempt(app, flow, parameters), START)


def respond(call: Call, app: App, challenge: str, responses: dict[str, str]) -> Output:
    """Take a further step, with ChallengeResponses and the Session among them."""
    held = responses.get(CHALLENGES[challenge].held, "")
    pending = call.tx.get(PENDING, (app.pool.id, challenge_sessions.digest(held)))
    # Whether it may be answered at all, the judge decides; any flow that has the challenge leads there.
    flow = pending.flow if pending is not None and pending.challenge == challenge else rows(challenge)[0].flows[0]
    return _step(call, Attempt(app, flow, responses), challenge)


def _step(call: Call, attempt: Attempt, state: str) -> Output:
    return _shown(call, *taken(call, attempt, state))


def taken(call: Call, attempt: Attempt, state: str) -> tuple[Attempt, str]:
    """Judge what is given in a state; return the sign-in as far as it has come, and what comes next: a challenge, or the end."""
    # Every answer brings a Session: it is the answer itself only where nothing else is one.
    possible = sorted({row.answer: None for row in rows(state, attempt.flow)}, key=lambda name: name == "Session")
    answer = next((name for name in possible if name in attempt.given), possible[0])
    how = answered(state, answer, attempt.flow)
    _require_members(call, how.needs, attempt.given)
    attempt = tracking.recognised(call, how.judge(call, attempt))
    if attempt.pending is not None:
        challenge_sessions.spend(call, attempt.pending)
        attempt = going_on(attempt, proven=attempt.pending.proven)
    reached = _following(attempt, state, answer)
    if reached == CHOOSING:
        reached = _following(attempt, CHOOSING, "")
        if attempt.given.get(CHALLENGES[reached].along):
            return taken(call, attempt, reached)
    if reached == DECIDING:
        attempt = custom_auth.decided(call, attempt)
        reached = _following(attempt, DECIDING, "")
    return proven(call, attempt) if reached == PROVEN else (attempt, reached)


def proven(call: Call, attempt: Attempt) -> tuple[Attempt, str]:
    """Return the sign-in whose first factor holds, and what comes next."""
    attempt = going_on(attempt, proven=True)
    tracking.require_known(call, attempt)
    return attempt, _following(attempt, PROVEN, "")


def _following(attempt: Attempt, state: str, answer: str) -> str:
    open_ = [row for row in rows(state, attempt.flow) if row.answer == answer]
    return next(row.to for row in open_ if row.guard.holds(attempt))


def _shown(call: Call, attempt: Attempt, reached: str) -> Output:
    """Return what the client sees of the state that is reached."""
    end = _ENDS.get(reached)
    if end is not None:
        return {"ChallengeParameters": {}, "AuthenticationResult": end(call, attempt)}
    choosing = attempt.flow in CHOICE_FLOWS and not attempt.proven
    offered = {"AvailableChallenges": list(choices.available(attempt.app.pool, attempt.user))} if choosing else {}
    return {"ChallengeName": reached, **offered, **CHALLENGES[reached].ask(call, attempt)}


def _begun(call: Call, attempt: Attempt) -> Output:
    device_key, metadata = tracking.settled(call, attempt)
    signing_in.after(call, attempt.app, attempt.known_user, new_device=bool(metadata))
    answered = attempt.pending.challenge if attempt.pending else ""
    source = _SOURCES.get(answered, "Authentication")
    result = user_tokens.begin_session(call, attempt.app, attempt.known_user, device_key=device_key, source=source)
    return result | metadata


_SOURCES = {new_password.NAME: "NewPasswordChallenge", device_challenges.PROOF: "AuthenticateDevice"}
"""What the pre token trigger is told, by the challenge that was answered last."""


def _renewed(call: Call, attempt: Attempt) -> Output:
    assert attempt.session is not None
    return user_tokens.renew(call, attempt.app, attempt.known_user, attempt.session)


_ENDS: dict[str, Callable[[Call, Attempt], Output]] = {TOKENS: _begun, NEW_TOKENS: _renewed}


def _require_members(call: Call, wants: tuple[str, ...], given: dict[str, str]) -> None:
    missing = next((name for name in wants if not given.get(name)), "")
    error = errors.missing_parameter(missing)
    call.require("idp.parameter.present", not missing, error, wants=wants, missing=missing)
