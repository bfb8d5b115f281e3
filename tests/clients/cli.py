"""The AWS CLI: its own entry point in this process, or as a command of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import awscli.clidriver
import awscli.customizations.assumerole
import botocore.loaders

AWS = str(Path(sys.executable).with_name("aws"))


class Said(NamedTuple):
    """What a command said."""

    code: int
    out: str
    err: str


LOADER = botocore.loaders.create_loader(os.environ["AWS_DATA_PATH"])
"""Reads the models once, the AWS CLI's own too: importing it says where they are."""


def aws(*words: str) -> Said:
    """Run a command by the words after `aws`, in this process; environment and folder are this process's."""
    # It settles where it keeps the sessions of roles when it is imported: in the home of the test that came first.
    awscli.customizations.assumerole.CACHE_DIR = str(Path.home() / ".aws" / "cli" / "cache")
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        driver = awscli.clidriver.create_clidriver()
        driver.session.register_component("data_loader", LOADER)
        try:
            code = driver.main(list(words))
        except SystemExit as left:
            code = int(left.code or 0)
    out.flush()
    return Said(code, out.buffer.getvalue().decode(), err.getvalue())  # pyright: ignore[reportAttributeAccessIssue]


def in_shell(command: str, environment: dict[str, str]) -> Said:
    """Run a command as a shell takes it, `aws` being this Python's."""
    path = {"PATH": f"{Path(AWS).parent}:{environment['PATH']}"}
    done = subprocess.run(
        ["bash", "-euc", command], env=environment | path, capture_output=True, text=True, timeout=60, check=False
    )
    return Said(done.returncode, done.stdout, done.stderr)
