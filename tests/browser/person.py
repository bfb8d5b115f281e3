"""A person at a browser: what they see, type and press."""

# pyright: reportMissingImports=false
# The extra `browser` may be missing, as the browser itself may.

from __future__ import annotations

import re
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx

from cogtui.wire.endpoint import Endpoint
from tests.browser.app import App
from tests.wire.sites import Site

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page


@dataclass
class Person:
    """Somebody who uses the app."""

    app: App
    site: Site
    endpoint: Endpoint
    context: BrowserContext
    page: Page

    # --------------------------------------------------------------------------------------------------------- going there

    def begin(self, base: str = "", **asked: str) -> str:
        """Return the address to which the app sends people who want in."""
        query = self.site.query(**{"redirect_uri": self.app.callback, **asked})
        return f"{base or self.endpoint.url}/oauth2/authorize?{query}"

    async def open_login(self, base: str = "", **asked: str) -> None:
        """Follow the app to the login page."""
        await self.page.goto(self.begin(base, **asked))

    async def send(self, act: Awaitable[object]) -> None:
        """Do something that leads to another page, and wait for that."""
        async with self.page.expect_navigation():
            await act

    # ------------------------------------------------------------------------------------------------------------ keyboard

    async def type(self, *texts: str) -> None:
        """Type into one field after another, from the one that the page gives the focus to."""
        await self.page.locator(":focus").wait_for()
        for number, text in enumerate(texts):
            if number:
                await self.page.keyboard.press("Tab")
            await self.page.keyboard.type(text)

    async def enter(self) -> None:
        """Press enter, which sends a form or follows a link."""
        await self.send(self.page.keyboard.press("Enter"))

    async def tab_to(self, name: str) -> None:
        """Move the focus on until it is at the control with this name."""
        for _ in range(30):
            await self.page.keyboard.press("Tab")
            if await self.page.evaluate("document.activeElement.textContent.trim()") == name:
                return
        raise AssertionError(f"the tab key never comes to {name!r}")

    # ---------------------------------------------------------------------------------------------------------------- mouse

    async def press(self, button: str) -> None:
        """Press a button."""
        await self.send(self.page.get_by_role("button", name=button, exact=True).click())

    async def follow(self, link: str) -> None:
        """Follow a link."""
        await self.send(self.page.get_by_role("link", name=link, exact=True).click())

    async def fill(self, **values: str) -> None:
        """Fill in fields by the words of their labels: `User_name="ana"`."""
        for label, value in values.items():
            await self.page.get_by_label(re.compile(rf"^{label.replace('_', ' ')}( \(optional\))?$")).fill(value)

    # ----------------------------------------------------------------------------------------------------------------- seeing

    async def heading(self) -> str:
        """Return what the page says it is."""
        return await self.page.locator("h1").inner_text()

    @property
    def brought(self) -> dict[str, str]:
        """What came back to the app."""
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    async def alert(self) -> str:
        """Return what the page says is wrong."""
        return await self.page.get_by_role("alert").inner_text()

    async def code(self) -> str:
        """Return the code of the newest message that was sent."""
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(
                f"{self.endpoint.url}/_cogtui/outbox", headers={"authorization": f"Bearer {self.endpoint.token}"}
            )
        return answer.json()["messages"][-1]["code"]
