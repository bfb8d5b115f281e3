"""Everybody can use the pages: with a keyboard, a screen reader, a phone, large text, in the dark (WCAG 2.2, AA)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.browser.person import Person
from tests.browser.test_sign_in import NEW_PASSWORD
from tests.builders import PASSWORD, done
from tests.cloud.services.cognito_idp.authenticator import SES, Authenticator
from tests.cloud.services.cognito_idp.people import People

TEMPORARY = "Temporary-Horse-9"

# Colours as the browser computed them, of every element that has text of its own, on what lies behind it.
WEAK_TEXT = """() => {
  const parsed = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => parsed(colour).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if ((parsed(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const shown = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility());
  const texts = shown.filter((element) => element.tagName === "INPUT"
    || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const weak = texts.map((element) => [element, ratio(getComputedStyle(element).color, behind(element))])
    .filter(([, found]) => found < 4.5);
  const edges = shown.filter((element) => element.tagName === "INPUT" && element.type !== "hidden")
    .map((element) => [element, ratio(getComputedStyle(element).borderTopColor, behind(element.parentElement))])
    .filter(([, found]) => found < 3);
  return [texts.length, [...weak, ...edges].map(([element, found]) => `${element.outerHTML.slice(0, 80)} ${found}`)];
}"""

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  return {
    what: one.outerHTML.slice(0, 80),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inside: (() => {
      const box = one.getBoundingClientRect();
      return box.left >= 0 && box.right <= innerWidth && box.top < innerHeight && box.bottom > 0;
    })(),
  };
}"""

CONTROLS = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden])")]
  .map((element) => element.outerHTML.slice(0, 80))"""

SMALL = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden])")]
  .filter((element) => !element.closest("[role=alert]"))
  .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect().height])
  .filter(([, height]) => height < 24)"""

BEYOND = """() => [document.documentElement.scrollWidth - document.documentElement.clientWidth,
  [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility())
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
    .map((element) => element.outerHTML.slice(0, 80))]"""

STRUCTURE = """() => {
  const count = (selector) => document.querySelectorAll(selector).length;
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const named = [...document.querySelectorAll("[aria-describedby]")]
    .flatMap((element) => element.getAttribute("aria-describedby").split(" "));
  return {
    lang: document.documentElement.lang, title: document.title.length > 0,
    main: count("main"), h1: count("h1"), script: count("script"),
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    lost: named.filter((id) => !document.getElementById(id)),
  };
}"""

SOUND = {"lang": "en", "title": True, "main": 1, "h1": 1, "script": 0, "twice": [], "lost": []}


async def tour(person: Person) -> AsyncIterator[str]:
    """Lead a person past every kind of page; yields what it is."""
    done(
        person.site.world,
        "cognito-idp",
        "AdminCreateUser",
        UserPoolId=person.site.pool,
        Username="carl",
        TemporaryPassword=TEMPORARY,
        MessageAction="SUPPRESS",
    )
    await person.open_login()
    yield "sign in"
    await person.fill(User_name="carl", Password="Wrong-Horse-9")
    await person.press("Sign in")
    yield "wrong password"
    await person.fill(User_name="carl", Password=TEMPORARY)
    await person.press("Sign in")
    yield "new password"
    await person.open_login()
    await person.follow("Sign up")
    yield "sign up"
    await person.fill(User_name="bea", Password="short", Email="bea@example.com")
    await person.press("Sign up")
    yield "password too weak"
    await person.fill(User_name="bea", Password=NEW_PASSWORD, Email="bea@example.com")
    await person.press("Sign up")
    yield "confirm"
    await person.open_login()
    await person.follow("Forgot your password?")
    yield "forgot password"
    await person.fill(User_name="ana")
    await person.press("Send the code")
    yield "reset password"
    for provider in ("Facebook", "Google"):
        await person.open_login(identity_provider=provider)
        yield f"{provider} login"
        await person.fill(Password="no")
        await person.press("Log in")
        yield f"{provider} wrong password"
        await person.open_login(identity_provider=provider)
        await person.press("Log in")
        yield f"{provider} consent"
    async for page in second_factors(person):
        yield page
    await person.page.goto(f"{person.endpoint.url}/error?error=redirect_mismatch")
    yield "error"


async def second_factors(person: Person) -> AsyncIterator[str]:
    """Lead a person past the pages of second factors, in a pool that wants one of everybody."""
    here = People(person.site.world, person.site.pool, person.site.client)
    here.user("dora")
    here.administered("UpdateUserPool", EmailConfiguration=SES)
    Authenticator(here).mail(mode="ON")
    await person.open_login()
    await person.fill(User_name="ana", Password=PASSWORD)
    await person.press("Sign in")
    yield "code"
    await person.fill(Code="000000")
    await person.press("Go on")
    yield "wrong code"
    await person.open_login()
    await person.fill(User_name="dora", Password=PASSWORD)
    await person.press("Sign in")
    yield "factor to set up"
    await person.press("Authenticator app")
    yield "app to set up"


async def names(person: Person) -> list[tuple[str, str]]:
    """Return role and name of every control, as the browser tells them to assistive technology."""
    session = await person.context.new_cdp_session(person.page)
    tree: dict[str, Any] = await session.send("Accessibility.getFullAXTree")
    await session.detach()
    roles = {"textbox", "button", "link", "spinbutton", "Date", "alert", "searchbox"}
    return [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree["nodes"]
        if not node.get("ignored") and node["role"]["value"] in roles - {"alert"}
    ]


async def test_every_control_has_a_name_and_every_page_is_sound(person: Person) -> None:
    async for page in tour(person):
        found = await names(person)
        assert len(found) == len(await person.page.evaluate(CONTROLS)), (page, found)
        assert [role for role, name in found if not name.strip()] == [], page
        assert await person.page.evaluate(STRUCTURE) == SOUND, page


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_can_be_read_in_the_light_and_in_the_dark(person: Person, scheme: Any) -> None:
    await person.page.emulate_media(color_scheme=scheme)
    async for page in tour(person):
        texts, weak = await person.page.evaluate(WEAK_TEXT)
        assert texts > 3, page
        assert weak == [], page


async def test_the_tab_key_visits_every_control_in_order_and_one_sees_where_it_is(person: Person) -> None:
    async for page in tour(person):
        controls = await person.page.evaluate(CONTROLS)
        await person.page.evaluate("document.activeElement.blur()")
        await person.page.mouse.click(2, 2)
        visited: list[dict[str, Any]] = []
        for _ in controls:
            await person.page.keyboard.press("Tab")
            visited.append(await person.page.evaluate(FOCUS))
        assert [one["what"] for one in visited] == controls, page
        assert [one for one in visited if one["outline"] < 2 or not one["inside"]] == [], page


@pytest.mark.parametrize(("width", "text"), [(390, 100), (320, 100), (640, 200), (320, 200)])
async def test_nothing_is_beside_a_narrow_screen_or_hidden_by_large_text(person: Person, width: int, text: int) -> None:
    await person.page.set_viewport_size({"width": width, "height": 844})
    async for page in tour(person):
        await person.page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
        assert await person.page.evaluate(BEYOND) == [0, []], page
        assert await person.page.evaluate(SMALL) == [], page
