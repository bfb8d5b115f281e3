"""Every colour can be read on whatever it may stand on; contrast as WCAG 2.2 reckons it, success criteria 1.4.3 and 1.4.6."""

from __future__ import annotations

import re

import pytest
from textual.color import Color
from textual.theme import Theme

from cogtui.tui import themes
from cogtui.tui.content import LOOKS
from cogtui.tui.widgets.rows import RowList
from tests.tui.driving import opened
from tests.tui.laws import faults

OWN = ("dim", "verdict", "party", "token", "json")
"""Prefixes of our colours for text."""

CURSOR = ("block-cursor-background", "block-cursor-blurred-background")


def luminance(color: Color) -> float:
    """Return the relative luminance."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    dark, light = sorted(luminance(Color.parse(color)) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


def texts(theme: Theme) -> dict[str, str]:
    """Return the colours that text has in a theme."""
    named = {"foreground": theme.foreground, "primary": theme.primary, "accent": theme.accent}
    own = {name: value for name, value in theme.variables.items() if name.startswith(OWN)}
    return {name: value for name, value in (named | own).items() if value}


def grounds(theme: Theme) -> dict[str, str]:
    """Return the colours that lists, sheets and cursors put below text."""
    named = {"background": theme.background, "surface": theme.surface, "panel": theme.panel}
    return {name: value for name, value in named.items() if value} | {name: theme.variables[name] for name in CURSOR}


@pytest.mark.parametrize("theme", themes.COLOURED, ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    least = {"background": 4.5, "surface": 4.5} if theme is not themes.CONTRAST else {}
    usual = 4.3 if theme is not themes.CONTRAST else 7.0
    faint = {
        f"{text} on {ground}": round(ratio, 1)
        for text, color in texts(theme).items()
        for ground, below in grounds(theme).items()
        if (ratio := contrast(color, below)) < least.get(ground, usual)
    }
    assert faint == {}


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_themes_have_every_colour_that_ink_asks_for(theme: Theme) -> None:
    asked = {name for look in LOOKS.values() for name in re.findall(r"\$([\w-]+)", look)}
    assert asked - {"primary", "accent"} <= set(theme.variables)
    assert asked - {"primary", "accent"} <= set(themes.OWN)


@pytest.mark.parametrize("name", themes.NAMES)
async def test_the_app_opens_in_every_theme_and_t_goes_on_to_the_next(name: str) -> None:
    async with opened("home", theme=name) as app:
        assert app.app.theme == themes.NAMES[name]
        await app.press("T")
        assert app.app.theme != themes.NAMES[name]
        assert faults(app.app) == []


async def test_the_cursor_is_seen_in_colours_that_nobody_knows() -> None:
    async with opened("home", theme="terminal") as app:
        menu = app.one(RowList)
        turned = [[bool(part.style and part.style.reverse) for part in menu.render_line(y)] for y in range(2)]
        assert all(turned[0])
        assert not any(turned[1])
