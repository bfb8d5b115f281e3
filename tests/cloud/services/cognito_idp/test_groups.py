"""Groups, who is in them, and what they put into tokens."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.tokens.parts import read
from tests.builders import state
from tests.cloud.services.cognito_idp.people import People, people, refusal

READERS = "arn:aws:iam::111122223333:role/Readers"
WRITERS = "arn:aws:iam::111122223333:role/Writers"


def grouped(*groups: dict[str, Any]) -> People:
    """Return a pool with Ana in these groups."""
    here = people()
    here.user("ana")
    for group in groups:
        here.administered("CreateGroup", **group)
        here.administered("AdminAddUserToGroup", Username="ana", GroupName=group["GroupName"])
    return here


def claims_of(token: str) -> dict[str, Any]:
    found = read(token).claims
    assert found is not None
    return found


def claims(here: People, token: str = "IdToken") -> dict[str, Any]:
    found = claims_of(here.tokens()[token])
    return {name: value for name, value in found.items() if name.startswith("cognito:") and name != "cognito:username"}


def names(output: dict[str, Any]) -> list[str]:
    return [group["GroupName"] for group in output["Groups"]]


def test_a_group_comes_back_as_it_was_made() -> None:
    here = people()
    given_ = {"GroupName": "editors", "Description": "They write", "RoleArn": WRITERS, "Precedence": 0}
    group = here.administered("CreateGroup", **given_)["Group"]
    assert {name: group[name] for name in given_} == given_
    assert set(group) == {*given_, "UserPoolId", "CreationDate", "LastModifiedDate"}
    assert here.administered("GetGroup", GroupName="editors")["Group"] == group


def test_updating_a_group_changes_what_is_given() -> None:
    here = grouped({"GroupName": "editors", "Description": "old", "Precedence": 3})
    here.wait(hours=1)
    group = here.administered("UpdateGroup", GroupName="editors", RoleArn=WRITERS, Precedence=0)["Group"]
    assert (group["Description"], group["RoleArn"], group["Precedence"]) == ("old", WRITERS, 0)
    assert group["LastModifiedDate"] > group["CreationDate"]


@pytest.mark.parametrize(
    ("operation", "params", "code", "text", "rule"),
    [
        (
            "CreateGroup",
            {"GroupName": "editors"},
            "GroupExistsException",
            "A group with the name editors already exists.",
            "idp.group.free",
        ),
        (
            "CreateGroup",
            {"GroupName": "late", "Precedence": 2**31},
            "InvalidParameterException",
            (
                "1 validation error detected: Value '2147483648' at 'precedence' failed to satisfy constraint: "
                "Member must have value less than or equal to 2147483647"
            ),
            "idp.group.precedence",
        ),
        ("GetGroup", {"GroupName": "none"}, "ResourceNotFoundException", "Group not found.", "idp.group.exists"),
        ("UpdateGroup", {"GroupName": "none"}, "ResourceNotFoundException", "Group not found.", "idp.group.exists"),
        ("DeleteGroup", {"GroupName": "none"}, "ResourceNotFoundException", "Group not found.", "idp.group.exists"),
        (
            "ListUsersInGroup",
            {"GroupName": "none"},
            "ResourceNotFoundException",
            "Group not found.",
            "idp.group.exists",
        ),
        (
            "AdminAddUserToGroup",
            {"GroupName": "none", "Username": "ana"},
            "ResourceNotFoundException",
            "Group not found.",
            "idp.group.exists",
        ),
        (
            "AdminAddUserToGroup",
            {"GroupName": "editors", "Username": "zoe"},
            "UserNotFoundException",
            "User does not exist.",
            "idp.user.exists",
        ),
        (
            "AdminListGroupsForUser",
            {"Username": "zoe"},
            "UserNotFoundException",
            "User does not exist.",
            "idp.user.exists",
        ),
    ],
)
def test_what_cannot_be_is_refused(operation: str, params: dict[str, Any], code: str, text: str, rule: str) -> None:
    here = grouped({"GroupName": "editors"})
    before = state(here.world)
    reply = here.asked(operation, **params)
    assert refusal(reply) == (code, text)
    assert reply.record.refused_by[-1] == rule
    assert state(here.world) == before


def test_adding_twice_and_removing_twice_is_silent() -> None:
    here = grouped({"GroupName": "editors"})
    here.administered("AdminAddUserToGroup", Username="ana", GroupName="editors")
    assert names(here.administered("AdminListGroupsForUser", Username="ana")) == ["editors"]
    for _ in range(2):
        here.administered("AdminRemoveUserFromGroup", Username="ana", GroupName="editors")
        assert names(here.administered("AdminListGroupsForUser", Username="ana")) == []


def test_a_user_is_in_a_hundred_groups_at_most() -> None:
    here = people()
    here.user("ana")
    for number in range(101):
        here.administered("CreateGroup", GroupName=f"g{number}")
    replies = [here.asked("AdminAddUserToGroup", Username="ana", GroupName=f"g{number}") for number in range(101)]
    assert all(reply.ok for reply in replies[:100])
    assert refusal(replies[100])[0] == "InvalidParameterException"
    assert replies[100].record.refused_by == ("idp.quota",)


def test_a_deleted_group_leaves_its_users() -> None:
    here = grouped({"GroupName": "editors"}, {"GroupName": "readers"})
    here.administered("DeleteGroup", GroupName="editors")
    assert names(here.administered("AdminListGroupsForUser", Username="ana")) == ["readers"]
    here.administered("CreateGroup", GroupName="editors")
    assert here.administered("ListUsersInGroup", GroupName="editors")["Users"] == []
    assert here.status("ana") == "CONFIRMED"


def test_lists_are_paged() -> None:
    here = grouped(*({"GroupName": name} for name in ("c", "a", "b")))
    here.user("ben")
    here.administered("AdminAddUserToGroup", Username="ben", GroupName="a")
    for operation, params in (("ListGroups", {}), ("AdminListGroupsForUser", {"Username": "ana"})):
        first = here.administered(operation, Limit=2, **params)
        second = here.administered(operation, Limit=2, NextToken=first["NextToken"], **params)
        assert (names(first), names(second), "NextToken" in second) == (["a", "b"], ["c"], False)
    first = here.administered("ListUsersInGroup", GroupName="a", Limit=1)
    second = here.administered("ListUsersInGroup", GroupName="a", Limit=1, NextToken=first["NextToken"])
    assert [user["Username"] for page in (first, second) for user in page["Users"]] == ["ana", "ben"]


def test_a_user_in_no_group_has_no_claims_of_groups() -> None:
    assert claims(grouped()) == {}


def test_tokens_name_groups_in_order_of_precedence_and_the_best_role() -> None:
    here = grouped(
        {"GroupName": "all"},
        {"GroupName": "readers", "RoleArn": READERS, "Precedence": 10},
        {"GroupName": "writers", "RoleArn": WRITERS, "Precedence": 0},
    )
    assert claims(here) == {
        "cognito:groups": ["writers", "readers", "all"],
        "cognito:roles": [WRITERS, READERS],
        "cognito:preferred_role": WRITERS,
    }
    assert claims(here, "AccessToken") == {"cognito:groups": ["writers", "readers", "all"]}


@pytest.mark.parametrize(
    ("groups", "preferred"),
    [
        ([{"RoleArn": READERS, "Precedence": 1}, {"RoleArn": WRITERS, "Precedence": 1}], None),
        ([{"RoleArn": READERS, "Precedence": 1}, {"RoleArn": READERS, "Precedence": 1}], READERS),
        ([{"RoleArn": READERS}, {"RoleArn": WRITERS}], None),
        ([{"RoleArn": READERS}, {"RoleArn": WRITERS, "Precedence": 5}], WRITERS),
        ([{"Precedence": 0}, {"RoleArn": WRITERS, "Precedence": 5}], WRITERS),
        ([{"Precedence": 0}], None),
    ],
)
def test_the_preferred_role_is_that_of_the_best_precedence_if_it_is_one(
    groups: list[Any], preferred: str | None
) -> None:
    here = grouped(*({"GroupName": f"g{number}", **group} for number, group in enumerate(groups)))
    assert claims(here).get("cognito:preferred_role") == preferred


def test_a_refresh_brings_the_groups_of_now() -> None:
    here = grouped({"GroupName": "editors"})
    token = here.tokens()["RefreshToken"]
    here.administered("AdminRemoveUserFromGroup", Username="ana", GroupName="editors")
    fresh = here.refresh(token).output["AuthenticationResult"]["IdToken"]
    assert "cognito:groups" not in claims_of(fresh)


GROUPS = st.lists(
    st.tuples(st.sampled_from([None, 0, 1, 2]), st.sampled_from([None, READERS, WRITERS])), min_size=1, max_size=4
)


@settings(max_examples=25)
@given(GROUPS)
def test_roles_and_preferred_role_are_those_of_the_groups(groups: list[tuple[int | None, str | None]]) -> None:
    given_ = [
        {
            name: value
            for name, value in (("GroupName", f"g{at}"), ("Precedence", rank), ("RoleArn", role))
            if value is not None
        }
        for at, (rank, role) in enumerate(groups)
    ]
    found = claims(grouped(*given_))
    assert sorted(found["cognito:groups"]) == sorted(group["GroupName"] for group in given_)
    assert set(found.get("cognito:roles", [])) == {role for _, role in groups if role}
    ranks = [4 if rank is None else rank for rank, role in groups if role]
    best = {role for rank, role in groups if role and (4 if rank is None else rank) == min(ranks)}
    assert found.get("cognito:preferred_role") == (best.pop() if len(best) == 1 else None)
