"""What a play remembers of each step: where the world stood when the step began, and what was done and answered in it."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.history import History


class Ran(msgspec.Struct, frozen=True):
    """An action that a step did."""

    end: int
    """Trail position after it."""
    request_id: str
    """Of its last record: tells whether that very record is still the one at its place."""
    saved: dict[str, Any] = {}
    """Variables that it brought."""


class Mark(msgspec.Struct):
    """One step as it was met. Answers and hints stay when the learner goes back; what ran is judged by the world."""

    start: int = 0
    """Trail position when the step began: `b` goes back to it, `u` not beyond it."""
    ran: list[Ran] = []
    answer: str = ""
    """The letter that the learner chose."""
    hints: list[int] = []
    """Indices of the hints that were shown."""
    solved_by_us: bool = False
    """The solution was asked for: the task does not count as solved."""

    def in_force(self, history: History) -> list[Ran]:
        """Return the actions that have not been undone, or replaced, since."""
        alive: list[Ran] = []
        for ran in self.ran:
            if ran.end > history.position:
                break
            was_let_go = ran.end <= history.records.first  # and with it what could tell; it can't be undone any more
            if not was_let_go and history.records[ran.end - 1].request_id != ran.request_id:
                break
            alive.append(ran)
        return alive


class Memory(msgspec.Struct):
    """A whole play, as it is written down to go on later."""

    lesson: str
    step: str
    """Id of the step that the learner is at."""
    outputs: dict[str, Any] = {}
    """The templates' outputs and what the setup saved."""
    marks: dict[str, Mark] = {}
    """By step id."""
    finished: bool = False
