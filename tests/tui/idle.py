"""When the app has nothing left to do: exactly, not by how busy the processor was.

Textual's own tests take a process that hardly worked for a fiftieth of a second for one that is idle, three times for each
key. An event loop knows better: it waits without end, or for a timer that is not due soon, when all messages are handled,
all workers have asked and the screen is drawn. So the selector, in which it waits, says so. Where others have a hand in it
(clients at a socket, threads), their part takes time that only a clock can tell: there everything is as Textual has it.
"""

from __future__ import annotations

import asyncio
import selectors
import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual import app as textual_app
from textual import pilot as textual_pilot
from textual._wait import wait_for_idle as wait_by_the_clock
from textual.pilot import Pilot

SOON = 0.05
"""Seconds: a timer that is due within them belongs to what is under way; drawing takes one of a sixtieth."""

wait_for_screen = Pilot._wait_for_screen


class Waiting(threading.local):
    """What a thread's event loop knows about itself."""

    def __init__(self) -> None:
        self.told: asyncio.Future[None] | None = None
        """Done as soon as the loop is idle."""
        self.sockets = 0
        """How many files the loop listens to besides its own pair, by which threads wake it."""
        self.elsewhere = 0
        """How many functions run in threads."""

    @property
    def others_take_part(self) -> bool:
        return self.elsewhere > 0 or self.sockets > 0


WAITING = Waiting()


class TellingSelector(selectors.DefaultSelector):
    """A selector that says when its event loop would stand still."""

    def __init__(self) -> None:
        super().__init__()
        WAITING.elsewhere = 0  # threads that an earlier loop left behind are not this one's

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        WAITING.sockets = len(self.get_map()) - 1
        if WAITING.told is not None and (timeout is None or timeout > SOON):
            if not WAITING.told.done():
                WAITING.told.set_result(None)
            timeout = 0
        return super().select(timeout)


async def wait_for_idle(min_sleep: float = 0.02, max_sleep: float = 1) -> None:
    """Wait until nothing is left to do, at most `max_sleep` seconds."""
    if WAITING.others_take_part:
        await wait_by_the_clock(min_sleep, max_sleep)
        return
    assert WAITING.told is None, "one test waits at a time"
    WAITING.told = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait([WAITING.told], timeout=max_sleep)
    finally:
        WAITING.told = None


async def wait_for_all(pilot: Pilot[Any]) -> bool:
    """Wait until every widget has handled its messages: none is left when the loop is idle."""
    if WAITING.others_take_part:
        return await wait_for_screen(pilot)
    await wait_for_idle()
    return True


def counted(run: Callable[..., asyncio.Future[Any]]) -> Callable[..., asyncio.Future[Any]]:
    """Return the loop's way to run a function in a thread, with a count of those that run."""

    def finished(_: object) -> None:
        WAITING.elsewhere -= 1

    def run_counted(*given: Any, **more: Any) -> asyncio.Future[Any]:
        future = run(*given, **more)
        WAITING.elsewhere += 1
        future.add_done_callback(finished)
        return future

    return run_counted


def exactly(patch: pytest.MonkeyPatch) -> None:
    """Have Textual's pilot wait as this module does."""
    patch.setattr(selectors, "DefaultSelector", TellingSelector)
    patch.setattr(asyncio.BaseEventLoop, "run_in_executor", counted(asyncio.BaseEventLoop.run_in_executor))
    patch.setattr(textual_app, "wait_for_idle", wait_for_idle)
    patch.setattr(textual_pilot, "wait_for_idle", wait_for_idle)
    patch.setattr(Pilot, "_wait_for_screen", wait_for_all)
