"""StateDiagram: the challenges of a sign-in as a tree, drawn from the table that decides them, the present state lit."""

from __future__ import annotations

from typing import Any

from cogtui.device.ways import WayIn
from cogtui.tui.widgets.rows import RowList
from cogtui.views.ink import Ink, fit, ink
from cogtui.views.sign_in import Story
from cogtui.views.sign_in_states import diagram, lit_line, progress


class StateDiagram(RowList):
    """The states of one way to sign in."""

    def draw(self, row: Any, width: int) -> Ink:
        return fit(row, width)

    def show_sign_in(self, way: WayIn, story: Story) -> None:
        """Show the states of a way, and how far the last sign-in came."""
        reached = progress(story.records[: story.position])
        flow = way.flow or reached.flow
        if not flow:
            self.show([ink((" This way has no challenges of the user pool: whoever is asked first decides.", "dim"))])
            return
        title = ink(" ", (flow, "strong"), ("   the states that it can take, as the user pool decides them", "dim"))
        lines = [title, *diagram(flow, reached, 200)]
        self.show(lines, cursor=lit_line(lines))
