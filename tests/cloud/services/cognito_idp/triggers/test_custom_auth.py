"""CUSTOM_AUTH: what the three functions are told, what they decide, and every way through that ends in tokens or in a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud import codec
from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Reply
from tests.builders import state
from tests.cloud.services.cognito_idp.people import ANA, People, refusal
from tests.cloud.services.cognito_idp.srp_client import SrpClient
from tests.cloud.services.cognito_idp.triggers.lambdas import NOTHING, Rule, events, fired, put, running

CLIENT = {"ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH"]}
LAST = "request.session[-1]"

ASK: Rule = {"set": {"response.challengeName": "'CUSTOM_CHALLENGE'"}}
PASS: Rule = {
    "when": f"{LAST}.challengeName == 'CUSTOM_CHALLENGE' && {LAST}.challengeResult",
    "set": {"response.issueTokens": True},
}
FAIL: Rule = {
    "when": f"length(request.session) >= `3` && !({LAST}.challengeResult)",
    "set": {"response.failAuthentication": True},
}
BY_PASSWORD: Rule = {
    "when": f"{LAST}.challengeName == 'SRP_A'",
    "set": {"response.challengeName": "'PASSWORD_VERIFIER'"},
}

CREATE: Rule = {
    "set": {
        "response.privateChallengeParameters.answer": "code(6)",
        "response.publicChallengeParameters.hint": "join('', ['code no. ', to_string(length(request.session))])",
        "response.challengeMetadata": "'CODE'",
    }
}
VERIFY: Rule = {
    "set": {"response.answerCorrect": "request.challengeAnswer == request.privateChallengeParameters.answer"}
}


def custom(client: dict[str, Any] | None = None, *define: Rule, **functions: list[Rule]) -> People:
    """Make a pool that asks for a code, up to three times, and Ana in it."""
    usual: dict[str, list[Rule]] = {
        "DefineAuthChallenge": list(define or (ASK, PASS, FAIL)),
        "CreateAuthChallenge": [CREATE],
        "VerifyAuthChallengeResponse": [VERIFY],
    }
    here = running(CLIENT | (client or {}), **(usual | functions))
    here.user(email=ANA)
    return here


def begin(here: People, username: str = "ana", **more: str) -> Reply:
    return here.call("InitiateAuth", AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": username, **more})


def answer(here: People, session: str, text: str, username: str = "ana", **more: Any) -> Reply:
    responses = {"USERNAME": username, "ANSWER": text}
    return here.call(
        "RespondToAuthChallenge",
        ChallengeName="CUSTOM_CHALLENGE",
        Session=session,
        ChallengeResponses=responses,
        **more,
    )


def code_in(reply: Reply) -> str:
    """Return the code that CreateAuthChallenge made: in the trail alone."""
    record = next(record for record in fired(reply) if record.title.startswith("Create"))
    return (record.output or {})["response"]["privateChallengeParameters"]["answer"]


def sources(reply: Reply) -> list[str]:
    return [record.title.partition("_")[0] for record in fired(reply)]


# ------------------------------------------------------------------------------------------------------- the usual way


def test_the_right_answer_brings_tokens() -> None:
    here = custom()
    asked = begin(here)
    assert asked.output["ChallengeName"] == "CUSTOM_CHALLENGE"
    assert asked.output["ChallengeParameters"] == {"USERNAME": "ana", "hint": "code no. 0"}
    assert sources(asked) == ["DefineAuthChallenge", "CreateAuthChallenge"]
    done = answer(here, asked.output["Session"], code_in(asked), ClientMetadata={"device": "tv"})
    assert sources(done) == ["VerifyAuthChallengeResponse", "DefineAuthChallenge"]
    assert set(done.output["AuthenticationResult"]) >= {"IdToken", "AccessToken", "RefreshToken"}
    assert (read(done.output["AuthenticationResult"]["IdToken"]).claims or {})["email"] == ANA


def test_each_function_is_told_what_it_needs() -> None:
    here = custom()
    asked = begin(here)
    done = answer(here, asked.output["Session"], code_in(asked), ClientMetadata={"device": "tv"})
    define, create = (
        events(asked)[f"{name}_Authentication"] for name in ("DefineAuthChallenge", "CreateAuthChallenge")
    )
    assert define["request"].pop("userAttributes")["email"] == ANA
    assert define["request"] == {"session": [], "userNotFound": False, "clientMetadata": {}}
    assert define["response"] == {"challengeName": None, "issueTokens": None, "failAuthentication": None}
    assert create["request"]["challengeName"] == "CUSTOM_CHALLENGE"
    assert create["request"]["session"] == []
    verify, again = (
        events(done)[f"{name}_Authentication"] for name in ("VerifyAuthChallengeResponse", "DefineAuthChallenge")
    )
    assert verify["request"]["privateChallengeParameters"] == {"answer": code_in(asked)}
    assert (verify["request"]["challengeAnswer"], verify["request"]["clientMetadata"]) == (
        code_in(asked),
        {"device": "tv"},
    )
    step = {"challengeName": "CUSTOM_CHALLENGE", "challengeResult": True, "challengeMetadata": "CODE"}
    assert again["request"]["session"] == [step]


def test_a_wrong_answer_is_asked_again_until_the_function_ends_it() -> None:
    here = custom()
    reply = begin(here)
    for count in (1, 2):
        reply = answer(here, reply.output["Session"], "wrong")
        assert reply.output["ChallengeParameters"]["hint"] == f"code no. {count}"
    session = reply.output["Session"]
    ended = answer(here, session, "wrong")
    assert refusal(ended) == ("NotAuthorizedException", "Incorrect username or password.")
    assert ended.record.refused_by == ("idp.custom.answer", "idp.custom.goes_on")
    again = answer(here, session, code_in(reply))
    assert refusal(again) == ("NotAuthorizedException", "Invalid session for the user, session can only be used once.")


def test_a_session_is_good_for_one_answer_right_or_wrong() -> None:
    here = custom()
    first = begin(here)
    assert answer(here, first.output["Session"], "wrong").ok
    again = answer(here, first.output["Session"], code_in(first))
    assert refusal(again)[1] == "Invalid session for the user, session can only be used once."


def test_an_administrator_s_server_signs_in_so_too() -> None:
    here = custom()
    given = {"ClientId": here.client, "AuthFlow": "CUSTOM_AUTH", "AuthParameters": {"USERNAME": "ana"}}
    asked = here.asked("AdminInitiateAuth", **given)
    responses = {"USERNAME": "ana", "ANSWER": code_in(asked)}
    reply = here.asked(
        "AdminRespondToAuthChallenge",
        ClientId=here.client,
        ChallengeName="CUSTOM_CHALLENGE",
        ChallengeResponses=responses,
        Session=asked.output["Session"],
    )
    assert "AuthenticationResult" in reply.output


# ------------------------------------------------------------------------------------------------- with a password first


def by_srp(here: People, app: SrpClient) -> Reply:
    """Prove the password as the first step."""
    asked = begin(here, CHALLENGE_NAME="SRP_A", SRP_A=f"{app.public:x}")
    assert asked.output["ChallengeName"] == "PASSWORD_VERIFIER"
    return app.answer(app.proof(asked.output["ChallengeParameters"]))


def test_a_password_can_be_one_of_the_steps() -> None:
    here = custom(None, ASK, BY_PASSWORD, PASS)
    proven = by_srp(here, SrpClient(here))
    assert proven.output["ChallengeName"] == "CUSTOM_CHALLENGE"
    define = events(proven)["DefineAuthChallenge_Authentication"]["request"]["session"]
    assert [(step["challengeName"], step["challengeResult"]) for step in define] == [
        ("SRP_A", True),
        ("PASSWORD_VERIFIER", True),
    ]
    done = answer(here, proven.output["Session"], code_in(proven))
    session = events(done)["DefineAuthChallenge_Authentication"]["request"]["session"]
    assert [step["challengeName"] for step in session] == ["SRP_A", "PASSWORD_VERIFIER", "CUSTOM_CHALLENGE"]
    assert "AuthenticationResult" in done.output


def test_a_wrong_password_ends_it_before_any_function_is_asked() -> None:
    here = custom(None, ASK, BY_PASSWORD, PASS)
    reply = by_srp(here, SrpClient(here, password="Another-Horse-9"))
    assert refusal(reply) == ("NotAuthorizedException", "Incorrect username or password.")
    assert fired(reply) == []


def test_the_first_step_needs_its_value() -> None:
    reply = begin(custom(), CHALLENGE_NAME="SRP_A")
    assert refusal(reply) == ("InvalidParameterException", "Missing required parameter SRP_A")


# ----------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("missing", ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"])
def test_a_pool_without_the_three_functions_has_no_custom_sign_in(missing: str) -> None:
    names = {"DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"} - {missing}
    here = running(CLIENT, **dict.fromkeys(names, NOTHING))
    here.user()
    reply = begin(here)
    text = "Custom auth lambda trigger is not configured for the user pool."
    assert refusal(reply) == ("InvalidParameterException", text)
    assert reply.record.refused_by == ("idp.custom.configured",)


@pytest.mark.parametrize(
    "define",
    [
        {"takes": "1ms"},
        {"set": {"response.challengeName": "'SMS_MFA'"}},
        {"set": {"response.challengeName": "'PASSWORD_VERIFIER'"}},
        {"set": {"response.issueTokens": "'yes'"}},
    ],
    ids=["says nothing", "another challenge", "a proof without SRP_A", "another shape"],
)
def test_a_decision_that_is_none_is_no_answer(define: Rule) -> None:
    here = custom(None, define)
    before = state(here.world)
    assert refusal(begin(here)) == ("InvalidLambdaResponseException", "Unrecognizable lambda output")
    assert state(here.world) == before


@pytest.mark.parametrize("trigger", ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"])
def test_a_function_that_throws_ends_it_and_the_session_can_be_answered_again(trigger: str) -> None:
    here = custom()
    asked = begin(here)
    put(here.world, trigger, {"deny": "out of order"})
    before = state(here.world)
    text = "wrong" if trigger == "CreateAuthChallenge" else code_in(asked)
    reply = answer(here, asked.output["Session"], text)
    assert refusal(reply) == ("UserLambdaValidationException", f"{trigger} failed with error out of order.")
    assert state(here.world) == before
    usual = {"DefineAuthChallenge": (ASK, PASS, FAIL), "CreateAuthChallenge": (CREATE,)}
    put(here.world, trigger, *usual.get(trigger, (VERIFY,)))
    assert "AuthenticationResult" in answer(here, asked.output["Session"], code_in(asked)).output


def test_a_disabled_user_gets_no_challenge() -> None:
    here = custom()
    here.administered("AdminDisableUser", Username="ana")
    assert refusal(begin(here)) == ("NotAuthorizedException", "User is disabled.")


def test_an_unknown_user_is_told_or_goes_through_the_same_steps_for_nothing() -> None:
    told = custom()
    assert refusal(begin(told, "zoe")) == ("UserNotFoundException", "User does not exist.")
    here = custom({"PreventUserExistenceErrors": "ENABLED"})
    asked = begin(here, "zoe")
    assert asked.output["ChallengeParameters"]["USERNAME"] == "zoe"
    event = events(asked)["DefineAuthChallenge_Authentication"]
    assert (event["userName"], event["request"]["userNotFound"], event["request"]["userAttributes"]) == (
        "zoe",
        True,
        {},
    )
    done = answer(here, asked.output["Session"], code_in(asked), "zoe")
    assert refusal(done) == ("NotAuthorizedException", "Incorrect username or password.")


def test_somebody_else_s_session_is_no_good() -> None:
    here = custom()
    here.user("ben")
    asked = begin(here)
    reply = answer(here, asked.output["Session"], code_in(asked), "ben")
    assert refusal(reply) == ("NotAuthorizedException", "Invalid session for the user.")


def test_what_waits_survives_a_save() -> None:
    codec.load_tables()
    here = custom()
    begin(here)
    rows = [(table, record) for table, _, record in here.world.store.every() if table == "idp.pending"]
    assert len(rows) == 1
    assert codec.unpack_row(rows[0][0], codec.pack_row(rows[0][1])) == rows[0][1]


# --------------------------------------------------------------------------------------------------------------- a law


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["right", "wrong", "late", "again"]), min_size=1, max_size=6))
def test_only_a_right_answer_in_time_brings_tokens(deeds: list[str]) -> None:
    here = custom()
    reply = begin(here)
    used = ""
    for deed in deeds:
        session, code = reply.output["Session"], code_in(reply)
        if deed == "late":
            here.wait(seconds=181)
        given_ = used if deed == "again" and used else session
        following = answer(here, given_, code if deed != "wrong" else "no")
        if "AuthenticationResult" in following.output:
            assert deed in ("right", "again")
            assert given_ == session
            return
        if following.error is not None:
            assert following.error.code == "NotAuthorizedException"
            return
        used, reply = session, following
