"""The app that a widget is part of, with its real type."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from cogtui.tui.app import CogTUI


def host(widget: DOMNode) -> CogTUI:
    """Return the running app.

    Textual types `widget.app` as an app of unknown kind, and screens can't import the app that imports them; hence a cast.
    """
    return cast("CogTUI", widget.app)  # pyright: ignore[reportUnknownMemberType]  # App[Unknown] in Textual itself
