"""SyncPlayer: plays what devices do, a message at a time, and puts their questions to whoever watches."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Protocol

from cogtui.cloud.trail import Record
from cogtui.device.sync.progress import Answer, Progress, Question, Sent

Course = Generator[Progress, Answer, Any]


class Stage(Protocol):
    """Where it is played."""

    @property
    def moment(self) -> tuple[int, int]:
        """Which history the world has, and how much of it has happened."""
        ...

    @property
    def moves(self) -> bool:
        """Whether messages are to be seen on their way."""
        ...

    def fly(self, record: Record, then: Callable[[], None]) -> None:
        """Draw a message on its way, and call back when it is there."""
        ...

    def ask(self, step: Question, then: Callable[[Answer], None]) -> None:
        """Put a question, and call back with the answer."""
        ...

    def land(self) -> None:
        """Show no message on its way any more: it is there."""
        ...

    def gave_up(self) -> None:
        """Show no message on its way any more: somebody went back in time, and nothing follows from it."""
        ...


class SyncPlayer:
    """One course of events at a time. Without motion everything happens at once."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._course: Course | None = None
        self._then: Callable[[Any], None] = lambda result: None
        self._hurried = False
        self._flying = False
        self._stepping = False
        self._moment = (0, 0)
        """Where in its history the world was after the last step."""

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._course is not None

    def play(self, course: Course, then: Callable[[Any], None]) -> None:
        """Let a course of events begin; `then` is told what it comes to. What is under way is finished first."""
        self.hurry()
        if self.busy:  # it asks something: nothing goes on before that is answered
            return
        self._course, self._then, self._hurried = course, then, False
        self._moment = self._stage.moment
        self._go(None)

    def hurry(self) -> None:
        """Let the rest happen at once, up to a question."""
        self._hurried = True
        if self._flying:
            self._stage.land()
        self._arrived()

    def world_moved(self) -> None:
        """Give up what is under way when somebody went back in time: it stands on what is no more."""
        if self._course is not None and not self._stepping and self._undone:
            self._course.close()
            self._course, self._flying = None, False
            self._stage.gave_up()

    @property
    def _undone(self) -> bool:
        """Whether the last step is no more, or another history has taken its place."""
        epoch, position = self._stage.moment
        return position < self._moment[1] or epoch != self._moment[0]

    def _go(self, answer: Answer) -> None:
        """Go on until a message flies, a question is asked, or the end."""
        self.world_moved()
        while self._course is not None:
            try:
                step = self._step(self._course, answer)
            except StopIteration as end:
                self._course = None
                self._then(end.value)
                return
            answer = None
            if not isinstance(step, Sent):
                self._hurried = False
                self._stage.ask(step, self._go)
                return
            if self._stage.moves and not self._hurried:
                self._flying = True
                self._stage.fly(step.record, self._arrived)
                return

    def _step(self, course: Course, answer: Answer) -> Progress:
        """Take a step; the screen follows the world meanwhile, and finds the course at work."""
        self._stepping = True
        try:
            return course.send(answer)
        finally:
            self._stepping = False
            self._moment = self._stage.moment

    def _arrived(self) -> None:
        if self._flying:
            self._flying = False
            self._go(None)
