"""What the screens over the workspace share that ask the policies much: answers in slices, whys, undo and copy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from time import monotonic
from typing import ClassVar, TypeVar

from textual import on
from textual.binding import BindingType
from textual.screen import Screen

from cogtui.tui import messages
from cogtui.tui.action import Scope
from cogtui.tui.actions import bindings
from cogtui.tui.host import host
from cogtui.tui.session import Session

T = TypeVar("T")

_OF_THE_WORKSPACE = frozenset({"undo", "undo-1", "redo", "redo-1", "copy"})


def bindings_over(scope: Scope) -> list[BindingType]:
    """Return the keys of a scope, and those of the workspace's that go on over it."""
    found = (*bindings(scope), *(one for one in bindings("workspace") if one.id in _OF_THE_WORKSPACE))
    return list(found)


class OverWorkspace(Screen[None]):
    """A screen that looks at the whole world, and follows it."""

    turn: ClassVar[float]
    """Seconds of asking after which keys get their turn."""
    drawing: ClassVar[float] = 0.05
    """Seconds between two drawings of what fills."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    async def in_slices(self, found: Iterable[T], draw: Callable[[int], None]) -> AsyncIterator[T]:
        """Yield what is found; now and then, and at the end, `draw` (told how many there were) and give keys their turn.

        It ends when the screen was left: there is nothing to draw on any more.
        """
        began = drawn = monotonic()
        count = 0
        for count, one in enumerate(found, start=1):
            yield one
            now = monotonic()
            if now - began >= self.turn:
                if now - drawn >= self.drawing:
                    draw(count)
                    drawn = monotonic()
                await asyncio.sleep(0)  # no pause: whatever else is to do gets its turn
                if self._left:
                    return
                began = monotonic()
        draw(count)

    @property
    def _left(self) -> bool:
        return self not in host(self).screen_stack

    @on(messages.ValueOpened)
    def value_opened(self, message: messages.ValueOpened) -> None:
        """Show a whole value."""
        message.stop()
        self.view(message.title, message.text)

    def view(self, named: str, text: str) -> None:
        """Show a text in the viewer."""
        from cogtui.tui.screens.viewer import Viewer

        host(self).push_screen(Viewer(named, text))

    def action_undo(self) -> None:
        """Take back the last change; the screen follows."""
        from cogtui.tui.time_travel import undo

        undo(host(self), self.session)

    def action_redo(self) -> None:
        """Bring back what was undone."""
        from cogtui.tui.time_travel import redo

        redo(host(self), self.session)

    def action_copy(self) -> None:
        """Copy what is in focus."""
        focused = self.focused
        found = focused.copied() if isinstance(focused, messages.Copyable) else None
        if found is not None:
            self.post_message(messages.CopyRequested(*found))
