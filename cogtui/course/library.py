"""The lessons that there are: an index by file name, and each lesson read when it is asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cogtui.cloud.documents import unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.course.load import Manuscript, read_lesson
from cogtui.resources import lessons_dir

GLOSSARY = "glossary"
"""The one YAML file beside the lessons that is none."""


@cache
def lesson_files(folder: Path | None = None) -> dict[str, Path]:
    """Return lesson id -> file, by name alone; translations (`lesson.de.yaml`) are no lessons of their own."""
    found = sorted((folder or lessons_dir()).glob("*.yaml"))
    return {path.stem: path for path in found if path.stem != GLOSSARY and "." not in path.stem}


def load(lesson_id: str) -> Manuscript:
    """Return the lesson of that id; AuthoringError when there is none, or when it does not hold."""
    files = lesson_files()
    if lesson_id not in files:
        raise AuthoringError(unknown("a lesson", lesson_id, files))
    return read_lesson(files[lesson_id])


def find(name: str) -> Manuscript:
    """Return a lesson by its id or its file."""
    path = Path(name)
    return read_lesson(path) if path.suffix == ".yaml" or path.exists() else load(name)
