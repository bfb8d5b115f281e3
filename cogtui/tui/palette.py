"""The command palette: every action of the registry that applies on the screen that is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from textual.actions import parse
from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

from cogtui.tui.action import Action
from cogtui.tui.actions import EVERY_ACTION
from cogtui.tui.screens.workspace import Workspace

if TYPE_CHECKING:
    from cogtui.tui.app import CogTUI


OF_SCREENS = ("matrix", "bench")
"""Scopes that are screens of their own."""


def commands(app: CogTUI, screen: Screen[object]) -> Iterator[SystemCommand]:
    """Yield the actions of the app, of the workspace when it is shown, of the pane that it shows, and of the matrix or the bench."""
    for action in EVERY_ACTION:
        target = _target(app, screen, action)
        if target is not None:
            yield SystemCommand(action.title, action.help, _runner(app, action, target))


def _target(app: CogTUI, screen: Screen[object], action: Action) -> DOMNode | None:
    """Return what an action runs on; None when it does not apply here."""
    if action.scope == "app":
        return app
    if action.scope in OF_SCREENS:
        return screen if action.scope in getattr(screen, "scopes", ()) else None
    if not isinstance(screen, Workspace):
        return None
    if action.scope == "workspace":
        _, name, parameters = parse(action.run)
        return screen if screen.check_action(name, parameters) else None
    pane = screen.pane
    return pane if pane is not None and pane.pane_id == action.scope else None


def _runner(app: CogTUI, action: Action, target: DOMNode) -> Callable[[], Awaitable[None]]:
    async def go() -> None:
        await app.run_action(action.run, target)

    return go
