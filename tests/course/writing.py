"""Writing small lessons for tests: the frame of a lesson, its world, and steps as a test gives them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

from cogtui.cloud.errors import AuthoringError
from cogtui.course.load import Manuscript, read_lesson

WORLD = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {BucketName: reports}
Outputs:
  BucketName: {Value: !Ref Bucket}
"""

FRAME = """\
format: 1
id: small
title: A small lesson
summary: What it is about.
level: beginner
minutes: 1
sources: [a page]
world: {"111122223333": small.yaml}
steps:
"""
FRAME_LINES = FRAME.count("\n")
"""The line before a lesson's first step."""

SAY = "- {id: hello, kind: say, text: Hello.}\n"


def written(folder: Path, steps: str, *, frame: str = FRAME, world: str = WORLD) -> Path:
    """Write a lesson with its world and return its file."""
    (folder / "worlds").mkdir(exist_ok=True)
    (folder / "worlds" / "small.yaml").write_text(world, encoding="utf-8")
    path = folder / "small.yaml"
    path.write_text(frame + indent(dedent(steps), "  "), encoding="utf-8")
    return path


def lesson(folder: Path, steps: str, *, frame: str = FRAME, world: str = WORLD) -> Manuscript:
    """Write a lesson and read it."""
    return read_lesson(written(folder, steps, frame=frame, world=world), "small.yaml")


def told(problem: AuthoringError) -> str:
    """Return where a problem is, with the line counted from the first step, and what it is."""
    return f"{problem.line - FRAME_LINES}:{problem.column}: {problem.message}"
