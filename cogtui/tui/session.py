"""What is open in the app: a world, the lesson being played in it, and the file that follows it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.world import World

if TYPE_CHECKING:
    from cogtui.cloud.save import Save
    from cogtui.course.play import Play


class Session:
    """A world with what the app keeps beside it."""

    def __init__(self, world: World, *, title: str, play: Play | None = None) -> None:
        self.world = world
        self.title = title
        """What is open, for the status line: the lesson's title, the template's name."""
        self.play = play
        """The lesson being played, or None in the lab."""
        self.save: Save | None = None
        self.notice = ""
        """Something to say when the session is shown: a damaged file was set aside."""

    @property
    def floor(self) -> int:
        """How far back undo may go: not into the world's making, in a lesson not beyond the step's start."""
        return self.play.floor if self.play else _made(self.world)

    def follow(self, path: Path) -> None:
        """Keep the world in a file from now on, so that "Continue" finds it after a crash too.

        AuthoringError where the file can't be written; the session is as good without it.
        """
        from cogtui.cloud.save import Save

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.save = Save.create(path, self.world)
        except (OSError, sqlite3.Error) as problem:
            raise AuthoringError(f"this session can't be kept: {problem}", file=str(path)) from problem

    def trouble(self) -> str:
        """Return why the file could not follow the world any further, once; empty while all is well."""
        if self.save is None or not self.save.trouble:
            return ""
        words = f"{self.save.path}: this session can't be kept any longer: {self.save.trouble}"
        self.close()
        return words

    def close(self) -> None:
        """Let go of the file."""
        if self.save is not None:
            self.save.close()
            self.save = None


def _made(world: World) -> int:
    """Return how many records at the trail's beginning made the world: templates that were applied."""
    others = (number for number, record in enumerate(world.trail, world.trail.first) if record.service != "template")
    return next(others, len(world.trail))
