"""ChangePassword, DeleteUser and AdminDeleteUser."""

from __future__ import annotations

import pytest

from cogtui.cloud.store import Table
from tests.builders import PASSWORD, state
from tests.cloud.services.cognito_idp.people import ANA, People, people, refusal

NEW = "Another-Horse-9"
INCORRECT = ("NotAuthorizedException", "Incorrect username or password.")
LIMIT = ("LimitExceededException", "Attempt limit exceeded, please try after some time.")


def at_home() -> tuple[People, str]:
    """Return a pool where Ana has signed in, and her access token."""
    here = people()
    here.confirmed()
    return here, here.tokens()["AccessToken"]


def test_a_password_is_changed_by_who_knows_the_old_one() -> None:
    here, token = at_home()
    refresh = here.tokens()["RefreshToken"]
    assert here.done("ChangePassword", AccessToken=token, PreviousPassword=PASSWORD, ProposedPassword=NEW) == {}
    assert refusal(here.sign_in()) == INCORRECT
    assert here.sign_in(password=NEW).ok
    assert here.status() == "CONFIRMED"
    assert here.refresh(refresh).ok, "sessions go on"
    assert here.call("GetUser", AccessToken=token).ok


@pytest.mark.parametrize("given", [{"PreviousPassword": "Wrong-Horse-9"}, {}])
def test_a_wrong_old_password_changes_nothing_and_is_counted(given: dict[str, str]) -> None:
    here, token = at_home()
    before = state(here.world)
    reply = here.call("ChangePassword", AccessToken=token, ProposedPassword=NEW, **given)
    assert refusal(reply) == INCORRECT
    assert reply.record.refused_by == ("idp.password.correct",)
    assert {row[0] for row in state(here.world) if row not in before} == {"idp.attempts"}


def test_a_new_password_that_breaks_the_policy_is_refused() -> None:
    here, token = at_home()
    before = state(here.world)
    reply = here.call("ChangePassword", AccessToken=token, PreviousPassword=PASSWORD, ProposedPassword="lower-case-9")
    assert refusal(reply) == (
        "InvalidPasswordException",
        "Password did not conform with policy: Password must have uppercase characters",
    )
    assert state(here.world) == before


def test_five_wrong_old_passwords_use_up_the_hour() -> None:
    here, token = at_home()
    right = {"AccessToken": token, "PreviousPassword": PASSWORD, "ProposedPassword": NEW}
    for _ in range(5):
        assert refusal(here.call("ChangePassword", **right | {"PreviousPassword": "Wrong-Horse-9"})) == INCORRECT
    reply = here.call("ChangePassword", **right)
    assert refusal(reply) == LIMIT
    assert reply.record.refused_by == ("idp.code.limit",)
    here.wait(minutes=59, seconds=59)
    assert refusal(here.call("ChangePassword", **right)) == LIMIT
    here.wait(seconds=1)
    token = here.tokens()["AccessToken"]
    assert here.call("ChangePassword", **right | {"AccessToken": token}).ok


@pytest.mark.parametrize("operation", ["ChangePassword", "DeleteUser"])
def test_the_own_account_needs_a_token_that_holds(operation: str) -> None:
    here, token = at_home()
    more = {"PreviousPassword": PASSWORD, "ProposedPassword": NEW} if operation == "ChangePassword" else {}
    assert here.call("GlobalSignOut", AccessToken=token).ok
    reply = here.call(operation, AccessToken=token, **more)
    assert refusal(reply) == ("NotAuthorizedException", "Access Token has been revoked")


# ------------------------------------------------------------------------------------------------------------- deleting


def traces_of(here: People, sub: str) -> set[str]:
    """Return the tables that still hold something about a user, apart from the messages sent."""
    named = {"ana", ANA, sub}
    return {
        table
        for table, key, record in here.world.store.every()
        if Table.known[table].name.startswith("idp.")
        and table != "idp.messages"
        and named & {*key, getattr(record, "sub", "")}
    }


@pytest.mark.parametrize("by", ["DeleteUser", "AdminDeleteUser"])
def test_nothing_is_left_of_a_user_who_is_deleted(by: str) -> None:
    here = people(AliasAttributes=["email"])
    here.confirmed()
    tokens, sub = here.tokens(), here.profile()["sub"]
    here.sign_in(password="Wrong-Horse-9")
    assert here.call("ForgotPassword", Username="ana").ok
    here.administered("CreateGroup", GroupName="staff")
    here.administered("AdminAddUserToGroup", GroupName="staff", Username="ana")
    here.administered("AdminSetUserPassword", Username="ana", Password=PASSWORD, Permanent=False)
    assert here.sign_in().output["Session"]
    assert len(traces_of(here, sub)) > 6
    if by == "DeleteUser":
        here.done("DeleteUser", AccessToken=tokens["AccessToken"])
    else:
        here.administered("AdminDeleteUser", Username="ana")
    assert traces_of(here, sub) == set()
    assert here.administered("DescribeUserPool")["UserPool"]["EstimatedNumberOfUsers"] == 0
    assert refusal(here.sign_in(ANA)) == ("UserNotFoundException", "User does not exist.")
    assert refusal(here.call("GetUser", AccessToken=tokens["AccessToken"]))[0] == "UserNotFoundException"
    assert refusal(here.refresh(tokens["RefreshToken"]))[1] == "Invalid Refresh Token."
    assert here.confirmed() == "ana", "name and address are free again"
    assert here.profile()["sub"] != sub
    assert refusal(here.call("GetUser", AccessToken=tokens["AccessToken"]))[0] == "UserNotFoundException"


def test_deleting_leaves_others_alone() -> None:
    here, token = at_home()
    here.user("ben", email="ben@example.com")
    before = [row for row in state(here.world) if "ben" in row[1]]
    other = here.tokens("ben")
    here.done("DeleteUser", AccessToken=token)
    assert [row for row in state(here.world) if "ben" in row[1]] == before
    assert here.call("GetUser", AccessToken=other["AccessToken"]).ok
    assert here.refresh(other["RefreshToken"]).ok


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"Username": "nobody"}, ("UserNotFoundException", "User does not exist.")),
        (
            {"UserPoolId": "us-east-1_nothere"},
            ("ResourceNotFoundException", "User pool us-east-1_nothere does not exist."),
        ),
    ],
)
def test_who_is_not_there_cannot_be_deleted(params: dict[str, str], error: tuple[str, str]) -> None:
    here, _ = at_home()
    reply = here.world.call(
        "cognito-idp",
        "AdminDeleteUser",
        {"UserPoolId": here.pool, "Username": "ana"} | params,
        caller=here.world.operator,
    )
    assert refusal(reply) == error


def test_undo_brings_a_deleted_user_back_with_sessions_and_all() -> None:
    here, token = at_home()
    before = state(here.world)
    here.done("DeleteUser", AccessToken=token)
    here.world.undo()
    assert state(here.world) == before
    assert here.call("GetUser", AccessToken=token).ok
