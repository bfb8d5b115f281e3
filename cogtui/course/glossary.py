"""The glossary: the words of the course, what each means, and what it is not to be confused with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from cogtui.cloud.documents import read
from cogtui.course.fit import fit
from cogtui.resources import lessons_dir

Text = Annotated[str, Meta(min_length=1)]


class Word(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One word."""

    word: Text
    meaning: Text
    not_to_be_confused_with: str = ""
    source: Text
    also: tuple[str, ...] = ()
    """Other forms under which texts use it: plurals, short forms."""


class Glossary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file."""

    words: tuple[Word, ...]


def read_glossary(path: Path, shown: str = "") -> tuple[Word, ...]:
    """Read a glossary; AuthoringError with file (as `shown`), line and column where it does not hold."""
    return fit(read(path.read_bytes(), shown or str(path)), Glossary).words


@cache
def words() -> tuple[Word, ...]:
    """Return the words of the glossary that ships with CogTUI."""
    return read_glossary(lessons_dir() / "glossary.yaml")


def find(form: str) -> Word | None:
    """Return the word that goes by this form, in upper or lower case, or None."""
    return _forms().get(form.lower())


def forms() -> frozenset[str]:
    """Return every form of every word, in lower case."""
    return frozenset(_forms())


@cache
def _forms() -> dict[str, Word]:
    return {form.lower(): word for word in words() for form in (word.word, *word.also)}
