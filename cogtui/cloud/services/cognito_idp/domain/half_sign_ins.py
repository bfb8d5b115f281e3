"""Sign-ins that wait for a sign-up's code: who proved a password needn't prove it again a page later."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.fields import HALF
from cogtui.cloud.services.cognito_idp.domain.records import HALF_SIGN_INS, HalfSignIn
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.services.cognito_idp.users import directory

SECONDS = 900
"""How long the next step may take. (AWS documents no time for its pages.)"""


def begin(call: Call, visit: Visit, user: User, username: str) -> str:
    """Begin to wait for the user's next step and return the id for the form."""
    half = HalfSignIn(visit.pool.id, call.ids.text(43, ALNUM), user.key, user.sub, username, call.now + SECONDS)
    call.tx.put(HALF_SIGN_INS, half)
    return half.id


def found(call: Call, asked: AppRequest, username: str, sub: str = "") -> User:
    """Return the user whom an operation has just dealt with under this name; with `sub`, the one who has just signed up."""
    user = directory.find(call.tx, asked.app.pool, sub or username)
    assert user is not None
    return user


def waiting(call: Call, visit: Visit) -> tuple[HalfSignIn, User] | None:
    """Return the sign-in that the form goes on with, and whose it is; None where none waits any more."""
    half = call.tx.get(HALF_SIGN_INS, (visit.pool.id, visit.form.get(HALF, "")))
    if half is None or call.now >= half.expires:
        return None
    user = call.tx.get(USERS, (half.pool_id, half.user_key))
    return (half, user) if user is not None and user.sub == half.sub else None


def finish(call: Call, half: HalfSignIn) -> None:
    """Stop waiting."""
    call.tx.delete(HALF_SIGN_INS, (half.pool_id, half.id))
