"""Sign-ins that wait for one more step: who proved a password needn't prove it again a page later.

Only the browser that began one goes on with it. What is asked may be a sign-up's code, or a challenge of the API, whose
Session waits here and not in the form.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.services.cognito_idp.domain import answers
from cogtui.cloud.services.cognito_idp.domain.app_request import AppRequest
from cogtui.cloud.services.cognito_idp.domain.fields import HALF
from cogtui.cloud.services.cognito_idp.domain.records import HALF_SIGN_INS, HalfSignIn
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.records import USERS, User
from cogtui.cloud.services.cognito_idp.signing_in.challenge_sessions import SESSION_WORDS
from cogtui.cloud.services.cognito_idp.users import directory
from cogtui.cloud.web import Page

SECONDS = 900
"""How long a sign-up's code may take. (AWS documents no time for its page.)"""


def begin(call: Call, visit: Visit, user: User | None, username: str, seconds: float = SECONDS) -> HalfSignIn:
    """Begin to wait for the user's next step: a sign-up's code, or what `keep` is told of at once."""
    half = HalfSignIn(
        pool_id=visit.pool.id,
        id=call.ids.text(43, ALNUM),
        user_key=user.key if user else "",
        sub=user.sub if user else "",
        username=username,
        expires=call.now + seconds,
        browser=visit.form_token,
    )
    return keep(call, half)


def keep(call: Call, half: HalfSignIn, **changed: object) -> HalfSignIn:
    """Wait on, with other fields, and return what waits now."""
    half = msgspec.structs.replace(half, **changed)
    call.tx.put(HALF_SIGN_INS, half)
    return half


def found(call: Call, asked: AppRequest, username: str, sub: str = "") -> User:
    """Return the user whom an operation has just dealt with under this name; with `sub`, the one who has just signed up."""
    user = directory.find(call.tx, asked.app.pool, sub or username)
    assert user is not None
    return user


def waiting(call: Call, visit: Visit) -> tuple[HalfSignIn, User] | None:
    """Return the sign-in that waits for the form's sign-up code, and whose it is; None where none does any more."""
    half = _named(call, visit, ("",))
    if half is None or half.used or call.now >= half.expires:
        return None
    user = call.tx.get(USERS, (half.pool_id, half.user_key))
    return (half, user) if user is not None and user.sub == half.sub else None


def require(call: Call, visit: Visit, challenges: Collection[str], instead: Callable[[str], Page]) -> HalfSignIn:
    """Return the sign-in that waits for the form's answer to one of these challenges; else show the page that says so.

    The words are the ones that the API has for a Session.
    """

    def refused(error: AwsError) -> AwsError:
        return answers.refused(instead(error.message))

    half, words = _named(call, visit, challenges), SESSION_WORDS
    call.require("oauth.step", half is not None, lambda: refused(words.invalid()), pool=visit.pool.id)
    assert half is not None
    call.require("oauth.step.once", not half.used, lambda: refused(words.used()), challenge=half.challenge)
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    in_time = call.now < half.expires
    call.require("oauth.step.expiry", in_time, lambda: refused(words.expired()), now=now, expires=half.expires)
    return half


def finish(call: Call, half: HalfSignIn) -> None:
    """Stop waiting."""
    keep(call, half, used=True, session="", told={})


def _named(call: Call, visit: Visit, challenges: Collection[str]) -> HalfSignIn | None:
    """Return what the form's id stands for, if it is this browser's and about what is asked here."""
    half = call.tx.get(HALF_SIGN_INS, (visit.pool.id, visit.form.get(HALF, "")))
    return half if half is not None and half.browser == visit.form_token and half.challenge in challenges else None
