"""Sign-ins on record: pools with threat protection keep them, others don't."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.clock import timestamp
from cogtui.cloud.tokens.parts import read
from tests.builders import PASSWORD, a_client
from tests.cloud.services.cognito_idp.authenticator import Authenticator
from tests.cloud.services.cognito_idp.chooser import choosing, with_everything
from tests.cloud.services.cognito_idp.domain.browser import a_site
from tests.cloud.services.cognito_idp.people import People, people, refusal

AUDIT = {"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}}
OFF = ("UserPoolAddOnNotEnabledException", "User pool add-ons are not enabled for this user pool.")


def watched(**more: Any) -> People:
    here = people(**(AUDIT | more))
    here.user(email="ana@example.com")
    return here


def events(here: People) -> list[dict[str, object]]:
    return here.administered("AdminListUserAuthEvents", Username="ana")["AuthEvents"]


def test_a_sign_in_that_went_well_has_the_event_id_of_its_tokens() -> None:
    here = watched()
    claims = read(here.tokens()["AccessToken"]).claims or {}
    [event] = events(here)
    assert event == {
        "EventId": claims["event_id"],
        "EventType": "SignIn",
        "CreationDate": timestamp(here.world.now),
        "EventResponse": "Pass",
        "EventRisk": {"RiskDecision": "NoRisk", "CompromisedCredentialsDetected": False},
        "ChallengeResponses": [{"ChallengeName": "Password", "ChallengeResponse": "Success"}],
        "EventContextData": {"IpAddress": "127.0.0.1", "DeviceName": "cogtui"},
    }


def test_a_wrong_password_is_on_record_although_the_call_fails() -> None:
    here = watched()
    for _ in range(2):
        assert not here.sign_in(password="Wrong-Horse-9").ok
    here.tokens()
    assert [event["EventResponse"] for event in events(here)] == ["Pass", "Fail", "Fail"]
    assert len({event["EventId"] for event in events(here)}) == 3
    assert events(here)[-1]["ChallengeResponses"] == [{"ChallengeName": "Password", "ChallengeResponse": "Failure"}]
    here.world.undo()
    assert len(events(here)) == 2


def test_a_mistake_of_the_app_is_no_event_and_neither_is_a_refresh() -> None:
    here = watched()
    token = here.tokens()["RefreshToken"]
    assert here.refresh(token).ok
    here.call("InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "ana"})
    here.sign_in("nobody")
    assert [event["EventResponse"] for event in events(here)] == ["Pass"]


def proofs(here: People) -> list[list[tuple[str, str]]]:
    """Return what was proven or not in each sign-in, the newest first."""
    return [
        [(proof["ChallengeName"], proof["ChallengeResponse"]) for proof in event["ChallengeResponses"]]
        for event in here.administered("AdminListUserAuthEvents", Username="ana")["AuthEvents"]
    ]


def test_a_second_factor_is_told_beside_the_password() -> None:
    here = watched()
    authenticator = Authenticator(here)
    authenticator.switch_on()
    here.wait(minutes=5)
    assert not authenticator.answer(authenticator.asked(), authenticator.wrong).ok
    assert authenticator.answer(authenticator.asked()).ok
    password, passed, failed = ("Password", "Success"), ("Mfa", "Success"), ("Mfa", "Failure")
    assert proofs(here) == [[password, passed], [password, failed], [password]]


def test_a_code_as_first_factor_is_no_password() -> None:
    here = choosing(**AUDIT)
    assert with_everything(here).by_code().ok
    assert proofs(here) == [[]]
    assert [event["EventResponse"] for event in events(here)] == ["Pass"]


def test_a_password_that_was_chosen_is_one() -> None:
    here = choosing(**AUDIT)
    app = with_everything(here)
    assert not app.choose("PASSWORD", PASSWORD="Wrong-Horse-9").ok
    assert app.choose("PASSWORD", PASSWORD=PASSWORD).ok
    assert proofs(here) == [[("Password", "Success")], [("Password", "Failure")]]


def test_the_sign_in_pages_are_on_record_too() -> None:
    site = a_site(pool=AUDIT)
    assert site.browser().log_in(site.client, password="Wrong-Horse-9").status == 400
    assert site.browser().log_in(site.client).location
    assert [event["EventResponse"] for event in events(People(site.world, site.pool, site.client))] == ["Pass", "Fail"]


def test_what_a_server_tells_of_the_user_s_address_is_kept() -> None:
    here = watched()
    server = a_client(here.world, here.pool, ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"])
    context = {"IpAddress": "192.0.2.7", "ServerName": "a", "ServerPath": "/", "HttpHeaders": []}
    given = {"AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "ana", "PASSWORD": "Wrong-1-one"}}
    here.asked("AdminInitiateAuth", ClientId=server, ContextData=context, **given)
    [event] = events(here)
    assert event["EventContextData"] == {"IpAddress": "192.0.2.7", "DeviceName": "cogtui"}


def test_events_come_in_pages_and_go_with_the_user() -> None:
    here = watched()
    for _ in range(3):
        here.tokens()
    first = here.administered("AdminListUserAuthEvents", Username="ana", MaxResults=2)
    rest = here.administered("AdminListUserAuthEvents", Username="ana", MaxResults=2, NextToken=first["NextToken"])
    assert (len(first["AuthEvents"]), len(rest["AuthEvents"])) == (2, 1)
    here.administered("AdminDeleteUser", Username="ana")
    assert "idp.auth_events" not in {table for table, _, _ in here.world.store.every()}


def test_an_administrator_says_whether_it_was_the_user() -> None:
    here = watched()
    here.tokens()
    event_id = events(here)[0]["EventId"]
    here.administered("AdminUpdateAuthEventFeedback", Username="ana", EventId=event_id, FeedbackValue="Invalid")
    feedback = {"FeedbackValue": "Invalid", "Provider": "Admin", "FeedbackDate": timestamp(here.world.now)}
    assert events(here)[0]["EventFeedback"] == feedback
    given = {"Username": "ana", "EventId": "another", "FeedbackValue": "Valid"}
    reply = here.asked("AdminUpdateAuthEventFeedback", **given)
    assert refusal(reply) == ("ResourceNotFoundException", "Auth event another does not exist.")


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("AdminListUserAuthEvents", {"Username": "ana"}),
        ("AdminUpdateAuthEventFeedback", {"Username": "ana", "EventId": "x", "FeedbackValue": "Valid"}),
        ("SetRiskConfiguration", {}),
        ("DescribeRiskConfiguration", {}),
    ],
)
def test_without_threat_protection_nothing_is_on_record(operation: str, params: dict[str, object]) -> None:
    here = people()
    here.user()
    here.tokens()
    reply = here.asked(operation, **params)
    assert refusal(reply) == OFF
    assert reply.record.refused_by == ("idp.threats.on",)
    assert "idp.auth_events" not in {table for table, _, _ in here.world.store.every()}


@pytest.mark.parametrize("tier", ["LITE", "ESSENTIALS"])
def test_only_the_plus_tier_has_threat_protection(tier: str) -> None:
    here = people()
    given = {"UserPoolTier": tier, "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}}
    text = f"The following features need to be disabled for the {tier} pricing tier configured: Threat Protection"
    assert refusal(here.asked("UpdateUserPool", **given)) == ("FeatureUnavailableInTierException", text)


RISKS = {"CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "BLOCK"}}}


def test_risk_configurations_are_the_pool_s_or_a_client_s() -> None:
    here = watched()
    made = here.administered("SetRiskConfiguration", **RISKS)["RiskConfiguration"]
    assert made == {"UserPoolId": here.pool, **RISKS, "LastModifiedDate": timestamp(here.world.now)}
    assert here.administered("DescribeRiskConfiguration", ClientId="ALL")["RiskConfiguration"] == made
    own = here.administered("DescribeRiskConfiguration", ClientId=here.client)["RiskConfiguration"]
    assert own == {"UserPoolId": here.pool, "ClientId": here.client}


def test_addresses_that_are_always_blocked_are_not_simulated() -> None:
    given = {"RiskExceptionConfiguration": {"BlockedIPRangeList": ["192.0.2.0/24"]}}
    assert refusal(watched().asked("SetRiskConfiguration", **given))[0] == "NotImplemented"
