"""Values of records in few cells: long ones are cut in the middle, what is not there is said."""

from __future__ import annotations

from cogtui.views.ink import Piece, Style, middle, width

REMOVED = "(removed)"
EMPTY = "(empty text)"


def value_piece(value: str | None, cells: int, style: Style = "") -> Piece:
    """Return a value in at most `cells`, as far as its words allow."""
    if value is None:
        return REMOVED, "dim"
    if not value:
        return EMPTY, "dim"
    return middle(value, max(cells, 1)), style


def written(key: str, value: str | None, cells: int) -> str:
    """Return "key=value" in at most `cells`: the key keeps what the value leaves, at least a third."""
    room = max(cells - 1, 2)
    shown = middle(value or "", max(room - min(width(key), room // 3), 1))
    return f"{middle(key, max(room - width(shown), 1))}={shown}"
