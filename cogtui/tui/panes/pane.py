"""What all panes share: the session, and drawing anew when the world has moved on while they were hidden."""

from __future__ import annotations

from typing import ClassVar

from textual.containers import Container
from textual.widget import Widget

from cogtui.cloud.world import World
from cogtui.course.places import PaneId
from cogtui.tui.session import Session


class Pane(Container):
    """One pane. Subclasses compose their widgets and fill them in `show_world`."""

    pane_id: ClassVar[PaneId]
    first_focus: ClassVar[str] = ""
    """Selector of the widget that gets the focus when the pane is first shown."""

    def __init__(self, session: Session) -> None:
        super().__init__(id=self.pane_id)
        self.session = session
        self._shown_moment = -1

    @property
    def world(self) -> World:
        """The session's world."""
        return self.session.world

    def catch_up(self, moment: int) -> None:
        """Draw the world as it is now, unless that very moment is on the screen already."""
        if moment != self._shown_moment and self.is_mounted:
            self._shown_moment = moment
            self.show_world()

    def show_world(self) -> None:
        """Fill the widgets from the world."""
        raise NotImplementedError

    def tick(self) -> None:
        """A second went by while the world's clock runs: draw anew what tells the time that is left."""

    def point_at(self, point: str) -> Widget | None:
        """Return the widget that a lesson's step points at (`show: {point: trust-policy}`), or None."""
        return next(iter(self.query(f"#{point}")), None) if point.replace("-", "").isalnum() else None

    def copied(self) -> tuple[str, str] | None:
        """Return (what, text) for "copy" when the focused widget itself has nothing to copy."""
        return None
