"""Building the wheel and installing it elsewhere, without a network: requirements come from `wheels` in the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

WHEELS = Path(sys.prefix) / "wheels"
"""What CogTUI and its build need, as files; `make setup` puts them there."""

SHIPPED = ("cogtui", "lessons", "pyproject.toml", "README.md", "LICENSE")
"""What a build reads of the checkout."""


def environment(home: Path) -> dict[str, str]:
    """Return the variables of a person who has nothing of CogTUI and no network, only our `wheels`."""
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP", "UV", "PYTHON", "VIRTUAL"))
    }
    ours = {
        "HOME": home,
        "COGTUI_CONFIG_DIR": home / "config",
        "COGTUI_DATA_DIR": home / "data",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": 1,
        "PIP_NO_INDEX": 1,
        "PIP_FIND_LINKS": WHEELS,
        "PIPX_HOME": home / "pipx",
        "PIPX_BIN_DIR": home / "bin",
        "PIPX_MAN_DIR": home / "man",
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_NO_CONFIG": 1,
        "UV_NO_INDEX": 1,
        "UV_OFFLINE": 1,
        "UV_FIND_LINKS": WHEELS,
        "UV_PYTHON": sys.executable,
        "UV_CACHE_DIR": home / "uv-cache",
        "UV_TOOL_DIR": home / "uv",
        "UV_TOOL_BIN_DIR": home / "bin",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), str(home / "bin"), outside["PATH"]]),
    }
    return outside | {name: str(value) for name, value in ours.items()}


def run(command: list[str | Path], home: Path, *, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command as that person, in their own folder."""
    return subprocess.run(command, cwd=cwd or home, env=environment(home), capture_output=True, text=True, check=False)


def succeed(command: list[str | Path], home: Path, *, cwd: Path | None = None) -> str:
    """Run a command that must work and return what it prints."""
    done = run(command, home, cwd=cwd)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def checkout(target: Path) -> Path:
    """Copy what a build reads into `target`, so that it works on a fresh clone and leaves nothing in ours."""
    target.mkdir()
    ignore = shutil.ignore_patterns("__pycache__")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=ignore)
        else:
            shutil.copy2(ROOT / name, target / name)
    return target
