"""People come to a pool from outside providers, in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.person import Person
from tests.wire.sites import DOMAIN


@pytest.mark.parametrize("provider", ["Facebook", "Google"])
@pytest.mark.parametrize("name", ["127.0.0.1", "reports.auth.localhost"])
async def test_a_person_continues_with_a_provider_and_comes_back_to_the_app(
    person: Person, provider: str, name: str
) -> None:
    base = person.endpoint.url.replace("127.0.0.1", name)
    await person.open_login(base)
    await person.tab_to(f"Continue with {provider}")
    await person.enter()
    assert person.page.url.startswith(f"{base}/_providers/{provider.lower()}/")
    assert await person.heading() == f"{provider} login"
    await person.press("Log in")
    await person.press("Continue as Ana")
    assert person.page.url.startswith(f"{person.app.callback}?code=")
    assert person.brought["state"] == "s-1"


async def test_an_app_that_names_a_provider_shows_no_page_of_the_pool_s(person: Person) -> None:
    await person.open_login(identity_provider="Facebook")
    assert await person.heading() == "Facebook login"


@pytest.mark.parametrize("provider", ["Facebook", "Google"])
async def test_who_cancels_at_the_provider_comes_back_with_an_error(person: Person, provider: str) -> None:
    await person.open_login()
    await person.follow(f"Continue with {provider}")
    await person.press("Log in")
    await person.press("Cancel")
    assert person.page.url.startswith(f"{person.app.callback}?")
    assert person.brought["state"] == "s-1"
    assert "error" in person.brought
    assert "code" not in person.brought


async def test_a_wrong_password_at_the_provider_can_be_typed_again(person: Person) -> None:
    await person.open_login(identity_provider="Google")
    await person.fill(Password="no")
    await person.press("Log in")
    assert await person.alert() == "Wrong password. Try again."
    assert await person.heading() == "Google login"


async def test_the_provider_s_answer_is_taken_only_from_the_browser_that_was_sent(person: Person) -> None:
    await person.open_login(identity_provider="Facebook")
    await person.press("Log in")
    await person.context.clear_cookies()
    await person.press("Continue as Ana")
    assert not person.page.url.startswith(person.app.callback) or "error" in person.brought
    assert f"https://{DOMAIN}" not in person.page.url
