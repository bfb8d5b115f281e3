"""`python -m cogtui.dev screenshots`: makes the pictures in `screenshots/`, by the app itself, the same every time."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import click

from cogtui.dev.scenes import SCENES, Scene, a_place_of_its_own, play

FOLDER = Path("screenshots")

_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def picture(scene: Scene) -> str:
    """Return the scene as SVG; it asks nobody for a font."""
    with a_place_of_its_own():
        return _FONT.sub("", asyncio.run(_taken(scene)))


async def _taken(scene: Scene) -> str:
    from cogtui.tui.app import CogTUI

    app = CogTUI(theme=scene.theme, at=scene.at)
    async with app.run_test(size=scene.size) as pilot:
        await play(app, pilot, scene)
        return app.export_screenshot(title="CogTUI")


@click.command()
@click.argument("names", nargs=-1)
def main(names: tuple[str, ...]) -> None:
    """Make the pictures NAMES, by default all; run it in the checkout's folder."""
    FOLDER.mkdir(exist_ok=True)
    for scene in SCENES:
        if not names or scene.name in names:
            path = FOLDER / f"{scene.name}.svg"
            path.write_text(picture(scene) + "\n", encoding="utf-8")
            print(f"{path}: {scene.shows}")
