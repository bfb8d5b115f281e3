"""Terms of use and privacy policies of app clients."""

from __future__ import annotations

import pytest

from tests.builders import a_client
from tests.cloud.services.cognito_idp.people import People, people, refusal

USE = {"TermsName": "terms-of-use", "TermsSource": "LINK", "Enforcement": "NONE"}
LINKS = {"cognito:default": "https://app.example.com/terms"}
NOBODY = "00000000-0000-4000-8000-000000000000"


def created(here: People, **more: object) -> dict[str, object]:
    return here.administered("CreateTerms", **({"ClientId": here.client, "Links": LINKS} | USE | more))["Terms"]


def test_terms_are_found_by_id_by_client_and_in_the_list() -> None:
    here = people()
    made = created(here)
    assert (made["Links"], made["ClientId"], made["UserPoolId"]) == (LINKS, here.client, here.pool)
    assert here.administered("DescribeTerms", TermsId=made["TermsId"])["Terms"] == made
    by_client = here.administered("DescribeTermsByClient", ClientId=here.client, TermsName="terms-of-use")
    assert by_client["Terms"] == made
    names = {"TermsId", "TermsName", "Enforcement", "CreationDate", "LastModifiedDate"}
    assert here.administered("ListTerms")["Terms"] == [{name: made[name] for name in names}]


def test_a_client_has_one_of_each_name_and_others_have_their_own() -> None:
    here = people()
    created(here)
    created(here, TermsName="privacy-policy")
    created(here, ClientId=a_client(here.world, here.pool))
    reply = here.asked("CreateTerms", ClientId=here.client, **USE)
    assert refusal(reply)[0] == "TermsExistsException"
    assert len(here.administered("ListTerms")["Terms"]) == 3


def test_an_update_keeps_what_it_leaves_out() -> None:
    here = people()
    made = created(here)
    here.wait(hours=1)
    changed = here.administered("UpdateTerms", TermsId=made["TermsId"], TermsName="privacy-policy")["Terms"]
    assert (changed["TermsName"], changed["Links"]) == ("privacy-policy", LINKS)
    assert changed["LastModifiedDate"] > changed["CreationDate"]
    other = created(here)
    reply = here.asked("UpdateTerms", TermsId=other["TermsId"], TermsName="privacy-policy")
    assert reply.record.refused_by == ("idp.terms.free",)


def test_deleted_terms_are_gone() -> None:
    here = people()
    made = created(here)
    here.administered("DeleteTerms", TermsId=made["TermsId"])
    assert here.administered("ListTerms")["Terms"] == []


def test_terms_are_listed_in_pages_and_there_are_40() -> None:
    here = people()
    for _ in range(20):
        client = a_client(here.world, here.pool)
        for name in ("terms-of-use", "privacy-policy"):
            created(here, ClientId=client, TermsName=name)
    assert here.asked("CreateTerms", ClientId=here.client, **USE).record.refused_by == ("idp.terms.quota",)
    first = here.administered("ListTerms", MaxResults=30)
    rest = here.administered("ListTerms", MaxResults=30, NextToken=first["NextToken"])
    assert len({one["TermsId"] for one in first["Terms"] + rest["Terms"]}) == 40


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("DescribeTerms", {"TermsId": NOBODY}),
        ("UpdateTerms", {"TermsId": NOBODY}),
        ("DeleteTerms", {"TermsId": NOBODY}),
    ],
)
def test_terms_that_the_pool_does_not_have_are_told_as_such(operation: str, params: dict[str, str]) -> None:
    reply = people().asked(operation, **params)
    assert refusal(reply) == ("ResourceNotFoundException", "Terms do not exist.")
    assert reply.record.refused_by == ("idp.terms.exist",)


def test_a_client_without_terms_is_told_as_such() -> None:
    here = people()
    reply = here.asked("DescribeTermsByClient", ClientId=here.client, TermsName="privacy-policy")
    assert refusal(reply)[0] == "ResourceNotFoundException"
