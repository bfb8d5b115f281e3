"""Password history (API PasswordPolicyType, PasswordHistorySize): none of the last passwords is set again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cogtui.cloud.services.cognito_idp.records import USERS
from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD, a_world, asked, state
from tests.cloud.services.cognito_idp.people import People, people, refusal

USED = ("PasswordHistoryPolicyViolationException", "Password has previously been used.")
FREE = {"MinimumLength": 6}


def remembering(size: int | None, **pool: Any) -> People:
    """Return a pool that remembers so many passwords, with Ana in it."""
    policy = FREE | ({} if size is None else {"PasswordHistorySize": size})
    here = people(AutoVerifiedAttributes=["email"], Policies={"PasswordPolicy": policy}, **pool)
    here.confirmed("ana")
    return here


def by_administrator(here: People, password: str) -> Reply:
    return here.asked("AdminSetUserPassword", Username="ana", Password=password, Permanent=True)


def by_user(here: People, password: str) -> Reply:
    here.administered("AdminSetUserPassword", Username="ana", Password="the-one-before", Permanent=True)
    token = here.tokens(password="the-one-before")["AccessToken"]
    return here.call("ChangePassword", AccessToken=token, PreviousPassword="the-one-before", ProposedPassword=password)


def by_code(here: People, password: str) -> Reply:
    here.done("ForgotPassword", Username="ana")
    code = here.mail[-1].code
    return here.call("ConfirmForgotPassword", Username="ana", ConfirmationCode=code, Password=password)


def by_challenge(here: People, password: str) -> Reply:
    here.administered("AdminSetUserPassword", Username="ana", Password="temporary", Permanent=False)
    session = here.sign_in(password="temporary").output["Session"]
    responses = {"USERNAME": "ana", "NEW_PASSWORD": password}
    given = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": session, "ChallengeResponses": responses}
    return here.call("RespondToAuthChallenge", **given)


WAYS = [by_administrator, by_user, by_code, by_challenge]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_password_from_before_is_refused_whoever_sets_it(way: Callable[[People, str], Reply]) -> None:
    here = remembering(3)
    reply = way(here, PASSWORD)
    assert refusal(reply) == USED
    assert reply.record.refused_by == ("idp.password.history",)
    assert way(remembering(3), "quite-another").ok


@pytest.mark.parametrize("size", [None, 0])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_without_a_history_any_password_is_set_again(way: Callable[[People, str], Reply], size: int | None) -> None:
    here = remembering(size)
    assert way(here, PASSWORD).ok
    policy = here.administered("DescribeUserPool")["UserPool"]["Policies"]["PasswordPolicy"]
    assert "PasswordHistorySize" not in policy


@pytest.mark.parametrize("size", [1, 2, 3, 24])
def test_as_many_passwords_are_remembered_as_the_pool_says(size: int) -> None:
    here = remembering(size)
    texts = [PASSWORD, *(f"password-{number}" for number in range(size))]
    for text in texts[1:]:
        assert by_administrator(here, text).ok
    for text in texts[1:]:
        assert refusal(by_administrator(here, text)) == USED
    assert by_administrator(here, texts[0]).ok, "it has dropped out of the last ones"


def test_a_refused_password_changes_nothing() -> None:
    here = remembering(2)
    here.done("ForgotPassword", Username="ana")
    before, code = state(here.world), here.mail[-1].code
    given = {"Username": "ana", "ConfirmationCode": code}
    assert refusal(here.call("ConfirmForgotPassword", **given, Password=PASSWORD)) == USED
    assert state(here.world) == before
    assert here.call("ConfirmForgotPassword", **given, Password="quite-another").ok


def test_the_history_begins_when_it_is_switched_on_and_ends_when_it_is_switched_off() -> None:
    here = remembering(None)
    assert by_administrator(here, "second-one").ok
    here.administered("UpdateUserPool", Policies={"PasswordPolicy": FREE | {"PasswordHistorySize": 5}})
    assert refusal(by_administrator(here, "second-one")) == USED, "the present one is known"
    assert by_administrator(here, PASSWORD).ok, "nobody kept the one before"
    here.administered("UpdateUserPool", Policies={"PasswordPolicy": FREE})
    assert by_administrator(here, "third-one").ok
    assert next(here.world.store.scan(USERS, here.pool)).past_passwords == ()


def test_the_setting_is_described() -> None:
    here = remembering(7)
    policy = here.administered("DescribeUserPool")["UserPool"]["Policies"]["PasswordPolicy"]
    assert policy["PasswordHistorySize"] == 7


def test_the_lite_tier_has_no_history() -> None:
    policies = {"PasswordPolicy": FREE | {"PasswordHistorySize": 1}}
    given = {"PoolName": "people", "UserPoolTier": "LITE", "Policies": policies}
    reply = asked(a_world(), "cognito-idp", "CreateUserPool", **given)
    assert reply.error is not None
    assert reply.error.code == "FeatureUnavailableInTierException"
    assert reply.record.refused_by == ("idp.password.history_tier",)
