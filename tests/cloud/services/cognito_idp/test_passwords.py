"""The policy for new passwords, and what a pool keeps of them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud import codec
from cogtui.cloud.ids import Ids
from cogtui.cloud.services.cognito_idp.pools.settings import PasswordPolicy
from cogtui.cloud.services.cognito_idp.records import USERS
from cogtui.cloud.services.cognito_idp.signing_in import passwords, srp
from cogtui.cloud.store import Store, Transaction
from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.people import ANA, people, refusal

PREFIX = "Password did not conform with policy: "

REFUSED = [
    ("Ab1!xyz", "Password not long enough", "idp.password.length"),
    ("abcdefg1!", "Password must have uppercase characters", "idp.password.uppercase"),
    ("ABCDEFG1!", "Password must have lowercase characters", "idp.password.lowercase"),
    ("Abcdefgh!", "Password must have numeric characters", "idp.password.numbers"),
    ("Abcdefg12", "Password must have symbol characters", "idp.password.symbols"),
]


@pytest.mark.parametrize(("password", "reason", "rule"), REFUSED)
@pytest.mark.parametrize("operation", ["SignUp", "AdminSetUserPassword", "AdminCreateUser"])
def test_a_new_password_keeps_to_the_policy(operation: str, password: str, reason: str, rule: str) -> None:
    here = people()
    here.user("ben")
    before = state(here.world)
    reply = {
        "SignUp": lambda: here.sign_up("ana", password),
        "AdminSetUserPassword": lambda: here.asked("AdminSetUserPassword", Username="ben", Password=password),
        "AdminCreateUser": lambda: here.asked("AdminCreateUser", Username="ana", TemporaryPassword=password),
    }[operation]()
    assert refusal(reply) == ("InvalidPasswordException", PREFIX + reason)
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before


@pytest.mark.parametrize("symbol", list(passwords.SYMBOLS))
def test_every_symbol_of_the_guide_counts(symbol: str) -> None:
    assert people().sign_up(password=f"Abcdefg1{symbol}x").ok


def test_a_space_inside_counts_as_a_symbol() -> None:
    assert people().sign_up(password="Abcd efg1").ok


def test_a_tiny_password_breaks_the_request_s_own_constraint() -> None:
    reply = people(Policies={"PasswordPolicy": {"MinimumLength": 6}}).sign_up(password="abc")
    constraint = "1 validation error detected: Value at 'password' failed to satisfy constraint"
    assert refusal(reply) == (
        "InvalidParameterException",
        f"{constraint}: Member must have length greater than or equal to 6",
    )


@pytest.mark.parametrize(
    ("policy", "password"),
    [
        ({"MinimumLength": 6}, "abcdef"),
        ({"MinimumLength": 10, "RequireNumbers": True}, "abcdefghi1"),
        ({"MinimumLength": 8, "RequireSymbols": True}, "abcdefg!"),
    ],
)
def test_what_a_given_policy_leaves_out_is_not_asked(policy: dict[str, Any], password: str) -> None:
    assert people(Policies={"PasswordPolicy": policy}).sign_up(password=password).ok


def test_the_pool_keeps_a_salt_and_x_and_never_the_password() -> None:
    here = people()
    sub = here.confirmed("ana", email=ANA)
    assert here.sign_in().ok
    assert not here.sign_in(password="Wrong-Horse-9").ok
    kept = here.world.store.get(USERS, (here.pool, sub))
    assert kept is not None
    assert kept.password is not None
    assert kept.password.x == srp.hash_password(here.pool.split("_")[1], "ana", PASSWORD, kept.password.salt)
    rows = b"".join(codec.pack_row(record) for _, _, record in here.world.store.every())
    assert PASSWORD.encode() not in rows
    assert b"Wrong-Horse-9" not in rows


def test_no_why_shows_a_password() -> None:
    here = people()
    here.confirmed("ana", email=ANA)
    here.sign_in()
    here.sign_in(password="Wrong-Horse-9")
    whys = msgspec.json.encode([check for record in here.world.trail for check in record.why()])
    assert PASSWORD.encode() not in whys
    assert b"Wrong-Horse-9" not in whys


def test_the_same_password_of_two_users_is_kept_differently() -> None:
    here = people()
    here.user("ana")
    here.user("ben")
    ana, ben = (here.world.store.get(USERS, (here.pool, name)) for name in ("ana", "ben"))
    assert ana is not None
    assert ben is not None
    assert ana.password != ben.password


@given(
    st.builds(PasswordPolicy, st.integers(6, 99), st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    st.binary(max_size=8),
)
def test_a_generated_password_keeps_to_any_policy(policy: PasswordPolicy, seed: bytes) -> None:
    password = passwords.generated(Ids(Transaction(Store()), seed, 0), policy)
    assert [demand.rule for demand in passwords.DEMANDS if not demand.holds(policy, password)] == []
    assert len(password) <= 256


def test_a_temporary_password_stops_working_after_the_pool_s_days() -> None:
    here = people(Policies={"PasswordPolicy": {"TemporaryPasswordValidityDays": 2}})
    here.administered("AdminCreateUser", Username="ana", TemporaryPassword=PASSWORD)
    here.wait(days=2, seconds=-1)
    assert here.sign_in().ok
    here.wait(seconds=1)
    reply = here.sign_in()
    assert refusal(reply) == (
        "NotAuthorizedException",
        "Temporary password has expired and must be reset by an administrator.",
    )
    assert reply.record.refused_by == ("idp.password.temporary",)
