"""A real browser, an endpoint with a user pool, and the app that sends people there; skipped where there is no Chromium.

Everything runs on one event loop that lasts: the browser, the endpoint and the app.
"""

# pyright: reportMissingImports=false
# The extra `browser` may be missing, as the browser itself may.

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from cogtui.wire.endpoint import Endpoint, Settings
from tests.browser.app import App
from tests.browser.person import Person
from tests.builders import a_world
from tests.wire.sites import a_site

if TYPE_CHECKING:
    from playwright.async_api import Browser

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing() -> str:
    """Return what is not there of what these tests need."""
    if CHROMIUM is None:
        return "no Chromium is installed"
    return "" if find_spec("playwright") else "the extra `browser` is not installed"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests on one loop and in one process, where there is a browser at all."""
    for item in items:
        if Path(__file__).parent not in item.path.parents:
            continue
        item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        item.add_marker(pytest.mark.xdist_group("browser"))
        if missing():
            item.add_marker(pytest.mark.skip(reason=missing()))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def app() -> AsyncIterator[App]:
    """Serve the app for as long as there are tests."""
    app = App()
    await app.start()
    yield app
    await app.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(app: App) -> AsyncIterator[Browser]:
    """Start Chromium once; the app's name leads to this machine, and no name leads anywhere else."""
    from playwright.async_api import async_playwright

    rules = f"MAP app.example.com:443 127.0.0.1:{app.secure_port},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1,EXCLUDE *.localhost"
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*ARGUMENTS, f"--host-resolver-rules={rules},EXCLUDE localhost"],
        )
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def person(app: App, chromium: Browser) -> AsyncIterator[Person]:
    """Put a person with a fresh browser before a fresh pool."""
    site = a_site(a_world(), callback=app.callback, logout=app.start_page)
    endpoint = Endpoint(site.world, Settings(port=0))
    await endpoint.start()
    context = await chromium.new_context(ignore_https_errors=True)
    context.set_default_timeout(20_000)
    yield Person(app, site, endpoint, context, await context.new_page())
    await context.close()
    await endpoint.stop()
    assert endpoint.application.bugs == []
