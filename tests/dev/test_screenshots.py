"""The pictures in `screenshots/` are those of the app as it is, made by the app: `make screenshots` makes them again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cogtui.dev.scenes import SCENES, Scene
from cogtui.dev.screenshots import FOLDER, picture

PICTURES = Path(__file__).parents[2] / FOLDER


def test_there_is_a_picture_of_every_scene_and_no_other() -> None:
    assert sorted(path.name for path in PICTURES.iterdir()) == sorted(f"{scene.name}.svg" for scene in SCENES)


@pytest.mark.usefixtures("waits_exactly")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_the_picture_shows_the_app_as_it_is(scene: Scene) -> None:
    kept = (PICTURES / f"{scene.name}.svg").read_text(encoding="utf-8")
    assert picture(scene) + "\n" == kept, f"`make screenshots` makes it anew: {scene.shows}"


def test_a_picture_asks_nobody_for_a_font_and_leaves_settings_alone() -> None:
    before = dict(os.environ)
    text = picture(SCENES[0])
    assert "url(" not in text.replace("url(#", "")
    assert dict(os.environ) == before
