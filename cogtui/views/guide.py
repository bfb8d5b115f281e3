"""The Guide as lines: a lesson's text with its little markup, goals, answers, and what "next" will do.

Markup in lessons is `code`, **bold**, [[a glossary word]] and [[a word|as the text has it]]; blank lines part paragraphs,
lines that begin with "- " are a list. Nothing else is markup, so ARNs and policies may stand in a text as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cogtui.views.ink import NO, OK, Ink, Piece, Style, fit, ink, size, visible, width

_MARKUP = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<bold>[^*]+)\*\*|\[\[(?P<word>[^\]|]+)(?:\|(?P<shown>[^\]]+))?\]\]")
_BULLET = "- "

TODO = "[ ]"
DONE = f"[{OK}]"
"""One cell wide everywhere; the ballot boxes of Unicode are emoji in some terminals."""

BLANK: Piece = (" ", "")


def marked(text: str) -> list[Piece]:
    """Return the text as pieces, its markup turned into styles."""
    pieces: list[Piece] = []
    at = 0
    for found in _MARKUP.finditer(text):
        pieces.append((visible(text[at : found.start()]), ""))
        pieces.append(_piece(found))
        at = found.end()
    pieces.append((visible(text[at:]), ""))
    return [piece for piece in pieces if piece[0]]


def _piece(found: re.Match[str]) -> Piece:
    styles: dict[str, Style] = {"code": "key", "bold": "strong", "shown": "link", "word": "link"}
    name = next(name for name in styles if found[name])
    return visible(found[name]), styles[name]


def glossary_words(text: str) -> list[str]:
    """Return the words that a text marks for the glossary."""
    return [found["word"] for found in _MARKUP.finditer(text) if found["word"]]


def bare(text: str) -> str:
    """Return the text without its markup."""
    return "".join(part for part, _ in marked(text))


def rows(text: str, cells: int) -> list[Ink]:
    """Return the text wrapped to `cells`, paragraphs parted by empty rows."""
    lines: list[Ink] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if lines:
            lines.append(())
        for block in _blocks(paragraph):
            is_item = block.startswith(_BULLET)
            lines.extend(wrapped(marked(block.removeprefix(_BULLET)), cells, lead=_BULLET if is_item else ""))
    return lines


def _blocks(paragraph: str) -> Iterator[str]:
    """Yield a paragraph's list items, and what stands around them, each on one line."""
    block = ""
    for line in paragraph.split("\n"):
        if line.startswith(_BULLET) and block:
            yield block
            block = ""
        block = f"{block} {line.strip()}" if block else line.strip()
    yield block


def wrapped(pieces: Sequence[Piece], cells: int, *, lead: str = "") -> list[Ink]:
    """Break pieces into rows at blanks; rows after the first are indented by the width of `lead`."""
    lines: list[Ink] = []
    line: list[Piece] = list(ink(lead))
    used = indent = width(lead)
    for word in _words(pieces, max(cells - indent, 1)):
        long = size(word)
        if used > indent and used + 1 + long > cells:
            lines.append(tuple(line))
            line, used = list(ink(" " * indent)), indent
        if used > indent:
            line.append((" ", line[-1][1] if line[-1][1] == word[0][1] else ""))
            used += 1
        line.extend(word)
        used += long
    return [*lines, tuple(line)]


def _words(pieces: Sequence[Piece], cells: int) -> Iterator[Ink]:
    """Yield the words of pieces; one that is wider than a row comes in parts."""
    word: list[Piece] = []
    for text, style in pieces:
        for part in re.split(r"(\s+)", text):
            if part.isspace():
                yield from _parts(word, cells)
                word = []
            elif part:
                word.append((part, style))
    yield from _parts(word, cells)


def _parts(word: list[Piece], cells: int) -> Iterator[Ink]:
    """Yield the word, in rows of its own where it is wider than one."""
    part: list[Piece] = []
    used = 0
    for text, style in word:
        for start, end in _cuts(text, cells - used, cells):
            part.append((text[start:end], style))
            used += end - start
            if used >= cells:
                yield tuple(part)
                part, used = [], 0
    if part:
        yield tuple(part)


def _cuts(text: str, first: int, cells: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of a text's parts: the first fills up a row, the others have one each."""
    start, end = 0, first
    while start < len(text):
        yield start, min(end, len(text))
        start, end = end, end + cells


def rule_line(words: Sequence[str], cells: int, *, focused: bool = False) -> Ink:
    """Return the guide's rule: what it is, which step of how many, its title, its kind."""
    text = visible(f"── {' · '.join(word for word in words if word)} ")
    line: Ink = ((text, "title" if focused else "strong"), ("─" * max(cells - width(text), 0), "dim"))
    return fit(line, cells)


def goal_rows(goals: Sequence[tuple[str, bool, str]], cells: int) -> list[Ink]:
    """Return goals, each (text, done, what stands in the way); the latter beside it where there is room, else below."""
    lines: list[Ink] = []
    for text, done, not_yet in goals:
        box: Piece = (DONE, "ok") if done else (TODO, "mark")
        first, *more = wrapped(marked(text), cells, lead="    ")
        first = (box, BLANK, *first[1:])
        missing = dimmed(f"not yet: {not_yet}") if not_yet else []
        if not missing:
            lines.extend((first, *more))
        elif not more and size(first) + 3 + size(missing) <= cells:
            lines.append((*first, *ink("   "), *missing))
        else:
            lines.extend((first, *more, *wrapped(missing, cells, lead="    ")))
    return lines


def dimmed(text: str) -> list[Piece]:
    """Return the text's pieces, dim where its markup says nothing else."""
    return [(part, style or "dim") for part, style in marked(text)]


def option_rows(letter: str, text: str, cells: int) -> list[Ink]:
    """Return an answer on offer."""
    first, *more = wrapped(marked(text), cells, lead="    ")
    return [((f" {letter}  ", "mark"), *first[1:]), *more]


def answer_rows(letter: str, text: str, reason: str, cells: int, *, right: bool, chosen: bool) -> list[Ink]:
    """Return an answer once the learner has chosen: whether it is right, and why."""
    glyph: Piece = (f"{OK} ", "ok") if right else (f"{NO} ", "no")
    you = ink(("(your answer) ", "dim")) if chosen else ()
    pieces = (*marked(text), BLANK, *you, *dimmed(reason))
    first, *more = wrapped(pieces, cells, lead="     ")
    return [(glyph, (f"{letter}  ", "mark"), *first[1:]), *more]


def card_rows(front: str, back: str, cells: int) -> list[Ink]:
    """Return a card of a recap."""
    title: list[Piece] = [(part, style or "strong") for part, style in marked(front)]
    return wrapped((*title, BLANK, *marked(back)), cells, lead=_BULLET)
