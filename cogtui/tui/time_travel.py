"""Undo, redo and clock jumps as the app does them: within a lesson's step, and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogtui.tui.session import Session
from cogtui.views.client import client_of
from cogtui.views.flow import name_of

if TYPE_CHECKING:
    from cogtui.tui.app import CogTUI


def undo(app: CogTUI, session: Session) -> None:
    """Take back the last call that changed the world, and name it; in a lesson not beyond the step's start."""
    record = session.world.history.undoable
    if record is None or int(record.no) - 1 < max(session.floor, _served_from(app)):
        _tell(app, f"Nothing to undo {_because(app, session, found=record is not None)}".strip())
        return
    session.world.undo()
    by = client_of(record)
    _tell(app, f"Undone: {name_of(record)}" + (f", which {by} asked for" if by else ""))


def _because(app: CogTUI, session: Session, *, found: bool) -> str:
    """Return what keeps undo from going further back."""
    if found and _served_from(app) > session.floor:
        return "since the endpoint started"
    if found and session.play is not None:
        return "in this step; b goes back a step"
    return "any more: older calls were let go" if session.world.trail.first else ""


def _served_from(app: CogTUI) -> int:
    """Return the trail's position at which the endpoint began: what it needs must not be taken from under it."""
    return app.serving.floor if app.serving is not None else 0


def go_to(app: CogTUI, session: Session, position: int, told: str) -> None:
    """Go to the moment after the first `position` calls, and say so."""
    if position < _served_from(app):
        _tell(app, "That was before the endpoint started; stop it first (S)")
        return
    session.world.seek(position)
    _tell(app, f"{told}; the endpoint's next request goes on from here" if app.serving is not None else told)


def redo(app: CogTUI, session: Session) -> None:
    """Make the undone call happen again, and name it."""
    record = session.world.redo()
    _tell(app, f"Done again: {name_of(record)}" if record else "Nothing to redo")


def to_expiry(app: CogTUI, session: Session) -> None:
    """Move the clock to one second past the next expiry of what the app holds."""
    from cogtui.views.lifetimes import next_expiry

    found = next_expiry(session.world.store, "app", session.world.now)
    if found is None:
        _tell(app, "Nothing that the app holds expires")
        return
    session.world.act("clock.advance", seconds=found.expires - session.world.now + 1)
    _tell(app, f"One second past the expiry of {found.name}")


def _tell(app: CogTUI, text: str) -> None:
    app.notify(text, markup=False, timeout=3)
