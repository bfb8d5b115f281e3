"""The providers' directories: who and what can be registered, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cogtui.cloud.providers import directory
from cogtui.cloud.web import WebRequest
from cogtui.cloud.world import World
from tests.builders import ana_at, app_at, last, state


@pytest.mark.parametrize(
    ("provider", "app_id", "user_id"),
    [
        ("facebook", r"10\d{13}", r"10\d{15}"),
        ("google", r"10\d{10}-[a-z0-9]{32}\.apps\.googleusercontent\.com", r"1\d{20}"),
    ],
)
def test_ids_have_the_provider_s_own_form(provider: str, app_id: str, user_id: str) -> None:
    world = World()
    assert re.fullmatch(app_id, app_at(world, provider))
    assert re.fullmatch(user_id, ana_at(world, provider))


def test_templates_may_fix_ids_and_secrets() -> None:
    world = World()
    app = app_at(world, "facebook", app_id="424242", secret="sesame", redirect_uris=["https://a.example/b"])
    found = directory.app_of(world.store, "facebook", app)
    assert found is not None
    assert (found.app_id, found.secret, found.redirect_uris) == ("424242", "sesame", ("https://a.example/b",))


def test_two_providers_keep_their_people_apart() -> None:
    world = World()
    ana_at(world, "facebook")
    assert directory.first_user(world.store, "google") is None


@pytest.mark.parametrize(
    ("act", "parameters", "says"),
    [
        ("add_app", {"provider": "myspace", "name": "x"}, "`myspace`"),
        ("add_app", {"provider": "facebook", "name": "x", "app_id": "424242"}, "`424242`"),
        ("add_user", {"provider": "myspace", "email": "x@y.z", "name": "x", "password": "x"}, "`myspace`"),
        (
            "add_user",
            {"provider": "facebook", "email": "ANA@example.com", "name": "x", "password": "x"},
            "`ANA@example",
        ),
        (
            "add_user",
            {"provider": "facebook", "email": "x@y.z", "name": "x", "password": "x", "user_id": "7"},
            "`7`",
        ),
    ],
)
def test_what_is_there_already_or_unknown_is_refused(act: str, parameters: dict[str, Any], says: str) -> None:
    world = World()
    app_at(world, "facebook", app_id="424242")
    ana_at(world, "facebook", user_id="7")
    before = state(world)
    reply = world.act(f"provider.{act}", **parameters)
    assert reply.error is not None
    assert says in reply.error.message
    assert state(world) == before


@pytest.mark.parametrize(
    "request_",
    [WebRequest("GET", "www.facebook.com", "/marketplace"), WebRequest("GET", "www.example.com", "/")],
)
def test_a_page_that_nobody_simulates_is_not_found(request_: WebRequest) -> None:
    world = World()
    answer = world.web(request_)
    assert answer.status == 404
    assert answer.page is not None
    assert "CogTUI simulates no such" in answer.page.error
    assert not last(world).ok
