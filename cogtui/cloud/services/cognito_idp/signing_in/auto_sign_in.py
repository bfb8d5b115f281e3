"""Signing in straight from the sign-up: SignUp gives a Session, ConfirmSignUp the next one, and USER_AUTH takes that.

The confirmation's code counts as the first factor. Source: API SignUp, ConfirmSignUp and InitiateAuth, Session; Developer
Guide, "Automatic sign-in with OTPs".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.clients import flows
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, choices
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, going_on
from cogtui.cloud.services.cognito_idp.signing_in.challenge_sessions import Posted
from cogtui.cloud.services.cognito_idp.signing_in.gates import require_may_sign_in
from cogtui.cloud.services.cognito_idp.traces import PENDING
from cogtui.cloud.services.cognito_idp.triggers import signing_in

FLOW = "USER_AUTH"

_SIGNED_UP = "(SignUp)"
_CONFIRMED = "(ConfirmSignUp)"
"""What the sessions wait for; no challenge of the API has such a name."""


def begun(call: Call, app: App, user: User) -> dict[str, Any]:
    """Return the Session that SignUp gives at an app with USER_AUTH."""
    if "ALLOW_USER_AUTH" not in flows.allowed(app.client):
        return {}
    return {"Session": challenge_sessions.open_session(call, Attempt(app, FLOW, {}, user), _SIGNED_UP)}


def carried_on(call: Call, app: App, user: User, session: str | None, to: str) -> dict[str, Any]:
    """Return the Session that ConfirmSignUp gives for the one of SignUp; `to` is the address that was confirmed.

    DIFFERS: whether AWS confirms somebody whose Session is no good any more is not documented; here it is refused.
    """
    if session is None:
        return {}
    attempt = Attempt(app, FLOW, {}, user)
    challenge_sessions.spend(call, challenge_sessions.waiting(call, attempt, _SIGNED_UP, session))
    return {"Session": challenge_sessions.open_session(call, attempt, _CONFIRMED, Posted(to=to))}


def judge(call: Call, attempt: Attempt) -> Attempt:
    """Judge Session: it names the user, and all AuthParameters are ignored."""
    pool, session = attempt.app.pool, attempt.given["Session"]
    held = call.tx.get(PENDING, (pool.id, challenge_sessions.digest(session)))
    attempt = going_on(attempt, user=call.tx.get(USERS, (pool.id, held.user_key)) if held is not None else None)
    pending = challenge_sessions.waiting(call, attempt, _CONFIRMED, session)
    user = attempt.known_user
    require_may_sign_in(call, user)
    signing_in.before(call, attempt.app, user, user.username)
    offered = [name for name in choices.ADDRESSES if name in choices.available(pool, user)]
    matching = next((name for name in offered if user.attributes[choices.ADDRESSES[name]] == pending.to), "")
    call.note("idp.choice.eligible", bool(matching), to=pending.to, has=offered)
    return going_on(attempt, pending=pending, choice=matching)
