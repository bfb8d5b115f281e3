"""The tables of cases in `cases/`: verdict, kind, deciding statement and message, as `decide` and `explain` say them."""

from __future__ import annotations

from collections import Counter

import pytest

from cogtui.cloud.policy.evaluate import decide, denial_message
from cogtui.cloud.policy.explanation import explained
from tests.cloud.policy.case_tables import Case, fixtures, tables

CASES = [case for table in tables().values() for case in table]

GUIDES = (
    "IAM User Guide, ",
    "AWS Organizations User Guide, ",
    "Amazon S3 User Guide, ",
    "Amazon Cognito Developer Guide, ",
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_verdict_is_what_the_documentation_says(case: Case) -> None:
    verdict = decide(case.request, case.policies)
    assert verdict.decision == case.decision, case.shows
    if case.kind:
        assert verdict.reason_kind == case.kind, case.shows
    if verdict.deciding:
        policy = case.policies[verdict.deciding.source]
        assert policy.kind == verdict.reason_kind
        assert case.decides in ("", f"{policy.label} {verdict.deciding.statement + 1}")
    else:
        assert not case.decides
        assert verdict.decision == "implicitDeny" or case.request.principal.kind == "root"
    message = denial_message(case.request, verdict)
    assert message == case.says if case.says.startswith("User: ") else message.endswith(case.says)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_why_says_the_same(case: Case) -> None:
    verdict, why = explained(case.request, case.policies)
    assert verdict == decide(case.request, case.policies)
    assert (why.passed, why.fact("decision"), why.fact("kind")) == (
        verdict.allowed,
        verdict.decision,
        verdict.reason_kind,
    )
    if verdict.deciding:
        named = f"{case.policies[verdict.deciding.source].label}, statement {verdict.deciding.statement + 1}"
        assert str(why.fact("deciding")).startswith(named)


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 400


def test_no_two_cases_have_the_same_id() -> None:
    assert [one for one, count in Counter(case.id for case in CASES).items() if count > 1] == []


def test_no_two_cases_ask_the_same() -> None:
    asked = Counter((repr(case.request), case.policies) for case in CASES)
    twice = [case.id for case in CASES if asked[repr(case.request), case.policies] > 1]
    assert twice == []


def test_every_case_cites_a_page_and_says_what_it_shows() -> None:
    assert [case.id for case in CASES if not case.page.startswith(GUIDES)] == []
    assert [case.id for case in CASES if len(case.shows) < 10 or not case.shows.endswith(".")] == []


def test_every_fixture_is_used() -> None:
    asking = {case.request.principal.arn or case.request.principal.kind for case in CASES}
    known = {data.get("arn", data["kind"]) for data in fixtures()["principals"].values()}
    assert known <= asking


@pytest.mark.parametrize("table", tables(), ids=str)
def test_a_table_shows_both_sides(table: str) -> None:
    allowed = [case.decision == "allowed" for case in tables()[table]]
    assert any(allowed)
    assert not all(allowed)
