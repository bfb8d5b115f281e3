"""ListUsers and its filter (API ListUsers)."""

from __future__ import annotations

import pytest

from tests.cloud.services.cognito_idp.people import People, people, refusal


def crowd() -> People:
    here = people(Schema=[{"Name": "team", "AttributeDataType": "String"}])
    here.user("ana", email="ana@example.com", given_name="Ana", phone_number="+15550001")
    here.user("ben", email="ben@example.org", given_name="Benedict")
    here.user("Bea", email="bea@example.com", custom__team="blue")
    here.sign_up("dan", email="dan@example.com")
    here.administered("AdminDisableUser", Username="ben")
    return here


def names(here: People, **params: object) -> list[str]:
    return [user["Username"] for user in here.administered("ListUsers", **params)["Users"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Bea", "ana", "ben", "dan"]),
        ('username = "ana"', ["ana"]),
        ('username ^= "b"', ["Bea", "ben"]),
        ('email="ana@example.com"', ["ana"]),
        (' email  ^=  "ben" ', ["ben"]),
        ('given_name ^= "B"', ["ben"]),
        ('phone_number ^= "+1555"', ["ana"]),
        ('status = "Disabled"', ["ben"]),
        ('cognito:user_status = "UNCONFIRMED"', ["dan"]),
        ('username = "no\\"body"', []),
    ],
)
def test_a_filter_finds_whom_it_names(text: str, found: list[str]) -> None:
    assert names(crowd(), Filter=text) == found


def test_a_filter_finds_a_sub() -> None:
    here = crowd()
    assert names(here, Filter=f'sub = "{here.profile("ana")["sub"]}"') == ["ana"]


@pytest.mark.parametrize(
    ("text", "error", "rule"),
    [
        ("nonsense", "Error while parsing filter", "idp.filter.form"),
        ('email > "a"', "Error while parsing filter", "idp.filter.form"),
        ('custom:team = "blue"', "Invalid search attribute: custom:team", "idp.filter.attribute"),
        ('address = "x"', "Invalid search attribute: address", "idp.filter.attribute"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(text: str, error: str, rule: str) -> None:
    reply = crowd().asked("ListUsers", Filter=text)
    assert refusal(reply) == ("InvalidParameterException", error)
    assert reply.record.refused_by == (rule,)


def test_users_come_in_pages() -> None:
    here = crowd()
    first = here.administered("ListUsers", Limit=3)
    second = here.administered("ListUsers", Limit=3, PaginationToken=first["PaginationToken"])
    assert [len(page["Users"]) for page in (first, second)] == [3, 1]
    assert "PaginationToken" not in second
    strange = here.asked("ListUsers", Filter='username ^= "b"', PaginationToken=first["PaginationToken"])
    assert strange.record.refused_by == ("idp.page.token",)


def test_only_the_wanted_attributes_are_given() -> None:
    users = crowd().administered("ListUsers", AttributesToGet=["email"], Filter='username = "ana"')["Users"]
    assert users[0]["Attributes"] == [{"Name": "email", "Value": "ana@example.com"}]


def test_a_limit_out_of_range_is_refused() -> None:
    assert refusal(crowd().asked("ListUsers", Limit=61))[0] == "InvalidParameterException"
