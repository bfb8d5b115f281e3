"""Opening sessions: a lesson, the lab, or what was open last."""

from __future__ import annotations

from pathlib import Path

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.world import World
from cogtui.folders import data_dir
from cogtui.resources import lessons_dir
from cogtui.tui.session import Session

LAB_WORLD = "worlds/sign-in-with-facebook.yaml"
"""What the lab opens on when nobody names a template, so that there is something to explore at once."""


def last_file() -> Path:
    """Return where the last session's world is kept."""
    return data_dir() / "last.cogtui"


def lab(template: Path | None = None) -> Session:
    """Return a session on a template's world, the ready-made one by default."""
    from cogtui.cloud.templates.apply import apply

    world = World()
    path = template or lessons_dir() / LAB_WORLD
    apply(world, read_text(path), str(path), placeholders=template is not None)
    session = Session(world, title=path.stem.replace("-", " "))
    session.follow(last_file())
    return session


def read_text(path: Path) -> str:
    """Return a file's text; AuthoringError for one that can't be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8 text"
        raise AuthoringError(f"the file can't be read: {reason}", file=str(path)) from problem


def lesson(lesson_id: str) -> Session:
    """Return a session at the first step of a lesson."""
    from cogtui.course.library import load
    from cogtui.course.play import Play

    play = Play(load(lesson_id))
    session = Session(play.world, title=play.lesson.title, play=play)
    session.follow(last_file())
    return session


def last() -> Session | None:
    """Return the session that was open last, or None; a damaged file was set aside and is reported by AuthoringError."""
    from cogtui.cloud.save import Save

    if not last_file().is_file():
        return None
    save = Save.open(last_file())
    session = Session(save.world, title="where you left off")
    session.save = save
    return session
