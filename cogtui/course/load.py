"""Reading a lesson: its text becomes records, and every mistake in it names file, line and column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from cogtui.cloud.documents import Document, below, read
from cogtui.cloud.errors import AuthoringError
from cogtui.course.fit import fit
from cogtui.course.lesson import AnyStep, Ask, Lesson


class Manuscript(msgspec.Struct, frozen=True):
    """A lesson together with the document that it was read from, so that later errors find their line too."""

    lesson: Lesson
    document: Document
    path: Path

    @property
    def worlds(self) -> Path:
        """The folder of the templates that the lesson names."""
        return self.path.parent / "worlds"

    def steps(self) -> Iterator[tuple[str, AnyStep]]:
        """Yield (JSON pointer, step) of every step, those behind options included."""
        for index, step in enumerate(self.lesson.steps):
            pointer = below("/steps", index)
            yield pointer, step
            if isinstance(step, Ask):
                for number, option in enumerate(step.options):
                    for inner, then in enumerate(option.then):
                        yield below(pointer, "options", number, "then", inner), then

    def pointer(self, step_id: str) -> str:
        """Return the pointer of a step."""
        return next(pointer for pointer, step in self.steps() if step.id == step_id)


def read_lesson(path: Path, shown: str = "") -> Manuscript:
    """Read the lesson in a file; AuthoringError (as `shown`, else as the path) for what does not hold."""
    name = shown or str(path)
    try:
        text = path.read_bytes()
    except OSError as problem:
        raise AuthoringError(f"the lesson cannot be read: {problem.strerror or problem}", file=name) from None
    document = read(text, name)
    if not isinstance(document.data, dict):
        raise document.error("", "a lesson is a map with `format: 1`, `id`, `title` and `steps`")
    return Manuscript(fit(document, Lesson), document, path)
