"""The README's "Point your own code at it", followed to the letter: the AWS CLI in a shell, boto3 in Python."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hygiene.project import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
START = "cogtui serve"

RANDOM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What is another one each time."""


def blocks(language: str) -> list[str]:
    """Return the section's blocks in a language."""
    section = README.partition("## Point your own code at it\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{language}\n(.*?)^```", section, re.DOTALL | re.MULTILINE)


@pytest.fixture
def pasted(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Start the endpoint as the README says and return the environment of a shell into which its lines were pasted."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "COGTUI_"))}
    tools = str(Path(sys.executable).parent)
    environment = own | {"PATH": f"{tools}:{own['PATH']}", "HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true"}
    command = [sys.executable, "-m", *START.split()]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = ""
            while "# fish" not in told:
                assert process.poll() is None
                told += process.stdout.readline()
            lines = told.partition("# bash, zsh\n")[2].partition("\n\n")[0]
            shown = subprocess.run(
                ["bash", "-c", f"{lines}\nenv -0"], env=environment, capture_output=True, text=True, check=True
            )
            yield dict(line.split("=", 1) for line in shown.stdout.split("\0") if line)
        finally:
            process.terminate()
            process.communicate(timeout=20)


def test_the_walk_leads_where_the_readme_says(pasted: dict[str, str]) -> None:
    assert START in blocks("sh")[0]
    in_bash = subprocess.run(
        ["bash", "-euc", "".join(blocks("bash"))], env=pasted, capture_output=True, text=True, timeout=120, check=False
    )
    in_python = subprocess.run(
        [sys.executable, "-c", *blocks("python")], env=pasted, capture_output=True, text=True, timeout=60, check=False
    )
    sign_up, session, boto = (RANDOM.sub("UUID", text) for text in blocks("text"))
    welcome, _, refused = session.partition("\n\n")
    said = RANDOM.sub("UUID", in_bash.stdout)
    assert said.startswith(sign_up), in_bash.stderr
    assert said.endswith(f"{welcome}\n")
    assert in_bash.stderr.strip() == refused.strip()
    assert in_bash.returncode != 0, "the last command was refused"
    assert (in_python.stdout.strip(), in_python.stderr) == (boto.strip(), "")
