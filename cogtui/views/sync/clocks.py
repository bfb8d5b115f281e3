"""Moments by clocks that may be wrong: a device's own, and the service's."""

from __future__ import annotations

from cogtui.views.ink import Piece
from cogtui.views.text import instant, span

SAME_DAY = "%H:%M:%S"
SAME_YEAR = "%d %b %H:%M:%S"
OTHER_YEAR = "%Y-%m-%d %H:%M:%S"


def moments(one: float, other: float) -> tuple[str, str]:
    """Return two moments so that they can be compared: with their days where those differ; "never" for 0."""
    alike = ((part, instant(one, part) == instant(other, part)) for part in ("%F", "%Y"))
    same = next((part for part, equal in alike if equal), "") if one and other else "%F"
    form = {"%F": SAME_DAY, "%Y": SAME_YEAR}.get(same, OTHER_YEAR)
    return _told(one, form), _told(other, form)


def _told(moment: float, form: str) -> str:
    return (instant(moment, form) or "?") if moment else "never"


def clock_off(skew: float) -> str:
    """Return how far a clock is off, with its sign: "+1 min 30 s", "-3650 d", "+0.5 s"."""
    return span(skew) if abs(skew) >= 1 else f"{skew:+g} s"


def clock_words(moment: float, skew: float) -> Piece:
    """Return what is to be said about a device's clock, and when the moment truly was; nothing where it is right."""
    if not round(skew):
        return "", ""
    way = "fast" if skew > 0 else "slow"
    return f"{span(abs(skew))[1:]} {way}: truly {_told(moment - skew, SAME_DAY)}", "no"
