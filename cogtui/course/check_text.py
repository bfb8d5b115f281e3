"""Does what a lesson says fit on the screen, and do the words that it marks stand in the glossary?"""

from __future__ import annotations

from collections.abc import Iterator

from cogtui.cloud.documents import below, unknown
from cogtui.cloud.errors import AuthoringError
from cogtui.course import glossary
from cogtui.course.lesson import AnyStep, Ask, Break, Do, Predict, Recap, Task, Watch
from cogtui.course.load import Manuscript
from cogtui.views.guide import bare, glossary_words, rows

MAX_WORDS = 60
MAX_ROWS = 16
COLUMNS = 76
MAX_TITLE = 40
"""So that the guide's rule has room for number and kind beside it."""


def check_texts(manuscript: Manuscript) -> Iterator[AuthoringError]:
    """Texts fit, titles fit, marked words are explained."""
    document = manuscript.document
    for pointer, step in manuscript.steps():
        if len(step.title) > MAX_TITLE:
            yield document.error(
                below(pointer, "title"), f"a title has at most {MAX_TITLE} characters; this has {len(step.title)}"
            )
        for where, text in texts_of(step):
            for problem in (_length(text), *_words(text)):
                if problem:
                    yield document.error(f"{pointer}{where}", problem)


def texts_of(step: AnyStep) -> Iterator[tuple[str, str]]:
    """Yield (pointer below the step, text) of all that the learner reads in a step."""
    yield "/text", step.text
    if isinstance(step, Do | Watch | Predict | Break) and step.after:
        yield "/after", step.after
    if isinstance(step, Ask | Predict | Break):
        for index, option in enumerate(step.options):
            yield below("/options", index, "text"), option.text
            yield below("/options", index, "reason"), option.reason
    if isinstance(step, Task):
        for index, goal in enumerate(step.goals):
            yield below("/goals", index, "text"), goal.text
        for index, hint in enumerate(step.hints):
            yield below("/hints", index, "text"), hint.text
    if isinstance(step, Recap):
        for index, card in enumerate(step.cards):
            yield below("/cards", index, "back"), card.back


def _length(text: str) -> str:
    words = len(bare(text).split())
    if words > MAX_WORDS:
        return f"a text has at most {MAX_WORDS} words; this has {words}"
    lines = len(rows(text, COLUMNS))
    return f"a text has at most {MAX_ROWS} rows of {COLUMNS} columns; this has {lines}" if lines > MAX_ROWS else ""


def _words(text: str) -> Iterator[str]:
    for word in glossary_words(text):
        if glossary.find(word) is None:
            yield unknown("a word of the glossary", word, glossary.forms())
