"""Second factors at the sign-in pages: they are asked for, brought, chosen and set up, and nobody comes in without."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import PASSWORD, done, last, state
from tests.cloud.services.cognito_idp.authenticator import PHONE
from tests.cloud.services.cognito_idp.domain.browser import Site, a_site, authorize_query, body, returned
from tests.cloud.services.cognito_idp.domain.factors import (
    app_of,
    field_error,
    is_in,
    page_of,
    seen,
    switched_on,
    with_settings,
)
from tests.cloud.services.cognito_idp.triggers.lambdas import NOTHING, arn_of, last_events, put

OTHER = "Other-Horse-10"
POST = "PostAuthentication"


@pytest.fixture
def site() -> Site:
    return with_settings()


# ---------------------------------------------------------------------------------------------------- the code of an app


def test_the_password_leads_to_the_app_s_code_and_the_code_leads_in(site: Site) -> None:
    app = switched_on(site)
    browser = site.browser()
    asks = browser.log_in(site.client)
    page = page_of(asks)
    assert (page.heading, seen(page)) == ("Verify that it is you", ["code", "continue"])
    code = next(field for field in page.fields if field.name == "code")
    assert (code.autocomplete, code.required, code.value) == ("one-time-code", True, "")
    assert not is_in(site, browser)
    told = returned(browser.submit(page, code=app.code))
    assert told["state"] == "s-1"
    assert body(site.redeem(told["code"]))["access_token"]
    assert "idp.totp.correct" in [check.rule for check in last_page(site)]


def last_page(site: Site) -> list[Any]:
    """Return the checks of the newest step of a browser at /mfa."""
    return next(list(record.why()) for record in reversed(site.world.trail) if "second factor" in record.title)


def test_a_wrong_code_is_said_at_the_field_and_uses_nothing_up(site: Site) -> None:
    app = switched_on(site)
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    before = state(site.world)
    refused = browser.submit(page, code=app.wrong)
    for _ in range(6):
        refused = browser.submit(page, code=app.wrong)
        assert (refused.status, field_error(refused)) == (400, "Invalid code received for user")
        assert last(site.world).refused_by[-1] == "idp.totp.correct"
    assert field_error(browser.submit(page, code="")) == "This is needed."
    assert state(site.world) == before
    assert "code" in returned(browser.submit(page_of(refused), code=f" {app.code} "))


def test_a_code_is_good_once(site: Site) -> None:
    app = switched_on(site)
    first = site.browser()
    returned(first.submit(page_of(first.log_in(site.client)), code=app.code))
    again = site.browser()
    refused = again.submit(page_of(again.log_in(site.client)), code=app.code)
    assert field_error(refused) == "Your software token has already been used once."
    assert last(site.world).refused_by[-1] == "idp.totp.fresh"


def test_wrong_passwords_lock_before_any_factor_is_asked_and_wrong_codes_never_do(site: Site) -> None:
    app = switched_on(site)
    for _ in range(5):
        assert page_of(site.browser().log_in(site.client, password="Wrong-Horse-9")).heading == "Sign in"
    assert page_of(site.browser().log_in(site.client)).error == "Password attempts exceeded"
    app.here.wait(seconds=2)
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    for _ in range(6):
        browser.submit(page, code=app.wrong)
    assert "code" in returned(browser.submit(page, code=app.code))


# ---------------------------------------------------------------------------------------------------- codes that are sent


@pytest.mark.parametrize(("way", "to"), [("text", f"+*******{PHONE[-4:]}"), ("mail", "a***@e***")])
def test_a_code_is_sent_and_leads_in_and_another_one_takes_its_place(site: Site, way: str, to: str) -> None:
    app = app_of(site)
    getattr(app, way)()
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    assert page.text[0] == f"We sent a code to {to}."
    assert seen(page) == ["code", "continue", "resend"]
    first = app.here.mail[-1].code
    again = page_of(browser.submit(page, action="resend"))
    assert again.notice == "We sent a new code."
    second = app.here.mail[-1].code
    assert second != first
    refused = browser.submit(again, code=first)
    assert field_error(refused) == "Invalid code or auth state for the user."
    assert last(site.world).refused_by[-1] == "idp.mfa.code"
    # The page from before the button, by way of the browser's back button, serves as well.
    assert "code" in returned(browser.submit(page, code=second))


def test_a_new_code_begins_a_new_time(site: Site) -> None:
    app = app_of(site)
    app.text()
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    app.here.wait(seconds=170)
    browser.submit(page, action="resend")
    app.here.wait(seconds=170)
    assert "code" in returned(browser.submit(page, code=app.here.mail[-1].code))


# ------------------------------------------------------------------------------------------------------- which one it is


@pytest.mark.parametrize("choice", ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"])
def test_who_has_several_factors_chooses_by_a_button(site: Site, choice: str) -> None:
    app = switched_on(site)
    app.text()
    app.mail()
    none = {"Enabled": True, "PreferredMfa": False}
    app.here.administered("AdminSetUserMFAPreference", Username="ana", SoftwareTokenMfaSettings=none)
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    assert seen(page) == ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
    before = state(site.world)
    assert browser.submit(page, action="WEB_AUTHN").status == 400
    assert last(site.world).refused_by[-1] == "idp.mfa.choice"
    assert state(site.world) == before
    asks = page_of(browser.submit(page, action=choice))
    assert not is_in(site, browser)
    code = app.code if choice == "SOFTWARE_TOKEN_MFA" else app.here.mail[-1].code
    assert "code" in returned(browser.submit(asks, code=code))


def test_who_has_not_switched_a_factor_on_signs_in_where_it_is_optional(site: Site) -> None:
    app_of(site).offer("OPTIONAL")
    assert "code" in returned(site.browser().log_in(site.client))


def test_a_browser_that_is_in_is_asked_no_more_until_it_logs_out(site: Site) -> None:
    app = switched_on(site)
    browser = site.browser()
    returned(browser.submit(page_of(browser.log_in(site.client)), code=app.code))
    assert "code" in returned(browser.get("/oauth2/authorize", **authorize_query(site.client)))
    browser.get("/logout", client_id=site.client, logout_uri="https://app.example.com/bye")
    assert not is_in(site, browser)
    assert page_of(browser.log_in(site.client)).heading == "Verify that it is you"


def test_the_function_after_a_sign_in_is_told_once_all_factors_are_proven() -> None:
    site = a_site(pool={"LambdaConfig": {POST: arn_of(POST)}}, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    put(site.world, POST, *NOTHING)
    app = switched_on(site)
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    assert last_events(site.world) == {}
    put(site.world, POST, {"deny": "Closed on Sundays"})
    before = state(site.world)
    refused = page_of(browser.submit(page, code=app.code))
    assert refused.error == f"{POST} failed with error Closed on Sundays."
    assert state(site.world) == before
    put(site.world, POST, *NOTHING)
    assert "code" in returned(browser.submit(page, code=app.code))
    assert list(last_events(site.world)) == [f"{POST}_Authentication"]


def test_sign_ins_are_put_on_record_with_both_factors() -> None:
    watched = {"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}}
    site = a_site(pool=watched, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    app = switched_on(site)
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    browser.submit(page, code=app.wrong)
    returned(browser.submit(page, code=app.code))
    events = app.here.administered("AdminListUserAuthEvents", Username="ana")["AuthEvents"]
    proofs = [[proof["ChallengeName"] for proof in event["ChallengeResponses"]] for event in events]
    assert [event["EventResponse"] for event in events] == ["Pass", "Fail", "Pass"]
    assert proofs == [["Password", "Mfa"], ["Password", "Mfa"], ["Password"]]


# --------------------------------------------------------------------------------------------------- whose, when, how often


def test_a_page_that_was_used_or_waited_too_long_leads_back_to_the_login_page(site: Site) -> None:
    app = switched_on(site)
    browser = site.browser()
    used, late = page_of(browser.log_in(site.client)), page_of(browser.log_in(site.client))
    returned(browser.submit(used, code=app.code))
    again = page_of(browser.submit(used, code=app.code))
    assert again.heading == "Sign in"
    assert again.error == "Invalid session for the user, session can only be used once."
    assert last(site.world).refused_by == ("oauth.step.once",)
    app.here.wait(seconds=180)
    before = state(site.world)
    over = page_of(browser.submit(late, code=app.code))
    assert over.error == "Invalid session for the user, session is expired."
    assert last(site.world).refused_by == ("oauth.step.expiry",)
    assert state(site.world) == before


def test_another_browser_cannot_go_on_with_a_sign_in(site: Site) -> None:
    app = switched_on(site)
    page = page_of(site.browser().log_in(site.client))
    other = site.browser()
    own = other.open("/login", **authorize_query(site.client))
    token = next(field.value for field in own.fields if field.name == "_csrf")
    refused = other.submit(page, code=app.code, _csrf=token)
    assert page_of(refused).error == "Invalid session for the user."
    assert last(site.world).refused_by == ("oauth.step",)
    assert "cognito" not in other.cookies


def test_who_was_disabled_meanwhile_is_told_so(site: Site) -> None:
    app = switched_on(site)
    browser = site.browser()
    page = page_of(browser.log_in(site.client))
    done(site.world, "cognito-idp", "AdminDisableUser", UserPoolId=site.pool, Username="ana")
    assert page_of(browser.submit(page, code=app.code)).error == "User is disabled."
    assert not is_in(site, browser)


def test_the_page_by_itself_leads_to_the_login_page(site: Site) -> None:
    assert site.browser().open("/mfa", **authorize_query(site.client)).heading == "Sign in"


STEPS = st.tuples(
    st.sampled_from(["/mfa", "/mfa", "/confirmUser", "/changePassword", "/login", "/confirmForgotPassword"]),
    st.sampled_from(["", "", "continue", "resend", "SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]),
    st.sampled_from(["", "x", "wrong"]),
    st.sampled_from([PASSWORD, OTHER]),
)
"""Path, button, code and password of one form."""

LAW = with_settings()
"""Ana has every factor."""
LAW_APP = switched_on(LAW)
LAW_APP.text()
LAW_APP.mail(mode="ON")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=1, max_size=6), preferred=st.booleans())
def test_whatever_forms_are_sent_nobody_comes_in_without_a_right_code(
    steps: list[tuple[str, str, str, str]], preferred: bool
) -> None:
    with LAW.world.what_if() as world:
        there = Site(world, LAW.pool, LAW.client)
        token = {"Enabled": True, "PreferredMfa": preferred}
        app_of(there).here.administered("AdminSetUserMFAPreference", Username="ana", SoftwareTokenMfaSettings=token)
        browser = there.browser()
        page = page_of(browser.log_in(LAW.client))
        for path, button, code, password in steps:
            halves = {field.name: field.value for field in page.fields}
            target = browser.open("/login", **authorize_query(LAW.client)).action
            assert target is not None
            form = {"username": "ana", "password": password, "new_password": OTHER, "attribute.email": "e@e.org"}
            form |= {"code": LAW_APP.wrong if code == "wrong" else code, "action": button} | {
                name: halves[name] for name in ("half", "_csrf") if name in halves
            }
            response = browser.send(type(target)("POST", target.host, path, target.query, form))
            assert "location" not in response.headers or "code=" not in response.location
            page = response.page or page
            assert not is_in(there, browser)
