"""Texts that try to break a screen: brackets, control characters, text that reorders or hides, wide and joined ones."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from cogtui.views.ink import STYLES, Ink, plain

NASTY = (
    "arn[/]x",
    "[bold]a[/bold]",
    "a[b]c",
    "$primary $name [@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m\x07",
    "a\x00b\tc\r\nd\x7f",
    "\u202eevil\u202c\u2066x\u2069",
    "zero\u200bwidth\ufeff\u00ad\u3164",
    "\u6f22\u5b57\uff21 e\u0301 \u0e33",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \u263a\ufe0f \U0001f44d\U0001f3fd \U0001f1e9\U0001f1ea",
    "\ud800lone",
    "{" * 5 + '"' * 3 + "\\" * 3,
    "x" * 5000,
    "",
    " ",
)

texts = st.sampled_from(NASTY) | st.text(max_size=80) | st.text(alphabet="[]/$\\\x1b\n\t\"'{}:,.=a\u202e ", max_size=60)
"""Anything that may stand in a policy, a token, a key, an error's message or a name."""

scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=12
)
"""Anything that JSON can say, and some that it can't."""

cells = st.integers(0, 220)
"""Widths, sensible or not."""


def faulty(line: Ink) -> list[str]:
    """Return what is wrong with a line: styles that nobody knows, characters that do something to a terminal."""
    unknown = [f"style {style!r}" for _, style in line if style not in STYLES]
    return unknown + [f"character U+{ord(character):04X}" for character in plain(line) if _acts(character)]


def _acts(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
