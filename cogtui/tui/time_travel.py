"""Undo, redo and clock jumps as the app does them: within a lesson's step, and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogtui.tui.session import Session
from cogtui.views.flow import name_of

if TYPE_CHECKING:
    from textual.app import App


def undo(app: App[None], session: Session) -> None:
    """Take back the last call that changed the world, and name it; in a lesson not beyond the step's start."""
    history = session.world.history
    record = history.undoable
    if record is None or int(record.no) - 1 < session.floor:
        where = "in this step; b goes back a step" if session.play and record is not None else ""
        _tell(app, f"Nothing to undo {where}".strip())
        return
    session.world.undo()
    _tell(app, f"Undone: {name_of(record)}")


def redo(app: App[None], session: Session) -> None:
    """Make the undone call happen again, and name it."""
    record = session.world.redo()
    _tell(app, f"Done again: {name_of(record)}" if record else "Nothing to redo")


def to_expiry(app: App[None], session: Session) -> None:
    """Move the clock to one second past the next expiry of what the app holds."""
    from cogtui.views.lifetimes import next_expiry

    found = next_expiry(session.world.store, "app", session.world.now)
    if found is None:
        _tell(app, "Nothing that the app holds expires")
        return
    session.world.act("clock.advance", seconds=found.expires - session.world.now + 1)
    _tell(app, f"One second past the expiry of {found.name}")


def _tell(app: App[None], text: str) -> None:
    app.notify(text, markup=False, timeout=3)
