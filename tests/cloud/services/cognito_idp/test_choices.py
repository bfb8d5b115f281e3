"""USER_AUTH: what is offered, how it is chosen, and how each first factor signs in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD, a_world, asked, state
from tests.cloud.services.cognito_idp.authenticator import PHONE, Authenticator
from tests.cloud.services.cognito_idp.chooser import OFFERED, Chooser, choosing, with_everything
from tests.cloud.services.cognito_idp.people import ANA, People, refusal
from tests.cloud.services.cognito_idp.srp_client import SrpClient
from tests.cloud.services.cognito_idp.triggers.lambdas import arn_of, events, put


@pytest.fixture
def here() -> People:
    return choosing()


@pytest.fixture
def app(here: People) -> Chooser:
    return with_everything(here)


# ------------------------------------------------------------------------------------------------------- what is offered


def test_without_a_preference_everything_is_offered(app: Chooser) -> None:
    output = app.begin().output
    assert output["ChallengeName"] == "SELECT_CHALLENGE"
    assert output["AvailableChallenges"] == OFFERED
    assert output["ChallengeParameters"] == {}


@pytest.mark.parametrize(
    ("factors", "offered"),
    [
        (["PASSWORD"], ["PASSWORD_SRP", "PASSWORD"]),
        (["EMAIL_OTP"], ["EMAIL_OTP"]),
        (["SMS_OTP", "PASSWORD"], ["SMS_OTP", "PASSWORD_SRP", "PASSWORD"]),
    ],
)
def test_the_pools_factors_are_offered(factors: list[str], offered: list[str]) -> None:
    here = choosing(*factors)
    assert with_everything(here).offered() == offered
    described = here.administered("DescribeUserPool")["UserPool"]["Policies"]["SignInPolicy"]
    assert described == {"AllowedFirstAuthFactors": factors}


def test_only_what_the_user_has_is_offered(here: People) -> None:
    here.user("ben")
    assert Chooser(here, "ben").offered() == ["PASSWORD_SRP", "PASSWORD"]


@pytest.mark.parametrize("preferred", ["", "EMAIL_OTP", "SMS_OTP"])
def test_whoever_has_a_temporary_password_is_offered_nothing_else(here: People, preferred: str) -> None:
    here.invited("ben", PASSWORD, email="ben@example.com", email_verified="true")
    output = Chooser(here, "ben").begin(preferred).output
    assert (output["ChallengeName"], output["AvailableChallenges"]) == (
        "SELECT_CHALLENGE",
        ["PASSWORD_SRP", "PASSWORD"],
    )
    assert here.mail == []


def test_whoever_has_a_second_factor_is_offered_no_code_as_the_first(here: People, app: Chooser) -> None:
    Authenticator(here).text()
    assert app.offered() == ["PASSWORD_SRP", "PASSWORD"]
    output = app.begin("PASSWORD", PASSWORD=PASSWORD).output
    assert output["ChallengeName"] == "SMS_MFA"
    assert "AvailableChallenges" not in output
    signed_in = app.answer("SMS_MFA", output["Session"], SMS_MFA_CODE=here.mail[-1].code)
    assert "AuthenticationResult" in signed_in.output


def test_e_mail_as_the_second_factor_follows_the_password(here: People, app: Chooser) -> None:
    Authenticator(here).mail()
    output = app.choose("PASSWORD", PASSWORD=PASSWORD).output
    assert output["ChallengeName"] == "EMAIL_OTP"
    assert len(here.mail[-1].code) == 6
    signed_in = app.answer("EMAIL_OTP", output["Session"], EMAIL_OTP_CODE=here.mail[-1].code)
    assert "AuthenticationResult" in signed_in.output


def test_a_user_with_no_factor_of_the_pool_is_refused() -> None:
    here = choosing("EMAIL_OTP")
    here.user("ben")
    reply = Chooser(here, "ben").begin()
    assert refusal(reply)[0] == "NotAuthorizedException"
    assert reply.record.refused_by[-1] == "idp.choice.some"


# ------------------------------------------------------------------------------------------------------------- passwords


@pytest.mark.parametrize("by_administrator", [False, True])
def test_the_password_comes_along_with_the_preference_or_the_choice_or_on_its_own(
    app: Chooser, *, by_administrator: bool
) -> None:
    app = msgspec.structs.replace(app, by_administrator=by_administrator)
    assert "AuthenticationResult" in app.begin("PASSWORD", PASSWORD=PASSWORD).output
    assert "AuthenticationResult" in app.choose("PASSWORD", PASSWORD=PASSWORD).output
    assert "AuthenticationResult" in app.answer("PASSWORD", app.begin().output["Session"], PASSWORD=PASSWORD).output
    for output in (app.begin("PASSWORD").output, app.choose("PASSWORD").output):
        assert output["ChallengeName"] == "PASSWORD"
        assert "AuthenticationResult" in app.answer("PASSWORD", output["Session"], PASSWORD=PASSWORD).output


def test_a_password_that_is_not_asked_for_is_not_looked_at(app: Chooser) -> None:
    assert app.begin(PASSWORD=PASSWORD).output["ChallengeName"] == "SELECT_CHALLENGE"
    assert app.begin("EMAIL_OTP", PASSWORD="wrong").output["ChallengeName"] == "EMAIL_OTP"


def test_a_wrong_password_leaves_the_choice_open_and_counts(here: People, app: Chooser) -> None:
    session = app.begin().output["Session"]
    for _ in range(5):
        wrong = app.answer("SELECT_CHALLENGE", session, ANSWER="PASSWORD", PASSWORD="Wrong-Horse-9")
        assert refusal(wrong) == ("NotAuthorizedException", "Incorrect username or password.")
    assert refusal(app.answer("PASSWORD", session, PASSWORD=PASSWORD))[1] == "Password attempts exceeded"
    here.wait(seconds=1)
    assert app.answer("PASSWORD", session, PASSWORD=PASSWORD).ok
    assert refusal(app.answer("PASSWORD", session, PASSWORD=PASSWORD))[1].endswith("session can only be used once.")


def test_srp_proves_the_password_in_each_of_the_ways(here: People, app: Chooser) -> None:
    client = SrpClient(here)
    public = {"SRP_A": f"{client.public:x}"}
    waiting = app.begin("PASSWORD_SRP").output
    assert waiting["ChallengeName"] == "PASSWORD_SRP"
    for reply in (
        app.begin("PASSWORD_SRP", **public),
        app.choose("PASSWORD_SRP", **public),
        app.answer("PASSWORD_SRP", waiting["Session"], **public),
        app.answer("PASSWORD_SRP", app.begin().output["Session"], **public),
    ):
        assert reply.output["ChallengeName"] == "PASSWORD_VERIFIER"
        assert "AuthenticationResult" in client.prove(reply.output["ChallengeParameters"]).output


def test_a_temporary_password_is_changed_after_it(here: People) -> None:
    here.invited("ben")
    output = Chooser(here, "ben").begin("PASSWORD", PASSWORD=PASSWORD).output
    assert output["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    reply = Chooser(here, "ben").answer("NEW_PASSWORD_REQUIRED", output["Session"], NEW_PASSWORD="Another-Horse-9")
    assert "AuthenticationResult" in reply.output


# ----------------------------------------------------------------------------------------------------------------- codes


@pytest.mark.parametrize("challenge", ["EMAIL_OTP", "SMS_OTP"])
@pytest.mark.parametrize("begin", [Chooser.begin, Chooser.choose], ids=["preferred", "chosen"])
def test_a_code_is_a_first_factor_and_proves_the_address(
    here: People, app: Chooser, begin: Callable[[Chooser, str], Reply], challenge: str
) -> None:
    medium, to, masked, flag = SENT[challenge]
    output = begin(app, challenge).output
    assert output["ChallengeName"] == challenge
    assert challenge in output["AvailableChallenges"]
    assert output["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == medium
    assert output["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == masked
    sent = here.mail[-1]
    assert (sent.medium, sent.to, sent.purpose, len(sent.code)) == (medium, to, "sign_in", 8)
    signed_in = app.answer(challenge, output["Session"], **{f"{challenge}_CODE": sent.code})
    assert "AuthenticationResult" in signed_in.output
    assert here.profile()[flag] == "true"


SENT = {
    "EMAIL_OTP": ("EMAIL", ANA, "a***@e***", "email_verified"),
    "SMS_OTP": ("SMS", PHONE, "+*******4567", "phone_number_verified"),
}


def test_wrong_codes_use_up_nothing_and_lock_nobody_out(here: People, app: Chooser) -> None:
    session = app.begin("EMAIL_OTP").output["Session"]
    code, before = here.mail[-1].code, state(here.world)
    for _ in range(6):
        wrong = app.answer("EMAIL_OTP", session, EMAIL_OTP_CODE="1234")
        assert refusal(wrong) == ("CodeMismatchException", "Invalid code or auth state for the user.")
    assert state(here.world) == before
    assert app.answer("EMAIL_OTP", session, EMAIL_OTP_CODE=code).ok
    used = "Invalid session for the user, session can only be used once."
    assert refusal(app.answer("EMAIL_OTP", session, EMAIL_OTP_CODE=code)) == ("NotAuthorizedException", used)


def test_a_code_comes_too_late(here: People, app: Chooser) -> None:
    session = app.begin("EMAIL_OTP").output["Session"]
    here.wait(seconds=180)
    late = app.answer("EMAIL_OTP", session, EMAIL_OTP_CODE=here.mail[-1].code)
    assert refusal(late)[1] == "Invalid session for the user, session is expired."


def test_a_code_confirms_who_was_not_confirmed(here: People) -> None:
    here.sign_up("ben", email="ben@example.com")
    assert "AuthenticationResult" in Chooser(here, "ben").by_code().output
    assert here.status("ben") == "CONFIRMED"
    assert here.profile("ben")["email_verified"] == "true"


def test_a_code_proves_no_address_by_which_somebody_else_signs_in() -> None:
    here = choosing(AliasAttributes=["email"])
    here.user("ana", PASSWORD, email=ANA, email_verified="true")
    here.sign_up("ben", email=ANA)
    ben = Chooser(here, "ben")
    session, code = ben.begin("EMAIL_OTP").output["Session"], here.mail[-1].code
    before = state(here.world)
    reply = ben.answer("EMAIL_OTP", session, EMAIL_OTP_CODE=code)
    assert refusal(reply)[0] == "AliasExistsException"
    assert reply.record.refused_by[-1] == "idp.alias.free"
    assert state(here.world) == before


def test_a_code_signs_in_whose_password_an_administrator_has_reset(here: People, app: Chooser) -> None:
    here.administered(
        "AdminUpdateUserAttributes", Username="ana", UserAttributes=[{"Name": "email_verified", "Value": "true"}]
    )
    here.administered("AdminResetUserPassword", Username="ana")
    assert "AuthenticationResult" in app.by_code().output
    assert here.status() == "RESET_REQUIRED"


def test_a_disabled_user_is_sent_no_code_and_signs_in_by_none(here: People, app: Chooser) -> None:
    session, code = app.begin("EMAIL_OTP").output["Session"], here.mail[-1].code
    here.administered("AdminDisableUser", Username="ana")
    assert refusal(app.answer("EMAIL_OTP", session, EMAIL_OTP_CODE=code))[1] == "User is disabled."
    sent = len(here.mail)
    assert app.begin("EMAIL_OTP").output["ChallengeName"] == "SELECT_CHALLENGE"
    assert refusal(app.begin("PASSWORD", PASSWORD=PASSWORD))[1] == "User is disabled."
    assert len(here.mail) == sent


def test_a_second_factor_that_was_switched_on_meanwhile_is_asked_for(here: People, app: Chooser) -> None:
    session, code = app.begin("EMAIL_OTP").output["Session"], here.mail[-1].code
    Authenticator(here).text()
    output = app.answer("EMAIL_OTP", session, EMAIL_OTP_CODE=code).output
    assert output["ChallengeName"] == "SMS_MFA"


def test_what_is_not_offered_cannot_be_chosen(here: People, app: Chooser) -> None:
    session = app.begin().output["Session"]
    before = state(here.world)
    for answer in ("WEB_AUTHN", "SMS_MFA", "nothing"):
        reply = app.answer("SELECT_CHALLENGE", session, ANSWER=answer)
        assert refusal(reply)[0] == "InvalidParameterException"
        assert reply.record.refused_by[-1] == "idp.choice.available"
    assert state(here.world) == before


# -------------------------------------------------------------------------------------------------------------- nobody


def test_an_unknown_user_is_told_where_nothing_is_hidden(here: People) -> None:
    assert refusal(Chooser(here, "zoe").begin()) == ("UserNotFoundException", "User does not exist.")


@pytest.mark.parametrize("challenge", ["EMAIL_OTP", "SMS_OTP"])
def test_a_hidden_unknown_user_is_asked_for_a_code_that_nobody_gets(challenge: str) -> None:
    here = choosing(client={"PreventUserExistenceErrors": "ENABLED"})
    zoe = Chooser(here, "zoe@example.com")
    assert zoe.offered() == OFFERED
    output = zoe.begin(challenge).output
    assert output["ChallengeName"] == challenge
    assert re.fullmatch(r"z\*{3}@e\*{3}|\+\*{7}\d{4}", output["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"])
    assert here.mail == []
    wrong = zoe.answer(challenge, output["Session"], **{f"{challenge}_CODE": "12345678"})
    assert refusal(wrong)[0] == "CodeMismatchException"
    assert refusal(zoe.begin("PASSWORD", PASSWORD=PASSWORD))[1] == "Incorrect username or password."
    assert refusal(zoe.choose("PASSWORD", PASSWORD=PASSWORD))[1] == "Incorrect username or password."


# ---------------------------------------------------------------------------------------------------- without a password


def test_a_pool_with_codes_takes_users_without_a_password(here: People) -> None:
    attributes = [{"Name": "email", "Value": "ben@example.com"}]
    assert here.call("SignUp", Username="ben", UserAttributes=attributes).ok
    ben = Chooser(here, "ben")
    assert ben.offered() == ["EMAIL_OTP"]
    token = ben.by_code().output["AuthenticationResult"]["AccessToken"]
    assert here.call("ChangePassword", AccessToken=token, ProposedPassword=PASSWORD).ok
    assert ben.offered() == ["EMAIL_OTP", "PASSWORD_SRP", "PASSWORD"]
    assert "AuthenticationResult" in here.sign_in("ben").output


def test_a_pool_without_codes_takes_none() -> None:
    here = choosing("PASSWORD")
    attributes = [{"Name": "email", "Value": "ben@example.com"}]
    reply = here.call("SignUp", Username="ben", UserAttributes=attributes)
    assert reply.record.refused_by[-1] == "idp.password.present"


def test_an_administrator_makes_users_without_a_password(here: People) -> None:
    proven = [{"Name": "email", "Value": "ben@example.com"}, {"Name": "email_verified", "Value": "true"}]
    made = here.administered("AdminCreateUser", Username="ben", UserAttributes=proven)
    assert made["User"]["UserStatus"] == "CONFIRMED"
    assert here.mail == []
    assert Chooser(here, "ben").offered() == ["EMAIL_OTP"]
    unproven = here.administered(
        "AdminCreateUser", Username="cleo", UserAttributes=[{"Name": "email", "Value": "cleo@example.com"}]
    )
    assert unproven["User"]["UserStatus"] == "FORCE_CHANGE_PASSWORD"


# ------------------------------------------------------------------------------------------------------------ functions


def test_a_function_may_refuse_before_any_first_factor() -> None:
    here = choosing(LambdaConfig={"PreAuthentication": arn_of("gate")})
    app = with_everything(here)
    put(here.world, "gate", {"takes": "1ms"})
    assert list(events(app.begin("EMAIL_OTP"))) == ["PreAuthentication_Authentication"]
    assert list(events(app.begin("PASSWORD", PASSWORD=PASSWORD))) == ["PreAuthentication_Authentication"]
    put(here.world, "gate", {"deny": "not today"})
    sent = len(here.mail)
    for reply in (app.begin("EMAIL_OTP"), app.choose("SMS_OTP"), app.choose("PASSWORD", PASSWORD=PASSWORD)):
        assert refusal(reply)[0] == "UserLambdaValidationException"
    assert len(here.mail) == sent


def test_a_user_of_an_old_directory_comes_over_with_the_password_and_by_no_code() -> None:
    here = choosing(LambdaConfig={"UserMigration": arn_of("old")})
    attributes = {"email": ANA, "email_verified": "true"}
    rule = {"set": {"response.userAttributes": attributes, "response.finalUserStatus": "'CONFIRMED'"}}
    put(here.world, "old", rule)
    ana = Chooser(here, "ana")
    assert refusal(ana.begin("EMAIL_OTP"))[0] == "UserNotFoundException"
    assert "AuthenticationResult" in ana.begin("PASSWORD", PASSWORD=PASSWORD).output
    assert ana.begin("EMAIL_OTP").output["ChallengeName"] == "EMAIL_OTP"


# ------------------------------------------------------------------------------------------------ straight from sign-up


def signed_up(here: People, name: str = "ben") -> str:
    """Sign somebody up and confirm; return the Session of ConfirmSignUp."""
    session = here.sign_up(name, email=f"{name}@example.com").output["Session"]
    return here.done("ConfirmSignUp", Username=name, ConfirmationCode=here.mail[-1].code, Session=session)["Session"]


def test_the_sign_up_leads_straight_in(here: People) -> None:
    session = signed_up(here)
    before = len(here.mail)
    reply = here.call("InitiateAuth", AuthFlow="USER_AUTH", Session=session, AuthParameters={"USERNAME": "zoe"})
    assert "AuthenticationResult" in reply.output
    assert len(here.mail) == before
    again = here.call("InitiateAuth", AuthFlow="USER_AUTH", Session=session)
    assert refusal(again)[1] == "Invalid session for the user, session can only be used once."


def test_whom_no_code_could_sign_in_is_given_the_choice() -> None:
    here = choosing("PASSWORD")
    output = here.done("InitiateAuth", AuthFlow="USER_AUTH", Session=signed_up(here))
    assert (output["ChallengeName"], output["AvailableChallenges"]) == (
        "SELECT_CHALLENGE",
        ["PASSWORD_SRP", "PASSWORD"],
    )
    reply = Chooser(here, "ben").answer("SELECT_CHALLENGE", output["Session"], ANSWER="PASSWORD", PASSWORD=PASSWORD)
    assert "AuthenticationResult" in reply.output


def test_the_session_of_a_sign_up_is_good_for_confirming_that_user_alone(here: People) -> None:
    first = here.sign_up("ben", email="ben@example.com").output["Session"]
    here.sign_up("cleo", email="cleo@example.com")
    before = state(here.world)
    foreign = here.call("ConfirmSignUp", Username="cleo", ConfirmationCode=here.mail[-1].code, Session=first)
    assert refusal(foreign) == ("NotAuthorizedException", "Invalid session for the user.")
    early = here.call("InitiateAuth", AuthFlow="USER_AUTH", Session=first)
    assert refusal(early) == ("NotAuthorizedException", "Invalid session for the user.")
    assert state(here.world) == before


def test_an_app_without_the_flow_gets_no_session() -> None:
    here = choosing(client={"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]})
    assert "Session" not in here.sign_up("ben", email="ben@example.com").output
    confirmed = here.done("ConfirmSignUp", Username="ben", ConfirmationCode=here.mail[-1].code)
    assert confirmed == {}
    assert refusal(Chooser(here, "ben").begin())[1] == "USER_AUTH flow not enabled for this client"


# ---------------------------------------------------------------------------------------------------------- the pool

ONLY = "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled"


def test_no_code_is_a_first_factor_where_everybody_needs_a_second(here: People) -> None:
    totp = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
    before = state(here.world)
    reply = here.asked("SetUserPoolMfaConfig", MfaConfiguration="ON", **totp)
    assert refusal(reply) == ("InvalidParameterException", ONLY)
    assert reply.record.refused_by[-1] == "idp.choice.mfa"
    assert state(here.world) == before
    assert here.asked("SetUserPoolMfaConfig", MfaConfiguration="OPTIONAL", **totp).ok


@pytest.mark.parametrize(
    ("factors", "more", "code", "rule"),
    [
        (["PASSWORD", "SOFTWARE_TOKEN"], {}, "InvalidParameterException", "idp.choice.first"),
        (["PASSWORD", "SMS_OTP"], {"UserPoolTier": "LITE"}, "FeatureUnavailableInTierException", "idp.choice.tier"),
        (["PASSWORD", "WEB_AUTHN"], {}, "NotImplemented", "door.simulated"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(factors: list[str], more: dict[str, Any], code: str, rule: str) -> None:
    world = a_world()
    before = state(world)
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": factors}}
    reply = asked(world, "cognito-idp", "CreateUserPool", PoolName="people", Policies=policies, **more)
    assert refusal(reply)[0] == code
    assert reply.record.refused_by[-1] == rule
    assert state(world) == before


@pytest.mark.parametrize("member", ["TARGET_ACR_VALUES", "ACCESS_TOKEN", "MAX_AGE"])
def test_step_up_is_not_simulated_and_says_so(app: Chooser, member: str) -> None:
    reply = app.begin(**{member: "1"})
    assert refusal(reply) == ("NotImplemented", f"{member} of InitiateAuth is not simulated by CogTUI")


def test_the_words_of_the_pool_carry_the_code_too(here: People, app: Chooser) -> None:
    words = {"Message": "{####} lets you in", "Subject": "Come in"}
    here.administered("SetUserPoolMfaConfig", MfaConfiguration="OPTIONAL", EmailMfaConfiguration=words)
    assert app.begin("EMAIL_OTP").ok
    assert (here.mail[-1].subject, here.mail[-1].body) == ("Come in", f"{here.mail[-1].code} lets you in")
