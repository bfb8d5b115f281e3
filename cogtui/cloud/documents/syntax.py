"""What the YAML parser's complaints mean to an author, and where the trouble begins."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.documents.document import Position

_PROBLEMS = {
    "mapping values are not allowed": "there is a `: ` where none can be; put the text in quotes, or look at the indentation",
    "did not find expected key": "the indentation does not fit the lines above, or a quote or bracket is missing",
    "expected <block end>": "the indentation does not fit the lines above, or a quote or bracket is missing",
    "did not find expected '-' indicator": "a list's items begin with `- `, all at the same column",
    "could not find expected ':'": "a key needs a `:` after it",
    "did not find expected ',' or": "a `,` or a closing bracket is missing",
    "expected ',' or": "a `,` or a closing bracket is missing",
    "found unexpected end of stream": "a quote is opened and not closed",
    "found undefined tag handle": "the tag's `!x!` is not declared",
    "<document start>": "this line does not belong to what stands above it",
}
"""What the YAML parser says (libyaml's or PyYAML's words) -> what it means to the author."""
_UNCLOSED = "found unexpected end of stream"
_BAD_BEGINNING = "cannot start any token"


def syntax_problem(text: str, problem: Any) -> tuple[Position, str]:
    """Return where a `yaml.YAMLError` stands, and the sentence for it."""
    said: str = getattr(problem, "problem", None) or getattr(problem, "context", None) or "it cannot be read"
    position = _place(text, problem, said)
    if _BAD_BEGINNING in said:
        said = _bad_beginning(text, position)
    meaning = next((meaning for words, meaning in _PROBLEMS.items() if words in said), said)
    return position, f"this is not valid YAML: {meaning}"


def position_of(text: str, offset: int) -> Position:
    """Return line and column of a character."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _place(text: str, problem: Any, said: str) -> Position:
    context = getattr(problem, "context_mark", None)
    mark = getattr(problem, "problem_mark", None) or context
    if said == _UNCLOSED and context:
        mark = context  # the opening quote tells more than the end of the file
    if mark is None:
        return 1, 1
    end = text.rstrip()
    return min((mark.line + 1, mark.column + 1), position_of(end, len(end)))  # rather the last line than the one after


def _bad_beginning(text: str, position: Position) -> str:
    line = next(iter(text.splitlines()[position[0] - 1 :]), "")  # YAML breaks lines where splitlines does
    character = line[position[1] - 1 : position[1]]
    if character == "\t":
        return "a tab cannot indent; use spaces"
    return f"`{character}` cannot begin a value; put it in quotes"
