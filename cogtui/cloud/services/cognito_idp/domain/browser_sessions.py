"""The session that a browser keeps with a pool's domain: one sign-in for all apps of the pool.

Source: Developer Guide, "Managed login session duration". Signing out of tokens does not end it, and ending it revokes none.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.services.cognito_idp.clients.client_oauth import OWN_USERS as COGNITO
from cogtui.cloud.services.cognito_idp.domain import cookies
from cogtui.cloud.services.cognito_idp.domain.records import SESSIONS, BrowserSession
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.records import USERS, User


def begin(call: Call, visit: Visit, user: User, provider: str = COGNITO) -> tuple[BrowserSession, str]:
    """Begin a session and return it with its Set-Cookie value.

    The pool's own users come here by way of `next_steps`, which asks them for all that the API would; federated users have
    no second factors (Developer Guide, "Adding MFA to a user pool").
    """
    session = BrowserSession(
        pool_id=visit.pool.id,
        # The pool's id in front: the host that stands for all pools has to tell them apart.
        id=f"{visit.pool.id}.{call.ids.text(43, ALNUM)}",
        user_key=user.key,
        sub=user.sub,
        provider=provider,
        auth_time=int(call.now),
        expires=call.now + cookies.SESSION_SECONDS,
    )
    call.tx.put(SESSIONS, session)
    return session, cookies.set_cookie(visit.session_cookie, session.id, cookies.SESSION_SECONDS)


def current(call: Call, visit: Visit) -> tuple[BrowserSession, User] | None:
    """Return the browser's session and whose it is; None where nobody is signed in, or may not be any more."""
    given = visit.cookie(visit.session_cookie)
    if not given:
        return None
    session = call.tx.get(SESSIONS, (visit.pool.id, given))
    call.note("oauth.session", session is not None and call.now < session.expires, pool=visit.pool.id)
    if session is None or call.now >= session.expires:
        return None
    user = call.tx.get(USERS, (session.pool_id, session.user_key))
    same = user is not None and user.sub == session.sub and user.enabled
    call.note("oauth.session.user", same, sub=session.sub)
    return (session, user) if user is not None and same else None


def held(call: Call, visit: Visit) -> BrowserSession | None:
    """Return the session whose cookie the browser has, over or not; None where there is none."""
    given = visit.cookie(visit.session_cookie)
    return call.tx.get(SESSIONS, (visit.pool.id, given)) if given else None


def end(call: Call, visit: Visit) -> str:
    """End the browser's session, if it has one, and return the Set-Cookie value that takes the cookie back."""
    given = visit.cookie(visit.session_cookie)
    if given:
        call.tx.delete(SESSIONS, (visit.pool.id, given))
    return cookies.clear_cookie(visit.session_cookie)
