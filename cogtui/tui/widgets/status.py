"""The status line at the top of the workspace."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from cogtui.cloud.clock import offset
from cogtui.tui.content import content
from cogtui.tui.host import host
from cogtui.tui.messages import PaneWanted
from cogtui.tui.session import Session
from cogtui.views.status import PANES, Clock, status


class Status(Widget):
    """Panes at the left, the state of the app and the world at the right."""

    DEFAULT_CSS = """
    Status { height: 1; background: $panel; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._current = ""

    def show(self, pane_id: str) -> None:
        """Mark another pane as the current one."""
        self._current = pane_id
        self.refresh()

    def catch_up(self) -> None:
        """Draw anew: the world has moved on."""
        self.refresh()

    def render(self) -> Content:
        world = self.session.world
        shown = Clock(world.now, offset(world.store) if world.host is not None else None)
        serving = host(self).serving
        endpoint = f"endpoint {serving.port}" if serving is not None else ""
        return content(status(world.store, self._current, self.size.width, clock=shown, endpoint=endpoint))

    def on_click(self, event: Click) -> None:
        line = self.render().plain
        for number, (pane_id, _title) in enumerate(PANES, 1):
            start = line.find(str(number))
            after = line.find(str(number + 1)) if number < len(PANES) else len(line)
            if start - 1 <= event.x < after - 1:
                self.post_message(PaneWanted(pane_id))  # type: ignore[arg-type]  # PANES lists pane ids
                return
