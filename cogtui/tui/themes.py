"""The themes: dark, light, high contrast, and the terminal's own colours. All colour lives here, as variables."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="cogtui-dark",
    primary="#7aa2f7",
    secondary="#9ece6a",
    accent="#e0af68",
    foreground="#d5d9e5",
    background="#15171e",
    surface="#1b1e27",
    panel="#242834",
    success="#8fce6f",
    warning="#e0af68",
    error="#f7768e",
    dark=True,
    variables={
        "dim": "#949db6",
        "verdict-ok": "#8fce6f",
        "verdict-no": "#f7768e",
        "party-yours": "#d5d9e5",
        "party-outside": "#7dcfff",
        "party-cognito": "#c9a5f7",
        "party-aws": "#f0a45d",
        "token-header": "#f7768e",
        "token-payload": "#c9a5f7",
        "token-signature": "#7dcfff",
        "json-key": "#7aa2f7",
        "json-text": "#b7d99a",
        "json-number": "#f0a45d",
        "footer-key-foreground": "#e0af68",
        "block-cursor-background": "#2b3652",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#232834",
    },
)

LIGHT = Theme(
    name="cogtui-light",
    primary="#2c5bb8",
    secondary="#3f7a1f",
    accent="#8a5a00",
    foreground="#1f2430",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e7e4dc",
    success="#276b14",
    warning="#8a5a00",
    error="#b3163b",
    dark=False,
    variables={
        "dim": "#5a606e",
        "verdict-ok": "#276b14",
        "verdict-no": "#b3163b",
        "party-yours": "#1f2430",
        "party-outside": "#006a94",
        "party-cognito": "#6d33b5",
        "party-aws": "#9a4b00",
        "token-header": "#b3163b",
        "token-payload": "#6d33b5",
        "token-signature": "#006a94",
        "json-key": "#2c5bb8",
        "json-text": "#3f6a12",
        "json-number": "#9a4b00",
        "footer-key-foreground": "#8a5a00",
        "block-cursor-background": "#d3e0f8",
        "block-cursor-foreground": "#10131a",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e1e4ea",
    },
)

CONTRAST = Theme(
    name="cogtui-contrast",
    primary="#ffffff",
    secondary="#00ff66",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    success="#00ff66",
    warning="#ffff00",
    error="#ffa8a8",
    dark=True,
    variables={
        "dim": "#c8c8c8",
        "verdict-ok": "#00ff66",
        "verdict-no": "#ffa8a8",
        "party-yours": "#ffffff",
        "party-outside": "#66e0ff",
        "party-cognito": "#e0b3ff",
        "party-aws": "#ffc266",
        "token-header": "#ffb3b3",
        "token-payload": "#e0b3ff",
        "token-signature": "#66e0ff",
        "json-key": "#ffffff",
        "json-text": "#b3ffb3",
        "json-number": "#ffc266",
        "text-muted": "#d0d0d0",
        "footer-key-foreground": "#ffff00",
        "block-cursor-background": "#00257a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#2b2b2b",
    },
)

OWN = {
    "dim": "dim",
    "verdict-ok": "ansi_green",
    "verdict-no": "ansi_red",
    "party-yours": "ansi_default",
    "party-outside": "ansi_cyan",
    "party-cognito": "ansi_magenta",
    "party-aws": "ansi_yellow",
    "token-header": "ansi_red",
    "token-payload": "ansi_magenta",
    "token-signature": "ansi_cyan",
    "json-key": "ansi_blue",
    "json-text": "ansi_green",
    "json-number": "ansi_yellow",
}
"""Our variables in the terminal's own colours; also the defaults where somebody chooses a theme of Textual's."""

TERMINAL = Theme(
    name="cogtui-terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables={
        **OWN,
        "surface": "ansi_default",
        "panel": "ansi_default",
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "footer-key-foreground": "ansi_yellow",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "reverse",
        "block-cursor-blurred-text-style": "underline",
    },
)
"""Nobody knows which colours a terminal has, so the cursor turns what stands there around instead of colouring it."""

COLOURED = (DARK, LIGHT, CONTRAST)
"""Themes with colours of their own."""

THEMES = (*COLOURED, TERMINAL)

NAMES = {theme.name.removeprefix("cogtui-"): theme.name for theme in THEMES}
"""What people type after `--theme`."""
