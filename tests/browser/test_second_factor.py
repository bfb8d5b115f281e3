"""People bring a second factor at a user pool's pages, in a real browser and with the keyboard alone."""

from __future__ import annotations

import pytest

from tests.browser.person import Person
from tests.builders import PASSWORD
from tests.cloud.services.cognito_idp.authenticator import PHONE, SES, Authenticator
from tests.cloud.services.cognito_idp.people import People

HEADING = "Verify that it is you"


@pytest.fixture
def phone(person: Person) -> Authenticator:
    """Ana's phone, with an authenticator app on it."""
    return Authenticator(People(person.site.world, person.site.pool, person.site.client))


async def sign_in(person: Person) -> None:
    """Log in by name and password, from the keyboard."""
    await person.open_login()
    await person.type("ana", PASSWORD)
    await person.enter()


async def focused(person: Person) -> dict[str, str | None]:
    """Return what the input that has the focus is called, and what a browser may fill into it."""
    field = person.page.locator(":focus")
    await field.wait_for()
    named = person.page.get_by_label("Code", exact=True)
    assert await named.evaluate("one => one === document.activeElement")
    names = ("name", "type", "autocomplete", "inputmode", "aria-invalid", "required")
    return {name: await field.get_attribute(name) for name in names}


async def test_the_keyboard_alone_sets_an_app_up_and_signs_in_with_its_codes(
    person: Person, phone: Authenticator
) -> None:
    phone.offer("ON")
    await sign_in(person)
    assert await person.heading() == "Set up an authenticator app"
    phone.secret = await person.page.locator("main > p").nth(1).inner_text()
    address = await person.page.locator("main > p").nth(2).inner_text()
    assert address == f"otpauth://totp/Reports:ana?secret={phone.secret}&issuer=Reports"
    await person.type(phone.code)
    await person.enter()
    assert person.brought["code"]

    await person.context.clear_cookies()
    phone.here.wait(seconds=60)
    await sign_in(person)
    assert await person.heading() == HEADING
    field = {"name": "code", "type": "text", "autocomplete": "one-time-code", "inputmode": "numeric", "required": ""}
    assert await focused(person) == field | {"aria-invalid": None}
    await person.type(phone.wrong)
    await person.enter()
    assert await person.alert() == "Code: Invalid code received for user"
    assert await person.page.title() == f"Error: {HEADING} · Reports (simulated)"
    assert await focused(person) == field | {"aria-invalid": "true"}
    await person.type(phone.code)
    await person.enter()
    assert person.page.url.startswith(f"{person.app.callback}?code=")


async def test_a_factor_is_chosen_and_another_code_sent_from_the_keyboard(person: Person, phone: Authenticator) -> None:
    phone.here.administered("UpdateUserPool", EmailConfiguration=SES)
    phone.text()
    phone.mail()
    await sign_in(person)
    assert await person.heading() == HEADING
    await person.tab_to("Text message")
    await person.enter()
    assert f"+*******{PHONE[-4:]}" in await person.page.locator("main > p").first.inner_text()
    await person.tab_to("Send a new code")
    await person.enter()
    assert await person.page.get_by_role("status").inner_text() == "We sent a new code."
    await person.type(await person.code())
    await person.enter()
    assert person.brought["code"]
