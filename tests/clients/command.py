"""`cogtui serve` as a process of its own, and what its suites ask of it at `/_cogtui/`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import httpx

from cogtui.cloud.callers import Keys
from tests.hygiene.project import ROOT

ROOT_KEY = Keys("AKIAROOTROOTROOTROOT", "a/secret+of:the/suite")


class Running:
    """A `cogtui serve` that answers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        self.process = process
        self.url: str = told["url"]
        self.environment: dict[str, str] = told["environment"]
        self.account: str = told["account"]
        self._own = httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {told['token']}"})

    @property
    def demo(self) -> Keys:
        """The keys that it printed."""
        return Keys(self.environment["AWS_ACCESS_KEY_ID"], self.environment["AWS_SECRET_ACCESS_KEY"])

    def reset(self) -> None:
        """Have the world as it was at first."""
        assert self._own.post("/_cogtui/reset").status_code == 200

    def asked(self, what: str, **query: Any) -> dict[str, Any]:
        """Return what one of its own addresses says."""
        answer = self._own.get(f"/_cogtui/{what}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def code(self, username: str) -> str:
        """Return the code in the newest message to somebody."""
        return self.asked("outbox", username=username)["messages"][-1]["code"]

    def advance(self, seconds: float) -> None:
        """Move the world's clock on."""
        assert self._own.post("/_cogtui/clock", json={"advance": seconds}).status_code == 200

    def operations(self, last: int = 20) -> list[str]:
        """Return the newest operations, oldest first."""
        return [call["operation"] for call in self.asked("trail", last=last)["calls"]]

    def close(self) -> None:
        self._own.close()


@contextmanager
def running(*options: str) -> Generator[Running]:
    """Start `cogtui serve` and stop it in the end; it must not have run into a bug."""
    command = [sys.executable, "-m", "cogtui", "serve", "--port", "0", "--json", "--quiet", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            here = Running(process)
            yield here
            bugs = here.asked("health")["bugs"]
            here.close()
        finally:
            process.terminate()
            _, complaints = process.communicate(timeout=20)
    assert (bugs, complaints, process.returncode) == (0, "", 0)
