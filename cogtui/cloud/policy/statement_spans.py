"""Where a policy's statements begin and end, as IAM's simulators say it.

IAM's positions are those of its JSON reader between two tokens: a statement in a list begins right after the `[` or the
statement before it, one that stands for a list of one right after its own `{`; it ends right after its `}` (published
answers of SimulatePrincipalPolicy; the one without a list was recorded by LocalStack's test_simulate_principle_policy).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from cogtui.cloud.documents import Position
from cogtui.cloud.policy.json_text import read

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]')


def span_of(document: str, pointer: str) -> tuple[Position, Position]:
    """Return line and column, from 1, of where the statement at a JSON pointer begins and where it ends."""
    lines = [0, *(found.end() for found in re.finditer("\n", document))]
    line, column = read(document).where(pointer)
    start = lines[line - 1] + column - 1
    first = _before(document, start) if pointer[-1:].isdigit() else start + 1
    return _position(lines, first), _position(lines, _after(document, start))


def _before(document: str, start: int) -> int:
    """Return the offset right after the token before a statement of a list; the comma between two is no token."""
    return len(document[:start].rstrip().removesuffix(",").rstrip())


def _after(document: str, start: int) -> int:
    """Return the offset right after the `}` of the object that begins at `start`."""
    depth = 0
    for token in _TOKEN.finditer(document, start):
        depth += {"{": 1, "}": -1}.get(token.group(), 0)
        if depth == 0:
            return token.end()
    return len(document)


def _position(lines: list[int], offset: int) -> Position:
    """Return line and column of what stands before an offset, one column on."""
    line = bisect_right(lines, max(offset - 1, 0))
    return line, offset - lines[line - 1] + 1
