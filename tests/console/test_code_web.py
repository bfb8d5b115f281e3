"""A browser's request as text."""

from __future__ import annotations

from cogtui.cloud.web import WebRequest
from cogtui.console import code_web
from tests.builders import a_world, last


def test_what_people_typed_unseen_is_not_shown() -> None:
    world = a_world()
    typed = {"email": "ana@example.com", "password": "correct horse", "new_password": "battery staple"}
    world.web(WebRequest("POST", "www.facebook.com", "/login", form=typed))
    shown = code_web.of_record(last(world))
    assert "email=ana%40example.com" in shown
    assert "horse" not in shown
    assert "battery" not in shown
    assert "password=%28withheld%29" in shown
