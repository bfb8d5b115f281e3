"""Codes: sent to an address, taken back once.

Source: Developer Guide, "Signing up and confirming user accounts" and "Verifying updates to email addresses and phone
numbers": a code is good for 24 hours, one that resets a password for an hour, and a newer one makes it useless.
"""

from __future__ import annotations

import hmac
from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.messages import limits, outbox
from cogtui.cloud.services.cognito_idp.messages.delivery import Target, invented_target
from cogtui.cloud.services.cognito_idp.records import User, UserPool
from cogtui.cloud.services.cognito_idp.traces import ATTEMPTS, CODES, Code, Purpose

HOUR = 3600

LIFETIMES: dict[Purpose, int] = {
    "sign_up": 24 * HOUR,
    "verify_email": 24 * HOUR,
    "verify_phone_number": 24 * HOUR,
    "reset": HOUR,
}
"""Seconds."""

KEPT_OLD_CODES = 20


def issue(call: Call, pool: UserPool, user: User, purpose: Purpose, target: Target) -> None:
    """Send a new code; earlier ones stop working."""
    before = call.tx.get(CODES, (pool.id, user.key, purpose))
    superseded = (*before.superseded, before.code)[-KEPT_OLD_CODES:] if before else ()
    code = call.ids.code()
    expires = call.now + LIFETIMES[purpose]
    call.tx.put(CODES, Code(pool.id, user.key, purpose, code, target.attribute, expires, superseded, target.to))
    outbox.send(call, pool, user, outbox.Letter(purpose, target, code, user.username))


def pretend(call: Call, pool: UserPool, username: str) -> dict[str, Any]:
    """Answer as if a code had gone to somebody whom the pool does not have (PreventUserExistenceErrors)."""
    call.note("idp.user.exists", False, username=username, note="nobody is told: the answer is made up")
    return {"CodeDeliveryDetails": invented_target(pool, username).details}


def redeem(call: Call, user: User, purpose: Purpose, typed: str) -> Code:
    """Take a code back and return it; a wrong one counts against the user's quota although the call fails."""
    code = call.tx.get(CODES, (user.pool_id, user.key, purpose))
    call.require("idp.code.outstanding", code is not None, errors.code_expired(), username=user.username)
    assert code is not None
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    call.require("idp.code.expired", call.now < code.expires, errors.code_expired(), now=now, expires=code.expires)
    newest = typed not in code.superseded or typed == code.code
    call.require("idp.code.newest", newest, errors.code_expired(), newer_codes=len(code.superseded))
    correct = hmac.compare_digest(typed.encode(errors="surrogatepass"), code.code.encode())
    if not correct:
        call.keep_on_failure(ATTEMPTS, limits.one_more(call, user))
    call.require("idp.code.correct", correct, errors.code_mismatch(), proves=code.attribute)
    call.tx.delete(CODES, (user.pool_id, user.key, purpose))
    return code
