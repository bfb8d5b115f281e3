"""The app's sign-in at the user pool: each flow leads to tokens, each challenge can be answered, walked and undone."""

from __future__ import annotations

import pytest

from cogtui.cloud.web import Page
from cogtui.device import flows
from cogtui.device.challenge_forms import FORMS, Asked, Filled, page_of
from cogtui.device.pool_sign_in import PoolSignIn, answers_itself
from cogtui.device.ways import WAYS
from tests.builders import done
from tests.device.every_way import a_lab, asks_for_an_app, signed_in, the_pool

TOKENS = {"user_pool_id_token", "user_pool_access_token", "user_pool_refresh_token"}


@pytest.mark.parametrize("way", ["user_pool", "srp", "choice", "hosted"])
def test_each_flow_brings_the_tokens_to_the_device(way: str) -> None:
    world = a_lab()
    rows = signed_in(world, way)
    assert all(row.ok for row in rows)
    assert set(world.held("app")) >= TOKENS
    assert world.held("app").get("challenge") is None


def test_a_function_s_question_is_shown_and_answered() -> None:
    world = a_lab()
    page = flows.take(world, "custom", "login")
    assert isinstance(page, Page)
    flows.answer(world, page, {})
    asked = flows.take(world, "custom", "answer")
    assert isinstance(asked, Page)
    assert "What is six times seven?" in asked.text[0]
    flows.answer(world, asked, {"answer": "41"})
    assert not TOKENS & set(world.held("app"))
    flows.answer(world, asked, {"answer": "42"})
    assert set(world.held("app")) >= TOKENS


def test_srp_sends_no_password() -> None:
    world = a_lab()
    rows = signed_in(world, "srp")
    assert [row.operation for row in rows] == ["InitiateAuth", "RespondToAuthChallenge"]
    assert all("Pool-ana-1" not in str(row.request) for row in rows)


def test_srp_with_a_wrong_password_is_refused_at_the_proof() -> None:
    world = a_lab()
    rows = signed_in(world, "srp", password="not it")
    assert [row.ok for row in rows][:2] == [True, False]
    assert rows[1].error is not None
    assert rows[1].error.message == "Incorrect username or password."
    assert not TOKENS & set(world.held("app"))


def test_an_authenticator_app_is_set_up_on_the_way_in() -> None:
    world = a_lab()
    asks_for_an_app(world)
    rows = signed_in(world, "user_pool")
    assert [row.operation for row in rows] == [
        "InitiateAuth",
        "AssociateSoftwareToken",
        "VerifySoftwareToken",
        "RespondToAuthChallenge",
    ]
    assert set(world.held("app")) >= {*TOKENS, "authenticator"}


def test_the_authenticator_app_answers_the_next_time_and_stays_when_the_app_signs_out() -> None:
    world = a_lab()
    asks_for_an_app(world)
    signed_in(world, "user_pool")
    flows.SignInClient(world).sign_out()
    world.act("clock.advance", seconds=60)
    rows = signed_in(world, "srp")
    assert [row.output and row.output.get("ChallengeName") for row in rows] == [
        "PASSWORD_VERIFIER",
        "SOFTWARE_TOKEN_MFA",
        None,
    ]
    assert set(world.held("app")) >= TOKENS


def test_a_challenge_that_waits_is_the_next_step_and_undo_takes_it_back() -> None:
    world = a_lab()
    asks_for_an_app(world)
    page = flows.take(world, "user_pool", "login")
    assert isinstance(page, Page)
    assert flows.answer(world, page, {}) is None
    assert next(step.name for step in flows.remaining(world, "user_pool", "enhanced")) == "Answer MFA_SETUP"
    world.undo()
    assert next(step.name for step in flows.remaining(world, "user_pool", "enhanced")) == "InitiateAuth"


def test_a_temporary_password_is_replaced_on_the_app_s_form() -> None:
    world = a_lab()
    invited = {"UserPoolId": the_pool(world), "Username": "cleo", "TemporaryPassword": "Tempo-rary-1"}
    done(world, "cognito-idp", "AdminCreateUser", **invited)
    page = flows.take(world, "user_pool", "login")
    assert isinstance(page, Page)
    flows.answer(world, page, {"username": "cleo", "password": "Tempo-rary-1"})
    asked = flows.take(world, "user_pool", "answer")
    assert isinstance(asked, Page)
    refused = flows.answer(world, asked, {"NEW_PASSWORD": "short"})
    assert refused is not None
    assert refused.error.startswith("Password did not conform with policy")
    assert flows.answer(world, refused, {"NEW_PASSWORD": "My-own-1!"}) is None
    assert set(world.held("app")) >= TOKENS


def test_a_code_that_came_by_message_is_filled_in_and_the_message_shown() -> None:
    asked = Asked("SMS_MFA", {"USER_ID_FOR_SRP": "ana"}, "ana", "session")
    page = page_of(asked, Filled("123456", told="It says: Your code is 123456."))
    assert page is not None
    assert page.fields[0].value == "123456"
    assert "Your code is 123456." in page.text[0]


def test_choices_are_buttons() -> None:
    page = page_of(Asked("SELECT_MFA_TYPE", {"MFAS_CAN_CHOOSE": '["SMS_MFA","SOFTWARE_TOKEN_MFA"]'}, "ana"), Filled())
    assert page is not None
    assert [button.name for button in page.buttons] == ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "cancel"]


def test_what_the_app_answers_by_itself_has_no_form() -> None:
    assert answers_itself("PASSWORD_VERIFIER")
    assert not any(answers_itself(name) for name in FORMS)


def test_the_flows_of_the_list_are_aws_s() -> None:
    world = a_lab()
    for way in WAYS.values():
        if way.kind == "api":
            reply = PoolSignIn(world).begin(way.flow, "ana", "Pool-ana-1")
            assert reply.ok or reply.error is None or reply.error.code != "InvalidParameterException", way.flow
