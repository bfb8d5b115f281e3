"""From the start of a process to its first frame: Home against a bare Textual app with header and footer.

Each run is a whole process in a terminal of its own (a pty of 80x24), as its user would see it. Its clock stops when the
terminal has received every text that the first frame is known by; then the process is killed. The two take turns.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time

import msgspec

from cogtui.dev.benchmarks.row import Bar, Row, counted
from cogtui.dev.benchmarks.timing import compared

TURNS = 15
PATIENCE = 60
"""Seconds after which a process that shows nothing has failed."""


class Started(msgspec.Struct, frozen=True):
    """A program to start, and how its first frame is known."""

    module: str
    shows: tuple[bytes, ...]
    """Texts of the frame: its main part and its footer."""


HOME = Started("cogtui", (b"Start: sign in with Facebook", b"palette"))
BARE = Started("cogtui.dev.benchmarks.bare", (b"Bare", b"palette"))


def rows(share: float) -> list[Row]:
    """Measure starts."""
    for program in (HOME, BARE):  # the first run of each writes byte code and warms the disk
        first_frame(program)
    found = compared(lambda: first_frame(HOME), lambda: first_frame(BARE), counted(TURNS, share))
    note = f"Home {found.first * 1000:.0f} ms, bare app {found.second * 1000:.0f} ms"
    return [
        Row(
            "start",
            "start to the first frame of Home, against a bare app",
            found.ratio,
            "x",
            Bar(1.25, "at most"),
            note,
        )
    ]


def first_frame(program: Started) -> float:
    """Run the program until its first frame stands in the terminal, and return how long that took, in seconds."""
    terminal, its_end = pty.openpty()
    fcntl.ioctl(its_end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", program.module]
    environment = {**os.environ, "TERM": "xterm-256color"}
    begin = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own programs
        command, stdin=its_end, stdout=its_end, stderr=its_end, env=environment, start_new_session=True
    )
    try:
        _wait_for(terminal, program)
        return time.perf_counter() - begin
    finally:
        process.kill()
        process.wait()
        os.close(its_end)
        os.close(terminal)


def _wait_for(terminal: int, program: Started) -> None:
    """Read what the program writes until all texts of its first frame have come."""
    seen = b""
    give_up = time.monotonic() + PATIENCE
    while not all(text in seen for text in program.shows):
        ready, _, _ = select.select([terminal], [], [], max(0.0, give_up - time.monotonic()))
        if not ready:
            raise RuntimeError(
                f"`{program.module}` showed no first frame within {PATIENCE} s; it wrote {seen[-300:]!r}"
            )
        seen += os.read(terminal, 65536)
