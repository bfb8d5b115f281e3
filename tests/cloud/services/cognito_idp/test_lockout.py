"""The lock after wrong passwords (Developer Guide, "Lockout behavior for failed sign-in attempts")."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.services.cognito_idp.signing_in.lockout import lock_seconds
from cogtui.cloud.services.cognito_idp.traces import FAILURES
from tests.builders import state
from tests.cloud.services.cognito_idp.people import People, people, refusal

INCORRECT = ("NotAuthorizedException", "Incorrect username or password.")
LOCKED = ("NotAuthorizedException", "Password attempts exceeded")
WRONG = "Wrong-Horse-9"


def fail(here: People, times: int) -> None:
    """Type a wrong password as often, each time when no lock is in the way."""
    for count in range(times):
        here.wait(seconds=lock_seconds(count))
        assert refusal(here.sign_in(password=WRONG)) == INCORRECT


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (99, 900)]
)
def test_the_lock_doubles_from_the_fifth_failure_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert lock_seconds(failures) == seconds


@pytest.mark.parametrize(("failures", "seconds"), [(5, 1), (6, 2), (8, 8)])
def test_while_the_lock_lasts_even_the_right_password_is_refused(failures: int, seconds: int) -> None:
    here = people()
    here.user()
    fail(here, failures)
    here.wait(seconds=seconds - 1)
    reply = here.sign_in()
    assert refusal(reply) == LOCKED
    assert reply.record.refused_by == ("idp.password.lock",)
    assert next(c for c in reply.record.why() if c.passed is False).fact("locked_until") == here.world.now + 1
    here.wait(seconds=1)
    assert here.sign_in().ok


def test_four_wrong_passwords_lock_nobody() -> None:
    here = people()
    here.user()
    fail(here, 4)
    assert here.sign_in().ok


def test_attempts_while_locked_do_not_lengthen_the_lock() -> None:
    here = people()
    here.user()
    fail(here, 5)
    for _ in range(10):
        assert refusal(here.sign_in(password=WRONG)) == LOCKED
    here.wait(seconds=1)
    assert here.sign_in().ok


@pytest.mark.parametrize("forget", ["a right password", "15 quiet minutes", "a password that an administrator set"])
def test_failures_are_forgotten(forget: str) -> None:
    here = people()
    here.user()
    fail(here, 4)
    match forget:
        case "a right password":
            assert here.sign_in().ok
        case "15 quiet minutes":
            here.wait(minutes=15)
        case _:
            here.administered("AdminSetUserPassword", Username="ana", Password="Another-Horse-9", Permanent=True)
    for _ in range(4):
        assert refusal(here.sign_in(password=WRONG)) == INCORRECT
    assert refusal(here.sign_in(password=WRONG)) == INCORRECT, "the fifth is refused for itself, not for a lock"


def test_one_user_s_lock_is_nobody_else_s() -> None:
    here = people()
    here.user("ana")
    here.user("ben")
    fail(here, 5)
    assert here.sign_in("ben").ok


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["Wrong-1", "Wrong-2", ""]), st.integers(0, 40)), max_size=12))
def test_wrong_passwords_change_nothing_but_the_count_of_failures(attempts: list[tuple[str, int]]) -> None:
    here = people()
    here.user()

    def the_rest() -> list[object]:
        return [row for row in state(here.world) if row[0] not in ("idp.failures", "world.clock")]

    before = the_rest()
    for password, pause in attempts:
        assert not here.sign_in(password=password).ok
        here.wait(seconds=pause)
    assert the_rest() == before
    (counted,) = [*here.world.store.scan(FAILURES, here.pool)] or [None]
    typed = sum(1 for record in here.world.trail if "idp.password.correct" in record.refused_by)
    assert (counted.count if counted else 0) == typed
