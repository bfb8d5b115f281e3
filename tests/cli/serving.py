"""`cogtui serve` as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import httpx
from botocore.config import Config
from click.testing import CliRunner

from cogtui.cli import cogtui

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds after which a process has hung."""

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
    "PYTHONPATH": str(ROOT),
    "AWS_EC2_METADATA_DISABLED": "true",
}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "cogtui", "serve", *arguments]


def fails(*arguments: str) -> tuple[int, str]:
    """Run it in this process where it must not start; return exit code and what it complained of."""
    found = CliRunner().invoke(cogtui, ["serve", *arguments], prog_name="cogtui", catch_exceptions=False)
    assert found.stdout == ""
    return found.exit_code, found.stderr


class Running:
    """A process that serves."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr else ""
        self.start: dict[str, Any] = json.loads(line)
        self.url: str = self.start["url"]
        self.environment: dict[str, str] = self.start["environment"]

    def client(self, service: str, **changes: str) -> Any:
        given = self.environment | changes
        return boto3.Session().client(
            service,
            endpoint_url=self.url,
            region_name=given["AWS_REGION"],
            aws_access_key_id=given["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
            config=Config(retries={"max_attempts": 0}),
        )

    def admin(self, method: str, name: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.start['token']}"}
        return httpx.request(method, f"{self.url}/_cogtui/{name}", headers=headers, trust_env=False, **more)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """End it and return exit code and what it complained of."""
        self.process.send_signal(how)
        _, complaints = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, complaints

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)


@contextmanager
def serving(*arguments: str, **more: Any) -> Generator[Running]:
    """Serve at any free port; what is left running is killed."""
    given = command("--port", "0", "--json", "--quiet", *arguments)
    pipes: dict[str, Any] = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
        "env": ENVIRONMENT,
    } | more
    process = subprocess.Popen(given, **pipes)
    try:
        yield Running(process)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
