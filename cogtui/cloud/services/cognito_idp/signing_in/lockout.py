"""The lock after wrong passwords (Developer Guide, "Lockout behavior for failed sign-in attempts").

From the fifth wrong password in a row the user is locked for a second, then for twice as long with each further one, up
to 15 minutes. Attempts while locked are refused unseen and don't lengthen the lock. A right password, or 15 minutes
without any attempt, forgets everything.
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.traces import FAILURES, QUIET_SECONDS, Failures

FREE_FAILURES = 5
LONGEST = QUIET_SECONDS
"""Seconds: of the longest lock, and of the quiet after which failures are forgotten."""


def lock_seconds(failures: int) -> int:
    """Return how long the user is locked after that many wrong passwords."""
    if failures < FREE_FAILURES:
        return 0
    return min(2 ** min(failures - FREE_FAILURES, 20), LONGEST)


def require_open(call: Call, user: User) -> None:
    """Refuse any password while the user is locked."""
    failures = _remembered(call, user)
    if failures is None:
        call.note("idp.password.lock", True, failures=0)
        return
    until = failures.failed_at + lock_seconds(failures.count)
    locked = call.now < until
    if locked:
        call.keep_on_failure(FAILURES, msgspec.structs.replace(failures, tried_at=call.now))
    now = Fact("now", call.now, Place("clock", "the world's clock"))
    call.require(
        "idp.password.lock",
        not locked,
        errors.not_authorized("Password attempts exceeded"),
        failures=failures.count,
        locked_until=until,
        now=now,
    )


def count_failure(call: Call, user: User) -> None:
    """Declare that a wrong password counts, although the call fails."""
    before = _remembered(call, user)
    count = before.count + 1 if before else 1
    call.keep_on_failure(FAILURES, Failures(user.pool_id, user.key, count, call.now, call.now))


def forget(call: Call, user: User) -> None:
    """Begin anew after a right password."""
    call.tx.delete(FAILURES, (user.pool_id, user.key))


def _remembered(call: Call, user: User) -> Failures | None:
    failures = call.tx.get(FAILURES, (user.pool_id, user.key))
    quiet = failures is None or call.now - failures.tried_at >= LONGEST
    return None if quiet else failures
