"""The names that users sign in by: user names, addresses, aliases, capitals (Developer Guide, "User pool attributes")."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.people import ANA, People, people, refusal

BY_EMAIL: dict[str, Any] = {"UsernameAttributes": ["email"]}
EMAIL_ALIAS: dict[str, Any] = {"AliasAttributes": ["email", "preferred_username"]}


@pytest.mark.parametrize(
    ("case_sensitive", "typed", "known"),
    [(None, "ANA", False), (True, "ANA", False), (False, "ANA", True), (False, "Ana", True), (None, "ana", True)],
)
def test_capitals_count_unless_the_pool_says_otherwise(case_sensitive: bool | None, typed: str, known: bool) -> None:
    setting = {} if case_sensitive is None else {"UsernameConfiguration": {"CaseSensitive": case_sensitive}}
    here = people(**setting)
    here.user("ana")
    assert here.sign_in(typed).ok is known
    assert here.sign_up(typed).ok is not known


def test_a_name_keeps_its_capitals_where_they_do_not_count() -> None:
    here = people(UsernameConfiguration={"CaseSensitive": False})
    here.user("Ana")
    assert here.administered("AdminGetUser", Username="aNA")["Username"] == "Ana"


def test_in_a_pool_of_addresses_the_user_name_is_the_sub() -> None:
    here = people(**BY_EMAIL)
    sub = here.sign_up(ANA).output["UserSub"]
    user = here.administered("AdminGetUser", Username=ANA)
    assert user["Username"] == sub
    assert here.profile(ANA) == {"sub": sub, "email_verified": "false", "email": ANA}
    assert here.mail[0].to == ANA


def test_in_a_pool_of_addresses_an_unverified_address_finds_the_user() -> None:
    here = people(**BY_EMAIL)
    here.sign_up(ANA)
    assert refusal(here.sign_in(ANA)) == ("UserNotConfirmedException", "User is not confirmed.")
    here.done("ConfirmSignUp", Username=ANA, ConfirmationCode=here.mail[0].code)
    assert here.sign_in(ANA).ok
    assert here.sign_in(here.administered("AdminGetUser", Username=ANA)["Username"]).ok


@pytest.mark.parametrize(
    ("attributes", "typed", "text"),
    [
        (["email"], "ana", "Username should be an email."),
        (["email"], "+15550001234", "Username should be an email."),
        (["phone_number"], ANA, "Username should be a phone number."),
        (["phone_number", "email"], "ana", "Username should be either an email or a phone number."),
    ],
)
def test_a_name_that_is_no_address_is_refused_where_one_is_wanted(attributes: list[str], typed: str, text: str) -> None:
    here = people(UsernameAttributes=attributes)
    before = state(here.world)
    reply = here.sign_up(typed)
    assert refusal(reply) == ("InvalidParameterException", text)
    assert reply.record.refused_by == ("idp.username.form",)
    assert state(here.world) == before


def test_an_address_is_taken_from_its_sign_up_on() -> None:
    here = people(UsernameConfiguration={"CaseSensitive": False}, **BY_EMAIL)
    here.sign_up(ANA)
    reply = here.sign_up("ANA@EXAMPLE.COM")
    assert refusal(reply) == ("UsernameExistsException", "An account with the given email already exists.")
    assert reply.record.refused_by == ("idp.alias.free",)
    by_hand = here.asked("AdminCreateUser", Username=ANA)
    assert refusal(by_hand) == ("UsernameExistsException", "An account with the given email already exists.")


def test_a_name_that_looks_like_an_alias_is_refused() -> None:
    reply = people(**EMAIL_ALIAS).sign_up(ANA)
    assert refusal(reply) == (
        "InvalidParameterException",
        "Username cannot be of email format, since user pool is configured for email alias.",
    )


def test_an_alias_signs_in_once_it_is_verified() -> None:
    here = people(**EMAIL_ALIAS)
    here.sign_up("ana", email=ANA)
    assert refusal(here.sign_in(ANA))[0] == "UserNotFoundException"
    here.done("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[0].code)
    assert here.sign_in(ANA).ok
    assert here.sign_in("ana").ok


def two_with_one_address() -> People:
    """Return a pool where Ana has confirmed her address and Ben is about to confirm the same."""
    here = people(**EMAIL_ALIAS)
    here.confirmed("ana", email=ANA)
    assert here.sign_up("ben", email=ANA).ok, "a duplicate alias is seen at confirmation, not before"
    return here


def test_a_taken_alias_is_refused_at_confirmation() -> None:
    here = two_with_one_address()
    before = state(here.world)
    reply = here.call("ConfirmSignUp", Username="ben", ConfirmationCode=here.mail[-1].code)
    assert refusal(reply) == ("AliasExistsException", "An account with the email already exists.")
    assert reply.record.refused_by == ("idp.alias.free",)
    assert state(here.world) == before


def test_a_forced_alias_moves_and_the_old_owner_s_address_is_unverified() -> None:
    here = two_with_one_address()
    code = here.mail[-1].code
    here.done("ConfirmSignUp", Username="ben", ConfirmationCode=code, ForceAliasCreation=True)
    assert here.profile("ana")["email_verified"] == "false"
    assert here.profile("ben")["email_verified"] == "true"
    assert here.administered("AdminGetUser", Username=ANA)["Username"] == "ben"


def test_preferred_username_signs_in_a_confirmed_user() -> None:
    here = people(**EMAIL_ALIAS)
    here.user("ana", preferred_username="annie")
    assert here.sign_in("annie").ok


def test_an_administrator_finds_a_user_by_sub() -> None:
    here = people()
    here.user("ana")
    sub = here.profile("ana")["sub"]
    assert here.administered("AdminGetUser", Username=sub)["Username"] == "ana"


def test_a_password_belongs_to_the_sub_where_names_are_addresses() -> None:
    here = people(**BY_EMAIL)
    here.user(ANA, PASSWORD)
    claims = next(check for check in here.sign_in(ANA).record.why() if check.rule == "idp.password.correct")
    sub = here.profile(ANA)["sub"]
    assert claims.fact("hashed") == f"{here.pool.split('_')[1]}{sub}:(password)"
