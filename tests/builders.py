"""Worlds and their parts, made through the door in one line each."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.trail import Record
from cogtui.cloud.web import Page, WebRequest, WebResponse
from cogtui.cloud.world import World

CALLBACK = "https://app.example.com/callback"
ANA = "ana@example.com"
ANA_PASSWORD = "correct horse"


def app_at(world: World, provider: str, *, name: str = "Reports", **registered: Any) -> str:
    """Register an app with a provider and return its id."""
    return world.act("provider.add_app", provider=provider, name=name, **registered).output["app_id"]


def ana_at(
    world: World, provider: str, *, email: str = ANA, name: str = "Ana Silva", password: str = ANA_PASSWORD, **more: Any
) -> str:
    """Give Ana an account at a provider and return her id there."""
    person = world.act("provider.add_user", provider=provider, email=email, name=name, password=password, **more)
    return person.output["user_id"]


def opened(world: World, host: str, path: str, app_id: str, **asked: str) -> WebResponse:
    """Open a provider's login dialog for the app."""
    query = {"client_id": app_id, "redirect_uri": CALLBACK, **asked}
    return world.web(WebRequest("GET", host, path, {name: value for name, value in query.items() if value != ""}))


def sent(world: World, page: Page | None, **values: str) -> WebResponse:
    """Send a page's form: what is filled in already, and `values`."""
    assert page is not None
    assert page.action is not None
    form = {field.name: field.value for field in page.fields} | values
    return world.web(msgspec.structs.replace(page.action, form=form))


def last(world: World) -> Record:
    """Return the newest record of the trail."""
    return world.trail[-1]


def state(world: World) -> list[tuple[Any, ...]]:
    """Return everything that the world holds, to see whether a call left it alone."""
    return list(world.store.every())
