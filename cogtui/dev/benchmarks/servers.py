"""Servers as processes of their own: `cogtui serve`, and moto's for comparison."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from cogtui.dev.benchmarks.scene import TEMPLATE
from cogtui.resources import lessons_dir

PATIENCE: Final = 60
"""Seconds after which a server that does not answer has failed."""


class Served(msgspec.Struct, frozen=True):
    """A server that answers."""

    port: int
    process_id: int
    key: tuple[str, str]
    """Access key id and secret access key of somebody who may do anything."""

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> int:
        """Return the bytes that the process keeps in memory (Linux)."""
        status = Path(f"/proc/{self.process_id}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) * 1024


@contextmanager
def cogtui() -> Generator[Served]:
    """Serve the ready-made world."""
    command = [sys.executable, "-m", "cogtui", "serve", "--port", "0", "--json", "--quiet"]
    command += ["--seed", "bench", "--template", str(lessons_dir() / TEMPLATE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own program
        try:
            assert process.stdout is not None
            said: dict[str, Any] = msgspec.json.decode(_object(process.stdout.readline, process))
            given = said["environment"]
            key = (given["AWS_ACCESS_KEY_ID"], given["AWS_SECRET_ACCESS_KEY"])
            yield Served(int(said["url"].rsplit(":", 1)[1]), process.pid, key)
        finally:
            process.terminate()
            process.wait()


def _object(readline: Any, process: subprocess.Popen[str]) -> str:
    """Return the JSON object that the server prints once it answers."""
    text = ""
    while not text.rstrip().endswith("}") or text.count("{") != text.count("}"):
        line = readline()
        if not line and process.poll() is not None:
            raise RuntimeError(f"`cogtui serve` ended with exit code {process.returncode}")
        text += line
    return text


@contextmanager
def moto() -> Generator[Served]:
    """Serve moto, which comes with the extra `bench`."""
    program = (
        "import logging, sys; logging.getLogger('werkzeug').disabled = True; "
        "from moto.server import main; main(sys.argv[1:])"
    )
    port = _free_port()
    command = [sys.executable, "-c", program, "-H", "127.0.0.1", "-p", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env={**os.environ}) as process:  # noqa: S603 - moto
        try:
            _wait_until_it_answers(port, process)
            yield Served(port, process.pid, ("AKIAIOSFODNN7EXAMPLE", "any"))
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    import socket

    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if process.poll() is not None:
            raise RuntimeError("moto's server ended; `pip install 'cogtui[bench]'` brings it")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"moto's server did not answer within {PATIENCE} s")
