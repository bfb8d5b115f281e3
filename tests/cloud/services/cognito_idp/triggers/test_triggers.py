"""The triggers of sign-up, sign-in, messages and migration: their events, what their answers change, and how they fail."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud import codec
from cogtui.cloud.door.withhold import withheld
from cogtui.cloud.trail import Reply
from cogtui.console.code import code_of
from cogtui.views import flow
from tests.builders import PASSWORD, a_client, done, state
from tests.cloud.services.cognito_idp.people import ANA, People, as_attributes, people, refusal
from tests.cloud.services.cognito_idp.srp_client import SrpClient
from tests.cloud.services.cognito_idp.triggers.lambdas import (
    NOTHING,
    Rule,
    arn_of,
    events,
    fired,
    last_events,
    put,
    running,
)

TRIGGERS = [
    "PreSignUp",
    "PostConfirmation",
    "PreAuthentication",
    "PostAuthentication",
    "PreTokenGeneration",
    "CustomMessage",
    "UserMigration",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
]

# --------------------------------------------------------------------------------------------------------- LambdaConfig


def test_a_pool_keeps_its_functions_until_an_update_leaves_them_out() -> None:
    config: dict[str, Any] = {trigger: arn_of(trigger) for trigger in TRIGGERS}
    config["PreTokenGenerationConfig"] = {"LambdaVersion": "V2_0", "LambdaArn": arn_of("PreTokenGeneration")}
    here = people(LambdaConfig=config)
    assert here.administered("DescribeUserPool")["UserPool"]["LambdaConfig"] == config
    listed = done(here.world, "cognito-idp", "ListUserPools", MaxResults=1)["UserPools"]
    assert listed[0]["LambdaConfig"] == config
    here.administered("UpdateUserPool", LambdaConfig={"PreSignUp": arn_of("f")})
    assert here.administered("DescribeUserPool")["UserPool"]["LambdaConfig"] == {"PreSignUp": arn_of("f")}
    here.administered("UpdateUserPool")
    assert here.administered("DescribeUserPool")["UserPool"]["LambdaConfig"] == {}


@pytest.mark.parametrize(
    ("pool", "code", "rule"),
    [
        (
            {
                "LambdaConfig": {
                    "PreTokenGeneration": arn_of("a"),
                    "PreTokenGenerationConfig": {"LambdaVersion": "V1_0", "LambdaArn": arn_of("b")},
                }
            },
            "InvalidParameterException",
            "idp.trigger.one_function",
        ),
        (
            {
                "UserPoolTier": "LITE",
                "LambdaConfig": {"PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": arn_of("b")}},
            },
            "FeatureUnavailableInTierException",
            "idp.trigger.tier",
        ),
        ({"LambdaConfig": {"PreSignUp": "nothing like an ARN"}}, "InvalidParameterException", "door.parameters"),
        (
            {"LambdaConfig": {"CustomEmailSender": {"LambdaVersion": "V1_0", "LambdaArn": arn_of("a")}}},
            "NotImplemented",
            "door.simulated",
        ),
    ],
)
def test_functions_that_cannot_be_are_refused(pool: dict[str, Any], code: str, rule: str) -> None:
    here = people()
    before = state(here.world)
    reply = here.asked("UpdateUserPool", **pool)
    assert refusal(reply)[0] == code
    assert reply.record.refused_by == (rule,)
    assert state(here.world) == before


# ------------------------------------------------------------------------------------------------------------- signing up


def test_pre_sign_up_gets_who_wants_in_and_what_the_app_says() -> None:
    here = running(PreSignUp=NOTHING)
    reply = here.call(
        "SignUp",
        Username="ana",
        Password=PASSWORD,
        UserAttributes=as_attributes(email=ANA),
        ValidationData=[{"Name": "code", "Value": "42"}],
        ClientMetadata={"from": "ad"},
    )
    assert events(reply)["PreSignUp_SignUp"] == {
        "version": "1",
        "region": "us-east-1",
        "userPoolId": here.pool,
        "userName": "ana",
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": here.client},
        "triggerSource": "PreSignUp_SignUp",
        "request": {
            "userAttributes": {"email": ANA, "email_verified": "false"},
            "validationData": {"code": "42"},
            "clientMetadata": {"from": "ad"},
        },
        "response": {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False},
    }
    (record,) = fired(reply)
    assert (record.source, record.target, record.operation) == ("UsrPool", "Lambda", arn_of("PreSignUp"))
    assert record.output == {"response": record.request["response"]}
    assert here.status() == "UNCONFIRMED"


def test_pre_sign_up_confirms_and_verifies_and_post_confirmation_is_told() -> None:
    confirm: Rule = {"set": {"response.autoConfirmUser": True, "response.autoVerifyEmail": True}}
    here = running(PreSignUp=[confirm], PostConfirmation=NOTHING)
    reply = here.sign_up(email=ANA)
    assert (reply.output["UserConfirmed"], "CodeDeliveryDetails" in reply.output) == (True, False)
    assert (here.status(), here.profile()["email_verified"], here.mail) == ("CONFIRMED", "true", [])
    assert list(events(reply)) == ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"]
    told = events(reply)["PostConfirmation_ConfirmSignUp"]["request"]["userAttributes"]
    assert told["cognito:user_status"] == "CONFIRMED"
    assert told["sub"] == reply.output["UserSub"]


def test_administrators_users_are_neither_confirmed_nor_verified_by_the_function() -> None:
    confirm: Rule = {"set": {"response.autoConfirmUser": True, "response.autoVerifyEmail": True}}
    here = running(PreSignUp=[confirm])
    reply = here.asked("AdminCreateUser", Username="ana", UserAttributes=as_attributes(email=ANA))
    event = events(reply)["PreSignUp_AdminCreateUser"]
    assert event["callerContext"]["clientId"] == "CLIENT_ID_NOT_APPLICABLE"
    assert here.status() == "FORCE_CHANGE_PASSWORD"
    assert "email_verified" not in here.profile()


def test_post_confirmation_is_told_of_codes_that_came_back_and_of_new_passwords() -> None:
    here = running(PostConfirmation=NOTHING)
    here.confirmed()
    assert list(last_events(here.world)) == ["PostConfirmation_ConfirmSignUp"]
    here.sign_up("ben", email="ben@example.com")
    reply = here.asked("AdminConfirmSignUp", Username="ben", ClientMetadata={"by": "hand"})
    assert events(reply)["PostConfirmation_ConfirmSignUp"]["request"]["clientMetadata"] == {"by": "hand"}
    here.done("ForgotPassword", Username="ana")
    code = here.mail[-1].code
    here.done("ConfirmForgotPassword", Username="ana", ConfirmationCode=code, Password="Another-Horse-9")
    assert list(last_events(here.world)) == ["PostConfirmation_ConfirmForgotPassword"]


# ------------------------------------------------------------------------------------------------------------- signing in


def test_a_sign_in_asks_before_the_password_and_tells_before_the_tokens() -> None:
    here = running(PreAuthentication=NOTHING, PostAuthentication=NOTHING, PreTokenGeneration=NOTHING)
    here.user(email=ANA)
    parameters = {"USERNAME": "ana", "PASSWORD": PASSWORD}
    metadata = {"device": "tv"}
    reply = here.call("InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters, ClientMetadata=metadata)
    found = events(reply)
    assert list(found) == [
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_Authentication",
    ]
    before, after, _ = (event["request"] for event in found.values())
    assert (before["validationData"], before["userNotFound"]) == (metadata, False)
    assert before["userAttributes"]["email"] == ANA
    assert (after["newDeviceUsed"], after["clientMetadata"]) == (False, {})


def test_answers_to_challenges_bring_their_metadata_to_the_later_triggers() -> None:
    here = running(PostAuthentication=NOTHING, PreTokenGeneration=NOTHING)
    here.invited()
    asked = here.sign_in().output
    reply = here.call(
        "RespondToAuthChallenge",
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": "ana", "NEW_PASSWORD": "Another-Horse-9"},
        ClientMetadata={"device": "tv"},
    )
    found = events(reply)
    assert list(found) == ["PostAuthentication_Authentication", "TokenGeneration_NewPasswordChallenge"]
    assert [event["request"]["clientMetadata"] for event in found.values()] == [{"device": "tv"}] * 2


def test_srp_asks_at_its_first_step() -> None:
    here = running({"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}, PreAuthentication=[{"deny": "Closed on Sundays"}])
    here.user()
    reply = SrpClient(here).start()
    assert refusal(reply) == ("UserLambdaValidationException", "PreAuthentication failed with error Closed on Sundays.")


@pytest.mark.parametrize("flow", ["USER_PASSWORD_AUTH", "USER_SRP_AUTH"])
def test_the_function_hears_of_users_whom_nobody_has_where_nobody_is_told(flow: str) -> None:
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]
    here = running({"ExplicitAuthFlows": flows, "PreventUserExistenceErrors": "ENABLED"}, PreAuthentication=NOTHING)
    parameters = {"USERNAME": "zoe", "PASSWORD": PASSWORD, "SRP_A": "a1b2c3"}
    event = events(here.call("InitiateAuth", AuthFlow=flow, AuthParameters=parameters))[
        "PreAuthentication_Authentication"
    ]
    assert (event["userName"], event["request"]["userNotFound"]) == ("zoe", True)
    assert event["request"]["userAttributes"] == {}


# --------------------------------------------------------------------------------------------------------------- messages

HELLO: Rule = {
    "set": {
        "response.emailSubject": "join(' ', ['Hello', userName])",
        "response.emailMessage": "join('', ['<b>', request.codeParameter, '</b>'])",
        "response.smsMessage": "join('', ['Code: ', request.codeParameter])",
    }
}


def sent(here: People, *does: Reply) -> tuple[list[str], str]:
    """Return the sources that the last deed fired, and what was written last."""
    return list(events(does[-1])), here.mail[-1].body


def test_every_message_takes_the_words_of_the_function() -> None:
    here = running(CustomMessage=[HELLO])
    assert sent(here, here.sign_up(email=ANA)) == (["CustomMessage_SignUp"], f"<b>{here.mail[-1].code}</b>")
    assert here.mail[-1].subject == "Hello ana"
    resent = here.call("ResendConfirmationCode", Username="ana")
    assert sent(here, resent)[0] == ["CustomMessage_ResendCode"]
    here.done("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[-1].code)
    assert sent(here, here.call("ForgotPassword", Username="ana"))[0] == ["CustomMessage_ForgotPassword"]
    token = here.tokens()["AccessToken"]
    update = here.call("UpdateUserAttributes", AccessToken=token, UserAttributes=as_attributes(email="a@example.org"))
    assert sent(here, update)[0] == ["CustomMessage_UpdateUserAttribute"]
    again = here.call("GetUserAttributeVerificationCode", AccessToken=token, AttributeName="email")
    assert sent(here, again) == (["CustomMessage_VerifyUserAttribute"], f"<b>{here.mail[-1].code}</b>")
    assert events(again)["CustomMessage_VerifyUserAttribute"]["callerContext"]["clientId"] == here.client


def test_an_invitation_names_the_user_as_well() -> None:
    words: Rule = {"set": {"response.emailMessage": "join(' ', [request.usernameParameter, request.codeParameter])"}}
    here = running(CustomMessage=[words])
    asked = {"Username": "ana", "TemporaryPassword": PASSWORD, "DesiredDeliveryMediums": ["EMAIL"]}
    reply = here.asked("AdminCreateUser", UserAttributes=as_attributes(email=ANA), **asked)
    assert sent(here, reply) == (["CustomMessage_AdminCreateUser"], f"ana {PASSWORD}")
    assert here.mail[-1].subject == "Your temporary password"


@pytest.mark.parametrize(
    "rule", [{"set": {"response.emailMessage": "'no code'"}}, {"set": {"response.emailMessage": 3}}]
)
def test_a_message_without_the_code_is_no_answer(rule: Rule) -> None:
    here = running(CustomMessage=[rule])
    before = state(here.world)
    reply = here.sign_up(email=ANA)
    assert refusal(reply) == ("InvalidLambdaResponseException", "Unrecognizable lambda output")
    assert state(here.world) == before


# -------------------------------------------------------------------------------------------------------------- migration

MIGRATE: Rule = {
    "when": "request.password == 'old-one' || triggerSource == 'UserMigration_ForgotPassword'",
    "set": {
        "response.userAttributes": {"email": ANA, "email_verified": "true"},
        "response.finalUserStatus": "'CONFIRMED'",
        "response.messageAction": "'SUPPRESS'",
    },
}


def test_a_user_whom_the_function_vouches_for_is_there_with_the_typed_password() -> None:
    here = running(UserMigration=[MIGRATE])
    parameters = {"USERNAME": "ana", "PASSWORD": "old-one"}
    reply = here.call(
        "InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters, ClientMetadata={"shop": "7"}
    )
    assert "AccessToken" in reply.output["AuthenticationResult"]
    request = events(reply)["UserMigration_Authentication"]["request"]
    assert request == {"password": "old-one", "validationData": {"shop": "7"}, "clientMetadata": {}}
    assert (here.status(), here.profile()["email"]) == ("CONFIRMED", ANA)
    assert events(here.sign_in(password="old-one")) == {}, "migrated once"


def test_a_migrated_user_who_must_choose_a_password_is_there_although_the_sign_in_fails() -> None:
    here = running(UserMigration=[{"set": {"response.userAttributes": {"email": ANA, "email_verified": "true"}}}])
    reply = here.sign_in(password="old-one")
    assert refusal(reply)[0] == "PasswordResetRequiredException"
    assert here.status() == "RESET_REQUIRED"
    assert here.administered("DescribeUserPool")["UserPool"]["EstimatedNumberOfUsers"] == 1


def test_a_forgotten_password_migrates_too() -> None:
    here = running(UserMigration=[MIGRATE])
    reply = here.call("ForgotPassword", Username="ana", ClientMetadata={"shop": "7"})
    request = events(reply)["UserMigration_ForgotPassword"]["request"]
    assert request == {"validationData": {}, "clientMetadata": {"shop": "7"}}
    code = here.mail[-1].code
    here.done("ConfirmForgotPassword", Username="ana", ConfirmationCode=code, Password=PASSWORD)
    assert here.sign_in().ok


@pytest.mark.parametrize(
    "rule",
    [
        {"deny": "not known there either"},
        {"takes": "6s"},
        {"takes": "1s"},
        {"set": {"response.userAttributes": {"custom:unknown": "x"}}},
        {"set": {"response.userAttributes": "'text'"}},
    ],
    ids=str,
)
@pytest.mark.parametrize("mode", ["LEGACY", "ENABLED"])
def test_nobody_is_told_why_the_function_does_not_vouch(rule: Rule, mode: str) -> None:
    here = running({"PreventUserExistenceErrors": mode}, UserMigration=[rule])
    before = state(here.world)
    told = {
        "LEGACY": ("UserNotFoundException", "User does not exist."),
        "ENABLED": ("NotAuthorizedException", "Incorrect username or password."),
    }
    assert refusal(here.sign_in()) == told[mode]
    assert state(here.world) == before


# -------------------------------------------------------------------------------------------------- functions that fail


def failing(trigger: str, *rules: Rule) -> tuple[People, Any]:
    """Make a pool whose trigger runs a function, and the deed that fires it."""
    here = running(**{trigger: list(rules)})
    if trigger not in ("PreSignUp", "CustomMessage"):
        here.user(email=ANA)
        return here, here.sign_in
    return here, lambda: here.sign_up(email=ANA)


FIRED = ["PreSignUp", "CustomMessage", "PreAuthentication", "PostAuthentication", "PreTokenGeneration"]


@pytest.mark.parametrize("trigger", FIRED)
@pytest.mark.parametrize(
    ("rules", "code", "text", "why"),
    [
        (
            [{"deny": "Studio is invite-only"}],
            "UserLambdaValidationException",
            "{} failed with error Studio is invite-only.",
            "function.succeeds",
        ),
        (
            [{"takes": "3s"}, {"takes": "2100ms"}],
            "UnexpectedLambdaException",
            "{} invocation failed due to error Socket timeout while invoking Lambda function.",
            "function.in_time",
        ),
        (
            [],
            "UnexpectedLambdaException",
            "{} invocation failed due to error ResourceNotFoundException.",
            "function.exists",
        ),
        (
            [{"set": {"response": "'nonsense'"}}],
            "InvalidLambdaResponseException",
            "Unrecognizable lambda output",
            "",
        ),
    ],
    ids=["throws", "too slow", "not there", "another shape"],
)
def test_a_function_that_fails_ends_the_call_in_aws_s_words_and_changes_nothing(
    trigger: str, rules: list[Rule], code: str, text: str, why: str
) -> None:
    here, deed = failing(trigger, *rules)
    before = state(here.world)
    reply: Reply = deed()
    assert refusal(reply) == (code, text.format(trigger))
    assert state(here.world) == before
    expected = ("idp.trigger.ran", why) if why else ("idp.trigger.answer",)
    assert reply.record.refused_by == expected
    (record,) = fired(reply)
    assert record.ok is not bool(why)


def test_a_slow_function_is_good_up_to_five_seconds() -> None:
    here, deed = failing("PreAuthentication", {"takes": "5s"})
    assert deed().ok, here


def test_an_address_that_is_not_there_cannot_be_taken_as_verified() -> None:
    here = running(PreSignUp=[{"set": {"response.autoVerifyPhone": True}}])
    reply = here.sign_up(email=ANA)
    assert refusal(reply)[0] == "InvalidLambdaResponseException"
    assert reply.record.refused_by == ("idp.trigger.address",)


def test_a_post_confirmation_that_fails_takes_the_confirmation_back() -> None:
    here = running(PostConfirmation=[{"deny": "no room"}])
    here.sign_up(email=ANA)
    reply = here.call("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[-1].code)
    assert refusal(reply) == ("UserLambdaValidationException", "PostConfirmation failed with error no room.")
    assert here.status() == "UNCONFIRMED"
    put(here.world, "PostConfirmation", *NOTHING)
    assert here.call("ConfirmSignUp", Username="ana", ConfirmationCode=here.mail[-1].code).ok


def test_a_save_keeps_events_but_not_the_password_of_who_is_migrated() -> None:
    echo: Rule = {
        "when": "request.password != `null`",
        "set": {"response.seen": "request.password", "response.userAttributes": {"email": ANA}},
    }
    here = running(UserMigration=[echo])
    reply = here.sign_in(password="secret-from-before")
    assert "secret-from-before" in str(fired(reply)[0].output)
    kept = codec.pack_record(withheld(here.world.store, reply.record))
    assert b"secret-from-before" not in kept
    (record,) = fired(codec.unpack_record(kept))
    assert (record.kind, record.title) == ("trigger", "UserMigration_Authentication")
    assert record.request["userName"] == "ana"


@pytest.mark.parametrize("form", ["cli", "boto3", "http"])
def test_an_event_can_be_tried_out_at_aws(form: str) -> None:
    here = running(PreSignUp=NOTHING)
    code = code_of(fired(here.sign_up(email=ANA))[0], form)
    assert "PreSignUp_SignUp" in code
    assert (arn_of("PreSignUp") in code) is (form != "http")
    if form == "boto3":
        compile(code, "boto3", "exec")


def test_the_diagram_has_a_lane_for_the_functions() -> None:
    here = running(PreSignUp=[{"deny": "no"}])
    rows = flow.rows_of([here.sign_up(email=ANA).record], 1)
    ladder = flow.laid_out(rows, 100)
    assert [party.code for party in ladder.parties] == ["App", "UsrPool", "Lambda"]
    assert "PreSignUp_SignUp" in "".join(text for text, _ in flow.draw(rows[1], ladder))


def test_another_client_of_the_pool_runs_the_same_function() -> None:
    here = running(PreAuthentication=NOTHING)
    other = a_client(here.world, here.pool, ClientName="other")
    here.user()
    parameters = {"USERNAME": "ana", "PASSWORD": PASSWORD}
    reply = here.call("InitiateAuth", ClientId=other, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    assert events(reply)["PreAuthentication_Authentication"]["callerContext"]["clientId"] == other
