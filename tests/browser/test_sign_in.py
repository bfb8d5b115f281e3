"""People sign in, sign up and recover at a user pool's pages, in a real browser."""

from __future__ import annotations

import httpx
import pytest

from tests.browser.app import SECURE
from tests.browser.person import Person
from tests.builders import PASSWORD, a_client
from tests.wire.sites import VERIFIER

NEW_PASSWORD = "Battery-Staple-7"


async def redeem(person: Person) -> httpx.Response:
    """Redeem the code that came back, as the app does."""
    asked = {
        "grant_type": "authorization_code",
        "client_id": person.site.client,
        "code": person.brought["code"],
        "redirect_uri": person.app.callback,
        "code_verifier": VERIFIER,
    }
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(f"{person.endpoint.url}/oauth2/token", data=asked)


async def test_the_keyboard_alone_signs_in_and_the_app_redeems_the_code(person: Person) -> None:
    await person.open_login()
    assert await person.heading() == "Sign in"
    await person.type("ana", PASSWORD)
    await person.enter()
    assert person.page.url.startswith(f"{person.app.callback}?")
    assert person.brought["state"] == "s-1"
    assert await person.heading() == "Your app"
    tokens = await redeem(person)
    assert tokens.status_code == 200
    assert tokens.json().keys() >= {"id_token", "access_token", "refresh_token"}


@pytest.mark.parametrize("name", ["localhost", "reports.auth.localhost"])
async def test_sign_in_works_by_every_name_that_a_browser_finds(person: Person, name: str) -> None:
    base = person.endpoint.url.replace("127.0.0.1", name)
    await person.open_login(base)
    assert person.page.url.startswith(f"{base}/login?")
    await person.type("ana", PASSWORD)
    await person.enter()
    assert person.page.url.startswith(f"{person.app.callback}?code=")


async def test_the_browser_lets_a_form_lead_to_an_app_elsewhere(person: Person) -> None:
    """Chromium holds `form-action` against the redirect that follows a form."""
    callback = f"{SECURE}/callback"
    client = a_client(
        person.site.world,
        person.site.pool,
        CallbackURLs=[callback],
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email"],
        AllowedOAuthFlowsUserPoolClient=True,
        SupportedIdentityProviders=["COGNITO"],
    )
    await person.open_login(client_id=client, redirect_uri=callback)
    await person.type("ana", PASSWORD)
    await person.enter()
    assert person.page.url.startswith(f"{callback}?code=")
    assert await person.heading() == "Your app"


async def test_a_wrong_password_is_said_where_the_focus_is_and_can_be_typed_again(person: Person) -> None:
    await person.open_login()
    await person.type("ana", "Wrong-Horse-9")
    await person.enter()
    assert await person.alert() == "Incorrect username or password."
    assert await person.page.title() == "Error: Sign in · Reports (simulated)"
    await person.type(PASSWORD)
    assert await person.page.evaluate("document.activeElement.type") == "password"
    await person.enter()
    assert person.brought["code"]


async def test_who_is_signed_in_is_not_asked_again_until_they_log_out(person: Person) -> None:
    await person.open_login()
    await person.type("ana", PASSWORD)
    await person.enter()
    first = person.brought["code"]
    await person.page.goto(person.begin(state="s-2"))
    assert person.brought["state"] == "s-2"
    assert person.brought["code"] != first
    client, leave = person.site.client, person.app.start_page
    await person.page.goto(f"{person.endpoint.url}/logout?client_id={client}&logout_uri={leave}")
    assert person.page.url == leave
    await person.open_login()
    assert await person.heading() == "Sign in"


async def test_a_new_user_signs_up_and_confirms_with_the_code_from_the_outbox(person: Person) -> None:
    await person.open_login()
    await person.follow("Sign up")
    assert await person.heading() == "Sign up"
    await person.fill(User_name="bea", Password=NEW_PASSWORD, Email="bea@example.com")
    await person.press("Sign up")
    assert await person.heading() == "Confirm your account"
    await person.fill(Code="000000")
    await person.press("Confirm")
    assert "Invalid verification code" in await person.alert()
    await person.fill(Code=await person.code())
    await person.press("Confirm")
    if not person.page.url.startswith(person.app.callback):
        await person.fill(User_name="bea", Password=NEW_PASSWORD)
        await person.press("Sign in")
    assert person.brought["code"]


async def test_a_new_code_is_sent_though_the_field_for_it_is_empty(person: Person) -> None:
    await person.open_login()
    await person.follow("Sign up")
    await person.fill(User_name="bea", Password=NEW_PASSWORD, Email="bea@example.com")
    await person.press("Sign up")
    await person.press("Send a new code")
    assert "new code" in await person.page.get_by_role("status").inner_text()


async def test_a_forgotten_password_is_replaced(person: Person) -> None:
    await person.open_login()
    await person.follow("Forgot your password?")
    await person.fill(User_name="ana")
    await person.press("Send the code")
    await person.fill(Code=await person.code(), New_password=NEW_PASSWORD)
    await person.enter()
    await person.fill(User_name="ana", Password=NEW_PASSWORD)
    await person.press("Sign in")
    assert person.brought["code"]


async def test_a_form_without_its_token_is_refused(person: Person) -> None:
    await person.open_login()
    await person.context.clear_cookies()
    await person.type("ana", PASSWORD)
    await person.enter()
    assert "out of date, or came from another site" in await person.alert()
    await person.follow("Open the page again")
    await person.type("ana", PASSWORD)
    await person.enter()
    assert person.brought["code"]


async def test_no_page_can_be_put_into_a_frame(person: Person) -> None:
    await person.page.goto(person.app.start_page)
    frame = f'<iframe src="{person.begin()}"></iframe>'
    messages: list[str] = []
    person.page.on("console", lambda message: messages.append(message.text))
    async with person.page.expect_event("console"):
        await person.page.set_content(frame)
    assert any("frame" in text.lower() for text in messages)
