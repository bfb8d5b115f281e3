"""What somebody who mistyped a name probably meant."""

from __future__ import annotations

from collections.abc import Iterable

MOST_LISTED = 8
"""So many choices still read well in one sentence."""


def nearest(name: str, choices: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the choice that `name` was probably meant to be, or None when none is so like it (1: the same)."""
    from difflib import get_close_matches

    by_lower = {choice.lower(): choice for choice in choices}
    close = get_close_matches(name.lower(), by_lower, n=1, cutoff=likeness)
    return by_lower[close[0]] if close else None


def unknown(what: str, name: str, choices: Iterable[str], likeness: float = 0.6) -> str:
    """Return the sentence for a name that is none of `choices`: with the nearest one, or all when they are few."""
    choices = list(choices)
    sentence = f"`{name}` is not {what}"
    if meant := nearest(name, choices, likeness):
        return f"{sentence}; did you mean `{meant}`?"
    if 0 < len(choices) <= MOST_LISTED:
        return f"{sentence}; expected {' or '.join(f'`{choice}`' for choice in choices)}"
    return sentence
