"""`make run` opens the app in a terminal, as the README says."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time

from tests.hygiene.project import ROOT

PATIENCE = 60.0
"""Seconds, for a machine that is busy with everything else; normally one is enough."""

QUIT = b"\x11"
"""ctrl+q, as a terminal sends it."""


def test_make_run_opens_the_app_and_ctrl_q_leaves_it() -> None:
    leader, follower = pty.openpty()
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    # `make run`, without the flags of the make that may be running this test.
    environment = {name: value for name, value in environment.items() if not name.startswith(("MAKE", "MFLAGS"))}
    app = subprocess.Popen(
        ["make", "run"], cwd=ROOT, env=environment, stdin=follower, stdout=follower, stderr=follower, close_fds=True
    )
    os.close(follower)
    try:
        seen = read_until(leader, b"Start: sign in with Facebook")
        os.write(leader, QUIT)
        read_until(leader, b"")
        assert app.wait(PATIENCE) == 0, seen
    finally:
        if app.poll() is None:
            app.kill()
        os.close(leader)


def read_until(terminal: int, wanted: bytes) -> str:
    """Return what the terminal shows until `wanted` is among it; until the other side closes when nothing is wanted."""
    seen = b""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if wanted and wanted in seen:
            return seen.decode(errors="replace")
        if not select.select([terminal], [], [], 0.5)[0]:
            continue
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side has closed
            chunk = b""
        if not chunk:
            break
        seen += chunk
    assert not wanted, f"the app never showed {wanted!r}; it showed {seen.decode(errors='replace')}"
    return seen.decode(errors="replace")
